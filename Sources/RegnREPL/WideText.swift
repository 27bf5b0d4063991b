import CLibEdit
import Glibc

/// Text as libedit wants it: one `wchar_t` a Unicode scalar, ended by zero. A zero inside would end it early
/// and is left out.
func wideText(_ text: String) -> [wchar_t] {
  var wide: [wchar_t] = []
  wide.reserveCapacity(text.utf8.count + 1)
  for scalar in text.unicodeScalars where scalar.value != 0 {
    wide.append(wchar_t(truncatingIfNeeded: scalar.value))
  }
  wide.append(0)
  return wide
}

/// The text of the wide characters from `start` up to `end`. What is no Unicode scalar becomes U+FFFD.
func narrowText(_ start: UnsafePointer<wchar_t>, _ end: UnsafePointer<wchar_t>) -> String {
  var scalars = String.UnicodeScalarView()
  var next = start
  while next < end {
    scalars.append(Unicode.Scalar(UInt32(truncatingIfNeeded: next.pointee)) ?? "\u{FFFD}")
    next += 1
  }
  return String(scalars)
}

/// Columns that `text` takes on a terminal. Characters that do not print count as none.
func displayWidth(_ text: String) -> Int {
  text.unicodeScalars.reduce(0) { $0 + max(0, Int(wcwidth(wchar_t(truncatingIfNeeded: $1.value)))) }
}

/// `text` with every control character replaced by a visible sign, so that a value from a file cannot steer
/// the terminal.
func visibleText(_ text: String) -> String {
  var scalars = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case 0x00...0x1F: scalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
    case 0x7F: scalars.append("\u{2421}")
    // C1 controls, and the marks that change the direction of text.
    case 0x80...0x9F, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: scalars.append("\u{FFFD}")
    default: scalars.append(scalar)
    }
  }
  return String(scalars)
}

/// The same for a text of several lines: line breaks and tabs stay.
func visibleLines(_ text: String) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false)
    .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map { visibleText(String($0)) } }
    .map { $0.joined(separator: "\t") }.joined(separator: "\n")
}
