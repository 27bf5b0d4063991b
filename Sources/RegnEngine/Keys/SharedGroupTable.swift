import RegnData
import Synchronization

/// A finished group table that several workers look into, one at a time: a lookup uses the table's scratch
/// space.
final class SharedGroupTable: @unchecked Sendable {
  private let lock = Mutex(())
  private let table: GroupTable

  /// The caller gives the table away.
  init(_ table: GroupTable) { self.table = table }

  /// The group of each row; `Column.noRow` where the keys are unknown or null.
  func lookup(_ columns: [Column], rows: Int, into groups: UnsafeMutablePointer<UInt32>) {
    lock.withLock { _ in table.lookup(columns, rows: rows, nullsMatch: false, into: groups) }
  }
}
