import RegnData

/// What may stand beside every number of a column.
enum NumberUnit: Sendable, Hashable {
  /// `1.299,00 kr.`, `kr 5`, `DKK 5`, `1.299,-`.
  case kroner
  /// `12,5 %`, `12,5 pct.`; the number stays as it is written.
  case percent

  /// The unit as a table's description shows it.
  var text: String {
    switch self {
    case .kroner: "kr."
    case .percent: "%"
    }
  }

  private static let wordsForKroner: [StaticString] = ["kr.", "kr", "dkk"]
  private static let wordsForPercent: [StaticString] = ["%", "pct.", "pct"]

  /// The unit that stands before or behind a text without white space at its ends, and where the rest is; nil
  /// when there is none. What the rest is remains to be seen.
  static func found(in text: UTF8Bytes) -> (unit: NumberUnit, number: Range<Int>)? {
    guard text.count > 1 else { return nil }
    let count = text.count
    for word in wordsForKroner where begins(text, with: word) {
      return kroner(in: text, word.utf8CodeUnitCount, count).map { (.kroner, $0) }
    }
    let last = text[count - 1]
    if last == 0x2D, text[count - 2] == 0x2C { return kroner(in: text, 0, count).map { (.kroner, $0) } }
    guard last &- 0x30 >= 10 else { return nil }
    for word in wordsForPercent where ends(text, in: word) {
      return number(in: text, 0, count - word.utf8CodeUnitCount).map { (.percent, $0) }
    }
    for word in wordsForKroner where ends(text, in: word) {
      return kroner(in: text, 0, count - word.utf8CodeUnitCount).map { (.kroner, $0) }
    }
    return nil
  }

  /// What is left between two places, without the `,-` that stands for no øre.
  private static func kroner(in text: UTF8Bytes, _ start: Int, _ end: Int) -> Range<Int>? {
    guard let range = number(in: text, start, end) else { return nil }
    let end = range.upperBound
    guard range.count > 2, text[end - 1] == 0x2D, text[end - 2] == 0x2C else { return range }
    return range.lowerBound..<end - 2
  }

  /// What is left between two places without white space at its ends; nil when that is nothing.
  private static func number(in text: UTF8Bytes, _ start: Int, _ end: Int) -> Range<Int>? {
    var start = start
    var end = end
    while start < end, let space = space(text, at: start) { start += space }
    while end > start {
      if text[end - 1] == 0x20 || text[end - 1] == 0x09 {
        end -= 1
      } else if end - start > 1, space(text, at: end - 2) == 2 {
        end -= 2
      } else if end - start > 2, space(text, at: end - 3) == 3 {
        end -= 3
      } else if text[end - 1] == 0xA0 {
        end -= 1
      } else {
        break
      }
    }
    return start < end ? start..<end : nil
  }

  /// The length of the white space at a place: a space that does not break a line is of one byte in
  /// Windows-1252, of two or three in UTF-8.
  private static func space(_ text: UTF8Bytes, at place: Int) -> Int? {
    switch text[place] {
    case 0x20, 0x09, 0xA0: 1
    case 0xC2 where place + 1 < text.count && text[place + 1] == 0xA0: 2
    case 0xE2 where place + 2 < text.count && text[place + 1] == 0x80 && text[place + 2] == 0xAF: 3
    default: nil
    }
  }

  private static func begins(_ text: UTF8Bytes, with word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    return count <= text.count && UTF8Bytes(rebasing: text[0..<count]).equalsIgnoringASCIICase(word)
  }

  private static func ends(_ text: UTF8Bytes, in word: StaticString) -> Bool {
    let start = text.count - word.utf8CodeUnitCount
    return start >= 0 && UTF8Bytes(rebasing: text[start...]).equalsIgnoringASCIICase(word)
  }
}

extension ColumnReader {
  /// The column's values, each field being a number beside `unit`, which is taken off. A field that lacks
  /// it, or has another, is text.
  func read(_ fields: FieldColumn, without unit: NumberUnit) throws(FieldFailure) -> Column {
    let places = UnsafeMutablePointer<UInt32>.allocate(capacity: max(2 * fields.rows, 1))
    defer { places.deallocate() }
    var bare: [Int] = []
    for row in 0..<fields.rows {
      var (start, end) = fields.bounds(row)
      if let quote, end - start > 1, fields.data[start] == quote, fields.data[end - 1] == quote {
        start += 1
        end -= 1
      }
      let text = UTF8Bytes(start: fields.data + start, count: end - start).trimmed
      if let base = text.baseAddress { start = base - fields.data }
      end = start + text.count
      if let found = NumberUnit.found(in: text), found.unit == unit {
        end = start + found.number.upperBound
        start += found.number.lowerBound
      } else if MissingMark.isMissing(text) {
        end = start
      } else if collectsBadRows {
        bare.append(row)
        end = start
      } else {
        throw FieldFailure(row: row, problem: .kind(.string))
      }
      places[2 * row] = UInt32(start - 1)
      places[2 * row + 1] = UInt32(end)
    }
    let column = try read(
      FieldColumn(
        data: fields.data, positions: places, stride: 2, rows: fields.rows, trimsReturn: false,
        hasQuotes: fields.hasQuotes))
    badRows += bare
    return column
  }
}
