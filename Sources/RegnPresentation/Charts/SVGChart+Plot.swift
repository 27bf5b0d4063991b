import Glibc
import RegnData

extension SVGChart {
  static let markers = ["●", "○", "▲", "△", "■", "□"]

  /// Lines, areas or points over a horizontal axis.
  ///
  /// - Parameter isStacked: whether each series' values are sums with those before it.
  func plot(
    _ data: ChartData, _ style: PlotChart.Style, _ look: ChartLook, isStacked: Bool = false
  ) -> SVGDrawing? {
    var drawing = SVGDrawing(number: number)
    let finite = data.positions.filter(\.isFinite)
    guard var range = data.range(includingZero: style == .area && !look.isLog), let low = finite.min(),
      let high = finite.max()
    else { return nil }
    if !look.isLog, range.lowerBound > 0, range.lowerBound <= range.upperBound / 2 {
      range = 0...range.upperBound
    }
    let series = Array(data.series.prefix(PlotChart.seriesLimit))
    if style == .area { drawing.definePatterns(series.count) }
    let names = series.count > 1 && !look.hidesLegend ? series.map { shortened($0.name, to: 20) } : []
    let nameWidth = names.reduce(8) { max($0, Self.estimate($1) + 24) }
    let right = Self.width - nameWidth
    let top = drawing.titles(data, look)
    guard let frame = frame(&drawing, range, look, top: top, right: right) else { return nil }
    func place(_ x: Double) -> Double {
      frame.left + share(of: x, from: low, to: high) * (right - frame.left)
    }
    var end = 0.0
    for mark in data.marks(low...high, limit: 8, locale: locale) {
      let half = Self.estimate(mark.label) / 2
      let x = min(max(place(mark.position), half), Self.width - half)
      guard x - half >= end else { continue }
      drawing.text(mark.label, x: x, y: frame.floor + 18, anchor: "middle")
      end = x + half + 8
    }
    let order = data.positions.indices.sorted { (data.positions[$0], $0) < (data.positions[$1], $1) }
    let floor = look.isLog ? frame.floor : frame.place(0)
    var taken: [Double] = []
    // Of stacked areas the highest is drawn first, so that those before it cover it.
    for number in isStacked ? Array(series.indices.reversed()) : Array(series.indices) {
      let one = series[number]
      var runs: [[(x: Double, y: Double)]] = [[]]
      for point in order {
        guard data.positions[point].isFinite, let value = one.values[point], value.isFinite else {
          if runs.last?.isEmpty == false { runs.append([]) }
          continue
        }
        runs[runs.count - 1].append((place(data.positions[point]), frame.place(value)))
      }
      runs.removeAll(where: \.isEmpty)
      draw(runs, number, style, isFilled: isStacked || series.count == 1, isStacked, floor, to: &drawing)
      for point in one.anomalies.sorted() {
        guard data.positions[point].isFinite, let value = one.values[point], value.isFinite else { continue }
        let title = "<title>\(escaped(data.labels[point])): \(escaped(one.texts[point]))</title>"
        drawing.body +=
          "<circle class=\"anomaly s\(number)\" cx=\"\(svg(place(data.positions[point])))\" "
          + "cy=\"\(svg(frame.place(value)))\" r=\"6\">\(title)</circle>\n"
      }
      guard !names.isEmpty, let last = runs.last?.last else { continue }
      // Names that would cover each other move down.
      var y = last.y + 4
      while taken.contains(where: { abs($0 - y) < 14 }) { y += 14 }
      taken.append(y)
      drawing.text((style == .scatter ? Self.markers[number] + " " : "") + names[number], x: right + 6, y: y)
    }
    drawing.height = max(drawing.height, (taken.max() ?? 0) + 8)
    drawing.xTitle(look)
    if data.series.count > series.count {
      drawing.height += 18
      drawing.text(
        say("… \(data.series.count - series.count) more series are not drawn"), x: 0, y: drawing.height - 4)
    }
    return drawing
  }

  /// Draws a series: `runs` are its points, with a gap between one run and the next.
  private func draw(
    _ runs: [[(x: Double, y: Double)]], _ number: Int, _ style: PlotChart.Style, isFilled: Bool,
    _ isStacked: Bool, _ floor: Double, to drawing: inout SVGDrawing
  ) {
    if style == .scatter {
      for point in runs.joined() {
        drawing.text(
          Self.markers[number], x: point.x, y: point.y + 4, anchor: "middle", kind: "s\(number)")
      }
      return
    }
    var line = ""
    var area = ""
    for run in runs {
      let path = run.map { "\(svg($0.x)) \(svg($0.y))" }.joined(separator: "L")
      line += "M" + path
      if let first = run.first, let last = run.last {
        area += "M\(path)L\(svg(last.x)) \(svg(floor))L\(svg(first.x)) \(svg(floor))Z"
        // A point alone would leave no line.
        if run.count == 1 {
          drawing.body +=
            "<circle class=\"s\(number)\" cx=\"\(svg(first.x))\" cy=\"\(svg(first.y))\" r=\"3\"/>\n"
        }
      }
    }
    if style == .area, isFilled, !area.isEmpty {
      let kind = isStacked ? "slice" : "area"
      drawing.body += "<path class=\"s\(number) \(kind)\" d=\"\(area)\"/>\n"
      if isStacked, number > 0 {
        drawing.body += "<path class=\"over\" fill=\"url(#p\(self.number)-\(number))\" d=\"\(area)\"/>\n"
      }
    }
    if !line.isEmpty { drawing.body += "<path class=\"line s\(number)\" d=\"\(line)\"/>\n" }
  }

  /// A pie, with a number at each slice and the names, shares and values beside it.
  func slices(_ data: ChartData) -> SVGDrawing? {
    var drawing = SVGDrawing(number: number)
    drawing.definePatterns(data.labels.count)
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
      let arc =
        "M\(svg(middle)) \(svg(middle))L\(point(turned, radius))"
        + "A120 120 0 \(part > 0.5 ? 1 : 0) 1 \(point(turned + part, radius))Z"
      // An arc from a point to itself would be none.
      let shape = part > 0.9999 ? "circle cx=\"145\" cy=\"145\" r=\"120\"" : "path d=\"\(arc)\""
      drawing.body += "<\(shape) class=\"s\(index % 6) slice\">\(title)</\(shape.prefix { $0 != " " })>\n"
      if index % 6 > 0 {
        drawing.body += "<\(shape) class=\"over\" fill=\"url(#p\(number)-\(index % 6))\"/>\n"
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
