import RegnData
import RegnPhrases

/// Memory that bytes of a file take for as long as they are held, counted against the memory limit.
final class HeldBytes: Sendable {
  private let memory: MemoryBudget
  private let reservation: Reservation
  private let path: String
  private let what: Phrase
  private let hint: Phrase

  /// - Parameters:
  ///   - what: why the bytes are held, behind the path: `is a pipe and is read as a whole`.
  ///   - hint: what else would help, behind `raise --memory-limit, or`.
  init(_ memory: MemoryBudget, path: String, what: Phrase, hint: Phrase) {
    self.memory = memory
    reservation = Reservation(memory)
    self.path = path
    self.what = what
    self.hint = hint
  }

  /// Counts `bytes` more, before they are made where that is known. Errors: RG0603.
  func grow(by bytes: Int) throws(ExecutionError) {
    do { try reservation.grow(by: bytes) } catch {
      throw FileFailure.tooLarge(path, what, limit: memory.limit, hint: hint)
    }
  }

  /// Counts this many bytes, no matter how many it was before. Errors: RG0603.
  func resize(to bytes: Int) throws(ExecutionError) {
    do { try reservation.resize(to: bytes) } catch {
      throw FileFailure.tooLarge(path, what, limit: memory.limit, hint: hint)
    }
  }
}
