import RegnData

/// GitHub's tables: a line of names, a line of alignments, the rows; the sources beneath.
///
/// Values are written as in csv, except that dates at midnight are short. What Markdown would take for a mark
/// of its own is escaped; line ends within a cell become `<br>`. Several results are separated by an empty
/// line.
struct MarkdownWriter: ResultWriter {
  private var output: ByteOutput
  private let options: OutputOptions
  private var isFirst = true

  init(options: OutputOptions, sink: @escaping ByteSink) {
    self.options = options
    output = ByteOutput(sink: sink, showsControls: options.isTerminal)
  }

  mutating func begin() {}

  mutating func write(_ result: ResultTable, seconds: Double?) throws {
    separate()
    let columns = result.columns.indices.map {
      DisplayColumn(result, index: $0, locale: .en, groups: false)
    }
    if let title = result.render?.properties["title"], !title.isEmpty {
      output.append("**")
      append(Array(title.utf8))
      output.append("**\n\n")
    }
    for column in columns {
      output.append("| ")
      append(Array(column.schema.name.utf8))
      output.append(" ")
    }
    output.append("|\n")
    for column in columns { output.append(column.isRightAligned ? "| ---: " : "| --- ") }
    output.append("|\n")
    var text: [UInt8] = []
    for chunk in result.chunks {
      try chunk.withReaders { readers in
        for row in 0..<chunk.rowCount {
          for index in columns.indices {
            output.append("| ")
            text.removeAll(keepingCapacity: true)
            columns[index].append(readers[index], row: row, to: &text)
            append(text)
            output.append(text.isEmpty ? "" : " ")
          }
          output.append("|\n")
          try output.flushIfFull()
        }
      }
    }
    for source in sourceLines(result.sources, options.locale) {
      output.append(source.isModelled ? "\n**" : "\n*" + options.say("Source: "))
      append(Array(source.line.utf8))
      output.append(source.isModelled ? "**\n" : "*\n")
    }
    try output.flush()
  }

  /// Writes an empty line between what stands one below another.
  private mutating func separate() {
    if !isFirst { output.bytes.append(0x0A) }
    isFirst = false
  }

  mutating func write(_ part: ReportPart) throws {
    separate()
    switch part {
    case .prose(let text): output.append(text + "\n")
    case .query(let text):
      // A fence longer than any in the query.
      var fence = "```"
      while text.contains(fence) { fence += "`" }
      output.append("\(fence)kql\n\(text)\n\(fence)\n")
    }
    try output.flush()
  }

  mutating func end() throws {
    if !options.colophon.isEmpty {
      separate()
      output.append("---\n\n")
      append(Array(options.colophon.utf8))
      output.append("\n")
    }
    try output.flush()
  }

  /// Appends text so that Markdown shows it as it is.
  private mutating func append(_ text: [UInt8]) {
    for (index, byte) in text.enumerated() {
      switch byte {
      case 0x7C, 0x5C, 0x2A, 0x60, 0x5B, 0x5D, 0x7E:
        // | \ * ` [ ] ~
        output.bytes.append(0x5C)
        output.bytes.append(byte)
      case 0x5F:
        // An underscore within a word is no emphasis.
        let isInside =
          index > 0 && index + 1 < text.count && Self.isWord(text[index - 1]) && Self.isWord(text[index + 1])
        if !isInside { output.bytes.append(0x5C) }
        output.bytes.append(byte)
      case 0x3C: output.append("&lt;")
      case 0x26: output.append("&amp;")
      case 0x0A: output.append("<br>")
      case 0x0D: break
      default: output.bytes.append(byte)
      }
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == 0x5F || byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
  }
}
