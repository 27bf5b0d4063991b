import RegnLanguageService
import RegnSyntax

/// A document that the client has open.
struct OpenDocument {
  let uri: String
  var version: Int?
  var document: Document
  /// Whether the client has not been told what is wrong in the text as it is now.
  var isDirty = true
  /// The rows that statements gave when they were last run, by their number; forgotten when the text changes.
  var rows: [Int: Int] = [:]
  /// The semantic tokens last given, for the difference to the next.
  var tokens: (id: Int, data: [Int])?

  var text: SourceText { document.text }

  /// Makes the changes of a notification, in order.
  mutating func apply(_ changes: [JSON], _ encoding: PositionEncoding) throws(RPCError) {
    isDirty = true
    rows = [:]
    for change in changes {
      guard let text = change["text"]?.string else { throw .parameter("contentChanges") }
      var span = document.text.span
      if let range = change["range"] { span = try encoding.span(range, document.text) }
      document.replace(span.start..<span.end, with: Array(text.utf8))
    }
  }
}
