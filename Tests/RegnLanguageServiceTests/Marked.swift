import RegnLanguageService
import RegnSession
import RegnSyntax

/// A document whose text shows places by `▮`.
struct Marked {
  let document: Document
  /// The offsets of the marks, which are not in the text.
  let offsets: [Int]

  init(_ text: String, session: Session = Session()) {
    var bytes: [UInt8] = []
    var offsets: [Int] = []
    for character in text {
      if character == "▮" { offsets.append(bytes.count) } else { bytes += Array(String(character).utf8) }
    }
    document = Document(SourceText(bytes: bytes), context: session.bindingContext)
    self.offsets = offsets
  }

  /// The texts of the completions at the first mark.
  var completions: [String] { document.completions(at: offsets[0]).items.map(\.text) }

  /// The text of a span.
  subscript(span: SourceSpan) -> String { document.text[span] }
}

/// The texts of the completions at `▮`.
func completions(_ text: String, session: Session = Session()) -> [String] {
  Marked(text, session: session).completions
}
