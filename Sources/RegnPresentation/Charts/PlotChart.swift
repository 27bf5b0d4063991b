import RegnData

/// Lines, areas and points in a grid of braille dots, two across and four down a cell.
///
/// Lines differ by their dashes and by the name at their end, points by their shape; colour repeats that.
struct PlotChart {
  enum Style { case line, area, scatter }

  static let seriesLimit = 6
  private static let dashes: [[Bool]] = [
    [true], [true, true, true, false, false], [true, false], [true, true, false, true, false, false],
    [true, false, false], [true, true, true, true, true, false, false, false],
  ]
  private static let markers = ["●", "○", "▲", "△", "■", "□"]

  let data: ChartData
  let style: Style
  let look: ChartLook
  let options: OutputOptions

  /// Appends the chart; false, and nothing, when no value is a finite number.
  func append(to text: inout String) -> Bool {
    guard let values = data.range(includingZero: style == .area && !look.isLog) else { return false }
    let finite = data.positions.filter(\.isFinite)
    guard let xLow = finite.min(), let xHigh = finite.max() else { return false }
    // Zero belongs on the axis unless that would flatten what there is to see.
    let reachesZero = !look.isLog && values.lowerBound > 0 && values.lowerBound <= values.upperBound / 2
    guard
      let axis = ValueAxis((reachesZero ? 0 : values.lowerBound)...values.upperBound, look: look)
    else { return false }
    let rows = max(2, 12 / axis.steps) * axis.steps + 1
    let marks = NumberMarks(options.locale)
    let tickLabels = axis.labels(marks)
    let tickWidth = tickLabels.reduce(0) { max($0, cellWidth($1)) }
    let width = max(24, options.width ?? 80)
    let series = Array(data.series.prefix(Self.seriesLimit))
    let names = series.count > 1 && !look.hidesLegend ? series.map { shortened($0.name, to: width / 4) } : []
    let nameWidth = names.reduce(0) { max($0, cellWidth($1)) }
    let columns = max(8, width - tickWidth - 2 - (nameWidth > 0 ? nameWidth + 3 : 0))
    var grid = DotGrid(columns: columns, rows: rows)
    func column(_ x: Double) -> Int {
      Int((share(of: x, from: xLow, to: xHigh) * Double(columns * 2 - 1)).rounded())
    }
    func dotRow(_ value: Double) -> Int {
      // A tick lies on the second lowest dots of its row, so that the axis passes through its label.
      (rows - 1) * 4 + 2
        - Int((axis.share(value) * Double((rows - 1) * 4)).rounded())
    }
    let order = data.positions.indices.sorted {
      (data.positions[$0], $0) < (data.positions[$1], $1)
    }
    if !look.yTitle.isEmpty { text += look.yTitle + "\n" }
    var ends: [(row: Int, series: Int)] = []
    for (number, one) in series.enumerated() {
      var previous: (x: Int, y: Int)?
      var travelled = 0
      var lastRow: Int?
      for point in order {
        guard data.positions[point].isFinite, let value = one.values[point], value.isFinite else {
          // A gap in the data is a gap in the line; a missing combination of x and series is one too.
          previous = nil
          continue
        }
        let here = (x: column(data.positions[point]), y: dotRow(value))
        lastRow = here.y / 4
        switch style {
        case .scatter where series.count > 1:
          grid.mark(x: here.x, y: here.y, Self.markers[number], series: number)
        case .scatter: grid.set(x: here.x, y: here.y, series: number)
        case .line, .area:
          let dash = series.count > 1 ? Self.dashes[number] : [true]
          let floor = style == .area && series.count == 1 ? dotRow(look.isLog ? axis.first : 0) : nil
          grid.line(
            from: previous ?? here, to: here, dash: dash, travelled: &travelled, floor: floor, series: number)
          if one.anomalies.contains(point) {
            grid.mark(x: here.x, y: here.y, Self.markers[number], series: number)
          }
        }
        previous = here
      }
      if let lastRow { ends.append((lastRow, number)) }
    }
    let labels = names.isEmpty ? [:] : place(ends, rows: rows)
    let paint = Paint(isOn: options.color)
    for row in 0..<rows {
      let step = (rows - 1) / axis.steps
      let isTick = (rows - 1 - row) % step == 0
      let tick = isTick ? tickLabels[(rows - 1 - row) / step] : ""
      var line = padded(tick, to: tickWidth, right: true) + (isTick ? " ┤" : " │")
      line += grid.text(row: row, paint: paint)
      if let number = labels[row] {
        let sign = style == .scatter ? Self.markers[number] : "─"
        line += " " + paint.series(sign + " " + names[number], number)
      }
      text += trimmedEnd(line) + "\n"
    }
    appendAxis(to: &text, left: tickWidth, columns: columns, range: xLow...xHigh) { column($0) / 2 }
    if !look.xTitle.isEmpty { text += String(repeating: " ", count: tickWidth + 2) + look.xTitle + "\n" }
    if data.series.count > series.count {
      text += options.say("… \(data.series.count - series.count) more series are not drawn") + "\n"
    }
    return true
  }

