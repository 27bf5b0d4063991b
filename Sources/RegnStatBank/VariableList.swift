import RegnPhrases

/// What there is to choose from in a table, as text.
public enum VariableList {
  /// A line without signs that could steer a terminal: they come from outside.
  private static func visible(_ line: String) -> String {
    String(
      String.UnicodeScalarView(
        line.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
  }

  /// The table's title and, a line each, its variables with some of their values.
  public static func text(_ info: TableInfo, _ language: Language = .en) -> String {
    var lines: [Phrase] = [Phrase(verbatim: "\(info.id): \(info.title)")]
    if !info.description.isEmpty { lines.append(Phrase(verbatim: oneLine(info.description))) }
    if !info.unit.isEmpty { lines.append("unit: \(info.unit)") }
    for variable in info.variables {
      let line: Phrase = "\(variable.code) (\(variable.text)): \(SelectionReader.sample(variable))"
      lines.append(variable.canBeEliminated ? "\(line); may be left out" : line)
    }
    if !info.footnote.isEmpty { lines.append("note: \(info.footnote)") }
    return lines.map { visible($0.text(language)) }.joined(separator: "\n")
  }
}
