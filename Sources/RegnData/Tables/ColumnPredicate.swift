import CRegnScan

/// A `ScanPredicate` in the form in which loops over a column's storage test it.
public struct ColumnPredicate: Sendable {
  private enum Constants: Sendable {
    /// int, long, datetime, timespan, and decimals brought to the column's scale.
    case integers([Int64])
    case reals([Double])
    case texts([[UInt8]])
    case bools([Bool])
  }

  /// The column's place in the table's schema.
  public let column: Int
  private let test: ScanPredicate.Test
  private let constants: Constants

  /// Nil when the predicate is not one that can be tested so.
  ///
  /// - Parameters:
  ///   - type: the column's type.
  ///   - scale: the scale of decimals that are stored as scaled integers; nil for any other column.
  public init?(_ predicate: ScanPredicate, type: ScalarType, scale: Int?) {
    column = predicate.column
    test = predicate.test
    guard test == .oneOf || predicate.constants.count == 1 else { return nil }
    guard let constants = Self.constants(predicate, type: type, scale: scale) else { return nil }
    self.constants = constants
  }

  private static func constants(_ predicate: ScanPredicate, type: ScalarType, scale: Int?) -> Constants? {
    func all<Element>(_ form: (Value) -> Element?) -> [Element]? {
      let values = predicate.constants.compactMap(form)
      return values.count == predicate.constants.count ? values : nil
    }
    let isForSameness = predicate.test == .equal || predicate.test == .notEqual
    switch type {
    case .int, .long: return all(\.integer).map { .integers($0) }
    case .datetime:
      return all { if case .datetime(let value) = $0 { value.ticks } else { nil } }.map { .integers($0) }
    case .timespan:
      return all { if case .timespan(let value) = $0 { value.ticks } else { nil } }.map { .integers($0) }
    case .decimal:
      guard let scale else { return nil }
      return all { value -> Int64? in
        guard case .decimal(let decimal) = value else { return nil }
        return ScaledInteger.rescale(decimal.coefficient, from: decimal.scale, to: scale)
          .flatMap { Int64(exactly: $0) }
      }.map { .integers($0) }
    case .real:
      return all { if case .real(let value) = $0, !value.isNaN { value } else { nil } }.map { .reals($0) }
    case .bool:
      guard isForSameness else { return nil }
      return all { if case .bool(let value) = $0 { value } else { nil } }.map { .bools($0) }
    case .string:
      guard isForSameness || predicate.test == .oneOf else { return nil }
      return all { if case .string(let value) = $0 { Array(value.utf8) } else { nil } }.map { .texts($0) }
    case .guid, .dynamic: return nil
    }
  }

  /// Writes the rows of `column` that pass to `rows`, ascending; answers how many. Nulls pass only
  /// `notEqual`, as KQL's `!=` between a null and a value is true. The column is not constant.
  public func select(_ column: Column, into rows: UnsafeMutablePointer<UInt32>) -> Int {
    select(column, candidates: nil, into: rows)
  }

  /// Keeps of the `count` rows in `rows` those that pass, in their order; answers how many.
  public func narrow(
    _ column: Column, _ rows: UnsafeMutablePointer<UInt32>, count: Int
  ) -> Int {
    select(column, candidates: count, into: rows)
  }

  /// Tests all rows, or the first `candidates` of `rows`.
  private func select(
    _ column: Column, candidates: Int?, into rows: UnsafeMutablePointer<UInt32>
  ) -> Int {
    switch (column.storage, constants) {
    case (.int32(let buffer), .integers(let values)):
      if candidates == nil, let range = passingRange {
        return select(buffer, column.validity, range, into: rows)
      }
      return test(column, buffer, values, candidates, rows) { Int64($0) }
    case (.int64(let buffer), .integers(let values)), (.scaled(let buffer, _), .integers(let values)):
      if candidates == nil, let range = passingRange {
        return select(buffer, column.validity, range, into: rows)
      }
      return test(column, buffer, values, candidates, rows) { $0 }
    case (.real(let buffer), .reals(let values)):
      return test(column, buffer, values, candidates, rows) { $0 }
    case (.bool(let buffer), .bools(let values)):
      return test(column, buffer, values.map { $0 ? 1 : 0 }, candidates, rows) { $0 ? 1 : 0 }
    case (.dictionary(let codes, let dictionary), .texts(let texts)):
      guard dictionary.count <= column.count else {
        return filter(column.count, candidates, rows) { passes(dictionary.bytes(codes.base[$0]), texts) }
      }
      // Each code is tested once; then rows are looked up.
      let passing = (0..<dictionary.count).map { code in passes(dictionary.bytes(UInt32(code)), texts) }
      if candidates == nil, test == .equal || (test == .oneOf && texts.count == 1) {
        guard let code = passing.firstIndex(of: true) else { return 0 }
        return codes.base.withMemoryRebound(to: Int32.self, capacity: codes.count) { codes in
          regn_select_int32(codes, nil, column.count, Int32(code), Int32(code), 0, rows)
        }
      }
      return passing.withUnsafeBufferPointer { passing in
        filter(column.count, candidates, rows) { passing[Int(codes.base[$0])] }
      }
    case (.strings(let strings), .texts(let texts)):
      return filter(column.count, candidates, rows) { passes(strings.bytes($0), texts) }
    default: return 0
    }
  }

  /// The integers from `low` to `high`, or all others and nulls.
  struct PassingRange {
    let low: Int64
    let high: Int64
    var isOutside = false
  }

