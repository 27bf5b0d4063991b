/// Finds where the groups lie in a match whose ends are known, by following the instructions.
///
/// Where the next character always settles how to go on, a table does (`OnePass`). Otherwise, in a short
/// match it goes back and tries the next alternative (`Backtracker`). For long ones it goes through the text
/// once and keeps all alternatives alive, each with its groups.
final class CaptureFinder {
  enum Way {
    case onePass, backtracking, parallel
  }

  private let program: Program
  private let alphabet: Alphabet
  private let onePass: OnePass?
  private let instructions: UnsafeMutableBufferPointer<Instruction>
  private let slotCount: Int
  /// The places noted for the last match: starts and ends of groups in turn, -1 where a group took no part.
  let slots: UnsafeMutableBufferPointer<Int>

  /// Something to do later: with a number of an instruction, go on there; with the complement of a slot's
  /// number, put `value` back into the slot.
  private struct Job {
    var number: Int32
    var value: Int
  }
  private var jobs: [Job] = []
  /// Made when first needed; nil too if the pattern is too large.
  private var knownBacktracker: Backtracker?
  private var hasAskedForBacktracker = false

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

  private var ownSteps = 0
  /// Work done: characters read and instructions followed.
  var steps: Int { ownSteps + (knownBacktracker?.steps ?? 0) }

  /// The bytes that its tables and its scratch memory take.
  var byteCount: Int {
    (onePass?.byteCount ?? 0) + (knownBacktracker?.byteCount ?? 0) + present.slots.capacity * 16
  }

  init(_ program: Program) {
    self.program = program
    alphabet = program.alphabet
    onePass = OnePass(program)
    instructions = .allocate(capacity: program.forward.instructions.count)
    _ = instructions.initialize(from: program.forward.instructions)
    slotCount = program.slotCount
    slots = .allocate(capacity: program.slotCount)
    slots.initialize(repeating: -1)
  }

  private var backtracker: Backtracker? {
    if !hasAskedForBacktracker {
      hasAskedForBacktracker = true
      knownBacktracker = Backtracker(program)
    }
    return knownBacktracker
  }

  deinit {
    instructions.deallocate()
    slots.deallocate()
  }

  /// Fills `slots` for the match in `range`; false if there is none, which cannot be after a match was found
  /// there, or if the way asked for (by tests) is not open for this pattern.
  func find(_ text: UnsafeBufferPointer<UInt8>, in range: Range<Int>, by way: Way? = nil) -> Bool {
    slots.update(repeating: -1)
    slots[0] = range.lowerBound
    slots[1] = range.upperBound
    if way == nil || way == .onePass {
      ownSteps += range.count
      if let onePass, let slots = slots.baseAddress {
        return onePass.find(text, in: range, program: program, slots: slots)
      }
      if way != nil { return false }
    }
    if way != .parallel, let backtracker, let slots = slots.baseAddress, backtracker.has(roomFor: range) {
      return backtracker.find(text, in: range, slots: slots)
    }
    return findInParallel(text, in: range)
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
        ownSteps += 1
        let instruction = instructions[Int(number)]
        let offset = position * slotCount
        if instruction.operation == .match {
          // Only a match of the known end counts.
          if !atEnd { continue }
          for slot in 0..<slotCount { slots[slot] = present.slots[offset + slot] }
          found = true
          break threads
        }
        if !atEnd && program.reads(instruction, kind: kind) {
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
    jobs.append(Job(number: first, value: 0))
    while let job = jobs.popLast() {
      if job.number < 0 {
        current[Int(~job.number)] = job.value
        continue
      }
      let number = Int(job.number)
      if marks[number] == generation { continue }
      marks[number] = generation
      ownSteps += 1
      let instruction = instructions[number]
      switch instruction.operation {
      case .split:
        jobs.append(Job(number: instruction.b, value: 0))
        jobs.append(Job(number: instruction.a, value: 0))
      case .save:
        jobs.append(Job(number: ~instruction.a, value: current[Int(instruction.a)]))
        current[Int(instruction.a)] = place
        jobs.append(Job(number: instruction.b, value: 0))
      case .look:
        let holding = known ?? alphabet.assertions(text, at: place)
        known = holding
        if holding & (1 << UInt32(instruction.a)) != 0 { jobs.append(Job(number: instruction.b, value: 0)) }
      case .fail: break
      case .match, .kind, .kinds, .any:
        threads.list.append(job.number)
        threads.slots.append(contentsOf: current)
      }
    }
  }
}
