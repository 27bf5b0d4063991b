import RegnData

/// Numbers the distinct combinations of key columns: 0, 1, 2 … in order of first sight. One worker's.
///
/// Each key becomes bits: strings (and other wide types) the code that an `Interner` gives, integers
/// themselves, and a bit for null where it can occur. The bits are packed into as few 64-bit words as hold
/// them; one word is looked up in a table of (word, group) slots, several through their hash.
final class GroupTable {
  private let encoders: [KeyEncoder]
  private let wordCount: Int
  /// Where each key's value and null bit stand.
  private let layout: [KeyLayout]
  private(set) var count = 0

  // One word: slots hold word and group. Several: slots hold hash and group, `words` the words of each group.
  private var slots: UnsafeMutablePointer<Slot>
  private var slotMask: Int
  private var words: [UInt64] = []
  private var scratch: [UInt64] = []

  struct Slot {
    var word: UInt64
    /// Group + 1; 0 for an empty slot.
    var group: UInt32
  }

  struct KeyLayout {
    var word = 0
    var shift = 0
    var nullWord = -1
    var nullShift = 0
  }

  /// A table for keys of the given types.
  init(types: [ScalarType]) {
    encoders = types.map { KeyEncoder(type: $0) }
    (layout, wordCount) = GroupTable.lay(out: encoders)
    slotMask = 1023
    slots = .allocate(capacity: 1024)
    slots.initialize(repeating: Slot(word: 0, group: 0), count: 1024)
  }

  deinit { slots.deallocate() }

  /// Wide keys take words of their own first, then the narrow ones and null bits share the rest.
  private static func lay(out encoders: [KeyEncoder]) -> ([KeyLayout], Int) {
    var layout = [KeyLayout](repeating: KeyLayout(), count: encoders.count)
    var used: [Int] = []
    func place(_ bits: Int) -> (word: Int, shift: Int) {
      for (word, taken) in used.enumerated() where taken + bits <= 64 {
        used[word] += bits
        return (word, taken)
      }
      used.append(bits)
      return (used.count - 1, 0)
    }
    let widestFirst = encoders.indices.sorted { encoders[$0].bits > encoders[$1].bits }
    for index in widestFirst {
      (layout[index].word, layout[index].shift) = place(encoders[index].bits)
    }
    for index in widestFirst where encoders[index].needsNullBit {
      (layout[index].nullWord, layout[index].nullShift) = place(1)
    }
    return (layout, max(used.count, 1))
  }

  /// The bytes that the table keeps.
  var byteCount: Int {
    (slotMask + 1) * MemoryLayout<Slot>.stride + words.capacity * 8
      + encoders.reduce(0) { $0 + $1.byteCount }
  }

  /// Writes the group of each row to `groups`, numbering new combinations.
  func insert(_ columns: [Column], rows: Int, into groups: UnsafeMutablePointer<UInt32>) {
    if encoders.isEmpty {
      groups.update(repeating: 0, count: rows)
      count = max(count, rows > 0 ? 1 : 0)
      return
    }
    if encoders.count == 1, encoders[0].internsAll {
      // A code is a group: both count new strings from 0.
      encoders[0].codes(columns[0], rows: rows, into: groups)
      count = encoders[0].internedCount
      return
    }
    encode(columns, rows: rows, insert: true)
    if wordCount == 1 {
      for row in 0..<rows { groups[row] = find(word: scratch[row], insert: true) }
    } else {
      for row in 0..<rows { groups[row] = find(at: row * wordCount, insert: true) }
    }
  }

  /// Writes the group of each row to `groups`; `Column.noRow` where the combination is unknown, and where
  /// any key is null if `nullsMatch` is false.
  func lookup(
    _ columns: [Column], rows: Int, nullsMatch: Bool, into groups: UnsafeMutablePointer<UInt32>
  ) {
    if encoders.isEmpty {
      groups.update(repeating: count > 0 ? 0 : Column.noRow, count: rows)
      return
    }
    let missing = encode(columns, rows: rows, insert: false)
    for row in 0..<rows {
      if missing[row] {
        groups[row] = Column.noRow
      } else if encoders.count == 1, encoders[0].internsAll {
        groups[row] = UInt32(truncatingIfNeeded: scratch[row])
      } else if wordCount == 1 {
        groups[row] = find(word: scratch[row], insert: false)
      } else {
        groups[row] = find(at: row * wordCount, insert: false)
      }
    }
    if !nullsMatch {
      for (index, column) in columns.enumerated() where column.mayHaveNulls && encoders[index].type != .string
      {
        for row in 0..<rows where column.isNull(row) { groups[row] = Column.noRow }
      }
    }
  }

