import RegnData
import Testing

@testable import RegnFunctions

@Suite struct AggregateTests {
  /// Answers of one group, as text.
  private func one(
    _ name: String, _ columns: [Column], rows: Int? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [String] {
    try AggregateHarness(name, types: columns.map(\.type))
      .run(columns, rows: rows, sourceLocation: sourceLocation).map { $0[0].shown }
  }

  @Test func nothing() throws {
    let x = longs([])
    #expect(try one("count", []) == ["0"])
    #expect(try one("count", [x]) == ["0"])
    #expect(try one("sum", [x]) == ["0"])
    #expect(try one("avg", [x]) == ["nan"])
    #expect(try one("min", [x]) == ["null"])
    #expect(try one("max", [strings([])]) == [""])
    #expect(try one("dcount", [x]) == ["0"])
    #expect(try one("stdev", [reals([])]) == ["0.0"])
    #expect(try one("variance", [reals([])]) == ["0.0"])
    #expect(try one("make_list", [x]) == ["[]"])
    #expect(try one("make_set", [x]) == ["[]"])
    #expect(try one("make_bag", [dynamics([])]) == ["{}"])
    #expect(try one("buildschema", [dynamics([])]) == ["null"])
    #expect(try one("percentile", [x, Column(value: .long(50), count: 0)], rows: 0) == ["null"])
    #expect(try one("arg_max", [x, strings([])]) == ["null", ""])
    #expect(try one("take_any", [x]) == ["null"])
    #expect(try one("avg", [money([], scale: 2)]) == ["null"])
    #expect(try one("binary_all_and", [x]) == ["null"])
  }

  @Test func nullsAreLeftOut() throws {
    let x = longs([3, nil, 1, nil, 8])
    #expect(try one("count", [x]) == ["5"])
    #expect(try one("sum", [x]) == ["12"])
    #expect(try one("avg", [x]) == ["4.0"])
    #expect(try one("min", [x]) == ["1"])
    #expect(try one("max", [x]) == ["8"])
    #expect(try one("dcount", [x]) == ["3"])
    #expect(try one("make_list", [x]) == ["[3,1,8]"])
    #expect(try one("make_list_with_nulls", [x]) == ["[3,null,1,null,8]"])
    #expect(try one("take_any", [longs([nil, 4, 5])]) == ["4"])
    #expect(try one("take_any", [strings(["", "å", "b"])]) == ["å"])
    #expect(try one("take_any", [strings(["", "å"]), longs([nil, 2])]) == ["", "null"])
  }

  @Test func exactSums() throws {
    #expect(try one("sum", [reals([1e16, 1, -1e16])]) == ["1.0"])
    #expect(try one("sum", [reals([.infinity, 1])]) == ["inf"])
    #expect(try one("sum", [reals([.infinity, -.infinity])]) == ["nan"])
    #expect(try one("sum", [reals(Array(repeating: 0.1, count: 10))]) == ["1.0"])
    #expect(try one("sum", [money([110, 220, -30], scale: 2)]) == ["3.00"])
    #expect(try one("sum", [money([.max, .max], scale: 2)]) == ["184467440737095516.14"])
    #expect(try one("avg", [money([100, 200, 200], scale: 2)]) == ["1.666666666666666666666666666666667"])
    #expect(try one("avg", [longs([.max, .max])]) == ["9.223372036854776e+18"])
    let mixed = Column(
      type: .decimal,
      values: ["1.5", "0.00000000000000000001", "2"].map {
        .decimal(withUTF8Bytes(of: $0) { Decimal(parsing: $0) } ?? .zero)
      })
    #expect(try one("sum", [mixed]) == ["3.50000000000000000001"])
  }

  @Test func spreads() throws {
    #expect(try one("stdev", [reals([1, 2, 3, 4, 5])]) == ["1.5811388300841898"])
    #expect(try one("stdevp", [reals([1, 2, 3, 4, 5])]) == ["1.4142135623730951"])
    #expect(try one("variance", [reals([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16])]) == ["30.0"])
    #expect(try one("variance", [reals([7])]) == ["0.0"])
    #expect(
      try one("covariance", [reals([1, 2, 3, 4, 5]), reals([14, 10, 17, 20, 50])]) == ["20.5"])
  }

