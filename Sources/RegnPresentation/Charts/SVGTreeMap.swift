/// Draws a treemap: rectangles whose areas are the values, those of a branch together and of one colour,
/// their names within them where there is room.
struct SVGTreeMap {
  private struct Frame {
    var x, y, width, height: Double
  }

  let map: TreeMap
  let number: Int

  var drawing: SVGDrawing {
    var drawing = SVGDrawing(number: number)
    drawing.height = 420
    let whole = Frame(x: 0, y: 0, width: SVGChart.width, height: drawing.height)
    for (place, frame) in Self.layOut(map.branches.map(\.total), in: whole).enumerated() {
      let branch = map.branches[place]
      var inner = frame
      if !branch.name.isEmpty {
        // A branch too small for its name has none; the pointer tells it.
        if frame.height > 44, frame.width > 40 {
          write(branch.name, x: frame.x + 4, y: frame.y + 14, width: frame.width - 8, to: &drawing)
          inner.y += 18
          inner.height -= 18
        }
        inner.width -= 2
        inner.height -= 2
      }
      for (index, part) in Self.layOut(branch.leaves.map(\.value), in: inner).enumerated() {
        draw(branch.leaves[index], of: branch, part, color: branch.name.isEmpty ? index : place, to: &drawing)
      }
    }
    return drawing
  }

  private func draw(
    _ leaf: TreeMap.Leaf, of branch: TreeMap.Branch, _ frame: Frame, color: Int, to drawing: inout SVGDrawing
  ) {
    let name = branch.name.isEmpty ? leaf.name : "\(branch.name), \(leaf.name)"
    drawing.body +=
      "<rect class=\"s\(color % 6) area\" x=\"\(svg(frame.x + 1))\" y=\"\(svg(frame.y + 1))\" "
      + "width=\"\(svg(max(frame.width - 2, 0.1)))\" height=\"\(svg(max(frame.height - 2, 0.1)))\">"
      + "<title>\(escaped(name)): \(escaped(leaf.text))</title></rect>\n"
    guard frame.height >= 20 else { return }
    let isWritten = write(leaf.name, x: frame.x + 5, y: frame.y + 15, width: frame.width - 10, to: &drawing)
    if isWritten, frame.height >= 36 {
      write(leaf.text, x: frame.x + 5, y: frame.y + 30, width: frame.width - 10, isWhole: true, to: &drawing)
    }
  }

  /// Writes a text as far as it fits; nothing of one that would lose all but its first letters, or its
  /// figures.
  @discardableResult
  private func write(
    _ text: String, x: Double, y: Double, width: Double, isWhole: Bool = false, to drawing: inout SVGDrawing
  ) -> Bool {
    let cells = Int(width / 7.4)
    let fits = cellWidth(text) <= cells
    guard fits || cells >= 4 && !isWhole else { return false }
    drawing.text(shortened(text, to: cells), x: x, y: y)
    return true
  }

  /// Rectangles of areas in proportion to `values`, which fall: rows along the shorter side, each filled as
  /// long as that makes its rectangles squarer. (Bruls, Huizing and van Wijk, "Squarified Treemaps", 2000.)
  private static func layOut(_ values: [Double], in frame: Frame) -> [Frame] {
    var frames: [Frame] = []
    var rest = frame
    var left = values.reduce(0, +)
    var start = 0
    while start < values.count {
      let scale = left > 0 ? max(rest.width, 0) * max(rest.height, 0) / left : 0
      let side = min(rest.width, rest.height)
      func worst(_ end: Int, _ sum: Double) -> Double {
        let area = sum * scale
        let depth = area / max(side, 0.1)
        return (start..<end).reduce(1.0) { worst, index in
          let length = values[index] * scale / max(depth, 0.001)
          return max(worst, max(length / max(depth, 0.001), depth / max(length, 0.001)))
        }
      }
      var end = start + 1
      var sum = values[start]
      while end < values.count, worst(end + 1, sum + values[end]) <= worst(end, sum) {
        sum += values[end]
        end += 1
      }
      let depth = end == values.count ? max(rest.width, rest.height) : sum * scale / max(side, 0.1)
      var along = 0.0
      for index in start..<end {
        let length = sum > 0 ? values[index] / sum * side : 0
        frames.append(
          rest.width >= rest.height
            ? Frame(x: rest.x, y: rest.y + along, width: depth, height: length)
            : Frame(x: rest.x + along, y: rest.y, width: length, height: depth))
        along += length
      }
      if rest.width >= rest.height {
        rest.x += depth
        rest.width -= depth
      } else {
        rest.y += depth
        rest.height -= depth
      }
      left -= sum
      start = end
    }
    return frames
  }
}
