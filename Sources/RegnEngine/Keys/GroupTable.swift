import RegnData

/// Numbers the distinct combinations of key columns: 0, 1, 2 … in order of first sight.
///
/// Each key becomes bits (`KeyEncoder`): strings and other wide types a code, numbers their distance from a
/// base, as many bits as the values met so far need; null one more where it has been met. The bits are packed
/// into as few 64-bit words as hold them (`KeyField`), anew when a value comes that does not fit. Few bits
/// are the place in an array of groups; one word is looked up in a table of (word, group) slots, several
/// through their hash.
///
/// One worker fills a table. `lookup` changes nothing, so any number may look into a full one at the same
/// time: `FrozenGroupTable` is the way to share it.
final class GroupTable {
  private let encoders: [KeyEncoder]
  /// Where each key stands.
  private var fields: [KeyField]
  private var wordCount: Int
  private(set) var count = 0
  /// What the table keeps; grows before the table does.
  private let reservation: Reservation

  /// The group + 1 of each word, 0 for none, while words are small numbers; nil otherwise.
  private var direct: UnsafeMutablePointer<UInt32>?
  private var directCount = 0
  // One word: slots hold word and group. Several: slots hold hash and group. None while `direct` is there.
  private var slots: UnsafeMutablePointer<Slot>
  private var slotCount = 0
  private var slotMask: Int { slotCount &- 1 }
  /// The bits of a group's words in all.
  private var bits = 0
  /// The words of each group, one group after another.
  private var words: UnsafeMutablePointer<UInt64>
  private var capacity: Int
  /// Room for the words of a chunk's rows while they are looked up.
  private var scratch: UnsafeMutablePointer<UInt64>
  private var scratchCapacity = 0
  /// How many rows have come.
  private var rowsMet = 0
  /// How many groups there are to be, as far as was known at the beginning: slots are made for them at once.
  private let expectedGroups: Int
  /// Whether the codes of the one key are the groups: both count new values from 0. Settled by the first
  /// rows.
  private var codesAreGroups: Bool

  struct Slot {
    var word: UInt64
    /// Group + 1; 0 for an empty slot.
    var group: UInt32
  }

  /// A table for keys of the given types; one that is not `forLookup` is only ever filled. Throws
  /// `ExecutionError` when the budget is used up.
  init(types: [ScalarType], memory: MemoryBudget, forLookup: Bool = false, expecting groups: Int = 0) throws {
    expectedGroups = groups
    encoders = types.map { KeyEncoder(type: $0, adopts: !forLookup) }
    codesAreGroups = encoders.count == 1 && encoders[0].interns
    let packed = KeyField.pack(encoders.map(\.range))
    (fields, wordCount) = (packed.fields, packed.words)
    capacity = max(512, groups)
    reservation = try Reservation(memory, bytes: capacity * wordCount * 8)
    slots = .allocate(capacity: 0)
    words = .allocate(capacity: capacity * wordCount)
    scratch = .allocate(capacity: 0)
    try index(bits: packed.bits, expecting: 0)
  }

  deinit {
    direct?.deallocate()
    slots.deallocate()
    words.deallocate()
    scratch.deallocate()
  }

  /// The bytes that the table keeps.
  var byteCount: Int { reservation.bytes }

  // MARK: - Filling

