/// For each instruction the kinds of characters that can come next when one goes on from it, so that an
/// alternative that cannot read the next character is not tried at all.
///
/// Assertions are taken to hold. Memory of its own, so that asking neither counts references nor checks
/// bounds.
final class Prospects {
  private let words: UnsafeMutablePointer<UInt64>
  private let stride: Int
  let byteCount: Int
  /// The kind that stands for the end of the match.
  let end: Int

  /// The most memory, in words of 64 bits.
  private static let limit = 1 << 17

  /// Nil if the pattern is too large.
  init?(_ program: Program) {
    let instructions = program.forward.instructions
    let kinds = program.alphabet.kindCount
    end = kinds
    let stride = kinds / 64 + 1
    let size = instructions.count.multipliedReportingOverflow(by: stride)
    if size.overflow || size.partialValue > Self.limit { return nil }
    self.stride = stride
    byteCount = size.partialValue * 8
    let words = UnsafeMutablePointer<UInt64>.allocate(capacity: size.partialValue)
    words.initialize(repeating: 0, count: size.partialValue)
    self.words = words
    for (number, instruction) in instructions.enumerated() {
      if instruction.operation == .match { words[number * stride + kinds >> 6] |= 1 << UInt64(kinds & 63) }
      for kind in 0..<kinds where program.reads(instruction, kind: kind) {
        words[number * stride + kind >> 6] |= 1 << UInt64(kind & 63)
      }
    }
    // What follows mostly stands before: a few rounds do.
    var changed = true
    func take(_ number: Int, from other: Int32) {
      for word in 0..<stride {
        let new = words[Int(other) * stride + word] & ~words[number * stride + word]
        if new != 0 {
          words[number * stride + word] |= new
          changed = true
        }
      }
    }
    while changed {
      changed = false
      for (number, instruction) in instructions.enumerated() {
        switch instruction.operation {
        case .split:
          take(number, from: instruction.a)
          take(number, from: instruction.b)
        case .save, .look: take(number, from: instruction.b)
        case .match, .kind, .kinds, .any, .fail: break
        }
      }
    }
  }

  deinit { words.deallocate() }

  /// Whether going on from an instruction can read a character of a kind next, or end the match (`end`).
  @inline(__always)
  func allow(_ number: Int, _ kind: Int) -> Bool {
    words[number &* stride &+ kind >> 6] >> UInt64(truncatingIfNeeded: kind & 63) & 1 != 0
  }
}
