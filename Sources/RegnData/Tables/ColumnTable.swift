import RegnPhrases
import Synchronization

/// A table in memory, in parts of many rows each.
public struct ColumnTable: TableSource {
  /// Some rows of a table that follow one another.
  public struct Part: Sendable {
    public let columns: [PackedColumn]
    public let rowCount: Int

    /// `columns` have `rowCount` rows each.
    public init(columns: [PackedColumn], rowCount: Int) {
      assert(columns.allSatisfy { $0.count == rowCount })
      self.columns = columns
      self.rowCount = rowCount
    }
  }

  public let schema: TableSchema
  public let provenance: Provenance
  public let description: Phrase
  public let rows: Int
  public let residentByteCount: Int
  /// The rows in order. A column has the same type in all parts, but may be kept otherwise in some.
  private let parts: [Part]

  /// A table of `columns`, of `rows` rows each, in the order of the schema; they stay as they are.
  public init(
    schema: TableSchema, columns: [Column], rows: Int, provenance: Provenance, description: Phrase = ""
  ) {
    assert(schema.columns.count == columns.count)
    self.init(
      schema: schema, parts: [Part(columns: columns.map { PackedColumn(unpacked: $0) }, rowCount: rows)],
      provenance: provenance, description: description)
  }

  /// A table of the rows of `parts`, whose columns are in the order of the schema.
  public init(schema: TableSchema, parts: [Part], provenance: Provenance, description: Phrase = "") {
    self.schema = schema
    self.parts = parts
    rows = parts.reduce(0) { $0 + $1.rowCount }
    residentByteCount = Self.byteCount(of: parts)
    self.provenance = provenance
    self.description = description
  }

  /// All columns, each in one piece: a copy.
  public var columns: [Column] { schema.columns.indices.map(column) }

  /// A column in one piece.
  private func column(_ index: Int) -> Column {
    Column.concatenate(parts.map { $0.columns[index].unpacked }, type: schema.columns[index].type)
  }

  public var rowCount: Int? { rows }

  private static func byteCount(of parts: [Part]) -> Int {
    var dictionaries = Set<ObjectIdentifier>()
    var bytes = 0
    for column in parts.lazy.flatMap(\.columns) {
      bytes += column.ownByteCount
      if let dictionary = column.dictionary, dictionaries.insert(ObjectIdentifier(dictionary)).inserted {
        bytes += dictionary.byteCount
      }
    }
    return bytes
  }

  public func statistics(ofColumn index: Int) -> ColumnStatistics? { column(index).statistics() }

  public func applies(_ predicate: ScanPredicate) -> Bool {
    var tests = ColumnTests(predicate)
    return !parts.isEmpty && parts.allSatisfy { tests.test(of: $0.columns[predicate.column]) != nil }
  }

  public func applies(keysOf column: Int) -> Bool { KeyBitmap.applies(to: schema.columns[column].type) }

  public func scan(_ request: ScanRequest, context: ExecutionContext) throws -> any TableScan {
    var tests = request.predicates.map { ColumnTests($0) }
    return ColumnTableScan(
      parts.map { part in
        ColumnTableScan.Part(
          columns: request.columns.map { part.columns[$0] }, rows: part.rowCount,
          tests: request.predicates.indices.compactMap { index in
            let column = part.columns[request.predicates[index].column]
            return tests[index].packed(column)
          } + request.keys.map { PackedPredicate($0.bitmap, part.columns[$0.column]) })
      }, context: context)
  }
}

/// A predicate in the forms in which the parts of a column are tested: one a scale of its decimals, one a
/// dictionary of its texts.
private struct ColumnTests {
  private let predicate: ScanPredicate
  private var known: [Int?: ColumnPredicate?] = [:]
  private var passing: [ObjectIdentifier: [UInt8]] = [:]

  init(_ predicate: ScanPredicate) { self.predicate = predicate }

  mutating func test(of column: PackedColumn) -> ColumnPredicate? {
    if column.plain?.isConstant == true { return nil }
    let scale = column.scale
    if let known = known[scale] { return known }
    let test = ColumnPredicate(predicate, type: column.type, scale: scale)
    known[scale] = test
    return test
  }

  /// The test of a column; nil where it cannot be tested.
  mutating func packed(_ column: PackedColumn) -> PackedPredicate? {
    guard let test = test(of: column) else { return nil }
    guard column.codes != nil, let dictionary = column.dictionary else {
      return PackedPredicate(test, column, passing: nil)
    }
    let key = ObjectIdentifier(dictionary)
    if passing[key] == nil { passing[key] = test.passing(of: dictionary) }
    return PackedPredicate(test, column, passing: passing[key])
  }
}

/// A scan of a table in memory, cut into morsels.
final class ColumnTableScan: TableScan {
  struct Part {
    let columns: [PackedColumn]
    let rows: Int
    let tests: [PackedPredicate]

    /// Whether any row can pass.
    var mayPass: Bool { tests.allSatisfy(\.mayPass) }
  }

  private let parts: [Part]
  /// The morsels, each of a part.
  private let morsels: [(part: Int, start: Int)]
  private let nextMorsel = Atomic<Int>(0)
  private let context: ExecutionContext

  init(_ parts: [Part], context: ExecutionContext) {
    self.parts = parts
    self.context = context
    morsels = parts.indices.flatMap { place in
      stride(from: 0, to: parts[place].rows, by: Chunk.preferredRowCount).map { (place, $0) }
    }
    context.progress.expect(rows: parts.reduce(0) { $0 + $1.rows })
  }

  var sequenceLimit: Int { morsels.count }

  func next(worker: Int) throws -> Chunk? {
    while true {
      try context.checkpoint()
      let index = nextMorsel.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < morsels.count else { return nil }
      let part = parts[morsels[index].part]
      let start = morsels[index].start
      let range = start..<min(start + Chunk.preferredRowCount, part.rows)
      context.progress.advance(rows: range.count)
      if part.mayPass, let chunk = chunk(of: part, range, sequence: index) { return chunk }
    }
  }

  /// The rows of `range` that pass all predicates; nil when there are none. Only of those are the columns
  /// read.
  private func chunk(of part: Part, _ range: Range<Int>, sequence: Int) -> Chunk? {
    guard let first = part.tests.first else {
      return Chunk(
        columns: part.columns.map { $0.unpacked(range) }, rowCount: range.count, sequence: sequence)
    }
    return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: range.count) { buffer in
      guard let passing = buffer.baseAddress else { return nil }
      var count = first.select(range, into: passing)
      for test in part.tests.dropFirst() where count > 0 {
        count = test.narrow(range, passing, count: count)
      }
      if count == 0 { return nil }
      let selection = UnsafeBufferPointer(start: UnsafePointer(passing), count: count)
      return Chunk(
        columns: part.columns.map { column in
          count == range.count
            ? column.unpacked(range) : column.gathered(selection, from: range.lowerBound)
        }, rowCount: count, sequence: sequence)
    }
  }
}