  /// Fills `scratch` with each row's words. Returns which rows hold a value that was never interned (only
  /// without `insert`).
  @discardableResult
  private func encode(_ columns: [Column], rows: Int, insert: Bool) -> [Bool] {
    let needed = rows * wordCount
    if scratch.count < needed { scratch = [UInt64](repeating: 0, count: needed) }
    var missing: [Bool] = insert ? [] : [Bool](repeating: false, count: rows)
    let stride = wordCount
    scratch.withUnsafeMutableBufferPointer { scratch in
      guard let base = scratch.baseAddress else { return }
      base.update(repeating: 0, count: needed)
      for (index, encoder) in encoders.enumerated() {
        let place = layout[index]
        encoder.encode(
          columns[index], rows: rows, into: base, stride: stride, place: place, insert: insert,
          missing: &missing)
      }
    }
    return missing
  }

  private func find(word: UInt64, insert: Bool) -> UInt32 {
    var slot = Int(truncatingIfNeeded: mix(word)) & slotMask
    while true {
      let entry = slots[slot]
      if entry.group == 0 { break }
      if entry.word == word { return entry.group - 1 }
      slot = (slot + 1) & slotMask
    }
    guard insert else { return Column.noRow }
    let group = UInt32(count)
    slots[slot] = Slot(word: word, group: group + 1)
    words.append(word)
    count += 1
    if count * 2 > slotMask { rehash() }
    return group
  }

  private func find(at start: Int, insert: Bool) -> UInt32 {
    var hash: UInt64 = 0
    for offset in 0..<wordCount { hash = mix(hash ^ scratch[start + offset]) }
    var slot = Int(truncatingIfNeeded: hash) & slotMask
    probing: while true {
      let entry = slots[slot]
      if entry.group == 0 { break }
      if entry.word == hash {
        let known = Int(entry.group - 1) * wordCount
        var same = true
        for offset in 0..<wordCount where words[known + offset] != scratch[start + offset] {
          same = false
          break
        }
        if same { return entry.group - 1 }
      }
      slot = (slot + 1) & slotMask
    }
    guard insert else { return Column.noRow }
    let group = UInt32(count)
    slots[slot] = Slot(word: hash, group: group + 1)
    for offset in 0..<wordCount { words.append(scratch[start + offset]) }
    count += 1
    if count * 2 > slotMask { rehash() }
    return group
  }

  private func rehash() {
    let oldSlots = slots
    let oldCount = slotMask + 1
    slotMask = oldCount * 4 - 1
    slots = .allocate(capacity: slotMask + 1)
    slots.initialize(repeating: Slot(word: 0, group: 0), count: slotMask + 1)
    for index in 0..<oldCount where oldSlots[index].group != 0 {
      let entry = oldSlots[index]
      let hash = wordCount == 1 ? mix(entry.word) : entry.word
      var slot = Int(truncatingIfNeeded: hash) & slotMask
      while slots[slot].group != 0 { slot = (slot + 1) & slotMask }
      slots[slot] = entry
    }
    oldSlots.deallocate()
  }

  /// The key columns of groups 0 ..< count.
  func keyColumns() -> [Column] {
    encoders.enumerated().map { index, encoder in
      let place = layout[index]
      let stride = wordCount
      if encoders.count == 1, encoder.internsAll {
        return encoder.decode(count: count, code: { UInt64($0) }, isNull: { _ in false })
      }
      return encoder.decode(
        count: count,
        code: { group in
          let word = words[group * stride + place.word] >> UInt64(place.shift)
          return encoder.bits == 64 ? word : word & ((1 << UInt64(encoder.bits)) - 1)
        },
        isNull: { group in
          place.nullWord >= 0
            && (words[group * stride + place.nullWord] >> UInt64(place.nullShift)) & 1 == 1
        })
    }
  }
}
