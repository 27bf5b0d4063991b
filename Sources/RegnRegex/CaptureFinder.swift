/// Finds where the groups lie in a match whose ends are known, by following the instructions.
///
/// Where the next character always settles how to go on, a table does (`OnePass`). Otherwise, in a short
/// match it goes back and tries the next alternative, noting what it tried where, so that nothing is tried
/// twice. For long ones it goes through the text once and keeps all alternatives alive, each with its groups.
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

  /// Something to do later when going back: with a number of an instruction, go on there from `value`; with
  /// the complement of a slot's number, put `value` back into the slot.
  private struct Job {
    var number: Int32
    var value: Int
  }
  private var jobs: [Job] = []
  /// Instructions that can be reached from several others, numbered; -1 for the rest. Only at these the same
  /// thing can be tried twice.
  private var joints: [Int32] = []
  private var jointCount = 0
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

  /// Work done: characters read and instructions followed.
  private(set) var steps = 0

  /// Bits of memory that going back may use; longer matches are found the other way.
  static let visitedLimit = 1 << 21

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
      steps += range.count
      if let onePass, let slots = slots.baseAddress {
        return onePass.find(text, in: range, program: program, slots: slots)
      }
      if way != nil { return false }
    }
    if joints.isEmpty { findJoints() }
    let cells = jointCount.multipliedReportingOverflow(by: range.count + 1)
    if way != .parallel && !cells.overflow && cells.partialValue <= Self.visitedLimit {
      return findByGoingBack(text, in: range, cells: cells.partialValue)
    }
    return findInParallel(text, in: range)
  }

  // MARK: Going back

  private func findJoints() {
    var sources = [Int](repeating: 0, count: instructions.count)
    for instruction in instructions {
      switch instruction.operation {
      case .match, .fail: break
      case .split:
        sources[Int(instruction.a)] += 1
        sources[Int(instruction.b)] += 1
      case .kind, .kinds, .any, .save, .look: sources[Int(instruction.b)] += 1
      }
    }
    joints = sources.map { count in
      if count < 2 { return -1 }
      jointCount += 1
      return Int32(jointCount - 1)
    }
  }

  private func findByGoingBack(_ text: UnsafeBufferPointer<UInt8>, in range: Range<Int>, cells: Int) -> Bool {
    let words = (cells + 63) / 64
    if visited.count < words { visited = Array(repeating: 0, count: words) }
    let width = range.count + 1
    jobs.removeAll(keepingCapacity: true)
    jobs.append(Job(number: program.forward.anchored, value: range.lowerBound))
    let instructions = UnsafeBufferPointer(instructions)
    let slots = slots
    let basicPlane = alphabet.basicPlane
    let end = range.upperBound
    var steps = 0
    defer { self.steps += steps }
    return visited.withUnsafeMutableBufferPointer { visited in
      for word in 0..<words { visited[word] = 0 }
      return joints.withUnsafeBufferPointer { joints in
        while let job = jobs.popLast() {
          if job.number < 0 {
            slots[Int(~job.number)] = job.value
            continue
          }
          var number = Int(job.number)
          var place = job.value
          follow: while true {
            let joint = Int(joints[number])
            if joint >= 0 {
              let cell = joint &* width &+ (place &- range.lowerBound)
              if visited[cell >> 6] >> UInt64(cell & 63) & 1 != 0 { break follow }
              visited[cell >> 6] |= 1 << UInt64(cell & 63)
            }
            steps &+= 1
            let instruction = instructions[number]
            switch instruction.operation {
            case .match:
              if place == end { return true }
              break follow
            case .kind, .kinds, .any:
              if place >= end { break follow }
              let byte = text[place]
              var kind = Int(basicPlane[Int(byte)])
              var width = 1
              if byte >= 0x80 {
                let character = decodeScalar(text, at: place)
                kind = Int(alphabet.kind(of: character.scalar))
                width = character.width
              }
              if !program.reads(instruction, kind: kind) { break follow }
              place &+= width
              number = Int(instruction.b)
            case .split:
              jobs.append(Job(number: instruction.b, value: place))
              number = Int(instruction.a)
            case .save:
              jobs.append(Job(number: ~instruction.a, value: slots[Int(instruction.a)]))
              slots[Int(instruction.a)] = place
              number = Int(instruction.b)
            case .look:
              if alphabet.assertions(text, at: place) & (1 << UInt32(instruction.a)) == 0 { break follow }
              number = Int(instruction.b)
            case .fail: break follow
            }
          }
        }
        return false
      }
    }
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
      steps += 1
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
