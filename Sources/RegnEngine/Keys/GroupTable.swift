import RegnData

/// Numbers the distinct combinations of key columns: 0, 1, 2 … in order of first sight.
///
/// Each key becomes bits: strings (and other wide types) the code that an `Interner` gives, integers
/// themselves, and a bit for null where it can occur. The bits are packed into as few 64-bit words as hold
/// them; one word is looked up in a table of (word, group) slots, several through their hash.
///
/// One worker fills a table. `lookup` changes nothing, so any number may look into a full one at the same
/// time: `FrozenGroupTable` is the way to share it.
final class GroupTable {
  private let encoders: [KeyEncoder]
  private let wordCount: Int
  /// Where each key's value and null bit stand.
  private let layout: [KeyLayout]
  private(set) var count = 0
  /// What the table keeps; grows before the table does.
  private let reservation: Reservation

  // One word: slots hold word and group. Several: slots hold hash and group.
  private var slots: UnsafeMutablePointer<Slot>
  private var slotMask: Int
  /// The words of each group, one group after another.
  private var words: UnsafeMutablePointer<UInt64>
  private var capacity: Int
  /// Room for the words of a chunk's rows while they are looked up.
  private var scratch: UnsafeMutablePointer<UInt64>
  private var scratchCapacity = 0

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

  /// A table for keys of the given types. Throws `ExecutionError` when the budget is used up.
  init(types: [ScalarType], memory: MemoryBudget) throws {
    encoders = types.map { KeyEncoder(type: $0) }
    (layout, wordCount) = GroupTable.lay(out: encoders)
    slotMask = 1023
    capacity = 512
    let bytes = 1024 * MemoryLayout<Slot>.stride + capacity * wordCount * 8
    reservation = try Reservation(memory, bytes: bytes)
    slots = .allocate(capacity: 1024)
    slots.initialize(repeating: Slot(word: 0, group: 0), count: 1024)
    words = .allocate(capacity: capacity * wordCount)
    scratch = .allocate(capacity: 1)
  }

  deinit {
    slots.deallocate()
    words.deallocate()
    scratch.deallocate()
  }

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

  // MARK: - Filling

  /// Writes the group of each row to `groups`, numbering new combinations. Throws `ExecutionError` when the
  /// budget is used up; the table is of no use then.
  func insert(_ columns: [Column], rows: Int, into groups: UnsafeMutablePointer<UInt32>) throws {
    if encoders.isEmpty {
      groups.update(repeating: 0, count: rows)
      count = max(count, rows > 0 ? 1 : 0)
      return
    }
    if encoders.count == 1, encoders[0].internsAll {
      // A code is a group: both count new values from 0.
      encoders[0].codes(columns[0], rows: rows, into: groups)
      count = encoders[0].internedCount
      try account()
      return
    }
    let needed = rows * wordCount
    if scratchCapacity < needed {
      try reservation.grow(by: needed * 8)
      scratch.deallocate()
      scratch = .allocate(capacity: needed)
      reservation.shrink(by: scratchCapacity * 8)
      scratchCapacity = needed
    }
    scratch.update(repeating: 0, count: needed)
    for (index, encoder) in encoders.enumerated() {
      encoder.encode(columns[index], rows: rows, into: scratch, stride: wordCount, place: layout[index])
    }
    try account()
    if wordCount == 1 {
      for row in 0..<rows { groups[row] = try group(of: scratch[row]) }
    } else {
      for row in 0..<rows { groups[row] = try group(at: scratch + row * wordCount) }
    }
  }

  /// Counts what grew without asking: the texts of interned keys.
  private func account() throws {
    try reservation.resize(
      to: encoders.reduce(
        (slotMask + 1) * MemoryLayout<Slot>.stride + capacity * wordCount * 8 + scratchCapacity * 8
      ) { $0 + $1.byteCount })
  }

  @inline(__always)
  private func group(of word: UInt64) throws -> UInt32 {
    let (slot, found) = probe(word)
    if found != 0 { return found - 1 }
    let group = try add(Slot(word: word, group: UInt32(count) + 1), at: slot)
    words[Int(group)] = word
    return group
  }

  @inline(__always)
  private func group(at key: UnsafePointer<UInt64>) throws -> UInt32 {
    let hash = self.hash(key)
    let (slot, found) = probe(key, hash)
    if found != 0 { return found - 1 }
    let group = try add(Slot(word: hash, group: UInt32(count) + 1), at: slot)
    (words + Int(group) * wordCount).update(from: key, count: wordCount)
    return group
  }

  /// Takes a new group into an empty slot, and makes room where it gets narrow.
  private func add(_ entry: Slot, at slot: Int) throws -> UInt32 {
    if count == capacity { try makeRoom() }
    slots[slot] = entry
    count += 1
    if count * 2 > slotMask { try rehash() }
    return entry.group - 1
  }

