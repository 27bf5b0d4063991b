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
    return ColumnJoiner.join(chunks.map { $0.columns[0] }, type: schema.columns[index].type)
  }
}

/// Reads all columns of a table with several workers, and joins what they read.
private struct TableLoader {
  let table: any FileTable
  let context: ExecutionContext

  func load() throws -> LoadedTable {
    let width = table.schema.columns.count
    let request = ScanRequest(columns: Array(0..<width), workers: context.workers)
    let scan = try table.scan(request, context: context)
    let reservation = Reservation(context.memory)
    let gathered = Mutex<[Chunk]>([])
    try context.parallel(workers: context.workers) { worker in
      var chunks: [Chunk] = []
      while let chunk = try scan.next(worker: worker) {
        try reservation.grow(by: chunk.columns.reduce(0) { $0 + ownBytes($1) })
        chunks.append(chunk)
      }
      gathered.withLock { $0 += chunks }
    }
    // The readers' dictionaries were counted while they read; now they stand for themselves.
    var dictionaries = DictionaryTally()
    for chunk in gathered.withLock({ $0 }) { try reservation.grow(by: dictionaries.newBytes(chunk)) }
    var chunks = gathered.withLock { gathered in
      defer { gathered = [] }
      return gathered
    }
    chunks.sort { $0.sequence < $1.sequence }
    let rows = chunks.reduce(0) { $0 + $1.rowCount }
    // Column by column, so that the parts of one are gone before the next is joined.
    let parts = Mutex((0..<width).map { index in chunks.map { $0.columns[index] } })
    chunks = []
    let joined = Mutex([(column: Column, statistics: ColumnStatistics)?](repeating: nil, count: width))
    let next = Atomic<Int>(0)
    try context.parallel(workers: min(context.workers, max(width, 1))) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < width else { return }
        try context.checkpoint()
        let pieces = parts.withLock { parts in
          defer { parts[index] = [] }
          return parts[index]
        }
        // Parts and whole stand in memory at the same time, until the parts go.
        let bytes = pieces.reduce(0) { $0 + ownBytes($1) }
        try reservation.grow(by: bytes)
        let column = ColumnJoiner.join(pieces, type: table.schema.columns[index].type)
        let statistics = ColumnSummary.statistics(of: column)
        joined.withLock { $0[index] = (column, statistics) }
        reservation.shrink(by: bytes)
        try reservation.grow(by: max(0, column.byteCount - ownBytes(column)))
      }
    }
    let columns = joined.withLock { $0 }.compactMap { $0 }
    return LoadedTable(
      table: ColumnTable(
        schema: table.schema, columns: columns.map(\.column), rows: rows, provenance: table.provenance,
        description: table.description), statistics: columns.map(\.statistics))
  }

  /// The bytes of a column without those of a dictionary, which chunks share.
  private func ownBytes(_ column: Column) -> Int {
    if case .dictionary(let codes, _) = column.storage { return codes.byteCount }
    return column.byteCount
  }
}

/// Puts the chunks of a column together.
enum ColumnJoiner {
  static func join(_ parts: [Column], type: ScalarType) -> Column {
    guard !parts.isEmpty else { return Column(type: type, values: []) }
    if type == .string, let merged = mergeDictionaries(parts) { return merged }
    return Column.concatenate(parts.map(\.flattened), type: type)
  }

  /// The codes of all parts in one dictionary; nil when some part holds texts.
  private static func mergeDictionaries(_ parts: [Column]) -> Column? {
    var merged = StringDictionaryBuilder()
    // What each worker's codes became; its later dictionaries continue its earlier ones.
    var mappings: [ObjectIdentifier: [UInt32]] = [:]
    var total = 0
    for part in parts {
      total += part.count
      switch part.storage {
      case .dictionary(_, let dictionary):
        var mapping = mappings[dictionary.lineage] ?? []
        for code in mapping.count..<max(mapping.count, dictionary.count) {
          mapping.append(merged.code(for: dictionary.bytes(UInt32(code))))
        }
        mappings[dictionary.lineage] = mapping
      case .strings where part.isConstant: break
      default: return nil
      }
    }
    let codes = Buffer<UInt32>(count: total) { target in
      var offset = 0
      for part in parts {
        switch part.storage {
        case .dictionary(let codes, let dictionary):
          (mappings[dictionary.lineage] ?? []).withUnsafeBufferPointer { mapping in
            for row in 0..<part.count { target[offset + row] = mapping[Int(codes.base[row &* part.stride])] }
          }
        case .strings(let strings):
          let code = merged.code(for: strings.bytes(0))
          (target + offset).initialize(repeating: code, count: part.count)
        default: break
        }
        offset += part.count
      }
    }
    return Column(type: .string, storage: .dictionary(codes, merged.snapshot()))
  }
}
