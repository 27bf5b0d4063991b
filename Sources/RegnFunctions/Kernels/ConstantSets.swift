import RegnData

/// A set of 64-bit integers for membership tests in loops over rows: a scan while small, then open
/// addressing.
struct IntegerSet {
  private let few: [Int64]
  private var slots: [Int64] = []
  private var filled: [Bool] = []
  private let minimum: Int64
  private let maximum: Int64

  init(_ values: [Int64]) {
    let distinct = Array(Set(values))
    minimum = distinct.min() ?? 1
    maximum = distinct.max() ?? 0
    few = distinct.count <= 8 ? distinct : []
    guard distinct.count > 8 else { return }
    var size = 32
    while size < distinct.count * 2 { size *= 2 }
    slots = [Int64](repeating: 0, count: size)
    filled = [Bool](repeating: false, count: size)
    for value in distinct {
      var slot = Int(truncatingIfNeeded: mix(UInt64(bitPattern: value))) & (size - 1)
      while filled[slot] { slot = (slot + 1) & (size - 1) }
      slots[slot] = value
      filled[slot] = true
    }
  }

  @inline(__always)
  func contains(_ value: Int64) -> Bool {
    if value < minimum || value > maximum { return false }
    if slots.isEmpty {
      for candidate in few where candidate == value { return true }
      return false
    }
    var slot = Int(truncatingIfNeeded: mix(UInt64(bitPattern: value))) & (slots.count - 1)
    while filled[slot] {
      if slots[slot] == value { return true }
      slot = (slot + 1) & (slots.count - 1)
    }
    return false
  }
}

/// A set of byte strings, for the same: open addressing over their hashes.
struct ByteStringSet {
  private var entries: [[UInt8]] = []
  private var hashes: [UInt64] = []
  private var slots: [Int32] = [Int32](repeating: -1, count: 16)

  mutating func insert(_ bytes: [UInt8]) {
    let hash = bytes.withUnsafeBufferPointer { hashBytes($0) }
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let entry = Int(slots[slot])
      if hashes[entry] == hash, entries[entry] == bytes { return }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = Int32(entries.count)
    entries.append(bytes)
    hashes.append(hash)
    guard entries.count * 2 > slots.count else { return }
    let size = slots.count * 2
    slots = [Int32](repeating: -1, count: size)
    for (entry, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (size - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = Int32(entry)
    }
  }

  func contains(_ bytes: Bytes) -> Bool {
    let hash = hashBytes(bytes)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let entry = Int(slots[slot])
      if hashes[entry] == hash, entries[entry].withUnsafeBufferPointer({ compareBytes($0, bytes) == 0 }) {
        return true
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return false
  }
}
