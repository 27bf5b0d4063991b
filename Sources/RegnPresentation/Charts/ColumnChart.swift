import RegnData

/// Vertical bars over their labels, for one series.
struct ColumnChart {
  private static let eighths = ["", "▁", "▂", "▃", "▄", "▅", "▆", "▇"]
  let data: ChartData
  let options: OutputOptions

  /// Appends the chart; false, and nothing, when the columns or their labels have no room.
  func append(to text: inout String) -> Bool {
    guard data.series.count == 1, let range = data.range(includingZero: true),
      let ticks = Ticks(around: range, limit: 5)
    else { return false }
    let paint = Paint(isOn: options.color)
    let marks = NumberMarks(options.locale)
    let rowsAStep = max(2, 12 / ticks.steps)
    let unit = ticks.step / Double(rowsAStep)
    let unitName = marks.axisUnit(max(abs(ticks.first), abs(ticks.last)))
    let tickLabels = ticks.values.map { marks.tick($0, in: unitName) }
    let tickWidth = tickLabels.reduce(0) { max($0, cellWidth($1)) }
    let area = max(20, options.width ?? 80) - tickWidth - 2
    let count = data.labels.count
    let slot = min(16, area / max(count, 1))
    let longest = data.labels.reduce(0) { max($0, cellWidth($1)) }
    guard slot >= (data.axis == .text ? min(longest + 1, 6) : 1) else { return false }
    let barWidth = max(1, slot > 2 ? slot - 1 : slot)
    let positiveRows = Int((ticks.last / unit).rounded())
    let negativeRows = Int((-ticks.first / unit).rounded())
    // Row 0 is the axis; above it the top edge of row r stands for r units, below it the bottom edge does.
    for row in stride(from: positiveRows, through: -negativeRows, by: -1) {
      let isTick = row % rowsAStep == 0
      let label = isTick ? tickLabels[(row + negativeRows) / rowsAStep] : ""
      var line = padded(label, to: tickWidth, right: true)
      if row == 0 {
        text += line + (negativeRows > 0 ? " ┼" : " └") + String(repeating: "─", count: slot * count) + "\n"
        continue
      }
      line += isTick ? " ┤" : " │"
      for value in data.series[0].values {
        let ink = Self.block(value ?? 0, row: row, unit: unit)
        let bar = ink.isEmpty ? "" : paint.series(String(repeating: ink, count: barWidth), 0)
        line += bar + String(repeating: " ", count: ink.isEmpty ? slot : slot - barWidth)
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

  /// What a bar of `value` shows in a row: a full block, a part of one, or nothing.
  private static func block(_ value: Double, row: Int, unit: Double) -> String {
    guard value.isFinite, (value > 0) == (row > 0), value != 0 else { return "" }
    if row > 0 {
      let parts = max(1, Int((value / unit * 8).rounded())) - (row - 1) * 8
      return parts <= 0 ? "" : parts >= 8 ? "█" : eighths[parts]
    }
    let parts = max(1, Int((-value / unit * 2).rounded())) - (-row - 1) * 2
    return parts <= 0 ? "" : parts >= 2 ? "█" : "▀"
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
