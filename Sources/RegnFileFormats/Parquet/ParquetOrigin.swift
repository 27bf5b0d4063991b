import RegnData
import RegnPhrases

/// What Regn writes into a Parquet file beside the rows, under the key `regn`: where the figures come from,
/// what columns hold, which of them are lengths of time.
struct ParquetOrigin: Sendable {
  private(set) var provenance: Provenance
  private(set) var columns: [String: (description: String, unit: String)] = [:]
  /// The columns of whole nanoseconds that stand for lengths of time.
  private(set) var timespans: Set<String> = []

  /// What the notes of a file's footer tell; of files that others wrote just the path.
  init(_ notes: [String: String], path: String) {
    provenance = Provenance(publisher: Phrase(verbatim: path))
    guard let text = notes["regn"], case .bag(let entries)? = DynamicValue(json: text) else { return }
    let record = Self.fields(entries)
    if case .array(let listed)? = record["columns"] {
      for case .bag(let entries) in listed {
        let about = Self.fields(entries)
        let name = Self.text(about["name"])
        columns[name] = (Self.text(about["description"]), Self.text(about["unit"]))
        if Self.text(about["type"]) == ScalarType.timespan.rawValue { timespans.insert(name) }
      }
    }
    if case .array(let listed)? = record["sources"], !listed.isEmpty {
      let sources = listed.compactMap { source -> Provenance? in
        guard case .bag(let entries) = source else { return nil }
        return Self.source(Self.fields(entries))
      }
      if sources.count == 1 {
        provenance = sources[0]
      } else if !sources.isEmpty {
        provenance = Provenance(
          publisher: sources.map(\.sourceLine).joined(separator: "; "),
          caveats: sources.flatMap(\.caveats),
          isModelled: sources.contains(where: \.isModelled))
      }
    }
  }

  private static func source(_ fields: [String: DynamicValue]) -> Provenance {
    Provenance(
      publisher: known(fields["publisher"]), tableIDs: texts(fields["tables"]),
      licence: text(fields["licence"]),
      date: known(fields["date"]), notes: texts(fields["notes"]).map(Phrase.init(known:)),
      caveats: texts(fields["caveats"]).map(Phrase.init(known:)), title: known(fields["title"]),
      unit: text(fields["unit"]), isModelled: fields["modelled"] == .bool(true))
  }

  private static func fields(_ entries: [DynamicValue.Entry]) -> [String: DynamicValue] {
    Dictionary(entries.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
  }

  private static func text(_ value: DynamicValue?) -> String {
    if case .string(let text)? = value { text } else { "" }
  }

  private static func known(_ value: DynamicValue?) -> Phrase { Phrase(known: text(value)) }

  private static func texts(_ value: DynamicValue?) -> [String] {
    guard case .array(let values)? = value else { return [] }
    return values.map { text($0) }
  }
}
