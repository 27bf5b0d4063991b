import RegnPhrases
import Synchronization

/// A table in memory: one whole column each.
public struct ColumnTable: TableSource {
  public let schema: TableSchema
  public let provenance: Provenance
  public let description: Phrase
  public let columns: [Column]
  public let rows: Int

  /// A table of `columns`, of `rows` rows each, in the order of the schema.
  public init(
    schema: TableSchema, columns: [Column], rows: Int, provenance: Provenance, description: Phrase = ""
  ) {
    assert(schema.columns.count == columns.count && columns.allSatisfy { $0.count == rows })
    self.schema = schema
    self.columns = columns
    self.rows = rows
    self.provenance = provenance
    self.description = description
  }

  public var rowCount: Int? { rows }
  public var residentByteCount: Int { columns.reduce(0) { $0 + $1.byteCount } }

  public func statistics(ofColumn index: Int) -> ColumnStatistics? { columns[index].statistics() }

  public func applies(_ predicate: ScanPredicate) -> Bool { compiled(predicate) != nil }

  private func compiled(_ predicate: ScanPredicate) -> ColumnPredicate? {
    let column = columns[predicate.column]
    guard !column.isConstant else { return nil }
    var scale: Int?
    if case .scaled(_, let known) = column.storage { scale = known }
    return ColumnPredicate(predicate, type: column.type, scale: scale)
  }

  public func scan(_ request: ScanRequest, context: ExecutionContext) throws -> any TableScan {
    ColumnTableScan(
      columns: request.columns.map { columns[$0] }, rows: rows,
      predicates: request.predicates.compactMap { predicate in
        compiled(predicate).map { ($0, columns[predicate.column]) }
      }, context: context)
  }
}

/// A scan of columns in memory, cut into morsels that share their memory.
final class ColumnTableScan: TableScan {
  private let columns: [Column]
  private let rows: Int
  private let predicates: [(predicate: ColumnPredicate, column: Column)]
  private let morsel = Chunk.preferredRowCount
  private let nextMorsel = Atomic<Int>(0)
  private let context: ExecutionContext

  init(
    columns: [Column], rows: Int, predicates: [(predicate: ColumnPredicate, column: Column)],
    context: ExecutionContext
  ) {
    self.columns = columns
    self.rows = rows
    self.predicates = predicates
    self.context = context
    context.progress.expect(rows: rows)
  }

  var sequenceLimit: Int { (rows + morsel - 1) / morsel }

  func next(worker: Int) throws -> Chunk? {
    while true {
      try context.checkpoint()
      let index = nextMorsel.wrappingAdd(1, ordering: .relaxed).oldValue
      let start = index * morsel
      guard start < rows else { return nil }
      let range = start..<min(start + morsel, rows)
      context.progress.advance(rows: range.count)
      if let chunk = chunk(range, sequence: index) { return chunk }
    }
  }

  /// The rows of `range` that pass all predicates; nil when there are none. Only of those are the columns
  /// read.
  private func chunk(_ range: Range<Int>, sequence: Int) -> Chunk? {
    let parts = columns.map { $0.slice(range) }
    guard let first = predicates.first else {
      return Chunk(columns: parts, rowCount: range.count, sequence: sequence)
    }
    return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: range.count) { buffer in
      guard let passing = buffer.baseAddress else { return nil }
      var count = first.predicate.select(first.column.slice(range), into: passing)
      for (predicate, column) in predicates.dropFirst() where count > 0 {
        count = predicate.narrow(column.slice(range), passing, count: count)
      }
      if count == 0 { return nil }
      let selection = UnsafeBufferPointer(start: UnsafePointer(passing), count: count)
      return Chunk(
        columns: count == range.count ? parts : parts.map { $0.gather(selection) }, rowCount: count,
        sequence: sequence)
    }
  }
}
