import CLibEdit
import Glibc

/// Where a text lies on a terminal when it is written from the left edge and wraps there, as libedit lays it
/// out.
struct ScreenRows {
  private let columns: Int
  /// The row and the column, from 0, that the cursor is in after what was added.
  private(set) var row = 0
  private(set) var column = 0

  /// Begins at the left edge of a terminal with so many columns.
  init(columns: Int) { self.columns = max(1, columns) }

  /// Goes on behind a text.
  mutating func add(_ text: String) { for scalar in text.unicodeScalars { add(scalar) } }

  /// Goes on behind a scalar; says whether it stands on a row of its own making: the one before was full.
  @discardableResult
  mutating func add(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == "\n" {
      row += 1
      column = 0
      return false
    }
    let cells = width(scalar)
    let wraps = column + cells > columns
    if wraps {
      row += 1
      column = 0
    }
    column += cells
    if column >= columns {
      row += 1
      column = 0
    }
    return wraps
  }

  /// The cells that a scalar takes at this place.
  func width(_ scalar: Unicode.Scalar) -> Int {
    // A tab ends with its row at the latest.
    scalar == "\t"
      ? min(8 - column % 8, columns - column)
      : max(0, Int(wcwidth(wchar_t(truncatingIfNeeded: scalar.value))))
  }

  /// The rows that pieces of text take, each as a terminal takes it, with spaces for tabs; what stood on a
  /// row before is erased. Nil when a character is shown in a way of its own, so that its place is unknown.
  static func painted(_ pieces: [StyledText], columns: Int, color: Bool) -> [String]? {
    var place = ScreenRows(columns: columns)
    var rows: [[StyledText]] = [[]]
    for piece in pieces {
      for scalar in piece.text.unicodeScalars {
        if scalar != "\n", scalar != "\t", wcwidth(wchar_t(truncatingIfNeeded: scalar.value)) < 0 {
          return nil
        }
        let cells = place.width(scalar)
        let wraps = place.add(scalar)
        if wraps { rows.append([]) }
        if scalar != "\n" {
          let shown = scalar == "\t" ? String(repeating: " ", count: cells) : String(scalar)
          if let last = rows[rows.count - 1].last, last.style == piece.style {
            rows[rows.count - 1][rows[rows.count - 1].count - 1].text += shown
          } else {
            rows[rows.count - 1].append(StyledText(shown, style: piece.style))
          }
        }
        while rows.count <= place.row { rows.append([]) }
      }
    }
    return rows.map { row in
      // Behind a full row there is nothing to erase: the cursor still stands on its last character.
      let isFull = row.reduce(0) { $0 + displayWidth($1.text) } >= columns
      return RegnREPL.painted(row, color: color) + (isFull ? "" : "\u{1B}[K")
    }
  }
}
