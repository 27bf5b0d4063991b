import RegnData
import Testing

/// Guids, integers and reals, read and written.
@Suite struct ScalarsNumberTests {
  @Test func guids() throws {
    let text = "74be27de-1e4e-49d9-b579-fe0b331d3642"
    let value = try #require(Guid(text))
    #expect(value == Guid(high: 0x74be_27de_1e4e_49d9, low: 0xb579_fe0b_331d_3642))
    #expect(value.text == text)
    #expect(Guid("{74BE27DE-1E4E-49D9-B579-FE0B331D3642}") == value)
    #expect(Guid("(74be27de-1e4e-49d9-b579-fe0b331d3642)") == value)
    #expect(Guid(" 74be27de1e4e49d9b579fe0b331d3642 ") == value)
    #expect(Guid.zero.text == "00000000-0000-0000-0000-000000000000")
    #expect(Guid.zero < value)
    for wrong in [
      "", "{}", "74be27de", "74be27de-1e4e-49d9-b579-fe0b331d364", "74be27de-1e4e-49d9-b579-fe0b331d364g",
      "{74be27de-1e4e-49d9-b579-fe0b331d3642", "74be27de1-e4e-49d9-b579-fe0b331d3642", "{",
    ] {
      #expect(Guid(wrong) == nil, "\(wrong)")
    }
  }

  @Test(
    arguments: [
      ("123", 123), (" 123 ", 123), ("-1", -1), ("+5", 5), ("0", 0), ("-0", 0), ("007", 7), ("0xf", 15),
      ("0X123", 0x123), ("9223372036854775807", .max), ("-9223372036854775808", .min),
      ("9223372036854775808", nil), ("-9223372036854775809", nil), ("99999999999999999999", nil),
      ("0x7fffffffffffffff", .max), ("0xffffffffffffffff", nil), ("0x11111111111111111", nil), ("0x", nil),
      ("", nil), ("-", nil), ("1.5", nil), ("1e3", nil), ("1,5", nil), ("12a", nil), ("a", nil), ("1 2", nil),
      ("000000000000000000000000000001", 1), ("0xg", nil),
    ] as [(String, Int64?)])
  func longs(_ text: String, _ expected: Int64?) {
    #expect(parseLong(text) == expected)
  }

  @Test func ints() {
    #expect(withUTF8Bytes(of: "2147483647") { parseInt($0) } == .max)
    #expect(withUTF8Bytes(of: "2147483648") { parseInt($0) } == nil)
  }

  @Test(
    arguments: [
      ("1", 1), ("1.5", 1.5), ("-0.25", -0.25), (".5", 0.5), ("5.", 5), ("1e5", 1e5), ("1E+20", 1e20),
      ("1e-05", 1e-5), (" 2.5 ", 2.5), ("+3", 3), ("inf", .infinity), ("+inf", .infinity),
      ("-inf", -.infinity),
      ("Infinity", .infinity), ("0.1", 0.1),
      ("123456789012345678901234567890", 1.2345678901234568e29),
      ("9007199254740993", 9_007_199_254_740_992), ("1e400", .infinity), ("1e-400", 0),
      ("4.9e-324", .leastNonzeroMagnitude),
      ("2.2250738585072011e-308", Double.leastNormalMagnitude.nextDown),
      ("0.000000000000000000000000000001", 1e-30),
      ("1,5", nil), ("", nil), ("-", nil), (".", nil), ("1.2.3", nil), ("1e", nil), ("1e+", nil), ("1x", nil),
      ("0x10", nil), ("1 2", nil), ("--1", nil), ("infinit", nil), ("e5", nil),
      ("1e99999999999999999999", .infinity),
    ] as [(String, Double?)])
  func reals(_ text: String, _ expected: Double?) {
    #expect(parseReal(text) == expected)
  }

  @Test func notANumber() {
    #expect(parseReal("nan")?.isNaN == true)
    #expect(parseReal("NaN")?.isNaN == true)
    #expect(parseReal("-0")?.sign == .minus)
  }

  private func text(_ value: Double) -> String {
    var bytes: [UInt8] = []
    bytes.append(real: value)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: [
    (1, "1"), (1.5, "1.5"), (1e20, "1E+20"), (.nan, "NaN"), (.infinity, "Infinity"),
    (-.infinity, "-Infinity"),
    (0.0001, "0.0001"), (0.00001, "1E-05"), (0.00012345, "0.00012345"), (1e14, "100000000000000"),
    (1e15, "1E+15"), (123_456_789_012_345_680, "1.2345678901234568E+17"), (0.1, "0.1"), (-2.75, "-2.75"),
    (32.8, "32.8"), (812.457142857143, "812.457142857143"), (.leastNonzeroMagnitude, "5E-324"),
    (1.7976931348623157e308, "1.7976931348623157E+308"), (0, "0"), (-0.0, "-0"), (1e100, "1E+100"),
    (999999999999999.9, "999999999999999.9"), (1_234_567_890_123_456, "1.234567890123456E+15"), (0.3, "0.3"),
    (100.25, "100.25"), (1e16, "1E+16"), (2e22, "2E+22"),
  ])
  func printsReals(_ value: Double, _ expected: String) {
    #expect(text(value) == expected)
  }

  @Test func realsReadBack() {
    var state: UInt64 = 11
    for _ in 0..<20_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      for value in [Double(bitPattern: state), Double(Int64(bitPattern: state) >> 20) / 1000] {
        if value.isFinite, parseReal(text(value)) != value {
          Issue.record("\(value) is written as \(text(value))")
        }
      }
    }
  }
}
