import RegnData
import RegnPhrases

/// What `render` asked for as inline SVG, with a title and a description for those who do not see it.
///
/// Names and values stand as text beside what they mean; colour only repeats them.
struct SVGChart {
  let result: ResultTable
  let request: RenderRequest
  let locale: OutputOptions.Locale
  /// Tells the charts of a page apart.
  let number: Int

  static let width = 720.0
  /// The rows and points that a chart draws at most; beyond, the page would be of no use.
  private static let barLimit = 200
  private static let pointLimit = 20_000

  private var look: ChartLook { ChartLook(request) }

  /// The figure, or a paragraph that says why there is none; nothing for `table`.
  var html: String {
    do throws(ChartData.Problem) {
      switch request.kind {
      case "table": return ""
      case "card": return try card()
      case "tilemap":
        let map = try TileMap(result, request, locale: locale)
        return figure(SVGTileMap(map: map, number: number).drawing, map.title, map.description, map.note)
      case "treemap":
        let map = try TreeMap(result, request, locale: locale, limit: Self.barLimit)
        let parts: Phrase = map.leafCount == 1 ? "Treemap of 1 part" : "Treemap of \(map.leafCount) parts"
        return figure(SVGTreeMap(map: map, number: number).drawing, map.title, parts, "")
      case "ladderchart":
        let ladder = try Ladder(result, request, locale: locale, limit: Self.barLimit)
        let drawn = result.rowCount - ladder.hiddenRows
        let note: Phrase =
          ladder.hiddenRows > 0
          ? "the first \(grouped: drawn) of \(grouped: result.rowCount) rows are drawn" : ""
        return figure(
          ladder.drawing(number: number, locale: locale), ladder.title,
          ladder.rungs.count == 1 ? "Ladder chart of 1 row" : "Ladder chart of \(ladder.rungs.count) rows",
          note)
      case "barchart": return figure(try bars(), "Bar chart", bars)
      case "columnchart":
        let data = try bars()
        let count = data.labels.count * (look.stacking == .none ? data.series.count : 1)
        let fits = count <= 60 && (data.axis != .text || data.labels.count <= 40)
        return figure(data, "Column chart", fits ? columns : bars)
      case "piechart":
        let data = try data(Self.barLimit).shares(locale: locale)
        return figure(data, "Pie chart", data.labels.count <= 12 ? slices : bars)
      case "linechart", "timechart", "anomalychart":
        return figure(try data(Self.pointLimit), "Line chart") { plot($0, .line, look) }
      case "areachart", "stackedareachart":
        let stacking = look.stacking
        var data = try data(Self.pointLimit)
        if stacking == .shares { data = try data.asShares(locale: locale) }
        let shown = stacking == .none ? data : try data.stackedUp()
        return figure(shown, stacking == .none ? "Area chart" : "Stacked area chart") {
          plot($0, .area, look, isStacked: stacking != .none)
        }
      case "scatterchart":
        return figure(try data(Self.pointLimit, needsNumbers: true), "Scatter chart") {
          plot($0, .scatter, look)
        }
      default: throw ChartData.Problem.noDrawing(request.kind)
      }
    } catch {
      return refusal(error)
    }
  }

  private func data(_ limit: Int, needsNumbers: Bool = false) throws(ChartData.Problem) -> ChartData {
    let data = try ChartData(result, request, locale: locale, limit: limit, needsNumbers: needsNumbers)
    if look.isLog, (data.range(includingZero: false)?.lowerBound ?? 1) <= 0 {
      throw ChartData.Problem(text: "a logarithmic axis needs numbers above zero")
    }
    return data
  }

  /// The data of bars and columns.
  private func bars() throws(ChartData.Problem) -> ChartData {
    let data = try data(Self.barLimit)
    guard look.stacking != .none else { return data }
    for point in data.labels.indices { _ = try data.total(point) }
    return look.stacking == .shares ? try data.asShares(locale: locale) : data
  }

  /// A phrase in the reader's language.
  func say(_ phrase: Phrase) -> String { phrase.text(locale) }

  private func refusal(_ problem: ChartData.Problem) -> String {
    "<p class=\"rows\">\(escaped(say("\(request.kind) cannot be drawn: \(problem.text)")))</p>\n"
  }

