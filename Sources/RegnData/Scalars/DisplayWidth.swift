extension UTF8Text {
  /// The number of terminal cells that the text takes: two for wide East Asian characters and emoji, none for
  /// marks, joiners and control characters.
  public static func displayWidth(_ text: UTF8Bytes) -> Int {
    var width = 0
    var position = 0
    while position < text.count {
      let byte = text[position]
      if byte < 0x80 {
        if byte >= 0x20, byte != 0x7F { width += 1 }
        position += 1
      } else {
        let (value, length) = scalar(in: text, at: position)
        width += displayWidth(of: value)
        position += length
      }
    }
    return width
  }

  /// The number of terminal cells of a code point: 0, 1 or 2.
  public static func displayWidth(of value: UInt32) -> Int {
    if value < 0x300 { return value < 0x20 || (value >= 0x7F && value < 0xA0) || value == 0xAD ? 0 : 1 }
    guard let scalar = Unicode.Scalar(value) else { return 1 }
    let properties = scalar.properties
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator, .paragraphSeparator: return 0
    default: break
    }
    // Vowels and final consonants of Korean join the syllable before them.
    if value >= 0x1160, value <= 0x11FF { return 0 }
    return isWideEastAsian(value) || properties.isEmojiPresentation ? 2 : 1
  }

  /// East Asian Wide and Fullwidth by Unicode's EastAsianWidth.txt, in blocks; emoji are known by their
  /// property.
  private static func isWideEastAsian(_ value: UInt32) -> Bool {
    switch value {
    case 0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF,
      0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60,
      0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F265, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
