/// The scalars sorted into kinds: two scalars are of one kind if no set of the pattern tells them apart. The
/// automata know kinds only, so that a class such as `\w` costs one transition, whatever the number of its
/// ranges.
///
/// ASCII and the basic plane are looked up in tables, the rest by binary search within 256 code points.
final class Alphabet: @unchecked Sendable {
  /// The number of kinds, that of invalid bytes included.
  let kindCount: Int
  /// The kind of bytes that are no UTF-8.
  let invalidKind: UInt16
  /// What assertions want to know, by kind.
  let surroundings: [Surroundings]
  /// The kinds of the basic plane's 65,536 code points. Never written to after `init`, which makes the class
  /// Sendable.
  let basicPlane: UnsafePointer<UInt16>
  /// The scalars as intervals of one kind each, by their starts.
  private let intervalStarts: [UInt32]
  private let intervalKinds: [UInt16]
  private let higherStarts: [UInt32]
  private let higherKinds: [UInt16]
  /// For each 256 code points above the basic plane, the interval that holds the first of them; and one more
  /// for the end.
  private let higherPages: [UInt32]

  /// Sorts the scalars by `sets`, and tells which kinds are in which set.
  init(sets: [ScalarSet], looks: UInt32, error: RegexError) throws(RegexError) {
    var all = sets
    let line = Look.lineStart.bit | Look.lineEnd.bit | Look.lineStartCRLF.bit | Look.lineEndCRLF.bit
    let unicodeWord =
      Look.wordBoundary.bit | Look.notWordBoundary.bit | Look.wordStart.bit | Look.wordEnd.bit
      | Look.wordStartHalf.bit | Look.wordEndHalf.bit
    let asciiWord =
      Look.asciiWordBoundary.bit | Look.asciiNotWordBoundary.bit | Look.asciiWordStart.bit
      | Look.asciiWordEnd.bit
      | Look.asciiWordStartHalf.bit | Look.asciiWordEndHalf.bit
    var marks: [(Int, Surroundings)] = []
    if looks & line != 0 {
      marks.append((all.count, .lineFeed))
      all.append(ScalarSet(0x0A))
      marks.append((all.count, .carriageReturn))
      all.append(ScalarSet(0x0D))
    }
    if looks & unicodeWord != 0 {
      marks.append((all.count, .word))
      all.append(UnicodeData.word)
    }
    if looks & asciiWord != 0 {
      marks.append((all.count, .asciiWord))
      all.append(UnicodeData.asciiWord)
    }

    // A sweep over the scalars keeps a sum of random numbers, one a set that holds the present scalar: equal
    // sums, equal kinds. 128 bits make a mistake as good as impossible.
    struct Event {
      var scalar: UInt32
      var set: Int32
      var enters: Bool
    }
    struct Sum: Hashable {
      var a: UInt64 = 0
      var b: UInt64 = 0
    }
    var events: [Event] = []
    for (index, set) in all.enumerated() {
      for range in set.ranges {
        events.append(Event(scalar: range.low, set: Int32(index), enters: true))
        events.append(Event(scalar: range.high + 1, set: Int32(index), enters: false))
      }
    }
    events.append(Event(scalar: 0xD800, set: -1, enters: false))
    events.append(Event(scalar: 0xE000, set: -1, enters: true))
    events.sort { $0.scalar < $1.scalar }
    var state: UInt64 = 0x5245_474E
    func random() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
    let numbers = all.map { _ in Sum(a: random(), b: random()) }
    // Surrogates count as outside of every set already; they share the kind of such scalars.
    var sum = Sum()
    var kinds: [Sum: UInt16] = [:]
    var examples: [UInt32] = []
    var starts: [UInt32] = []
    var startKinds: [UInt16] = []
    var index = 0
    var start: UInt32 = 0
    while start <= 0x10FFFF {
      while index < events.count && events[index].scalar <= start {
        let event = events[index]
        if event.set >= 0 {
          let number = numbers[Int(event.set)]
          sum.a = event.enters ? sum.a &+ number.a : sum.a &- number.a
          sum.b = event.enters ? sum.b &+ number.b : sum.b &- number.b
        }
        index += 1
      }
      let kind: UInt16
      if let known = kinds[sum] {
        kind = known
      } else {
        if kinds.count >= 0xFFF0 { throw error }
        kind = UInt16(kinds.count)
        kinds[sum] = kind
        examples.append(start)
      }
      if startKinds.last != kind {
        starts.append(start)
        startKinds.append(kind)
      }
      start = index < events.count ? events[index].scalar : 0x110000
    }
    kindCount = examples.count + 1
    invalidKind = UInt16(examples.count)

    var surroundings = [Surroundings](repeating: [], count: kindCount)
    for (set, mark) in marks {
      for (kind, example) in examples.enumerated() where all[set].contains(example) {
        surroundings[kind].insert(mark)
      }
    }
    self.surroundings = surroundings

    let table = UnsafeMutablePointer<UInt16>.allocate(capacity: 0x10000)
    var higherStarts: [UInt32] = []
    var higherKinds: [UInt16] = []
    for (index, start) in starts.enumerated() {
      let end = index + 1 < starts.count ? starts[index + 1] : 0x110000
      if start < 0x10000 {
        (table + Int(start)).initialize(repeating: startKinds[index], count: Int(min(end, 0x10000) - start))
      }
      if end > 0x10000 {
        higherStarts.append(max(start, 0x10000))
        higherKinds.append(startKinds[index])
      }
    }
    basicPlane = UnsafePointer(table)
    intervalStarts = starts
    intervalKinds = startKinds
    self.higherStarts = higherStarts
    self.higherKinds = higherKinds
    var higherPages: [UInt32] = []
    higherPages.reserveCapacity(0x1001)
    var interval = 0
    for page in 0..<0x1000 {
      let first = 0x10000 + UInt32(page) << 8
      while interval + 1 < higherStarts.count && higherStarts[interval + 1] <= first { interval += 1 }
      higherPages.append(UInt32(truncatingIfNeeded: interval))
    }
    higherPages.append(UInt32(truncatingIfNeeded: max(0, higherStarts.count - 1)))
    self.higherPages = higherPages
    kindExamples = examples
  }