  /// Writes the group of each row to `groups`, numbering new combinations. Throws `ExecutionError` when the
  /// budget is used up; the table is of no use then.
  func insert(_ columns: [Column], rows: Int, into groups: UnsafeMutablePointer<UInt32>) throws {
    if encoders.isEmpty {
      groups.update(repeating: 0, count: rows)
      count = max(count, rows > 0 ? 1 : 0)
      return
    }
    if codesAreGroups, count == 0, encoders[0].adopts(columns[0]) { codesAreGroups = false }
    if codesAreGroups {
      encoders[0].codes(columns[0], rows: rows, into: groups)
      count = encoders[0].internedCount
      try account()
      return
    }
    rowsMet += rows
    for (encoder, column) in zip(encoders, columns) { encoder.admit(column, rows: rows) }
    if zip(encoders, fields).contains(where: { $0.range != $1.range }) {
      try pack(expecting: rows)
    } else if direct == nil, isDirectBetter(groups: count + rows) {
      try index(bits: bits, expecting: rows)
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
      encoder.encode(columns[index], rows: rows, into: scratch, stride: wordCount, field: fields[index])
    }
    try account()
    if let direct {
      for row in 0..<rows {
        let known = direct[Int(truncatingIfNeeded: scratch[row])]
        groups[row] = known != 0 ? known &- 1 : try add(atDirect: scratch[row])
      }
    } else if wordCount == 1 {
      for row in 0..<rows { groups[row] = try group(of: scratch[row]) }
    } else {
      for row in 0..<rows { groups[row] = try group(at: scratch + row * wordCount) }
    }
  }

  /// Counts what grew without asking: the texts of interned keys.
  private func account() throws {
    try reservation.resize(
      to: encoders.reduce(
        slotCount * MemoryLayout<Slot>.stride + directCount * 4 + capacity * wordCount * 8 + scratchCapacity
          * 8
      ) { $0 + $1.byteCount })
  }

