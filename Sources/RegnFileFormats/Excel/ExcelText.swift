import RegnData

/// Texts as workbooks write them.
enum ExcelText {
  /// Resolves `_x000D_` and its like from `start` on: Excel's way of writing characters that XML has no place
  /// for. (ECMA-376, 22.9.2.19, `ST_Xstring`.)
  static func resolveEscapes(in text: inout [UInt8], from start: Int) {
    var place = start
    var target = start
    var changed = false
    while place < text.count {
      if text[place] == 0x5F, place + 6 < text.count, text[place + 1] == 0x78, text[place + 6] == 0x5F,
        let unit = hexadecimal(text[place + 2..<place + 6])
      {
        var value = unit
        var length = 7
        // Beyond the first plane a character is written as two.
        if unit & 0xFC00 == 0xD800, place + 13 < text.count, text[place + 7] == 0x5F,
          text[place + 8] == 0x78,
          text[place + 13] == 0x5F, let low = hexadecimal(text[place + 9..<place + 13]),
          low & 0xFC00 == 0xDC00
        {
          value = 0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF
          length = 14
        }
        let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
        // Never longer than what stood there.
        for byte in Character(scalar).utf8 {
          text[target] = byte
          target += 1
        }
        place += length
        changed = true
        continue
      }
      if changed { text[target] = text[place] }
      target += 1
      place += 1
    }
    if changed { text.removeLast(text.count - target) }
  }

  private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt32? {
    var value: UInt32 = 0
    for digit in digits {
      let letter = digit | 0x20
      if digit &- 0x30 < 10 {
        value = value << 4 | UInt32(digit &- 0x30)
      } else if letter &- 0x61 < 6 {
        value = value << 4 | UInt32(letter &- 0x61 + 10)
      } else {
        return nil
      }
    }
    return value
  }

  /// Reads the text of an element that has just begun, such as `si` or `is`: its own, or that of its runs,
  /// without the readings (phonetic runs) that may stand beside them. Appends it to `target`.
  static func read(_ xml: inout XMLReader, appendingTo target: inout [UInt8]) throws(XMLFailure) {
    let outside = xml.depth - 1
    let start = target.count
    var isText = false
    while true {
      switch try xml.next() {
      case .start:
        if xml.is("rPh") { try xml.skip() } else if xml.is("t") { isText = true }
      case .end:
        if xml.is("t") { isText = false }
        if xml.depth == outside {
          resolveEscapes(in: &target, from: start)
          return
        }
      case .text: if isText { try xml.appendText(to: &target) }
      case .finished: throw xml.failure("it ends within a text")
      }
    }
  }
}

/// A cell's or a range's place, such as `BC12`, counted from 1.
struct CellPlace: Sendable, Hashable {
  var column: Int
  var row: Int

  /// The most columns and rows that a sheet has.
  static let columnLimit = 16_384
  static let rowLimit = 1_048_576

  /// Reads `BC12`; nil for anything else, or a place that no sheet has.
  init?(_ text: UTF8Bytes) {
    var column = 0
    var row = 0
    var place = 0
    while place < text.count, text[place] | 0x20 &- 0x61 < 26, column <= Self.columnLimit {
      column = column &* 26 &+ Int(text[place] | 0x20 &- 0x60)
      place += 1
    }
    while place < text.count, text[place] &- 0x30 < 10, row <= Self.rowLimit {
      row = row &* 10 &+ Int(text[place] &- 0x30)
      place += 1
    }
    guard place == text.count, column > 0, column <= Self.columnLimit, row > 0, row <= Self.rowLimit else {
      return nil
    }
    self.column = column
    self.row = row
  }

  init(column: Int, row: Int) {
    self.column = column
    self.row = row
  }

  /// The letters of a column: 1 is `A`, 27 `AA`.
  static func letters(_ column: Int) -> String {
    var rest = column
    var letters = ""
    while rest > 0 {
      rest -= 1
      letters = String(Character(Unicode.Scalar(UInt8(0x41 + rest % 26)))) + letters
      rest /= 26
    }
    return letters
  }

  var text: String { "\(Self.letters(column))\(row)" }
}
