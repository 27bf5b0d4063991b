import RegnData
import RegnPhrases
import Synchronization

/// A built-in table. A column is decoded when it is first scanned, and kept.
public final class DatasetTable: TableSource {
  /// The table's name in queries.
  public let name: String
  public let schema: TableSchema
  public let provenance: Provenance
  public let description: Phrase

  private let packed: PackedTable
  private let decoded: Mutex<[Column?]>
  private let counted: Mutex<[ColumnStatistics?]>

  init(_ packed: PackedTable) {
    self.packed = packed
    name = packed.name
    description = Phrase(known: packed.description)
    schema = TableSchema(packed.columns.map(\.schema))
    let retrieved: Phrase = packed.retrieved.isEmpty ? "" : "retrieved \(packed.retrieved)"
    provenance = Provenance(
      publisher: Phrase(known: packed.publisher), tableIDs: packed.tableIDs, licence: packed.licence,
      date: [Phrase(known: packed.period), retrieved].filter { !$0.isEmpty }.joined(separator: "; "),
      notes: packed.notes.map(Phrase.init(known:)), caveats: packed.caveats.map(Phrase.init(known:)),
      title: Phrase(known: packed.title), unit: packed.unit, isModelled: packed.isModelled)
    decoded = Mutex(Array(repeating: nil, count: packed.columnCount))
    counted = Mutex(Array(repeating: nil, count: packed.columnCount))
  }

  public var rowCount: Int? { packed.rowCount }

  /// Column `index` of the schema, decoded at the first call.
  public func column(_ index: Int) -> Column {
    decoded.withLock { decoded in
      if let known = decoded[index] { return known }
      let column = PackedColumn(table: packed, index: index).decode()
      decoded[index] = column
      return column
    }
  }

  public func statistics(ofColumn index: Int) -> ColumnStatistics? {
    guard schema.columns.indices.contains(index) else { return nil }
    if let known = counted.withLock({ $0[index] }) { return known }
    let statistics = column(index).statistics()
    counted.withLock { $0[index] = statistics }
    return statistics
  }

  public func scan(_ request: ScanRequest, context: ExecutionContext) throws -> any TableScan {
    let wanted = ColumnTable(
      schema: TableSchema(request.columns.map { schema.columns[$0] }),
      columns: request.columns.map(column), rows: packed.rowCount, provenance: provenance,
      description: description)
    let all = ScanRequest(columns: Array(request.columns.indices), workers: request.workers)
    return try wanted.scan(all, context: context)
  }
}
