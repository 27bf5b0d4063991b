/// Horizontal bars made of the series' parts, told apart by their shades; the sum stands at the right.
struct StackedBarChart {
  static let inks = ["█", "░", "▓", "▒", "▚", "╱"]
  let data: ChartData
  let look: ChartLook
  let options: OutputOptions

  func append(to text: inout String) {
    let paint = Paint(isOn: options.color)
    let marks = NumberMarks(options.locale)
    let width = max(20, options.width ?? 80)
    let totals = data.labels.indices.map { point in
      data.series.reduce(0.0) { $0 + ($1.values[point] ?? 0) }
    }
    let sums = totals.map { look.stacking == .shares ? "" : marks.label($0) }
    let labels = data.labels.map { shortened($0, to: max(6, width * 2 / 5)) }
    let labelWidth = labels.reduce(0) { max($0, cellWidth($1)) }
    let sumWidth = sums.reduce(0) { max($0, cellWidth($1)) }
    let area = max(8, width - labelWidth - sumWidth - 2)
    let whole = max(totals.max() ?? 0, .leastNormalMagnitude)
    if !look.hidesLegend {
      for (number, series) in data.series.enumerated() {
        text += paint.series(Self.ink(number), number) + " " + shortened(series.name, to: width - 2) + "\n"
      }
    }
    for point in labels.indices {
      var line = padded(labels[point], to: labelWidth) + " "
      var sum = 0.0
      var drawn = 0
      for (number, series) in data.series.enumerated() {
        sum += series.values[point] ?? 0
        // Ends are rounded, not lengths, so that the parts add up.
        let end = Int((sum / whole * Double(area)).rounded())
        line += paint.series(String(repeating: Self.ink(number), count: max(0, end - drawn)), number)
        drawn = max(drawn, end)
      }
      line +=
        String(repeating: " ", count: area - drawn) + " " + padded(sums[point], to: sumWidth, right: true)
      text += trimmedEnd(line) + "\n"
    }
  }

  private static func ink(_ number: Int) -> String { inks[number % inks.count] }
}
