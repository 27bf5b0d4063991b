import CRegnDataset

/// A built-in table as it lies in the program: constant data, of which nothing is decoded until asked for.
package struct PackedTable: Sendable {
  /// Its place among all tables, which are sorted by name.
  let index: Int

  /// All built-in tables, sorted by name.
  package static var all: [PackedTable] {
    (0..<Int(regn_dataset_table_count)).map(PackedTable.init(index:))
  }

  /// The checksum of the inputs from which the packed data were made (FNV-1a, 64 bits).
  package static var inputsChecksum: UInt64 { regn_dataset_inputs_checksum }

  /// The table called `name`, found by halving; nil when there is none.
  package static func named(_ name: String) -> PackedTable? {
    var low = 0
    var high = Int(regn_dataset_table_count)
    while low < high {
      let middle = (low + high) / 2
      let table = PackedTable(index: middle)
      let found = table.name
      if found == name { return table }
      if found < name { low = middle + 1 } else { high = middle }
    }
    return nil
  }

  private var raw: UnsafePointer<regn_dataset_table> { regn_dataset_first_table() + index }

  package var name: String { text(raw.pointee.name) }
  package var title: String { text(raw.pointee.title) }
  package var description: String { text(raw.pointee.description) }
  package var publisher: String { text(raw.pointee.publisher) }
  package var tableID: String { text(raw.pointee.table_id) }
  package var licence: String { text(raw.pointee.licence) }
  package var period: String { text(raw.pointee.period) }
  package var retrieved: String { text(raw.pointee.retrieved) }
  package var unit: String { text(raw.pointee.unit) }
  package var sourceLine: String { text(raw.pointee.source_line) }
  package var isModelled: Bool { raw.pointee.is_modelled != 0 }
  package var rowCount: Int { Int(raw.pointee.row_count) }

  package var notes: [String] {
    guard let notes = raw.pointee.notes else { return [] }
    return (0..<Int(raw.pointee.note_count)).map { text(notes[$0]) }
  }

  package var columns: [PackedColumn] {
    (0..<Int(raw.pointee.column_count)).map { PackedColumn(table: self, index: $0) }
  }

  /// The constant description of one column; nil when there is no such place.
  func rawColumn(_ index: Int) -> UnsafePointer<regn_dataset_column>? {
    guard index >= 0, index < Int(raw.pointee.column_count), let columns = raw.pointee.columns else { return nil }
    return columns + index
  }
}

/// A C string of the packed data as text; empty when there is none.
func text(_ pointer: UnsafePointer<CChar>?) -> String {
  guard let pointer else { return "" }
  return String(cString: pointer)
}
