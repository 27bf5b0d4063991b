import RegnData

/// A full group table that any number of workers look into at the same time.
///
/// Unchecked because the table itself is a worker's own while it fills: it is given away to this one, which
/// offers nothing that changes it.
final class FrozenGroupTable: @unchecked Sendable {
  private let table: GroupTable

  /// The caller gives the table away.
  init(_ table: consuming GroupTable) { self.table = table }

  /// The group of each row; `Column.noRow` where the keys are unknown or null.
  func lookup(_ columns: [Column], rows: Int, into groups: UnsafeMutablePointer<UInt32>) {
    table.lookup(columns, rows: rows, into: groups)
  }
}