  /// Sums that leave 64 bits, in either direction and back.
  @Test func sumsBeyondWords() throws {
    #expect(
      try one("sum", [money([.max, .max, .min, .min, 5, .max], scale: 2)]) == ["92233720368547758.10"])
    #expect(try one("sum", [money([.min, .min, .min], scale: 3)]) == ["-27670116110564327.424"])
    #expect(try one("sum", [money([.min, .max, 1], scale: 2)]) == ["0.00"])
    let factors = Column(
      type: .decimal,
      values: ["9223372036854775807", "0.001", "-9223372036854775807", "9223372036854775807"].map {
        .decimal(withUTF8Bytes(of: $0) { Decimal(parsing: $0) } ?? .zero)
      })
    #expect(try one("sum", [factors]) == ["9223372036854775807.001"])
  }

  /// Integers of 32 bits are summed up in 64 bits as long as they fit: here they do not.
  @Test func spreadsOfIntegers() throws {
    func integers(_ values: [Int32]) -> Column {
      Column(type: .long, storage: .int32(Buffer(values)))
    }
    let small = integers([1, 2, 3, 4, 5])
    #expect(try one("variance", [small]) == ["2.5"])
    #expect(try one("covariance", [small, integers([14, 10, 17, 20, 50])]) == ["20.5"])
    #expect(try one("covariance", [small, longs([14, 10, nil, 20, 50])]) == ["27.333333333333332"])
    // The mean is -1/2, and each of the six is 2147483647.5 from it.
    let large = integers([.max, .min, .max, .min, .max, .min])
    #expect(try one("variance", [large]) == ["5.534023219535885e+18"])
    #expect(try one("variancep", [large]) == ["4.611686016279904e+18"])
    #expect(try one("covariance", [large, large]) == ["5.534023219535885e+18"])
    #expect(
      try one("covariancep", [large, integers([.min, .max, .min, .max, .min, .max])]) == [
        "-4.611686016279904e+18"
      ])
  }

  @Test func extremesOfAllTypes() throws {
    #expect(try one("max", [strings(["b", "ø", "å", "a"])]) == ["ø"])
    #expect(try one("min", [coded(["b", "ø", "å", "a long string beyond a view", ""])]) == [""])
    #expect(try one("max", [reals([.nan, 1, 2])]) == ["2.0"])
    #expect(try one("min", [reals([.nan])]) == ["nan"])
    #expect(try one("max", [bools([false, nil, true])]) == ["true"])
    #expect(try one("max", [money([150, -7], scale: 2)]) == ["1.50"])
    #expect(
      try one("max", [Column(type: .datetime, storage: .int64(Buffer([5, 9])))]) == ["9"])
  }

  @Test func percentiles() throws {
    let x = longs((1...20).reversed().map { Int64($0) })
    func at(_ percentile: Double) throws -> [String] {
      try one("percentile", [x, Column(value: .real(percentile), count: 20)])
    }
    #expect(try at(0) == ["1"])
    #expect(try at(5) == ["1"])
    #expect(try at(5.1) == ["2"])
    #expect(try at(50) == ["10"])
    #expect(try at(100) == ["20"])
    let latency = longs([10, 20, 30, 40])
    let weights = longs([8, 6, 3, 1])
    let constants = [50.0, 75, 99.9].map { Column(value: .real($0), count: 4) }
    #expect(try one("percentilesw", [latency, weights] + constants) == ["20", "20", "40"])
    #expect(try one("percentilesw_array", [latency, weights] + constants) == ["[20,20,40]"])
    let array = DynamicValue(json: "[0, 100]")?.encoded ?? []
    #expect(
      try one("percentiles_array", [reals([-1.5, nil, 0, 3]), Column(value: .dynamic(array), count: 4)]) == [
        "[-1.5,3.0]"
      ])
    #expect(
      try one("percentile", [money([5, 1, 9], scale: 1), Column(value: .long(50), count: 3)]) == ["0.5"])
    #expect(throws: ExecutionError.self) { try at(101) }
  }

  @Test func rowsOfExtremes() throws {
    let version = longs([1, nil, 2, 2, 1])
    let names = strings(["a", "b", "first", "second", "e"])
    #expect(try one("arg_max", [version, names]) == ["2", "first"])
    #expect(try one("arg_min", [version, names]) == ["1", "a"])
    #expect(try one("arg_max", [version]) == ["2"])
    #expect(try one("arg_max", [longs([nil, nil]), strings(["Yellow", "Green"])]) == ["null", "Yellow"])
    #expect(try one("arg_min", [names, version]) == ["a", "1"])
  }

  @Test func collections() throws {
    #expect(try one("make_set", [coded(["å", "b", "å"])]) == ["[\"å\",\"b\"]"])
    #expect(
      try one(
        "make_set",
        [dynamics(["[\"A1\",\"A2\",\"A3\"]", "[\"A2\",\"C1\"]", "[\"C2\",\"A3\"]", "[\"C2\",\"A1\"]"])])
        == ["[\"A1\",\"A2\",\"A3\",\"C1\",\"C2\"]"])
    #expect(try one("make_list", [longs([1, 2, 3]), Column(value: .long(2), count: 3)]) == ["[1,2]"])
    #expect(
      try one("make_bag", [dynamics(["{\"a\":1,\"b\":2}", "7", "{\"a\":3,\"c\":4}"])]) == [
        "{\"a\":1,\"b\":2,\"c\":4}"
      ])
    #expect(
      try one(
        "buildschema",
        [
          dynamics([
            "{\"x\":1, \"y\":3.5}", "{\"x\":\"somevalue\", \"z\":[1, 2, 3]}",
            "{\"y\":{\"w\":\"zzz\"}, \"t\":[\"aa\", \"bb\"], \"z\":[\"foo\"]}",
          ])
        ]) == [
          "{\"x\":[\"long\",\"string\"],\"y\":[\"double\",{\"w\":\"string\"}],\"z\":{\"`indexer`\":[\"long\",\"string\"]},"
            + "\"t\":{\"`indexer`\":\"string\"}}"
        ])
  }

  @Test func filtered() throws {
    let x = longs([1, 2, nil, 4, 5])
    let p = bools([true, nil, true, true, false])
    #expect(try one("sumif", [x, p]) == ["5"])
    #expect(try one("countif", [p]) == ["3"])
    #expect(try one("make_list_if", [x, p]) == ["[1,4]"])
    #expect(try one("take_anyif", [x, bools([false, false, true, true, true])]) == ["4"])
    #expect(try one("dcountif", [strings(["a", "b", "a", "a", "c"]), p]) == ["1"])
    #expect(try one("maxif", [x, Column(value: .bool(true), count: 5)]) == ["5"])
    #expect(try one("maxif", [x, Column(value: .bool(false), count: 5)]) == ["null"])
  }

  /// Many rows and groups, against loops that are plainly right.
  /// So many groups and texts that a row of bits a group takes more room than a table of pairs, which takes
  /// over on the way or, with two workers, while they are merged.
  @Test func distinctTextsOfManyGroups() throws {
    let groupCount = 9_000
    // A group's second text is the first one of a group before it or, for every third group, its own.
    let texts = (0..<groupCount).map { "text \($0)" } + (0..<groupCount).map { "text \($0 - $0 % 3)" }
    let groups = (0..<groupCount * 2).map { UInt32($0 % groupCount) }
    let expected = (0..<groupCount).map { $0 % 3 == 0 ? "1" : "2" }
    let counts = try AggregateHarness("count_distinct", types: [.string])
      .run([strings(texts)], groups: groups, groupCount: groupCount)
    #expect(counts[0].map(\.shown) == expected)
    let repeated = try AggregateHarness("count_distinct", types: [.string])
      .run([strings(texts.map { _ in "same" })], groups: groups, groupCount: groupCount)
    #expect(repeated[0].allSatisfy { $0.shown == "1" })
  }

  @Test func manyGroups() throws {
    var numbers = Numbers()
    let count = 3_000
    let groupCount = 40
    let groups = (0..<count).map { _ in UInt32(numbers.next(groupCount)) }
    let values: [Int64?] = (0..<count).map { _ in
      numbers.next(10) == 0 ? nil : Int64(numbers.next(200)) - 100
    }
    func expected(_ answer: ([Int64]) -> String) -> [String] {
      (0..<groupCount).map { group in
        answer(values.indices.compactMap { groups[$0] == UInt32(group) ? values[$0] : nil })
      }
    }
    func answers(_ name: String, _ columns: [Column]) throws -> [String] {
      try AggregateHarness(name, types: columns.map(\.type))
        .run(columns, groups: groups, groupCount: groupCount)[0].map(\.shown)
    }
    let x = longs(values)
    #expect(try answers("sum", [x]) == expected { "\($0.reduce(0, +))" })
    #expect(try answers("avg", [x]) == expected { "\(Double($0.reduce(0, +)) / Double($0.count))" })
    #expect(try answers("min", [x]) == expected { "\($0.min() ?? 0)" })
    #expect(try answers("dcount", [x]) == expected { "\(Set($0).count)" })
    #expect(
      try answers("dcount", [coded(values.map { "\($0 ?? 0)" })])
        == (0..<groupCount).map { group in
          "\(Set(values.indices.filter { groups[$0] == UInt32(group) }.map { values[$0] ?? 0 }).count)"
        })
    #expect(try answers("make_list", [x]) == expected { "[\($0.map(String.init).joined(separator: ","))]" })
    #expect(
      try answers("percentile", [x, Column(value: .long(30), count: count)])
        == expected { values in
          let rank = Int((30 * Double(values.count) / 100).rounded(.up))
          return "\(values.sorted()[max(rank, 1) - 1])"
        })
    let texts = strings(values.map { "text number \($0 ?? 0)" })
    #expect(
      try answers("max", [texts])
        == (0..<groupCount).map { group in
          values.indices.filter { groups[$0] == UInt32(group) }.map { "text number \(values[$0] ?? 0)" }.max()
            ?? ""
        })
    #expect(
      try AggregateHarness("arg_max", types: [.long, .string])
        .run([x, texts], groups: groups, groupCount: groupCount)[1].map(\.shown)
        == expected { "text number \($0.max() ?? 0)" })
    let sums = try answers("sum", [reals(values.map { $0.map { Double($0) / 7 } })])
    #expect(sums.count == groupCount)
    _ = try answers("stdev", [reals(values.map { $0.map { Double($0) / 7 } })])
    _ = try answers("make_set", [x])
    _ = try answers("take_any", [texts])
    _ = try answers("sumif", [x, bools(values.map { $0.map { $0 > 0 } })])
  }

  @Test func namesAreSortedAndUnique() {
    let names = aggregateFunctions.map(\.name)
    #expect(Set(names).count == names.count)
  }
}
