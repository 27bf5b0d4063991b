import RegnData
import RegnFileFormats
import Testing

@Suite struct PredicateTests {
  static let text: String = {
    var random = SplitMix(7)
    var text = "n;name;amount;day;flag;big\n"
    for row in 0..<500 {
      let name = ["Ærø", "Skive", "\"Høje; Taastrup\"", "", "Ringkøbing-Skjern"][random.below(5)]
      let number = random.below(6) == 0 ? ".." : "\(random.below(20) - 5)"
      let amount = random.below(8) == 0 ? "" : "\(random.below(50) - 10),\(10 + random.below(80))"
      text +=
        "\(number);\(name);\(amount);\(10 + random.below(9)).03.2024;\(random.below(2) == 0);"
      text += "\((row + 1) * 40_000_001)\n"
    }
    return text
  }()

  static let decimal = Value.decimal(Decimal("12.5")!)
  static let day = Value.datetime(DateTime("2024-03-14")!)

  static let predicates: [ScanPredicate] = {
    var predicates: [ScanPredicate] = []
    for test in [ScanPredicate.Test.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual] {
      predicates.append(ScanPredicate(column: 0, test: test, constants: [.int(3)]))
      predicates.append(ScanPredicate(column: 2, test: test, constants: [decimal]))
      predicates.append(ScanPredicate(column: 3, test: test, constants: [day]))
      predicates.append(ScanPredicate(column: 5, test: test, constants: [.long(10_040_000_251)]))
    }
    for name in ["Ærø", "Høje; Taastrup", "", "none", "Ringkøbing-Skjern"] {
      predicates.append(ScanPredicate(column: 1, test: .equal, constants: [.string(name)]))
      predicates.append(ScanPredicate(column: 1, test: .notEqual, constants: [.string(name)]))
    }
    predicates.append(ScanPredicate(column: 1, test: .oneOf, constants: [.string("Ærø"), .string("Skive")]))
    predicates.append(ScanPredicate(column: 0, test: .oneOf, constants: [.int(1), .int(2)]))
    predicates.append(ScanPredicate(column: 4, test: .equal, constants: [.bool(true)]))
    return predicates
  }()

  /// KQL's rule: a null is unequal to every value, and fails every other test.
  static func passes(_ value: Value, _ predicate: ScanPredicate) -> Bool {
    if value.isNull { return predicate.test == .notEqual }
    func order(_ a: Value, _ b: Value) -> Int {
      switch (a, b) {
      case (.datetime(let a), .datetime(let b)): a < b ? -1 : a == b ? 0 : 1
      case (.string(let a), .string(let b)): a == b ? 0 : 1
      case (.bool(let a), .bool(let b)): a == b ? 0 : 1
      default: a.double! < b.double! ? -1 : a.double! == b.double! ? 0 : 1
      }
    }
    let constant = predicate.constants[0]
    switch predicate.test {
    case .equal: return order(value, constant) == 0
    case .notEqual: return order(value, constant) != 0
    case .less: return order(value, constant) < 0
    case .lessOrEqual: return order(value, constant) <= 0
    case .greater: return order(value, constant) > 0
    case .greaterOrEqual: return order(value, constant) >= 0
    case .oneOf: return predicate.constants.contains { order(value, $0) == 0 }
    }
  }

  static func filtered(_ table: CSVTable, _ predicates: [ScanPredicate], _ columns: [Int]) throws
    -> [[String]]
  {
    var answer: [[String]] = []
    for chunk in try chunks(table, ScanRequest(columns: Array(table.schema.columns.indices))) {
      for row in 0..<chunk.rowCount
      where predicates.allSatisfy({ passes(chunk.columns[$0.column].value(row), $0) }) {
        answer.append(columns.map { shown(chunk.columns[$0].value(row)) })
      }
    }
    return answer
  }

  @Test(arguments: predicates)
  func onePredicateIsAFilterAfterwards(predicate: ScanPredicate) throws {
    for blockSize in [90, 1 << 20] {
      let table = try csv(Self.text, CSVOptions(blockSize: blockSize))
      let isApplied = table.applies(predicate)
      #expect(isApplied)
      for columns in [[1, 2], [0, 5], [predicate.column], [5, 4, 3, 2, 1, 0]] {
        let expected = try Self.filtered(table, [predicate], columns)
        #expect(try rows(table, columns: columns, predicates: [predicate]).rows == expected)
      }
      let counted = try rows(table, columns: [], predicates: [predicate]).rows.count
      #expect(counted == (try Self.filtered(table, [predicate], [])).count)
    }
  }

  @Test func severalPredicates() throws {
    var random = SplitMix(11)
    for _ in 0..<200 {
      let chosen = (0..<(2 + random.below(3))).map { _ in Self.predicates[random.below(Self.predicates.count)]
      }
      let columns = (0..<6).filter { _ in random.below(2) == 0 }
      let options = CSVOptions(blockSize: [70, 1000, 1 << 20][random.below(3)])
      let table = try csv(Self.text, options)
      let expected = try Self.filtered(table, chosen, columns)
      #expect(
        try rows(table, columns: columns, predicates: chosen, workers: 1 + random.below(3)).rows == expected)
    }
  }

  @Test func predicatesInAFileOfWindows1252WithRaggedRowsAndReturns() throws {
    let text = "navn;antal;k\r\nÆrø;5;æ\r\nSkive;6\r\nÆrø;7;ø\r\n\r\nÆrø\r\n"
    let table = try csv(EncodingTests.windows(text))
    let isOneIsland = ScanPredicate(column: 0, test: .equal, constants: [.string("Ærø")])
    #expect(
      try rows(table, columns: [1, 2], predicates: [isOneIsland]).rows == [
        ["5", "æ"], ["7", "ø"], ["∅", ""],
      ])
  }

  @Test func onlySimplePredicatesAreApplied() throws {
    let table = try csv(Self.text)
    #expect(!table.applies(ScanPredicate(column: 1, test: .less, constants: [.string("x")])))
    #expect(!table.applies(ScanPredicate(column: 0, test: .equal, constants: [.string("x")])))
    // A constant with more decimals than the column is left to the engine.
    #expect(!table.applies(ScanPredicate(column: 2, test: .less, constants: [.decimal(Decimal("1.005")!)])))
    #expect(!table.applies(ScanPredicate(column: 9, test: .equal, constants: [.int(1)])))
  }

  @Test func predicatesWithSkippedRows() throws {
    let table = try csv("a;b\n1;x\n2\n1;y\n3;z\n", CSVOptions(onError: .skip))
    let isOne = ScanPredicate(column: 0, test: .equal, constants: [.int(1)])
    #expect(try rows(table, columns: [1], predicates: [isOne]).rows == [["x"], ["y"]])
  }
}
