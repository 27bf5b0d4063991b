import RegnData
import RegnPhrases

/// What a chart shows: points along x, and one or more series of values.
///
/// Which columns they come from: x is `xcolumn` or the first column; the values are `ycolumns` or all other
/// numeric columns; `series` (or, when x values repeat, the text columns) splits each into several.
struct ChartData {
  /// What the x values are.
  enum Axis { case text, number, time }

  struct Series {
    let name: String
    /// A value for each point; nil where there is none.
    var values: [Double?]
    /// Each value as it is written beside its bar.
    var texts: [String]
    /// The points that `anomalycolumns` tells to stand out; empty when there are none to be told.
    var anomalies: Set<Int> = []
  }

  let title: String
  let xName: String
  let axis: Axis
  /// Each point's x as text.
  var labels: [String] = []
  /// Each point's x: a number, ticks of time, or the point's number.
  var positions: [Double] = []
  var series: [Series] = []
  /// Whether x values are calendar years, which have no thousands separators.
  let hasYears: Bool
  /// The unit that all values have; nothing when there is none or several.
  let unit: String
  /// The rows that there are, and of these the ones that were left out at the end.
  let rowCount: Int
  let hiddenRows: Int

  /// Why a chart cannot be drawn, in words for the user.
  struct Problem: Error, Hashable {
    let text: Phrase

    /// What is said of the kinds of the reference that are no drawing.
    static func noDrawing(_ kind: String) -> Problem {
      switch kind {
      case "pivotchart":
        Problem(
          text: """
            it is put together with the mouse while one looks at it; `evaluate pivot` with another kind \
            draws one view of it
            """)
      case "timepivot":
        Problem(
          text:
            "it is leafed through with the mouse while one looks at it; `ladderchart` draws stretches of time"
        )
      case "plotly": Problem(text: "it shows what a library of Python has drawn")
      default: Problem(text: "Regn has no such drawing")
      }
    }
  }

  /// - Parameters:
  ///   - limit: the rows that are looked at.
  ///   - needsNumbers: whether x must be a number or a time.
  init(
    _ result: ResultTable, _ request: RenderRequest, locale: OutputOptions.Locale, limit: Int,
    needsNumbers: Bool = false
  ) throws(Problem) {
    let look = ChartLook(request)
    if look.isLog, look.stacking != .none {
      throw Problem(text: "parts of a stack cannot be read off a logarithmic axis; `yaxis=linear` draws them")
    }
    let result = result.withSeriesAsRows
    rowCount = result.rowCount
    guard rowCount > 0 else { throw Problem(text: "there are no rows to draw") }
    let columns = result.columns
    let numeric = columns.indices.filter { columns[$0].type.isNumeric }
    guard !numeric.isEmpty else { throw Problem(text: "no column is numeric") }
    let chosen = try Choice(columns, request, numeric: numeric)
    let x = chosen.x
    let type = x.map { columns[$0].type }
    axis = type == .datetime ? .time : type?.isNumeric == true ? .number : .text
    if needsNumbers, axis == .text {
      throw Problem(text: "its x needs numbers or times, and `\(x.map { columns[$0].name } ?? "")` has none")
    }
    let display = columns.indices.map { DisplayColumn(result, index: $0, limit: limit, locale: locale) }
    hasYears = x.map { display[$0].showsYears } ?? false
    xName = x.map { columns[$0].name } ?? ""
    let names = chosen.values.map { columns[$0].name }.joined(separator: ", ")
    let given = request.properties["title"] ?? ""
    title = visibleText(!given.isEmpty ? given : x == nil ? names : "\(names) by \(xName)")
    let units = Set(chosen.values.map { columns[$0].unit })
    unit = units.count == 1 ? visibleText(Phrase(known: units.first ?? "").text(locale)) : ""
    hiddenRows = max(0, rowCount - limit)
    read(result, chosen, display: display, rows: min(limit, rowCount), marks: NumberMarks(locale))
    if look.accumulates { accumulate(locale: locale) }
  }

  /// Bars that were worked out elsewhere: one series of values, each with its label and its text.
  init(title: String, labels: [String], values: [Double?], texts: [String]) {
    self.title = title
    self.labels = labels
    positions = labels.indices.map { Double($0) }
    series = [Series(name: "", values: values, texts: texts)]
    xName = ""
    axis = .text
    hasYears = false
    unit = ""
    rowCount = labels.count
    hiddenRows = 0
  }

