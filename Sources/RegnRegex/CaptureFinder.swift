/// Finds where the groups lie in a match whose ends are known, by following the instructions.
///
/// In a short match it goes back and tries the next alternative, noting what it tried where, so that nothing
/// is tried twice. For long ones it goes through the text once and keeps all alternatives alive, each with
/// its groups.
final class CaptureFinder {
  private let program: Program
  private let alphabet: Alphabet
  private let instructions: [Instruction]
  private let slotCount: Int
  /// The places noted for the last match: starts and ends of groups in turn, -1 where a group took no part.
  private(set) var slots: [Int]

  private enum Job {
    case run(Int32, Int)
    case restore(Int, Int)
  }
  private var jobs: [Job] = []
  private var visited: [UInt64] = []

  // For long matches: alternatives in order, their groups, and the scratch for following them.
  private struct Threads {
    var list: [Int32] = []
    var slots: [Int] = []
  }
  private var present = Threads()
  private var next = Threads()
  private var marks: [UInt32] = []
  private var generation: UInt32 = 0
  private var current: [Int] = []

  /// Work done: instructions followed.
  private(set) var steps = 0

  /// Bits of memory that going back may use; longer matches are found the other way.
  static let visitedLimit = 1 << 21

  init(_ program: Program) {
    self.program = program
    alphabet = program.alphabet
    instructions = program.forward.instructions
    slotCount = program.slotCount
    slots = Array(repeating: -1, count: program.slotCount)
  }

  /// Fills `slots` for the match in `range`; false if there is none, which cannot be after a match was found
  /// there.
  func find(_ text: UnsafeBufferPointer<UInt8>, in range: Range<Int>, forceParallel: Bool = false) -> Bool {
    for slot in slots.indices { slots[slot] = -1 }
    let cells = instructions.count.multipliedReportingOverflow(by: range.count + 1)
    if !forceParallel && !cells.overflow && cells.partialValue <= Self.visitedLimit {
      return findBySteps(text, in: range, cells: cells.partialValue)
    }
    return findInParallel(text, in: range)
  }

  private func assertions(_ text: UnsafeBufferPointer<UInt8>, at place: Int) -> UInt32 {
    let before =
      place == 0
      ? Surroundings.edge
      : alphabet.surroundings[Int(alphabet.kind(of: decodeScalar(text, before: place).scalar))]
    let after =
      place == text.count
      ? Surroundings.edge
      : alphabet.surroundings[Int(alphabet.kind(of: decodeScalar(text, at: place).scalar))]
    return Surroundings.assertions(before: before, after: after)
  }

  @inline(__always)
  private func reads(_ instruction: Instruction, kind: Int) -> Bool {
    switch instruction.operation {
    case .kind: Int(instruction.a) == kind
    case .kinds: program.bits[Int(instruction.a) + kind >> 6] >> UInt64(kind & 63) & 1 != 0
    case .any: true
    default: false
    }
  }

  // MARK: Going back

  private func findBySteps(_ text: UnsafeBufferPointer<UInt8>, in range: Range<Int>, cells: Int) -> Bool {
    let words = (cells + 63) / 64
    if visited.count < words { visited = Array(repeating: 0, count: words) }
    for word in 0..<words { visited[word] = 0 }
    let width = range.count + 1
    jobs.removeAll(keepingCapacity: true)
    jobs.append(.run(program.forward.anchored, range.lowerBound))
    while let job = jobs.popLast() {
      var number: Int32
      var place: Int
      switch job {
      case .restore(let slot, let value):
        slots[slot] = value
        continue
      case .run(let first, let start):
        number = first
        place = start
      }
      follow: while true {
        let cell = Int(number) * width + (place - range.lowerBound)
        if visited[cell >> 6] >> UInt64(cell & 63) & 1 != 0 { break follow }
        visited[cell >> 6] |= 1 << UInt64(cell & 63)
        steps += 1
        let instruction = instructions[Int(number)]
        switch instruction.operation {
        case .match:
          if place == range.upperBound { return true }
          break follow
        case .kind, .kinds, .any:
          if place >= range.upperBound { break follow }
          let character = decodeScalar(text, at: place)
          if !reads(instruction, kind: Int(alphabet.kind(of: character.scalar))) { break follow }
          place += character.width
          number = instruction.b
        case .split:
          jobs.append(.run(instruction.b, place))
          number = instruction.a
        case .save:
          jobs.append(.restore(Int(instruction.a), slots[Int(instruction.a)]))
          slots[Int(instruction.a)] = place
          number = instruction.b
        case .look:
          if assertions(text, at: place) & (1 << UInt32(instruction.a)) == 0 { break follow }
          number = instruction.b
        case .fail: break follow
        }
      }
    }
    return false
  }

