import RegnData
import Testing

/// Decimals and scaled integers.
@Suite struct ScalarsDecimalTests {
  @Test func arithmeticAgreesWithPython() throws {
    var rows = 0
    for line in scalarsDecimalTable.split(separator: "\n") {
      let fields = line.split(separator: " ")
      try #require(fields.count == 8)
      let left = try #require(Decimal(fields[0]))
      let right = try #require(Decimal(fields[2]))
      #expect(left.text == fields[0])
      #expect(right.text == fields[2])
      let order = ["<", "=", ">"][Decimal.compare(left, right) + 1]
      #expect(order == fields[1])
      let results = [
        left.adding(right), left.subtracting(right), left.multiplied(by: right), left.divided(by: right),
        left.remainder(dividingBy: right),
      ]
      for (index, result) in results.enumerated() {
        #expect(result?.text ?? "-" == fields[3 + index], "operation \(index) of \(left) and \(right)")
      }
      rows += 1
    }
    #expect(rows == 150)
  }

  @Test(
    arguments: [
      ("1.0", "1.0"), ("0.1", "0.1"), ("1e5", "100000"), ("-1.50", "-1.50"), ("1e-3", "0.001"), (".5", "0.5"),
      ("5.", "5"), (" 12 ", "12"), ("+3.0e1", "30"), ("0.00", "0.00"), ("-0.0", "0.0"),
      ("9999999999999999999999999999999999", "9999999999999999999999999999999999"),
      ("99999999999999999999999999999999995", nil), ("1e34", nil),
      ("1e33", "1000000000000000000000000000000000"),
      ("0.12345678901234567890123456789012345", "0.1234567890123456789012345678901234"),
      ("0.123456789012345678901234567890123450001", "0.1234567890123456789012345678901235"),
      ("1.00000000000000000000000000000000000000000", "1.000000000000000000000000000000000"),
      ("", nil), (".", nil), ("-", nil), ("1,5", nil), ("1.2.3", nil), ("1e", nil), ("abc", nil),
      ("1 2", nil),
      ("1e999999999", nil), ("1e9999999999", nil), ("0e50", "0"),
    ] as [(String, String?)])
  func reads(_ text: String, _ expected: String?) {
    #expect(Decimal(text)?.text == expected)
  }

  @Test func equalityIsByValue() throws {
    let values = try ["1", "1.0", "1.00", "1.000000000000000000000000000000000"].map {
      try #require(Decimal($0))
    }
    #expect(Set(values).count == 1)
    #expect(Set([Decimal("0.00"), Decimal("0")]).count == 1)
    #expect(try #require(Decimal("1.01")) > values[0])
    #expect(try #require(Decimal("-1e-100")) < .zero)
    #expect(try #require(Decimal("1e-100")) < #require(Decimal("1e30")))
    #expect(try #require(Decimal("-1e-100")) > #require(Decimal("-1e30")))
    #expect(Decimal("100.500")?.normalized.text == "100.5")
    #expect(Decimal("100")?.normalized.text == "100")
  }

  @Test(
    arguments: [
      ("2.5", 0, "3"), ("-2.5", 0, "-3"), ("2.45", 1, "2.5"), ("2.449", 1, "2.4"), ("2.4", 3, "2.4"),
      ("1250", -2, "1300"), ("49", -2, "0"), ("50", -2, "100"), ("9.99", 1, "10.0"), ("1", -50, "0"),
      ("5e33", .min, "0"),
      ("0.005", 2, "0.01"), ("-0.004", 2, "0.00"), ("9999999999999999999999999999999999", -1, nil),
    ] as [(String, Int, String?)])
  func rounds(_ text: String, _ places: Int, _ expected: String?) {
    #expect(Decimal(text)?.rounded(toPlaces: places)?.text == expected)
  }

  @Test(arguments: [
    ("2.5", "2", "3"), ("-2.5", "-3", "-2"), ("3.00", "3", "3"), ("1e-60", "0", "1"), ("-1e-60", "-1", "0"),
    ("7", "7", "7"), ("-0.1", "-1", "0"),
  ])
  func floorsAndCeilings(_ text: String, _ floor: String, _ ceiling: String) {
    #expect(Decimal(text)?.floor.text == floor)
    #expect(Decimal(text)?.ceiling.text == ceiling)
  }

