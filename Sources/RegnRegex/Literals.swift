import Glibc

/// Text that every match holds: searching for it first is much faster than running an automaton.
struct Literals: Sendable {
  /// Every match is just this text.
  private(set) var whole: Needle?
  /// Every match begins with this text; empty if nothing is known.
  private(set) var prefix = Needle([])
  /// In a pattern whose matches start at the start of the text, the text with which they begin; empty if
  /// nothing is known.
  private(set) var anchoredPrefix = Needle([])
  /// In a pattern whose matches end at the end of the text, the text with which they end; empty if nothing is
  /// known.
  private(set) var anchoredSuffix = Needle([])
  /// Every match holds this text somewhere; empty if nothing is known.
  private(set) var required = Needle([])

  init(_ node: Node) {
    var run = Run()
    run.add(node)
    run.finish()
    required = Needle(run.longest)
    var leading: [UInt8] = []
    let complete = Self.lead(node, into: &leading)
    prefix = Needle(leading)
    if complete && !leading.isEmpty { whole = prefix }
    if node.startsAtTextStart {
      leading = []
      _ = Self.lead(node, skipsTextStart: true, into: &leading)
      anchoredPrefix = Needle(leading)
    }
    if node.endsAtTextEnd {
      var ends: [UInt8] = []
      _ = Self.trail(node, into: &ends)
      anchoredSuffix = Needle(ends.reversed())
    }
  }

  private static func append(_ set: ScalarSet, to bytes: inout [UInt8]) -> Bool {
    guard let single = set.single, let scalar = Unicode.Scalar(single), bytes.count < 256 else {
      return false
    }
    bytes.append(contentsOf: Array(String(Character(scalar)).utf8))
    return true
  }

  /// Adds the text with which the node begins; true if the node is nothing else.
  private static func lead(_ node: Node, skipsTextStart: Bool = false, into bytes: inout [UInt8]) -> Bool {
    switch node {
    case .look(.textStart): return skipsTextStart && bytes.isEmpty
    case .empty: return true
    case .set(let set): return append(set, to: &bytes)
    case .look: return false
    case .choice(let items):
      // What all alternatives begin with.
      var common: [UInt8]?
      for item in items {
        var leading: [UInt8] = []
        _ = lead(item, into: &leading)
        common = common.map { Array(zip($0, leading).prefix { $0.0 == $0.1 }.map(\.0)) } ?? leading
      }
      bytes += common ?? []
      return false
    case .capture(_, let inner): return lead(inner, skipsTextStart: skipsTextStart, into: &bytes)
    case .sequence(let items):
      return items.allSatisfy { lead($0, skipsTextStart: skipsTextStart, into: &bytes) }
    case .repetition(let inner, let minimum, let maximum, _):
      for _ in 0..<min(minimum, 16) {
        if !lead(inner, into: &bytes) { return false }
      }
      return maximum == minimum && minimum <= 16
    }
  }

  /// Adds the text with which the node ends, backwards; true if the node is nothing else. The end of the text
  /// may stand behind it.
  private static func trail(_ node: Node, into bytes: inout [UInt8]) -> Bool {
    switch node {
    case .look(.textEnd): return bytes.isEmpty
    case .empty: return true
    case .set(let set):
      var single: [UInt8] = []
      guard bytes.count < 256, append(set, to: &single) else { return false }
      bytes.append(contentsOf: single.reversed())
      return true
    case .look, .choice: return false
    case .capture(_, let inner): return trail(inner, into: &bytes)
    case .sequence(let items): return items.reversed().allSatisfy { trail($0, into: &bytes) }
    case .repetition(let inner, let minimum, let maximum, _):
      for _ in 0..<min(minimum, 16) {
        if !trail(inner, into: &bytes) { return false }
      }
      return maximum == minimum && minimum <= 16
    }
  }

  /// Collects the longest stretch of characters that are certain.
  private struct Run {
    var current: [UInt8] = []
    var longest: [UInt8] = []

    mutating func finish() {
      if current.count > longest.count { longest = current }
      current = []
    }

    mutating func add(_ node: Node) {
      switch node {
      case .empty, .look: break
      case .set(let set):
        if !Literals.append(set, to: &current) { finish() }
      case .capture(_, let inner): add(inner)
      case .sequence(let items): for item in items { add(item) }
      case .choice: finish()
      case .repetition(let inner, let minimum, _, _):
        finish()
        if minimum > 0 {
          add(inner)
          finish()
        }
      }
    }
  }
}

/// A text to search for, by the byte of it that is likely to be rarest.
struct Needle: Sendable {
  let bytes: [UInt8]
  /// The place of the byte that is searched for.
  private let rare: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    // Where a text has one letter of a script it has many, and they share their first byte.
    func rank(_ byte: UInt8) -> Int { byte >= 0xC2 ? 30 : Self.frequency(byte) }
    rare = bytes.indices.min { rank(bytes[$0]) < rank(bytes[$1]) } ?? 0
  }

  var isEmpty: Bool { bytes.isEmpty }
  var count: Int { bytes.count }

  /// How common a byte is in text, in thousandths, roughly: a guess that costs speed only when it is wrong.
  static func frequency(_ byte: UInt8) -> Int {
    switch byte {
    case 0x20: 150
    case UInt8(ascii: "e"): 110
    case UInt8(ascii: "t"), UInt8(ascii: "a"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "i"): 60
    case UInt8(ascii: "o"), UInt8(ascii: "s"), UInt8(ascii: "d"), UInt8(ascii: "l"): 50
    case UInt8(ascii: "c"), UInt8(ascii: "j"), UInt8(ascii: "q"), UInt8(ascii: "w"), UInt8(ascii: "x"),
      UInt8(ascii: "y"), UInt8(ascii: "z"):
      8
    case 0x61...0x7A: 25
    // The lead byte of Latin letters, and the bytes that continue a character.
    case 0xC3: 25
    case 0x80...0xBF: 20
    case 0x30...0x39: 15
    case UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: ";"), UInt8(ascii: "\n"), UInt8(ascii: "\""): 12
    case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "_"), UInt8(ascii: "="): 10
    case 0x41...0x5A: 4
    default: 2
    }
  }

  /// Whether the text begins with the needle.
  func begins(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = text.baseAddress, text.count >= bytes.count else { return bytes.isEmpty }
    return bytes.withUnsafeBufferPointer { needle in
      guard let first = needle.baseAddress else { return true }
      return memcmp(base, first, needle.count) == 0
    }
  }

  /// Whether the text ends with the needle.
  func ends(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = text.baseAddress, text.count >= bytes.count else { return bytes.isEmpty }
    return bytes.withUnsafeBufferPointer { needle in
      guard let first = needle.baseAddress else { return true }
      return memcmp(base + text.count - needle.count, first, needle.count) == 0
    }
  }

  /// The first place at or after `start` where the needle stands, or nil. The needle must not be empty. Reads
  /// the text once, and compares at most the needle's length for each byte.
  func firstIndex(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard let base = text.baseAddress else { return nil }
    return bytes.withUnsafeBufferPointer { needle in
      guard let first = needle.baseAddress else { return nil }
      let wanted = Int32(needle[rare])
      // The rare byte stands at `place + rare` for a match at `place`.
      var place = start
      let last = text.count - needle.count
      while place <= last {
        guard let found = memchr(base + place + rare, wanted, last - place + 1) else { return nil }
        place = UnsafeRawPointer(found) - UnsafeRawPointer(base) - rare
        if needle.count == 1 || memcmp(base + place, first, needle.count) == 0 { return place }
        place += 1
      }
      return nil
    }
  }
}
