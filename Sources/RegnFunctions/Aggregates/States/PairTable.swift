import RegnData

/// Distinct pairs of a group and a key, numbered in order of their first appearance: one hash table for all
/// groups.
struct PairTable {
  private(set) var groups: [UInt32] = []
  private(set) var keys: [UInt64] = []
  /// Open addressing, linear probing: the pair's hash above its number + 1, 0 for an empty slot; its size is
  /// a power of two. With the hash at hand other pairs are passed by without a look at their keys, which lie
  /// elsewhere in memory.
  private var slots = [UInt64](repeating: 0, count: 64)
  private var mask = 63

  var count: Int { keys.count }

  var byteCount: Int { groups.capacity * 4 + keys.capacity * 8 + slots.capacity * 8 }

  @inline(__always)
  private static func hash(_ group: UInt32, _ key: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: mix(key ^ UInt64(group) &* 0x9E37_79B9_7F4A_7C15))
  }

  /// The number of a pair, and whether it is new.
  @inline(__always)
  mutating func insert(_ group: UInt32, _ key: UInt64) -> (number: Int, isNew: Bool) {
    let hash = Self.hash(group, key)
    var slot = Int(hash) & mask
    while true {
      let entry = slots[slot]
      if entry == 0 { break }
      if entry >> 32 == UInt64(hash) {
        let number = Int(entry & 0xFFFF_FFFF) - 1
        if keys[number] == key, groups[number] == group { return (number, false) }
      }
      slot = (slot + 1) & mask
    }
    let number = keys.count
    keys.append(key)
    groups.append(group)
    slots[slot] = UInt64(hash) << 32 | UInt64(number + 1)
    if 2 * keys.count > slots.count { rehash() }
    return (number, true)
  }

  /// Forgets all pairs, and keeps the room for others.
  mutating func removeAll() {
    keys.removeAll(keepingCapacity: true)
    groups.removeAll(keepingCapacity: true)
    slots.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
  }

  @inline(never)
  private mutating func rehash() {
    let old = slots
    mask = old.count * 2 - 1
    slots = [UInt64](repeating: 0, count: old.count * 2)
    slots.withUnsafeMutableBufferPointer { slots in
      // In the order of the old slots the new ones are written side by side, too.
      for entry in old where entry != 0 {
        var slot = Int(entry >> 32) & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = entry
      }
    }
  }
}
