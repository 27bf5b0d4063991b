import CRegnScan

/// Which integers there are among some, a bit for each from the least to the greatest: the keys that one side
/// of a join has, by which a scan of the other leaves out rows before it reads their other columns. Where
/// keys lie close together, as numbers of things do, it is smaller and quicker than a table of them, and
/// unlike a Bloom filter it is never wrong.
public final class KeyBitmap: Sendable {
  /// How many different integers there are.
  public let count: Int
  fileprivate let least: Int64
  /// The number of bits.
  fileprivate let span: UInt64
  fileprivate let words: Buffer<UInt64>
  private let reservation: Reservation

  /// So many bits are worth it for any number of keys: they fit into a processor's caches.
  private static let anyway = UInt64(1) << 23
  /// More bits than that for each key would mostly be 0, and a table of the keys takes less memory.
  private static let bitsPerKey: UInt64 = 64

  /// Whether columns of a type hold what a bitmap can be made of.
  public static func applies(to type: ScalarType) -> Bool {
    switch type {
    case .int, .long, .datetime, .timespan: true
    default: false
    }
  }

  /// The integers of a column, nulls left out; nil where they are no integers, or lie too far apart. Throws
  /// `ExecutionError` when the budget is used up.
  public init?(_ column: Column, memory: MemoryBudget) throws {
    guard Self.applies(to: column.type) else { return nil }
    let column = column.flattened
    let (numbers, hasNulls) = (column.longs, column.mayHaveNulls)
    var (low, high) = (Int64.max, Int64.min)
    withBytes(of: column.validity) { regn_range_of_int64(numbers.base, $0, numbers.count, &low, &high) }
    if low > high { (low, high) = (0, 0) }
    let last = UInt64(bitPattern: high &- low)
    guard last < max(Self.anyway, UInt64(numbers.count) * Self.bitsPerKey) else { return nil }
    let wordCount = Int(last >> 6) + 1
    reservation = try Reservation(memory, bytes: wordCount * 8)
    least = low
    span = last + 1
    words = Buffer(count: wordCount) { words in
      words.initialize(repeating: 0, count: wordCount)
      for row in 0..<numbers.count where !hasNulls || !column.isNull(row) {
        let place = UInt64(bitPattern: numbers.base[row] &- low)
        words[Int(place >> 6)] |= 1 << (place & 63)
      }
    }
    count = words.pointer.reduce(0) { $0 + $1.nonzeroBitCount }
  }

  /// Whether an integer is among them.
  func contains(_ number: Int64) -> Bool {
    let place = UInt64(bitPattern: number &- least)
    return place < span && words.base[Int(place >> 6)] >> (place & 63) & 1 == 1
  }

  /// Writes for each of the first rows of a column of integers whether it is among them; null is not.
  public func contains(_ column: Column, rows: Int, into answers: UnsafeMutablePointer<Bool>) {
    let stride = column.stride
    if case .int32(let numbers) = column.storage {
      for row in 0..<rows { answers[row] = contains(Int64(numbers.base[row &* stride])) }
    } else {
      let numbers = column.longs
      for row in 0..<rows { answers[row] = contains(numbers.base[row &* stride]) }
    }
    guard column.mayHaveNulls else { return }
    for row in 0..<rows where column.isNull(row) { answers[row] = false }
  }
}

extension KeyBitmap {
  /// Keeps of the `count` rows in `rows` those of which a column's integers are among these, in their order;
  /// answers how many.
  func narrow(_ column: Column, _ rows: UnsafeMutablePointer<UInt32>, count: Int) -> Int {
    withUnsafeTemporaryAllocation(of: Bool.self, capacity: max(column.count, 1)) { answers in
      guard let base = answers.baseAddress else { return 0 }
      contains(column, rows: column.count, into: base)
      var kept = 0
      for index in 0..<count {
        let row = rows[index]
        rows[kept] = row
        kept += base[Int(row)] ? 1 : 0
      }
      return kept
    }
  }
}

extension PackedIntegers {
  /// Whether a bitmap can have any of the numbers.
  func mayMeet(_ keys: KeyBitmap) -> Bool {
    guard let range else { return false }
    if range.lowerBound == range.upperBound { return keys.contains(range.lowerBound) }
    let last = keys.least &+ Int64(bitPattern: keys.span - 1)
    return range.upperBound >= keys.least && range.lowerBound <= last
  }
}

extension KeyBitmap {
  /// The bitmap as packed numbers are looked for in it.
  func keys(of numbers: PackedIntegers) -> regn_keys {
    regn_keys(
      words: words.base, span: span, unit: UInt64(bitPattern: numbers.unit),
      offset: UInt64(bitPattern: numbers.base &- least))
  }
}
