import RegnData
import RegnPhrases

/// A column of a sheet's table.
struct SheetColumn: Sendable, Hashable {
  let name: String
  /// Its place in the sheet, counted from 1.
  let place: Int
  var kind: ColumnKind
  /// Whether the sheet shows its numbers as percent.
  var isPercent = false
  /// What stands beside the numbers in its texts.
  var writtenUnit: NumberUnit?

  /// What stands beside every number and is taken off before it is read; nil when nothing does.
  var unit: NumberUnit? { kind == .string ? nil : writtenUnit }
}

/// Cells merged down: the value of the first holds for all of them.
struct FilledMerge: Sendable {
  let rows: ClosedRange<Int>
  let cell: SheetCell
  /// The first cell's text as the file has it.
  let text: [UInt8]
}

/// The table that was found in a sheet.
struct SheetForm: Sendable {
  var columns: [SheetColumn]
  /// The rows with the columns' names, counted from 1; nil when there are none.
  let header: ClosedRange<Int>?
  /// The row in which the data begins.
  let firstRow: Int
  /// Where the rows of data begin and end, in bytes of the sheet's part.
  let data: Range<Int>
  let marks: NumberMarks
  /// Cells merged down, by the column's place in the sheet, from the top.
  let merges: [Int: [FilledMerge]]
  /// Whether the whole sheet was looked at.
  let isComplete: Bool
  /// What was left out, or could have been read otherwise; in whole sentences.
  let notes: [Phrase]
  /// What must be said when the table is read: rows that it leaves out.
  let warnings: [Phrase]
}
