import RegnData

/// Standing bars over their labels: of one series, of several side by side, or of several upon each other.
/// Series are told apart by their shades, which the names above repeat; colour repeats them once more.
struct ColumnChart {
  private static let eighths = ["", "▁", "▂", "▃", "▄", "▅", "▆", "▇"]
  let data: ChartData
  let look: ChartLook
  let options: OutputOptions

  private var isStacked: Bool { look.stacking != .none && data.series.count > 1 }

  /// A row of the drawing is so much of the axis: above row 0 from its lower edge up, below it the other way.
  private struct Scale {
    let axis: ValueAxis
    let rowsAStep: Int
    /// The row of the axis's first mark.
    let first: Int

    init(_ axis: ValueAxis) {
      self.axis = axis
      rowsAStep = max(2, 12 / axis.steps)
      let negative = axis.isLog ? 0 : axis.ticks.count { $0 < 0 }
      first = -negative * rowsAStep
    }

    var last: Int { first + axis.steps * rowsAStep }

    /// Where a value lies, in rows from row 0.
    func place(_ value: Double) -> Double {
      if axis.isLog { return axis.share(value) * Double(last) }
      return value / (axis.last - axis.first) * Double(last - first)
    }
  }

  /// Appends the chart; false, and nothing, when the columns or their labels have no room, or have no numbers
  /// that the axis can show.
  func append(to text: inout String) -> Bool {
    guard let axis = axis() else { return false }
    let scale = Scale(axis)
    let paint = Paint(isOn: options.color)
    let tickLabels = axis.labels(NumberMarks(options.locale))
    let tickWidth = tickLabels.reduce(0) { max($0, cellWidth($1)) }
    let area = max(20, options.width ?? 80) - tickWidth - 2
    let count = data.labels.count
    let bars = isStacked ? 1 : data.series.count
    let slot = min(bars == 1 ? 16 : 6 * bars, area / max(count, 1))
    let longest = data.labels.reduce(0) { max($0, cellWidth($1)) }
    guard slot >= (data.axis == .text ? min(longest + 1, 6) : 1), bars == 1 || slot > bars else {
      return false
    }
    let barWidth = max(1, (slot > 2 ? slot - 1 : slot) / bars)
    if data.series.count > 1, !look.hidesLegend { appendNames(to: &text, paint) }
    for row in stride(from: scale.last, through: scale.first, by: -1) {
      let isTick = (row - scale.first) % scale.rowsAStep == 0
      let label = isTick ? tickLabels[(row - scale.first) / scale.rowsAStep] : ""
      var line = padded(label, to: tickWidth, right: true)
      if row == 0 {
        text += line + (scale.first < 0 ? " ┼" : " └") + String(repeating: "─", count: slot * count) + "\n"
        continue
      }
      line += isTick ? " ┤" : " │"
      for point in data.labels.indices {
        var used = 0
        for bar in 0..<bars {
          let (ink, series) = isStacked ? stackInk(point, row, scale) : barInk(point, bar, row, scale)
          let bar = String(repeating: ink.isEmpty ? " " : ink, count: barWidth)
          line += ink.isEmpty ? bar : paint.series(bar, series)
          used += barWidth
        }
        line += String(repeating: " ", count: slot - used)
      }
      text += trimmedEnd(line) + "\n"
    }
    var line = LabelLine(width: slot * count + 12)
    for (index, label) in data.labels.enumerated() {
      let fitting = data.axis == .text ? shortened(label, to: max(1, slot - 1)) : label
      line.place(fitting, at: index * slot)
    }
    text += trimmedEnd(String(repeating: " ", count: tickWidth + 2) + line.text) + "\n"
    return true
  }

  /// The axis of values: from zero, or in powers of ten. Nil when the values have no place on one.
  private func axis() -> ValueAxis? {
    var high = 0.0
    if isStacked {
      for point in data.labels.indices {
        high = max(high, data.series.reduce(0) { $0 + ($1.values[point] ?? 0) })
      }
      return ValueAxis(0...high, look: look.withoutEnds)
    }
    guard let range = data.range(includingZero: !look.isLog) else { return nil }
    return ValueAxis(range, look: look.withoutEnds)
  }

  private func appendNames(to text: inout String, _ paint: Paint) {
    let width = max(20, options.width ?? 80)
    for (number, series) in data.series.enumerated() {
      text += paint.series(ink(number), number) + " " + shortened(series.name, to: width - 2) + "\n"
    }
  }

  private func ink(_ number: Int) -> String {
    StackedBarChart.inks[number % StackedBarChart.inks.count]
  }

  /// What the bar of a series shows in a row: a full cell, a part of one, or nothing.
  private func barInk(_ point: Int, _ number: Int, _ row: Int, _ scale: Scale) -> (String, Int) {
    guard let value = data.series[number].values[point], value.isFinite, value != 0 || look.isLog else {
      return ("", number)
    }
    let rows = scale.place(value)
    guard look.isLog || (value > 0) == (row > 0) else { return ("", number) }
    // Only the first series' ink has parts of a cell.
    let parts = number > 0 ? 1 : row > 0 ? 8 : 2
    let filled = max(1, Int((abs(rows) * Double(parts)).rounded())) - (abs(row) - 1) * parts
    if filled <= 0 { return ("", number) }
    if filled >= parts { return (ink(number), number) }
    return (row > 0 ? Self.eighths[filled] : "▀", number)
  }

  /// The series that has most of a row of a stack.
  private func stackInk(_ point: Int, _ row: Int, _ scale: Scale) -> (String, Int) {
    var sum = 0.0
    for (number, series) in data.series.enumerated() {
      sum += series.values[point] ?? 0
      // Ends are rounded, not lengths, so that the parts add up.
      if Int(scale.place(sum).rounded()) >= row { return (ink(number), number) }
    }
    return ("", 0)
  }
}

/// A line of labels under an axis; one that would touch its neighbour is left out.
struct LabelLine {
  private var end = 0
  private(set) var text = ""
  private let width: Int

  init(width: Int) { self.width = width }

  /// Writes `label` from cell `start` on, if there is room.
  mutating func place(_ label: String, at start: Int) {
    let cells = cellWidth(label)
    guard cells > 0, start >= end + (end > 0 ? 1 : 0), start + cells <= width else { return }
    text += String(repeating: " ", count: start - end) + label
    end = start + cells
  }
}
