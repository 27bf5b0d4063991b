/// A language that the course is held in.
public enum CourseLanguage: String, Sendable, CaseIterable {
  case en
  case da

  /// The language that the environment asks for: Danish or, for all others, English.
  ///
  /// - Parameter settings: the values of `LC_ALL`, `LC_MESSAGES` and `LANG`, of which the first that is not
  ///   empty decides, as POSIX says.
  public init(settings: [String?]) {
    let first = settings.lazy.compactMap { $0 }.first { !$0.isEmpty } ?? ""
    let language = first.prefix { $0 != "_" && $0 != "." && $0 != "@" }
    self = language.lowercased() == "da" ? .da : .en
  }
}

/// A text of a lesson in the languages in which it is written.
public struct Translated: Sendable, Hashable {
  /// The texts by language.
  public let texts: [CourseLanguage: String]

  public init(_ texts: [CourseLanguage: String]) { self.texts = texts }

  /// The text in a language; where there is none, in the other; empty when there is no text at all.
  public subscript(language: CourseLanguage) -> String {
    texts[language] ?? CourseLanguage.allCases.lazy.compactMap { texts[$0] }.first ?? ""
  }

  /// Whether nothing is said in any language.
  public var isEmpty: Bool { texts.isEmpty }
}
