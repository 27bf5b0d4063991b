import RegnData

/// Turns the values of one key column into bits, equal values into equal bits, and back. Numbers are counted
/// from a base, other types are given codes; how many bits that takes is found out as the values come.
final class KeyEncoder {
  let type: ScalarType
  /// The bits that hold every value met so far.
  private(set) var range = KeyRange()
  /// The smallest and the largest number met; nothing where the first is the larger.
  private var met: (low: Int64, high: Int64) = (.max, .min)
  private let interner: Interner?
  /// The dictionary whose codes are ours: that of the first texts, until texts come that are not of it.
  private var adopted: StringDictionary?
  private var mayAdopt: Bool
  /// The codes of the rows that were admitted last.
  private var codes: [UInt32] = []

  /// `adopts`: whether texts keep the codes that they come with. In a table that is looked into they must
  /// not, as what is looked for comes with other codes.
  init(type: ScalarType, adopts: Bool) {
    self.type = type
    mayAdopt = adopts && type == .string
    switch type {
    case .bool: (range.bits, interner) = (1, nil)
    case .real: (range.bits, interner) = (64, nil)
    case .int, .long, .datetime, .timespan: interner = nil
    case .string, .decimal, .guid, .dynamic: interner = Interner(type: type)
    }
  }

  /// Whether values get codes, null too.
  var interns: Bool { interner != nil }

  var internedCount: Int { interner?.count ?? 0 }

  var byteCount: Int { (interner?.byteCount ?? 0) + codes.capacity * 4 }

  /// Whether the first column's codes would be taken as ours; where not, none ever are.
  func adopts(_ first: Column) -> Bool {
    if case .dictionary = first.storage { return mayAdopt }
    mayAdopt = false
    return false
  }

  /// The codes of an interned column's rows, new ones given as they come. For keys that adopt no codes.
  func codes(_ column: Column, rows: Int, into target: UnsafeMutablePointer<UInt32>) {
    interner?.codes(column, rows: rows, into: target)
  }

  /// The codes of an interned column's rows; `Column.noRow` where a value has none. Changes nothing.
  func knownCodes(_ column: Column, rows: Int, into target: UnsafeMutablePointer<UInt32>) {
    interner?.knownCodes(column, rows: rows, into: target)
  }

  // MARK: - Range

  /// Widens the range so that it holds the values of the rows, which are to be encoded next.
  func admit(_ column: Column, rows: Int) {
    if let interner {
      if codes.count < rows { codes = [UInt32](repeating: 0, count: rows) }
      let known: Int
      if let dictionary = adopt(column, rows: rows, interner) {
        known = dictionary.count
      } else {
        codes.withUnsafeMutableBufferPointer {
          if let base = $0.baseAddress { interner.codes(column, rows: rows, into: base) }
        }
        known = interner.count
      }
      if known > 1 { range.bits = max(range.bits, Int.bitWidth - (known - 1).leadingZeroBitCount) }
      return
    }
    if !range.hasNulls, column.mayHaveNulls {
      range.hasNulls = (0..<(column.isConstant ? min(rows, 1) : rows)).contains { column.isNull($0) }
    }
    let extremes: (low: Int64, high: Int64)?
    switch column.storage {
    case .int32(let buffer): extremes = Self.extremes(buffer, column, rows)
    case .int64(let buffer): extremes = Self.extremes(buffer, column, rows)
    default: return
    }
    guard let (low, high) = extremes else { return }
    let isFirst = met.low > met.high
    met = (min(low, met.low), max(high, met.high))
    if isFirst || !range.holds(low, high) { range.fit(met.low, met.high) }
  }

  /// Takes a column's codes as ours if its dictionary is, or may become, ours. Otherwise the texts that ours
  /// has get the codes that they had, and all others codes behind them.
  private func adopt(_ column: Column, rows: Int, _ interner: Interner) -> StringDictionary? {
    guard mayAdopt else { return nil }
    if case .dictionary(let buffer, let entries) = column.storage,
      adopted.map({ $0.lineage == entries.lineage }) ?? (interner.count == 0)
    {
      for row in 0..<rows { codes[row] = buffer.base[row &* column.stride] }
      if let adopted, adopted.count >= entries.count { return adopted }
      adopted = entries
      return entries
    }
    if let adopted { interner.take(adopted) }
    adopted = nil
    mayAdopt = false
    return nil
  }

  /// The smallest and the largest of the rows' numbers that are not null.
  private static func extremes<Element: FixedWidthInteger & BitwiseCopyable>(
    _ buffer: Buffer<Element>, _ column: Column, _ rows: Int
  ) -> (low: Int64, high: Int64)? {
    let count = column.isConstant ? min(rows, 1) : rows
    var low = Element.max
    var high = Element.min
    if let validity = column.validity {
      for row in 0..<count {
        let value = buffer.base[row]
        let isValue = validity.base[row]
        low = min(low, isValue ? value : .max)
        high = max(high, isValue ? value : .min)
      }
    } else {
      for row in 0..<count {
        low = min(low, buffer.base[row])
        high = max(high, buffer.base[row])
      }
    }
    return low <= high ? (Int64(low), Int64(high)) : nil
  }

  // MARK: - Encoding

