#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The distinct strings of a column, numbered from 0. Immutable; columns that share one can be compared and
/// grouped by code.
public final class StringDictionary: Sendable {
  public let entries: StringArray
  /// The same for all snapshots of one growing dictionary: codes mean the same string in each, the longer
  /// snapshot knows more of them.
  public let lineage: ObjectIdentifier
  private let lineageOwner: AnyObject & Sendable

  final class Lineage: Sendable {}

  /// A dictionary of distinct `entries`; the caller vouches that no string stands twice.
  public init(entries: StringArray) {
    let owner = Lineage()
    self.entries = entries
    lineageOwner = owner
    lineage = ObjectIdentifier(owner)
  }

  init(entries: StringArray, lineage owner: Lineage) {
    self.entries = entries
    lineageOwner = owner
    lineage = ObjectIdentifier(owner)
  }

  @inlinable public var count: Int { entries.count }

  /// The bytes that the entries keep in memory.
  public var byteCount: Int { entries.byteCount }

  @inlinable public func bytes(_ code: UInt32) -> UnsafeBufferPointer<UInt8> { entries.bytes(Int(code)) }

  /// The code of a string, by search from the front; nil when it is not in the dictionary.
  public func code(of bytes: UnsafeBufferPointer<UInt8>) -> UInt32? {
    let wanted = StringView(bytes)
    for index in 0..<entries.count where entries.views[index] == wanted {
      return UInt32(index)
    }
    return nil
  }

  /// The code of the empty string; nil when it is not in the dictionary. The last entry is tried first.
  var emptyCode: UInt32? {
    if let last = entries.views.pointer.last, last.isEmpty { return UInt32(count - 1) }
    return entries.views.pointer.firstIndex { $0.isEmpty }.map { UInt32($0) }
  }

  /// A dictionary with the empty string behind the entries of this one, where it must not be yet.
  func withEmpty() -> StringDictionary {
    let views = Buffer<StringView>(count: count + 1) { target in
      if count > 0 { target.update(from: entries.views.base, count: count) }
      target[count] = StringView()
    }
    return StringDictionary(entries: StringArray(views: views, heaps: entries.heaps))
  }

  /// Each code's place in byte order (ordinal order of the strings).
  public func ranks() -> [UInt32] {
    let order = (0..<entries.count).sorted { compareBytes(entries.bytes($0), entries.bytes($1)) < 0 }
    var ranks = [UInt32](repeating: 0, count: entries.count)
    for (rank, code) in order.enumerated() { ranks[code] = UInt32(rank) }
    return ranks
  }
}

/// Compares byte strings as unsigned bytes, a prefix first: negative, zero or positive.
///
/// On UTF-8 this is the order of the code points.
@inlinable
public func compareBytes(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Int {
  let common = min(left.count, right.count)
  if common > 0, let a = left.baseAddress, let b = right.baseAddress {
    let order = memcmp(a, b, common)
    if order != 0 { return Int(order) }
  }
  return left.count - right.count
}

/// A 64-bit hash of bytes, good enough for open addressing in all its bits (a multiply-and-fold mix over
/// 8-byte words, after wyhash).
@inlinable
public func hashBytes(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
  guard let start = bytes.baseAddress, bytes.count > 0 else { return 0x9E37_79B9_7F4A_7C15 }
  let raw = UnsafeRawPointer(start)
  var hash = 0x9E37_79B9_7F4A_7C15 ^ UInt64(bytes.count)
  var offset = 0
  while offset + 8 <= bytes.count {
    hash = mix(hash ^ raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    offset += 8
  }
  var last: UInt64 = 0
  var shift: UInt64 = 0
  while offset < bytes.count {
    last |= UInt64(bytes[offset]) &<< shift
    shift += 8
    offset += 1
  }
  return mix(hash ^ last ^ (shift &<< 56))
}

/// Spreads the bits of a 64-bit word over all 64 (multiply and fold).
@inlinable
public func mix(_ word: UInt64) -> UInt64 {
  let product = (word ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
  return product.high ^ product.low
}

/// A growing dictionary: gives each new string the next code.
public struct StringDictionaryBuilder: ~Copyable {
  private var entries: StringArrayBuilder
  /// Those of the strings that were looked for, or came after one was.
  private var hashes: [UInt64] = []
  /// Open addressing, linear probing: code + 1, 0 for an empty slot; its size is a power of two.
  private var slots: [UInt32]
  private var mask: Int
  private let lineage = StringDictionary.Lineage()
  private var latest: StringDictionary?

  public init() {
    entries = StringArrayBuilder(capacity: 64)
    slots = [UInt32](repeating: 0, count: 256)
    mask = 255
  }

  public var count: Int { entries.count }

  /// The bytes that the builder keeps.
  public var byteCount: Int { entries.byteCount + hashes.capacity * 8 + slots.capacity * 4 }

  /// The code of a string that the caller knows to be new.
  public mutating func code(forNew bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    entries.append(bytes)
    return UInt32(entries.count - 1)
  }

  /// The code of a string, new or known.
  public mutating func code(for bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    if hashes.count < entries.count { index() }
    let hash = hashBytes(bytes)
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let entry = slots[slot]
      if entry == 0 { break }
      let code = Int(entry - 1)
      if hashes[code] == hash, compareBytes(entries.bytes(code), bytes) == 0 { return entry - 1 }
      slot = (slot + 1) & mask
    }
    let code = UInt32(entries.count)
    entries.append(bytes)
    hashes.append(hash)
    slots[slot] = code + 1
    if entries.count * 2 > slots.count { rehash() }
    return code
  }

  /// Makes strings found that were told to be new.
  private mutating func index() {
    for code in hashes.count..<entries.count { hashes.append(hashBytes(entries.bytes(code))) }
    while entries.count * 2 > mask + 1 { mask = mask * 2 + 1 }
    fillSlots()
  }

  /// The code of a string, or nil when it has none yet. Not to be asked where `code(forNew:)` was.
  public func knownCode(of bytes: UnsafeBufferPointer<UInt8>) -> UInt32? {
    assert(hashes.count == entries.count)
    let hash = hashBytes(bytes)
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      let code = Int(slots[slot] - 1)
      if hashes[code] == hash, compareBytes(entries.bytes(code), bytes) == 0 { return slots[slot] - 1 }
      slot = (slot + 1) & mask
    }
    return nil
  }

  private mutating func rehash() {
    mask = slots.count * 2 - 1
    fillSlots()
  }

  private mutating func fillSlots() {
    slots = [UInt32](repeating: 0, count: mask + 1)
    for (code, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(code) + 1
    }
  }

  /// The strings so far; codes stay valid in later snapshots, which share a lineage.
  public mutating func snapshot() -> StringDictionary {
    if let latest, latest.count == entries.count { return latest }
    let dictionary = StringDictionary(entries: entries.snapshot(), lineage: lineage)
    latest = dictionary
    return dictionary
  }
}
