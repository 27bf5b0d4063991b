/// Where a text falls into parts that can be read each by itself: behind each `;` that stands in no braces.
public struct StatementCuts: Sendable {
  /// The offsets behind such `;`, ascending.
  public let ends: [Int]
  /// Whether the text ends with such a `;`, so that whatever follows it is a part of its own.
  public let isClosed: Bool
  /// The number of tokens read.
  public let tokenCount: Int

  /// Cuts a text.
  public init(_ text: SourceText) {
    let (tokens, _) = Lexer.tokens(of: text)
    var ends: [Int] = []
    var depth = 0
    for token in tokens {
      switch token.kind {
      case .openBrace: depth += 1
      case .closeBrace: depth = max(0, depth - 1)
      case .semicolon where depth == 0 && !StatementCuts.beginsOddly(text.bytes[token.end...]):
        ends.append(token.end)
      default: break
      }
    }
    self.ends = ends
    isClosed = ends.last == text.count
    tokenCount = tokens.count - 1
  }

  /// Whether bytes would be read otherwise at the start of a text than behind a `;`: a byte order mark, a
  /// `#!` line.
  public static func beginsOddly(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) || bytes.starts(with: [0xFF, 0xFE])
      || bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0x23, 0x21])
  }
}
