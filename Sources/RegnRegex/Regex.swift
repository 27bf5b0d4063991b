/// A compiled regular expression of KQL's dialect (the reference's page "Regex syntax"). It is immutable and
/// can be shared between threads; matching happens in a `Matcher`, of which each worker makes its own.
///
/// Matching takes time in proportion to the text, whatever the pattern. Of several matches the leftmost is
/// found, and of those the one that the pattern prefers: earlier alternatives first, greedy repetitions long.
/// Text is UTF-8; a byte that is not valid UTF-8 is matched by nothing.
public struct Regex: Sendable {
  /// The pattern as it was given.
  public let pattern: String
  let program: Program
  let shelf = AutomataShelf()

  /// Compiles a pattern. With `caseInsensitive` it is read as if it began with `(?i)`.
  ///
  /// The error says what is wrong and where; patterns that are too long, too deep or too large when their
  /// repetitions are written out are refused too.
  public init(_ pattern: String, caseInsensitive: Bool = false) throws(RegexError) {
    self.pattern = pattern
    var parser = Parser(pattern)
    parser.flags.ignoreCase = caseInsensitive
    let node = try parser.parse()
    program = try Program(node, captureNames: parser.captureNames)
  }

  /// The number of capture groups, not counting the whole match, which is group 0.
  public var captureCount: Int { program.captureNames.count - 1 }

  /// The names of groups by number, from group 0 (the whole match, which has none) on; nil for a group
  /// without a name.
  public var captureNames: [String?] { program.captureNames }

  /// The pattern that matches exactly `text`.
  public static func escape(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", ".", "+", "*", "?", "(", ")", "|", "[", "]", "{", "}", "^", "$", "#", "&", "-", "~":
        result.append("\\")
      default: break
      }
      result.append(scalar)
    }
    return String(result)
  }

  // MARK: Convenience, for a single text

  /// Whether the pattern matches anywhere in the text. Makes a matcher for this one call.
  public func isMatch(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { Matcher(self).isMatch($0) }
  }

  /// The first match at or after a place (in bytes of UTF-8). Makes a matcher for this one call.
  public func firstMatch(in text: String, from start: Int = 0) -> Match? {
    var text = text
    return text.withUTF8 { bytes in
      let matcher = Matcher(self)
      guard matcher.findGroups(in: bytes, from: start) != nil else { return nil }
      return matcher.match
    }
  }

  /// All matches that do not overlap, from left to right. Makes a matcher for this one call.
  public func matches(in text: String) -> [Match] {
    var text = text
    return text.withUTF8 { bytes in
      let matcher = Matcher(self)
      var result: [Match] = []
      matcher.forEachMatch(in: bytes, groups: true) { _ in
        result.append(matcher.match)
        return true
      }
      return result
    }
  }

  /// The text with every match replaced, as `Matcher.replaceAll` does. Makes a matcher for this one call.
  public func replacingMatches(in text: String, with replacement: Replacement) -> String {
    var text = text
    return text.withUTF8 { bytes in
      var result: [UInt8] = []
      Matcher(self).replaceAll(in: bytes, with: replacement, into: &result) { _ in }
      return String(decoding: result, as: UTF8.self)
    }
  }
}

/// A match and its groups.
public struct Match: Sendable, Equatable {
  /// The bytes of the text that the groups took, by number, group 0 being the whole match; nil for a group
  /// that took no part.
  public let groups: [Range<Int>?]
  /// The bytes of the text that match.
  public var range: Range<Int> { groups.first.flatMap { $0 } ?? 0..<0 }
}
