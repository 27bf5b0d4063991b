import CRegnScan
import Glibc
import RegnData

/// Gives the texts of a column codes of a dictionary that grows as one worker meets new ones.
///
/// In front of the dictionary stands a table that compares a text of up to 16 bytes by two words, without a
/// loop.
final class TextCoder {
  /// A text as the file has it: its first and last eight bytes (the same, and zero padded, when it is
  /// shorter), its length, and a stable copy when it is longer than 16.
  struct Slot {
    var low: UInt64
    var high: UInt64
    var length: UInt32
    /// The code + 1; 0 in an empty slot.
    var code: UInt32
    var copy: UnsafePointer<UInt8>?
  }

  /// What a loop over rows holds on to; to be fetched anew after an insertion.
  struct Table {
    let slots: UnsafeMutablePointer<Slot>
    let shift: UInt64
    let mask: Int

    @inline(__always)
    func place(_ low: UInt64, _ high: UInt64, _ length: Int) -> Int {
      let mixed =
        (low ^ (high &<< 29 | high &>> 35) ^ UInt64(truncatingIfNeeded: length)) &* 0x9E37_79B9_7F4A_7C15
      return Int(truncatingIfNeeded: mixed &>> shift)
    }

    /// The code of a text, or nil when it is new. Bytes on both sides of the text must be readable.
    @inline(__always)
    func code(_ start: UnsafePointer<UInt8>, _ length: Int) -> UInt32? {
      let (low, high) = Self.words(start, length)
      var slot = place(low, high, length)
      while true {
        let entry = slots[slot]
        if entry.low == low, entry.high == high, entry.length == UInt32(truncatingIfNeeded: length),
          entry.code != 0
        {
          if length <= 16 { return entry.code &- 1 }
          if let copy = entry.copy, memcmp(copy, start, length) == 0 { return entry.code &- 1 }
        }
        if entry.code == 0 { return nil }
        slot = (slot &+ 1) & mask
      }
    }

    @inline(__always)
    static func words(_ start: UnsafePointer<UInt8>, _ length: Int) -> (UInt64, UInt64) {
      let used = min(length, 8)
      let wanted: UInt64 = used == 0 ? 0 : ~0 &>> UInt64(truncatingIfNeeded: 64 &- 8 &* used)
      let raw = UnsafeRawPointer(start)
      let low = raw.loadUnaligned(as: UInt64.self) & wanted
      let high = raw.loadUnaligned(fromByteOffset: max(length &- 8, 0), as: UInt64.self) & wanted
      return (low, high)
    }
  }

  private(set) var table: Table
  private var dictionary = StringDictionaryBuilder()
  private var used = 0
  private let encoding: TextEncoding
  private var arena: [UnsafeMutablePointer<UInt8>] = []
  private var arenaUsed = 0
  private var arenaCapacity = 0
  private var arenaBytes = 0
  /// Whether a text that is not UTF-8 was met (it was repaired).
  private(set) var metInvalid = false

  init(encoding: TextEncoding) {
    self.encoding = encoding
    table = Self.emptyTable(bits: 10)
  }

  deinit {
    table.slots.deallocate()
    for block in arena { block.deallocate() }
  }

  /// The number of distinct texts.
  var count: Int { dictionary.count }

  /// The bytes that the coder keeps.
  var byteCount: Int {
    dictionary.byteCount + (table.mask + 1) * MemoryLayout<Slot>.stride + arenaBytes
  }

  func snapshot() -> StringDictionary { dictionary.snapshot() }

  private static func emptyTable(bits: Int) -> Table {
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: 1 << bits)
    slots.initialize(repeating: Slot(low: 0, high: 0, length: 0, code: 0, copy: nil), count: 1 << bits)
    return Table(slots: slots, shift: UInt64(64 - bits), mask: 1 << bits - 1)
  }

  /// Gives a new text a code. `isKnown` says whether it was valid UTF-8 (or is of another encoding).
  func insert(_ start: UnsafePointer<UInt8>, _ length: Int) -> (code: UInt32, isValid: Bool) {
    let text = UTF8Bytes(start: start, count: length)
    var isValid = true
    let code: UInt32
    if encoding == .windows1252 {
      var converted: [UInt8] = []
      TextConversion.appendWindows1252(text, to: &converted)
      code = converted.withUnsafeBufferPointer { dictionary.code(for: $0) }
    } else if regn_valid_utf8(start, length) == length {
      code = dictionary.code(for: text)
    } else {
      isValid = false
      metInvalid = true
      var repaired: [UInt8] = []
      TextConversion.appendRepaired(text, to: &repaired)
      code = repaired.withUnsafeBufferPointer { dictionary.code(for: $0) }
    }
    if used * 4 > table.mask { grow() }
    let (low, high) = Table.words(start, length)
    var copy: UnsafePointer<UInt8>?
    if length > 16 { copy = store(text) }
    put(Slot(low: low, high: high, length: UInt32(length), code: code + 1, copy: copy), in: table)
    used += 1
    return (code, isValid)
  }

  private func put(_ slot: Slot, in table: Table) {
    var place = table.place(slot.low, slot.high, Int(slot.length))
    while table.slots[place].code != 0 { place = (place + 1) & table.mask }
    table.slots[place] = slot
  }

  private func grow() {
    let old = table
    let bits = 64 - Int(old.shift) + 2
    let new = Self.emptyTable(bits: bits)
    for index in 0...old.mask where old.slots[index].code != 0 { put(old.slots[index], in: new) }
    table = new
    old.slots.deallocate()
  }

  private func store(_ text: UTF8Bytes) -> UnsafePointer<UInt8> {
    if arenaUsed + text.count > arenaCapacity {
      arenaCapacity = max(text.count, 1 << 16)
      arena.append(.allocate(capacity: arenaCapacity))
      arenaBytes += arenaCapacity
      arenaUsed = 0
    }
    let target = arena[arena.count - 1] + arenaUsed
    if let source = text.baseAddress { target.update(from: source, count: text.count) }
    arenaUsed += text.count
    return UnsafePointer(target)
  }
}