  /// The columns by their part in the chart.
  private struct Choice {
    /// Nil when the only column is the value.
    var x: Int?
    var values: [Int]
    /// Whose texts split the values into series.
    var series: [Int]
    /// The columns that tell where a value is an anomaly: the first of those of the first value, and so on.
    let anomalies: [Int]
    /// Whether `series` was asked for, not guessed.
    let isSplit: Bool

    init(_ columns: [ColumnSchema], _ request: RenderRequest, numeric: [Int]) throws(Problem) {
      func named(_ property: String) throws(Problem) -> [Int] {
        var found: [Int] = []
        for part in (request.properties[property] ?? "").split(separator: ",") {
          let name = trimmedEnd(String(part.drop { $0 == " " }))
          guard let index = columns.firstIndex(where: { $0.name == name }) else {
            throw Problem(text: "`\(property)` names `\(name)`, which is no column of the result")
          }
          found.append(index)
        }
        return found
      }
      let asked = try named("xcolumn").first
      let wanted = try named("ycolumns")
      let split = try named("series")
      let telling = request.kind == "anomalychart" ? try named("anomalycolumns") : []
      for index in wanted + telling where !columns[index].type.isNumeric {
        throw Problem(text: "`\(columns[index].name)` is \(columns[index].type.rawValue), not a number")
      }
      let used = Set(wanted + split + telling)
      let numeric = numeric.filter { !telling.contains($0) }
      anomalies = telling
      let free = columns.indices.filter { !used.contains($0) }
      var x = asked ?? free.first
      if asked == nil, wanted.isEmpty, numeric.count == 1, x == numeric.first {
        // The only number must be the value: another column tells the points apart, if there is one.
        x = free.first { $0 != numeric[0] }
      }
      self.x = x
      values = wanted.isEmpty ? numeric.filter { $0 != x && !split.contains($0) } : wanted
      isSplit = !split.isEmpty
      series = isSplit ? split : free.filter { $0 != x && columns[$0].type == .string }
      if anomalies.count > values.count, !values.isEmpty {
        throw Problem(text: "`anomalycolumns` names more columns than there are values to mark")
      }
      guard !values.isEmpty else { throw Problem(text: "no column but `\(columns[x ?? 0].name)` is numeric") }
    }
  }

  private mutating func read(
    _ result: ResultTable, _ choice: Choice, display: [DisplayColumn], rows: Int, marks: NumberMarks
  ) {
    var pointOfKey: [String: Int] = [:]
    var splits = choice.isSplit
    if !splits, !choice.series.isEmpty, let x = choice.x {
      // Text columns beside x split the values only where x alone does not tell rows apart.
      var seen: Set<String> = []
      forEachRow(result, rows) { readers, row in
        if !splits, !seen.insert(display[x].text(readers[x], row: row) ?? "").inserted { splits = true }
      }
    }
    var seriesOfKey: [String: Int] = [:]
    if !splits {
      series = choice.values.map { Series(name: visibleText(display[$0].schema.name), values: [], texts: []) }
    }
    forEachRow(result, rows) { readers, row in
      let label = choice.x.map { display[$0].text(readers[$0], row: row) ?? TableText.nullMark }
      let key = label ?? ""
      var point = labels.count
      if splits, let known = pointOfKey[key] {
        point = known
      } else {
        if splits { pointOfKey[key] = point }
        labels.append(label.map(visibleText) ?? (series.count == 1 ? series[0].name : ""))
        positions.append(choice.x.flatMap { position(readers[$0], row: row) } ?? Double(point))
        for index in series.indices {
          series[index].values.append(nil)
          series[index].texts.append("")
        }
      }
      let group =
        splits
        ? choice.series.map { display[$0].text(readers[$0], row: row) ?? "" }.joined(separator: ", ") : ""
      for (number, column) in choice.values.enumerated() {
        var index = number
        if splits {
          let name = choice.values.count > 1 ? "\(group) · \(display[column].schema.name)" : group
          if let known = seriesOfKey[name] {
            index = known
          } else {
            index = series.count
            seriesOfKey[name] = index
            let empty = [Double?](repeating: nil, count: labels.count)
            series.append(
              Series(
                name: visibleText(name), values: empty, texts: [String](repeating: "", count: labels.count)))
          }
        }
        let value = readers[column].double(row)
        let isReal = readers[column].kind == .real && value?.isFinite == true
        series[index].values[point] = value
        // 1 and -1 tell a value above or below what was to be expected.
        if number < choice.anomalies.count, readers[choice.anomalies[number]].double(row) ?? 0 != 0 {
          series[index].anomalies.insert(point)
        }
        series[index].texts[point] =
          isReal
          ? marks.label(value ?? 0) : display[column].text(readers[column], row: row) ?? TableText.nullMark
      }
    }
  }

