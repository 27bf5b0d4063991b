import RegnData
import Testing

@testable import RegnFunctions

/// Expected values: the reference's pages on operators and null values, or by hand.
@Suite struct OperatorTests {
  let null = Value.null(.long)

  @Test func arithmetic() throws {
    #expect(try call("__add", .int(1), .int(2)) == .long(3))
    #expect(try call("__add", 1, 2.5) == .real(3.5))
    #expect(try call("__add", .long(.max), 1) == .long(.min))
    #expect(try call("__add", 1, null) == null)
    #expect(try call("__divide", 7, 2) == .long(3))
    #expect(try call("__divide", -7, 2) == .long(-3))
    #expect(try call("__divide", 1, 0) == null)
    #expect(try call("__divide", .long(.min), -1) == .long(.min))
    #expect(try call("__divide", 1.0, 0.0) == .real(.infinity))
    #expect(try call("__modulo", 14, 12) == .long(2))
    #expect(try call("__modulo", -14, 12) == .long(10))
    #expect(try call("__modulo", 14, -12) == .long(2))
    #expect(try call("__modulo", -14, -12) == .long(10))
    #expect(try call("__modulo", 5, 0) == null)
    #expect(try call("__modulo", .long(.min), -1) == .long(0))
    #expect(try call("__modulo", -1.5, 1.0) == .real(0.5))
    #expect(try call("__negate", 5) == .long(-5))
    #expect(try call("__negate", exact("1.50")).printed == "-1.50")
  }

