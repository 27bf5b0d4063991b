import RegnPhrases

extension Diagnostic {
  /// The diagnostic as one line of JSON, without the line end: code, severity, message, label, file, start
  /// and end (line and column from 1, columns in Unicode scalars), notes, fixes (title, edits), related
  /// places.
  public func json(in text: SourceText, language: Language = .en) -> String {
    var out = "{\"code\":\(jsonString(code.id)),\"severity\":\(jsonString(severity.rawValue))"
    out += ",\"message\":\(jsonString(message.text(language))),\"file\":\(jsonString(text.fileName))"
    out += "," + Diagnostic.json(span, in: text)
    if !label.isEmpty { out += ",\"label\":\(jsonString(label.text(language)))" }
    if !notes.isEmpty { out += ",\"notes\":" + Diagnostic.json(notes, language) }
    let fixes = fixes.map { fix in
      let edits = fix.edits.map { edit in
        "{\(Diagnostic.json(edit.span, in: text)),\"replacement\":\(jsonString(edit.replacement))}"
      }
      return "{\"title\":\(jsonString(fix.title.text(language))),\"edits\":[\(edits.joined(separator: ","))]}"
    }
    out += ",\"fixes\":[\(fixes.joined(separator: ","))]"
    if !related.isEmpty {
      let places = related.map {
        "{\(Diagnostic.json($0.span, in: text)),\"message\":\(jsonString($0.message.text(language)))}"
      }
      out += ",\"related\":[\(places.joined(separator: ","))]"
    }
    return out + "}"
  }

  /// What is no diagnostic of the language, such as a failure while running, in the same form: with file,
  /// start and end when `place` is known.
  public static func json(
    code: String, severity: Severity, message: Phrase, notes: [Phrase] = [],
    place: (span: SourceSpan, text: SourceText)? = nil, language: Language = .en
  ) -> String {
    var out = "{\"code\":\(jsonString(code)),\"severity\":\(jsonString(severity.rawValue))"
    out += ",\"message\":\(jsonString(message.text(language)))"
    if let (span, text) = place {
      out += ",\"file\":\(jsonString(text.fileName))," + json(span, in: text)
    }
    if !notes.isEmpty { out += ",\"notes\":" + Diagnostic.json(notes, language) }
    return out + ",\"fixes\":[]}"
  }

  private static func json(_ notes: [Phrase], _ language: Language) -> String {
    "[\(notes.map { jsonString($0.text(language)) }.joined(separator: ","))]"
  }

  private static func json(_ span: SourceSpan, in text: SourceText) -> String {
    let start = text.position(at: span.start)
    let end = text.position(at: span.end)
    return "\"start\":{\"line\":\(start.line),\"column\":\(start.column)},"
      + "\"end\":{\"line\":\(end.line),\"column\":\(end.column)}"
  }
}

/// A string as a JSON string with its quotes; control characters and line separators are escaped.
private func jsonString(_ string: String) -> String {
  var out = "\""
  for scalar in string.unicodeScalars {
    switch scalar {
    case "\"": out += "\\\""
    case "\\": out += "\\\\"
    case "\n": out += "\\n"
    case "\r": out += "\\r"
    case "\t": out += "\\t"
    default:
      if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        || (0x2028...0x2029).contains(scalar.value)
      {
        let digits = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      } else {
        out.unicodeScalars.append(scalar)
      }
    }
  }
  return out + "\""
}
