/// The map in the terminal: each tile is the beginning of a name over its class's shade.
struct TerminalTileMap {
  let map: TileMap
  let options: OutputOptions

  private static let shades = ["░", "▒", "▓", "█"]

  func append(to text: inout String) {
    let paint = Paint(isOn: options.color)
    text += paint.bold(map.title) + "\n"
    let tileWidth = min(7, max(3, (options.width ?? 80) / MunicipalityTile.columnCount))
    let inner = tileWidth - 1
    var grid = [Int?](repeating: nil, count: MunicipalityTile.columnCount * MunicipalityTile.rowCount)
    for (index, tile) in MunicipalityTile.all.enumerated() {
      grid[tile.row * MunicipalityTile.columnCount + tile.column] = index
    }
    for row in 0..<MunicipalityTile.rowCount {
      var names = ""
      var shades = ""
      // Spaces wait until something follows, so that no line ends with them.
      var gap = 0
      for column in 0..<MunicipalityTile.columnCount {
        guard let tile = grid[row * MunicipalityTile.columnCount + column] else {
          gap += tileWidth
          continue
        }
        let space = String(repeating: " ", count: gap)
        let name = padded(String(MunicipalityTile.all[tile].name.prefix(inner)), to: inner)
        if let value = map.values[tile] {
          let shade = String(repeating: Self.shades[map.classIndex(of: value)], count: inner)
          names += space + name
          shades += space + paint.series(shade, 0)
        } else {
          names += space + paint.dim(name)
          shades += space + paint.dim("┄" + String(repeating: "┄", count: inner - 1))
        }
        gap = 1
      }
      text += trimmedEnd(names) + "\n" + shades + "\n"
    }
    text += "\n"
    let unit = map.unit.isEmpty ? "" : " " + map.unit
    for (index, group) in map.classes.enumerated() {
      let shade = paint.series(String(repeating: Self.shades[index], count: 2), 0)
      text += "\(shade) \(group.text)\(unit) (\(group.count))\n"
    }
    if map.values.contains(where: { $0 == nil }) { text += "┄┄ no value\n" }
    for line in map.extremes { text += options.say(line) + "\n" }
    if !map.note.isEmpty { text += "(\(options.say(map.note)))\n" }
  }
}
