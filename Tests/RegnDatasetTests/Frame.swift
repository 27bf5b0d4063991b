@testable import RegnDataset

/// A decoded table, for tests: columns by name.
struct Frame {
  let table: PackedTable
  let rows: Int
  private let columns: [String: PackedColumn]

  init(_ name: String) throws {
    guard let table = PackedTable.named(name) else { throw Missing(name: name) }
    self.table = table
    rows = table.rowCount
    columns = Dictionary(uniqueKeysWithValues: table.columns.map { ($0.name, $0) })
  }

  struct Missing: Error { let name: String }

  func integers(_ name: String) throws -> [Int64] {
    guard let column = columns[name], column.type != .string else { throw Missing(name: name) }
    return column.integers()
  }

  func reals(_ name: String) throws -> [Double] {
    guard let column = columns[name], column.type == .real else { throw Missing(name: name) }
    return column.reals()
  }

  func strings(_ name: String) throws -> [String] {
    guard let column = columns[name], column.type == .string else { throw Missing(name: name) }
    let dictionary = column.dictionary()
    return column.codes().map { dictionary[Int($0)] }
  }
}

/// A pair or triple as a key.
struct Key: Hashable {
  var code: String
  var year: Int64 = 0
  var function = ""
}
