import RegnBinder
import RegnData
import RegnManual
import RegnPhrases
import RegnSyntax

/// Texts about tables, functions and operators that the REPL and the command line both show.
public enum SessionText {
  /// The tables at hand: name, rows, what they hold. Here and below, `width` is the terminal's, to which long
  /// lines are broken; nil leaves them whole.
  public static func tables(_ session: Session, width: Int? = nil, _ language: Language = .en) -> String {
    let rows = session.catalog.tableNames.compactMap { name -> [String]? in
      guard let table = session.catalog.table(named: name) else { return nil }
      return [name, table.rowCount.map { language.grouped($0) } ?? "", table.description.text(language)]
    }
    return aligned(
      [(["table", "rows", "what it holds"] as [Phrase]).map { $0.text(language) }] + rows, numbers: [1],
      within: width)
  }

  /// A table's columns, types, units and counts, and its source.
  public static func schema(
    _ name: String, _ table: any TableSource, width: Int? = nil, _ language: Language = .en
  ) -> String {
    var text = name
    if let rows = table.rowCount { text += ": " + said(rows: rows).text(language) }
    text += "\n"
    if !table.description.isEmpty {
      text += wordWrapped(table.description.text(language), width: width) + "\n"
    }
    text += "\n"
    let isNarrow = width.map { $0 < 110 } ?? false
    let heads: [Phrase] = ["column", "type", "unit", "distinct", "nulls", "range", "what it is"]
    var rows = [heads.map { $0.text(language) }]
    rows += table.schema.columns.enumerated().map { index, column in
      let statistics = table.statistics(ofColumn: index)
      var range = ""
      if let low = statistics?.minimum, let high = statistics?.maximum {
        let most = isNarrow ? 12 : 24
        range = "\(plain(low, atMost: most)) … \(plain(high, atMost: most))"
      }
      return [
        Binder.written(column.name), column.type.rawValue, Phrase(known: column.unit).text(language),
        statistics?.distinctCount.map { language.grouped($0) } ?? "",
        statistics.map { language.grouped($0.nullCount) } ?? "",
        range, column.description.text(language),
      ]
    }
    // On a narrow terminal the unit stands with the words.
    if isNarrow {
      rows = rows.map { row in
        let words = [row[2], row[6]].filter { !$0.isEmpty && $0 != rows[0][2] }.joined(separator: ": ")
        return [row[0], row[1], row[3], row[4], row[5], words]
      }
    }
    text += aligned(rows, numbers: isNarrow ? [2, 3] : [3, 4], within: width)
    return text + "\n" + source(name, table, width: width, language)
  }

  /// Where a table's figures come from.
  public static func source(
    _ name: String, _ table: any TableSource, width: Int? = nil, _ language: Language = .en
  ) -> String {
    source(table.provenance, width: width, language)
  }

  /// Where figures come from.
  public static func source(_ provenance: Provenance, width: Int? = nil, _ language: Language = .en) -> String
  {
    var lines: [Phrase] = ["source: \(provenance.sourceLine)"]
    if !provenance.title.isEmpty { lines.append("title: \(provenance.title)") }
    if !provenance.licence.isEmpty { lines.append("licence: \(Phrase(known: provenance.licence))") }
    if !provenance.date.isEmpty { lines.append("date: \(provenance.date)") }
    if provenance.isModelled {
      lines.append("these figures are MODELLED: they come from a model, not from accounts")
    }
    for caveat in provenance.caveats { lines.append("note: \(caveat)") }
    return wordWrapped(lines.map { $0.text(language) + "\n" }.joined(), width: width, hanging: 2)
  }

  /// What opening a file found: `ledger: 10,000,000 rows` and its columns.
  public static func opened(
    _ name: String, _ table: any TableSource, width: Int? = nil, _ language: Language = .en
  ) -> String {
    var text = "\(name): "
    if let rows = table.rowCount { text += said(rows: rows).text(language) + ", " }
    let count: Phrase = "\(table.schema.columns.count) columns"
    text += (table.description.isEmpty ? count : table.description).text(language)
    let columns = table.schema.columns.map { "\(Binder.written($0.name)) \($0.type.rawValue)" }
    return wordWrapped(text + "\n  " + columns.joined(separator: " · "), width: width) + "\n"
  }