  @Test func conversions() {
    #expect(Decimal(0.1)?.text == "0.1")
    #expect(Decimal(3.0)?.text == "3")
    #expect(Decimal(1e-7)?.text == "0.0000001")
    #expect(Decimal(1e33)?.text == "1000000000000000000000000000000000")
    #expect(Decimal(1e34) == nil)
    #expect(Decimal(Double.nan) == nil)
    #expect(Decimal(-Double.infinity) == nil)
    #expect(Decimal("0.1")?.doubleValue == 0.1)
    #expect(Decimal("1234567890123456789012.5")?.doubleValue == 1234567890123456789012.5)
    #expect(Decimal("-2.99")?.int64Value == -2)
    #expect(Decimal("9223372036854775808")?.int64Value == nil)
    #expect(Decimal(Int128.max) == nil)
    #expect(Decimal("1.50")?.scaled(to: 4) == 15_000)
    #expect(Decimal("1.50")?.scaled(to: 1) == 15)
    #expect(Decimal("1.55")?.scaled(to: 1) == nil)
    #expect(Decimal.one.divided(by: .zero) == nil)
    #expect(Decimal.one.remainder(dividingBy: .zero) == nil)
  }

  @Test func overflowIsNil() throws {
    let large = try #require(Decimal("9999999999999999999999999999999999"))
    #expect(large.adding(.one) == nil)
    #expect(large.negated.subtracting(.one) == nil)
    #expect(large.multiplied(by: large) == nil)
    #expect(large.divided(by: try #require(Decimal("0.1"))) == nil)
    #expect(large.adding(try #require(Decimal("0.4"))) == large)
    let tiny = try #require(Decimal("1e-6000"))
    #expect(tiny.multiplied(by: tiny) == .zero)
    #expect(large.adding(tiny) == large)
    #expect(Decimal.one.subtracting(tiny) == .one)
    #expect(Decimal("1e-6170")?.divided(by: large)?.scale == Decimal.maximumScale)
    #expect(large.remainder(dividingBy: tiny) == .zero)
  }

  @Test func scaledIntegers() {
    func text(_ value: Int64, _ scale: Int) -> String {
      var bytes: [UInt8] = []
      bytes.append(scaled: value, scale: scale)
      return String(decoding: bytes, as: UTF8.self)
    }
    #expect(text(-150, 2) == "-1.50")
    #expect(text(5, 2) == "0.05")
    #expect(text(0, 3) == "0.000")
    #expect(text(.min, 0) == "-9223372036854775808")
    #expect(text(.max, 18) == "9.223372036854775807")
    #expect(text(.max, 20) == "0.09223372036854775807")
    #expect(ScaledInteger.rescale(Int64(150), from: 2, to: 1) == 15)
    #expect(ScaledInteger.rescale(Int64(155), from: 2, to: 1) == nil)
    #expect(ScaledInteger.rescale(Int64.max, from: 0, to: 1) == nil)
    #expect(ScaledInteger.rescale(Int64(3), from: 0, to: 4) == 30_000)
    #expect(ScaledInteger.rescale(Int128.max, from: 0, to: 1) == nil)
    #expect(ScaledInteger.round(155, from: 2, to: 1) == 16)
    #expect(ScaledInteger.round(-155, from: 2, to: 1) == -16)
    #expect(ScaledInteger.round(154, from: 2, to: 1) == 15)
  }

  @Test func decimalsReadBack() {
    var state: UInt64 = 3
    for _ in 0..<5000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let coefficient = Int128(Int64(bitPattern: state)) * Int128(state >> 14)
      let value = Decimal(
        coefficient: coefficient % 1_000_000_000_000_000_000_000_000_000_000, scale: Int(state >> 58))
      let read = Decimal(value.text)
      #expect(read?.coefficient == value.coefficient)
      #expect(read?.scale == value.scale)
    }
  }
}