  private func figure(_ data: ChartData, _ kind: Phrase, _ draw: (ChartData) -> SVGDrawing?) -> String {
    guard let drawing = panels(data, draw) ?? draw(data) else {
      return
        refusal(ChartData.Problem(text: "no value is a finite number that can be placed"))
    }
    var description: Phrase =
      data.labels.count == 1 ? "\(kind) with 1 point" : "\(kind) with \(data.labels.count) points"
    if data.series.count > 1 { description = "\(description) of \(data.series.count) series" }
    let marks = NumberMarks(locale)
    if let range = data.range(includingZero: false) {
      let (low, high) = (marks.label(range.lowerBound), marks.label(range.upperBound))
      description = "\(description), from \(low) to \(high)"
    }
    var note: Phrase = ""
    if data.hiddenRows > 0 {
      note =
        "the first \(grouped: data.rowCount - data.hiddenRows) of \(grouped: data.rowCount) rows are drawn"
    }
    let anomalies = data.anomalyNote(request)
    if !anomalies.isEmpty {
      description = "\(description); \(anomalies)"
      note = note.isEmpty ? anomalies : "\(note); \(anomalies)"
    }
    return figure(drawing, data.title, description, note)
  }

  /// A drawing of each series below the other, where each shall have an axis of its own; else nil.
  private func panels(_ data: ChartData, _ draw: (ChartData) -> SVGDrawing?) -> SVGDrawing? {
    guard look.splits, look.stacking == .none, data.series.count > 1, request.kind != "piechart" else {
      return nil
    }
    var whole = SVGDrawing(number: number)
    for panel in data.panels {
      guard let part = draw(panel) else { return nil }
      whole.text(panel.series[0].name, x: 0, y: whole.height + 14)
      whole.body += "<g transform=\"translate(0 \(svg(whole.height + 22)))\">\n\(part.body)</g>\n"
      whole.height += 22 + part.height + 10
    }
    return whole
  }

  private func figure(
    _ drawing: SVGDrawing, _ title: String, _ description: Phrase, _ note: Phrase
  ) -> String {
    var html = "<figure>\n<figcaption>\(escaped(title))"
    if !note.isEmpty { html += ": \(escaped(say(note)))" }
    html += "</figcaption>\n<div class=\"scroll\" tabindex=\"0\">\n"
    html += "<svg role=\"img\" aria-labelledby=\"chart\(number)-title chart\(number)-desc\" "
    html += "viewBox=\"0 0 \(Int(Self.width)) \(Int(drawing.height.rounded(.up)))\">\n"
    html += "<title id=\"chart\(number)-title\">\(escaped(title))</title>\n"
    let described = say("\(description). The table below has the figures.")
    html += "<desc id=\"chart\(number)-desc\">\(escaped(described))</desc>\n"
    return html + drawing.body + "</svg>\n</div>\n</figure>\n"
  }

  /// The values of the first row, large, each under its name.
  private func card() throws(ChartData.Problem) -> String {
    guard let chunk = result.chunks.first(where: { $0.rowCount > 0 }) else {
      throw ChartData.Problem(text: "there are no rows to draw")
    }
    var html = "<figure>\n"
    if let title = request.properties["title"], !title.isEmpty {
      html += "<figcaption>\(escaped(title))</figcaption>\n"
    }
    html += "<dl class=\"card\">\n"
    chunk.withReaders { readers in
      for index in readers.indices {
        let value = DisplayColumn(result, index: index, limit: 1, locale: locale).text(readers[index], row: 0)
        let column = result.columns[index]
        html += "<div><dt>\(escaped(column.name))</dt><dd>\(escaped(value ?? TableText.nullMark))"
        if !column.unit.isEmpty {
          html += " <span class=\"unit\">\(escaped(say(Phrase(known: column.unit))))</span>"
        }
        html += "</dd></div>\n"
      }
    }
    html += "</dl>\n"
    if result.rowCount > 1 { html += "<p class=\"rows\">\(say("The first row alone."))</p>\n" }
    return html + "</figure>\n"
  }

  /// About as many units as the text takes in the page's font.
  static func estimate(_ text: String) -> Double { Double(cellWidth(text)) * 7.4 }
}
