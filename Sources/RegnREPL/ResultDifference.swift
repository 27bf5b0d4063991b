import RegnData
import RegnPhrases
import RegnPresentation
import RegnSession
import RegnSyntax

/// What differs between two results: rows are told apart by the columns that name them (texts, dates, years),
/// and compared in the others.
struct ResultDifference {
  /// Why two results cannot be compared.
  struct Incomparable: Error {
    let reason: Phrase
  }

  private var added: [String] = []
  private var removed: [String] = []
  private var changed: [String] = []
  private var same = 0
  private var columnsAdded: [String] = []
  private var columnsRemoved: [String] = []

  /// More rows than these are not compared: nobody reads such a difference.
  static let mostRows = 200_000

  /// Compares. Throws `Incomparable`.
  init(from old: ResultCells, to new: ResultCells) throws(Incomparable) {
    let oldNames = old.columns.map(\.name)
    let newNames = new.columns.map(\.name)
    guard max(old.rowCount, new.rowCount) <= Self.mostRows else {
      throw Incomparable(
        reason: "more than \(grouped: Self.mostRows) rows are not compared; keep fewer of them")
    }
    columnsAdded = newNames.filter { !oldNames.contains($0) }.map { visibleText($0) }
    columnsRemoved = oldNames.filter { !newNames.contains($0) }.map { visibleText($0) }
    var keys: [(old: Int, new: Int)] = []
    var values: [(old: Int, new: Int)] = []
    for (place, name) in newNames.enumerated() {
      guard let other = oldNames.firstIndex(of: name) else { continue }
      if old.isName(other), new.isName(place) {
        keys.append((other, place))
      } else {
        values.append((other, place))
      }
    }
    guard !keys.isEmpty || !values.isEmpty else {
      throw Incomparable(reason: "they have no column in common")
    }
    if keys.isEmpty, old.rowCount > 1 || new.rowCount > 1 {
      throw Incomparable(
        reason: "no column with texts, dates or years that both have tells which row is which")
    }
    let keyNames = keys.map { new.name($0.new) }
    let before = try Self.rows(of: old, keys.map(\.old), keyNames)
    let after = try Self.rows(of: new, keys.map(\.new), keyNames)
    /// What names a row, and its other values.
    func described(_ key: String, _ cells: ResultCells, _ row: Int, _ columns: [Int]) -> String {
      let texts = columns.map { "\(cells.name($0)) \(cells.text(row: row, column: $0))" }
      return key + (key.isEmpty || texts.isEmpty ? "" : ": ") + texts.joined(separator: ", ")
    }
    for (row, key) in after.keys.enumerated() {
      guard let other = before.places[key] else {
        added.append(described(key, new, row, values.map(\.new)))
        continue
      }
      let changes = values.compactMap { value -> String? in
        let was = old.text(row: other, column: value.old)
        let now = new.text(row: row, column: value.new)
        return was == now ? nil : "\(new.name(value.new)) \(was) → \(now)"
      }
      if changes.isEmpty {
        same += 1
      } else {
        changed.append((key.isEmpty ? "" : key + ": ") + changes.joined(separator: ", "))
      }
    }
    for (row, key) in before.keys.enumerated() where after.places[key] == nil {
      removed.append(described(key, old, row, values.map(\.old)))
    }
  }

  /// Whether the results hold the same.
  var isEmpty: Bool {
    added.isEmpty && removed.isEmpty && changed.isEmpty && columnsAdded.isEmpty && columnsRemoved.isEmpty
  }

  /// `2 rows added, 1 row changed, 95 rows unchanged`, and the columns that only one has.
  var summary: Phrase {
    if isEmpty { return "no difference: \(count(same)) as before" }
    var parts: [Phrase] = []
    if !added.isEmpty { parts.append("\(count(added.count)) added") }
    if !removed.isEmpty { parts.append("\(count(removed.count)) removed") }
    if !changed.isEmpty { parts.append("\(count(changed.count)) changed") }
    if same > 0 { parts.append("\(count(same)) unchanged") }
    func list(_ names: [String]) -> String { names.joined(separator: ", ") }
    if let only = columnsAdded.first, columnsAdded.count == 1 {
      parts.append("column added: \(only)")
    } else if !columnsAdded.isEmpty {
      parts.append("columns added: \(list(columnsAdded))")
    }
    if let only = columnsRemoved.first, columnsRemoved.count == 1 {
      parts.append("column removed: \(only)")
    } else if !columnsRemoved.isEmpty {
      parts.append("columns removed: \(list(columnsRemoved))")
    }
    return parts.joined(separator: ", ")
  }

  /// The summary, and a line for each of the first rows that differ; no line wider than `width`.
  func text(lines count: Int, width: Int?, _ language: Language = .en) -> String {
    let details = lines(limit: count, language).map { line in
      width.map { cut([StyledText(line)], to: max(1, $0)).map(\.text).joined() } ?? line
    }
    return ([wordWrapped(summary.text(language), width: width)] + details).map { $0 + "\n" }.joined()
  }

  /// A line for each row that differs, at most `limit`: `+` added, `-` removed, `~` changed.
  private func lines(limit: Int, _ language: Language) -> [String] {
    let all = changed.map { "~ " + $0 } + added.map { "+ " + $0 } + removed.map { "- " + $0 }
    guard all.count > limit else { return all }
    return all.prefix(limit) + [("… \(grouped: all.count - limit) more" as Phrase).text(language)]
  }

  private func count(_ rows: Int) -> Phrase { rows == 1 ? "1 row" : "\(grouped: rows) rows" }

  /// What names each row, in order, and where the row is. Throws when two rows have the same name.
  private static func rows(of cells: ResultCells, _ columns: [Int], _ names: [String]) throws(Incomparable)
    -> (
      keys: [String], places: [String: Int]
    )
  {
    var keys: [String] = []
    var places: [String: Int] = [:]
    for row in 0..<cells.rowCount {
      let key = columns.map { cells.text(row: row, column: $0) }.joined(separator: ", ")
      guard places.updateValue(row, forKey: key) == nil else {
        throw Incomparable(
          reason: """
            several rows have the same \(names.joined(separator: ", ")) (\(key)), so that it is not known \
            which is which
            """)
      }
      keys.append(key)
    }
    return (keys, places)
  }
}
