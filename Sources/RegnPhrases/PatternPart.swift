/// A part of a pattern: text, or the hole for an argument, which is written `{1}`.
enum PatternPart {
  case text(Substring)
  /// The number of the argument, from 1.
  case hole(Int)

  /// The parts of a pattern in order.
  static func parts(of pattern: String) -> [PatternPart] {
    var parts: [PatternPart] = []
    let bytes = pattern.utf8
    var start = bytes.startIndex
    var at = start
    while let open = bytes[at...].firstIndex(of: UInt8(ascii: "{")) {
      let digits = bytes[bytes.index(after: open)...].prefix { (0x30...0x39).contains($0) }
      at = digits.endIndex
      guard at < bytes.endIndex, bytes[at] == UInt8(ascii: "}"), let number = Int(Substring(digits)) else {
        continue
      }
      if start < open { parts.append(.text(pattern[start..<open])) }
      parts.append(.hole(number))
      at = bytes.index(after: at)
      start = at
    }
    if start < bytes.endIndex { parts.append(.text(pattern[start...])) }
    return parts
  }

  /// Writes the part as it stands in its pattern.
  func write(to text: inout String) {
    switch self {
    case .text(let part): text += part
    case .hole(let number): text += "{\(number)}"
    }
  }
}
