import RegnData
import RegnPhrases

/// Draws what `render` asked for, as far as a terminal can.
struct TerminalChart {
  let result: ResultTable
  let request: RenderRequest
  let options: OutputOptions

  /// Appends the chart. When there is none to draw, appends why and returns false: the table is to follow.
  func append(to text: inout String) -> Bool {
    do throws(ChartData.Problem) {
      switch request.kind {
      case "table": return false
      case "card":
        guard result.rowCount > 0 else { return false }
        appendCard(to: &text)
      case "barchart":
        let data = try bars()
        appendTitle(data, to: &text)
        appendBars(data, to: &text)
        appendHidden(data, to: &text)
      case "columnchart":
        let data = try bars()
        appendTitle(data, to: &text)
        if look.splits, look.stacking == .none, data.series.count > 1 {
          for panel in data.panels {
            text += "\n\(panel.series[0].name)\n"
            if !ColumnChart(data: panel, look: look, options: options).append(to: &text) {
              appendBars(panel, to: &text)
            }
          }
        } else if look.stacking == .none, !look.isLog, data.needsOwnScales {
          appendBars(data, to: &text)
        } else if !ColumnChart(data: data, look: look, options: options).append(to: &text) {
          text += options.say("(columnchart: \(whyBarsLie(data)), so the bars lie down)") + "\n"
          appendBars(data, to: &text)
        }
        appendHidden(data, to: &text)
      case "piechart":
        let whole = try chart(limit: options.maxRows)
        let data = try whole.shares(locale: options.locale)
        appendTitle(data, to: &text)
        if whole.series.count > 1 {
          text += options.say("(piechart: shares of \(data.series[0].name) alone)") + "\n"
        }
        BarChart(data: data, options: options).append(to: &text)
      case "treemap":
        try TreeMap(result, request, locale: options.locale, limit: options.maxRows)
          .appendBars(to: &text, options: options)
      case "ladderchart":
        let ladder = try Ladder(result, request, locale: options.locale, limit: max(1, options.maxRows))
        ladder.append(to: &text, options: options)
        if ladder.hiddenRows > 0 {
          let total = result.rowCount
          text += moreRows(total, shown: total - ladder.hiddenRows, options: options) + "\n"
        }
      case "tilemap":
        let map = try TileMap(result, request, locale: options.locale)
        TerminalTileMap(map: map, options: options).append(to: &text)
      case "linechart", "timechart", "anomalychart", "areachart", "stackedareachart", "scatterchart":
        let isScatter = request.kind == "scatterchart"
        let isArea = request.kind.hasSuffix("areachart")
        var data = try chart(limit: .max, needsNumbers: isScatter)
        if look.isLog, (data.range(includingZero: false)?.lowerBound ?? 1) <= 0 {
          throw ChartData.Problem(text: "a logarithmic axis needs numbers above zero")
        }
        var plot = ""
        let isStacked = isArea && look.stacking != .none && data.series.count > 1
        if isStacked {
          if look.stacking == .shares { data = try data.asShares(locale: options.locale) }
          data = try data.stackedUp()
          plot +=
            options.say("(stacked: each line is the sum of its series and those named before it)") + "\n"
        }
        let style: PlotChart.Style = isScatter ? .scatter : isArea ? .area : .line
        let panels = look.splits && !isStacked && data.series.count > 1 ? data.panels : [data]
        for panel in panels {
          if panels.count > 1 { plot += "\n\(panel.series[0].name)\n" }
          guard PlotChart(data: panel, style: style, look: look, options: options).append(to: &plot) else {
            throw ChartData.Problem(text: "no value is a finite number that can be placed")
          }
        }
        appendTitle(data, to: &text)
        text += plot
        let anomalies = data.anomalyNote(request)
        if !anomalies.isEmpty { text += options.say("(anomalychart: \(anomalies))") + "\n" }
      default: throw ChartData.Problem.noDrawing(request.kind)
      }
      return true
    } catch {
      text +=
        visibleText(
          options.say("\(request.kind) cannot be drawn: \(error.text); here is the table")) + "\n"
      return false
    }
  }

  private var look: ChartLook { ChartLook(request) }

  /// Why columns cannot stand.
  private func whyBarsLie(_ data: ChartData) -> Phrase {
    look.isLog && (data.range(includingZero: false)?.lowerBound ?? 1) <= 0
      ? "an axis of logarithms needs numbers above zero" : "too many columns for the width"
  }

  /// The data of bars and columns.
  private func bars() throws(ChartData.Problem) -> ChartData {
    let data = try chart(limit: options.maxRows)
    if look.stacking == .none { return data }
    for point in data.labels.indices { _ = try data.total(point) }
    return look.stacking == .shares ? try data.asShares(locale: options.locale) : data
  }

  private func chart(limit: Int, needsNumbers: Bool = false) throws(ChartData.Problem) -> ChartData {
    try ChartData(
      result, request, locale: options.locale, limit: max(1, limit), needsNumbers: needsNumbers)
  }

  private func appendTitle(_ data: ChartData, to text: inout String) {
    text += Paint(isOn: options.color).bold(data.title) + "\n"
  }

  /// Bars of all series side by side or, where one scale would leave nothing to see of some, below each
  /// other.
  private func appendBars(_ data: ChartData, to text: inout String) {
    if look.stacking != .none, data.series.count > 1 {
      return StackedBarChart(data: data, look: look, options: options).append(to: &text)
    }
    if look.isLog {
      guard let shown = try? data.onLogScale() else {
        text += options.say("(an axis of logarithms needs numbers above zero: this one is linear)") + "\n"
        return BarChart(data: data, options: options).append(to: &text)
      }
      text += options.say("(lengths are logarithms: a bar of double length is not a double value)") + "\n"
      return BarChart(data: shown, options: options).append(to: &text)
    }
    let splits = look.splits && data.series.count > 1
    guard splits || data.needsOwnScales else {
      return BarChart(data: data, options: options).append(to: &text)
    }
    if !splits {
      text += options.say("(the measures differ too much for one scale: each has its own)") + "\n"
    }
    for panel in data.panels {
      text += "\n\(panel.series[0].name)\n"
      BarChart(data: panel, options: options).append(to: &text)
    }
  }

  private func appendHidden(_ data: ChartData, to text: inout String) {
    guard data.hiddenRows > 0 else { return }
    text += moreRows(data.rowCount, shown: data.rowCount - data.hiddenRows, options: options) + "\n"
  }

  /// The values of the first row, each beside its name.
  private func appendCard(to text: inout String) {
    guard let chunk = result.chunks.first(where: { $0.rowCount > 0 }) else { return }
    let paint = Paint(isOn: options.color)
    if let title = request.properties["title"], !title.isEmpty {
      text += paint.bold(visibleText(title)) + "\n"
    }
    if result.rowCount > 1 { text += options.say("(card: the first row alone)") + "\n" }
    let display = result.columns.indices.map {
      DisplayColumn(result, index: $0, limit: 1, locale: options.locale)
    }
    let width = result.columns.reduce(0) { max($0, cellWidth(visibleText($1.name))) }
    chunk.withReaders { readers in
      for index in readers.indices {
        let value = display[index].text(readers[index], row: 0).map(visibleText) ?? TableText.nullMark
        text += padded(visibleText(result.columns[index].name), to: width) + "  " + paint.bold(value) + "\n"
      }
    }
  }
}
