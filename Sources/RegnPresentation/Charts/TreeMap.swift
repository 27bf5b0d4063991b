import RegnData

/// What a treemap shows: values as parts of a whole, by one name or in branches by two.
///
/// Names are the `series` columns, or else the text columns; of more than two all but the first make one. The
/// value is the first of `ycolumns`, or the first numeric column.
struct TreeMap {
  struct Leaf {
    let name: String
    let value: Double
    let text: String
  }

  struct Branch {
    /// Empty when there is one level alone.
    let name: String
    var leaves: [Leaf]
    var total: Double { leaves.reduce(0) { $0 + $1.value } }
  }

  let title: String
  /// The largest first, and so are their leaves.
  private(set) var branches: [Branch] = []

  var total: Double { branches.reduce(0) { $0 + $1.total } }
  var leafCount: Int { branches.reduce(0) { $0 + $1.leaves.count } }

  /// - Parameter limit: the rows that are looked at.
  init(
    _ result: ResultTable, _ request: RenderRequest, locale: OutputOptions.Locale, limit: Int
  ) throws(ChartData.Problem) {
    let columns = result.columns
    func named(_ property: String) throws(ChartData.Problem) -> [Int] {
      var found: [Int] = []
      for part in (request.properties[property] ?? "").split(separator: ",") {
        let name = trimmedEnd(String(part.drop { $0 == " " }))
        guard let index = columns.firstIndex(where: { $0.name == name }) else {
          throw ChartData.Problem(text: "`\(property)` names `\(name)`, which is no column of the result")
        }
        found.append(index)
      }
      return found
    }
    var levels = try named("series")
    let wanted = try named("ycolumns").first
    if levels.isEmpty { levels = columns.indices.filter { columns[$0].type == .string } }
    if levels.isEmpty, let other = columns.indices.first(where: { $0 != wanted && columns.count > 1 }) {
      levels = [other]
    }
    let numeric = columns.indices.first { columns[$0].type.isNumeric && !levels.contains($0) }
    guard let value = wanted ?? numeric, columns[value].type.isNumeric else {
      throw ChartData.Problem(text: "no column is numeric")
    }
    guard !levels.isEmpty else { throw ChartData.Problem(text: "no column has names for the parts") }
    guard result.rowCount > 0 else { throw ChartData.Problem(text: "there are no rows to draw") }
    guard result.rowCount <= limit else {
      throw ChartData.Problem(text: "there are too many rows for parts of a whole to be shown")
    }
    let given = request.properties["title"] ?? ""
    let names = levels.map { columns[$0].name }.joined(separator: ", ")
    title = visibleText(given.isEmpty ? "\(columns[value].name) by \(names)" : given)
    try read(result, levels, value, locale: locale)
  }

  private mutating func read(
    _ result: ResultTable, _ levels: [Int], _ value: Int, locale: OutputOptions.Locale
  ) throws(ChartData.Problem) {
    let display = result.columns.indices.map { DisplayColumn(result, index: $0, locale: locale) }
    let marks = NumberMarks(locale)
    var places: [String: Int] = [:]
    var isWrong = false
    for chunk in result.chunks {
      chunk.withReaders { readers in
        for row in 0..<chunk.rowCount where !readers[value].isNull(row) {
          let size = readers[value].double(row) ?? 0
          if size < 0 || !size.isFinite { isWrong = true }
          guard size > 0 else { continue }
          let names = levels.map {
            visibleText(display[$0].text(readers[$0], row: row) ?? TableText.nullMark)
          }
          let text =
            readers[value].kind == .real
            ? marks.label(size) : display[value].text(readers[value], row: row) ?? ""
          let branch = names.count > 1 ? names[0] : ""
          let leaf = Leaf(
            name: names.dropFirst(names.count > 1 ? 1 : 0).joined(separator: ", "), value: size, text: text)
          if let place = places[branch] {
            branches[place].leaves.append(leaf)
          } else {
            places[branch] = branches.count
            branches.append(Branch(name: branch, leaves: [leaf]))
          }
        }
      }
    }
    if isWrong { throw ChartData.Problem(text: "a part of a whole cannot be negative or infinite") }
    guard total > 0, total.isFinite else { throw ChartData.Problem(text: "the values add up to nothing") }
    for index in branches.indices { branches[index].leaves.sort { $0.value > $1.value } }
    branches.sort { $0.total > $1.total }
  }

  /// The parts as lengths, for the terminal: each leaf with its share, under its branch.
  func appendBars(to text: inout String, options: OutputOptions) {
    let marks = NumberMarks(options.locale)
    text += Paint(isOn: options.color).bold(title) + "\n"
    text += "(treemap: areas cannot be drawn here, so lengths stand for them)\n"
    let sums = branches.map { marks.label($0.total) }
    let width = (branches.flatMap(\.leaves).map(\.text) + sums).reduce(0) { max($0, cellWidth($1)) }
    func share(_ value: Double) -> String {
      padded(marks.text(value / total * 100, places: 1, keepsZeros: true), to: 5, right: true) + " %"
    }
    var labels: [String] = []
    var values: [Double?] = []
    var texts: [String] = []
    for (branch, sum) in zip(branches, sums) {
      if !branch.name.isEmpty {
        labels.append(branch.name)
        values.append(nil)
        texts.append("\(share(branch.total))  \(padded(sum, to: width, right: true))")
      }
      for leaf in branch.leaves {
        labels.append((branch.name.isEmpty ? "" : "  ") + leaf.name)
        values.append(leaf.value)
        texts.append("\(share(leaf.value))  \(padded(leaf.text, to: width, right: true))")
      }
    }
    BarChart(
      data: ChartData(title: title, labels: labels, values: values, texts: texts), options: options
    ).append(to: &text)
  }
}
