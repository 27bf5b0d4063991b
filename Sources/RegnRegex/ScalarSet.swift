/// An inclusive range of Unicode scalar values.
struct ScalarRange: Hashable, Sendable {
  var low: UInt32
  var high: UInt32
}

/// A set of Unicode scalar values, as sorted ranges that neither overlap nor touch. Surrogates are never in a
/// set, since no UTF-8 text holds one.
struct ScalarSet: Hashable, Sendable {
  private(set) var ranges: [ScalarRange]

  /// Every Unicode scalar value.
  static let all = ScalarSet(sorted: [
    ScalarRange(low: 0, high: 0xD7FF), ScalarRange(low: 0xE000, high: 0x10FFFF),
  ])

  static let none = ScalarSet(sorted: [])

  private init(sorted: [ScalarRange]) { ranges = sorted }

  init(_ scalar: UInt32) { ranges = [ScalarRange(low: scalar, high: scalar)] }

  /// The union of ranges in any order, without the surrogates.
  init(_ unordered: [ScalarRange]) {
    var result: [ScalarRange] = []
    result.reserveCapacity(unordered.count)
    var last = ScalarRange(low: 0, high: 0)
    var pending = false
    for range in Self.inOrder(unordered) where range.low <= range.high {
      if pending && range.low <= last.high &+ 1 {
        last.high = max(last.high, range.high)
      } else {
        if pending { Self.append(last, to: &result) }
        last = range
        pending = true
      }
    }
    if pending { Self.append(last, to: &result) }
    ranges = result
  }

  private static func inOrder(_ ranges: [ScalarRange]) -> [ScalarRange] {
    for index in ranges.indices.dropFirst() where ranges[index].low < ranges[index - 1].low {
      return ranges.sorted { $0.low < $1.low }
    }
    return ranges
  }

  /// Appends a range, leaving out the part that lies among the surrogates.
  private static func append(_ range: ScalarRange, to result: inout [ScalarRange]) {
    if range.high < 0xD800 || range.low > 0xDFFF {
      result.append(range)
      return
    }
    if range.low < 0xD800 { result.append(ScalarRange(low: range.low, high: 0xD7FF)) }
    if range.high > 0xDFFF { result.append(ScalarRange(low: 0xE000, high: min(range.high, 0x10FFFF))) }
  }

  /// A few ranges tell most sets apart; hashing all of a large class each time it is used would cost more.
  func hash(into hasher: inout Hasher) {
    hasher.combine(ranges.count)
    if let first = ranges.first, let last = ranges.last {
      hasher.combine(first)
      hasher.combine(ranges[ranges.count / 2])
      hasher.combine(last)
    }
  }

  var isEmpty: Bool { ranges.isEmpty }

  /// The only scalar of the set, if it has just one.
  var single: UInt32? {
    guard ranges.count == 1, let first = ranges.first, first.low == first.high else { return nil }
    return first.low
  }

  func contains(_ scalar: UInt32) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].high < scalar { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].low <= scalar
  }

  var inverted: ScalarSet {
    var result: [ScalarRange] = []
    var next: UInt32 = 0
    for range in ranges {
      if range.low > next { Self.append(ScalarRange(low: next, high: range.low - 1), to: &result) }
      next = range.high + 1
    }
    if next <= 0x10FFFF { Self.append(ScalarRange(low: next, high: 0x10FFFF), to: &result) }
    return ScalarSet(sorted: result)
  }

  func union(_ other: ScalarSet) -> ScalarSet { ScalarSet(ranges + other.ranges) }

  func intersection(_ other: ScalarSet) -> ScalarSet {
    var result: [ScalarRange] = []
    var left = 0
    var right = 0
    while left < ranges.count && right < other.ranges.count {
      let a = ranges[left]
      let b = other.ranges[right]
      let low = max(a.low, b.low)
      let high = min(a.high, b.high)
      if low <= high { result.append(ScalarRange(low: low, high: high)) }
      if a.high < b.high { left += 1 } else { right += 1 }
    }
    return ScalarSet(sorted: result)
  }

  func subtracting(_ other: ScalarSet) -> ScalarSet { intersection(other.inverted) }

  func symmetricDifference(_ other: ScalarSet) -> ScalarSet {
    union(other).subtracting(intersection(other))
  }
}
