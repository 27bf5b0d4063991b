import Foundation
import RegnBinder
import RegnData
import RegnSyntax
import Testing

@testable import RegnEngine

/// Binds queries over tables of the test's own and runs them on the engine alone.
struct EngineHarness: Catalog {
  var tables: [String: any TableSource]

  init(_ tables: [String: any TableSource]) { self.tables = tables }

  func table(named name: String) -> (any TableSource)? { tables[name] }
  var tableNames: [String] { tables.keys.sorted() }
  func externalTable(
    path: String, script: String, columns: [ColumnSchema], properties: [String: String]
  ) throws -> any TableSource { throw ExecutionError.cancelled }

  /// How a query is run.
  struct Run {
    var workers = 1
    var memoryLimit = Int.max / 2
    var cancelAtCheckpoint = 0
    var optimizes = true
    /// Whether rows that do not fit into memory may be set aside in files.
    var spills = false
    /// The bytes that a step keeps before it sets rows aside.
    var spillRoom: Int?
    /// The right sides of joins from this number of rows on may stream.
    var smallRight: Int?
  }

  /// The plan of a text of one query, after statements that define names.
  func plan(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> LogicalPlan {
    let tree = Parser.parse(SourceText(text))
    let binder = Binder(tree: tree, catalog: self, now: DateTime(ticks: 0))
    var plan: LogicalPlan?
    for statement in tree.root.statements {
      if case .query(let tables, _)? = binder.bind(statement) { plan = tables.last?.plan }
    }
    let mistakes = (tree.diagnostics + binder.diagnostics).filter { $0.severity == .error }
    return try #require(
      mistakes.isEmpty ? plan : nil, "\(text)\n\(mistakes.map(\.message))", sourceLocation: sourceLocation)
  }

  func context(_ run: Run) -> ExecutionContext {
    ExecutionContext(
      workers: run.workers, memory: MemoryBudget(limit: run.memoryLimit), now: DateTime(ticks: 0),
      cancelAtCheckpoint: run.cancelAtCheckpoint,
      temporaryFolder: run.spills ? FileManager.default.temporaryDirectory.path : nil)
  }

  /// The answer of a plan: each row as its values in CSV form, the columns' names and types first.
  static func rows(
    _ plan: LogicalPlan, _ context: ExecutionContext, optimizes: Bool, smallRight: Int? = nil,
    spillRoom: Int? = nil
  ) throws -> [String] {
    let plan = optimizes ? Optimizer.optimize(plan, context: context) : plan
    let engine = Engine(context: context)
    if let smallRight { engine.smallRight = smallRight }
    engine.spillRoom = spillRoom
    let result = try engine.run(plan)
    let rows = result.rows
    var lines = [result.columns.map { "\($0.name):\($0.type.rawValue)" }.joined(separator: ",")]
    for row in 0..<rows.rowCount {
      lines.append(rows.columns.map { text($0, row) }.joined(separator: ","))
    }
    return lines
  }

  /// As above, for a query's text.
  func rows(_ text: String, _ run: Run = Run(), sourceLocation: SourceLocation = #_sourceLocation) throws
    -> [String]
  {
    try EngineHarness.rows(
      plan(text, sourceLocation: sourceLocation), context(run), optimizes: run.optimizes,
      smallRight: run.smallRight, spillRoom: run.spillRoom)
  }

  private static func text(_ column: Column, _ row: Int) -> String {
    if column.isNull(row) { return "∅" }
    switch column.value(row) {
    case .null: return "∅"
    case .bool(let value): return "\(value)"
    case .int(let value): return "\(value)"
    case .long(let value): return "\(value)"
    case .real(let value): return "\(value)"
    // Of equal decimals with other numbers of zeros any may stand for a group.
    case .decimal(let value): return value.normalized.text
    case .datetime(let value): return value.text
    case .timespan(let value): return value.text
    case .guid(let value): return value.text
    case .string(let value): return "\"\(value)\""
    case .dynamic(let bytes): return bytes.withUnsafeBufferPointer { DynamicRef($0).text }
    }
  }
}

/// Numbers by chance that are the same on every machine and at every time (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) {
    // Mixed first: with the seed itself the numbers of one seed would be those of the next, moved by one.
    state = seed
    state = next() ^ 0x1234_5678_9ABC_DEF1
    state = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// One of `choices`.
  mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[Int(next() % UInt64(choices.count))] }

  /// True once in `times`.
  mutating func one(in times: Int) -> Bool { next() % UInt64(times) == 0 }
}

extension ColumnTable {
  /// A table of these columns, for tests.
  init(_ columns: [(name: String, column: Column)]) {
    self.init(
      schema: TableSchema(columns.map { ColumnSchema(name: $0.name, type: $0.column.type) }),
      columns: columns.map(\.column), rows: columns.first?.column.count ?? 0,
      provenance: Provenance(publisher: "test"))
  }

  /// `rows` rows: id from 0, key (id scattered over `keys` values), text (a text for each key, of 20 bytes),
  /// amount (a decimal of two places), list (a dynamic array of three numbers).
  static func numbered(_ rows: Int, keys: Int) -> ColumnTable {
    var generator = SeededGenerator(7)
    let key = (0..<rows).map { _ in Int64(generator.next() % UInt64(keys)) }
    var texts = ColumnBuilder(type: .string)
    var lists = ColumnBuilder(type: .dynamic)
    for row in 0..<rows {
      let name = "kommune nr. \(key[row] + 10_000_000)"
      texts.append(.string(name))
      var writer = DynamicWriter()
      writer.beginArray()
      for place in 0..<3 { writer.append(Int64(row + place)) }
      writer.endArray()
      writer.bytes.withUnsafeBufferPointer { lists.append(bytes: $0) }
    }
    return ColumnTable([
      ("id", Column(type: .long, storage: .int64(Buffer((0..<rows).map { Int64($0) })))),
      ("key", Column(type: .long, storage: .int64(Buffer(key)))),
      ("text", texts.finish()),
      ("amount", Column(type: .decimal, storage: .scaled(Buffer(key.map { $0 * 37 - 500 }), scale: 2))),
      ("list", lists.finish()),
    ])
  }
}