  @inline(never)
  private func add(atDirect word: UInt64) throws -> UInt32 {
    if count == capacity { try makeRoom() }
    words[count] = word
    count += 1
    direct?[Int(truncatingIfNeeded: word)] = UInt32(count)
    return UInt32(count - 1)
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
    // Large tables are filled more: what a longer search costs, less memory saves.
    if count * 8 > slotCount * (slotCount < 1 << 20 ? 4 : 5) { try growSlots() }
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

  private func growSlots() throws {
    let oldSlots = slots
    let oldCount = slotCount
    try allocateSlots(oldCount * (oldCount < 1 << 20 ? 4 : 2))
    for index in 0..<oldCount where oldSlots[index].group != 0 { place(oldSlots[index]) }
    oldSlots.deallocate()
    reservation.shrink(by: oldCount * MemoryLayout<Slot>.stride)
  }

  private func allocateSlots(_ newCount: Int) throws {
    try reservation.grow(by: newCount * MemoryLayout<Slot>.stride)
    slotCount = newCount
    slots = .allocate(capacity: newCount)
    slots.initialize(repeating: Slot(word: 0, group: 0), count: newCount)
  }

  /// Puts the slot of a group that is not there yet where it will be found.
  @inline(__always)
  private func place(_ entry: Slot) {
    let hash = wordCount == 1 ? mix(entry.word) : entry.word
    var slot = Int(truncatingIfNeeded: hash) & slotMask
    while slots[slot].group != 0 { slot = (slot + 1) & slotMask }
    slots[slot] = entry
  }

  // MARK: - Packing

  /// Packs the keys of the groups that are there anew, by the ranges that the encoders have now.
  private func pack(expecting rows: Int) throws {
    let (oldFields, oldWords, oldWordCount) = (fields, words, wordCount)
    let packed = KeyField.pack(encoders.map(\.range))
    try reservation.grow(by: capacity * packed.words * 8)
    (fields, wordCount) = (packed.fields, packed.words)
    words = .allocate(capacity: capacity * wordCount)
    words.initialize(repeating: 0, count: count * wordCount)
    for (old, new) in zip(oldFields, fields) {
      let shift = UInt64(bitPattern: old.range.base &- new.range.base)
      for group in 0..<count {
        let (source, target) = (oldWords + group &* oldWordCount, words + group &* wordCount)
        if old.isNull(in: source) {
          target[new.nullWord] |= 1 &<< new.nullShift
        } else {
          target[new.word] |= ((old.bits(in: source) &+ shift) & new.range.mask) &<< new.shift
        }
      }
    }
    oldWords.deallocate()
    reservation.shrink(by: capacity * oldWordCount * 8)
    try index(bits: packed.bits, expecting: rows)
  }

  /// The slots that so many groups take.
  private static func slots(for groups: Int) -> Int {
    var slots = 1024
    while groups * 2 > slots { slots *= 2 }
    return slots
  }

  /// Whether an array of groups, found by place, takes no more memory than slots for so many. It is quicker,
  /// above all where keys that come one after another lie beside one another.
  private func isDirectBetter(groups: Int) -> Bool {
    bits < 32 && 4 << bits <= Self.slots(for: groups) * MemoryLayout<Slot>.stride
  }

  /// Makes the way to find groups anew, for words with so many bits in all, and for so many rows that may
  /// bring new ones.
  private func index(bits: Int, expecting rows: Int) throws {
    direct?.deallocate()
    direct = nil
    slots.deallocate()
    slots = .allocate(capacity: 0)
    reservation.shrink(by: directCount * 4 + slotCount * MemoryLayout<Slot>.stride)
    (directCount, slotCount) = (0, 0)
    self.bits = bits
    // An array is worth its memory where it is small, or small beside the rows.
    if bits <= 12 || (bits <= 20 && 1 << bits <= 16 * rowsMet) || isDirectBetter(groups: count + rows) {
      try reservation.grow(by: 4 << bits)
      directCount = 1 << bits
      let direct = UnsafeMutablePointer<UInt32>.allocate(capacity: directCount)
      direct.initialize(repeating: 0, count: directCount)
      for group in 0..<count { direct[Int(truncatingIfNeeded: words[group])] = UInt32(group + 1) }
      self.direct = direct
      return
    }
    try allocateSlots(Self.slots(for: max(count, expectedGroups)))
    for group in 0..<count {
      let word = wordCount == 1 ? words[group] : hash(words + group * wordCount)
      place(Slot(word: word, group: UInt32(group + 1)))
    }
  }

  // MARK: - Looking

  /// Writes the group of each row to `groups`; `Column.noRow` where the combination is unknown or a key is
  /// null (an empty string is a key). Changes nothing in the table.
  func lookup(_ columns: [Column], rows: Int, into groups: UnsafeMutablePointer<UInt32>) {
    if encoders.isEmpty {
      groups.update(repeating: count > 0 ? 0 : Column.noRow, count: rows)
      return
    }
    if codesAreGroups {
      encoders[0].knownCodes(columns[0], rows: rows, into: groups)
    } else {
      groups.update(repeating: 0, count: rows)
      withUnsafeTemporaryAllocation(of: UInt64.self, capacity: max(rows * wordCount, 1)) { scratch in
        guard let base = scratch.baseAddress else { return }
        base.initialize(repeating: 0, count: rows * wordCount)
        for (index, encoder) in encoders.enumerated() {
          encoder.encodeKnown(
            columns[index], rows: rows, into: base, stride: wordCount, field: fields[index],
            markingUnknown: groups)
        }
        // An empty slot's 0 becomes the number that stands for no row.
        if let direct {
          for row in 0..<rows where groups[row] != Column.noRow {
            groups[row] = direct[Int(truncatingIfNeeded: base[row])] &- 1
          }
        } else if wordCount == 1 {
          for row in 0..<rows where groups[row] != Column.noRow { groups[row] = probe(base[row]).group &- 1 }
        } else {
          for row in 0..<rows where groups[row] != Column.noRow {
            groups[row] = probe(base + row * wordCount, hash(base + row * wordCount)).group &- 1
          }
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
    if codesAreGroups, let codes = encoders[0].decodeAllCodes() { return [codes] }
    return zip(encoders, fields).map { encoder, field in
      encoder.decode(words, count: count, stride: wordCount, field: field)
    }
  }
}

extension ExecutionError {
  /// Rows and groups are counted in 32 bits.
  static let tooManyRows = ExecutionError(
    code: "RG0609", message: "a step of the query would keep more than four thousand million rows or groups",
    hint: "keep fewer rows before this step, or group by coarser keys")
}
