import RegnData
import Synchronization

/// The statistics of a file's columns, once they were asked for: of small files all at once, of large ones
/// those that were counted.
final class StatisticsCache: Sendable {
  /// Of files up to this length all columns' statistics are counted when they are first asked for.
  static var countedSize: Int { 1 << 24 }

  private let known = Mutex<LoadedStatistics?>(nil)

  /// What was counted, by column; nil where counting did not come to its end.
  private let counts = Mutex<[Int: ColumnStatistics?]>([:])

  /// What was counted of a column.
  func counted(ofColumn index: Int) -> ColumnStatistics? { counts.withLock { $0[index] ?? nil } }

  /// Counts a column, once.
  func count(ofColumn index: Int, _ count: () -> ColumnStatistics?) -> ColumnStatistics? {
    counts.withLock { counts in
      if let known = counts[index] { return known }
      let found = count()
      counts[index] = .some(found)
      return found
    }
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
