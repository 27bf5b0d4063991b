/// A table that finds groups by going through a match once, for patterns in which the next character always
/// settles how to go on, such as `(\d+)-(\w+)`. Most patterns with groups are of this kind.
///
/// A state is a place from which the next character is read. An entry of the table, one a state and kind,
/// tells the next state, which groups begin or end before the character, and which assertions must hold
/// there.
struct OnePass {
  private static let stateBits: UInt64 = 20
  private static let lookBits: UInt64 = 18
  /// Slots that an entry has room for, those of the whole match not counted.
  private static let slotLimit = 26
  private static let entryLimit = 1 << 15
  /// No way to go on.
  private static let none = UInt64.max

  private var entries: [UInt64] = []
  /// How each state ends a match, if it can.
  private var endings: [UInt64] = []
  private let columns: Int

  var byteCount: Int { (entries.count + endings.count) * 8 }

  /// Builds the table, or answers nil if the pattern is not of this kind or too large.
  init?(_ program: Program) {
    columns = program.alphabet.kindCount
    guard program.slotCount - 2 <= Self.slotLimit, program.slotCount > 2 else { return nil }
    let instructions = program.forward.instructions
    var states: [Int32] = [program.forward.anchored]
    var numbers: [Int32: UInt64] = [program.forward.anchored: 0]
    var done = 0
    var seen = [Int32](repeating: -1, count: instructions.count)
    while done < states.count {
      if (done + 1) * columns > Self.entryLimit { return nil }
      let base = entries.count
      entries.append(contentsOf: repeatElement(Self.none, count: columns))
      endings.append(Self.none)
      var stack: [(Int32, UInt64)] = [(states[done], 0)]
      while let (number, actions) = stack.popLast() {
        // Two ways to the same place: it is not settled which groups took part.
        if seen[Int(number)] == Int32(done) { return nil }
        seen[Int(number)] = Int32(done)
        let instruction = instructions[Int(number)]
        switch instruction.operation {
        case .fail: break
        case .split:
          stack.append((instruction.b, actions))
          stack.append((instruction.a, actions))
        case .save:
          let slot = UInt64(instruction.a)
          let action: UInt64 = slot < 2 ? 0 : 1 << (Self.stateBits + Self.lookBits + slot - 2)
          stack.append((instruction.b, actions | action))
        case .look:
          stack.append((instruction.b, actions | (1 << (Self.stateBits + UInt64(instruction.a)) as UInt64)))
        case .match: endings[done] = actions
        case .kind, .kinds, .any:
          let state: UInt64
          if let known = numbers[instruction.b] {
            state = known
          } else {
            state = UInt64(states.count)
            numbers[instruction.b] = state
            states.append(instruction.b)
          }
          for kind in 0..<columns where program.reads(instruction, kind: kind) {
            if entries[base + kind] != Self.none { return nil }
            entries[base + kind] = actions | state
          }
        }
      }
      done += 1
    }
  }

  /// Fills the slots from 2 on for the match in `range`, and answers how many characters it read; nil if it
  /// has to be found in another way.
  func find(
    _ text: UnsafeBufferPointer<UInt8>, in range: Range<Int>, program: Program,
    slots: UnsafeMutablePointer<Int>
  ) -> Bool {
    let alphabet = program.alphabet
    let basicPlane = alphabet.basicPlane
    let end = range.upperBound
    return entries.withUnsafeBufferPointer { entries in
      var state = 0
      var place = range.lowerBound
      while place < end {
        let byte = text[place]
        var kind = Int(basicPlane[Int(byte)])
        var width = 1
        if byte >= 0x80 {
          let character = decodeScalar(text, at: place)
          kind = Int(alphabet.kind(of: character.scalar))
          width = character.width
        }
        let entry = entries[state &* columns &+ kind]
        if entry >> Self.stateBits != 0 {
          if entry == Self.none || !Self.act(entry, at: place, text, program, slots) { return false }
        }
        state = Int(entry & (1 << Self.stateBits - 1))
        place &+= width
      }
      let ending = endings[state]
      return ending != Self.none && Self.act(ending, at: place, text, program, slots)
    }
  }

  /// Notes the groups of an entry if its assertions hold.
  @inline(__always)
  private static func act(
    _ entry: UInt64, at place: Int, _ text: UnsafeBufferPointer<UInt8>, _ program: Program,
    _ slots: UnsafeMutablePointer<Int>
  ) -> Bool {
    let looks = UInt32(truncatingIfNeeded: entry >> stateBits) & (1 << UInt32(lookBits) - 1)
    if looks != 0 && program.alphabet.assertions(text, at: place) & looks != looks { return false }
    var saves = entry >> (stateBits + lookBits)
    while saves != 0 {
      slots[saves.trailingZeroBitCount + 2] = place
      saves &= saves - 1
    }
    return true
  }
}
