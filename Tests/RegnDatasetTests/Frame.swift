import RegnData

@testable import RegnDataset

/// A decoded table, for tests: columns by name.
struct Frame {
  let table: DatasetTable
  let rows: Int

  init(_ name: String) throws {
    guard let table = Dataset.open(name) else { throw Missing(name: name) }
    self.table = table
    rows = table.rowCount ?? 0
  }

  struct Missing: Error { let name: String }

  func column(_ name: String) throws -> Column {
    guard let index = table.schema.index(of: name) else { throw Missing(name: "\(table.name).\(name)") }
    return table.column(index)
  }

  /// Ints, longs, and decimals in units of their scale.
  func integers(_ name: String) throws -> [Int64] {
    let column = try column(name)
    if case .scaled(let units, _) = column.storage { return units.array }
    guard column.type == .int || column.type == .long else { throw Missing(name: name) }
    return column.longs.array
  }

  func reals(_ name: String) throws -> [Double] {
    guard case .real(let values) = try column(name).storage else { throw Missing(name: name) }
    return values.array
  }

  func strings(_ name: String) throws -> [String] {
    guard case .dictionary(let codes, let dictionary) = try column(name).storage else {
      throw Missing(name: name)
    }
    let texts = (0..<dictionary.count).map { dictionary.entries.string($0) }
    return codes.array.map { texts[Int($0)] }
  }

  /// Which rows hold a value.
  func validity(_ name: String) throws -> [Bool] {
    try column(name).validity?.array ?? Array(repeating: true, count: rows)
  }
}

/// A municipality, a year, a function or a driver as a key.
struct Key: Hashable {
  var code: String
  var year: Int64 = 0
  var function = ""
}
