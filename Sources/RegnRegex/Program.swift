/// One step of a nondeterministic automaton over kinds of characters.
struct Instruction: Sendable {
  enum Operation: UInt8, Sendable {
    /// The text read so far matches.
    case match
    /// Reads a character of kind `a`, goes on at `b`.
    case kind
    /// Reads a character of one of the kinds whose bits begin at word `a`, goes on at `b`.
    case kinds
    /// Reads any one character or stray byte, goes on at `b`.
    case any
    /// Goes on at `a`, or failing that at `b`.
    case split
    /// Notes the place in slot `a`, goes on at `b`.
    case save
    /// Goes on at `b` if assertion `a` (a `Look`) holds.
    case look
    /// Nowhere.
    case fail
  }

  var operation: Operation
  var a: Int32 = 0
  var b: Int32 = 0
}

/// Instructions of a pattern in one direction.
struct Code: Sendable {
  var instructions: [Instruction] = []
  /// Where a match begins that starts at the present place.
  var anchored: Int32 = 0
  /// Where a match begins that may start later.
  var unanchored: Int32 = 0
}

/// A compiled pattern: immutable, shared by all matchers.
final class Program: Sendable {
  let alphabet: Alphabet
  /// Bits of the sets that `Instruction.Operation.kinds` refers to.
  let bits: [UInt64]
  let forward: Code
  /// Reads from a match's end towards its start; without groups.
  let backward: Code
  let slotCount: Int
  let captureNames: [String?]
  let hasLooks: Bool
  /// Matches start at the start of the text only.
  let startsAtTextStart: Bool
  /// Matches end at the end of the text only.
  let endsAtTextEnd: Bool
  let literals: Literals
  /// The characters with which a match can begin, if that is known.
  let first: ScalarSet?

  init(_ node: Node, captureNames: [String?]) throws(RegexError) {
    self.captureNames = captureNames
    slotCount = captureNames.count * 2
    var compiler = Compiler()
    let forward = try compiler.compile(node, backward: false)
    let backward = try compiler.compile(node, backward: true)
    if forward.instructions.count * slotCount > Limits.captureCells {
      throw RegexError(
        message: "the pattern has too many groups for its size; write `(?:…)` where the group is not used",
        offset: 0,
        length: 0)
    }
    let alphabet = try Alphabet(
      sets: compiler.sets, looks: compiler.looks,
      error: RegexError(message: "the pattern tells too many kinds of characters apart", offset: 0, length: 0)
    )
    self.alphabet = alphabet
    hasLooks = compiler.looks != 0
    startsAtTextStart = node.startsAtTextStart
    endsAtTextEnd = node.endsAtTextEnd
    literals = Literals(node)
    first = node.first

    let words = (alphabet.kindCount + 63) / 64
    var bits: [UInt64] = []
    var places: [Instruction] = []
    for set in compiler.sets {
      let offset = bits.count
      bits.append(contentsOf: repeatElement(0, count: words))
      var members = 0
      var last = 0
      alphabet.forEachKind(in: set) { kind in
        let word = offset + kind >> 6
        let bit: UInt64 = 1 << UInt64(kind & 63)
        if bits[word] & bit == 0 { members += 1 }
        bits[word] |= bit
        last = kind
      }
      // A set of one kind needs no bits.
      if members == 1 {
        bits.removeLast(words)
        places.append(Instruction(operation: .kind, a: Int32(last)))
      } else {
        places.append(Instruction(operation: .kinds, a: Int32(offset)))
      }
    }
    self.bits = bits
    self.forward = Self.resolve(forward, places)
    self.backward = Self.resolve(backward, places)
  }

  /// Whether an instruction reads a character of a kind.
  @inline(__always)
  func reads(_ instruction: Instruction, kind: Int) -> Bool {
    switch instruction.operation {
    case .kind: Int(instruction.a) == kind
    case .kinds: bits[Int(instruction.a) + kind >> 6] >> UInt64(kind & 63) & 1 != 0
    case .any: true
    default: false
    }
  }

  /// Puts kinds in the place of set numbers.
  private static func resolve(_ code: Code, _ places: [Instruction]) -> Code {
    var code = code
    for index in code.instructions.indices where code.instructions[index].operation == .kinds {
      let place = places[Int(code.instructions[index].a)]
      code.instructions[index].operation = place.operation
      code.instructions[index].a = place.a
    }
    return code
  }
}

