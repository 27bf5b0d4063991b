import RegnData
import RegnPhrases

/// A value for each municipality of Denmark, to be drawn on its tile.
///
/// Which column names the municipality is found by content: the one of which most values are codes or names.
/// The value is `ycolumns` or the first other number.
struct TileMap {
  /// A municipality's value, by the place of its tile in `MunicipalityTile.all`; nil where there is none.
  let values: [Double?]
  /// The values as they are written in the table.
  let texts: [String]
  let title: String
  /// What the map does not show, for the reader; nothing when it shows all.
  let note: Phrase
  let unit: String
  /// The least value of each class; the classes hold about as many municipalities each.
  let classStarts: [Double]
  private let marks: NumberMarks

  static let classLimit = 4

  init(_ result: ResultTable, _ request: RenderRequest, locale: OutputOptions.Locale) throws(ChartData
    .Problem)
  {
    guard result.rowCount > 0 else { throw ChartData.Problem(text: "there are no rows to draw") }
    let display = result.columns.indices.map { DisplayColumn(result, index: $0, locale: locale) }
    let place = try Self.placeColumn(result, request)
    let value = try Self.valueColumn(result, request, place: place)
    var values = [Double?](repeating: nil, count: MunicipalityTile.all.count)
    var texts = [String](repeating: "", count: values.count)
    var seen: Set<Int> = []
    var strangers: [String] = []
    var repeated: String?
    Self.forEachRow(result) { readers, row in
      let name = Self.text(readers[place], row: row)
      guard let tile = MunicipalityTile.index(of: name) else {
        strangers.append(name.isEmpty ? "(empty)" : visibleText(name))
        return
      }
      if !seen.insert(tile).inserted { repeated = repeated ?? MunicipalityTile.all[tile].name }
      values[tile] = readers[value].double(row).flatMap { $0.isFinite ? $0 : nil }
      texts[tile] = display[value].text(readers[value], row: row) ?? ""
    }
    if let repeated {
      throw ChartData.Problem(
        text: "\(repeated) has several rows; `summarize … by \(result.columns[place].name)` makes one of them"
      )
    }
    let sorted = values.compactMap { $0 }.sorted()
    guard !sorted.isEmpty else { throw ChartData.Problem(text: "no municipality has a number") }
    self.values = values
    self.texts = texts
    marks = NumberMarks(locale)
    unit = visibleText(Phrase(known: result.columns[value].unit).text(locale))
    let given = request.properties["title"] ?? ""
    title = visibleText(
      given.isEmpty ? "\(result.columns[value].name) by \(result.columns[place].name)" : given)
    var starts: [Double] = []
    for part in 0..<Self.classLimit {
      let start = sorted[part * sorted.count / Self.classLimit]
      if starts.last != start { starts.append(start) }
    }
    classStarts = starts
    var notes: [Phrase] = []
    let missing = values.count - sorted.count
    if missing > 0 {
      notes.append("\(missing) of the \(values.count) municipalities have no value and are drawn empty")
    }
    if !strangers.isEmpty {
      let names = strangers.prefix(3).map { shortened($0, to: 24) }.joined(separator: ", ")
      let shown = strangers.count > 3 ? names + ", …" : names
      notes.append(
        strangers.count == 1
          ? "a row names no municipality (\(shown))"
          : "\(strangers.count) rows name no municipality (\(shown))")
    }
    note = notes.joined(separator: "; ")
  }

  /// What the map shows, in words.
  var description: Phrase {
    "Map of Denmark with a tile for each municipality. \(extremes.joined(separator: ". "))"
  }

  /// The municipalities with the least and the greatest values.
  var extremes: [Phrase] {
    let order = values.indices.filter { values[$0] != nil }.sorted {
      (values[$0] ?? 0, $0) < (values[$1] ?? 0, $1)
    }
    func list(_ indices: some Sequence<Int>) -> String {
      indices.map { "\(MunicipalityTile.all[$0].name) \(texts[$0])" }.joined(separator: ", ")
    }
    guard order.count > 1 else { return ["Only \(list(order))"] }
    let count = min(3, order.count / 2)
    return [
      "Lowest: \(list(order.prefix(count)))", "Highest: \(list(order.reversed().prefix(count)))",
    ]
  }

