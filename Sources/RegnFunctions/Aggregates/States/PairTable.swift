import RegnData

/// Distinct pairs of a group and a key, numbered in order of their first appearance: one hash table for all
/// groups.
struct PairTable {
  private(set) var groups: [UInt32] = []
  private(set) var keys: [UInt64] = []
  /// Open addressing, linear probing: number + 1, 0 for an empty slot; its size is a power of two.
  private var slots = [UInt32](repeating: 0, count: 64)
  private var mask = 63

  var count: Int { keys.count }

  var byteCount: Int { groups.capacity * 4 + keys.capacity * 8 + slots.capacity * 4 }

  @inline(__always)
  private static func hash(_ group: UInt32, _ key: UInt64) -> Int {
    Int(truncatingIfNeeded: mix(key ^ UInt64(group) &* 0x9E37_79B9_7F4A_7C15))
  }

  /// The number of a pair, and whether it is new.
  @inline(__always)
  mutating func insert(_ group: UInt32, _ key: UInt64) -> (number: Int, isNew: Bool) {
    var slot = Self.hash(group, key) & mask
    while true {
      let entry = slots[slot]
      if entry == 0 { break }
      let number = Int(entry) - 1
      if keys[number] == key, groups[number] == group { return (number, false) }
      slot = (slot + 1) & mask
    }
    let number = keys.count
    keys.append(key)
    groups.append(group)
    slots[slot] = UInt32(truncatingIfNeeded: number + 1)
    if 2 * keys.count > slots.count { rehash() }
    return (number, true)
  }

  /// Whether a pair is there.
  func contains(_ group: UInt32, _ key: UInt64) -> Bool {
    var slot = Self.hash(group, key) & mask
    while slots[slot] != 0 {
      let number = Int(slots[slot]) - 1
      if keys[number] == key, groups[number] == group { return true }
      slot = (slot + 1) & mask
    }
    return false
  }

  @inline(never)
  private mutating func rehash() {
    mask = slots.count * 2 - 1
    slots = [UInt32](repeating: 0, count: mask + 1)
    slots.withUnsafeMutableBufferPointer { slots in
      for number in 0..<keys.count {
        var slot = Self.hash(groups[number], keys[number]) & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = UInt32(truncatingIfNeeded: number + 1)
      }
    }
  }
}