  /// A scalar of each kind.
  private let kindExamples: [UInt32]

  /// Calls `body` with each kind of a set, with some perhaps more than once. The set must be among those that
  /// the kinds were made for.
  func forEachKind(in set: ScalarSet, _ body: (Int) -> Void) {
    if kindExamples.count <= 64 {
      for (kind, example) in kindExamples.enumerated() where set.contains(example) { body(kind) }
      return
    }
    for range in set.ranges {
      var low = 0
      var high = intervalStarts.count
      while low < high {
        let middle = (low + high) / 2
        if intervalStarts[middle] < range.low { low = middle + 1 } else { high = middle }
      }
      // A range begins where an interval does, unless the one before is of the same kind.
      if low == intervalStarts.count || intervalStarts[low] > range.low { low -= 1 }
      while low < intervalStarts.count && intervalStarts[low] <= range.high {
        body(Int(intervalKinds[low]))
        low += 1
      }
    }
  }

  deinit { basicPlane.deallocate() }

  /// The kind of a scalar, or of an invalid byte.
  @inline(__always)
  func kind(of scalar: UInt32) -> UInt16 {
    scalar < 0x10000 ? basicPlane[Int(scalar)] : higherKind(of: scalar)
  }

  @inline(never)
  private func higherKind(of scalar: UInt32) -> UInt16 {
    if scalar == invalidScalar { return invalidKind }
    let page = Int(scalar - 0x10000) >> 8
    var low = Int(higherPages[page])
    var high = Int(higherPages[page + 1]) + 1
    while low + 1 < high {
      let middle = (low + high) / 2
      if higherStarts[middle] <= scalar { low = middle } else { high = middle }
    }
    return higherKinds[low]
  }

  /// The bits of all assertions that hold at a place of a text.
  func assertions(_ text: UnsafeBufferPointer<UInt8>, at place: Int) -> UInt32 {
    let before =
      place == 0 ? Surroundings.edge : surroundings[Int(kind(of: decodeScalar(text, before: place).scalar))]
    let after =
      place == text.count
      ? Surroundings.edge : surroundings[Int(kind(of: decodeScalar(text, at: place).scalar))]
    return Surroundings.assertions(before: before, after: after)
  }
}
