import RegnData
import Synchronization

/// Sorts the rows that workers hand in. They stay in memory while they fit; then they are sorted in parts,
/// which are set aside in files and merged at last.
final class RowSorter: Sendable {
  private let sort: SortOperator
  private let space: SpillSpace?
  private let workers: Int
  /// The memory that rows and their sorting may take together before they are set aside, and that of one
  /// worker afterwards.
  private let room: Int
  private let share: Int
  private let shared = Mutex(Shared())
  /// Stands for the rows that are in `shared`.
  private let reservation: Reservation
  private let own: [Own]

  private struct Shared {
    var chunks: [Chunk] = []
    var dictionaries = DictionaryTally()
    var need = 0
    /// Nil while all rows are in memory.
    var runs: SortedRuns?
  }

  /// The rows of one worker that are not yet set aside. Only that worker touches it, and who finishes.
  private final class Own: @unchecked Sendable {
    var chunks: [Chunk] = []
    var need = 0
    let reservation: Reservation

    init(_ memory: MemoryBudget) { reservation = Reservation(memory) }
  }

  /// - Parameter space: where rows are set aside; nil for nowhere.
  init(_ sort: SortOperator, space: SpillSpace?, workers: Int) {
    self.sort = sort
    self.space = space
    self.workers = workers
    room = space?.room ?? .max
    share = room / (2 * workers)
    reservation = Reservation(sort.context.memory)
    own = (0..<workers).map { _ in Own(sort.context.memory) }
  }

  /// Takes rows in. Throws `ExecutionError`.
  func add(_ chunk: Chunk, worker: Int) throws {
    let (bytes, spread) = chunk.byteCounts
    let need = self.need(rows: chunk.rowCount, bytes: spread)
    let runs: SortedRuns? = try shared.withLock { shared in
      if let runs = shared.runs { return runs }
      if let space {
        // What the other workers and the steps below took meanwhile may leave less than was free.
        guard shared.need + need <= room, (try? reservation.grow(by: bytes)) != nil else {
          let runs = try SortedRuns(sort, space: space)
          shared.runs = runs
          return runs
        }
      } else {
        try reservation.grow(by: bytes)
      }
      shared.chunks.append(chunk)
      shared.need += need
      try reservation.grow(by: shared.dictionaries.newBytes(chunk))
      return nil
    }
    guard let runs else { return }
    try drain(to: runs)
    try add(chunk, need: need, to: own[worker], runs)
  }

  /// The memory that rows take with what sorting them takes: the rows and their copy in one piece,
  /// and for each row its number, its keys and two places while numbers are merged.
  private func need(rows: Int, bytes: Int) -> Int {
    2 * bytes + rows * (4 + 2 * MergeSort.entrySize + 16 * sort.keys.count)
  }

  private func need(_ chunk: Chunk) -> Int { need(rows: chunk.rowCount, bytes: chunk.spreadByteCount) }

  /// Sets aside what all workers have in memory, in parts of a worker's share.
  private func drain(to runs: SortedRuns) throws {
    while true {
      let part = shared.withLock { shared in
        var part: [Chunk] = []
        var taken = 0
        while let chunk = shared.chunks.last, taken == 0 || taken + need(chunk) <= share {
          taken += need(chunk)
          part.append(chunk)
          shared.chunks.removeLast()
        }
        return part
      }
      guard !part.isEmpty else { return }
      let bytes = part.reduce(0) { $0 + $1.rowByteCount }
      try add(part, to: runs)
      reservation.shrink(by: bytes)
    }
  }

  private func add(_ chunk: Chunk, need: Int, to own: Own, _ runs: SortedRuns) throws {
    if own.need + need > share { try flush(own, to: runs) }
    if need > share { return try add([chunk], to: runs) }
    try own.reservation.grow(by: chunk.rowByteCount)
    own.chunks.append(chunk)
    own.need += need
  }

  private func flush(_ own: Own, to runs: SortedRuns) throws {
    try add(own.chunks, to: runs)
    own.chunks = []
    own.need = 0
    own.reservation.shrink(by: own.reservation.bytes)
  }

  /// Sets rows aside as one part; those of a chunk that a worker's share does not suffice for as several.
  private func add(_ chunks: [Chunk], to runs: SortedRuns) throws {
    let numbered = try chunks.map(runs.sort.rows.numbered)
    guard numbered.count == 1, let chunk = numbered.first else { return try runs.add(numbered) }
    let parts = min(need(chunk) / max(share, 1) + 1, max(1, chunk.rowCount / 16))
    let size = max(1, (chunk.rowCount + parts - 1) / parts)
    for start in stride(from: 0, to: chunk.rowCount, by: size) {
      try runs.add([chunk.slice(start..<min(start + size, chunk.rowCount))])
    }
  }

  /// The rows in order; the first `limit` of them, if given. No worker hands in rows any more.
  func finish(limit: Int?) throws -> any ReadyRows {
    let context = sort.context
    guard let runs = shared.withLock({ $0.runs }) else {
      let chunks = shared.withLock { shared in
        defer { shared.chunks = [] }
        return shared.chunks.sorted { $0.sequence < $1.sequence }
      }
      let input = try CollectedRows(chunks: chunks, reservation: reservation).joined(
        types: sort.types, context: context)
      var sorted = try sort.order(input.rows, workers: workers)
      if let limit, limit < sorted.order.count { sorted.order = sorted.order.slice(0..<limit) }
      return GatherSource(
        input.rows, order: sorted.order, keeping: [input.reservation, sorted.reservation], context: context)
    }
    try context.parallel(workers: workers) { worker in
      try self.drain(to: runs)
      try self.flush(self.own[worker], to: runs)
    }
    return try runs.merged(limit: limit, workers: workers)
  }
}
