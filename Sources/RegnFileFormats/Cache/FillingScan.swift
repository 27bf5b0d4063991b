import RegnData
import Synchronization

/// A scan of a file that keeps columns as it reads them. All their rows are read, whatever the question
/// wants; the predicates are tested here.
///
/// What it kept counts only when the file was read to its end: a question that has enough before leaves
/// nothing.
final class FillingScan: TableScan {
  /// A column to keep: its place in the table, among those that are read, and what writes it.
  struct Kept: Sendable {
    let place: Int
    let slot: Int
    let writer: ColumnFileWriter
  }

  private struct Workers {
    /// Those that asked for chunks, and those of them that there is nothing more for.
    var begun = Set<Int>()
    var ended = Set<Int>()
    var isDone = false
  }

  private let inner: any TableScan
  private let table: CachedTable
  private let kept: [Kept]
  private let wanted: [Int]
  private let filter: ChunkFilter
  private let packers: [BlockPacker]
  private let workers = Mutex(Workers())
  /// Stands for the dictionaries and the packed blocks.
  private let reservation: Reservation

  init(
    _ inner: any TableScan, table: CachedTable, kept: [Kept], wanted: [Int], predicates: [SlotPredicate],
    _ workers: Int, _ context: ExecutionContext
  ) {
    self.inner = inner
    self.table = table
    self.kept = kept
    self.wanted = wanted
    filter = ChunkFilter(predicates)
    packers = (0..<max(workers, 1)).map { _ in BlockPacker() }
    reservation = Reservation(context.memory)
  }

  var sequenceLimit: Int { inner.sequenceLimit }

  func next(worker: Int) throws -> Chunk? {
    workers.withLock { _ = $0.begun.insert(worker) }
    while let chunk = try inner.next(worker: worker) {
      keep(chunk, worker)
      if let passing = filter.select(chunk, wanted: wanted) { return passing }
    }
    // A worker that has not asked yet holds nothing, and there is nothing left to hand out.
    let isLast = workers.withLock { workers in
      workers.ended.insert(worker)
      guard workers.begun == workers.ended, !workers.isDone else { return false }
      workers.isDone = true
      return true
    }
    if isLast { table.commit(kept, met: (inner as? any ReportingScan)?.met ?? ReadTally()) }
    return nil
  }

  private func keep(_ chunk: Chunk, _ worker: Int) {
    for column in kept where !column.writer.hasFailed {
      column.writer.append(chunk.columns[column.slot], sequence: chunk.sequence, packers[worker])
    }
    // Memory is the question's first: where it gets short, nothing is kept.
    let bytes =
      kept.reduce(0) { $0 + $1.writer.byteCount } + packers.reduce(0) { $0 + $1.byteCount }
    workers.withLock { _ in
      do { try reservation.resize(to: bytes) } catch {
        for column in kept { column.writer.giveUp() }
      }
    }
  }
}
