import Synchronization

/// A table in memory: one whole column each.
public struct ColumnTable: TableSource {
  public let schema: TableSchema
  public let provenance: Provenance
  public let description: String
  public let columns: [Column]
  public let rows: Int

  /// A table of `columns`, of `rows` rows each, in the order of the schema.
  public init(
    schema: TableSchema, columns: [Column], rows: Int, provenance: Provenance, description: String = ""
  ) {
    assert(schema.columns.count == columns.count && columns.allSatisfy { $0.count == rows })
    self.schema = schema
    self.columns = columns
    self.rows = rows
    self.provenance = provenance
    self.description = description
  }

  public var rowCount: Int? { rows }

  public func statistics(ofColumn index: Int) -> ColumnStatistics? { columns[index].statistics() }

  public func scan(_ request: ScanRequest, context: ExecutionContext) throws -> any TableScan {
    ColumnTableScan(columns: request.columns.map { columns[$0] }, rows: rows, context: context)
  }
}

/// A scan of columns in memory, cut into morsels that share their memory.
final class ColumnTableScan: TableScan {
  private let columns: [Column]
  private let rows: Int
  private let morsel = Chunk.preferredRowCount
  private let nextMorsel = Atomic<Int>(0)
  private let context: ExecutionContext

  init(columns: [Column], rows: Int, context: ExecutionContext) {
    self.columns = columns
    self.rows = rows
    self.context = context
    context.progress.expect(rows: rows)
  }

  func next(worker: Int) throws -> Chunk? {
    try context.checkpoint()
    let index = nextMorsel.wrappingAdd(1, ordering: .relaxed).oldValue
    let start = index * morsel
    guard start < rows else { return nil }
    let range = start..<min(start + morsel, rows)
    context.progress.advance(rows: range.count)
    return Chunk(columns: columns.map { $0.slice(range) }, rowCount: range.count, sequence: index)
  }
}
