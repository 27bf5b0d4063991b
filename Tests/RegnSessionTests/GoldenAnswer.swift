import RegnData
import RegnPhrases
import RegnSyntax

/// Writes results in the form of the golden scripts: `name:type,…`, then CSV rows. A null is an empty field,
/// an empty string is `""`; where a row has one column only, a null is `(null)`, as an empty line ends a
/// block. What `render` asked for follows as a last line.
enum GoldenAnswer {
  static func text(_ result: ResultTable) -> String {
    let header = result.columns.map { quoted("\($0.name):\($0.type.rawValue)") }.joined(separator: ",")
    return lines(result, header: header, marksNulls: true)
  }

  /// What `render` asked for, as a line behind the rows; empty when it asked for nothing.
  static func text(_ render: RenderRequest?) -> String {
    guard let render else { return "" }
    let properties = render.properties.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }
    return "\nrender \(render.kind)" + properties.joined()
  }

  /// The form of the functions' examples: no types, and a null is always empty.
  static func plainText(_ result: ResultTable) -> String {
    lines(result, header: result.columns.map { quoted($0.name) }.joined(separator: ","), marksNulls: false)
  }

  private static func lines(_ result: ResultTable, header: String, marksNulls: Bool) -> String {
    var lines = [header]
    let rows = result.rows
    for row in 0..<rows.rowCount {
      let fields = rows.columns.map { field($0, row, isAlone: marksNulls && rows.columns.count == 1) }
      lines.append(fields.joined(separator: ","))
    }
    return lines.joined(separator: "\n")
  }

  static func text(_ failure: ExecutionError, _ language: Language = .en) -> String {
    let word = Severity.error.word.text(language)
    let hint = failure.hint.isEmpty ? "" : "\n  = \(failure.hint.text(language))"
    return "\(word)[\(failure.code)]: \(failure.message.text(language))\(hint)"
      + missing([failure.message, failure.hint])
  }

  static func text(_ diagnostic: Diagnostic, _ source: SourceText, _ language: Language = .en) -> String {
    var text = DiagnosticRenderer(language: language).render(diagnostic, in: source)
    while text.hasSuffix("\n") { text.removeLast() }
    let related = diagnostic.related.map(\.message) + diagnostic.fixes.map(\.title)
    return text + missing([diagnostic.message, diagnostic.label] + diagnostic.notes + related)
  }

  /// What of phrases has no Danish: there must be nothing.
  static func missing(_ phrases: [Phrase]) -> String {
    phrases.flatMap { $0.untranslated(.da) }.map { "\nno Danish for: \($0)" }.joined()
  }

  /// One value as a field of CSV.
  static func field(_ column: Column, _ row: Int, isAlone: Bool = false) -> String {
    if column.isNull(row) { return isAlone ? "(null)" : "" }
    switch column.value(row) {
    case .null: return ""
    case .bool(let value): return value ? "true" : "false"
    case .int(let value): return "\(value)"
    case .long(let value): return "\(value)"
    case .real(let value):
      var bytes: [UInt8] = []
      bytes.append(real: value)
      return String(decoding: bytes, as: UTF8.self)
    case .decimal(let value): return value.text
    case .datetime(let value): return value.text
    case .timespan(let value): return value.text
    case .guid(let value): return value.text
    case .string(let value):
      let isMark = isAlone && ["--", "---", "(null)"].contains(value)
      return isMark ? "\"\(value)\"" : quoted(value)
    case .dynamic(let bytes): return quoted(bytes.withUnsafeBufferPointer { DynamicRef($0).text })
    }
  }

  private static func quoted(_ text: String) -> String {
    let marks: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r")]
    guard text.isEmpty || text.utf8.contains(where: { marks.contains($0) }) else { return text }
    var result = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { result += "\"" }
      result.unicodeScalars.append(scalar)
    }
    return result + "\""
  }
}
