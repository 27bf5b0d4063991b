import RegnData
import Synchronization

/// The statistics of a small file's columns, once they were asked for.
final class StatisticsCache: Sendable {
  /// Of files up to this length all columns' statistics are counted when they are first asked for.
  static var countedSize: Int { 1 << 24 }

  private let known = Mutex<LoadedStatistics?>(nil)

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
