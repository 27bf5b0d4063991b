import RegnData
import RegnFileFormats
import Testing

/// Tables of statistics by chance, written as PX and as JSON-stat by a writer that shares nothing with the
/// readers: what is read is what was written.
@Suite struct CubeRoundTripTests {
  /// A table: its variables with codes and texts, and a figure for each cell; nil where none is known.
  struct Cube {
    var variables: [(name: String, codes: [String], texts: [String])] = []
    var decimals = 0
    /// Figures in units of the last decimal.
    var cells: [Int?] = []

    init(_ seed: UInt64) {
      var random = SplitMix(seed)
      let letters = Array("abcæøåÆØÅ 019-,;:().%&/é<>=")
      func word() -> String {
        String((0...random.below(12)).map { _ in letters[random.below(letters.count)] })
      }
      var count = 1
      for number in 0...random.below(4) {
        let size = 1 + random.below(6)
        variables.append(
          (
            "v\(number)", (0..<size).map { "\($0)" + (random.below(2) == 0 ? "A" : "") },
            (0..<size).map { "\($0)" + word() }
          ))
        count *= size
      }
      decimals = random.below(4)
      let range = [10, 1_000, 1 << 40][random.below(3)]
      for _ in 0..<count {
        let least = random.below(3) == 0 ? -range / 2 : 0
        cells.append(random.below(6) == 0 ? nil : random.below(range) + least)
      }
    }

    /// A figure with all its decimals.
    func text(_ cell: Int) -> String {
      guard decimals > 0 else { return "\(cell)" }
      let digits = "\(cell.magnitude)"
      let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
      return (cell < 0 ? "-" : "") + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }

    /// The rows as they must be read: for each variable code and text, then the figure.
    var rows: [String] {
      cells.indices.map { place in
        var rest = place
        var fields: [String] = []
        for variable in variables.reversed() {
          let value = rest % variable.codes.count
          rest /= variable.codes.count
          fields = [variable.codes[value], variable.texts[value]] + fields
        }
        return (fields + [cells[place].map(text) ?? "∅"]).joined(separator: "|")
      }
    }

    /// As PX: lines of no more than some 60 characters of a text, figures in rows as the heading has columns.
    var px: String {
      func list(_ values: [String]) -> String { values.map { "\"\($0)\"" }.joined(separator: ",\n") }
      let stub = variables.dropLast(variables.count / 2).map(\.name)
      let heading = variables.map(\.name).dropFirst(stub.count)
      var text = "CHARSET=\"ANSI\";\nCODEPAGE=\"utf-8\";\nDECIMALS=\(decimals);\n"
      text += "TITLE=\"made\"\n\" by chance\";\n"
      text += "STUB=\(list(stub));\n"
      if !heading.isEmpty { text += "HEADING=\(list(Array(heading)));\n" }
      for variable in variables {
        text += "VALUES(\"\(variable.name)\")=\(list(variable.texts));\n"
        text += "CODES(\"\(variable.name)\")=\(list(variable.codes));\n"
      }
      text += "DATA=\n"
      let width = variables.dropFirst(stub.count).reduce(1) { $0 * $1.codes.count }
      for (place, cell) in cells.enumerated() {
        text += cell.map(self.text) ?? "\"..\""
        text += place % width == width - 1 ? "\n" : " "
      }
      return text + ";\n"
    }

    /// As JSON-stat of version 2; with `isSparse` the figures are listed by their places.
    func jsonStat(isSparse: Bool) -> String {
      func list(_ values: [String]) -> String { values.map { "\"\($0)\"" }.joined(separator: ", ") }
      let dimensions = variables.map { variable in
        let pairs = zip(variable.codes, variable.texts).map { "\"\($0)\":\"\($1)\"" }
        let category = "{\"index\":[\(list(variable.codes))],\"label\":{\(pairs.joined(separator: ","))}}"
        return "\"\(variable.name)\":{\"category\":\(category)}"
      }
      let places = cells.indices.compactMap { place in cells[place].map { "\"\(place)\":\(text($0))" } }
      let values =
        isSparse
        ? "{\(places.joined(separator: ","))}"
        : "[" + cells.map { $0.map(text) ?? "null" }.joined(separator: ",") + "]"
      return """
        {"version": "2.0", "class": "dataset", "id": [\(list(variables.map(\.name)))],
         "size": [\(variables.map { "\($0.codes.count)" }.joined(separator: ","))],
         "dimension": {\(dimensions.joined(separator: ",\n"))}, "value": \(values)}
        """
    }
  }

  /// The rows of a file; columns of a variable whose texts are its codes are doubled, to look like others.
  private func rows(_ text: String, of cube: Cube) throws -> [String] {
    let table = try opened(text)
    let names = table.schema.columns.map(\.name)
    var columns: [Int] = []
    for variable in cube.variables {
      let code = try #require(names.firstIndex(of: variable.name))
      columns += [code, names.firstIndex(of: variable.name + "_text") ?? code]
    }
    return try lines(table, columns: columns + [try #require(names.firstIndex(of: "value"))], workers: 2)
  }

  /// Without the zeros at the end of decimals, which no format promises to keep.
  private func plain(_ rows: [String]) -> [String] {
    rows.map { row in
      guard let figure = row.split(separator: "|").last, figure.contains(".") else { return row }
      var text = row
      while text.last == "0" { text.removeLast() }
      return text.last == "." ? String(text.dropLast()) : text
    }
  }

  @Test(arguments: 1...60 as ClosedRange<UInt64>) func whatWasWrittenIsRead(seed: UInt64) throws {
    let cube = Cube(seed)
    #expect(plain(try rows(cube.px, of: cube)) == plain(cube.rows))
    for isSparse in [false, true] {
      #expect(plain(try rows(cube.jsonStat(isSparse: isSparse), of: cube)) == plain(cube.rows))
    }
  }
}
