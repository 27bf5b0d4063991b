/// How many bits a key's values take, and from where they are counted.
struct KeyRange: Equatable {
  /// What the bits 0 stand for; 0 for keys that are no numbers.
  var base: Int64 = 0
  /// The bits of a value that is not null: 0 while all are the same.
  var bits = 0
  /// Whether null, where it is no code of its own, has been met: it takes a bit beside the value.
  var hasNulls = false

  /// The largest value of the bits.
  var mask: UInt64 { bits == 64 ? .max : (1 &<< UInt64(bits)) &- 1 }

  /// Whether the bits have a place for every number from `low` to `high`.
  func holds(_ low: Int64, _ high: Int64) -> Bool {
    bits == 64
      || (low >= base && UInt64(bitPattern: low &- base) <= mask && high >= base
        && UInt64(bitPattern: high &- base) <= mask)
  }

  /// Whether every number that the bits have a place for is one of 32 bits.
  var fitsInt32: Bool {
    bits <= 32 && base >= Int64(Int32.min) && base &+ Int64(bitPattern: mask) <= Int64(Int32.max)
  }

  /// The fewest bits with a place for the numbers from `low` to `high`; what is left over lies to half before
  /// them and to half behind.
  mutating func fit(_ low: Int64, _ high: Int64) {
    let width = UInt64(bitPattern: high &- low)
    bits = 64 - width.leadingZeroBitCount
    guard bits < 64 else {
      base = 0
      return
    }
    let (shifted, isBelow) = low.subtractingReportingOverflow(Int64((mask - width) / 2))
    base = isBelow ? .min : shifted
    // The window stays within 64 bits: its end is not below its beginning.
    if UInt64(bitPattern: Int64.max &- base) < mask { base = .max &- Int64(bitPattern: mask) }
  }
}

/// Where a key stands in a group's words.
struct KeyField {
  var range = KeyRange()
  var word = 0
  var shift: UInt64 = 0
  /// The word of the null bit, -1 where there is none.
  var nullWord = -1
  var nullShift: UInt64 = 0

  /// The bits of the key in a group's words; counted from the range's base.
  @inline(__always)
  func bits(in words: UnsafePointer<UInt64>) -> UInt64 { (words[word] &>> shift) & range.mask }

  @inline(__always)
  func isNull(in words: UnsafePointer<UInt64>) -> Bool {
    nullWord >= 0 && (words[nullWord] &>> nullShift) & 1 == 1
  }

  /// Puts keys one behind another into as few words as hold them: wide ones first, then the narrow ones and
  /// the null bits where there is room.
  static func pack(_ ranges: [KeyRange]) -> (fields: [KeyField], words: Int, bits: Int) {
    var fields = ranges.map { KeyField(range: $0) }
    var used: [Int] = []
    func place(_ bits: Int) -> (word: Int, shift: UInt64) {
      for (word, taken) in used.enumerated() where taken + bits <= 64 && taken < 64 {
        used[word] += bits
        return (word, UInt64(taken))
      }
      used.append(bits)
      return (used.count - 1, 0)
    }
    let widestFirst = ranges.indices.sorted { ranges[$0].bits > ranges[$1].bits }
    for index in widestFirst {
      (fields[index].word, fields[index].shift) = place(ranges[index].bits)
    }
    for index in widestFirst where ranges[index].hasNulls {
      (fields[index].nullWord, fields[index].nullShift) = place(1)
    }
    return (fields, max(used.count, 1), used.reduce(0, +))
  }
}
