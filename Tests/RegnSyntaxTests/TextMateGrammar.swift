import Foundation

/// A TextMate grammar, and what an editor makes of it: line by line, the rule that matches first, of those
/// the one that stands first; a rule with an end holds until its end matches.
struct TextMateGrammar {
  /// A piece of a line with the name that the grammar gives it.
  struct Piece: Equatable {
    var range: Range<Int>
    var scope: String
  }

  struct Flaw: Error { var what: String }

  private final class Rule {
    var inner: [Rule] = []
    var name: String?
    var match: NSRegularExpression?
    var end: NSRegularExpression?
    var captures: [Int: String] = [:]
  }

  private var top: [Rule] = []

  init(json: Data) throws {
    guard let root = try JSONSerialization.jsonObject(with: json) as? [String: Any],
      let patterns = root["patterns"] as? [[String: Any]],
      let repository = root["repository"] as? [String: [String: Any]]
    else { throw Flaw(what: "no patterns or no repository") }
    top = try Self.flattened(patterns, repository)
  }

  private static func flattened(
    _ patterns: [[String: Any]], _ repository: [String: [String: Any]]
  ) throws -> [Rule] {
    var found: [Rule] = []
    for pattern in patterns {
      if let include = pattern["include"] as? String {
        guard let entry = repository[String(include.dropFirst())],
          let listed = entry["patterns"] as? [[String: Any]]
        else { throw Flaw(what: "nothing is named \(include)") }
        found += try flattened(listed, repository)
        continue
      }
      let rule = Rule()
      rule.name = pattern["name"] as? String
      guard let start = pattern["match"] as? String ?? pattern["begin"] as? String else {
        throw Flaw(what: "a rule without match or begin")
      }
      rule.match = try NSRegularExpression(pattern: start)
      if pattern["begin"] != nil {
        guard let end = pattern["end"] as? String else { throw Flaw(what: "no end of \(start)") }
        rule.end = try NSRegularExpression(pattern: end)
      }
      for (number, capture) in pattern["captures"] as? [String: [String: Any]] ?? [:] {
        guard let number = Int(number), let name = capture["name"] as? String else {
          throw Flaw(what: "a capture without number or name in \(start)")
        }
        rule.captures[number] = name
      }
      rule.inner = try flattened(
        pattern["patterns"] as? [[String: Any]] ?? [], repository)
      found.append(rule)
    }
    return found
  }

  /// The pieces of a text that have a name, by offsets in UTF-16, in order; inner ones behind those around
  /// them.
  func pieces(_ text: String) -> [Piece] {
    var pieces: [Piece] = []
    var open: (rule: Rule, start: Int)?
    var base = 0
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = String(line)
      let length = line.utf16.count
      var at = 0
      while at <= length {
        let candidates = open?.rule.inner ?? top
        let rest = NSRange(location: at, length: length - at)
        func first(_ pattern: NSRegularExpression?) -> NSTextCheckingResult? {
          // The beginning of a text is that of its first line alone.
          let isOnlyAtStart = pattern?.pattern.hasPrefix("\\A") == true
          if isOnlyAtStart, number > 0 { return nil }
          return pattern?.firstMatch(
            in: line, options: [.withTransparentBounds, .withoutAnchoringBounds], range: rest)
        }
        var best: (rule: Rule?, match: NSTextCheckingResult)?
        if let open, let end = first(open.rule.end) { best = (nil, end) }
        for rule in candidates {
          if let match = first(rule.match), match.range.location < best?.match.range.location ?? .max {
            best = (rule, match)
          }
        }
        guard let (rule, match) = best else { break }
        let end = match.range.location + match.range.length
        let range = base + match.range.location..<base + end
        if let rule {
          if rule.end != nil {
            open = (rule, range.lowerBound)
          } else {
            if let name = rule.name { pieces.append(Piece(range: range, scope: name)) }
            for (group, name) in rule.captures.sorted(by: { $0.key < $1.key }) {
              let part = match.range(at: group)
              guard part.location != NSNotFound, part.length > 0 else { continue }
              pieces.append(
                Piece(range: base + part.location..<base + part.location + part.length, scope: name))
            }
          }
        } else if let closed = open {
          pieces.append(Piece(range: closed.start..<range.upperBound, scope: closed.rule.name ?? ""))
          open = nil
        }
        at = end > at || rule == nil ? max(end, at) : end + 1
        // An empty end at the end of the line leaves nothing more to read.
        if rule == nil, end == length { break }
      }
      base += length + 1
    }
    if let open { pieces.append(Piece(range: open.start..<base - 1, scope: open.rule.name ?? "")) }
    return pieces
  }
}
