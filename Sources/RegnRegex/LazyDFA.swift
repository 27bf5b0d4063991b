/// A deterministic automaton that is built while it runs: a state and a transition come into being when first
/// needed.
///
/// A state is the list of instructions that are alive, in order of preference. Where assertions are among
/// them, they are settled when the next character is known, so a state's match is noticed one character late:
/// a transition marked `match` says that the text before the character just read matches. The end of the text
/// is a kind of character of its own.
///
/// The table has a row a state and a column a kind; bytes above 0x7F lead to a column that says "decode
/// first". When the table is full it is emptied and built anew, so memory is bounded, and each character
/// costs at most a pass over the instructions.
final class LazyDFA {
  private let program: Program
  private let instructions: [Instruction]
  private let backward: Bool
  private let alphabet: Alphabet

  // Entries of the table: the offset of the next state's row, with flags.
  static let special: UInt32 = 0x8000_0000
  static let match: UInt32 = 0x4000_0000
  /// The next state waits for the start of a match, and a literal search may leap.
  static let waiting: UInt32 = 0x2000_0000
  private static let unknown: UInt32 = special
  private static let dead: UInt32 = special | 1
  private static let decode: UInt32 = special | 2
  private static let offsetMask: UInt32 = 0x1FFF_FFFF

  /// Gets past text in which no match can start; nil if that would not help.
  let leap: Leap?

  private let shift: Int
  private let endColumn: Int
  private let decodeColumn: Int
  /// Columns by byte.
  private let columns: UnsafeMutablePointer<UInt16>
  private var table: UnsafeMutablePointer<UInt32>
  private var rowCapacity: Int
  private let rowLimit: Int

  // The states: their lists lie one after another in `pool`.
  private struct State {
    var start: Int
    var count: Int
    var hash: UInt64
    var before: Surroundings
    var match: Bool
    var hasLooks: Bool
  }
  private var states: [State] = []
  private var pool: [Int32] = []
  private var index: [Int32]
  /// Start states by what stands before them, for an unanchored and an anchored search.
  private var starts: [Int32]
  private var waitingRow: Int32 = -1

  // Scratch for building a state.
  private let marks: UnsafeMutablePointer<UInt32>
  private var generation: UInt32 = 0
  private let stack: UnsafeMutablePointer<Int32>
  private var list: [Int32] = []
  private var seeds: [Int32] = []
  private var resolved: [Int32] = []

  /// The bytes that what has been learnt takes.
  var byteCount: Int { (rowCapacity << shift + pool.capacity + index.count) * 4 }

  /// Work done: characters read, and instructions looked at while building states.
  private(set) var steps = 0

  init(_ program: Program, backward: Bool) {
    self.program = program
    self.backward = backward
    alphabet = program.alphabet
    instructions = backward ? program.backward.instructions : program.forward.instructions
    leap =
      backward || program.startsAtTextStart
      ? nil : Leap(prefix: program.literals.prefix, first: program.first)
    let kinds = alphabet.kindCount
    endColumn = kinds
    decodeColumn = kinds + 1
    var shift = 1
    while 1 << shift < kinds + 2 { shift += 1 }
    self.shift = shift
    columns = .allocate(capacity: 256)
    for byte in 0..<256 {
      columns[byte] =
        byte < 0x80 ? program.alphabet.kind(of: UInt32(byte)) : UInt16(truncatingIfNeeded: kinds + 1)
    }
    rowLimit = max(16, (1 << 19) >> shift)
    rowCapacity = min(16, rowLimit)
    table = .allocate(capacity: rowCapacity << shift)
    index = Array(repeating: -1, count: 64)
    starts = Array(repeating: -1, count: 64)
    marks = .allocate(capacity: instructions.count)
    marks.initialize(repeating: 0, count: instructions.count)
    stack = .allocate(capacity: instructions.count * 2 + 8)
  }

  deinit {
    columns.deallocate()
    table.deallocate()
    marks.deallocate()
    stack.deallocate()
  }

  // MARK: Searching

  /// The end of the leftmost, most preferred match at or after `start`, or -1. With `earliest` the search
  /// stops as soon as there is any match, and the place means nothing.
  func findEnd(_ text: UnsafeBufferPointer<UInt8>, from start: Int, anchored: Bool, earliest: Bool) -> Int {
    var row = Int(startRow(before: surroundings(text, before: start), anchored: anchored))
    if row < 0 { return -1 }
    let end = text.count
    let columns = self.columns
    var table = self.table
    var place = start
    var found = -1
    defer { steps += max(0, place - start) }
    while true {
      var entry = Self.special
      while place < end {
        // The column first: then each character waits for one load, and for no sum, of the one before it.
        entry = (table + Int(columns[Int(text[place])]))[row]
        if entry >= Self.waiting { break }
        row = Int(entry)
        place &+= 1
      }
      if place >= end { break }
      var width = 1
      if entry >= Self.special {
        var kind = Int(columns[Int(text[place])])
        if entry == Self.decode {
          let character = decodeScalar(text, at: place)
          width = character.width
          kind = Int(alphabet.kind(of: character.scalar))
          entry = table[row &+ kind]
        }
        if entry == Self.unknown {
          entry = transition(from: row, kind: kind)
          table = self.table
        }
        if entry == Self.dead { return found }
      }
      if entry & Self.match != 0 {
        found = place
        if earliest { return found }
      }
      row = Int(entry & Self.offsetMask)
      place &+= width
      if entry & Self.waiting != 0 {
        place = leap?.place(in: text, from: place) ?? place
        if place < 0 { return found }
      }
    }
    var entry = table[row &+ endColumn]
    if entry == Self.unknown { entry = transition(from: row, kind: endColumn) }
    return entry != Self.dead && entry & Self.match != 0 ? end : found
  }

