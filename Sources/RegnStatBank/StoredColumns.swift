import RegnData

/// The columns that an imported table is stored with: for each variable the texts of its values and, where
/// these are not their codes and it is not the time, the codes in a column of their own; then the figure.
public struct StoredColumns: Sendable {
  /// A column of the stored table.
  public struct Column: Sendable, Hashable {
    public let name: String
    public let description: String
    public let unit: String
    /// Whether it is text whatever its values look like.
    public let isText: Bool
  }

  public let columns: [Column]
  /// For each variable of the selection, what stands in the stored row for each value.
  let cells: [[[UInt8]]]

  public init(_ info: TableInfo, _ selection: Selection) {
    var columns: [Column] = []
    var cells: [[[UInt8]]] = []
    for part in selection.parts {
      let variable = part.variable
      let hasCodes = !variable.isTime && !variable.isPlain
      // Years are numbers, and other periods text of themselves.
      let isYears =
        variable.isTime && variable.values.allSatisfy { $0.text.count == 4 && Int($0.text) != nil }
      columns.append(
        Column(
          name: variable.code, description: variable.text, unit: isYears ? "year" : "",
          isText: !variable.isTime))
      if hasCodes {
        columns.append(
          Column(
            name: variable.code + "_code", description: "code of \(variable.text)", unit: "", isText: true))
      }
      cells.append(
        variable.values.map { value in
          var bytes = StoredColumns.quoted(value.text)
          if hasCodes { bytes += [UInt8(ascii: ",")] + StoredColumns.quoted(value.code) }
          return bytes
        })
    }
    columns.append(
      Column(name: StoredColumns.figure, description: info.title, unit: info.unit, isText: false))
    self.columns = columns
    self.cells = cells
  }

  /// The name of the column with the figures: the StatBank's own.
  static let figure = "INDHOLD"

  /// The first line of the stored file.
  public var header: [UInt8] {
    Array(columns.map { StoredColumns.quoted($0.name) }.joined(separator: [UInt8(ascii: ",")])) + [0x0A]
  }

  /// A field of the stored file, in quotes where it needs them.
  private static func quoted(_ text: String) -> [UInt8] {
    let bytes = Array(oneLine(text).utf8)
    guard bytes.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }) else { return bytes }
    let quote = UInt8(ascii: "\"")
    return [quote] + bytes.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
  }
}
