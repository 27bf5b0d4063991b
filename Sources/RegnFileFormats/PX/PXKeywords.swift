import RegnData
import RegnPhrases

/// The entries of a PX file, by keyword. Of a file in several languages its own is read.
struct PXKeywords {
  private var entries: [String: [PXEntry]] = [:]
  /// The file's languages, its own first; empty when it names none.
  let languages: [String]

  init(_ entries: [PXEntry]) {
    let own = entries.first { $0.keyword == "LANGUAGE" }?.values.first ?? ""
    let all = entries.first { $0.keyword == "LANGUAGES" }?.values ?? []
    languages = own.isEmpty ? all : [own] + all.filter { $0 != own }
    for entry in entries where entry.language.isEmpty || entry.language == own {
      self.entries[entry.keyword, default: []].append(entry)
    }
  }

  /// Whether a keyword stands there, for a subject.
  func has(_ keyword: String, _ subject: String) -> Bool {
    entries[keyword]?.contains { $0.subject == [subject] } ?? false
  }

  /// A keyword's values, for a subject.
  func values(_ keyword: String, _ subject: String? = nil) -> [String] {
    entries[keyword]?.first { $0.subject == (subject.map { [$0] } ?? []) }?.values ?? []
  }

  /// A keyword's one value; empty when it has none.
  func value(_ keyword: String, _ subject: String? = nil) -> String { values(keyword, subject).first ?? "" }

  /// The different values that a keyword has for any subject.
  func all(_ keyword: String) -> [String] {
    var seen = Set<String>()
    return (entries[keyword] ?? []).compactMap(\.values.first).filter {
      !$0.isEmpty && seen.insert($0).inserted
    }
  }

  /// Where the figures come from. Notes become caveats, each after what it is about.
  func provenance(path: String, units: [String]) -> Provenance {
    var caveats: [Phrase] = []
    for keyword in ["NOTEX", "NOTE", "VALUENOTEX", "VALUENOTE", "CELLNOTEX", "CELLNOTE"] {
      for entry in entries[keyword] ?? [] {
        let about = entry.subject.filter { $0 != "*" }.joined(separator: ", ")
        let text = Self.oneLine(entry.values.joined(separator: " "))
        if !text.isEmpty { caveats.append(Phrase(verbatim: about.isEmpty ? text : "\(about): \(text)")) }
      }
    }
    if units.count > 1 {
      for entry in entries["UNITS"] ?? [] {
        if let unit = entry.values.first, let about = entry.subject.first {
          caveats.append("\(about) is counted in \(unit)")
        }
      }
    }
    let contacts = all("CONTACT").map(Self.oneLine)
    if !contacts.isEmpty { caveats.append("Contact: \(contacts.joined(separator: "; "))") }
    let sources = all("SOURCE").map(Self.oneLine)
    let table = value("TABLEID").isEmpty ? value("MATRIX") : value("TABLEID")
    let updated = all("LAST-UPDATED").max() ?? ""
    return Provenance(
      publisher: sources.isEmpty ? Phrase(verbatim: path) : Phrase(known: sources.joined(separator: ", ")),
      tableIDs: table.isEmpty || sources.isEmpty ? [] : [table], date: Phrase(verbatim: updated),
      caveats: caveats,
      title: Phrase(verbatim: Self.oneLine(value("TITLE").isEmpty ? value("DESCRIPTION") : value("TITLE"))),
      unit: units.count == 1 ? units[0] : "")
  }

  /// A text without the marks of new lines.
  private static func oneLine(_ text: String) -> String {
    text.split { $0 == "#" || $0.isNewline }
      .map { String($0.drop(while: \.isWhitespace)) }.filter { !$0.isEmpty }.joined(separator: " ")
  }
}
