/// A text for people, which can be said in several languages: an English pattern with holes, and what stands
/// in them.
///
/// One writes it as a string, `"no column named `\(name)` in \(table)"`; the pattern is then "no column named
/// `{1}` in {2}", by which ``Catalogue`` finds the translation. What stands in a hole is taken as it is,
/// unless it is a phrase, which is translated, too. Words that depend on a case are therefore phrases of
/// their own and never strings: `let what: Phrase = isTable ? "a table" : "a column"`. A sentence that
/// depends on a count is written twice, `count == 1 ? "1 row" : "\(count) rows"`, as endings differ among
/// languages.
///
/// Making one puts no text together; that is done when somebody is to read it.
public struct Phrase: Sendable {
  /// What stands in a hole.
  enum Argument: Sendable {
    case text(String)
    case phrase(Phrase)
    /// What is kept as data, which the catalogue may have a translation of.
    case known(String)
    /// A number whose thousands stand apart.
    case grouped(Int)
  }

  /// The English text with `{1}`, `{2}` … for the arguments.
  let pattern: String
  let arguments: [Argument]
  private var isShortened = false

  /// A text that is the same in all languages, such as a name or what somebody else has written.
  public init(verbatim text: String) {
    self.init(pattern: "{1}", [.text(text)])
  }

  /// A text that is kept as data, such as the description of a built-in table or a unit. It is said in Danish
  /// when the catalogue has it, and else stands as it is, like what others have written.
  public init(known text: String) {
    self.init(pattern: "{1}", [.known(text)])
  }

  init(pattern: String, _ arguments: [Argument]) {
    self.pattern = pattern
    self.arguments = arguments
  }

  /// Whether there is nothing to say.
  public var isEmpty: Bool {
    guard !pattern.isEmpty else { return true }
    guard pattern == "{1}", case let first? = arguments.first else { return false }
    return switch first {
    case .text(let text), .known(let text): text.isEmpty
    case .phrase(let phrase): phrase.isEmpty
    case .grouped: false
    }
  }

  /// Whether the English text holds a part.
  public func contains(_ part: String) -> Bool { description.contains(part) }

  /// The text in a language; parts that have no translation stand in English.
  public func text(_ language: Language) -> String {
    let said = language == .en ? pattern : Catalogue.translation(of: pattern, language) ?? pattern
    guard !arguments.isEmpty else { return isShortened ? Phrase.shortened(said) : said }
    var out = ""
    for part in PatternPart.parts(of: said) {
      guard case .hole(let number) = part, arguments.indices.contains(number - 1) else {
        part.write(to: &out)
        continue
      }
      switch arguments[number - 1] {
      case .text(let text): out += text
      case .phrase(let phrase): out += phrase.text(language)
      case .known(let text): out += Catalogue.translation(of: text, language) ?? text
      case .grouped(let number): out += language.grouped(number)
      }
    }
    return isShortened ? Phrase.shortened(out) : out
  }

  /// The phrase with very long words, names and numbers of a text, cut, and an end at some length.
  public func shortened() -> Phrase {
    var copy = self
    copy.isShortened = true
    return copy
  }

  /// The patterns of the phrase and of its parts that a language has no translation of.
  public func untranslated(_ language: Language) -> [String] {
    let isMissing = Catalogue.needsTranslation(pattern) && Catalogue.translation(of: pattern, language) == nil
    return (isMissing ? [pattern] : [])
      + arguments.flatMap { argument in
        if case .phrase(let phrase) = argument { return phrase.untranslated(language) }
        return []
      }
  }

  private static func shortened(_ text: String) -> String {
    let longestWord = 80
    let longest = 1_200
    guard text.utf8.count > longestWord else { return text }
    var result = String.UnicodeScalarView()
    var word = 0
    var count = 0
    for scalar in text.unicodeScalars {
      word = scalar == " " ? 0 : word + 1
      if word > longestWord {
        if word == longestWord + 1 { result.append("…") }
        // The sign that closes what is quoted stays.
        if scalar != "`" && scalar != "\"" { continue }
      }
      count += 1
      if count > longest {
        result.append("…")
        break
      }
      result.append(scalar)
    }
    return String(result)
  }
}

extension Phrase: CustomStringConvertible {
  /// The English text.
  public var description: String { text(.en) }
}

// Phrases are the same when they say the same.
extension Phrase: Hashable {
  public static func == (left: Phrase, right: Phrase) -> Bool { left.description == right.description }

  public func hash(into hasher: inout Hasher) { hasher.combine(description) }
}

extension Phrase: ExpressibleByStringInterpolation {
  public init(stringLiteral: String) { self.init(pattern: stringLiteral, []) }

  public init(stringInterpolation: StringInterpolation) {
    self.init(pattern: stringInterpolation.pattern, stringInterpolation.arguments)
  }

  /// Gathers the pattern and what stands in its holes.
  public struct StringInterpolation: StringInterpolationProtocol {
    var pattern = ""
    var arguments: [Argument] = []

    public init(literalCapacity: Int, interpolationCount: Int) {
      pattern.reserveCapacity(literalCapacity + 3 * interpolationCount)
      arguments.reserveCapacity(interpolationCount)
    }

    public mutating func appendLiteral(_ literal: String) { pattern += literal }

    /// What is said in each language.
    public mutating func appendInterpolation(_ phrase: Phrase) { append(.phrase(phrase)) }

    /// A name, a number, a part of a query: the same in each language. Disfavoured, so that a literal in a
    /// hole is a phrase.
    @_disfavoredOverload
    public mutating func appendInterpolation(_ text: some CustomStringConvertible) {
      append(.text(text.description))
    }

    /// A number whose thousands stand apart: `10,000,000`, and in Danish `10.000.000`.
    public mutating func appendInterpolation(grouped number: Int) { append(.grouped(number)) }

    private mutating func append(_ argument: Argument) {
      arguments.append(argument)
      pattern += "{\(arguments.count)}"
    }
  }
}

extension Phrase {
  /// Several things with a conjunction before the last: "a, b or c".
  public static func or(_ items: [String]) -> Phrase { or(items.map { Phrase(verbatim: $0) }) }

  /// Several things with a conjunction before the last: "a, b or c".
  public static func or(_ items: [Phrase]) -> Phrase {
    guard items.count > 1, let last = items.last else { return items.first ?? "" }
    return "\(items.dropLast().joined(separator: ", ")) or \(last)"
  }

  /// Several things with a conjunction before the last: "a, b and c".
  public static func and(_ items: [String]) -> Phrase { and(items.map { Phrase(verbatim: $0) }) }

  /// Several things with a conjunction before the last: "a, b and c".
  public static func and(_ items: [Phrase]) -> Phrase {
    guard items.count > 1, let last = items.last else { return items.first ?? "" }
    return "\(items.dropLast().joined(separator: ", ")) and \(last)"
  }
}

extension Sequence<Phrase> {
  /// The phrases one behind the other, with a separator between two.
  public func joined(separator: String = "") -> Phrase {
    var pattern = ""
    var arguments: [Phrase.Argument] = []
    for phrase in self {
      if !arguments.isEmpty { pattern += separator }
      arguments.append(.phrase(phrase))
      pattern += "{\(arguments.count)}"
    }
    return Phrase(pattern: pattern, arguments)
  }
}
