import CRegnScan
import Glibc
import RegnData

/// Gives the texts of a column codes of a dictionary that grows as one worker meets new ones.
///
/// In front of the dictionary stands a table that compares a text of up to 16 bytes by two words, without a
/// loop.
final class TextCoder {
  /// What a loop over rows holds on to; to be fetched anew after an insertion.
  typealias Table = regn_text_table

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
    dictionary.byteCount + Int(table.mask + 1) * MemoryLayout<regn_text_slot>.stride + arenaBytes
  }

  func snapshot() -> StringDictionary { dictionary.snapshot() }

  private static func emptyTable(bits: Int) -> Table {
    let slots = UnsafeMutablePointer<regn_text_slot>.allocate(capacity: 1 << bits)
    slots.initialize(repeating: regn_text_slot(), count: 1 << bits)
    return Table(slots: slots, shift: UInt64(64 - bits), mask: 1 << UInt64(bits) - 1)
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
      // What was repaired may read as this does.
      code = metInvalid ? dictionary.code(for: text) : dictionary.code(forNew: text)
    } else {
      isValid = false
      metInvalid = true
      var repaired: [UInt8] = []
      TextConversion.appendRepaired(text, to: &repaired)
      code = repaired.withUnsafeBufferPointer { dictionary.code(for: $0) }
    }
    if used * 2 > table.mask { grow() }
    let copy = length > 16 ? store(text) : nil
    regn_text_put(table, regn_text_slot_of(start, length, code, copy))
    used += 1
    return (code, isValid)
  }

  private func grow() {
    let old = table
    let new = Self.emptyTable(bits: 64 - Int(old.shift) + 1)
    for index in 0...Int(old.mask) where old.slots[index].code != 0 { regn_text_put(new, old.slots[index]) }
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
