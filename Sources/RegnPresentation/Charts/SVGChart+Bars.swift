import RegnData

extension SVGChart {
  /// Bars that lie, with names at the left and values at the right.
  func bars(_ data: ChartData) -> SVGDrawing? {
    let look = ChartLook(request)
    if look.stacking != .none, data.series.count > 1 { return stackedBars(data) }
    guard let shown = look.isLog ? try? data.onLogScale() : data,
      let values = shown.range(includingZero: true)
    else { return nil }
    let range =
      look.isLog
      ? values
      : min(
        values.lowerBound, look.yMin ?? 0)...max(
          values.upperBound, look.yMax ?? 0)
    var drawing = SVGDrawing(number: number)
    drawing.definePatterns(data.series.count)
    let labels = data.labels.map { shortened($0, to: 36) }
    let named = data.series.count > 1 && !look.hidesLegend
    let names = named ? data.series.map { shortened($0.name, to: 20) } : []
    let labelWidth = labels.reduce(0) { max($0, Self.estimate($1)) } + 8
    let nameWidth = names.reduce(0) { max($0, Self.estimate($1) + 8) }
    let valueWidth = data.series.lazy.flatMap(\.texts).reduce(0) { max($0, Self.estimate($1)) } + 8
    let left = labelWidth + nameWidth
    let area = max(80, Self.width - left - valueWidth)
    func place(_ value: Double, _ range: ClosedRange<Double>) -> Double {
      left + share(of: value, from: range.lowerBound, to: range.upperBound) * area
    }
    // Measures that one scale would make vanish have a scale each.
    let ranges = data.series.indices.map { index -> ClosedRange<Double> in
      guard data.needsOwnScales else { return range }
      var alone = shown
      alone.series = [shown.series[index]]
      return alone.range(includingZero: true) ?? range
    }
    var y = drawing.titles(data, look)
    let top = y
    if data.needsOwnScales {
      drawing.text(say("each measure has a scale of its own"), x: 0, y: y + 12, kind: "note")
      y += 22
    }
    for point in labels.indices {
      drawing.text(labels[point], x: 0, y: y + 13)
      for (number, series) in data.series.enumerated() {
        if !names.isEmpty { drawing.text(names[number], x: labelWidth, y: y + 13) }
        let value = shown.series[number].values[point] ?? 0
        if value.isFinite {
          let title = "\(data.labels[point]), \(series.name): \(series.texts[point])"
          let (zero, end) = (place(0, ranges[number]), place(value, ranges[number]))
          drawing.bar(
            x: min(zero, end), y: y, width: abs(end - zero), height: 16, series: number, title: title)
        }
        drawing.text(series.texts[point], x: Self.width, y: y + 13, anchor: "end")
        y += 20
      }
      if data.series.count > 1 { y += 6 }
    }
    if Set(ranges.map { place(0, $0) }).count == 1 {
      drawing.line(place(0, ranges[0]), top, place(0, ranges[0]), y, "axis")
    }
    drawing.height = y + 4
    return drawing
  }

  private func stackedBars(_ data: ChartData) -> SVGDrawing? {
    let look = ChartLook(request)
    let totals = data.labels.indices.map { point in
      data.series.reduce(0.0) { $0 + ($1.values[point] ?? 0) }
    }
    guard let most = totals.max(), most > 0, most.isFinite else { return nil }
    let marks = NumberMarks(locale)
    var drawing = SVGDrawing(number: number)
    drawing.definePatterns(data.series.count)
    var y = drawing.titles(data, look)
    if !look.hidesLegend { y = drawing.legend(data.series.map(\.name), y: y, width: Self.width) }
    let labels = data.labels.map { shortened($0, to: 36) }
    let texts = totals.map { look.stacking == .shares ? "" : marks.label($0) }
    let left = labels.reduce(0) { max($0, Self.estimate($1)) } + 8
    let area = max(80, Self.width - left - texts.reduce(0) { max($0, Self.estimate($1)) } - 8)
    let whole = max(most, look.stacking == .shares ? 100 : look.yMax ?? 0)
    for point in labels.indices {
      drawing.text(labels[point], x: 0, y: y + 13)
      var x = left
      for (number, series) in data.series.enumerated() {
        guard let value = series.values[point], value > 0 else { continue }
        let width = value / whole * area
        drawing.bar(
          x: x, y: y, width: width, height: 16, series: number,
          title: "\(data.labels[point]), \(series.name): \(series.texts[point])")
        x += width
      }
      drawing.text(texts[point], x: Self.width, y: y + 13, anchor: "end")
      y += 20
    }
    drawing.line(left, y - 20 * Double(labels.count), left, y, "axis")
    drawing.height = y + 4
    return drawing
  }