  /// The class of a value, from 0.
  func classIndex(of value: Double) -> Int { max(0, classStarts.count { $0 <= value } - 1) }

  /// For each class its least and greatest value, and how many municipalities are in it.
  var classes: [(text: String, count: Int)] {
    classStarts.indices.map { index in
      let members = values.indices.filter { tile in values[tile].map { classIndex(of: $0) == index } ?? false
      }
      let sorted = members.sorted { (values[$0] ?? 0) < (values[$1] ?? 0) }
      guard let first = sorted.first, let last = sorted.last else { return ("", 0) }
      return (texts[first] == texts[last] ? texts[first] : "\(texts[first]) – \(texts[last])", members.count)
    }
  }

  /// A value that has room on a tile: three or four digits.
  func short(_ value: Double) -> String {
    let unit = marks.axisUnit(value.magnitude)
    let number = value / unit.divisor
    return marks.text(number, places: number.magnitude < 10 && number != number.rounded() ? 1 : 0)
      + (unit.suffix.isEmpty ? "" : String(unit.suffix.filter { $0 != " " }.prefix(3)))
  }

  private static func text(_ reader: CellReader, row: Int) -> String {
    if reader.isNull(row) { return "" }
    var bytes: [UInt8] = []
    reader.appendText(row, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func forEachRow(
    _ result: ResultTable, _ body: (UnsafeBufferPointer<CellReader>, Int) -> Void
  ) {
    for chunk in result.chunks {
      chunk.withReaders { readers in
        for row in 0..<chunk.rowCount { body(readers, row) }
      }
    }
  }

  private static func named(
    _ property: String, _ result: ResultTable, _ request: RenderRequest
  ) throws(ChartData.Problem) -> Int? {
    guard let first = (request.properties[property] ?? "").split(separator: ",").first else { return nil }
    let name = trimmedEnd(String(first.drop { $0 == " " }))
    guard let index = result.columns.firstIndex(where: { $0.name == name }) else {
      throw ChartData.Problem(text: "`\(property)` names `\(name)`, which is no column of the result")
    }
    return index
  }

  /// The column of which most values are municipalities.
  private static func placeColumn(
    _ result: ResultTable, _ request: RenderRequest
  ) throws(ChartData.Problem) -> Int {
    if let asked = try named("xcolumn", result, request) { return asked }
    var counts = [Int](repeating: 0, count: result.columns.count)
    let candidates = result.columns.indices.filter {
      [.string, .int, .long].contains(result.columns[$0].type)
    }
    var left = 10_000
    forEachRow(result) { readers, row in
      guard left > 0 else { return }
      left -= 1
      for index in candidates where MunicipalityTile.index(of: text(readers[index], row: row)) != nil {
        counts[index] += 1
      }
    }
    // A name is surer than a number that happens to be a code.
    let best = candidates.max {
      (counts[$0], result.columns[$0].type == .string ? 1 : 0, -$0)
        < (counts[$1], result.columns[$1].type == .string ? 1 : 0, -$1)
    }
    guard let best, counts[best] > 0 else {
      throw ChartData.Problem(
        text: "no column has the codes or names of Denmark's municipalities (such as 751 or Aarhus)")
    }
    return best
  }

  private static func valueColumn(
    _ result: ResultTable, _ request: RenderRequest, place: Int
  ) throws(ChartData.Problem) -> Int {
    let columns = result.columns
    if let asked = try named("ycolumns", result, request) {
      guard columns[asked].type.isNumeric else {
        throw ChartData.Problem(
          text: "`\(columns[asked].name)` is \(columns[asked].type.rawValue), not a number")
      }
      return asked
    }
    guard let first = columns.indices.first(where: { $0 != place && columns[$0].type.isNumeric }) else {
      throw ChartData.Problem(text: "no column but `\(columns[place].name)` is numeric")
    }
    return first
  }
}
