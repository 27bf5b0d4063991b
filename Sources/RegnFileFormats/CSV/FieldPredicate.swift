import Glibc
import RegnData

/// A predicate over one column in the form that a scan tests: by the column's storage.
struct FieldPredicate: Sendable {
  enum Constants: Sendable {
    /// int, long, datetime, and decimals brought to the column's scale.
    case integers([Int64])
    case reals([Double])
    case texts([[UInt8]])
    case bools([Bool])
  }

  let column: Int
  let test: ScanPredicate.Test
  let constants: Constants

  /// Nil when the predicate is not one that a scan of a column of this kind applies.
  init?(_ predicate: ScanPredicate, kind: ColumnKind) {
    column = predicate.column
    test = predicate.test
    guard test == .oneOf || predicate.constants.count == 1 else { return nil }
    switch kind {
    case .int, .long:
      let values = predicate.constants.compactMap(\.integer)
      guard values.count == predicate.constants.count else { return nil }
      constants = .integers(values)
    case .datetime:
      var values: [Int64] = []
      for case .datetime(let value) in predicate.constants { values.append(value.ticks) }
      guard values.count == predicate.constants.count else { return nil }
      constants = .integers(values)
    case .scaled(let scale):
      var values: [Int64] = []
      for case .decimal(let value) in predicate.constants {
        guard let scaled = ScaledInteger.rescale(value.coefficient, from: value.scale, to: scale),
          let narrow = Int64(exactly: scaled)
        else { return nil }
        values.append(narrow)
      }
      guard values.count == predicate.constants.count else { return nil }
      constants = .integers(values)
    case .real:
      var values: [Double] = []
      for case .real(let value) in predicate.constants where !value.isNaN { values.append(value) }
      guard values.count == predicate.constants.count else { return nil }
      constants = .reals(values)
    case .bool:
      guard test == .equal || test == .notEqual else { return nil }
      var values: [Bool] = []
      for case .bool(let value) in predicate.constants { values.append(value) }
      guard values.count == predicate.constants.count else { return nil }
      constants = .bools(values)
    case .string:
      guard test == .equal || test == .notEqual || test == .oneOf else { return nil }
      var values: [[UInt8]] = []
      for case .string(let value) in predicate.constants { values.append(Array(value.utf8)) }
      guard values.count == predicate.constants.count else { return nil }
      constants = .texts(values)
    case .decimal, .guid: return nil
    }
  }

  /// Writes the rows of `column` that pass to `rows`; answers how many. Nulls pass only `notEqual`, as KQL's
  /// `!=` between a null and a value is true.
  func select(_ column: Column, into rows: UnsafeMutablePointer<UInt32>) -> Int {
    switch (column.storage, constants) {
    case (.int32(let buffer), .integers(let values)):
      return select(column, buffer, values, into: rows) { Int64($0) }
    case (.int64(let buffer), .integers(let values)): return select(column, buffer, values, into: rows) { $0 }
    case (.scaled(let buffer, _), .integers(let values)):
      return select(column, buffer, values, into: rows) { $0 }
    case (.real(let buffer), .reals(let values)): return select(column, buffer, values, into: rows) { $0 }
    case (.bool(let buffer), .bools(let values)):
      return select(column, buffer, values.map { $0 ? 1 : 0 }, into: rows) { $0 ? 1 : 0 }
    case (.dictionary(let codes, let dictionary), .texts(let texts)):
      // Each code is tested once; then rows are looked up.
      let passing = (0..<dictionary.count).map { code in passes(dictionary.bytes(UInt32(code)), texts) }
      return passing.withUnsafeBufferPointer { passing in
        var count = 0
        for row in 0..<codes.count {
          rows[count] = UInt32(truncatingIfNeeded: row)
          count &+= passing[Int(codes.base[row])] ? 1 : 0
        }
        return count
      }
    case (.strings(let strings), .texts(let texts)):
      var count = 0
      for row in 0..<strings.count where passes(strings.bytes(row), texts) {
        rows[count] = UInt32(row)
        count += 1
      }
      return count
    default: return 0
    }
  }

  private func passes(_ text: UTF8Bytes, _ texts: [[UInt8]]) -> Bool {
    let isEqual = texts.contains { constant in constant.withUnsafeBufferPointer { equalBytes($0, text) } }
    return test == .notEqual ? !isEqual : isEqual
  }

  @inline(__always)
  private func select<Element, Number: Comparable>(
    _ column: Column, _ buffer: Buffer<Element>, _ values: [Number], into rows: UnsafeMutablePointer<UInt32>,
    number: (Element) -> Number
  ) -> Int {
    guard let value = values.first else { return 0 }
    let validity = column.validity
    @inline(__always)
    func filter(nullsPass: Bool, _ passes: (Number) -> Bool) -> Int {
      var count = 0
      let base = buffer.base
      if let validity {
        for row in 0..<buffer.count {
          rows[count] = UInt32(truncatingIfNeeded: row)
          let isValid = validity.base[row]
          count &+= (isValid && passes(number(base[row]))) || (!isValid && nullsPass) ? 1 : 0
        }
      } else {
        for row in 0..<buffer.count {
          rows[count] = UInt32(truncatingIfNeeded: row)
          count &+= passes(number(base[row])) ? 1 : 0
        }
      }
      return count
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
