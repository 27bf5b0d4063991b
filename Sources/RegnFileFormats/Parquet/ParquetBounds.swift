import RegnData

/// The smallest and largest value of a column in some rows, as far as the file tells.
struct ParquetBounds {
  let minimum: Value
  let maximum: Value
  /// The number of nulls; nil when the file does not tell.
  let nullCount: Int?

  /// What the file tells of a column that is not nested. Nil where it tells nothing that can be relied on.
  ///
  /// - Parameters:
  ///   - isOrdered: whether the file says that its newer bounds are ordered as the column's type is.
  init?(_ chunk: ParquetColumnChunk, _ leaf: ParquetLeaf, kind: ColumnKind, isOrdered: Bool) {
    var low = isOrdered ? chunk.minimum : nil
    var high = isOrdered ? chunk.maximum : nil
    switch leaf.form {
    case .int32, .int64, .days, .instant, .clock, .single, .double:
      // For signed numbers the older form is as good.
      low = low ?? chunk.oldMinimum
      high = high ?? chunk.oldMaximum
    case .unsigned32, .unsigned64, .scaled, .exact, .text: break
    case .bool, .julian, .half, .guid, .interval, .base64, .json: return nil
    }
    guard let low, let high, let minimum = Self.value(low, leaf, kind),
      let maximum = Self.value(high, leaf, kind)
    else { return nil }
    self.minimum = minimum
    self.maximum = maximum
    nullCount = chunk.nullCount
  }

  private static func value(_ bytes: [UInt8], _ leaf: ParquetLeaf, _ kind: ColumnKind) -> Value? {
    switch leaf.form {
    case .text: return String(validating: bytes, as: UTF8.self).map { .string($0) }
    case .scaled(let scale) where leaf.type == .bytes || leaf.type == .fixed,
      .exact(let scale) where leaf.type == .bytes || leaf.type == .fixed:
      let number = bytes.withUnsafeBufferPointer { try? ParquetFinalForm.number($0) }
      return number.map { .decimal(Decimal(coefficient: $0, scale: scale)) }
    default: break
    }
    let padded = bytes + [UInt8](repeating: 0, count: unpackedPadding)
    let word = padded.withUnsafeBufferPointer { padded -> (Int64, Double)? in
      guard
        var values = try? ParquetValues(
          UTF8Bytes(rebasing: padded[..<bytes.count]), encoding: 0, type: leaf.type, length: leaf.length,
          limit: 1, heap: nil)
      else { return nil }
      var shape = ParquetFinalForm(type: leaf.type, form: leaf.form, kind: leaf.form.kind)
      var heaps: [Allocation] = []
      var word: Int64 = 0
      let isRead = withUnsafeMutableBytes(of: &word) { target in
        target.baseAddress.map { (try? shape.decode(&values, 1, to: $0, heaps: &heaps)) != nil } ?? false
      }
      return isRead && word != ParquetFinalForm.nowhere
        ? (word, Double(bitPattern: UInt64(bitPattern: word))) : nil
    }
    guard let (number, real) = word else { return nil }
    switch leaf.form.kind {
    case .int: return .int(Int32(truncatingIfNeeded: number))
    case .long: return .long(number)
    case .datetime: return .datetime(DateTime(ticks: number))
    case .timespan: return .timespan(Timespan(ticks: number))
    case .scaled(let scale): return .decimal(Decimal(coefficient: Int128(number), scale: scale))
    case .real: return real.isNaN ? nil : .real(real)
    default: return nil
    }
  }

  /// Whether some row may pass; false only where none can.
  func mayPass(_ predicate: ScanPredicate) -> Bool {
    // An empty text may be a null, which has no part in the bounds.
    if nullCount != 0, predicate.constants.contains(.string("")) { return true }
    func isWithin(_ constant: Value) -> Bool {
      Self.order(constant, minimum) != -1 && Self.order(constant, maximum) != 1
    }
    switch predicate.test {
    case .notEqual: return true
    case .equal, .oneOf: return predicate.constants.contains(where: isWithin)
    case .less: return predicate.constants.allSatisfy { Self.order(minimum, $0).map { $0 < 0 } ?? true }
    case .lessOrEqual:
      return predicate.constants.allSatisfy { Self.order(minimum, $0).map { $0 <= 0 } ?? true }
    case .greater: return predicate.constants.allSatisfy { Self.order(maximum, $0).map { $0 > 0 } ?? true }
    case .greaterOrEqual:
      return predicate.constants.allSatisfy { Self.order(maximum, $0).map { $0 >= 0 } ?? true }
    }
  }

  /// -1, 0 or 1 as the left value is less, equal or greater; nil for those that are not compared here.
  static func order(_ left: Value, _ right: Value) -> Int? {
    func order<Element: Comparable>(_ left: Element, _ right: Element) -> Int {
      left < right ? -1 : left == right ? 0 : 1
    }
    switch (left, right) {
    case (.datetime(let left), .datetime(let right)): return order(left, right)
    case (.timespan(let left), .timespan(let right)): return order(left, right)
    case (.decimal(let left), .decimal(let right)): return order(left, right)
    case (.real(let left), .real(let right)): return left.isNaN || right.isNaN ? nil : order(left, right)
    case (.string(let left), .string(let right)):
      return withUTF8Bytes(of: left) { left in
        withUTF8Bytes(of: right) { compareBytes(left, $0).signum() }
      }
    default:
      guard let left = left.integer, let right = right.integer else { return nil }
      return order(left, right)
    }
  }
}
