import Glibc
import RegnData

/// What `render` asked for as inline SVG, with a title and a description for those who do not see it.
///
/// Names and values stand as text beside what they mean; colour only repeats them.
struct SVGChart {
  let result: ResultTable
  let request: RenderRequest
  let locale: OutputOptions.Locale
  /// Tells the charts of a page apart.
  let number: Int

  private static let width = 720.0
  /// The rows and points that a chart draws at most; beyond, the page would be of no use.
  private static let barLimit = 200
  private static let pointLimit = 20_000
  private static let markers = ["●", "○", "▲", "△", "■", "□"]

  /// The figure, or a paragraph that says why there is none; nothing for `table` and `card`.
  var html: String {
    do throws(ChartData.Problem) {
      switch request.kind {
      case "table", "card": return ""
      case "barchart": return figure(try data(Self.barLimit), "Bar chart", bars)
      case "columnchart":
        let data = try data(Self.barLimit)
        let fits = data.series.count == 1 && data.labels.count <= 40
        return figure(data, "Column chart", fits ? columns : bars)
      case "piechart":
        let data = try data(Self.barLimit).shares(locale: locale)
        return figure(data, "Pie chart", data.labels.count <= 12 ? slices : bars)
      case "linechart", "timechart":
        return figure(try data(Self.pointLimit), "Line chart") { plot($0, .line) }
      case "areachart": return figure(try data(Self.pointLimit), "Area chart") { plot($0, .area) }
      case "scatterchart":
        return figure(try data(Self.pointLimit, needsNumbers: true), "Scatter chart") { plot($0, .scatter) }
      default: return "<p class=\"rows\">render \(escaped(request.kind)) is shown as a table for now</p>\n"
      }
    } catch {
      return "<p class=\"rows\">\(escaped(request.kind)) cannot be drawn: \(escaped(error.text))</p>\n"
    }
  }

  private func data(_ limit: Int, needsNumbers: Bool = false) throws(ChartData.Problem) -> ChartData {
    try ChartData(result, request, locale: locale, limit: limit, needsNumbers: needsNumbers)
  }

  private func figure(_ data: ChartData, _ kind: String, _ draw: (ChartData) -> Drawing?) -> String {
    guard let drawing = draw(data) else {
      return
        "<p class=\"rows\">\(escaped(request.kind)) cannot be drawn: no value is a finite number that can be "
        + "placed</p>\n"
    }
    var description = "\(kind) with \(data.labels.count) \(data.labels.count == 1 ? "point" : "points")"
    if data.series.count > 1 { description += " of \(data.series.count) series" }
    if let range = data.range(includingZero: false) {
      let marks = NumberMarks(locale)
      description += ", from \(marks.label(range.lowerBound)) to \(marks.label(range.upperBound))"
    }
    var html = "<figure>\n"
    html += "<svg role=\"img\" aria-labelledby=\"chart\(number)-title chart\(number)-desc\" "
    html += "viewBox=\"0 0 \(Int(Self.width)) \(Int(drawing.height.rounded(.up)))\">\n"
    html += "<title id=\"chart\(number)-title\">\(escaped(data.title))</title>\n"
    html +=
      "<desc id=\"chart\(number)-desc\">\(escaped(description)). The table below has the figures.</desc>\n"
    html += drawing.body + "</svg>\n<figcaption>\(escaped(data.title))"
    if data.hiddenRows > 0 {
      let marks = NumberMarks(locale)
      let drawn = marks.text(result.rowCount - data.hiddenRows)
      html += ": the first \(drawn) of \(marks.text(result.rowCount)) rows are drawn"
    }
    return html + "</figcaption>\n</figure>\n"
  }

  /// The inside of an SVG element, and how high it is.
  private struct Drawing {
    var body = ""
    var height = 0.0

    mutating func text(_ text: String, x: Double, y: Double, anchor: String = "start") {
      body += "<text x=\"\(svg(x))\" y=\"\(svg(y))\" text-anchor=\"\(anchor)\">\(escaped(text))</text>\n"
    }

    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ kind: String) {
      body +=
        "<line class=\"\(kind)\" x1=\"\(svg(x1))\" y1=\"\(svg(y1))\" x2=\"\(svg(x2))\" y2=\"\(svg(y2))\"/>\n"
    }

