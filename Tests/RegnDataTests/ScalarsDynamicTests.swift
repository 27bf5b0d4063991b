import RegnData
import Testing

/// Dynamic values: encoding, JSON, literals, order.
@Suite struct ScalarsDynamicTests {
  private func json(_ text: String) -> String? {
    DynamicValue(json: text)?.json
  }

  private func failure(_ text: String, isLiteral: Bool = false) -> DynamicParseError? {
    var writer = DynamicWriter()
    return withUTF8Bytes(of: text) { bytes in
      do throws(DynamicParseError) {
        if isLiteral { try writer.append(dynamicLiteral: bytes) } else { try writer.append(json: bytes) }
        return nil
      } catch {
        #expect(writer.bytes.isEmpty)
        return error
      }
    }
  }

  private func literal(_ text: String) -> String? {
    var writer = DynamicWriter()
    return withUTF8Bytes(of: text) { bytes in
      do throws(DynamicParseError) { try writer.append(dynamicLiteral: bytes) } catch { return nil }
      return writer.withValue { $0.text }
    }
  }

  @Test(arguments: [
    (#"{"a":1,"b":[1,2.5,null]}"#, #"{"a":1,"b":[1,2.5,null]}"#),
    (#" { "a" : 123 , "b":"hello", "c":[1,2,3], "d":{} } "#, #"{"a":123,"b":"hello","c":[1,2,3],"d":{}}"#),
    ("[]", "[]"), ("{}", "{}"), ("[[],{}]", "[[],{}]"), ("null", "null"), ("true", "true"), ("21", "21"),
    (#""21""#, #""21""#), ("[0.25,1.0,4.0]", "[0.25,1.0,4.0]"), ("-0", "0"), ("1e2", "100.0"),
    ("1E+20", "1E+20"),
    ("9223372036854775807", "9223372036854775807"), ("9223372036854775808", "9.223372036854776E+18"),
    ("-129", "-129"), ("127", "127"), ("128", "128"), ("-128", "-128"),
    (#""\u00e6\u00F8å\n\t\"\\\/""#, #""æøå\n\t\"\\/""#), (#""\ud83d\ude00""#, #""😀""#),
    (#""\ud83d""#, "\"\u{FFFD}\""), (#""\ud83dx\u0041""#, "\"\u{FFFD}xA\""),
    (#""\u0001\u001f""#, #""\u0001\u001f""#),
    (#"{"a":1,"b":2,"a":3}"#, #"{"a":3,"b":2}"#), (#"{"":1}"#, #"{"":1}"#),
    (#"{"a":{"x":1,"x":[2]},"a":[{"y":1,"y":2}]}"#, #"{"a":[{"y":2}]}"#),
  ])
  func readsAndWritesJSON(_ text: String, _ expected: String) {
    #expect(json(text) == expected)
  }

  @Test(
    arguments: [
      ("", .unfinished, 0), ("[1,", .unfinished, 3), ("[1 2]", .unexpected, 3), ("{a:1}", .unexpected, 1),
      ("{'a':1}", .unexpected, 1), (#"{"a" 1}"#, .unexpected, 5), ("01", .unexpected, 1),
      ("1.", .unfinished, 2),
      ("-", .unfinished, 1), ("+1", .unexpected, 0), (".5", .unexpected, 0), ("nul", .unexpected, 0),
      ("True", .unexpected, 0), (#""abc"#, .unfinished, 0), (#""\x41""#, .badString, 1),
      ("\"a\nb\"", .badString, 2),
      ("[1]x", .unexpected, 3), ("[1,]", .unexpected, 3), ("hello", .unexpected, 0), ("1d", .unexpected, 1),
      ("{\"a\":1,}", .unexpected, 7), (#""\u12"#, .badString, 1), ("NaN", .unexpected, 0),
    ] as [(String, DynamicParseError.Reason, Int)])
  func saysWhereJSONFails(_ text: String, _ reason: DynamicParseError.Reason, _ offset: Int) {
    #expect(failure(text) == DynamicParseError(reason, at: offset))
  }

  @Test func depthIsLimited() {
    let deep = String(repeating: "[", count: 256) + String(repeating: "]", count: 256)
    #expect(json(deep) == deep)
    #expect(failure("[" + deep + "]") == DynamicParseError(.tooDeep, at: 256))
    #expect(failure(String(repeating: "{\"a\":", count: 100_000))?.reason == .tooDeep)
    #expect(failure(String(repeating: "dynamic(", count: 100_000), isLiteral: true)?.reason == .tooDeep)
  }

  @Test(
    arguments: [
      (#"{"a": datetime(1970-05-11)}"#, #"{"a":"1970-05-11T00:00:00.0000000Z"}"#),
      ("['x', \"y\", @'a\\b''c', h'z']", #"["x","y","a\\b'c","z"]"#),
      (
        "[timespan(1d), time(00:00:10), 1.5h, 0x1F, long(5), int(-5)]",
        #"["1.00:00:00","00:00:10","01:30:00",31,5,-5]"#
      ),
      (
        "[real(2), double(1e20), decimal(1.50), guid(74be27de-1e4e-49d9-b579-fe0b331d3642)]",
        #"[2.0,1E+20,"1.50","74be27de-1e4e-49d9-b579-fe0b331d3642"]"#
      ),
      (
        "[True, bool(false), datetime(null), dynamic([1, dynamic(null)]), real(nan)]",
        #"[true,false,null,[1,null],"NaN"]"#
      ),
      ("{'k\\'': 'v\\x41\\u00e6'}", #"{"k'":"vAæ"}"#), ("null", "null"),
      ("[foo(1)]", nil), ("[datetime(hello)]", nil), ("[long(1.5)]", nil), ("[foo(null)]", nil),
      ("[dynamic(1]", nil),
      ("['a", nil), ("[long(1", nil), ("1x", nil),
    ] as [(String, String?)])
  func readsLiterals(_ text: String, _ expected: String?) {
    #expect(literal(text) == expected)
  }

  @Test func accessors() throws {
    let value = try #require(DynamicValue(json: #"{"a":[10,20,30],"b":{"c":"x"},"æ":1.5}"#))
    value.encoded.withUnsafeBufferPointer { bytes in
      let bag = DynamicRef(bytes)
      func get(_ key: String) -> DynamicRef? { withUTF8Bytes(of: key) { bag.value(forKey: $0) } }
      #expect(bag.kind == .bag)
      #expect(bag.count == 3)
      #expect(bag.byteCount == bytes.count)
      #expect(get("a")?.element(at: 0)?.asLong == 10)
      #expect(get("a")?.element(at: -1)?.asLong == 30)
      #expect(get("a")?.element(at: 3) == nil)
      #expect(get("a")?.element(at: -4) == nil)
      #expect(get("a")?.element(at: .min) == nil)
      #expect(get("A") == nil)
      #expect(get("æ")?.asReal == 1.5)
      #expect(get("æ")?.asLong == nil)
      #expect(get("b")?.text == #"{"c":"x"}"#)
      #expect(bag.element(at: 0) == nil)
      #expect(String(decoding: bag.key(at: 1), as: UTF8.self) == "b")
    }
    let none = UTF8Bytes(start: nil, count: 0)
    #expect(DynamicRef(none).isNull)
  }

  @Test func writerSplicesAndStartsAnew() throws {
    let inner = try #require(DynamicValue(json: #"{"k":[1,2]}"#)).encoded
    var writer = DynamicWriter()
    for _ in 0..<2 {
      writer.removeAll()
      writer.beginArray()
      inner.withUnsafeBufferPointer { writer.append(DynamicRef($0)) }
      writer.append(Int64(300))
      writer.append(try #require(DateTime("2024-12-31")))
      writer.append(try #require(Timespan("1.02:03:04.5")))
      writer.append(try #require(Decimal("-1.50")))
      writer.append(true)
      writer.endArray()
      #expect(writer.depth == 0)
      #expect(
        writer.withValue { $0.text }
          == #"[{"k":[1,2]},300,"2024-12-31T00:00:00.0000000Z","1.02:03:04.5000000","-1.50",true]"#)
    }
    #expect(writer.withValue { $0.element(at: 4)?.asDecimal } == Decimal("-1.5"))
  }

  @Test func manyRepeatedKeysKeepTheLastValue() {
    let entries = (0..<5000).map { DynamicValue.Entry("key\($0 % 1000)", .long(Int64($0))) }
    let value = DynamicValue.bag(entries).encoded.withUnsafeBufferPointer { DynamicValue(DynamicRef($0)) }
    #expect(value == .bag((0..<1000).map { .init("key\($0)", .long(Int64(4000 + $0))) }))
  }

  private func compare(_ left: DynamicValue, _ right: DynamicValue) -> Int {
    left.encoded.withUnsafeBufferPointer { first in
      right.encoded.withUnsafeBufferPointer { second in
        let (left, right) = (DynamicRef(first), DynamicRef(second))
        let result = left.compare(right).signum()
        #expect(right.compare(left).signum() == -result)
        if result == 0 { #expect(left.stableHash == right.stableHash) }
        return result
      }
    }
  }

  @Test func order() throws {
    let ordered: [DynamicValue] = [
      .real(.nan), .real(-.infinity), .decimal(try #require(Decimal("-1e33"))), .long(.min), .real(-1.5),
      .long(-1),
      .long(0), .decimal(try #require(Decimal("0.1"))), .real(0.5), .long(1), .long(9_007_199_254_740_992),
      .long(9_007_199_254_740_993), .long(.max), .real(0x1p63), .real(.infinity), .datetime(.minimum),
      .timespan(.zero), .string(""), .string("B"), .string("a"), .string("å"), .guid(.zero), .bool(false),
      .bool(true), .array([]), .array([.long(1)]), .array([.long(1), .long(2)]), .array([.long(2)]), .bag([]),
      .bag([.init("a", .long(1))]), .bag([.init("a", .long(2))]), .null,
    ]
    for (first, left) in ordered.enumerated() {
      for (second, right) in ordered.enumerated() {
        #expect(compare(left, right) == (first < second ? -1 : first == second ? 0 : 1), "\(left) \(right)")
      }
    }
  }

  @Test func equality() throws {
    #expect(compare(.long(1), .real(1)) == 0)
    #expect(compare(.long(1), .decimal(try #require(Decimal("1.00")))) == 0)
    #expect(compare(.real(0.1), .decimal(try #require(Decimal("0.10")))) == 0)
    #expect(compare(.real(-0.0), .long(0)) == 0)
    #expect(compare(.real(-0.0), .real(0)) == 0)
    let left = DynamicValue.bag([.init("a", .long(1)), .init("b", .array([.real(2)]))])
    let right = DynamicValue.bag([.init("b", .array([.long(2)])), .init("a", .long(1))])
    #expect(compare(left, right) == 0)
    #expect(compare(.string("1"), .long(1)) != 0)
  }

  @Test func randomTreesReadBack() {
    var state: UInt64 = 99
    func next(_ bound: UInt64) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % bound)
    }
    func tree(_ depth: Int) -> DynamicValue {
      switch next(depth > 4 ? 5 : 7) {
      case 0: return .null
      case 1: return .bool(next(2) == 0)
      case 2: return .long(Int64(bitPattern: state) >> next(64))
      case 3: return .real(Double(next(1 << 30)) / 64)
      case 4: return .string(["", "æøå", "\u{1}\"\\\n", "😀x", "plain"][next(5)])
      case 5: return .array((0..<next(5)).map { _ in tree(depth + 1) })
      default: return .bag((0..<next(12)).map { .init("k\($0)", tree(depth + 1)) })
      }
    }
    for _ in 0..<500 {
      let value = tree(0)
      #expect(DynamicValue(json: value.json) == value)
      #expect(value.encoded.withUnsafeBufferPointer { DynamicValue(DynamicRef($0)) } == value)
    }
  }
}
