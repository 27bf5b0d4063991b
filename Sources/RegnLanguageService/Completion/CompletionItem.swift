import RegnData
import RegnPhrases
import RegnSyntax

/// One thing that could stand at a place of a text.
public struct CompletionItem: Sendable, Hashable {
  /// What a completion is.
  public enum Kind: String, Sendable, Hashable {
    case table, column, function, tabularOperator, keyword, option, value, variable, type, file
  }

  /// What is inserted.
  public let text: String
  public let kind: Kind
  /// A few words about it: a type, a summary, `57 rows`.
  public let detail: Phrase
  /// What to insert where the client knows placeholders, in the Language Server Protocol's snippet syntax:
  /// `round(${1:number}, ${2:digits})`.
  public var snippet: String?

  public init(text: String, kind: Kind, detail: Phrase = "", snippet: String? = nil) {
    self.text = text
    self.kind = kind
    self.detail = detail
    self.snippet = snippet
  }
}

/// The completions at a place, and the bytes of the text that each of them replaces.
public struct CompletionList: Sendable {
  /// The best first.
  public let items: [CompletionItem]
  public let replacing: Range<Int>
  /// Whether there are more than were given; the next letter may bring others.
  public let isIncomplete: Bool

  public init(items: [CompletionItem], replacing: Range<Int>, isIncomplete: Bool = false) {
    self.items = items
    self.replacing = replacing
    self.isIncomplete = isIncomplete
  }
}

/// How well a candidate fits the letters that were typed.
enum Fit: Int, Comparable {
  /// It begins with them.
  case beginning
  /// One of its words does: `inhabitants` for `kr_per_inhabitant`.
  case word
  /// They stand somewhere in it.
  case within

  static func < (left: Fit, right: Fit) -> Bool { left.rawValue < right.rawValue }

  /// The fit of a candidate whose letters are folded; nil when it does not fit.
  init?(_ candidate: [Unicode.Scalar], typed: [Unicode.Scalar]) {
    guard !typed.isEmpty else {
      self = .beginning
      return
    }
    if candidate.starts(with: typed) {
      self = .beginning
      return
    }
    var found = false
    var at = 1
    while at + typed.count <= candidate.count {
      if candidate[at...].starts(with: typed) {
        if !candidate[at - 1].properties.isAlphabetic {
          self = .word
          return
        }
        found = true
      }
      at += 1
    }
    guard found, typed.count > 1 else { return nil }
    self = .within
  }
}
