import CRegnDataset

/// The KQL type of a packed column.
package enum PackedType: UInt8, Sendable {
  case int = 0
  case long = 1
  case real = 2
  case decimal = 3
  case string = 4
}

/// One column of a built-in table, not yet decoded.
package struct PackedColumn: Sendable {
  let table: PackedTable
  let index: Int

  /// The table's own list of columns made this value, so the description is always there.
  private func field<Value>(or missing: Value, _ read: (UnsafePointer<regn_dataset_column>) -> Value) -> Value {
    table.rawColumn(index).map(read) ?? missing
  }

  package var name: String { text(field(or: nil) { $0.pointee.name }) }
  package var unit: String { text(field(or: nil) { $0.pointee.unit }) }
  package var description: String { text(field(or: nil) { $0.pointee.description }) }
  package var source: String { text(field(or: nil) { $0.pointee.source }) }
  package var type: PackedType { PackedType(rawValue: field(or: 0) { $0.pointee.type }) ?? .string }
  /// Digits after the decimal point of a decimal or real column.
  package var scale: Int { Int(field(or: 0) { $0.pointee.scale }) }
  /// True when the figures were worked out here (or by the copy's author) and not published as such.
  package var isComputed: Bool { field(or: 0) { $0.pointee.is_computed } != 0 }
  package var rowCount: Int { table.rowCount }

  /// Whether each row holds a value; nil when all do.
  package func validity() -> [Bool]? {
    guard let bits = field(or: nil) { $0.pointee.validity } else { return nil }
    return (0..<rowCount).map { bits[$0 / 8] >> UInt8($0 % 8) & 1 == 1 }
  }

  /// The column as whole numbers: of int and long the value, of decimal and real the count of 10^-scale,
  /// of a string its place in `dictionary`. A null row holds some number.
  package func integers() -> [Int64] {
    guard let raw = table.rawColumn(index) else { return [] }
    let column = raw.pointee
    if column.encoding == UInt8(regn_dataset_product.rawValue) {
      var product = PackedColumn(table: table, index: Int(column.left)).integers()
      let right = PackedColumn(table: table, index: Int(column.right)).integers()
      // The generator keeps factors small; a product that did not fit would be a broken build, not user input.
      for row in product.indices { product[row] &*= right[row] }
      return product
    }
    return unpack(column) { column.base &+ Int64(truncatingIfNeeded: $0) }
  }

  /// A string column's rows as places in `dictionary`; empty for other types.
  package func codes() -> [UInt32] {
    guard type == .string, let raw = table.rawColumn(index) else { return [] }
    let column = raw.pointee
    return unpack(column) { UInt32(truncatingIfNeeded: column.base &+ Int64(truncatingIfNeeded: $0)) }
  }

  /// A string column's distinct texts, sorted by their UTF-8 bytes; empty for other types.
  package func dictionary() -> [String] {
    withDictionary { bytes, ends in
      var start = 0
      return ends.map { end in
        defer { start = Int(end) }
        return String(decoding: bytes[start..<Int(end)], as: UTF8.self)
      }
    }
  }

  /// Hands the dictionary's UTF-8 bytes and the end of each text to `body`, without making a String.
  package func withDictionary<Result>(
    _ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt32>) -> Result
  ) -> Result {
    let count = Int(field(or: 0) { $0.pointee.dictionary_count })
    let ends = UnsafeBufferPointer(start: field(or: nil) { $0.pointee.dictionary_ends }, count: count)
    let length = ends.last.map(Int.init) ?? 0
    let characters = UnsafeRawPointer(field(or: nil) { $0.pointee.dictionary })
    let bytes = UnsafeBufferPointer(start: characters?.assumingMemoryBound(to: UInt8.self), count: length)
    return body(bytes, ends)
  }

  /// A real column's values. Each is a whole number divided by a power of ten that a double holds exactly, so it is
  /// the double nearest to the decimal in the source.
  package func reals() -> [Double] {
    var power = 1.0
    for _ in 0..<scale { power *= 10 }
    return integers().map { Double($0) / power }
  }

  /// Every row's offset from the base, mapped.
  private func unpack<Number>(_ column: regn_dataset_column, _ make: (UInt64) -> Number) -> [Number] {
    let rows = rowCount
    let width = Int(column.width)
    guard width > 0, let values = column.values else { return Array(repeating: make(0), count: rows) }
    let bytes = UnsafeRawBufferPointer(start: values, count: rows * width)
    return [Number](unsafeUninitializedCapacity: rows) { buffer, count in
      func fill<Offset: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(_: Offset.Type) {
        for row in 0..<rows {
          let offset = bytes.loadUnaligned(fromByteOffset: row * width, as: Offset.self)
          buffer.initializeElement(at: row, to: make(UInt64(Offset(littleEndian: offset))))
        }
      }
      switch width {
      case 1: fill(UInt8.self)
      case 2: fill(UInt16.self)
      case 4: fill(UInt32.self)
      default: fill(UInt64.self)
      }
      count = rows
    }
  }
}
