import RegnData
import RegnPhrases
import Synchronization

/// A file's table, read into memory, with what is known of its columns.
public struct LoadedTable: TableSource {
  /// The columns.
  public let table: ColumnTable
  private let statistics: [ColumnStatistics]

  init(table: ColumnTable, statistics: [ColumnStatistics]) {
    self.table = table
    self.statistics = statistics
  }

  public var schema: TableSchema { table.schema }
  public var provenance: Provenance { table.provenance }
  public var description: Phrase { table.description }
  public var rowCount: Int? { table.rows }
  public var residentByteCount: Int { table.residentByteCount }
  public func statistics(ofColumn index: Int) -> ColumnStatistics? {
    statistics.indices.contains(index) ? statistics[index] : nil
  }

  public func applies(_ predicate: ScanPredicate) -> Bool { table.applies(predicate) }

  public func applies(keysOf column: Int) -> Bool { table.applies(keysOf: column) }

  public func scan(_ request: ScanRequest, context: ExecutionContext) throws -> any TableScan {
    try table.scan(request, context: context)
  }
}

extension FileTable {
  /// Reads the whole table into memory with the context's workers. Where the file turns out otherwise than
  /// detected the read starts over; the table in its final form is given too. Errors: `ExecutionError`.
  public func load(context: ExecutionContext) throws -> (loaded: LoadedTable, file: Self) {
    var table = self
    while true {
      do {
        return (try TableLoader(table: table, context: context).load(), table)
      } catch let change as SchemaChange {
        table = table.widened(for: change)
      }
    }
  }
}

extension FileTable {
  /// Reads one column and counts its values. Errors: `ExecutionError`, and what says that the file is not as
  /// detected.
  func countedStatistics(ofColumn index: Int, context: ExecutionContext) throws -> ColumnStatistics {
    let column = try TableLoader(table: self, columns: [index], context: context).load()
    return column.statistics(ofColumn: 0) ?? ColumnStatistics(rowCount: column.table.rows, nullCount: 0)
  }
}
