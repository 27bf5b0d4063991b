import RegnData
import Synchronization

/// A scan of a file: workers take blocks in turn and make chunks of them.
final class CSVScan: ReportingScan {
  let table: CSVTable
  let context: ExecutionContext
  let chain: BlockChain
  /// The places in the file's columns of what chunks hold.
  let columns: [Int]
  let predicates: [ColumnPredicate]
  /// Every column is read, so that each malformed record is found whatever a query asks for.
  let isStrict: Bool
  private let workers: [CSVWorker]
  private let tally = Mutex(ReadTally())
  private let rowsRead = Atomic<Int>(0)
  private let blocksDone = Atomic<Int>(0)

  init(table: CSVTable, request: ScanRequest, context: ExecutionContext) throws(ExecutionError) {
    self.table = table
    self.context = context
    columns = request.columns
    isStrict = table.options.onError != .nullsAndExtra
    var predicates: [ColumnPredicate] = []
    for predicate in request.predicates {
      let kind = table.detection.columns[predicate.column].kind
      guard let compiled = ColumnPredicate(predicate, type: kind.type, scale: kind.scale) else {
        throw ExecutionError.fault("a predicate was pushed into a scan that does not apply it")
      }
      predicates.append(compiled)
    }
    self.predicates = predicates
    let length = table.size - table.detection.dataOffset
    let blockSize = table.options.blockSize
    chain = BlockChain(blockCount: (length + blockSize - 1) / blockSize)
    workers = (0..<max(request.workers, 1)).map { _ in CSVWorker(table: table) }
    context.progress.expect(bytes: length)
  }

  deinit {
    tally.withLock { table.report.absorb($0) }
  }

  /// The most chunks that come of a block, as a record takes a byte at least.
  var partsPerBlock: Int { table.options.blockSize / CSVWorker.chunkLimit + 1 }

  var sequenceLimit: Int { chain.blockCount * partsPerBlock }

  func next(worker: Int) throws -> Chunk? {
    do {
      let chunk = try workers[worker].next(self)
      if chunk == nil { finish() }
      return chunk
    } catch {
      chain.abandon()
      workers[worker].drop()
      finish()
      throw error
    }
  }

  var met: ReadTally { tally.withLock { $0 } }

  /// Takes over what a later part of a confirmed block held.
  func commitRest(_ part: ReadTally) {
    if !part.isEmpty { tally.withLock { $0.add(part) } }
  }

  private func finish() { tally.withLock { table.report.absorb($0) } }

  /// Takes over what a confirmed block held.
  func commit(_ part: ReadTally, rows: Int) {
    if !part.isEmpty { tally.withLock { $0.add(part) } }
    rowsRead.wrappingAdd(rows, ordering: .relaxed)
    // Only a scan that keeps every row knows how many there are.
    guard predicates.isEmpty, !isStrict else { return }
    let done = blocksDone.wrappingAdd(1, ordering: .acquiringAndReleasing).newValue
    if done == chain.blockCount { table.knownRows.set(rowsRead.load(ordering: .relaxed)) }
  }
}