  /// Gives each series' name a row of its own, as near to the end of its line as can be.
  private func place(_ ends: [(row: Int, series: Int)], rows: Int) -> [Int: Int] {
    guard ends.count > 1 || data.series.count > 1 else { return [:] }
    var taken: [Int: Int] = [:]
    for end in ends.sorted(by: { ($0.row, $0.series) < ($1.row, $1.series) }) {
      let nearest = (0..<rows).filter { taken[$0] == nil }.min {
        (abs($0 - end.row), -$0) < (abs($1 - end.row), -$1)
      }
      if let nearest { taken[nearest] = end.series }
    }
    return taken
  }

  /// Appends the x axis and the labels beneath it.
  private func appendAxis(
    to text: inout String, left: Int, columns: Int, range: ClosedRange<Double>, column: (Double) -> Int
  ) {
    let marks = data.marks(range, limit: columns / (data.hasYears ? 8 : 12), locale: options.locale)
    var axis = [String](repeating: "─", count: columns)
    var labels = LabelLine(width: columns + left + 2)
    for mark in marks {
      let place = min(max(0, column(mark.position)), columns - 1)
      axis[place] = "┬"
      let middle = left + 2 + place - cellWidth(mark.label) / 2
      labels.place(mark.label, at: max(0, min(middle, columns + left + 2 - cellWidth(mark.label))))
    }
    text += String(repeating: " ", count: left) + " └" + axis.joined() + "\n" + labels.text + "\n"
  }
}

/// A grid of cells, each of two by four dots.
struct DotGrid {
  private let columns: Int
  private let rows: Int
  private var dots: [UInt8]
  private var marks: [String?]
  /// Which series drew last in a cell.
  private var owners: [Int]

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    dots = [UInt8](repeating: 0, count: columns * rows)
    marks = [String?](repeating: nil, count: columns * rows)
    owners = [Int](repeating: 0, count: columns * rows)
  }

  /// The bit of a dot in braille's code points: the first three rows were there before the fourth.
  private static let bits: [UInt8] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]

  mutating func set(x: Int, y: Int, series: Int) {
    guard x >= 0, y >= 0, x < columns * 2, y < rows * 4 else { return }
    let cell = y / 4 * columns + x / 2
    dots[cell] |= Self.bits[y % 4 * 2 + x % 2]
    owners[cell] = series
  }

  mutating func mark(x: Int, y: Int, _ sign: String, series: Int) {
    guard x >= 0, y >= 0, x < columns * 2, y < rows * 4 else { return }
    marks[y / 4 * columns + x / 2] = sign
    owners[y / 4 * columns + x / 2] = series
  }

  /// Draws a line of dots; with a `floor`, also all dots between the line and that row.
  mutating func line(
    from start: (x: Int, y: Int), to end: (x: Int, y: Int), dash: [Bool], travelled: inout Int, floor: Int?,
    series: Int
  ) {
    let length = max(abs(end.x - start.x), abs(end.y - start.y))
    for step in 0...length {
      let share = length == 0 ? 0 : Double(step) / Double(length)
      let x = start.x + Int((Double(end.x - start.x) * share).rounded())
      let y = start.y + Int((Double(end.y - start.y) * share).rounded())
      if dash[travelled % dash.count] || step == length { set(x: x, y: y, series: series) }
      if let floor {
        for filled in min(y, floor)...max(y, floor) { set(x: x, y: filled, series: series) }
      }
      travelled += 1
    }
  }

  /// A row of cells as text.
  func text(row: Int, paint: Paint) -> String {
    var text = ""
    for cell in row * columns..<(row + 1) * columns {
      if let mark = marks[cell] {
        text += paint.series(mark, owners[cell])
      } else if dots[cell] != 0 {
        let sign = Unicode.Scalar(0x2800 + UInt32(dots[cell])).map { String($0) } ?? " "
        text += paint.series(sign, owners[cell])
      } else {
        text += " "
      }
    }
    return text
  }
}