  /// The start of the longest match that ends at `end` and starts at or after `limit`, or -1. With `earliest`
  /// the search stops as soon as there is any match, and the place means nothing.
  func findStart(
    _ text: UnsafeBufferPointer<UInt8>, endingAt end: Int, limit: Int, earliest: Bool = false
  ) -> Int {
    var row = Int(startRow(before: surroundings(text, after: end), anchored: true))
    if row < 0 { return -1 }
    let columns = self.columns
    var table = self.table
    var place = end
    var found = -1
    defer { steps += end - place }
    while place > limit {
      var entry = (table + Int(columns[Int(text[place &- 1])]))[row]
      var width = 1
      if entry >= Self.special {
        var kind = Int(columns[Int(text[place &- 1])])
        if entry == Self.decode {
          let character = decodeScalar(text, before: place)
          width = character.width
          kind = Int(alphabet.kind(of: character.scalar))
          entry = table[row &+ kind]
        }
        if entry == Self.unknown {
          entry = transition(from: row, kind: kind)
          table = self.table
        }
        if entry == Self.dead { return found }
      }
      if entry & Self.match != 0 {
        found = place
        if earliest { return found }
      }
      row = Int(entry & Self.offsetMask)
      place &-= width
    }
    // What stands before the limit only settles whether a match starts there.
    let kind = limit == 0 ? endColumn : Int(alphabet.kind(of: decodeScalar(text, before: limit).scalar))
    var entry = table[row &+ kind]
    if entry == Self.unknown { entry = transition(from: row, kind: kind) }
    return entry != Self.dead && entry & Self.match != 0 ? limit : found
  }

  private func surroundings(_ text: UnsafeBufferPointer<UInt8>, before place: Int) -> Surroundings {
    if place == 0 { return .edge }
    if !program.hasLooks { return [] }
    return alphabet.surroundings[Int(alphabet.kind(of: decodeScalar(text, before: place).scalar))]
  }

  private func surroundings(_ text: UnsafeBufferPointer<UInt8>, after place: Int) -> Surroundings {
    if place == text.count { return .edge }
    if !program.hasLooks { return [] }
    return alphabet.surroundings[Int(alphabet.kind(of: decodeScalar(text, at: place).scalar))]
  }

  // MARK: Building

  /// The row of a start state, or -1 if nothing can match.
  private func startRow(before: Surroundings, anchored: Bool) -> Int32 {
    let before = program.hasLooks ? before : []
    let slot = Int(before.rawValue) * 2 + (anchored ? 1 : 0)
    let known = starts[slot]
    if known >= 0 { return known }
    let code = backward ? program.backward : program.forward
    beginList()
    add(anchored ? code.anchored : code.unanchored)
    let row = intern(before: before, match: false)
    starts[slot] = row
    // A pattern that allows leaping begins with no assertion, so every unanchored search starts in the same
    // state.
    if !anchored && leap != nil { waitingRow = row }
    return row
  }

  private func beginList() {
    list.removeAll(keepingCapacity: true)
    seeds.removeAll(keepingCapacity: true)
    nextGeneration()
  }

  /// Adds a place to go on from to the state being built.
  private func add(_ number: Int32) {
    if marks[Int(number)] == generation { return }
    seeds.append(number)
    close(number, holding: nil)
  }

  private func nextGeneration() {
    if generation == .max {
      marks.update(repeating: 0, count: instructions.count)
      generation = 0
    }
    generation += 1
  }

  /// Appends what can be reached from an instruction without reading. Assertions are followed if they are
  /// among those `holding`; while that is not known they are kept.
  private func close(_ first: Int32, holding: UInt32?) {
    var top = 0
    stack[0] = first
    top = 1
    while top > 0 {
      top -= 1
      let number = stack[top]
      if marks[Int(number)] == generation { continue }
      marks[Int(number)] = generation
      steps += 1
      let instruction = instructions[Int(number)]
      switch instruction.operation {
      case .split:
        stack[top] = instruction.b
        stack[top + 1] = instruction.a
        top += 2
      case .save:
        stack[top] = instruction.b
        top += 1
      case .look:
        if let holding {
          if holding & (1 << UInt32(instruction.a)) != 0 {
            stack[top] = instruction.b
            top += 1
          }
        } else {
          list.append(number)
        }
      case .fail: break
      case .match, .kind, .kinds, .any: list.append(number)
      }
    }
  }