  /// What is said of the points that stand out; nothing but of anomaly charts.
  func anomalyNote(_ request: RenderRequest) -> Phrase {
    guard request.kind == "anomalychart" else { return "" }
    guard request.properties["anomalycolumns"]?.isEmpty == false else {
      return "no point is marked: `anomalycolumns` names the column that tells anomalies"
    }
    let count = series.reduce(0) { $0 + $1.anomalies.count }
    return count == 1 ? "1 anomaly" : "\(grouped: count) anomalies"
  }

  private func forEachRow(
    _ result: ResultTable, _ rows: Int, _ body: (UnsafeBufferPointer<CellReader>, Int) -> Void
  ) {
    var left = rows
    for chunk in result.chunks where left > 0 {
      chunk.withReaders { readers in
        for row in 0..<min(left, chunk.rowCount) { body(readers, row) }
      }
      left -= chunk.rowCount
    }
  }

  private func position(_ reader: CellReader, row: Int) -> Double? {
    switch axis {
    case .text: nil
    case .number: reader.double(row) ?? .nan
    case .time: reader.isNull(row) ? .nan : Double(reader.integer(row))
    }
  }

  /// Where the x axis has marks, and what is written there: about `limit` of them for numbers and times, one
  /// a point for texts.
  func marks(
    _ range: ClosedRange<Double>, limit: Int, locale: OutputOptions.Locale
  ) -> [(position: Double, label: String)] {
    var marks: [(position: Double, label: String)] = []
    let numbers = NumberMarks(locale)
    switch axis {
    case .text: marks = labels.indices.map { (Double($0), shortened(labels[$0], to: 16)) }
    case .time: marks = timeTicks(range, limit: limit)
    case .number:
      guard let ticks = Ticks(around: range, limit: max(2, limit)) else { break }
      let unit = numbers.axisUnit(max(abs(ticks.first), abs(ticks.last)))
      // Between whole numbers there is nothing to be marked.
      let areWhole = hasYears || positions.allSatisfy { !$0.isFinite || $0 == $0.rounded() }
      for value in ticks.values where range.contains(value) && (!areWhole || value == value.rounded()) {
        marks.append((value, hasYears ? String(Int(value)) : numbers.tick(value, in: unit)))
      }
    }
    if marks.isEmpty, let label = labels.first { marks = [(range.lowerBound, label)] }
    return marks
  }

  /// The least and greatest finite value, with zero if `includingZero`; nil when there is none.
  func range(includingZero: Bool) -> ClosedRange<Double>? {
    var low = includingZero ? 0 : Double.infinity
    var high = includingZero ? 0 : -Double.infinity
    for value in series.lazy.flatMap(\.values) {
      guard let value, value.isFinite else { continue }
      low = min(low, value)
      high = max(high, value)
    }
    return low <= high ? low...high : nil
  }

  /// Whether the values of some series would be invisible beside those of others on one scale.
  var needsOwnScales: Bool {
    guard series.count > 1 else { return false }
    let heights = series.map { $0.values.reduce(0.0) { max($0, ($1 ?? 0).isFinite ? abs($1 ?? 0) : 0) } }
    let visible = heights.filter { $0 > 0 }
    guard let low = visible.min(), let high = visible.max() else { return false }
    return high / low > 20
  }

  /// The first series as shares of a whole: each text with its share before it.
  func shares(locale: OutputOptions.Locale) throws(Problem) -> ChartData {
    if hiddenRows > 0 { throw Problem(text: "there are too many rows for shares of a whole to be shown") }
    guard let slices = series.first, slices.values.allSatisfy({ ($0 ?? 0) >= 0 && ($0 ?? 0).isFinite }) else {
      throw Problem(text: "a share cannot be negative or infinite")
    }
    let total = slices.values.reduce(0) { $0 + ($1 ?? 0) }
    guard total > 0, total.isFinite else { throw Problem(text: "the values add up to nothing") }
    let marks = NumberMarks(locale)
    let width = slices.texts.reduce(0) { max($0, cellWidth($1)) }
    var data = self
    data.series = [
      Series(
        name: slices.name, values: slices.values,
        texts: zip(slices.values, slices.texts).map { value, text in
          let share = marks.text((value ?? 0) / total * 100, places: 1, keepsZeros: true)
          return "\(share) %  \(padded(text, to: width, right: true))"
        })
    ]
    return data
  }
}
