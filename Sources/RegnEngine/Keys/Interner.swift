import RegnData

/// Gives equal values of a wide type the same code, counted from 0 in order of first sight.
final class Interner {
  private let type: ScalarType
  private var dictionary = StringDictionaryBuilder()
  /// The values in order of code, for types whose bytes in the dictionary are not the value itself.
  private var representatives: ColumnBuilder
  /// For each dictionary met, its codes in ours; `Column.noRow` where not yet looked up.
  private var mappings: [ObjectIdentifier: [UInt32]] = [:]
  /// Keeps the met dictionaries alive, so that no other takes the identity of one.
  private var met: [ObjectIdentifier: StringDictionary] = [:]
  private var nullCode: UInt32?

  init(type: ScalarType) {
    self.type = type
    representatives = ColumnBuilder(type: type)
  }

  var count: Int { dictionary.count }

  var byteCount: Int { dictionary.count * 48 }

  /// The code of each row. Without `insert` an unknown value's is `Column.noRow`.
  func codes(
    _ column: Column, rows: Int, insert: Bool, into target: UnsafeMutablePointer<UInt32>
  ) {
    if case .dictionary(let codes, let entries) = column.storage {
      dictionaryCodes(column, codes, entries, rows: rows, insert: insert, into: target)
      return
    }
    if column.isConstant {
      let code = self.code(column, 0, insert: insert)
      target.update(repeating: code, count: rows)
      return
    }
    if case .strings(let strings) = column.storage {
      for row in 0..<rows {
        let bytes = strings.bytes(row)
        target[row] = insert ? dictionary.code(for: bytes) : (dictionary.knownCode(of: bytes) ?? Column.noRow)
      }
      return
    }
    for row in 0..<rows { target[row] = code(column, row, insert: insert) }
  }

  private func dictionaryCodes(
    _ column: Column, _ codes: Buffer<UInt32>, _ entries: StringDictionary, rows: Int, insert: Bool,
    into target: UnsafeMutablePointer<UInt32>
  ) {
    met[entries.lineage] = entries
    var mapping = mappings.removeValue(forKey: entries.lineage) ?? []
    if mapping.count < entries.count {
      mapping.append(contentsOf: repeatElement(Column.noRow, count: entries.count - mapping.count))
    }
    let stride = column.stride
    mapping.withUnsafeMutableBufferPointer { mapping in
      for row in 0..<rows {
        let local = Int(codes.base[row &* stride])
        var code = mapping[local]
        if code == Column.noRow {
          let bytes = entries.bytes(UInt32(local))
          code =
            insert ? dictionary.code(for: bytes) : (dictionary.knownCode(of: bytes) ?? Column.noRow)
          mapping[local] = code
        }
        target[row] = code
      }
    }
    mappings[entries.lineage] = mapping
  }

  /// The code of one value of a type that is not string.
  private func code(_ column: Column, _ row: Int, insert: Bool) -> UInt32 {
    if type == .string {
      let bytes = column.stringBytes(row)
      return insert ? dictionary.code(for: bytes) : (dictionary.knownCode(of: bytes) ?? Column.noRow)
    }
    let value = column.value(row)
    var key: [UInt8] = []
    switch value {
    case .null: key = [0]
    case .decimal(let decimal):
      let reduced = decimal.normalized
      key = [1]
      withUnsafeBytes(of: reduced.coefficient) { key.append(contentsOf: $0) }
      withUnsafeBytes(of: Int64(reduced.scale)) { key.append(contentsOf: $0) }
    case .guid(let guid):
      key = [2]
      withUnsafeBytes(of: guid) { key.append(contentsOf: $0) }
    case .dynamic(let bytes): key = [3] + bytes
    default: key = [4]
    }
    return key.withUnsafeBufferPointer { bytes in
      guard insert else { return dictionary.knownCode(of: bytes) ?? Column.noRow }
      let known = dictionary.count
      let code = dictionary.code(for: bytes)
      if dictionary.count > known { representatives.append(value) }
      return code
    }
  }

  /// A column of the values that `codes` stand for.
  func column(codes: Buffer<UInt32>) -> Column {
    if type == .string {
      return Column(type: .string, storage: .dictionary(codes, dictionary.snapshot()))
    }
    return representatives.snapshot().gather(codes.pointer)
  }
}
