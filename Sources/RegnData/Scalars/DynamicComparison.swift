/// Equality, order and hash of dynamic values.
///
/// Numbers are equal by value, whether long, real or decimal. Bags are equal when they hold the same keys
/// with equal values, in any order. NaN equals itself, so that groups and sets hold it once. Values of
/// different kinds come in the order of the reference page on `array_sort_asc`: numbers, datetimes,
/// timespans, strings, guids, then bools, arrays, bags and nulls.
extension DynamicRef: Hashable, Comparable {
  public static func == (left: DynamicRef, right: DynamicRef) -> Bool { left.compare(right) == 0 }

  public static func < (left: DynamicRef, right: DynamicRef) -> Bool { left.compare(right) < 0 }

  public func hash(into hasher: inout Hasher) { hasher.combine(stableHash) }

  private var rank: Int {
    switch kind {
    case .long, .real, .decimal: 0
    case .datetime: 1
    case .timespan: 2
    case .string: 3
    case .guid: 4
    case .bool: 5
    case .array: 6
    case .bag: 7
    case .null: 8
    }
  }

  /// Less than, equal to or greater than 0 as this value comes before, with or after the other.
  public func compare(_ other: DynamicRef) -> Int {
    let rank = rank
    let difference = rank - other.rank
    if difference != 0 { return difference }
    switch rank {
    case 0: return compareNumber(other)
    case 1, 2, 4:
      // Of one kind, and compared by their ticks or digits.
      if let left = asGuid, let right = other.asGuid { return order(left, right) }
      if let left = asDateTime, let right = other.asDateTime { return order(left, right) }
      if let left = asTimespan, let right = other.asTimespan { return order(left, right) }
      return 0
    case 3:
      guard let left = stringBytes, let right = other.stringBytes else { return 0 }
      return compareBytes(left, right)
    case 5: return Int(tag) - Int(other.tag)
    case 6:
      for index in 0..<min(count, other.count) {
        let result = value(at: index).compare(other.value(at: index))
        if result != 0 { return result }
      }
      return count - other.count
    case 7: return compareBag(other)
    default: return 0
    }
  }

  private func compareBag(_ other: DynamicRef) -> Int {
    guard count == other.count else { return count - other.count }
    // Mostly the keys come in the same order; else both are sorted by key.
    var left = Array(0..<count)
    var right = left
    if !left.allSatisfy({ equalBytes(key(at: $0), other.key(at: $0)) }) {
      left.sort { compareBytes(key(at: $0), key(at: $1)) < 0 }
      right.sort { compareBytes(other.key(at: $0), other.key(at: $1)) < 0 }
    }
    for index in 0..<count {
      var result = compareBytes(key(at: left[index]), other.key(at: right[index]))
      if result == 0 { result = value(at: left[index]).compare(other.value(at: right[index])) }
      if result != 0 { return result }
    }
    return 0
  }

  private func compareNumber(_ other: DynamicRef) -> Int {
    if let left = asLong {
      if let right = other.asLong { return order(left, right) }
      if let right = other.asReal { return Self.compare(left, right) }
      if let right = other.asDecimal { return Decimal.compare(Decimal(left), right) }
    } else if let left = asReal {
      if let right = other.asLong { return -Self.compare(right, left) }
      if let right = other.asReal {
        return left.isNaN || right.isNaN ? nanOrder(left, right) : order(left, right)
      }
      if let right = other.asDecimal { return -Self.compare(right, left) }
    } else if let left = asDecimal {
      if let right = other.asLong { return Decimal.compare(left, Decimal(right)) }
      if let right = other.asReal { return Self.compare(left, right) }
      if let right = other.asDecimal { return Decimal.compare(left, right) }
    }
    return 0
  }

  /// Exactly, though a double does not hold every long. NaN comes before all numbers.
  private static func compare(_ left: Int64, _ right: Double) -> Int {
    if right.isNaN { return 1 }
    if right >= 0x1p63 { return -1 }
    if right < -0x1p63 { return 1 }
    let whole = right.rounded(.towardZero)
    let result = order(left, Int64(whole))
    return result != 0 ? result : order(0, right - whole)
  }

  /// A double counts as its shortest text.
  private static func compare(_ left: Decimal, _ right: Double) -> Int {
    if right.isNaN { return 1 }
    guard let exact = Decimal(right) else { return right > 0 ? -1 : 1 }
    return Decimal.compare(left, exact)
  }

  /// A hash that is the same in every run and for equal values.
  public var stableHash: UInt64 {
    switch kind {
    case .null: return 0x6E
    case .bool: return mixHash(0xB0, UInt64(tag))
    case .long, .real, .decimal:
      // Equal numbers are equal as doubles. Zero has one sign here, and NaN one pattern.
      let number = asNumber ?? 0
      return mixHash(0x11, number.isNaN ? 1 : number == 0 ? 0 : number.bitPattern)
    case .string: return mixHash(0x57, hashBytes(stringBytes ?? UTF8Bytes(start: nil, count: 0)))
    case .datetime: return mixHash(0xDA, UInt64(bitPattern: asDateTime?.ticks ?? 0))
    case .timespan: return mixHash(0x75, UInt64(bitPattern: asTimespan?.ticks ?? 0))
    case .guid: return mixHash(asGuid?.high ?? 0, asGuid?.low ?? 0)
    case .array:
      var hash: UInt64 = 0xA1
      for index in 0..<count { hash = mixHash(hash, value(at: index).stableHash) }
      return hash
    case .bag:
      // A sum, since the order of the keys does not matter.
      var hash: UInt64 = 0xBA
      for index in 0..<count { hash &+= mixHash(hashBytes(key(at: index)), value(at: index).stableHash) }
      return hash
    }
  }
}

private func order<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
  left < right ? -1 : left == right ? 0 : 1
}

private func nanOrder(_ left: Double, _ right: Double) -> Int {
  left.isNaN ? (right.isNaN ? 0 : -1) : 1
}
