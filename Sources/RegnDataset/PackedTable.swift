import CRegnDataset

/// A built-in table as it lies in the program: constant data, of which nothing is decoded until asked for.
struct PackedTable: Sendable {
  /// Its place among all tables, which are sorted by name.
  let index: Int

  static var count: Int { Int(regn_dataset_table_count) }

  /// All built-in tables, sorted by name.
  static var all: [PackedTable] { (0..<count).map(PackedTable.init(index:)) }

  /// The checksum of the inputs from which the packed data were made (FNV-1a, 64 bits).
  static var inputsChecksum: UInt64 { regn_dataset_inputs_checksum }

  /// The table called `name`; nil when there is none.
  static func named(_ name: String) -> PackedTable? {
    var low = 0
    var high = count
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

  var name: String { text(raw.pointee.name) }
  var title: String { text(raw.pointee.title) }
  var description: String { text(raw.pointee.description) }
  var publisher: String { text(raw.pointee.publisher) }
  var tableIDs: [String] { texts(raw.pointee.table_ids, raw.pointee.table_id_count) }
  var licence: String { text(raw.pointee.licence) }
  var period: String { text(raw.pointee.period) }
  /// The day on which the figures were taken from their publisher, when known.
  var retrieved: String { text(raw.pointee.retrieved) }
  var unit: String { text(raw.pointee.unit) }
  var notes: [String] { texts(raw.pointee.notes, raw.pointee.note_count) }
  var caveats: [String] { texts(raw.pointee.caveats, raw.pointee.caveat_count) }
  var isModelled: Bool { raw.pointee.is_modelled != 0 }
  var rowCount: Int { Int(raw.pointee.row_count) }
  var columnCount: Int { Int(raw.pointee.column_count) }

  var columns: [PackedColumn] { (0..<columnCount).map { PackedColumn(table: self, index: $0) } }

  /// The constant description of one column; nil when there is no such place.
  func rawColumn(_ index: Int) -> UnsafePointer<regn_dataset_column>? {
    guard index >= 0, index < columnCount, let columns = raw.pointee.columns else { return nil }
    return columns + index
  }
}

/// A C string of the packed data as text; empty when there is none.
func text(_ pointer: UnsafePointer<CChar>?) -> String {
  guard let pointer else { return "" }
  return String(cString: pointer)
}

/// A list of C strings as texts.
private func texts(_ pointer: UnsafePointer<UnsafePointer<CChar>?>?, _ count: UInt32) -> [String] {
  guard let pointer else { return [] }
  return (0..<Int(count)).map { text(pointer[$0]) }
}
