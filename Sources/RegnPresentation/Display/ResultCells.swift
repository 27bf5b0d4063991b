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
  /// none has, or when `isStopped` says so, which is asked now and then.
  public func cell(
    containing text: String, from start: Int, backwards: Bool = false, isStopped: () -> Bool = { false }
  ) -> (row: Int, column: Int)? {
    guard start >= 0, start < rowCount else { return nil }
    let needle = TextNeedle(text, caseSensitive: false)
    var row = start
    while row >= 0, row < rowCount, !isStopped() {
      let (chunk, offset) = place(of: row)
      let rows = backwards ? min(offset + 1, 10_000) : min(chunk.rowCount - offset, 10_000)
      let found = chunk.withReaders { readers -> (row: Int, column: Int)? in
        var bytes: [UInt8] = []
        for step in 0..<rows {
          let place = backwards ? offset - step : offset + step
          for (column, reader) in readers.enumerated() {
            if has(needle, reader, row: place, column: column, &bytes) {
              return (row + place - offset, column)
            }
          }
        }
        return nil
      }
      if let found { return found }
      row += backwards ? -rows : rows
    }
    return nil
  }

  private func has(
    _ needle: TextNeedle, _ reader: CellReader, row: Int, column: Int, _ bytes: inout [UInt8]
  ) -> Bool {
    // Texts are looked at where they are.
    if reader.kind == .string || reader.kind == .code {
      return !reader.isNull(row) && needle.isContained(in: reader.bytes(row))
    }
    bytes.removeAll(keepingCapacity: true)
    displays[column].append(reader, row: row, to: &bytes)
    return bytes.withUnsafeBufferPointer { needle.isContained(in: $0) }
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
