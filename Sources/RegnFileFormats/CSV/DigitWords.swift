/// Numbers of up to eight digits in one 64-bit word (after D. Lemire, "Quickly parsing eight digits", 2018,
/// and the SWAR reading of numbers in simdjson).
enum DigitWords {
  /// The value of `count` (1 to 8) digits at `start`, or nil when any byte is none. Eight bytes must be
  /// readable.
  @inline(__always)
  static func value(_ start: UnsafePointer<UInt8>, _ count: Int) -> UInt64? {
    let shift = UInt64(truncatingIfNeeded: 64 &- 8 &* count)
    // The first digit is the lowest byte; zeros go below it.
    let padding = (UInt64(1) &<< shift) &- 1
    let raw = UnsafeRawPointer(start).loadUnaligned(as: UInt64.self) &<< shift
    return value(ofEight: raw | (0x3030_3030_3030_3030 & padding))
  }

  /// The value of the eight digits in a word, the first in the lowest byte; nil when any byte is none.
  @inline(__always)
  static func value(ofEight word: UInt64) -> UInt64? {
    guard word & (word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0 == 0x3030_3030_3030_3030 else {
      return nil
    }
    return combine(word)
  }

  @inline(__always)
  private static func combine(_ word: UInt64) -> UInt64 {
    var value = word & 0x0F0F_0F0F_0F0F_0F0F
    value = (value &* 2561) &>> 8
    value = ((value & 0x00FF_00FF_00FF_00FF) &* 6_553_601) &>> 16
    return ((value & 0x0000_FFFF_0000_FFFF) &* 42_949_672_960_001) &>> 32
  }

  /// The value of 1 to 18 digits, or nil.
  @inline(__always)
  static func long(_ start: UnsafePointer<UInt8>, _ count: Int) -> UInt64? {
    if count <= 8 { return value(start, count) }
    guard let last = value(start + (count &- 8), 8) else { return nil }
    if count <= 16 {
      guard let first = value(start, count &- 8) else { return nil }
      return first &* 100_000_000 &+ last
    }
    guard let middle = value(start + (count &- 16), 8), let first = value(start, count &- 16) else {
      return nil
    }
    return (first &* 100_000_000 &+ middle) &* 100_000_000 &+ last
  }
}
