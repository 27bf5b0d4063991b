/// How a search gets past text in which no match can start: by looking for the literal with which all matches
/// begin, or for the bytes with which one can.
///
/// Memory of its own, so that a search neither counts references nor checks bounds; owned by one `LazyDFA`.
final class Leap {
  private let needle: Needle
  /// By byte: whether a character that begins with it can begin a match.
  private let stops: UnsafeMutablePointer<Bool>
  private let usesNeedle: Bool

  /// Nil if leaping would not help.
  init?(prefix: Needle, first: ScalarSet?) {
    needle = prefix
    usesNeedle = !prefix.isEmpty
    let stops = UnsafeMutablePointer<Bool>.allocate(capacity: 256)
    stops.initialize(repeating: false, count: 256)
    self.stops = stops
    if usesNeedle { return }
    guard let first else { return nil }
    for range in first.ranges {
      if range.low < 0x80 {
        for byte in range.low...min(range.high, 0x7F) { stops[Int(byte)] = true }
      }
      if range.high >= 0x80 {
        for byte in Self.leadByte(max(range.low, 0x80))...Self.leadByte(range.high) {
          stops[Int(byte)] = true
        }
      }
    }
    // Where a match could start every few bytes, the automaton alone is faster.
    let share = (0..<256).reduce(0) { $0 + (stops[$1] ? Needle.frequency(UInt8($1)) : 0) }
    if share > 300 { return nil }
  }

  deinit { stops.deallocate() }

  private static func leadByte(_ scalar: UInt32) -> UInt8 {
    switch scalar {
    case 0..<0x80: UInt8(truncatingIfNeeded: scalar)
    case 0x80..<0x800: UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6)
    case 0x800..<0x10000: UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12)
    default: UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18)
    }
  }

  /// The first place at or after `start` where a match may start, or -1.
  @inline(__always)
  func place(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    if usesNeedle { return needle.firstIndex(in: text, from: start) ?? -1 }
    let stops = stops
    let end = text.count
    var place = start
    while place &+ 4 <= end {
      if stops[Int(text[place])] { return place }
      if stops[Int(text[place &+ 1])] { return place &+ 1 }
      if stops[Int(text[place &+ 2])] { return place &+ 2 }
      if stops[Int(text[place &+ 3])] { return place &+ 3 }
      place &+= 4
    }
    while place < end {
      if stops[Int(text[place])] { return place }
      place &+= 1
    }
    return -1
  }
}
