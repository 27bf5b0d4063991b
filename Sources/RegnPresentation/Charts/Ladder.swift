import RegnData

/// What a ladder chart shows: for each row a stretch from one time or number to another. The last two columns
/// are its ends, the others its name.
struct Ladder {
  struct Rung {
    let name: String
    let from: Double
    let to: Double
    /// Both ends as they are written.
    let text: String
  }

  let title: String
  private(set) var rungs: [Rung] = []
  /// The rows that are left out at the end.
  let hiddenRows: Int
  private let isTime: Bool

  /// - Parameter limit: the rows that are looked at.
  init(
    _ result: ResultTable, _ request: RenderRequest, locale: OutputOptions.Locale, limit: Int
  ) throws(ChartData.Problem) {
    let columns = result.columns
    guard columns.count > 1 else { throw ChartData.Problem(text: "its last two columns must be its ends") }
    let (from, to) = (columns.count - 2, columns.count - 1)
    isTime = columns[from].type == .datetime
    guard isTime ? columns[to].type == .datetime : columns[from].type.isNumeric && columns[to].type.isNumeric
    else {
      throw ChartData.Problem(
        text:
          """
          its last two columns, `\(columns[from].name)` and `\(columns[to].name)`, must both be times or \
          both be numbers
          """)
    }
    guard result.rowCount > 0 else { throw ChartData.Problem(text: "there are no rows to draw") }
    hiddenRows = max(0, result.rowCount - limit)
    let given = request.properties["title"] ?? ""
    title = visibleText(given.isEmpty ? "\(columns[from].name) to \(columns[to].name)" : given)
    let display = columns.indices.map { DisplayColumn(result, index: $0, locale: locale) }
    let isTime = isTime
    func place(_ reader: CellReader, _ row: Int) -> Double? {
      guard !reader.isNull(row) else { return nil }
      return isTime ? Double(reader.integer(row)) : reader.double(row)
    }
    var left = limit
    for chunk in result.chunks where left > 0 {
      chunk.withReaders { readers in
        for row in 0..<min(left, chunk.rowCount) {
          guard let low = place(readers[from], row), let high = place(readers[to], row), low.isFinite,
            high.isFinite
          else { continue }
          func text(_ index: Int) -> String {
            visibleText(display[index].text(readers[index], row: row) ?? TableText.nullMark)
          }
          rungs.append(
            Rung(
              name: (0..<from).map(text).joined(separator: ", "), from: min(low, high), to: max(low, high),
              text: "\(text(from)) – \(text(to))"))
        }
      }
      left -= chunk.rowCount
    }
    guard !rungs.isEmpty else { throw ChartData.Problem(text: "no row has both of its ends") }
  }

  /// From the first end to the last.
  var range: ClosedRange<Double> {
    let low = rungs.map(\.from).min() ?? 0
    return low...max(low, rungs.map(\.to).max() ?? 0)
  }

  /// Where the axis has marks, at most so many, and what is written there.
  func marks(limit: Int, locale: OutputOptions.Locale) -> [(position: Double, label: String)] {
    if isTime { return timeTicks(range, limit: limit) }
    guard let ticks = Ticks(around: range, limit: max(2, limit)) else { return [] }
    let numbers = NumberMarks(locale)
    let unit = numbers.axisUnit(max(abs(ticks.first), abs(ticks.last)))
    return ticks.values.filter { range.contains($0) }.map { ($0, numbers.tick($0, in: unit)) }
  }

  /// The ladder with characters.
  func append(to text: inout String, options: OutputOptions) {
    let paint = Paint(isOn: options.color)
    text += paint.bold(title) + "\n"
    let width = max(24, options.width ?? 80)
    let names = rungs.map { shortened($0.name, to: width * 2 / 5) }
    let nameWidth = names.reduce(0) { max($0, cellWidth($1)) }
    let area = max(10, width - nameWidth - 2)
    func cell(_ value: Double) -> Int {
      Int((share(of: value, from: range.lowerBound, to: range.upperBound) * Double(area)).rounded())
    }
    for (name, rung) in zip(names, rungs) {
      // What has no length still shows.
      let start = min(cell(rung.from), area - 1)
      let bar = String(repeating: "█", count: max(1, cell(rung.to) - start))
      text += padded(name, to: nameWidth) + " │" + String(repeating: " ", count: start)
      text += paint.series(bar, 0) + "\n"
    }
    var axis = [String](repeating: "─", count: area)
    var labels = LabelLine(width: width)
    for mark in marks(limit: area / 12, locale: options.locale) {
      let place = min(cell(mark.position), area - 1)
      axis[place] = "┬"
      labels.place(
        mark.label,
        at: max(0, min(nameWidth + 2 + place - cellWidth(mark.label) / 2, width - cellWidth(mark.label))))
    }
    text += String(repeating: " ", count: nameWidth) + " └" + axis.joined() + "\n" + labels.text + "\n"
  }

  /// The ladder as SVG.
  func drawing(number: Int, locale: OutputOptions.Locale) -> SVGDrawing {
    var drawing = SVGDrawing(number: number)
    let names = rungs.map { shortened($0.name, to: 36) }
    let left = names.reduce(0) { max($0, SVGChart.estimate($1)) } + 8
    let area = SVGChart.width - left - 4
    func place(_ value: Double) -> Double {
      left + share(of: value, from: range.lowerBound, to: range.upperBound) * area
    }
    let floor = 4 + Double(rungs.count) * 20
    var end = 0.0
    for mark in marks(limit: 8, locale: locale) {
      drawing.line(place(mark.position), 0, place(mark.position), floor, "grid")
      let half = SVGChart.estimate(mark.label) / 2
      let x = min(max(place(mark.position), half), SVGChart.width - half)
      guard x - half >= end else { continue }
      drawing.text(mark.label, x: x, y: floor + 18, anchor: "middle")
      end = x + half + 8
    }
    for (index, rung) in rungs.enumerated() {
      let y = 2 + Double(index) * 20
      drawing.text(names[index], x: 0, y: y + 13)
      drawing.bar(
        x: place(rung.from), y: y, width: max(2, place(rung.to) - place(rung.from)), height: 16, series: 0,
        title: "\(rung.name): \(rung.text)")
    }
    drawing.line(left, floor, SVGChart.width, floor, "axis")
    drawing.height = floor + 26
    return drawing
  }
}
