import RegnData
import RegnPhrases

/// A page that holds everything itself: a section for each result with its chart, table and sources.
///
/// Data is escaped and nothing of it runs: the page's policy allows its own style sheet and nothing else.
/// Characters that hide or turn text are shown as visible ones.
struct HTMLWriter: ResultWriter {
  private let options: OutputOptions
  private var output: ByteOutput
  private var number = 0
  /// Nil before the first part: whether the page's heading is the prose's own is not known until then.
  private var prose: ProseHTML?

  init(options: OutputOptions, sink: @escaping ByteSink) {
    self.options = options
    output = ByteOutput(sink: sink, showsControls: false)
  }

  mutating func begin() throws {
    output.append(
      """
      <!DOCTYPE html>
      <html lang="\(options.locale.rawValue)">
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
    try output.flush()
  }

  mutating func write(_ part: ReportPart) throws {
    switch part {
    case .prose(let text):
      if ProseBlock.title(of: text) == options.title { prose = prose ?? ProseHTML(hasTitle: false) }
      writeHeading()
      output.append(prose?.html(text) ?? "")
    case .query(let text):
      writeHeading()
      output.append("<details open>\n<summary>\(options.say("Query"))</summary>\n")
      output.append("<pre><code>\(escaped(text))</code></pre>\n")
      output.append("</details>\n")
    }
    try output.flush()
  }

  /// Writes the page's heading before its first part, unless the prose brings its own.
  private mutating func writeHeading() {
    guard prose == nil else { return }
    if !options.title.isEmpty { output.append("<h1>\(escaped(options.title))</h1>\n") }
    prose = ProseHTML(hasTitle: !options.title.isEmpty)
  }

  mutating func write(_ result: ResultTable, seconds: Double?) throws {
    number += 1
    writeHeading()
    output.append("<section>\n")
    var chart = ""
    if let request = result.render {
      chart = SVGChart(result: result, request: request, locale: options.locale, number: number).html
    }
    output.append(chart)
    // A card holds its only row already.
    let isCard = result.render?.kind == "card" && result.rowCount == 1
    let shown = min(result.rowCount, max(OutputOptions.pageRows, options.maxRows))
    if !isCard {
      output.append("<div class=\"scroll\" tabindex=\"0\">\n")
      try writeTable(result, rows: shown, hasChart: chart.hasPrefix("<figure"))
      output.append("</div>\n")
    }
    let count = result.rowCount
    let rows: Phrase = count == 1 ? "1 row" : "\(grouped: count) rows"
    let said: Phrase =
      shown < count
      ? "\(rows); the first \(grouped: shown) are shown (--max-rows \(count) shows all)" : rows
    output.append("<p class=\"rows\">\(options.say(said))</p>\n")
    for source in sourceLines(result.sources, options.locale) {
      let label = source.isModelled ? "" : options.say("Source: ")
      let kind = source.isModelled ? "modelled" : "source"
      output.append("<p class=\"\(kind)\">\(label)\(escaped(source.line))</p>\n")
    }
    output.append("</section>\n")
    try output.flush()
  }

  mutating func end() throws {
    writeHeading()
    output.append("</main>\n")
    if !options.colophon.isEmpty {
      output.append("<footer>\n<p>\(escaped(options.colophon))</p>\n</footer>\n")
    }
    output.append("</body>\n</html>\n")
    try output.flush()
  }

  private mutating func writeTable(_ result: ResultTable, rows: Int, hasChart: Bool) throws {
    let title = result.render?.properties["title"] ?? ""
    let name = result.name.hasPrefix("Table_") ? options.say("Result \(number)") : result.name
    let caption = hasChart ? options.say("The figures") : title.isEmpty ? name : title
    output.append("<table>\n<caption>\(escaped(caption))</caption>\n<thead>\n<tr>")
    let columns = result.columns.indices.map { DisplayColumn(result, index: $0, locale: options.locale) }
    for column in columns {
      let schema = column.schema
      output.append("<th scope=\"col\"" + (column.isRightAligned ? " class=\"n\"" : ""))
      if !schema.description.isEmpty {
        output.append(" title=\"\(escaped(options.say(schema.description)))\"")
      }
      output.append(">" + escaped(schema.name))
      if !schema.unit.isEmpty {
        output.append(" <span class=\"unit\">\(escaped(options.say(Phrase(known: schema.unit))))</span>")
      }
      output.append("</th>")
    }
    output.append("</tr>\n</thead>\n<tbody>\n")
    // A text or a date in the first column names its row.
    let namesRows = result.columns.count > 1 && columns.first?.isRightAligned == false
    var text: [UInt8] = []
    var left = rows
    for chunk in result.chunks where left > 0 {
      let count = min(left, chunk.rowCount)
      left -= count
      try chunk.withReaders { readers in
        for row in 0..<count {
          output.append("<tr>")
          for index in columns.indices {
            let isName = index == 0 && namesRows
            output.append(isName ? "<th scope=\"row\"" : "<td")
            if columns[index].isRightAligned { output.append(" class=\"n\"") }
            output.append(">")
            if readers[index].isNull(row) {
              output.append("<abbr class=\"null\" title=\"\(options.say("no value"))\">·</abbr>")
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
