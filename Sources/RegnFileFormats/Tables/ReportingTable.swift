import RegnData

/// A table that says what reading it meets.
protocol ReportingTable: FileTable {
  /// All that decides how bytes become values but the kinds of the columns, as a text.
  var readingForm: String { get }
  /// The same table, of which nothing is said.
  var aside: Self { get }
  /// Takes over what reading met earlier, with the lines of its places.
  func absorb(_ met: ReadTally, lines: [Int: Int])
  /// The line, counted from 1, that the byte at `offset` stands in.
  func line(of offset: Int) -> Int
}

/// A table that would have to read all of its file to find its columns again.
protocol RestorableTable: FileTable {
  /// The table with the columns that it was found to have after changes.
  func restored(_ columns: [DetectedColumn], after changes: [SchemaChange]) -> Self
}

/// A scan that counts what it meets.
protocol ReportingScan: TableScan {
  /// What was met so far.
  var met: ReadTally { get }
}