/// Turns nodes into instructions, last things first, so that each knows where to go on.
private struct Compiler {
  var sets: [ScalarSet] = []
  var looks: UInt32 = 0
  private var numbers: [ScalarSet: Int32] = [:]
  private var instructions: [Instruction] = []
  private var backward = false

  mutating func compile(_ node: Node, backward: Bool) throws(RegexError) -> Code {
    self.backward = backward
    instructions = []
    let end = try add(.match)
    let start: Int32
    if backward {
      start = try emit(node, next: end)
    } else {
      let close = try add(.save, 1, end)
      start = try add(.save, 0, try emit(node, next: close))
    }
    // Any text before the match: tried last, so that an earlier match is preferred.
    let loop = try add(.split)
    let skip = try add(.any, 0, loop)
    instructions[Int(loop)].a = start
    instructions[Int(loop)].b = skip
    return Code(instructions: instructions, anchored: start, unanchored: loop)
  }

  private mutating func add(
    _ operation: Instruction.Operation, _ a: Int32 = 0, _ b: Int32 = 0
  ) throws(RegexError) -> Int32 {
    if instructions.count >= Limits.instructions {
      throw RegexError(
        message:
          """
          the pattern is too large once its repetitions are written out; at most \(Limits.instructions) \
          steps are allowed
          """, offset: 0, length: 0)
    }
    instructions.append(Instruction(operation: operation, a: a, b: b))
    return Int32(instructions.count - 1)
  }

  private mutating func emit(_ node: Node, next: Int32) throws(RegexError) -> Int32 {
    switch node {
    case .empty: return next
    case .set(let set):
      if set.isEmpty { return try add(.fail) }
      let number: Int32
      if let known = numbers[set] {
        number = known
      } else {
        number = Int32(sets.count)
        numbers[set] = number
        sets.append(set)
      }
      return try add(.kinds, number, next)
    case .look(let look):
      looks |= look.bit
      return try add(.look, Int32(look.rawValue), next)
    case .capture(let index, let inner):
      if backward { return try emit(inner, next: next) }
      let close = try add(.save, Int32(index * 2 + 1), next)
      return try add(.save, Int32(index * 2), try emit(inner, next: close))
    case .sequence(let items):
      var next = next
      if backward {
        for item in items { next = try emit(item, next: next) }
      } else {
        for item in items.reversed() { next = try emit(item, next: next) }
      }
      return next
    case .choice(let items):
      guard let last = items.last else { return next }
      var entry = try emit(last, next: next)
      for item in items.dropLast().reversed() {
        let first = try emit(item, next: next)
        entry = try add(.split, first, entry)
      }
      return entry
    case .repetition(let inner, let minimum, let maximum, let greedy):
      return try emit(inner, minimum: minimum, maximum: maximum, greedy: greedy, next: next)
    }
  }

  private mutating func emit(
    _ inner: Node, minimum: Int, maximum: Int?, greedy: Bool, next: Int32
  ) throws(RegexError) -> Int32 {
    var entry = next
    var copies = minimum
    if let maximum {
      // x{0,3} is (x(x(x)?)?)?: every copy may be the last.
      for _ in minimum..<max(minimum, maximum) {
        let body = try emit(inner, next: entry)
        entry = try add(.split, greedy ? body : next, greedy ? next : body)
      }
    } else if minimum > 0 || inner.canBeEmpty {
      // x+ is x and a way back; x* of an x that can be empty is (x+)?, which prefers the same path as one
      // would expect when x matches nothing.
      let loop = try add(.split)
      let body = try emit(inner, next: loop)
      instructions[Int(loop)].a = greedy ? body : next
      instructions[Int(loop)].b = greedy ? next : body
      entry = body
      if minimum == 0 { entry = try add(.split, greedy ? body : next, greedy ? next : body) }
      copies = max(0, minimum - 1)
    } else {
      let loop = try add(.split)
      let body = try emit(inner, next: loop)
      instructions[Int(loop)].a = greedy ? body : next
      instructions[Int(loop)].b = greedy ? next : body
      return loop
    }
    for _ in 0..<copies { entry = try emit(inner, next: entry) }
    return entry
  }
}