  @Test func decimals() throws {
    #expect(try call("__add", exact("0.1"), exact("0.25")).printed == "0.35")
    #expect(try call("__subtract", exact("1"), exact("0.001")).printed == "0.999")
    #expect(try call("__multiply", exact("1.5"), 3) == exact("4.5"))
    #expect(try call("__divide", exact("1"), exact("4")) == exact("0.25"))
    #expect(try call("__divide", exact("1"), exact("0")).isNull)
    #expect(try call("__modulo", exact("-7.5"), exact("2")) == exact("0.5"))
    let huge = Value.decimal(Decimal(coefficient: 9_999_999_999_999_999_999_999_999_999_999_999, scale: 0))
    #expect(throws: ExecutionError.self) { try call("__multiply", huge, huge) }
    // Beyond 64 bits but within 34 digits the exact path takes over.
    #expect(
      try call("__multiply", exact("9999999999"), exact("9999999999")).printed == "99999999980000000001")
  }

  @Test func scaledDecimalsStayScaled() throws {
    let column = Column(type: .decimal, storage: .scaled(Buffer([150, -25, 0]), scale: 2))
    let sum = try call("__add", [column, Column(value: 1, count: 3)], rows: 3)
    guard case .scaled(let values, let scale) = sum.storage else {
      Issue.record("not scaled")
      return
    }
    #expect(values.array == [250, 75, 100] && scale == 2)
    let above = try call("__greater", [column, Column(value: exact("0.5"), count: 3)], rows: 3)
    #expect(above.bools.array == [true, false, false])
  }

  @Test func times() throws {
    #expect(try call("__subtract", time("2025-01-01"), time("2024-12-31 12:00")).printed == "12:00:00")
    #expect(try call("__add", time("2024-12-31"), span("1d")) == time("2025-01-01"))
    #expect(try call("__add", time("9999-12-31"), span("2d")).isNull)
    #expect(try call("__subtract", time("0001-01-01"), span("1s")).isNull)
    #expect(try call("__divide", span("10m"), span("1s")) == .real(600))
    #expect(try call("__multiply", span("1s"), 5) == span("5s"))
    #expect(try call("__multiply", 2.5, span("1s")) == span("2.5s"))
    #expect(try call("__divide", span("1h"), 2) == span("30m"))
    #expect(try call("__modulo", span("-1h"), span("25m")) == span("15m"))
  }

  @Test func comparisonsWithNull() throws {
    #expect(try call("__equal", 1, null) == false)
    #expect(try call("__not_equal", 1, null) == true)
    #expect(try call("__equal", null, null) == .null(.bool))
    #expect(try call("__not_equal", null, null) == .null(.bool))
    #expect(try call("__less", 1, null) == .null(.bool))
    let column = Column(type: .long, values: [.long(1), .null(.long), .long(3)])
    let equal = try call("__equal", [column, Column(value: 1, count: 3)], rows: 3)
    #expect(equal.bools.array == [true, false, false] && equal.validity == nil)
    let less = try call("__less", [Column(value: 2, count: 3), column], rows: 3)
    #expect(less.isNull(1) && !less.isNull(0) && less.bools[2])
  }

  @Test func comparisonsOfEveryType() throws {
    #expect(try call("__less", "a", "b") == true)
    #expect(try call("__equal", "a", "A") == false)
    #expect(try call("__equal", 1, 1.0) == true)
    #expect(try call("__greater_or_equal", exact("1.10"), exact("1.1")) == true)
    #expect(try call("__less", time("2024-01-01"), time("2024-01-02")) == true)
    #expect(try call("__equal", true, false) == false)
    #expect(try call("__greater", span("2h"), span("90m")) == true)
    #expect(try call("__equal", json("{\"a\":1,\"b\":2}"), json("{\"b\":2,\"a\":1}")) == true)
    let guid = Value.guid(Guid("74be27de-1e4e-49d9-b579-fe0b331d3642") ?? .zero)
    #expect(try call("__equal", guid, guid) == true)
    #expect(try call("__equal", .real(.nan), .real(.nan)) == false)
  }

  @Test func narrowColumnsCompareWithWideConstants() throws {
    let column = Column(type: .int, values: [.int(1), .int(5)])
    #expect(try call("__less", [column, Column(value: 3, count: 2)], rows: 2).bools.array == [true, false])
    let beyond = Column(value: .long(1 << 40), count: 2)
    #expect(try call("__less", [column, beyond], rows: 2).bools.array == [true, true])
  }

  @Test func dictionaryColumns() throws {
    var builder = StringDictionaryBuilder()
    let words = ["Ærø", "Fanø", "Ærø", "Samsø og Tunø"]
    let codes = words.map { word in
      var word = word
      return word.withUTF8 { builder.code(for: $0) }
    }
    let column = Column(type: .string, storage: .dictionary(Buffer(codes), builder.snapshot()))
    func test(_ name: String, _ text: String) throws -> [Bool] {
      try call(name, [column, Column(value: .string(text), count: 4)], rows: 4).bools.array
    }
    #expect(try test("__equal", "Ærø") == [true, false, true, false])
    #expect(try test("__not_equal", "Ærø") == [false, true, false, true])
    #expect(try test("__equal_insensitive", "ærØ") == [true, false, true, false])
    #expect(try test("__has", "TUNØ") == [false, false, false, true])
    #expect(try test("__has", "tun") == [false, false, false, false])
    #expect(try test("__hasprefix", "tun") == [false, false, false, true])
    #expect(try test("__contains", "NØ") == [false, true, false, true])
    #expect(try test("__startswith", "fan") == [false, true, false, false])
    #expect(try test("__endswith_cs", "ø") == [true, true, true, true])
    #expect(try test("__matches_regex", "^\\w{3}$") == [true, false, true, false])
    #expect(try test("__less", "G") == [false, true, false, false])
    let members = [column, Column(value: "Fanø", count: 4), Column(value: "Møn", count: 4)]
    #expect(try call("__in", members, rows: 4).bools.array == [false, true, false, false])
    let same = try call("__equal", [column, column], rows: 4)
    #expect(same.bools.array == [true, true, true, true])
    let upper = try call("toupper", [column], rows: 4)
    #expect(upper.value(3) == "SAMSØ OG TUNØ")
    #expect(try call("strlen", [column], rows: 4).longs.array == [3, 4, 3, 13])
  }

  @Test func logic() throws {
    let unknown = Value.null(.bool)
    #expect(try call("__and", unknown, false) == false)
    #expect(try call("__and", unknown, true) == unknown)
    #expect(try call("__or", unknown, true) == true)
    #expect(try call("__or", unknown, false) == unknown)
    #expect(try call("__or", false, true) == true)
    #expect(try call("__and", true, true) == true)
    #expect(try call("not", unknown) == unknown)
    #expect(try call("not", false) == true)
  }

  @Test func membership() throws {
    #expect(try call("__in", 2, 1, 2) == true)
    #expect(try call("__in", 2, 1.5, 2.0) == true)
    #expect(try call("__in", 1, 1.5, 2.0) == false)
    #expect(try call("__in", null, 1) == false)
    #expect(try call("__in", "b", json("[\"a\",\"b\"]")) == true)
    #expect(try call("__in", 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) == true)
    #expect(try call("__in", 11, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) == false)
    #expect(try call("__in_insensitive", "ØST", "vest", "øst") == true)
    #expect(try call("has_any", "North Carolina", "south", "NORTH") == true)
    #expect(try call("has_all", "North Carolina", json("[\"carolina\",\"north\"]")) == true)
    #expect(try call("has_all", "North Carolina", "carolina", "south") == false)
    #expect(try call("__in", time("2024-01-01"), time("2024-01-01")) == true)
    #expect(try call("__in", exact("1.50"), exact("1.5")) == true)
  }

  @Test func between() throws {
    #expect(try call("__between", 5, 1, 5) == true)
    #expect(try call("__between", 6, 1, 5) == false)
    #expect(try call("__between", null, 1, 5) == .null(.bool))
    #expect(try call("__between", time("2024-01-04"), time("2024-01-01"), span("3d")) == true)
    #expect(try call("__between", exact("1.5"), exact("1.5"), exact("2")) == true)
    let column = Column(type: .long, values: [0, 1, 5, 6])
    let inside = try call(
      "__between", [column, Column(value: 1, count: 4), Column(value: 5, count: 4)], rows: 4)
    #expect(inside.bools.array == [false, true, true, false])
  }

  @Test func badPattern() {
    #expect(throws: ExecutionError.self) { try call("__matches_regex", "a", "(") }
  }
}
