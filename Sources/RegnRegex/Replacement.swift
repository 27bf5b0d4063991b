/// What replaces a match: text in which `\0` stands for the whole match, `\1` to `\9` for what a group took
/// (nothing if it took no part), and `\\` for a backslash. A backslash before anything else stands for
/// itself.
public struct Replacement: Sendable {
  private enum Piece {
    case text([UInt8])
    case group(Int)
  }
  private var pieces: [Piece] = []
  /// Whether groups other than the whole match are used.
  let usesGroups: Bool

  /// Reads the replacement for a pattern. The error names a group that the pattern does not have, and its
  /// place in `template`, in bytes of UTF-8.
  public init(_ template: String, for regex: Regex) throws(RegexError) {
    let bytes = Array(template.utf8)
    var text: [UInt8] = []
    var groups = false
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      let following = position + 1 < bytes.count ? bytes[position + 1] : 0
      if byte == UInt8(ascii: "\\"), following >= 0x30, following <= 0x39 {
        let number = Int(following) - 0x30
        if number > regex.captureCount {
          let groups =
            switch regex.captureCount {
            case 0: "has no groups"
            case 1: "has one group only"
            case let count: "has \(count) groups only"
            }
          throw RegexError(
            message: "`\\\(number)` names group \(number), but the pattern \(groups)", offset: position,
            length: 2)
        }
        if !text.isEmpty { pieces.append(.text(text)) }
        text = []
        pieces.append(.group(number))
        if number > 0 { groups = true }
        position += 2
      } else if byte == UInt8(ascii: "\\") && following == UInt8(ascii: "\\") {
        text.append(byte)
        position += 2
      } else {
        text.append(byte)
        position += 1
      }
    }
    if !text.isEmpty { pieces.append(.text(text)) }
    usesGroups = groups
  }

  func append(
    to result: inout [UInt8], text: UnsafeBufferPointer<UInt8>, match: Range<Int>, matcher: Matcher
  ) {
    for piece in pieces {
      switch piece {
      case .text(let bytes): result.append(contentsOf: bytes)
      case .group(0): result.append(contentsOf: text[match])
      case .group(let number):
        if let range = matcher.group(number) { result.append(contentsOf: text[range]) }
      }
    }
  }
}
