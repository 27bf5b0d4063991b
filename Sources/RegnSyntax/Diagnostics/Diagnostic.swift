/// A change to a text: the bytes of `span` become `replacement`.
public struct TextEdit: Hashable, Sendable {
  /// What is replaced; empty for an insertion.
  public var span: SourceSpan
  /// The new text; empty for a deletion.
  public var replacement: String

  /// Makes an edit.
  public init(_ span: SourceSpan, _ replacement: String) {
    self.span = span
    self.replacement = replacement
  }
}

/// A way to mend what a diagnostic speaks of.
public struct Fix: Hashable, Sendable {
  /// What the fix does, as an editor's menu shows it.
  public var title: String
  /// The edits, which do not overlap.
  public var edits: [TextEdit]

  /// Makes a fix of several edits.
  public init(_ title: String, edits: [TextEdit]) {
    self.title = title
    self.edits = edits
  }

  /// Makes a fix that replaces one span.
  public init(_ title: String, replace span: SourceSpan, with replacement: String) {
    self.init(title, edits: [TextEdit(span, replacement)])
  }

  /// The text with the fix applied; edits outside the text are left out.
  public func applied(to text: SourceText) -> String {
    var bytes: [UInt8] = []
    var at = 0
    for edit in edits.sorted(by: { $0.span.start < $1.span.start }) {
      guard edit.span.start >= at, edit.span.end <= text.count else { continue }
      bytes += text.bytes[at..<edit.span.start]
      bytes += Array(edit.replacement.utf8)
      at = edit.span.end
    }
    bytes += text.bytes[at...]
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// A sentence whose very long words, names and numbers of a text, are cut, and which ends at some length.
private func shortened(_ text: String) -> String {
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

/// A mistake, a doubt or a remark about a place in a text.
public struct Diagnostic: Hashable, Sendable {
  /// A second place that a diagnostic speaks of, such as where a bracket was opened.
  public struct Related: Hashable, Sendable {
    /// The place.
    public var span: SourceSpan
    /// What is to be said of it.
    public var message: String

    /// Makes a remark about a place.
    public init(_ span: SourceSpan, _ message: String) {
      self.span = span
      self.message = message
    }
  }

  /// The stable code.
  public var code: DiagnosticCode
  /// The severity; the code's own unless given.
  public var severity: Severity
  /// What is wrong, one sentence without a full stop.
  public var message: String
  /// What is underlined.
  public var span: SourceSpan
  /// The text beside the carets; may be empty.
  public var label: String
  /// Further lines below the source line.
  public var notes: [String]
  /// Ways to mend it; the first is the likeliest.
  public var fixes: [Fix]
  /// Other places that matter.
  public var related: [Related]

  /// Makes a diagnostic with the severity of its code.
  public init(
    _ code: DiagnosticCode, _ message: String, at span: SourceSpan, label: String = "", notes: [String] = [],
    fixes: [Fix] = [], related: [Related] = [], severity: Severity? = nil
  ) {
    self.code = code
    self.severity = severity ?? code.severity
    self.message = shortened(message)
    self.span = span
    self.label = shortened(label)
    self.notes = notes.map(shortened)
    self.fixes = fixes
    self.related = related
  }
}
