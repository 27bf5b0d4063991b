import RegnData
import RegnPhrases

/// What is known of an imported table beside its rows: it stands in a file beside them.
public struct ImportRecord: Sendable, Hashable {
  /// The table's number in the StatBank.
  public let table: String
  public let title: String
  public let language: String
  /// The address that was asked.
  public let address: String
  public let unit: String
  /// When the StatBank last updated the figures, as it writes it.
  public let updated: String
  /// The day on which the figures were fetched, `2026-11-25`.
  public let retrieved: String
  public let footnote: String
  /// The values asked for, `OMRÅDE=101,147`, one for each variable.
  public let selection: [String]
  /// The variables over which the figures are totals.
  public let eliminated: [String]
  public let columns: [StoredColumns.Column]
  public let rows: Int
  /// How many combinations of values have no row.
  public let gaps: Int
  /// Whether a combination without a row means a figure of 0.
  public let gapsAreZero: Bool
  /// The length of the file with the rows, in bytes.
  public let bytes: Int

  public init(
    _ info: TableInfo, _ request: DataRequest, columns: [StoredColumns.Column], address: String,
    retrieved: String, rows: Int, bytes: Int
  ) {
    table = info.id
    title = info.title
    language = request.language
    self.address = address
    unit = info.unit
    updated = info.updated
    self.retrieved = retrieved
    footnote = info.footnote
    selection = request.selection.parts.map { part in
      let codes = part.places.map { part.variable.values[$0].code }
      return part.variable.code + "=" + (part.isWhole ? "*" : codes.joined(separator: ","))
    }
    eliminated = request.selection.eliminated.map(\.code)
    self.columns = columns
    self.rows = rows
    gaps = request.selection.rows - rows
    gapsAreZero = request.transfer == .bulk
    self.bytes = bytes
  }

  // MARK: - As a file

  /// The record as JSON.
  public var json: String {
    func texts(_ texts: [String]) -> DynamicValue { .array(texts.map { .string($0) }) }
    return DynamicValue.bag([
      .init("publisher", .string("Statistics Denmark")), .init("table", .string(table)),
      .init("title", .string(title)), .init("language", .string(language)),
      .init("address", .string(address)), .init("licence", .string("CC BY 4.0")),
      .init("unit", .string(unit)), .init("updated", .string(updated)),
      .init("retrieved", .string(retrieved)), .init("footnote", .string(footnote)),
      .init("selection", texts(selection)), .init("eliminated", texts(eliminated)),
      .init("rows", .long(Int64(rows))), .init("gaps", .long(Int64(gaps))),
      .init("gapsAreZero", .bool(gapsAreZero)), .init("bytes", .long(Int64(bytes))),
      .init(
        "columns",
        .array(
          columns.map { column in
            .bag([
              .init("name", .string(column.name)), .init("description", .string(column.description)),
              .init("unit", .string(column.unit)), .init("isText", .bool(column.isText)),
            ])
          })),
    ]).json + "\n"
  }

  /// Reads a record; nil when the text is none.
  public init?(json: String) {
    guard let record = DynamicValue(json: json), let table = record["table"]?.text,
      let rows = record["rows"]?.integer, let bytes = record["bytes"]?.integer,
      let columns = record["columns"]?.elements
    else { return nil }
    func text(_ key: String) -> String { record[key]?.text ?? "" }
    self.table = table
    title = text("title")
    language = text("language")
    address = text("address")
    unit = text("unit")
    updated = text("updated")
    retrieved = text("retrieved")
    footnote = text("footnote")
    selection = record["selection"]?.elements.compactMap(\.text) ?? []
    eliminated = record["eliminated"]?.elements.compactMap(\.text) ?? []
    self.columns = columns.compactMap { column in
      guard let name = column["name"]?.text else { return nil }
      return StoredColumns.Column(
        name: name, description: column["description"]?.text ?? "", unit: column["unit"]?.text ?? "",
        isText: column["isText"] == .bool(true))
    }
    self.rows = rows
    gaps = record["gaps"]?.integer ?? 0
    gapsAreZero = record["gapsAreZero"] == .bool(true)
    self.bytes = bytes
  }

  // MARK: - As a source

  /// Where the figures come from, for results and `regn tables`.
  public var provenance: Provenance {
    var caveats: [Phrase] = []
    if !selection.isEmpty { caveats.append("selection: \(selection.joined(separator: " "))") }
    if !eliminated.isEmpty { caveats.append("totals over \(eliminated.joined(separator: ", "))") }
    if gaps > 0 {
      let zero: Phrase = gapsAreZero ? "; there the figure is 0" : ""
      caveats.append(
        gaps == 1
          ? "1 combination of values has no row\(zero)" : "\(gaps) combinations of values have no row\(zero)")
    }
    if !footnote.isEmpty { caveats.append(Phrase(verbatim: footnote)) }
    let dates: [Phrase] = [updated.isEmpty ? "" : "updated \(updated.prefix(10))", "retrieved \(retrieved)"]
    return Provenance(
      publisher: Phrase(known: "Statistics Denmark"), tableIDs: [table], licence: "CC BY 4.0",
      date: dates.filter { !$0.isEmpty }.joined(separator: "; "), caveats: caveats,
      title: Phrase(verbatim: title), unit: unit)
  }
}