  /// The integers that pass, where they are one range or all but one.
  var passingRange: PassingRange? {
    guard case .integers(let values) = constants, let value = values.first else { return nil }
    switch test {
    case .equal: return PassingRange(low: value, high: value)
    case .notEqual: return PassingRange(low: value, high: value, isOutside: true)
    case .lessOrEqual: return PassingRange(low: .min, high: value)
    case .greaterOrEqual: return PassingRange(low: value, high: .max)
    case .less: return value > .min ? PassingRange(low: .min, high: value - 1) : nil
    case .greater: return value < .max ? PassingRange(low: value + 1, high: .max) : nil
    case .oneOf: return nil
    }
  }

  private func select(
    _ buffer: Buffer<Int64>, _ validity: Buffer<Bool>?, _ range: PassingRange,
    into rows: UnsafeMutablePointer<UInt32>
  ) -> Int {
    withBytes(of: validity) { valid in
      regn_select_int64(
        buffer.base, valid, buffer.count, range.low, range.high, range.isOutside ? 1 : 0, rows)
    }
  }

  private func select(
    _ buffer: Buffer<Int32>, _ validity: Buffer<Bool>?, _ range: PassingRange,
    into rows: UnsafeMutablePointer<UInt32>
  ) -> Int {
    // Bounds that no value has are brought near; a range of them alone becomes an empty one.
    let isEmpty = range.low > Int64(Int32.max) || range.high < Int64(Int32.min)
    let (low, high) = isEmpty ? (1, 0) : (Int32(clamping: range.low), Int32(clamping: range.high))
    return withBytes(of: validity) { valid in
      regn_select_int32(buffer.base, valid, buffer.count, low, high, range.isOutside ? 1 : 0, rows)
    }
  }

  /// Whether any of some values may pass, all of them integers (in the form in which columns store them) from
  /// `low` to `high`.
  ///
  /// - Parameters:
  ///   - isEmpty: whether there is no such value.
  ///   - hasNulls: whether there are nulls beside them.
  public func mayPass(from low: Int64, to high: Int64, isEmpty: Bool, hasNulls: Bool) -> Bool {
    guard case .integers(let values) = constants, let value = values.first else { return true }
    if test == .notEqual { return hasNulls || isEmpty || low != value || high != value }
    return !isEmpty && mayPass(low, high, values)
  }

  /// As for integers, of doubles; there may be values beside them that are no numbers.
  public func mayPass(from low: Double, to high: Double, isEmpty: Bool) -> Bool {
    guard case .reals(let values) = constants, test != .notEqual else { return true }
    return !isEmpty && mayPass(low, high, values)
  }

  private func mayPass<Number: Comparable>(_ low: Number, _ high: Number, _ values: [Number]) -> Bool {
    guard let value = values.first else { return false }
    switch test {
    case .equal: return low <= value && value <= high
    case .notEqual: return true
    case .less: return low < value
    case .lessOrEqual: return low <= value
    case .greater: return high > value
    case .greaterOrEqual: return high >= value
    case .oneOf: return values.contains { low <= $0 && $0 <= high }
    }
  }

  /// The codes of a dictionary whose texts pass; nil where that are nearly all, or it is no test of texts.
  public func passingCodes(of dictionary: StringDictionary) -> [UInt32]? {
    guard case .texts(let texts) = constants, test != .notEqual else { return nil }
    return texts.compactMap { text in text.withUnsafeBufferPointer { dictionary.code(of: $0) } }
  }

  /// For each code of a dictionary 1 where its text passes, else 0; nil where it is no test of texts.
  func passing(of dictionary: StringDictionary) -> [UInt8]? {
    guard case .texts(let texts) = constants else { return nil }
    return (0..<dictionary.count).map { passes(dictionary.bytes(UInt32($0)), texts) ? 1 : 0 }
  }

  private func passes(_ text: UTF8Bytes, _ texts: [[UInt8]]) -> Bool {
    let isEqual = texts.contains { constant in constant.withUnsafeBufferPointer { equalBytes($0, text) } }
    return test == .notEqual ? !isEqual : isEqual
  }

  /// Writing every row number and moving on only where it counts keeps the loops free of branches.
  @inline(__always)
  private func filter(
    _ count: Int, _ candidates: Int?, _ rows: UnsafeMutablePointer<UInt32>, _ passes: (Int) -> Bool
  ) -> Int {
    var kept = 0
    if let candidates {
      for index in 0..<candidates {
        let row = rows[index]
        rows[kept] = row
        kept &+= passes(Int(row)) ? 1 : 0
      }
    } else {
      for row in 0..<count {
        rows[kept] = UInt32(truncatingIfNeeded: row)
        kept &+= passes(row) ? 1 : 0
      }
    }
    return kept
  }

  @inline(__always)
  private func test<Element, Number: Comparable>(
    _ column: Column, _ buffer: Buffer<Element>, _ values: [Number], _ candidates: Int?,
    _ rows: UnsafeMutablePointer<UInt32>, number: (Element) -> Number
  ) -> Int {
    guard let value = values.first else { return 0 }
    let base = buffer.base
    let validity = column.validity
    @inline(__always)
    func filter(nullsPass: Bool, _ passes: (Number) -> Bool) -> Int {
      if let validity {
        return self.filter(buffer.count, candidates, rows) { row in
          let isValid = validity.base[row]
          return (isValid && passes(number(base[row]))) || (!isValid && nullsPass)
        }
      }
      return self.filter(buffer.count, candidates, rows) { row in passes(number(base[row])) }
    }
    switch test {
    case .equal: return filter(nullsPass: false) { $0 == value }
    case .notEqual: return filter(nullsPass: true) { $0 != value }
    case .less: return filter(nullsPass: false) { $0 < value }
    case .lessOrEqual: return filter(nullsPass: false) { $0 <= value }
    case .greater: return filter(nullsPass: false) { $0 > value }
    case .greaterOrEqual: return filter(nullsPass: false) { $0 >= value }
    case .oneOf: return filter(nullsPass: false) { values.contains($0) }
    }
  }
}
