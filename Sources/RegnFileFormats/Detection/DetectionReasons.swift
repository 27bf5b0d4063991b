import RegnPhrases

/// Why a file's form was decided as it was, in clauses.
struct DetectionReasons: Sendable, Hashable {
  let encoding: Phrase
  let header: Phrase
  let marks: Phrase
  let isDelimiterGiven: Bool
}

extension Detection {
  /// Why the file is read as it is: a line for each decision, the dialects that were tried with their scores,
  /// and the columns.
  public func explanation(_ language: Language = .en) -> String {
    var lines: [(Phrase, Phrase)] = []
    lines.append(("encoding", "\(encoding.rawValue): \(reasons.encoding)"))
    lines.append(("line ends", form.lineEnds.isEmpty ? "none" : Phrase(verbatim: form.lineEnds)))
    let delimiter: Phrase = form.delimiter.isEmpty ? "none" : Detection.name(of: form.delimiter)
    let why: Phrase =
      reasons.isDelimiterGiven ? "you said so" : "it scores highest of what was tried"
    lines.append(("delimiter", "\(delimiter): \(why)"))
    for candidate in candidates.prefix(8) { lines.append(("", "  \(candidate.summary)")) }
    var quote: Phrase = form.quote.map { Detection.name(of: [$0]) } ?? "none"
    if form.hasBackslash { quote = "\(quote), and `\\` before one that is text" }
    lines.append(("quote", quote))
    if isTidied {
      let remark: Phrase =
        "the file is read with care: quotes, line ends or delimiters are out of the ordinary"
      lines.append(("", "  \(remark)"))
    }
    let rows: Phrase = headerRows == 1 ? "1 row" : headerRows == 0 ? "none" : "\(headerRows) rows"
    lines.append(("header", "\(rows): \(reasons.header)"))
    for part in leftOut {
      let what: Phrase =
        switch part.what {
        case .above: "above the table"
        case .below: "below the table"
        case .otherTable: "of another table"
        case .empty: "with nothing in them"
        }
      let count: Phrase = part.lines == 1 ? "1 line" : "\(part.lines) lines"
      lines.append(
        ("left out", part.sample.isEmpty ? "\(count) \(what)" : "\(count) \(what): `\(part.sample)`"))
    }
    lines.append(
      (
        "decimals",
        marks.decimal == 0x2C ? "after a comma: \(reasons.marks)" : "after a point: \(reasons.marks)"
      ))
    for (place, column) in columns.enumerated() {
      lines.append((place == 0 ? "columns" : "", "\(column.name): \(reason(for: column, at: place))"))
    }
    for (place, note) in notes.enumerated() { lines.append((place == 0 ? "notes" : "", note)) }
    let said = lines.map { ($0.text(language), $1.text(language)) }
    let width = said.reduce(0) { max($0, $1.0.count) }
    return said.map { name, text in
      "  " + name + String(repeating: " ", count: width - name.count + 2) + text + "\n"
    }.joined()
  }

  /// The type of a column, and what spoke for it.
  private func reason(for column: DetectedColumn, at place: Int) -> Phrase {
    let facts = column.facts
    var type = Phrase(verbatim: column.kind.text)
    if case .datetime(let format) = column.kind { type = "\(type), written \(format.text)" }
    switch column.unit {
    case .kroner?: type = "\(type), in kroner, which stands beside each number"
    case .percent?: type = "\(type), in percent as it is written, `12,5 %` is 12.5"
    case nil: break
    }
    if hasExtra, place == columns.count - 1 {
      return "\(type), what rows have more than there are columns"
    }
    guard facts.values > 0 else { return "\(type): no value was seen" }
    if column.kind == .string {
      if facts.hasMixedUnits, facts.text == nil {
        return "\(type): some of its numbers have a unit, and others have none or another"
      }
      if let code = facts.code {
        return "\(type): `\(Detection.shown(code, encoding))` has a leading zero, as codes have"
      }
      if let odd = facts.text { return "\(type): `\(Detection.shown(odd, encoding))` is no number" }
      return facts.values == 1
        ? "\(type): no other type fits its value" : "\(type): no other type fits all \(facts.values) values"
    }
    var text: Phrase = facts.values == 1 ? "all of 1 value" : "all of \(facts.values) values"
    if facts.missing > 0 { text = "\(text), \(facts.missing) more missing" }
    if facts.isDateAmbiguous { text = "\(text); day and month could be told apart in no row" }
    return "\(type): \(text)"
  }

  /// A text of the file, fit for a terminal.
  static func shown(_ text: [UInt8], _ encoding: TextEncoding) -> String {
    let name = HeaderFinder.name(text, encoding)
    var shown = ""
    for scalar in name.unicodeScalars.prefix(50) {
      shown.unicodeScalars.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
    }
    return name.unicodeScalars.count > 50 ? shown + "…" : shown
  }
}
