import RegnPhrases

/// How grave a diagnostic is.
public enum Severity: String, Hashable, Sendable {
  /// The query cannot be run.
  case error
  /// The query runs, but probably not as meant.
  case warning
  /// Worth knowing; nothing need be wrong.
  case note

  /// What it is called where people read it.
  public var word: Phrase {
    switch self {
    case .error: "error"
    case .warning: "warning"
    case .note: "note"
    }
  }
}

/// The stable name of a kind of diagnostic.
///
/// Codes: `RG00xx` lexical, `RG01xx` syntax and habits from other languages, `RG02xx` names, `RG03xx` types,
/// `RG04xx` the data, `RG05xx` limits and what is out of scope, `RG06xx` running, `RG07xx` doubts. Each room
/// lists its own in an extension, as ``syntaxCodes`` does.
public struct DiagnosticCode: Hashable, Sendable {
  /// The stable identifier, such as `RG0102`.
  public let id: String
  /// The severity that its diagnostics have unless they say otherwise.
  public let severity: Severity
  /// A short description of the mistake, for lists and help.
  public let title: String

  /// Makes a code; `id` is `RG` and four digits.
  public init(_ id: String, _ severity: Severity, _ title: String) {
    self.id = id
    self.severity = severity
    self.title = title
  }

  public static func == (left: DiagnosticCode, right: DiagnosticCode) -> Bool { left.id == right.id }
  public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}
