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
  /// Reads one column into memory. Errors: `ExecutionError`, and what says that the file is not as detected.
  func column(_ index: Int, context: ExecutionContext) throws -> Column {
    let scan = try scan(ScanRequest(columns: [index], workers: context.workers), context: context)
    let reservation = Reservation(context.memory)
    let gathered = Mutex<[Chunk]>([])
    try context.parallel(workers: context.workers) { worker in
      while let chunk = try scan.next(worker: worker) {
        try context.checkpoint()
        try reservation.grow(by: chunk.rowByteCount)
        gathered.withLock { $0.append(chunk) }
      }
    }
    let chunks = gathered.withLock { $0 }.sorted { $0.sequence < $1.sequence }
    let type = schema.columns[index].type
    guard !chunks.isEmpty else { return Column(type: type, values: []) }
    var merge = DictionaryMerge()
    return merge.join(chunks.map { $0.columns[0] }, type: type)
  }
}
