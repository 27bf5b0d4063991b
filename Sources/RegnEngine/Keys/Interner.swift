import RegnData

/// Gives equal values of a wide type the same code, counted from 0 in order of first sight.
///
/// `codes` is for the one worker that fills it; `knownCodes` changes nothing, so that any number of workers
/// may ask at the same time once it is filled.
final class Interner {
  private let type: ScalarType
  /// The bytes of each value, in order of code: see `withKey`.
  private var dictionary = StringDictionaryBuilder()
  /// The values in order of code, for types whose bytes in the dictionary are not the value itself.
  private var representatives: ColumnBuilder
  private var decimals: [Decimal] = []
  private var nullCode = Column.noRow
  /// For each dictionary met, its codes in ours; `Column.noRow` where not yet looked up.
  private var mappings: [ObjectIdentifier: [UInt32]] = [:]
  /// Keeps the met dictionaries alive, so that no other takes the identity of one.
  private var met: [ObjectIdentifier: StringDictionary] = [:]

  init(type: ScalarType) {
    self.type = type
    representatives = ColumnBuilder(type: type)
  }

  var count: Int { dictionary.count }

  /// The bytes that the interner keeps.
  var byteCount: Int {
    mappings.values.reduce(
      dictionary.byteCount + representatives.byteCount + decimals.capacity * MemoryLayout<Decimal>.stride
    ) { $0 + $1.capacity * 4 }
  }

  // MARK: - Filling

  /// The code of each row; new values get new codes.
  func codes(_ column: Column, rows: Int, into target: UnsafeMutablePointer<UInt32>) {
    if case .dictionary(let codes, let entries) = column.storage {
      dictionaryCodes(codes, stride: column.stride, entries, rows: rows, into: target)
    } else if column.isConstant {
      target.update(repeating: code(column, 0), count: rows)
    } else if type == .string {
      let strings = column.strings
      for row in 0..<rows { target[row] = dictionary.code(for: strings.bytes(row)) }
    } else {
      for row in 0..<rows { target[row] = code(column, row) }
    }
  }

  /// Gives the texts of a dictionary the codes that they have there. For an interner that has none yet.
  func take(_ entries: StringDictionary) {
    for code in 0..<entries.count { _ = dictionary.code(for: entries.bytes(UInt32(code))) }
  }

  private func dictionaryCodes(
    _ codes: Buffer<UInt32>, stride: Int, _ entries: StringDictionary, rows: Int,
    into target: UnsafeMutablePointer<UInt32>
  ) {
    met[entries.lineage] = entries
    var mapping = mappings.removeValue(forKey: entries.lineage) ?? []
    if mapping.count < entries.count {
      mapping.append(contentsOf: repeatElement(Column.noRow, count: entries.count - mapping.count))
    }
    mapping.withUnsafeMutableBufferPointer { mapping in
      for row in 0..<rows {
        let local = Int(codes.base[row &* stride])
        if mapping[local] == Column.noRow {
          mapping[local] = dictionary.code(for: entries.bytes(UInt32(truncatingIfNeeded: local)))
        }
        target[row] = mapping[local]
      }
    }
    mappings[entries.lineage] = mapping
  }

  /// The code of one value.
  private func code(_ column: Column, _ row: Int) -> UInt32 {
    let known = dictionary.count
    let code = withKey(column, row) { dictionary.code(for: $0) }
    if case .decimal = type {
      let decimal = column.isNull(row) ? Decimal.zero : column.decimal(row)
      if dictionary.count > known {
        decimals.append(decimal)
        if column.isNull(row) { nullCode = code }
      } else if decimals[Int(code)].scale < decimal.scale {
        // Of equal numbers the one with the most digits stands for all, whichever came first.
        decimals[Int(code)] = decimal
      }
    } else if type != .string, dictionary.count > known {
      representatives.append(column.value(row))
    }
    return code
  }

  // MARK: - Looking

  /// The code of each row, `Column.noRow` for values that have none. Changes nothing.
  func knownCodes(_ column: Column, rows: Int, into target: UnsafeMutablePointer<UInt32>) {
    if column.isConstant {
      target.update(repeating: knownCode(column, 0), count: rows)
    } else if case .dictionary(let codes, let entries) = column.storage, entries.count <= rows {
      // Each entry is looked up once, as it is met.
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 2 * max(entries.count, 1)) { scratch in
        guard let mapping = scratch.baseAddress else { return }
        let isMapped = mapping + entries.count
        isMapped.initialize(repeating: 0, count: entries.count)
        for row in 0..<rows {
          let local = Int(codes.base[row])
          if isMapped[local] == 0 {
            isMapped[local] = 1
            mapping[local] = dictionary.knownCode(of: entries.bytes(codes.base[row])) ?? Column.noRow
          }
          target[row] = mapping[local]
        }
      }
    } else {
      for row in 0..<rows { target[row] = knownCode(column, row) }
    }
  }

  private func knownCode(_ column: Column, _ row: Int) -> UInt32 {
    withKey(column, row) { dictionary.knownCode(of: $0) ?? Column.noRow }
  }

  /// The bytes that stand for a value: equal for equal values, none for null (but for an empty string).
  private func withKey<Answer>(_ column: Column, _ row: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Answer)
    -> Answer
  {
    if column.isNull(row) { return body(UnsafeBufferPointer(start: nil, count: 0)) }
    func bytes<Key: BitwiseCopyable>(of key: Key) -> Answer {
      withUnsafeBytes(of: key) { body($0.assumingMemoryBound(to: UInt8.self)) }
    }
    switch column.storage {
    case .guid(let guids): return bytes(of: guids.base[row &* column.stride])
    case .scaled, .decimal:
      let reduced = column.decimal(row).normalized
      return bytes(of: DecimalKey(coefficient: reduced.coefficient, scale: Int128(reduced.scale)))
    default: return body(column.stringBytes(row))
    }
  }

  /// A decimal's parts without bytes in between.
  private struct DecimalKey: BitwiseCopyable {
    let coefficient: Int128
    let scale: Int128
  }

  /// A column of the values that `codes` stand for.
  func column(codes: Buffer<UInt32>) -> Column {
    switch type {
    case .string: return Column(type: .string, storage: .dictionary(codes, dictionary.snapshot()))
    case .decimal:
      let values = Buffer<Decimal>(count: codes.count) { target in
        for index in 0..<codes.count { target[index] = decimals[Int(codes.base[index])] }
      }
      let hasNull = nullCode != Column.noRow && codes.pointer.contains(nullCode)
      let validity =
        hasNull
        ? Buffer<Bool>(count: codes.count) { target in
          for index in 0..<codes.count { target[index] = codes.base[index] != nullCode }
        } : nil
      return Column(type: .decimal, storage: .decimal(values), validity: validity)
    default: return representatives.snapshot().gather(codes)
    }
  }
}

extension Column {
  /// The decimal in row `row`, which is not null.
  fileprivate func decimal(_ row: Int) -> Decimal {
    switch storage {
    case .scaled(let buffer, let scale):
      Decimal(coefficient: Int128(buffer.base[row &* stride]), scale: scale)
    case .decimal(let buffer): buffer.base[row &* stride]
    default: .zero
    }
  }
}
