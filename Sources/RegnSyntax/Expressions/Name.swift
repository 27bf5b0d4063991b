/// A name: of a column, a table, a function, a `let`, a setting.
public struct Name: SyntaxView {
  public static let kind = SyntaxKind.name
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The name itself, without brackets and quotes; settings may be dotted: `hint.strategy`.
  public var name: String {
    let parts = node.tokens(.name)
    guard parts.count == 1, let part = parts.first, part.kind == .stringLiteral else { return node.text }
    return String(
      decoding: stringLiteralValue(node.tree.text.bytes[part.span.start..<part.span.end]), as: UTF8.self)
  }
  /// Whether it stands in brackets and quotes: `['two words']`.
  public var isQuoted: Bool { node.token(.open) != nil }
}

/// A name in which `*` stands for any letters: `T*`, `*_x`.
public struct WildcardName: SyntaxView {
  public static let kind = SyntaxKind.wildcardName
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The pattern as written.
  public var pattern: String { node.text }

  /// Whether a name fits the pattern; case matters.
  public func matches(_ name: String) -> Bool { wildcardMatches(pattern, name) }
}

/// Whether `name` fits `pattern`, whose `*` stand for any bytes; linear but for the number of stars.
public func wildcardMatches(_ pattern: String, _ name: String) -> Bool {
  let pattern = Array(pattern.utf8)
  let name = Array(name.utf8)
  var p = 0
  var n = 0
  var star = -1
  var resume = 0
  while n < name.count {
    if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
      star = p
      p += 1
      resume = n
    } else if p < pattern.count, pattern[p] == name[n] {
      p += 1
      n += 1
    } else if star >= 0 {
      p = star + 1
      resume += 1
      n = resume
    } else {
      return false
    }
  }
  while p < pattern.count, pattern[p] == UInt8(ascii: "*") { p += 1 }
  return p == pattern.count
}