  /// Puts the bits of the rows that were admitted last into their words, which are 0 there.
  func encode(
    _ column: Column, rows: Int, into words: UnsafeMutablePointer<UInt64>, stride: Int, field: KeyField
  ) {
    guard interner != nil else {
      return encodePlain(column, rows: rows, into: words, stride: stride, field, unknown: nil)
    }
    let target = words + field.word
    codes.withUnsafeBufferPointer { codes in
      for row in 0..<rows { target[row &* stride] |= UInt64(codes[row]) &<< field.shift }
    }
  }

  /// As `encode`, for rows that were not admitted: those whose value no group can have get `Column.noRow` in
  /// `unknown`, and no bits. Changes nothing here.
  func encodeKnown(
    _ column: Column, rows: Int, into words: UnsafeMutablePointer<UInt64>, stride: Int, field: KeyField,
    markingUnknown unknown: UnsafeMutablePointer<UInt32>
  ) {
    guard let interner else {
      return encodePlain(column, rows: rows, into: words, stride: stride, field, unknown: unknown)
    }
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: max(rows, 1)) { codes in
      guard let base = codes.baseAddress else { return }
      interner.knownCodes(column, rows: rows, into: base)
      let target = words + field.word
      for row in 0..<rows {
        if base[row] == Column.noRow {
          unknown[row] = Column.noRow
        } else {
          target[row &* stride] |= UInt64(base[row]) &<< field.shift
        }
      }
    }
  }

  /// Puts the bits of types that need no interning into the rows' words.
  private func encodePlain(
    _ column: Column, rows: Int, into words: UnsafeMutablePointer<UInt64>, stride: Int, _ field: KeyField,
    unknown: UnsafeMutablePointer<UInt32>?
  ) {
    let target = words + field.word
    let step = column.stride
    let mask = field.range.mask
    switch column.storage {
    case .int32(let buffer):
      Self.encode(buffer, step, rows, into: target, stride, field, unknown)
    case .int64(let buffer):
      Self.encode(buffer, step, rows, into: target, stride, field, unknown)
    case .real(let buffer):
      for row in 0..<rows {
        var value = buffer.base[row &* step]
        if value == 0 { value = 0 }  // −0 and 0 are one key
        if value.isNaN { value = .nan }
        target[row &* stride] |= value.bitPattern
      }
    case .bool(let buffer):
      for row in 0..<rows where buffer.base[row &* step] { target[row &* stride] |= 1 &<< field.shift }
    default: break
    }
    guard column.mayHaveNulls else { return }
    for row in 0..<rows where column.isNull(row) {
      target[row &* stride] &= ~(mask &<< field.shift)
      if field.nullWord >= 0 {
        words[row &* stride + field.nullWord] |= 1 &<< field.nullShift
      } else {
        unknown?[row] = Column.noRow
      }
    }
  }

  @inline(__always)
  private static func encode<Element: FixedWidthInteger & BitwiseCopyable>(
    _ buffer: Buffer<Element>, _ step: Int, _ rows: Int, into target: UnsafeMutablePointer<UInt64>,
    _ stride: Int, _ field: KeyField, _ unknown: UnsafeMutablePointer<UInt32>?
  ) {
    let (base, mask, shift) = (field.range.base, field.range.mask, field.shift)
    for row in 0..<rows {
      let bits = UInt64(bitPattern: Int64(truncatingIfNeeded: buffer.base[row &* step]) &- base)
      // A null's bits, whatever they are, are taken out again; elsewhere only unknown values lie outside.
      if bits > mask {
        unknown?[row] = Column.noRow
      } else {
        target[row &* stride] |= bits &<< shift
      }
    }
  }

  // MARK: - Decoding

  /// A column of `count` values from their words.
  func decode(_ words: UnsafePointer<UInt64>, count: Int, stride: Int, field: KeyField) -> Column {
    if let interner {
      let codes = Buffer<UInt32>(count: count) { target in
        for index in 0..<count {
          target[index] = UInt32(truncatingIfNeeded: field.bits(in: words + index &* stride))
        }
      }
      if let adopted { return Column(type: type, storage: .dictionary(codes, adopted)) }
      return interner.column(codes: codes)
    }
    let validity: Buffer<Bool>? =
      field.nullWord >= 0
      ? Buffer(count: count) { target in
        for index in 0..<count { target[index] = !field.isNull(in: words + index &* stride) }
      } : nil
    func numbers<Element: FixedWidthInteger & BitwiseCopyable>(_: Element.Type) -> Buffer<Element> {
      let base = field.range.base
      return Buffer(count: count) { target in
        for index in 0..<count {
          let value = Int64(bitPattern: field.bits(in: words + index &* stride)) &+ base
          target[index] = Element(truncatingIfNeeded: value)
        }
      }
    }
    let storage: Column.Storage =
      switch type {
      case .bool:
        .bool(
          Buffer(count: count) { target in
            for index in 0..<count { target[index] = field.bits(in: words + index &* stride) == 1 }
          })
      case .int: .int32(numbers(Int32.self))
      case .real:
        .real(
          Buffer(count: count) { target in
            for index in 0..<count {
              target[index] = Double(bitPattern: field.bits(in: words + index &* stride))
            }
          })
      case .long where field.range.fitsInt32: .int32(numbers(Int32.self))
      default: .int64(numbers(Int64.self))
      }
    return Column(type: type, storage: storage, validity: validity)
  }

  /// The codes 0 ..< count as a column: what a table of this key alone, where all values have codes, decodes.
  func decodeAllCodes() -> Column? {
    guard let interner else { return nil }
    return interner.column(
      codes: Buffer(count: interner.count) { target in
        for index in 0..<interner.count { target[index] = UInt32(index) }
      })
  }
}
