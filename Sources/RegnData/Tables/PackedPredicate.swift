import CRegnScan

/// A predicate and the packed column that it tests, without unpacking it where that can be.
struct PackedPredicate: Sendable {
  private let column: PackedColumn
  private let form: Form

  private enum Form: Sendable {
    /// No row can pass.
    case nothing
    /// The packed numbers from `low` to `high`, or all others and nulls.
    case range(PackedIntegers, low: UInt64, high: UInt64, isOutside: Bool)
    /// The codes that have 1.
    case codes(PackedIntegers, [UInt8])
    /// The numbers that a bitmap has.
    case keys(PackedIntegers, KeyBitmap)
    case unpacked(ColumnPredicate)
    case unpackedKeys(KeyBitmap)
  }

  /// - Parameter passing: of a column with a dictionary, for each code whether its text passes; nil for
  ///   others.
  init(_ predicate: ColumnPredicate, _ column: PackedColumn, passing: [UInt8]?) {
    self.column = column
    if !column.mayPass(predicate) {
      form = .nothing
    } else if let codes = column.codes, let passing {
      let first = passing.firstIndex(of: 1)
      if let first, passing.lastIndex(of: 1) == first {
        form = .range(codes, low: UInt64(first), high: UInt64(first), isOutside: false)
      } else {
        form = first == nil ? .nothing : .codes(codes, passing)
      }
    } else if let (numbers, _) = column.numbers, numbers.width > 0, let range = predicate.passingRange,
      let bounds = numbers.packedBounds(of: range.low, range.high)
    {
      form = .range(numbers, low: bounds.low, high: bounds.high, isOutside: range.isOutside)
    } else {
      form = .unpacked(predicate)
    }
  }

  /// The rows whose integers a bitmap has.
  init(_ keys: KeyBitmap, _ column: PackedColumn) {
    self.column = column
    if let (numbers, _) = column.numbers, !numbers.mayMeet(keys) {
      form = .nothing
    } else if let (numbers, _) = column.numbers, numbers.width > 0 {
      form = .keys(numbers, keys)
    } else {
      form = .unpackedKeys(keys)
    }
  }

  /// Writes the rows of `range` that pass to `rows`, counted from the first of the range; answers how many.
  func select(_ range: Range<Int>, into rows: UnsafeMutablePointer<UInt32>) -> Int {
    switch form {
    case .nothing: return 0
    case .range(let packed, let low, let high, let isOutside):
      return withBytes(of: column.validity, from: range.lowerBound) { valid in
        regn_select_packed(
          packed.address(of: range.lowerBound), Int32(packed.width), valid, range.count, low, high,
          isOutside ? 1 : 0, rows)
      }
    case .codes(let codes, let passing):
      return regn_select_codes(
        codes.address(of: range.lowerBound), Int32(codes.width), range.count, passing, rows)
    case .keys(let numbers, let keys):
      return withBytes(of: column.validity, from: range.lowerBound) { valid in
        regn_select_keys(
          numbers.address(of: range.lowerBound), Int32(numbers.width), valid, range.count,
          keys.keys(of: numbers), rows)
      }
    case .unpacked(let predicate): return predicate.select(column.unpacked(range).flattened, into: rows)
    case .unpackedKeys(let keys):
      for row in 0..<range.count { rows[row] = UInt32(truncatingIfNeeded: row) }
      return keys.narrow(column.unpacked(range), rows, count: range.count)
    }
  }

  /// Keeps of the `count` rows in `rows` those that pass, in their order; answers how many.
  func narrow(_ range: Range<Int>, _ rows: UnsafeMutablePointer<UInt32>, count: Int) -> Int {
    switch form {
    case .nothing: return 0
    case .range(let packed, let low, let high, let isOutside):
      return withBytes(of: column.validity, from: range.lowerBound) { valid in
        regn_narrow_packed(
          packed.address(of: range.lowerBound), Int32(packed.width), valid, low, high, isOutside ? 1 : 0,
          rows,
          count)
      }
    case .codes(let codes, let passing):
      return regn_narrow_codes(
        codes.address(of: range.lowerBound), Int32(codes.width), passing, rows, count)
    case .keys(let numbers, let keys):
      return withBytes(of: column.validity, from: range.lowerBound) { valid in
        regn_narrow_keys(
          numbers.address(of: range.lowerBound), Int32(numbers.width), valid, keys.keys(of: numbers), rows,
          count)
      }
    case .unpacked(let predicate):
      return predicate.narrow(column.unpacked(range).flattened, rows, count: count)
    case .unpackedKeys(let keys): return keys.narrow(column.unpacked(range), rows, count: count)
    }
  }

  /// Whether any row of the part can pass.
  var mayPass: Bool { if case .nothing = form { false } else { true } }
}

extension PackedIntegers {
  /// The packed numbers that stand for those from `low` to `high`; nil when there are none.
  func packedBounds(of low: Int64, _ high: Int64) -> (low: UInt64, high: UInt64)? {
    guard let range, low <= range.upperBound, high >= range.lowerBound, low <= high else { return nil }
    // Packed numbers stand in the order of those that they stand for only from the base on.
    guard base <= range.lowerBound else { return nil }
    let unit = UInt64(self.unit)
    let first = UInt64(bitPattern: max(low, range.lowerBound) &- base)
    let last = UInt64(bitPattern: min(high, range.upperBound) &- base)
    let bounds = (low: first / unit + (first % unit == 0 ? 0 : 1), high: last / unit)
    return bounds.low <= bounds.high ? bounds : nil
  }
}
