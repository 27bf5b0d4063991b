import RegnData

/// A page that holds everything itself: a section for each result with its chart, table and sources.
///
/// Data is escaped and nothing of it runs: the page's policy allows its own style sheet and nothing else.
/// Characters that hide or turn text are shown as visible ones.
struct HTMLWriter: ResultWriter {
  private let options: OutputOptions
  private var output: ByteOutput
  private var number = 0

  init(options: OutputOptions, sink: @escaping ByteSink) {
    self.options = options
    output = ByteOutput(sink: sink, showsControls: false)
  }

  mutating func begin() throws {
    output.append(
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" \
      content="default-src 'none'; style-src 'sha256-\(styleHash)'; base-uri 'none'; form-action 'none'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="generator" content="Regn">
      <title>\(escaped(options.title.isEmpty ? "Regn" : options.title))</title>
      <style>\(htmlStyle)</style>
      </head>
      <body>
      <main>

      """)
    if !options.title.isEmpty { output.append("<h1>\(escaped(options.title))</h1>\n") }
    try output.flush()
  }

  mutating func write(_ result: ResultTable, seconds: Double?) throws {
    number += 1
    output.append("<section>\n")
    if let request = result.render {
      output.append(SVGChart(result: result, request: request, locale: options.locale, number: number).html)
    }
    try writeTable(result)
    let marks = NumberMarks(options.locale)
    let count = result.rowCount
    output.append("<p class=\"rows\">\(marks.text(count)) \(count == 1 ? "row" : "rows")</p>\n")
    for source in sourceLines(result.sources) {
      let label = source.isModelled ? "" : "Source: "
      let kind = source.isModelled ? "modelled" : "source"
      output.append("<p class=\"\(kind)\">\(label)\(escaped(source.line))</p>\n")
    }
    output.append("</section>\n")
    try output.flush()
  }

  mutating func end() throws {
    output.append("</main>\n</body>\n</html>\n")
    try output.flush()
  }

  private mutating func writeTable(_ result: ResultTable) throws {
    let title = result.render?.properties["title"] ?? ""
    let name = result.name.hasPrefix("Table_") ? "Result \(number)" : result.name
    output.append("<table>\n<caption>\(escaped(title.isEmpty ? name : title))</caption>\n<thead>\n<tr>")
    let columns = result.columns.indices.map { DisplayColumn(result, index: $0, locale: options.locale) }
    for column in columns {
      let schema = column.schema
      output.append("<th scope=\"col\"" + (column.isRightAligned ? " class=\"n\"" : ""))
      if !schema.description.isEmpty { output.append(" title=\"\(escaped(schema.description))\"") }
      output.append(">" + escaped(schema.name))
      if !schema.unit.isEmpty { output.append(" <span class=\"unit\">\(escaped(schema.unit))</span>") }
      output.append("</th>")
    }
    output.append("</tr>\n</thead>\n<tbody>\n")
    // A text or a date in the first column names its row.
    let namesRows = result.columns.count > 1 && columns.first?.isRightAligned == false
    var text: [UInt8] = []
    for chunk in result.chunks {
      try chunk.withReaders { readers in
        for row in 0..<chunk.rowCount {
          output.append("<tr>")
          for index in columns.indices {
            let isName = index == 0 && namesRows
            output.append(isName ? "<th scope=\"row\"" : "<td")
            if columns[index].isRightAligned { output.append(" class=\"n\"") }
            output.append(">")
            if readers[index].isNull(row) {
              output.append("<abbr class=\"null\" title=\"no value\">·</abbr>")
            } else {
              text.removeAll(keepingCapacity: true)
              columns[index].append(readers[index], row: row, to: &text)
              text.withUnsafeBufferPointer { output.bytes.append(escapedHTML: $0) }
            }
            output.append(isName ? "</th>" : "</td>")
          }
          output.append("</tr>\n")
          try output.flushIfFull()
        }
      }
    }
    output.append("</tbody>\n</table>\n")
  }
}

/// `text` as it may stand in HTML, in an element or in a quoted attribute.
func escaped(_ text: String) -> String {
  var bytes: [UInt8] = []
  withUTF8Bytes(of: text) { bytes.append(escapedHTML: $0) }
  return String(decoding: bytes, as: UTF8.self)
}

extension Array where Element == UInt8 {
  /// Appends text with HTML's marks written as references and hidden characters as visible ones.
  mutating func append(escapedHTML text: UTF8Bytes) {
    // Most cells are digits and letters of ASCII: nothing to do.
    let isPlain = text.allSatisfy { byte in
      byte >= 0x20 && byte < 0x7F && byte != 0x26 && byte != 0x3C && byte != 0x3E && byte != 0x22
        && byte != 0x27
    }
    if isPlain { return append(contentsOf: text) }
    var visible: [UInt8] = []
    visible.append(visible: text, keepsLayout: true)
    for byte in visible {
      switch byte {
      case 0x26: append(literal: "&amp;")
      case 0x3C: append(literal: "&lt;")
      case 0x3E: append(literal: "&gt;")
      case 0x22: append(literal: "&quot;")
      case 0x27: append(literal: "&#39;")
      default: append(byte)
      }
    }
  }
}
