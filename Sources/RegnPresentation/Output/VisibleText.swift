import RegnData

extension Array where Element == UInt8 {
  /// Appends text with every character that could steer a terminal, or hide, replaced by a visible one.
  ///
  /// C0 controls and DEL become the pictures of Unicode's Control Pictures block (`␛` for ESC); C1 controls,
  /// marks that turn the direction of text, line separators and characters without width become `\u009B`.
  /// Combining marks, joiners and variation selectors stay: they belong to the letter or emoji before them.
  ///
  /// - Parameter keepsLayout: whether line feed and tab stay, because they belong to the format.
  mutating func append(visible text: UTF8Bytes, keepsLayout: Bool = false) {
    var start = 0
    var position = 0
    func isPlain(_ byte: UInt8) -> Bool {
      byte >= 0x20 && byte < 0x7F || keepsLayout && (byte == 0x0A || byte == 0x09)
    }
    while position < text.count {
      let byte = text[position]
      if isPlain(byte) {
        position += 1
        continue
      }
      let (value, length) = UTF8Text.scalar(in: text, at: position)
      if value >= 0xA0, !Self.isHidden(value), value != 0xFFFD {
        position += length
        continue
      }
      append(contentsOf: UTF8Bytes(rebasing: text[start..<position]))
      if value < 0x20 || value == 0x7F {
        append(scalar: Unicode.Scalar(0x2400 + (value == 0x7F ? 0x21 : value)) ?? "\u{FFFD}")
      } else if value == 0xFFFD {
        append(scalar: "\u{FFFD}")
      } else {
        append(0x5C)
        append(value > 0xFFFF ? 0x55 : 0x75)
        for shift in stride(from: value > 0xFFFF ? 28 : 12, through: 0, by: -4) {
          let digit = UInt8(truncatingIfNeeded: value >> UInt32(shift)) & 15
          append(digit < 10 ? digit + 0x30 : digit + 0x37)
        }
      }
      position += length
      start = position
    }
    append(contentsOf: UTF8Bytes(rebasing: text[start..<text.count]))
  }

  /// Whether a scalar beyond Latin-1's controls is invisible or reorders text. (The controls proper are known
  /// by their number.)
  private static func isHidden(_ value: UInt32) -> Bool {
    switch value {
    case 0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
      0xFFF9...0xFFFB, 0xE0000...0xE007F:
      true
    default: false
    }
  }
}

/// `text` as a terminal may be shown it; see `append(visible:)`.
func visibleText(_ text: String) -> String {
  var bytes: [UInt8] = []
  withUTF8Bytes(of: text) { bytes.append(visible: $0) }
  return String(decoding: bytes, as: UTF8.self)
}

/// The terminal cells that a scalar takes. The letters that make flags take one each: a pair is one flag of
/// two cells.
func cellWidth(_ scalar: Unicode.Scalar) -> Int {
  (0x1F1E6...0x1F1FF).contains(scalar.value) ? 1 : UTF8Text.displayWidth(of: scalar.value)
}

/// The terminal cells that `text` takes.
func cellWidth(_ text: String) -> Int {
  text.unicodeScalars.reduce(0) { $0 + cellWidth($1) }
}

/// `text` cut to at most `width` cells, the last of them `…` when something was cut. No character is halved.
func shortened(_ text: String, to width: Int) -> String {
  guard cellWidth(text) > width else { return text }
  var kept = ""
  var used = 0
  for character in text {
    let cells = cellWidth(String(character))
    if used + cells > width - 1 { break }
    kept.append(character)
    used += cells
  }
  return width > 0 ? kept + "…" : ""
}

/// `text` filled with spaces to `width` cells.
func padded(_ text: String, to width: Int, right: Bool = false) -> String {
  let space = String(repeating: " ", count: max(0, width - cellWidth(text)))
  return right ? space + text : text + space
}