    mutating func bar(x: Double, y: Double, width: Double, height: Double, series: Int, title: String) {
      body += "<rect class=\"s\(series % 6)\" x=\"\(svg(x))\" y=\"\(svg(y))\" width=\"\(svg(width))\" "
      body += "height=\"\(svg(height))\"><title>\(escaped(title))</title></rect>\n"
    }
  }

  /// About as many units as the text takes in the page's font.
  private func estimate(_ text: String) -> Double { Double(cellWidth(text)) * 7 }

  private func bars(_ data: ChartData) -> Drawing? {
    guard let range = data.range(includingZero: true) else { return nil }
    var drawing = Drawing()
    let labels = data.labels.map { shortened($0, to: 36) }
    let names = data.series.count > 1 ? data.series.map { shortened($0.name, to: 20) } : []
    let labelWidth = labels.reduce(0) { max($0, estimate($1)) } + 8
    let nameWidth = names.reduce(0) { max($0, estimate($1) + 8) }
    let valueWidth = data.series.lazy.flatMap(\.texts).reduce(0) { max($0, estimate($1)) } + 8
    let left = labelWidth + nameWidth
    let area = max(80, Self.width - left - valueWidth)
    func place(_ value: Double) -> Double {
      left + share(of: value, from: range.lowerBound, to: range.upperBound) * area
    }
    var y = 4.0
    for point in labels.indices {
      drawing.text(labels[point], x: 0, y: y + 13)
      for (number, series) in data.series.enumerated() {
        if !names.isEmpty { drawing.text(names[number], x: labelWidth, y: y + 13) }
        let value = series.values[point] ?? 0
        if value.isFinite {
          let title = "\(data.labels[point]), \(series.name): \(series.texts[point])"
          let start = min(place(0), place(value))
          drawing.bar(
            x: start, y: y, width: abs(place(value) - place(0)), height: 16, series: number, title: title)
        }
        drawing.text(series.texts[point], x: Self.width, y: y + 13, anchor: "end")
        y += 20
      }
      if !names.isEmpty { y += 6 }
    }
    drawing.line(place(0), 0, place(0), y, "axis")
    drawing.height = y + 4
    return drawing
  }

  /// The frame of a chart with a vertical axis: marks, their labels, and where a value lies.
  private func frame(
    _ drawing: inout Drawing, _ range: ClosedRange<Double>, right: Double
  ) -> (left: Double, place: (Double) -> Double, floor: Double)? {
    guard let ticks = Ticks(around: range, limit: 5) else { return nil }
    let marks = NumberMarks(locale)
    let unit = marks.axisUnit(max(abs(ticks.first), abs(ticks.last)))
    let left = ticks.values.reduce(0) { max($0, estimate(marks.tick($1, in: unit))) } + 8
    let (top, height) = (10.0, 260.0)
    func place(_ value: Double) -> Double {
      top + height - share(of: value, from: ticks.first, to: ticks.last) * height
    }
    for value in ticks.values {
      drawing.text(marks.tick(value, in: unit), x: left - 6, y: place(value) + 4, anchor: "end")
      drawing.line(left, place(value), right, place(value), value == 0 ? "axis" : "grid")
    }
    drawing.height = top + height + 24
    return (left, place, top + height)
  }

  private func columns(_ data: ChartData) -> Drawing? {
    var drawing = Drawing()
    guard let range = data.range(includingZero: true), let frame = frame(&drawing, range, right: Self.width)
    else { return nil }
    let slot = (Self.width - frame.left) / Double(max(1, data.labels.count))
    var end = 0.0
    for (point, label) in data.labels.enumerated() {
      let value = data.series[0].values[point] ?? 0
      let x = frame.left + slot * Double(point)
      if value.isFinite {
        drawing.bar(
          x: x + slot * 0.1, y: min(frame.place(value), frame.place(0)), width: slot * 0.8,
          height: abs(frame.place(value) - frame.place(0)), series: 0,
          title: "\(label): \(data.series[0].texts[point])")
      }
      let short = data.axis == .text ? shortened(label, to: max(4, Int(slot / 7))) : label
      let half = estimate(short) / 2
      guard x + slot / 2 - half >= end else { continue }
      drawing.text(short, x: x + slot / 2, y: frame.floor + 18, anchor: "middle")
      end = x + slot / 2 + half + 4
    }
    return drawing
  }

  private func plot(_ data: ChartData, _ style: PlotChart.Style) -> Drawing? {
    var drawing = Drawing()
    let finite = data.positions.filter(\.isFinite)
    guard var range = data.range(includingZero: style == .area), let low = finite.min(),
      let high = finite.max()
    else { return nil }
    if range.lowerBound > 0, range.lowerBound <= range.upperBound / 2 { range = 0...range.upperBound }
    let series = Array(data.series.prefix(PlotChart.seriesLimit))
    let names = series.count > 1 ? series.map { shortened($0.name, to: 20) } : []
    let nameWidth = names.reduce(8) { max($0, estimate($1) + 24) }
    let right = Self.width - nameWidth
    guard let frame = frame(&drawing, range, right: right) else { return nil }
    func place(_ x: Double) -> Double {
      frame.left + share(of: x, from: low, to: high) * (right - frame.left)
    }
    var end = 0.0
    for mark in data.marks(low...high, limit: 8, locale: locale) {
      let half = estimate(mark.label) / 2
      let x = min(max(place(mark.position), half), Self.width - half)
      guard x - half >= end else { continue }
      drawing.text(mark.label, x: x, y: frame.floor + 18, anchor: "middle")
      end = x + half + 8
    }
    let order = data.positions.indices.sorted { (data.positions[$0], $0) < (data.positions[$1], $1) }
    var taken: [Double] = []
    for (number, one) in series.enumerated() {
      var path = ""
      var area = ""
      var start: Double?
      var last: (x: Double, y: Double)?
      var previous: Double?
      func close() {
        if let first = start, let end = previous, style == .area, series.count == 1 {
          area += "L\(svg(end)) \(svg(frame.place(0)))L\(svg(first)) \(svg(frame.place(0)))Z"
        }
        start = nil
        previous = nil
      }
      for point in order {
        guard data.positions[point].isFinite, let value = one.values[point], value.isFinite else {
          close()
          continue
        }
        let (x, y) = (place(data.positions[point]), frame.place(value))
        if style == .scatter {
          let sign = Self.markers[number]
          drawing.body +=
            "<text class=\"s\(number)\" x=\"\(svg(x))\" y=\"\(svg(y + 4))\" text-anchor=\"middle\">"
          drawing.body += "\(sign)</text>\n"
        }
        let step = (start == nil ? "M" : "L") + "\(svg(x)) \(svg(y))"
        path += step
        area += step
        start = start ?? x
        previous = x
        last = (x, y)
      }
      close()
      if style != .scatter {
        if style == .area, series.count == 1 {
          drawing.body += "<path class=\"s\(number) area\" d=\"\(area)\"/>\n"
        }
        drawing.body += "<path class=\"line s\(number)\" d=\"\(path)\"/>\n"
      }
      guard !names.isEmpty, let last else { continue }
      // Names that would cover each other move down.
      var y = last.y + 4
      while taken.contains(where: { abs($0 - y) < 14 }) { y += 14 }
      taken.append(y)
      drawing.text((style == .scatter ? Self.markers[number] + " " : "") + names[number], x: right + 6, y: y)
    }
    drawing.height = max(drawing.height, (taken.max() ?? 0) + 8)
    if data.series.count > series.count {
      drawing.height += 18
      drawing.text(
        "… \(data.series.count - series.count) more series are not drawn", x: 0, y: drawing.height - 4)
    }
    return drawing
  }

  private func slices(_ data: ChartData) -> Drawing? {
    var drawing = Drawing()
    let values = data.series[0].values.map { $0 ?? 0 }
    let total = values.reduce(0, +)
    guard total > 0 else { return nil }
    let (middle, radius) = (145.0, 120.0)
    var turned = 0.0
    for (index, value) in values.enumerated() where value > 0 {
      let part = value / total
      func point(_ turn: Double, _ distance: Double) -> String {
        svg(middle + sin(turn * 2 * .pi) * distance) + " " + svg(middle - cos(turn * 2 * .pi) * distance)
      }
      let title = "<title>\(escaped(data.labels[index])): \(escaped(data.series[0].texts[index]))</title>"
      if part > 0.9999 {
        drawing.body += "<circle class=\"slice s0\" cx=\"145\" cy=\"145\" r=\"120\">\(title)</circle>\n"
      } else {
        drawing.body +=
          "<path class=\"s\(index % 6) slice\" d=\"M\(svg(middle)) \(svg(middle))L\(point(turned, radius))"
        drawing.body +=
          "A120 120 0 \(part > 0.5 ? 1 : 0) 1 \(point(turned + part, radius))Z\">\(title)</path>\n"
      }
      if part >= 0.03 {
        // The number leads from the slice to its line beside the pie.
        let angle = (turned + part / 2) * 2 * .pi
        drawing.text(
          "\(index + 1)", x: middle + sin(angle) * 132, y: middle - cos(angle) * 132 + 4, anchor: "middle")
      }
      turned += part
    }
    for (index, label) in data.labels.enumerated() {
      let y = 30 + Double(index) * 20
      drawing.bar(x: 310, y: y - 11, width: 12, height: 12, series: index, title: label)
      drawing.text("\(index + 1)  \(shortened(label, to: 28))", x: 328, y: y)
      drawing.text(data.series[0].texts[index], x: Self.width, y: y, anchor: "end")
    }
    drawing.height = max(290, 30 + Double(data.labels.count) * 20)
    return drawing
  }
}

/// A coordinate with at most one decimal.
private func svg(_ value: Double) -> String {
  let tenths = value.isFinite ? Int((min(max(value, -100_000), 100_000) * 10).rounded()) : 0
  let sign = tenths < 0 ? "-" : ""
  let (whole, rest) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
  return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
}
