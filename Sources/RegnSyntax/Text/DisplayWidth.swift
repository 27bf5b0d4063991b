/// How many terminal cells a scalar takes: 0 for combining marks and other invisible ones, 2 for East Asian
/// wide characters and emoji, else 1. A small table after Unicode's EastAsianWidth and general categories.
public func displayWidth(of scalar: Unicode.Scalar) -> Int {
  let value = scalar.value
  if value < 0x300 { return value == 0 || value == 0xAD ? 0 : 1 }
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format: return 0
  default: break
  }
  switch value {
  case 0x1160...0x11FF: return 0  // Hangul vowels and finals join the syllable before them
  case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
    0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
    0x1B000...0x1B2FF, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F7E0...0x1F7EB, 0x1F900...0x1F9FF,
    0x1FA70...0x1FAFF, 0x20000...0x3FFFD:
    return 2
  default: return scalar.properties.isEmojiPresentation ? 2 : 1
  }
}

/// How many terminal cells a string takes, scalar by scalar; control characters count as they are shown, see
/// ``visible(_:)``.
public func displayWidth(of string: some StringProtocol) -> Int {
  var width = 0
  for scalar in string.unicodeScalars { width += displayWidth(of: scalar) }
  return width
}

/// The scalar as a terminal may safely be given it: C0 and C1 controls, DEL and bidirectional controls are
/// replaced by visible signs, everything else is kept.
public func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
  let value = scalar.value
  if value < 0x20 { return Unicode.Scalar(0x2400 + value) ?? "\u{FFFD}" }
  if value == 0x7F { return "\u{2421}" }
  switch value {
  case 0x80...0x9F, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: return "\u{FFFD}"
  default: return scalar
  }
}
