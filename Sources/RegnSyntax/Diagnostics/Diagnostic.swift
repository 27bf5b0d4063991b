import RegnPhrases

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
  public var title: Phrase
  /// The edits, which do not overlap.
  public var edits: [TextEdit]

  /// Makes a fix of several edits.
  public init(_ title: Phrase, edits: [TextEdit]) {
    self.title = title
    self.edits = edits
  }

  /// Makes a fix that replaces one span.
  public init(_ title: Phrase, replace span: SourceSpan, with replacement: String) {
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

/// A mistake, a doubt or a remark about a place in a text.
public struct Diagnostic: Hashable, Sendable {
  /// A second place that a diagnostic speaks of, such as where a bracket was opened.
  public struct Related: Hashable, Sendable {
    /// The place.
    public var span: SourceSpan
    /// What is to be said of it.
    public var message: Phrase

    /// Makes a remark about a place.
    public init(_ span: SourceSpan, _ message: Phrase) {
      self.span = span
      self.message = message
    }
  }

  /// The stable code.
  public var code: DiagnosticCode
  /// The severity; the code's own unless given.
  public var severity: Severity
  /// What is underlined. (Before the texts, as comparing it tells most diagnostics apart.)
  public var span: SourceSpan
  /// What is wrong, one sentence without a full stop.
  public var message: Phrase
  /// The text beside the carets; may be empty.
  public var label: Phrase
  /// Further lines below the source line.
  public var notes: [Phrase]
  /// Ways to mend it; the first is the likeliest.
  public var fixes: [Fix]
  /// Other places that matter.
  public var related: [Related]

  /// Makes a diagnostic with the severity of its code.
  public init(
    _ code: DiagnosticCode, _ message: Phrase, at span: SourceSpan, label: Phrase = "", notes: [Phrase] = [],
    fixes: [Fix] = [], related: [Related] = [], severity: Severity? = nil
  ) {
    self.code = code
    self.severity = severity ?? code.severity
    self.message = message.shortened()
    self.span = span
    self.label = label.shortened()
    self.notes = notes.map { $0.shortened() }
    self.fixes = fixes
    self.related = related
  }
}
