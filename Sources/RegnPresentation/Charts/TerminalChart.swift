import RegnData

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
        let data = try chart(limit: options.maxRows)
        appendTitle(data, to: &text)
        appendBars(data, to: &text)
        appendHidden(data, to: &text)
      case "columnchart":
        let data = try chart(limit: options.maxRows)
        appendTitle(data, to: &text)
        if !ColumnChart(data: data, options: options).append(to: &text) {
          text += "(columnchart: too many columns for the width or several series, so the bars lie down)\n"
          appendBars(data, to: &text)
        }
        appendHidden(data, to: &text)
      case "piechart":
        let whole = try chart(limit: options.maxRows)
        let data = try whole.shares(locale: options.locale)
        appendTitle(data, to: &text)
        if whole.series.count > 1 { text += "(piechart: shares of \(data.series[0].name) alone)\n" }
        BarChart(data: data, options: options).append(to: &text)
      case "linechart", "timechart", "areachart", "scatterchart":
        let isScatter = request.kind == "scatterchart"
        let data = try chart(limit: .max, needsNumbers: isScatter)
        var plot = ""
        let style: PlotChart.Style = isScatter ? .scatter : request.kind == "areachart" ? .area : .line
        guard PlotChart(data: data, style: style, options: options).append(to: &plot) else {
          throw ChartData.Problem(text: "no value is a finite number that can be placed")
        }
        appendTitle(data, to: &text)
        text += plot
      default:
        text += "render \(visibleText(request.kind)) is shown as a table in the terminal for now\n"
        return false
      }
      return true
    } catch {
      text += "\(visibleText(request.kind)) cannot be drawn: \(visibleText(error.text)); here is the table\n"
      return false
    }
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
    guard data.needsOwnScales else { return BarChart(data: data, options: options).append(to: &text) }
    text += "(the measures differ too much for one scale: each has its own)\n"
    for series in data.series {
      text += "\n\(series.name)\n"
      var alone = data
      alone.series = [series]
      BarChart(data: alone, options: options).append(to: &text)
    }
  }

  private func appendHidden(_ data: ChartData, to text: inout String) {
    guard data.hiddenRows > 0 else { return }
    let total = result.rowCount
    text += moreRows(total, shown: total - data.hiddenRows, options: options) + "\n"
  }

  /// The values of the first row, each beside its name.
  private func appendCard(to text: inout String) {
    guard let chunk = result.chunks.first(where: { $0.rowCount > 0 }) else { return }
    let paint = Paint(isOn: options.color)
    if let title = request.properties["title"], !title.isEmpty {
      text += paint.bold(visibleText(title)) + "\n"
    }
    if result.rowCount > 1 { text += "(card: the first row alone)\n" }
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
