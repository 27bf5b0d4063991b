import RegnData

/// Horizontal bars: the label at the left, the value at the right, negative bars to the left of an axis.
/// Several series stand below each other under one label, each with its name.
struct BarChart {
  private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
  let data: ChartData
  let options: OutputOptions

  func append(to text: inout String) {
    let paint = Paint(isOn: options.color)
    let width = max(20, options.width ?? 80)
    let names = data.series.count > 1 ? data.series.map { shortened($0.name, to: width / 5) } : []
    let nameWidth = names.reduce(0) { max($0, cellWidth($1)) }
    let labels = data.labels.map { shortened($0, to: max(6, width * 2 / 5 - nameWidth)) }
    let labelWidth = labels.reduce(0) { max($0, cellWidth($1)) }
    let valueWidth = data.series.lazy.flatMap(\.texts).reduce(0) { max($0, cellWidth($1)) }
    let gaps = (labelWidth > 0 ? 1 : 0) + (nameWidth > 0 ? 1 : 0) + 1
    let area = max(8, width - labelWidth - nameWidth - valueWidth - gaps)
    let scale = Scale(data.range(includingZero: true) ?? 0...0, area: area)
    for point in data.labels.indices {
      for (number, series) in data.series.enumerated() {
        var line = padded(number == 0 ? labels[point] : "", to: labelWidth)
        if labelWidth > 0 { line += " " }
        if nameWidth > 0 { line += padded(names[number], to: nameWidth) + " " }
        let bar = scale.bar(series.values[point] ?? 0)
        line += bar.before + paint.series(bar.ink, number) + bar.after + " "
        text += line + padded(series.texts[point], to: valueWidth, right: true) + "\n"
      }
    }
  }

  /// How long bars are, in cells, on both sides of zero.
  private struct Scale {
    let negative: Int
    let positive: Int
    /// The value that one cell stands for.
    let unit: Double

    init(_ range: ClosedRange<Double>, area: Int) {
      let low = -range.lowerBound
      let high = range.upperBound
      if low > 0 {
        // One cell is the axis.
        let zero = share(of: 0, from: range.lowerBound, to: high)
        let cells = Int((Double(area - 1) * zero).rounded())
        negative = min(max(cells, 1), high > 0 ? area - 2 : area - 1)
        positive = area - 1 - negative
      } else {
        negative = 0
        positive = area
      }
      unit = max(negative > 0 ? low / Double(negative) : 0, positive > 0 ? high / Double(positive) : 0)
    }

    func bar(_ value: Double) -> (before: String, ink: String, after: String) {
      func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
      let axis = negative > 0 ? "│" : ""
      guard value.isFinite, value != 0, unit > 0 else {
        return (spaces(negative) + axis, "", spaces(positive))
      }
      if value > 0 {
        let parts = max(1, Int((value / unit * 8).rounded()))
        let ink = String(repeating: "█", count: parts / 8) + BarChart.eighths[parts % 8]
        return (spaces(negative) + axis, ink, spaces(positive - (parts + 7) / 8))
      }
      // There is no block for the right quarter of a cell: halves must do.
      let parts = max(1, Int((-value / unit * 2).rounded()))
      let ink = (parts % 2 == 1 ? "▐" : "") + String(repeating: "█", count: parts / 2)
      return (spaces(negative - (parts + 1) / 2), ink, axis + spaces(positive))
    }
  }
}