  /// The frame of a chart with a vertical axis: marks, their labels, and where a value lies.
  func frame(
    _ drawing: inout SVGDrawing, _ range: ClosedRange<Double>, _ look: ChartLook, top: Double, right: Double
  ) -> (left: Double, place: (Double) -> Double, floor: Double)? {
    guard let axis = ValueAxis(range, look: look) else { return nil }
    let labels = axis.labels(NumberMarks(locale))
    let left = labels.reduce(0) { max($0, Self.estimate($1)) } + 8
    let (top, height) = (top + 10, 260.0)
    func place(_ value: Double) -> Double { top + height - axis.share(value) * height }
    for (value, label) in zip(axis.ticks, labels) {
      drawing.text(label, x: left - 6, y: place(value) + 4, anchor: "end")
      drawing.line(left, place(value), right, place(value), value == 0 ? "axis" : "grid")
    }
    drawing.height = top + height + 24
    return (left, place, top + height)
  }

  /// Columns that stand, those of several series side by side or upon each other.
  func columns(_ data: ChartData) -> SVGDrawing? {
    let look = ChartLook(request)
    let isStacked = look.stacking != .none && data.series.count > 1
    guard let upper = isStacked ? try? data.stackedUp() : data,
      let range = upper.range(includingZero: !look.isLog)
    else { return nil }
    var drawing = SVGDrawing(number: number)
    drawing.definePatterns(data.series.count)
    var top = drawing.titles(data, look)
    if data.series.count > 1, !look.hidesLegend {
      top = drawing.legend(data.series.map(\.name), y: top, width: Self.width)
    }
    guard let frame = frame(&drawing, range, look, top: top, right: Self.width) else { return nil }
    let slot = (Self.width - frame.left) / Double(max(1, data.labels.count))
    let across = isStacked ? 1 : data.series.count
    let floor = look.isLog ? frame.floor : frame.place(0)
    var end = 0.0
    for (point, label) in data.labels.enumerated() {
      let x = frame.left + slot * Double(point)
      var below = floor
      for (number, series) in data.series.enumerated() {
        let value = upper.series[number].values[point] ?? 0
        let height = value.isFinite && series.values[point] != nil ? frame.place(value) : below
        drawing.bar(
          x: x + slot * 0.1 + slot * 0.8 / Double(across) * Double(isStacked ? 0 : number),
          y: min(height, below), width: slot * 0.8 / Double(across), height: abs(height - below),
          series: number,
          title: "\(label)\(data.series.count > 1 ? ", " + series.name : ""): "
            + series.texts[point])
        if isStacked { below = height }
      }
      let short = data.axis == .text ? shortened(label, to: max(4, Int((slot - 6) / 7.4))) : label
      let half = Self.estimate(short) / 2
      let middle = min(x + slot / 2, Self.width - half)
      guard middle - half >= end else { continue }
      drawing.text(short, x: middle, y: frame.floor + 18, anchor: "middle")
      end = middle + half + 4
    }
    drawing.xTitle(look)
    return drawing
  }
}

extension SVGDrawing {
  /// Writes the title of the values' axis, or their unit, above the chart; gives where the chart may begin.
  mutating func titles(_ data: ChartData, _ look: ChartLook) -> Double {
    let title = look.yTitle.isEmpty ? data.unit : look.yTitle
    guard !title.isEmpty else { return 4 }
    text(title, x: 0, y: 12, kind: "note")
    return 22
  }

  /// Writes the title of the horizontal axis beneath the chart.
  mutating func xTitle(_ look: ChartLook) {
    guard !look.xTitle.isEmpty else { return }
    height += 20
    text(look.xTitle, x: SVGChart.width / 2, y: height - 6, anchor: "middle", kind: "note")
  }
}
