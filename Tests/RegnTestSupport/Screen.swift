/// What a terminal shows after what was written to it: enough of xterm for programs that edit lines and fill
/// screens. Characters are one cell wide.
public struct Screen {
  private let rows: Int
  private let columns: Int
  private var cells: [[Character]]
  private var row = 0
  private var column = 0
  /// Whether the last column was written, so that the next character begins a row.
  private var isWrapping = false
  private var insertsCharacters = false
  /// The screen that a program which uses all of it will give back.
  private var kept: (cells: [[Character]], row: Int, column: Int)?

  /// An empty screen.
  public init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
  }

  /// The rows without spaces at their ends.
  public var lines: [String] {
    cells.map { line in
      var line = line[...]
      while line.last == " " { line.removeLast() }
      return String(line)
    }
  }

  /// All rows down to the last that is not empty, joined by line breaks.
  public var text: String {
    var lines = lines[...]
    while lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  /// The row and the column of the cursor, from 0.
  public var cursor: (row: Int, column: Int) { (row, min(column, columns - 1)) }

  /// Shows what is written. A sequence must not be cut in two.
  public mutating func write(_ text: String) {
    var scalars = Array(text.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\r": place(row, 0)
      case "\n": lineFeed()
      case "\u{8}": place(row, max(0, column - 1))
      case "\u{7}": break
      case "\u{1B}":
        guard scalars.first == "[" else {
          _ = scalars.popFirst()
          continue
        }
        _ = scalars.popFirst()
        var arguments = ""
        while let next = scalars.popFirst() {
          if (0x40...0x7E).contains(next.value) {
            run(next, arguments)
            break
          }
          arguments.unicodeScalars.append(next)
        }
      default: put(Character(scalar))
      }
    }
  }

  private mutating func put(_ character: Character) {
    if isWrapping {
      column = 0
      lineFeed()
    }
    if insertsCharacters { insert(1) }
    cells[row][column] = character
    isWrapping = column == columns - 1
    if !isWrapping { column += 1 }
  }

  private mutating func place(_ newRow: Int, _ newColumn: Int) {
    row = min(max(newRow, 0), rows - 1)
    column = min(max(newColumn, 0), columns - 1)
    isWrapping = false
  }

  private mutating func lineFeed() {
    isWrapping = false
    if row < rows - 1 {
      row += 1
    } else {
      cells.removeFirst()
      cells.append(Array(repeating: " ", count: columns))
    }
  }

  private mutating func insert(_ count: Int) {
    let count = min(count, columns - column)
    cells[row].insert(contentsOf: Array(repeating: " ", count: count), at: column)
    cells[row].removeLast(count)
  }

  private mutating func clear(_ line: Int, from start: Int) {
    for column in start..<columns { cells[line][column] = " " }
  }

  private mutating func run(_ final: Unicode.Scalar, _ arguments: String) {
    let numbers = arguments.split(separator: ";").map { Int($0) ?? 0 }
    let count = max(1, numbers.first ?? 1)
    switch final {
    case "A": place(row - count, column)
    case "B": place(row + count, column)
    case "C": place(row, column + count)
    case "D": place(row, column - count)
    case "G": place(row, count - 1)
    case "H": place(count - 1, (numbers.count > 1 ? numbers[1] : 1) - 1)
    case "J":
      clear(row, from: column)
      for line in (row + 1)..<max(row + 1, rows) { clear(line, from: 0) }
    case "K": clear(row, from: column)
    case "P":
      let count = min(count, columns - column)
      cells[row].removeSubrange(column..<column + count)
      cells[row] += Array(repeating: " ", count: count)
    case "@": insert(count)
    case "h" where arguments == "4": insertsCharacters = true
    case "l" where arguments == "4": insertsCharacters = false
    case "h" where arguments == "?1049":
      kept = (cells, row, column)
      cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
    case "l" where arguments == "?1049":
      if let kept { (cells, row, column) = kept }
      kept = nil
    default: break
    }
  }
}
