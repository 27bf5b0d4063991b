import RegnData
import RegnPhrases
import RegnSyntax

/// Says on standard error what the user should know: diagnostics, failures, remarks; as text or JSON.
struct Reporter: Sendable {
  var form = DiagnosticsForm.text
  var color = ColorChoice.auto
  var language = Language.en

  private var renderer: DiagnosticRenderer {
    let terminal = Terminal.standardError
    return DiagnosticRenderer(
      color: terminal.usesColor(color), width: terminal.isTerminal ? terminal.width : nil,
      language: language)
  }

  /// Shows the diagnostics of a text.
  func show(_ diagnostics: [Diagnostic], in text: SourceText) {
    guard !diagnostics.isEmpty else { return }
    switch form {
    case .json: for diagnostic in diagnostics { write(diagnostic.json(in: text, language: language) + "\n") }
    case .text: write(renderer.render(diagnostics, in: text))
    }
  }

  /// Says what failed, and in which statement of a script when that is not plain.
  func complain(_ error: ExecutionError, at place: (span: SourceSpan, text: SourceText)? = nil) {
    tell(.error, code: error.code, error.message, hint: error.hint, at: place)
  }

  /// Says what went otherwise than asked for, though it went on.
  func warn(_ error: ExecutionError) { tell(.warning, code: error.code, error.message, hint: error.hint) }

  /// Says what is worth knowing.
  func remark(_ message: Phrase) { tell(.note, code: "", message) }

  /// Writes a line that is the same in every form, such as a time.
  func line(_ text: String) { write(text + "\n") }

  private func tell(
    _ severity: Severity, code: String, _ message: Phrase, hint: Phrase = "",
    at place: (span: SourceSpan, text: SourceText)? = nil
  ) {
    switch form {
    case .json:
      let json = Diagnostic.json(
        code: code, severity: severity, message: message, notes: hint.isEmpty ? [] : [hint], place: place,
        language: language)
      write(json + "\n")
    case .text:
      // With one statement, its place says nothing.
      let isPlain = place.map { Parser.parse($0.text).root.statements.count < 2 } ?? true
      write(
        renderer.render(
          code: code, severity: severity, message: message, hint: hint, place: isPlain ? nil : place))
    }
  }

  private func write(_ text: String) { Terminal.standardError.write(text) }
}
