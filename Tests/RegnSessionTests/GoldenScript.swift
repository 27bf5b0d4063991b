import Foundation
import RegnPhrases

/// A golden script: queries and the answers they must print.
///
/// Blocks are separated by one empty line. A block is optional `# comment` lines, the query, a line `---`,
/// the answer: sections separated by a line `--`, each a result (`name:type,…` and CSV rows) or a diagnostic
/// as a terminal shows it. Comments of the form `# key: value` that name a directive change how the block is
/// run; a block of comments alone speaks for all blocks after it.
struct GoldenScript {
  /// How a block is run.
  struct Directives: Equatable {
    var threads = 2
    var parameters: [String: String] = [:]
    /// Rows are compared as a set.
    var isUnordered = false
    /// Tables of files, with paths relative to the script.
    var tables: [String: String] = [:]
    /// A folder of files that are tables, relative to the script.
    var data: String?
    /// Whether the query is written in short: see `ShortQuery`.
    var isShort = false
    var memoryLimit = 1_000_000_000
    /// Where rows that memory does not hold are set aside; `system` for the system's folder, nil for nowhere.
    var temporaryFolder: String?
    var cancelAtCheckpoint = 0
    /// In milliseconds.
    var timeout: Int?
    /// The query is not run but checked, as `regn check` does.
    var isCheck = false
    /// The language of what is said.
    var language = Language.en

    /// Takes a comment's text (after `#`); false when it is only a comment.
    mutating func apply(_ comment: String) -> Bool {
      let parts = comment.split(separator: ":", maxSplits: 1).map { GoldenScript.trimmed(String($0)) }
      let value = parts.count == 2 ? parts[1] : ""
      func pair() -> (String, String) {
        let sides = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
          String.init)
        return (sides[0], sides.count == 2 ? sides[1] : "")
      }
      switch parts.first {
      case "threads": threads = Int(value) ?? threads
      case "param":
        let (name, text) = pair()
        parameters[name] = text
      case "table":
        let (name, path) = pair()
        tables[name] = path
      case "data": data = value
      case "short": isShort = true
      case "unordered": isUnordered = true
      case "check": isCheck = true
      case "locale": language = Language(locale: value)
      case "memory-limit": memoryLimit = Int(value) ?? memoryLimit
      case "temp-dir":
        temporaryFolder = value == "system" ? FileManager.default.temporaryDirectory.path : value
      case "cancel-at-checkpoint": cancelAtCheckpoint = Int(value) ?? 0
      case "timeout": timeout = Int(value)
      default: return false
      }
      return true
    }
  }

  struct Block {
    /// The number of the query's first line in the script, from 1.
    var line: Int
    var comments: [String]
    var directives: Directives
    var query: String
    /// Nil when there is no `---` line yet.
    var answer: String?
  }

  /// The path below the folder of scripts.
  var path: String
  /// Comments that speak for the blocks after them, by the number of the block before which they stand.
  var headings: [Int: [String]] = [:]
  var blocks: [Block] = []
  /// Whether all blocks share a session.
  var isSession = false

  init(path: String, text: String) {
    self.path = path
    var shared = Directives()
    var pending: [(line: Int, text: String)] = []
    func finish(_ lines: [(line: Int, text: String)]) {
      let comments = lines.prefix { $0.text.hasPrefix("#") }.map(\.text)
      var directives = shared
      for comment in comments {
        let content = GoldenScript.trimmed(String(comment.dropFirst()))
        if content == "session" { isSession = true } else { _ = directives.apply(content) }
      }
      let rest = lines.dropFirst(comments.count)
      guard let first = rest.first else {
        shared = directives
        headings[blocks.count, default: []] += (headings[blocks.count] == nil ? [] : [""]) + comments
        return
      }
      let query = rest.prefix { $0.text != "---" }
      let answer = rest.dropFirst(query.count + 1)
      blocks.append(
        Block(
          line: first.line, comments: comments, directives: directives,
          query: query.map(\.text).joined(separator: "\n"),
          answer: query.count == rest.count ? nil : answer.map(\.text).joined(separator: "\n")))
    }
    for (index, line) in GoldenScript.lines(text).enumerated() {
      if line.isEmpty {
        if !pending.isEmpty { finish(pending) }
        pending = []
      } else {
        pending.append((index + 1, line))
      }
    }
    if !pending.isEmpty { finish(pending) }
  }

  /// The script's text with the blocks' answers as they are now.
  var text: String {
    var parts: [String] = []
    for (index, block) in blocks.enumerated() {
      if let heading = headings[index] { parts.append(heading.joined(separator: "\n")) }
      parts.append((block.comments + [block.query, "---", block.answer ?? ""]).joined(separator: "\n"))
    }
    if let heading = headings[blocks.count] { parts.append(heading.joined(separator: "\n")) }
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// The lines of a text: only `\n` ends one.
  static func lines(_ text: String) -> [String] {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  static func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
