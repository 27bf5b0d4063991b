import Synchronization

/// Several scans, one after another, as one: the sequences of each begin after those of the one before it.
public final class ConsecutiveScans: TableScan {
  private let scans: [any TableScan]
  /// What is added to the sequences of each scan.
  private let bases: [Int]
  public let sequenceLimit: Int
  /// The scan that each worker is at. A worker leaves a scan when that has nothing more for this worker:
  /// another may still hold a part of it.
  private let current: Mutex<[Int]>

  /// The chunks of `scans`, pulled by so many workers.
  public init(_ scans: [any TableScan], workers: Int) {
    self.scans = scans
    var bases: [Int] = []
    var limit = 0
    for scan in scans {
      bases.append(limit)
      limit += scan.sequenceLimit
    }
    self.bases = bases
    sequenceLimit = limit
    current = Mutex(Array(repeating: 0, count: max(workers, 1)))
  }

  public func next(worker: Int) throws -> Chunk? { try nextWithScan(worker: worker)?.chunk }

  /// The next chunk for `worker`, and the number of the scan that it came from.
  public func nextWithScan(worker: Int) throws -> (chunk: Chunk, scan: Int)? {
    var index = current.withLock { $0[worker] }
    while index < scans.count {
      if let chunk = try scans[index].next(worker: worker) {
        return (
          Chunk(columns: chunk.columns, rowCount: chunk.rowCount, sequence: bases[index] + chunk.sequence),
          index
        )
      }
      index += 1
      let reached = index
      current.withLock { $0[worker] = reached }
    }
    return nil
  }
}