  /// Help on an operator, a statement or a function; nil when there is none of the name.
  public static func help(_ name: String, width: Int? = nil, _ language: Language = .en) -> String? {
    Help.text(on: name, width: min(width ?? helpWidth, helpWidth), language)
  }

  /// What is said when there is no help on a name, with the nearest that there is help on. `others` are
  /// further names that may have been meant.
  public static func noHelp(_ name: String, others: [String] = []) -> Phrase {
    nearest(name, in: Help.names + others).map { "there is no help on \(name); did you mean \($0)?" }
      ?? "there is no help on \(name)"
  }

  /// How many rows there are, in words.
  public static func said(rows: Int) -> Phrase { rows == 1 ? "1 row" : "\(grouped: rows) rows" }

  /// Help is read best in lines of this length, however wide the terminal.
  private static let helpWidth = 80

  /// A table's name for a file: its name without folders and ending, made an identifier.
  public static func tableName(ofPath path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let stem = file.split(separator: ".", omittingEmptySubsequences: true).first.map(String.init) ?? file
    let name = String(
      String.UnicodeScalarView(
        stem.unicodeScalars.map { $0.properties.isAlphabetic || ("0"..."9").contains($0) ? $0 : "_" }))
    return name.first.map { $0.isNumber } ?? true ? "t_\(name)" : name
  }

  // MARK: - Layout

  /// A number with its thousands apart.
  public static func grouped(_ number: Int) -> String { Language.en.grouped(number) }

  /// A value in plain words, cut at a length.
  public static func plain(_ value: Value, atMost limit: Int = .max) -> String {
    switch value {
    case .int(let value): "\(value)"
    case .long(let value): "\(value)"
    case .real(let value): "\(value)"
    case .string(let value): value.count > limit ? "\(value.prefix(limit - 1))…" : value
    case .decimal(let value): value.text
    case .datetime(let value): value.text
    case .timespan(let value): value.text
    default: ""
    }
  }

  /// Rows in columns that stand under one another; `numbers` are those set to the right. When they are wider
  /// than a line may be, the last column is broken into lines: beside the others, or below them when these
  /// take most of the room.
  private static func aligned(_ rows: [[String]], numbers: Set<Int>, within limit: Int?) -> String {
    guard let count = rows.first?.count else { return "" }
    let widths = (0..<count).map { column in rows.map { width($0[column]) }.max() ?? 0 }
    let others = widths.dropLast().reduce(0) { $0 + $1 + 2 }
    if let limit, limit >= 40, others + widths[count - 1] > limit {
      let isBeside = others * 2 <= limit
      let margin = String(repeating: " ", count: isBeside ? others : 4)
      let lines = aligned(rows.map { Array($0.dropLast()) }, numbers: numbers, within: nil)
        .split(separator: "\n", omittingEmptySubsequences: false)
      return zip(rows, lines).enumerated().map { place, pair in
        var line = String(pair.1)
        var parts = wordWrapped(pair.0[count - 1], width: max(limit - margin.count, 40))
          .split(separator: "\n")[...]
        // The heading of what stands below its row says nothing.
        if !isBeside, place == 0 { parts = [] }
        if isBeside, let first = parts.popFirst() { line += margin.dropFirst(width(line)) + first }
        return line + "\n" + parts.map { margin + $0 + "\n" }.joined()
      }.joined()
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let space = String(repeating: " ", count: widths[column] - width(cell))
        if column > 0 { line += "  " }
        line += numbers.contains(column) ? space + cell : cell + (column + 1 == count ? "" : space)
      }
      while line.hasSuffix(" ") { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  private static func width(_ text: String) -> Int {
    withUTF8Bytes(of: text) { UTF8Text.displayWidth($0) }
  }
}
