import RegnData
import RegnPhrases

/// A file's table of which more is known than the file says: where its figures come from, what its columns
/// hold.
public struct DescribedTable: FileTable {
  /// What is known of a column.
  public struct ColumnNote: Sendable, Hashable {
    public let description: Phrase
    public let unit: String

    public init(description: Phrase, unit: String) {
      self.description = description
      self.unit = unit
    }
  }

  public let schema: TableSchema
  public let provenance: Provenance
  public let description: Phrase
  private let inner: any FileTable
  private let notes: [String: ColumnNote]
  private let rows: Int?

  /// - Parameters:
  ///   - columns: what is known of the columns, by name.
  ///   - rows: the number of rows; nil when not known.
  public init(
    _ inner: any FileTable, provenance: Provenance, description: Phrase, columns: [String: ColumnNote],
    rows: Int?
  ) {
    self.inner = inner
    self.provenance = provenance
    self.description = description
    notes = columns
    self.rows = rows
    schema = TableSchema(
      inner.schema.columns.map { column in
        let note = columns[column.name]
        return ColumnSchema(
          name: column.name, type: column.type,
          description: [note?.description ?? "", column.description].filter { !$0.isEmpty }
            .joined(separator: "; "),
          unit: note?.unit ?? column.unit)
      })
  }

  public var path: String { inner.path }
  public var files: [String] { inner.files }
  public var columnKinds: [ColumnKind] { inner.columnKinds }
  public var rowCount: Int? { rows ?? inner.rowCount }
  public var residentByteCount: Int { inner.residentByteCount }
  public var detections: [(path: String, detection: Detection)] { inner.detections }

  public func statistics(ofColumn index: Int) -> ColumnStatistics? { inner.statistics(ofColumn: index) }
  public func countedStatistics(ofColumn index: Int, within limit: Duration) -> ColumnStatistics? {
    inner.countedStatistics(ofColumn: index, within: limit)
  }
  public func applies(_ predicate: ScanPredicate) -> Bool { inner.applies(predicate) }
  public func takeMessages() -> [Phrase] { inner.takeMessages() }
  public func owns(_ change: SchemaChange) -> Bool { inner.owns(change) }

  public func scan(_ request: ScanRequest, context: ExecutionContext) throws -> any TableScan {
    try inner.scan(request, context: context)
  }

  public func widened(for change: SchemaChange) -> DescribedTable { over(inner.widened(for: change)) }

  public func with(kinds: [ColumnKind]) -> DescribedTable { over(inner.with(kinds: kinds)) }

  /// The same words about another form of the file's table.
  private func over(_ table: any FileTable) -> DescribedTable {
    DescribedTable(
      table, provenance: provenance, description: description, columns: notes, rows: rows)
  }
}