  // MARK: In parallel

  private func findInParallel(_ text: UnsafeBufferPointer<UInt8>, in range: Range<Int>) -> Bool {
    if marks.isEmpty {
      marks = Array(repeating: 0, count: instructions.count)
      current = Array(repeating: -1, count: slotCount)
    }
    present.list.removeAll(keepingCapacity: true)
    present.slots.removeAll(keepingCapacity: true)
    var place = range.lowerBound
    nextGeneration()
    for slot in current.indices { current[slot] = -1 }
    close(program.forward.anchored, at: place, text, into: &present)
    var found = false
    while !present.list.isEmpty {
      let atEnd = place >= range.upperBound
      var width = 1
      var kind = 0
      if !atEnd {
        let character = decodeScalar(text, at: place)
        width = character.width
        kind = Int(alphabet.kind(of: character.scalar))
      }
      next.list.removeAll(keepingCapacity: true)
      next.slots.removeAll(keepingCapacity: true)
      nextGeneration()
      threads: for (position, number) in present.list.enumerated() {
        steps += 1
        let instruction = instructions[Int(number)]
        let offset = position * slotCount
        if instruction.operation == .match {
          // Only a match of the known end counts.
          if !atEnd { continue }
          for slot in 0..<slotCount { slots[slot] = present.slots[offset + slot] }
          found = true
          break threads
        }
        if !atEnd && reads(instruction, kind: kind) {
          for slot in 0..<slotCount { current[slot] = present.slots[offset + slot] }
          close(instruction.b, at: place + width, text, into: &next)
        }
      }
      if atEnd { break }
      swap(&present, &next)
      place += width
    }
    return found
  }

  private func nextGeneration() {
    if generation == .max {
      for index in marks.indices { marks[index] = 0 }
      generation = 0
    }
    generation += 1
  }

  private func close(
    _ first: Int32, at place: Int, _ text: UnsafeBufferPointer<UInt8>, into threads: inout Threads
  ) {
    var known: UInt32?
    jobs.removeAll(keepingCapacity: true)
    jobs.append(.run(first, 0))
    while let job = jobs.popLast() {
      guard case .run(let number, _) = job else {
        if case .restore(let slot, let value) = job { current[slot] = value }
        continue
      }
      if marks[Int(number)] == generation { continue }
      marks[Int(number)] = generation
      steps += 1
      let instruction = instructions[Int(number)]
      switch instruction.operation {
      case .split:
        jobs.append(.run(instruction.b, 0))
        jobs.append(.run(instruction.a, 0))
      case .save:
        jobs.append(.restore(Int(instruction.a), current[Int(instruction.a)]))
        current[Int(instruction.a)] = place
        jobs.append(.run(instruction.b, 0))
      case .look:
        let holding = known ?? assertions(text, at: place)
        known = holding
        if holding & (1 << UInt32(instruction.a)) != 0 { jobs.append(.run(instruction.b, 0)) }
      case .fail: break
      case .match, .kind, .kinds, .any:
        threads.list.append(number)
        threads.slots.append(contentsOf: current)
      }
    }
  }
}
