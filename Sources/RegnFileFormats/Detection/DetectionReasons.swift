/// Why a file's form was decided as it was, in clauses.
struct DetectionReasons: Sendable, Hashable {
  let encoding: String
  let header: String
  let marks: String
  let isDelimiterGiven: Bool
}

extension Detection {
  /// Why the file is read as it is: a line for each decision, the dialects that were tried with their scores,
  /// and the columns.
  public var explanation: String {
    var lines: [(String, String)] = []
    lines.append(("encoding", "\(encoding.rawValue): \(reasons.encoding)"))
    lines.append(("line ends", form.lineEnds.isEmpty ? "none" : form.lineEnds))
    let delimiter = form.delimiter.isEmpty ? "none" : Detection.name(of: form.delimiter)
    let why = reasons.isDelimiterGiven ? "you said so" : "it scores highest of what was tried"
    lines.append(("delimiter", "\(delimiter): \(why)"))
    for candidate in candidates.prefix(8) { lines.append(("", "  " + candidate.summary)) }
    var quote = form.quote.map { Detection.name(of: [$0]) } ?? "none"
    if form.hasBackslash { quote += ", and `\\` before one that is text" }
    lines.append(("quote", quote))
    if isTidied {
      lines.append(
        ("", "  the file is read with care: quotes, line ends or delimiters are out of the ordinary"))
    }
    let rows = headerRows == 1 ? "1 row" : headerRows == 0 ? "none" : "\(headerRows) rows"
    lines.append(("header", "\(rows): \(reasons.header)"))
    for part in leftOut {
      let what =
        switch part.what {
        case .above: "above the table"
        case .below: "below the table"
        case .otherTable: "of another table"
        case .empty: "with nothing in them"
        }
      let count = part.lines == 1 ? "1 line" : "\(part.lines) lines"
      lines.append(("left out", "\(count) \(what)" + (part.sample.isEmpty ? "" : ": `\(part.sample)`")))
    }
    let mark = marks.decimal == 0x2C ? "comma" : "point"
    lines.append(("decimals", "after a \(mark): \(reasons.marks)"))
    for (place, column) in columns.enumerated() {
      lines.append((place == 0 ? "columns" : "", "\(column.name): \(reason(for: column, at: place))"))
    }
    for (place, note) in notes.enumerated() { lines.append((place == 0 ? "notes" : "", note.description)) }
    return lines.map { name, text in
      "  " + name + String(repeating: " ", count: 11 - name.count) + text + "\n"
    }.joined()
  }

  /// The type of a column, and what spoke for it.
  private func reason(for column: DetectedColumn, at place: Int) -> String {
    let facts = column.facts
    var text = column.kind.text
    if case .datetime(let format) = column.kind { text += ", written \(format.text)" }
    switch column.unit {
    case .kroner?: text += ", in kroner, which stands beside each number"
    case .percent?: text += ", in percent as it is written, `12,5 %` is 12.5"
    case nil: break
    }
    if hasExtra, place == columns.count - 1 { return text + ", what rows have more than there are columns" }
    let seen = facts.values == 1 ? "1 value" : "\(facts.values) values"
    guard facts.values > 0 else { return text + ": no value was seen" }
    if column.kind == .string {
      if facts.hasMixedUnits, facts.text == nil {
        text += ": some of its numbers have a unit, and others have none or another"
      } else if let code = facts.code {
        text += ": `\(Detection.shown(code, encoding))` has a leading zero, as codes have"
      } else if let odd = facts.text {
        text += ": `\(Detection.shown(odd, encoding))` is no number"
      } else {
        text += ": no other type fits \(facts.values == 1 ? "its value" : "all \(facts.values) values")"
      }
    } else {
      text += ": all of \(seen)"
      if facts.missing > 0 { text += ", \(facts.missing) more missing" }
      if facts.isDateAmbiguous { text += "; day and month could be told apart in no row" }
    }
    return text
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