  private func makeRoom() throws {
    // A group is a number of 32 bits, and the highest stands for none.
    guard capacity <= Int(UInt32.max) / 2 else { throw ExecutionError.tooManyRows }
    let added = capacity * wordCount * 8
    try reservation.grow(by: 2 * added)
    let larger = UnsafeMutablePointer<UInt64>.allocate(capacity: 2 * capacity * wordCount)
    larger.update(from: words, count: count * wordCount)
    words.deallocate()
    words = larger
    capacity *= 2
    reservation.shrink(by: added)
  }

  private func rehash() throws {
    let oldSlots = slots
    let oldCount = slotMask + 1
    // Small tables grow by leaps, large ones only as far as they must.
    let newCount = oldCount * (oldCount < 1 << 20 ? 4 : 2)
    try reservation.grow(by: newCount * MemoryLayout<Slot>.stride)
    slotMask = newCount - 1
    slots = .allocate(capacity: newCount)
    slots.initialize(repeating: Slot(word: 0, group: 0), count: newCount)
    for index in 0..<oldCount where oldSlots[index].group != 0 {
      let entry = oldSlots[index]
      let hash = wordCount == 1 ? mix(entry.word) : entry.word
      var slot = Int(truncatingIfNeeded: hash) & slotMask
      while slots[slot].group != 0 { slot = (slot + 1) & slotMask }
      slots[slot] = entry
    }
    oldSlots.deallocate()
    reservation.shrink(by: oldCount * MemoryLayout<Slot>.stride)
  }

  // MARK: - Looking

  /// Writes the group of each row to `groups`; `Column.noRow` where the combination is unknown or a key is
  /// null (an empty string is a key). Changes nothing in the table.
  func lookup(_ columns: [Column], rows: Int, into groups: UnsafeMutablePointer<UInt32>) {
    if encoders.isEmpty {
      groups.update(repeating: count > 0 ? 0 : Column.noRow, count: rows)
      return
    }
    if encoders.count == 1, encoders[0].internsAll {
      encoders[0].knownCodes(columns[0], rows: rows, into: groups)
    } else {
      groups.update(repeating: 0, count: rows)
      withUnsafeTemporaryAllocation(of: UInt64.self, capacity: max(rows * wordCount, 1)) { scratch in
        guard let base = scratch.baseAddress else { return }
        base.initialize(repeating: 0, count: rows * wordCount)
        for (index, encoder) in encoders.enumerated() {
          encoder.encodeKnown(
            columns[index], rows: rows, into: base, stride: wordCount, place: layout[index],
            markingUnknown: groups)
        }
        for row in 0..<rows where groups[row] != Column.noRow {
          // An empty slot's 0 becomes the number that stands for no row.
          groups[row] =
            wordCount == 1
            ? probe(base[row]).group &- 1
            : probe(base + row * wordCount, hash(base + row * wordCount)).group &- 1
        }
      }
    }
    for (index, column) in columns.enumerated() where column.mayHaveNulls && encoders[index].type != .string {
      for row in 0..<rows where column.isNull(row) { groups[row] = Column.noRow }
    }
  }

  /// The slot of a word and the group + 1 that stands there; 0 when it is empty.
  @inline(__always)
  private func probe(_ word: UInt64) -> (slot: Int, group: UInt32) {
    var slot = Int(truncatingIfNeeded: mix(word)) & slotMask
    while true {
      let entry = slots[slot]
      if entry.group == 0 || entry.word == word { return (slot, entry.group) }
      slot = (slot + 1) & slotMask
    }
  }

  /// As for one word, for the words at `key`.
  @inline(__always)
  private func probe(_ key: UnsafePointer<UInt64>, _ hash: UInt64) -> (slot: Int, group: UInt32) {
    var slot = Int(truncatingIfNeeded: hash) & slotMask
    while true {
      let entry = slots[slot]
      if entry.group == 0 { return (slot, 0) }
      if entry.word == hash {
        let known = words + Int(entry.group - 1) * wordCount
        var offset = 0
        while offset < wordCount, known[offset] == key[offset] { offset += 1 }
        if offset == wordCount { return (slot, entry.group) }
      }
      slot = (slot + 1) & slotMask
    }
  }

  @inline(__always)
  private func hash(_ key: UnsafePointer<UInt64>) -> UInt64 {
    var hash: UInt64 = 0
    for offset in 0..<wordCount { hash = mix(hash ^ key[offset]) }
    return hash
  }

  // MARK: - Keys

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

extension ExecutionError {
  /// Rows and groups are counted in 32 bits.
  static let tooManyRows = ExecutionError(
    code: "RG0609", message: "a step of the query would keep more than four thousand million rows or groups",
    hint: "keep fewer rows before this step, or group by coarser keys")
}
