import RegnBinder
import RegnData
import RegnPhrases
import RegnSyntax

/// The limits that scripts set for themselves: they hold below those of the session, which its user gave and
/// which no script raises.
struct LoweredLimits {
  private var timeout: Duration?
  private var memoryLimit: Int?

  /// How long a statement may take; nil for any time.
  func timeout(within options: SessionOptions) -> Duration? {
    guard let timeout else { return options.timeout }
    return options.timeout.map { min($0, timeout) } ?? timeout
  }

  /// Bytes that operators may keep at one time.
  func memoryLimit(within options: SessionOptions) -> Int {
    min(options.memoryLimit, memoryLimit ?? .max)
  }

  /// Takes a setting up. What asks for more than the session allows is kept all the same, as it harms
  /// nothing, and the note says what holds instead.
  mutating func apply(
    _ name: String, _ value: Value?, _ span: SourceSpan, within options: SessionOptions
  ) -> Diagnostic? {
    switch name {
    case "servertimeout", "query_timeout":
      guard case .timespan(let time)? = value else { return nil }
      let wanted = Duration.microseconds(time.ticks / 10)
      timeout = wanted
      guard let limit = options.timeout, wanted > limit else { return nil }
      let (seconds, milliseconds) = Int((limit.inSeconds * 1000).rounded()).quotientAndRemainder(
        dividingBy: 1000)
      let text = milliseconds == 0 ? "\(seconds) s" : "\(seconds * 1000 + milliseconds) ms"
      return note(name, span, "the time limit of \(text)", "--timeout")
    case "maxmemoryconsumptionperiterator", "max_memory_consumption_per_query_per_node":
      guard let wanted = value?.integer else { return nil }
      memoryLimit = Int(wanted)
      guard wanted > options.memoryLimit else { return nil }
      let limit = MemoryBudget.text(ofBytes: options.memoryLimit)
      return note(name, span, "the memory limit of \(limit)", "--memory-limit")
    default: return nil
    }
  }

  /// A failure at a limit that a script has set for itself: no option of the command line helps there.
  func explained(_ error: ExecutionError, within options: SessionOptions) -> ExecutionError {
    let isOwn =
      switch error.code {
      case ExecutionError.timedOut.code: timeout != nil && timeout(within: options) != options.timeout
      case "RG0603": memoryLimit(within: options) != options.memoryLimit
      default: false
      }
    guard isOwn else { return error }
    return ExecutionError(
      code: error.code, message: error.message,
      hint: "the script itself lowers this limit by `set`: raise it there, or ask for less")
  }

  private func note(_ name: String, _ span: SourceSpan, _ limit: Phrase, _ option: String) -> Diagnostic {
    Diagnostic(
      .limitNotRaised, "\(name) asks for more than \(limit), which stays: a script can only lower it",
      at: span, label: "to raise it: \(option)")
  }
}
