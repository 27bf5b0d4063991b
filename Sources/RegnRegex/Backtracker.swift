/// Finds the groups of a short match by trying alternatives in the order of preference and going back where
/// one fails. It notes what it tried where, so that nothing is tried twice, and tries no alternative that
/// cannot read the next character.
///
/// Memory of its own, which stays from one text to the next.
final class Backtracker {
  private let alphabet: Alphabet
  private let prospects: Prospects
  private let start: Int
  private let table: UnsafeMutableBufferPointer<Step>
  private let jointCount: Int

  /// An instruction, and its number among those that can be reached from several others, or -1. Only at these
  /// the same thing can be tried twice.
  private struct Step {
    var instruction: Instruction
    var joint: Int32
  }

  /// Something to do later when going back: with a number of an instruction, go on there from `value`; with
  /// the complement of a slot's number, put `value` back into the slot.
  private struct Job {
    var number: Int32
    var value: Int
  }
  private var jobs: UnsafeMutablePointer<Job>
  private var jobCapacity = 64
  private var visited: UnsafeMutablePointer<UInt64>
  private var visitedCapacity = 64

  /// Work done: instructions followed.
  private(set) var steps = 0

  /// Bits of memory that noting may use; longer matches are found in another way.
  private static let visitedLimit = 1 << 21

  /// Nil if the pattern is too large.
  init?(_ program: Program) {
    guard let prospects = Prospects(program) else { return nil }
    self.prospects = prospects
    alphabet = program.alphabet
    start = Int(program.forward.anchored)
    let instructions = program.forward.instructions
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
    var joints = 0
    table = .allocate(capacity: instructions.count)
    for (number, instruction) in instructions.enumerated() {
      let isJoint = sources[number] > 1
      table.initializeElement(
        at: number, to: Step(instruction: instruction, joint: isJoint ? Int32(joints) : -1))
      if isJoint { joints += 1 }
    }
    jointCount = joints
    jobs = .allocate(capacity: jobCapacity)
    visited = .allocate(capacity: visitedCapacity)
  }

  deinit {
    table.deallocate()
    jobs.deallocate()
    visited.deallocate()
  }

  var byteCount: Int {
    prospects.byteCount + visitedCapacity * 8 + jobCapacity * MemoryLayout<Job>.stride
      + table.count * MemoryLayout<Step>.stride
  }

  /// Whether a match of this length can be gone through.
  func has(roomFor range: Range<Int>) -> Bool {
    let cells = jointCount.multipliedReportingOverflow(by: range.count + 1)
    return !cells.overflow && cells.partialValue <= Self.visitedLimit
  }

  /// Fills the slots for the match in `range`; false if there is none, which cannot be after a match was
  /// found there.
  func find(
    _ text: UnsafeBufferPointer<UInt8>, in range: Range<Int>, slots: UnsafeMutablePointer<Int>
  ) -> Bool {
    let width = range.count + 1
    clear(cells: jointCount * width)
    let visited = visited
    guard let table = UnsafePointer(table.baseAddress) else { return false }
    let prospects = prospects
    let end = range.upperBound
    let endKind = prospects.end
    let basicPlane = alphabet.basicPlane
    var steps = 0
    defer { self.steps += steps }

    var place = range.lowerBound
    var kind = endKind
    var length = 0
    // The character at `place`.
    @inline(__always)
    func look() {
      if place >= end {
        kind = endKind
        return
      }
      let byte = text[place]
      if byte < 0x80 {
        kind = Int(basicPlane[Int(byte)])
        length = 1
      } else {
        let character = decodeScalar(text, at: place)
        kind = Int(alphabet.kind(of: character.scalar))
        length = character.width
      }
    }

    var jobCount = 0
    var number = start
    look()
    while true {
      follow: while prospects.allow(number, kind) {
        let step = table[number]
        if step.joint >= 0 {
          let cell = Int(step.joint) &* width &+ (place &- range.lowerBound)
          let bit: UInt64 = 1 << UInt64(truncatingIfNeeded: cell & 63)
          if visited[cell >> 6] & bit != 0 { break follow }
          visited[cell >> 6] |= bit
        }
        steps &+= 1
        switch step.instruction.operation {
        case .match:
          if place == end { return true }
          break follow
        case .kind, .kinds, .any:
          // That it reads this character is what the prospects said.
          place &+= length
          number = Int(step.instruction.b)
          look()
        case .split:
          let other = Int(step.instruction.b)
          number = Int(step.instruction.a)
          if !prospects.allow(number, kind) {
            number = other
          } else if prospects.allow(other, kind) {
            if jobCount == jobCapacity { growJobs() }
            jobs[jobCount] = Job(number: step.instruction.b, value: place)
            jobCount &+= 1
          }
        case .save:
          let slot = Int(step.instruction.a)
          if jobCount == jobCapacity { growJobs() }
          jobs[jobCount] = Job(number: ~step.instruction.a, value: slots[slot])
          jobCount &+= 1
          slots[slot] = place
          number = Int(step.instruction.b)
        case .look:
          if alphabet.assertions(text, at: place) & (1 << UInt32(step.instruction.a)) == 0 { break follow }
          number = Int(step.instruction.b)
        case .fail: break follow
        }
      }
      // Back to the last alternative that was left out.
      while true {
        if jobCount == 0 { return false }
        jobCount &-= 1
        let job = jobs[jobCount]
        if job.number >= 0 {
          number = Int(job.number)
          place = job.value
          look()
          break
        }
        slots[Int(~job.number)] = job.value
      }
    }
  }

  private func clear(cells: Int) {
    let words = (cells + 63) / 64
    if words > visitedCapacity {
      visited.deallocate()
      visitedCapacity = words
      visited = .allocate(capacity: words)
    }
    visited.initialize(repeating: 0, count: words)
  }

  @inline(never)
  private func growJobs() {
    let grown = UnsafeMutablePointer<Job>.allocate(capacity: jobCapacity * 2)
    grown.update(from: jobs, count: jobCapacity)
    jobs.deallocate()
    jobs = grown
    jobCapacity *= 2
  }
}
