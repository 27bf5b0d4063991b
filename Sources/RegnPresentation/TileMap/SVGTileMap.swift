/// The map as SVG: each tile holds its name and value, and is the darker the higher the value.
struct SVGTileMap {
  let map: TileMap
  let number: Int

  private static let size = SVGChart.width / Double(MunicipalityTile.columnCount)

  var drawing: SVGDrawing {
    var drawing = SVGDrawing(number: number)
    let size = Self.size
    for (index, tile) in MunicipalityTile.all.enumerated() {
      let (x, y) = (Double(tile.column) * size, Double(tile.row) * size)
      let value = map.values[index]
      let kind = value.map { "t\(shade(map.classIndex(of: $0)))" } ?? "empty"
      drawing.body += "<g class=\"\(kind)\"><title>\(escaped(tile.name)): "
      drawing.body += value == nil ? "no value" : escaped(map.texts[index])
      drawing.body += "</title><rect x=\"\(svg(x + 1))\" y=\"\(svg(y + 1))\" width=\"\(svg(size - 2))\" "
      drawing.body += "height=\"\(svg(size - 2))\"/>\n"
      drawing.text(Self.label(tile.name), x: x + size / 2, y: y + 18, anchor: "middle", kind: "small")
      drawing.text(value.map(map.short) ?? "–", x: x + size / 2, y: y + 35, anchor: "middle")
      drawing.body += "</g>\n"
    }
    drawLegend(&drawing)
    drawing.height = Double(MunicipalityTile.rowCount) * size + 4
    return drawing
  }

  /// The legend lies in the sea north of Zealand, where no tile is.
  private func drawLegend(_ drawing: inout SVGDrawing) {
    let left = 8 * Self.size
    var y = 4.0
    func line(_ kind: String, _ text: String) {
      drawing.body +=
        "<g class=\"\(kind)\"><rect x=\"\(svg(left))\" y=\"\(svg(y))\" width=\"18\" height=\"14\"/></g>\n"
      drawing.text(text, x: left + 26, y: y + 12)
      y += 18
    }
    let unit = map.unit.isEmpty ? "" : " " + map.unit
    for (index, group) in map.classes.enumerated().reversed() {
      line("t\(shade(index))", "\(group.text)\(unit) (\(group.count))")
    }
    if map.values.contains(where: { $0 == nil }) { line("empty", "no value") }
  }

  /// The shade of a class: few classes use the outer shades too.
  private func shade(_ index: Int) -> Int {
    map.classStarts.count < 2 ? 1 : index * (TileMap.classLimit - 1) / (map.classStarts.count - 1)
  }

  /// What has room of a name on a tile.
  private static func label(_ name: String) -> String {
    guard name.count > 8 else { return name }
    let first = name.prefix { $0 != "-" }
    if first.count < name.count, first.count >= 4, first.count <= 8 { return first + "-" }
    return name.prefix(7) + "."
  }
}
