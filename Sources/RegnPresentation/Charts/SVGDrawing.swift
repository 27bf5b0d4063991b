/// The inside of an SVG element, and how high it is.
struct SVGDrawing {
  var body = ""
  var height = 0.0
  /// The number of the chart in its page, which the names of its patterns begin with.
  let number: Int

  init(number: Int) { self.number = number }

  mutating func text(
    _ text: String, x: Double, y: Double, anchor: String = "start", kind: String = ""
  ) {
    body += kind.isEmpty ? "<text" : "<text class=\"\(kind)\""
    body += " x=\"\(svg(x))\" y=\"\(svg(y))\" text-anchor=\"\(anchor)\">\(escaped(text))</text>\n"
  }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ kind: String) {
    body +=
      "<line class=\"\(kind)\" x1=\"\(svg(x1))\" y1=\"\(svg(y1))\" x2=\"\(svg(x2))\" y2=\"\(svg(y2))\"/>\n"
  }

  mutating func bar(x: Double, y: Double, width: Double, height: Double, series: Int, title: String) {
    let place = "x=\"\(svg(x))\" y=\"\(svg(y))\" width=\"\(svg(width))\" height=\"\(svg(height))\""
    body += "<rect class=\"s\(series % 6)\" \(place)><title>\(escaped(title))</title></rect>\n"
    // Lines over the colour tell the series apart without it.
    if series % 6 > 0 { body += "<rect class=\"over\" fill=\"url(#p\(number)-\(series % 6))\" \(place)/>\n" }
  }

  /// Patterns of lines for the series behind the first.
  mutating func definePatterns(_ count: Int) {
    guard count > 1 else { return }
    let lines = [
      "M0 6L6 0", "M0 0L6 6", "M3 0V6", "M0 3H6", "M0 6L6 0M0 0L6 6",
    ]
    body += "<defs>\n"
    for index in 1..<min(count, 6) {
      body += "<pattern id=\"p\(number)-\(index)\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
      body += "<path class=\"hatch\" d=\"\(lines[index - 1])\"/></pattern>\n"
    }
    body += "</defs>\n"
  }

  /// The names of the series beside their colours, from `y` on; gives where the next thing may stand.
  mutating func legend(_ names: [String], y: Double, width: Double) -> Double {
    var (x, row) = (0.0, y)
    for (index, name) in names.enumerated() {
      let short = shortened(name, to: 28)
      let needed = SVGChart.estimate(short) + 36
      if x > 0, x + needed > width {
        x = 0
        row += 20
      }
      bar(x: x, y: row, width: 12, height: 12, series: index, title: name)
      text(short, x: x + 18, y: row + 11)
      x += needed
    }
    return row + 26
  }
}

/// A coordinate with at most one decimal.
func svg(_ value: Double) -> String {
  let tenths = value.isFinite ? Int((min(max(value, -100_000), 100_000) * 10).rounded()) : 0
  let sign = tenths < 0 ? "-" : ""
  let (whole, rest) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
  return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
}
