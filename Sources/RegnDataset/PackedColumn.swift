import CRegnDataset
import RegnData
import RegnPhrases

/// One column of a built-in table, not yet decoded.
struct PackedColumn: Sendable {
  let table: PackedTable
  let index: Int

  /// A field of the constant description; `missing` when the place is none of the table's.
  private func field<Value>(or missing: Value, _ read: (UnsafePointer<regn_dataset_column>) -> Value) -> Value
  {
    table.rawColumn(index).map(read) ?? missing
  }

  var name: String { text(field(or: nil) { $0.pointee.name }) }
  var unit: String { text(field(or: nil) { $0.pointee.unit }) }
  var description: String { text(field(or: nil) { $0.pointee.description }) }
  var source: String { text(field(or: nil) { $0.pointee.source }) }
  /// Digits after the decimal point of a decimal or real column.
  var scale: Int { Int(field(or: 0) { $0.pointee.scale }) }
  /// True when the figures were worked out (here or by the copy's author) and not published as such.
  var isComputed: Bool { field(or: 0) { $0.pointee.is_computed } != 0 }

  var type: ScalarType {
    switch UInt32(field(or: 0) { $0.pointee.type }) {
    case regn_dataset_int.rawValue: .int
    case regn_dataset_long.rawValue: .long
    case regn_dataset_real.rawValue: .real
    case regn_dataset_decimal.rawValue: .decimal
    default: .string
    }
  }

  var schema: ColumnSchema {
    ColumnSchema(
      name: name, type: type, description: Phrase(known: description), unit: unit, isComputed: isComputed,
      source: source)
  }

  /// The column's rows. Text becomes codes of a dictionary that points into the program's constant data.
  func decode() -> Column {
    let storage: Column.Storage =
      switch type {
      case .int: .int32(unpack { Int32(truncatingIfNeeded: $0) })
      case .long: .int64(integers())
      case .decimal: .scaled(integers(), scale: scale)
      case .real: .real(reals())
      default: .dictionary(unpack { UInt32(truncatingIfNeeded: $0) }, dictionary())
      }
    return Column(type: type, storage: storage, validity: validity())
  }

  /// A string column's distinct texts, sorted by their UTF-8 bytes. Columns of the same texts, in whatever
  /// table, get the same one, so that they can be joined by code.
  private func dictionary() -> StringDictionary {
    PackedDictionaries.shared.dictionary(Int(field(or: 0) { $0.pointee.dictionary }))
  }

  /// Whether each row holds a value; nil when all do.
  private func validity() -> Buffer<Bool>? {
    let packed: UnsafePointer<UInt8>? = field(or: nil) { $0.pointee.validity }
    guard let packed else { return nil }
    return Buffer(count: table.rowCount) { target in
      for row in 0..<table.rowCount {
        let bit = (packed[row / 8] >> UInt8(row % 8)) & 1
        target[row] = bit == 1
      }
    }
  }

  /// Whole numbers: of decimal and real the count of 10^-scale.
  private func integers() -> Buffer<Int64> {
    guard let column = table.rawColumn(index),
      UInt32(column.pointee.encoding) == regn_dataset_product.rawValue
    else { return unpack { $0 } }
    let left = PackedColumn(table: table, index: Int(column.pointee.left)).integers()
    let right = PackedColumn(table: table, index: Int(column.pointee.right)).integers()
    return Buffer(count: table.rowCount) { target in
      // The generator's figures are small; a test multiplies them all again.
      for row in 0..<table.rowCount { target[row] = left.base[row] &* right.base[row] }
    }
  }

  /// Each value is a whole number divided by a power of ten, both exact in a double: the quotient is the
  /// double nearest to the decimal in the source.
  private func reals() -> Buffer<Double> {
    let divisor = Double(powersOfTen[scale])
    return unpack { Double($0) / divisor }
  }

  /// Every row's number, mapped.
  private func unpack<Element: BitwiseCopyable & Sendable>(_ make: (Int64) -> Element) -> Buffer<Element> {
    let rows = table.rowCount
    let base = field(or: 0) { $0.pointee.base }
    let width = Int(field(or: 0) { $0.pointee.width })
    let packed: UnsafePointer<UInt8>? = field(or: nil) { $0.pointee.values }
    guard width > 0, let packed else { return Buffer(repeating: make(base), count: rows) }
    let bytes = UnsafeRawBufferPointer(start: packed, count: rows * width)
    return Buffer(count: rows) { target in
      func fill<Offset: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(_: Offset.Type) {
        for row in 0..<rows {
          let offset = Offset(littleEndian: bytes.loadUnaligned(fromByteOffset: row * width, as: Offset.self))
          target[row] = make(base &+ Int64(truncatingIfNeeded: offset))
        }
      }
      switch width {
      case 1: fill(UInt8.self)
      case 2: fill(UInt16.self)
      case 4: fill(UInt32.self)
      default: fill(UInt64.self)
      }
    }
  }
}