  /// Computes a transition, notes it in the table and returns its entry.
  @inline(never)
  private func transition(from row: Int, kind: Int) -> UInt32 {
    let number = row >> shift
    let state = states[number]
    let after: Surroundings = kind == endColumn ? .edge : alphabet.surroundings[kind]
    // Now that the character is known, settle the assertions.
    if state.hasLooks {
      let holding =
        backward
        ? Surroundings.assertions(before: after, after: state.before)
        : Surroundings.assertions(before: state.before, after: after)
      beginList()
      for position in state.start..<state.start + state.count { close(pool[position], holding: holding) }
      swap(&list, &resolved)
    } else {
      resolved.removeAll(keepingCapacity: true)
      resolved.append(contentsOf: pool[state.start..<state.start + state.count])
    }
    beginList()
    var match = false
    walk: for number in resolved {
      steps += 1
      let instruction = instructions[Int(number)]
      switch instruction.operation {
      case .match:
        match = true
        // Going forward, what is preferred less than a match does not count any more. Going backward all
        // counts.
        if !backward { break walk }
      case .kind:
        if Int(instruction.a) == kind { add(instruction.b) }
      case .kinds:
        if kind != endColumn, program.bits[Int(instruction.a) + kind >> 6] >> UInt64(kind & 63) & 1 != 0 {
          add(instruction.b)
        }
      case .any:
        if kind != endColumn { add(instruction.b) }
      case .split, .save, .look, .fail: break
      }
    }
    if list.isEmpty && !match {
      table[row + kind] = Self.dead
      return Self.dead
    }
    let clears = self.clears
    let next = intern(before: after, match: match)
    var entry = UInt32(next) | (match ? Self.match : 0)
    if next == waitingRow { entry |= Self.waiting }
    // If the table was emptied on the way, the row that we came from is no more.
    if clears == self.clears { table[row + kind] = entry }
    return entry
  }

  private var clears = 0

  /// The row of the state that consists of `list`, made if need be.
  private func intern(before: Surroundings, match: Bool) -> Int32 {
    let hasLooks = program.hasLooks && list.contains { instructions[Int($0)].operation == .look }
    // Without assertions to come it does not matter what stood before. With them, the state keeps the places
    // to go on from, and not what can be reached: that depends on the next character, its order too, as in
    // `(?:^|a)+`.
    let before = hasLooks ? before : []
    if hasLooks { swap(&list, &seeds) }
    var hash: UInt64 = UInt64(before.rawValue) << 1 | (match ? 1 : 0)
    for number in list {
      hash = (hash ^ UInt64(UInt32(bitPattern: number))) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 29
    }
    var slot = Int(truncatingIfNeeded: hash) & (index.count - 1)
    while index[slot] >= 0 {
      let known = states[Int(index[slot])]
      if known.hash == hash && known.before == before && known.match == match && known.count == list.count
        && list.indices.allSatisfy({ pool[known.start + $0] == list[$0] })
      {
        return index[slot] << Int32(shift)
      }
      slot = (slot + 1) & (index.count - 1)
    }
    if states.count >= rowLimit || pool.count + list.count > max(1 << 19, instructions.count * 16) { clear() }
    if (states.count + 1) * 2 > index.count { growIndex() }
    slot = Int(truncatingIfNeeded: hash) & (index.count - 1)
    while index[slot] >= 0 { slot = (slot + 1) & (index.count - 1) }
    if states.count == rowCapacity { growTable() }
    let number = states.count
    index[slot] = Int32(number)
    states.append(
      State(
        start: pool.count, count: list.count, hash: hash, before: before, match: match, hasLooks: hasLooks))
    pool.append(contentsOf: list)
    let row = table + number << shift
    row.update(repeating: Self.unknown, count: 1 << shift)
    row[decodeColumn] = Self.decode
    return Int32(number << shift)
  }

  private func clear() {
    clears += 1
    states.removeAll(keepingCapacity: true)
    pool.removeAll(keepingCapacity: true)
    for slot in index.indices { index[slot] = -1 }
    for slot in starts.indices { starts[slot] = -1 }
    waitingRow = -1
  }

  private func growIndex() {
    index = Array(repeating: -1, count: index.count * 2)
    for (number, state) in states.enumerated() {
      var slot = Int(truncatingIfNeeded: state.hash) & (index.count - 1)
      while index[slot] >= 0 { slot = (slot + 1) & (index.count - 1) }
      index[slot] = Int32(number)
    }
  }

  private func growTable() {
    let capacity = min(rowLimit, rowCapacity * 2)
    let grown = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity << shift)
    grown.update(from: table, count: rowCapacity << shift)
    table.deallocate()
    table = grown
    rowCapacity = capacity
  }
}
