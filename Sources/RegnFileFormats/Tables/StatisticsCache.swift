import Glibc
import RegnData
import Synchronization

/// The statistics of a file's columns, once they were asked for: of small files all at once, of large ones
/// those that were counted.
final class StatisticsCache: Sendable {
  /// Of files up to this length all columns' statistics are counted when they are first asked for.
  static var countedSize: Int { 1 << 24 }

  private let known = Mutex<LoadedStatistics?>(nil)

  /// How far the counting of a column is.
  private enum Count {
    case running
    /// Nil where counting did not come to its end.
    case done(ColumnStatistics?)
  }

  private let counts = Mutex<[Int: Count]>([:])

  /// What was counted of a column.
  func counted(ofColumn index: Int) -> ColumnStatistics? {
    if case .done(let statistics)? = counts.withLock({ $0[index] }) { statistics } else { nil }
  }

  /// Counts a column, once, on a thread of its own; gives what is known after the time that the caller has.
  func count(
    ofColumn index: Int, within limit: Duration, _ count: @escaping @Sendable () -> ColumnStatistics?
  ) -> ColumnStatistics? {
    let isFirst = counts.withLock { counts in
      guard counts[index] == nil else { return false }
      counts[index] = .running
      return true
    }
    if isFirst {
      let thread = WorkerThread {
        let found = count()
        self.counts.withLock { $0[index] = .done(found) }
      }
      guard let thread else {
        counts.withLock { $0[index] = .done(nil) }
        return nil
      }
      thread.detach()
    }
    let end = ContinuousClock.now.advanced(by: limit)
    while true {
      if case .done(let statistics)? = counts.withLock({ $0[index] }) { return statistics }
      if ContinuousClock.now >= end { return nil }
      usleep(1_000)
    }
  }

  /// Counts a column at once, unless that was done before.
  func count(ofColumn index: Int, _ count: () -> ColumnStatistics?) -> ColumnStatistics? {
    if let known = counted(ofColumn: index) { return known }
    let found = count()
    counts.withLock { $0[index] = .done(found) }
    return found
  }

  private struct LoadedStatistics { let columns: [ColumnStatistics?] }

  func statistics(ofColumn index: Int, load: () -> LoadedTable?) -> ColumnStatistics? {
    known.withLock { known in
      if known == nil {
        let table = load()
        let count = table?.schema.columns.count ?? 0
        known = LoadedStatistics(columns: (0..<count).map { table?.statistics(ofColumn: $0) })
      }
      guard let columns = known?.columns, columns.indices.contains(index) else { return nil }
      return columns[index]
    }
  }
}
