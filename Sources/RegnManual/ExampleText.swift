import RegnData
import RegnFormatter
import RegnSyntax

/// An example of a function in Markdown: the query, and its answer as a table.
enum ExampleText {
  static func markdown(_ example: FunctionExample) -> String {
    "```kql\n\(Formatter.format(Parser.parse(SourceText(example.query))))```\n\n" + answer(example.answer)
  }

  private static func answer(_ text: String) -> String {
    if text.hasPrefix("error[") { return "```text\n\(text)\n```" }
    let rows = records(text)
    guard let header = rows.first else { return "" }
    var lines = [line(header), "|" + String(repeating: "---|", count: header.count)]
    lines += rows.dropFirst().map(line)
    return lines.joined(separator: "\n")
  }

  private static func line(_ fields: [String]) -> String {
    "|" + fields.map { " \(escaped($0)) |" }.joined()
  }

  /// The records of a text in CSV; an empty text stays `""`, a null is nothing.
  private static func records(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var field = ""
    var isQuoted = false
    var wasQuoted = false
    var rest = Array(text)[...]
    func finished() -> String { wasQuoted && field.isEmpty ? "\"\"" : field }
    while let character = rest.popFirst() {
      switch character {
      case "\"" where isQuoted && rest.first == "\"":
        rest.removeFirst()
        field.append(character)
      case "\"":
        isQuoted.toggle()
        wasQuoted = true
      case "," where !isQuoted:
        row.append(finished())
        (field, wasQuoted) = ("", false)
      case "\n" where !isQuoted:
        rows.append(row + [finished()])
        (row, field, wasQuoted) = ([], "", false)
      default: field.append(character)
      }
    }
    return rows + [row + [finished()]]
  }

  /// A value as Markdown shows it, no character taken for a mark.
  private static func escaped(_ value: String) -> String {
    var result = ""
    for character in value {
      switch character {
      case "\n": result += "↵"
      case "\\", "`", "*", "_", "[", "]", "<", ">", "|", "~", "&", "#": result += "\\\(character)"
      default: result.append(character)
      }
    }
    return result
  }
}
