import RegnData

/// The cells of a result as a reader is shown them, for who lays them out elsewhere than in a table: a pager,
/// a comparison. Cells are made when they are asked for, so that a result of any length costs nothing.
public struct ResultCells: Sendable {
  private let result: ResultTable
  private let displays: [DisplayColumn]
  /// The first row of each chunk.
  private let starts: [Int]
  /// The number of rows.
  public let rowCount: Int

  /// The cells of a result, in the language of numbers given.
  public init(_ result: ResultTable, locale: OutputOptions.Locale) {
    self.result = result
    displays = result.columns.indices.map { DisplayColumn(result, index: $0, locale: locale) }
    var starts: [Int] = []
    var rows = 0
    for chunk in result.chunks {
      starts.append(rows)
      rows += chunk.rowCount
    }
    self.starts = starts
    rowCount = rows
  }

  /// The columns' schemas, in order.
  public var columns: [ColumnSchema] { result.columns }

  /// A column's name, safe to show.
  public func name(_ column: Int) -> String { visibleText(result.columns[column].name) }

  /// Whether values stand at the right: numbers and timespans do.
  public func isRightAligned(_ column: Int) -> Bool { displays[column].isRightAligned }

  /// Whether the column's values name a row rather than measure it: texts, dates, truth values, years.
  public func isName(_ column: Int) -> Bool {
    switch result.columns[column].type {
    case .int, .long: displays[column].showsYears
    case .real, .decimal, .timespan, .dynamic: false
    default: true
    }
  }

  /// A cell's text, safe to show; `·` for a null.
  public func text(row: Int, column: Int) -> String {
    let (chunk, offset) = place(of: row)
    return withExtendedLifetime(chunk) {
      displays[column].text(CellReader(chunk.columns[column]), row: offset).map { visibleText($0) }
        ?? TableText.nullMark
    }
  }

  /// The cells that a number's text takes from its decimal mark on; nil where there is nothing to align.
  public func fractionWidth(_ text: String, column: Int) -> Int? {
    text == TableText.nullMark ? nil : displays[column].fractionWidth(text)
  }

  /// The first cell from row `start` on, or backwards, that has a text in it, whatever its case; nil when
  /// none has.
  public func cell(containing text: String, from start: Int, backwards: Bool = false) -> (
    row: Int, column: Int
  )? {
    let needle = TextNeedle(text, caseSensitive: false)
    var bytes: [UInt8] = []
    var row = start
    while row >= 0, row < rowCount {
      let (chunk, offset) = place(of: row)
      let column = withExtendedLifetime(chunk) {
        displays.indices.first { column in
          bytes.removeAll(keepingCapacity: true)
          displays[column].append(CellReader(chunk.columns[column]), row: offset, to: &bytes)
          return bytes.withUnsafeBufferPointer { needle.isContained(in: $0) }
        }
      }
      if let column { return (row, column) }
      row += backwards ? -1 : 1
    }
    return nil
  }

  private func place(of row: Int) -> (chunk: Chunk, row: Int) {
    var low = 0
    var high = starts.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if starts[middle] <= row { low = middle } else { high = middle - 1 }
    }
    return (result.chunks[low], row - starts[low])
  }
}
