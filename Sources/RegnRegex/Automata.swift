import Synchronization

/// What matchers of one pattern learn while they run, and their scratch memory.
///
/// Not safe to share, yet marked Sendable: it belongs to one matcher at a time, or lies on the shelf, where
/// nobody uses it.
final class Automata: @unchecked Sendable {
  let forward: LazyDFA
  private let program: Program
  private var knownBackward: LazyDFA?
  private var knownFinder: CaptureFinder?

  init(_ program: Program) {
    self.program = program
    forward = LazyDFA(program, backward: false)
  }

  /// Reads from a match's end towards its start.
  var backward: LazyDFA {
    if let knownBackward { return knownBackward }
    let made = LazyDFA(program, backward: true)
    knownBackward = made
    return made
  }

  var captureFinder: CaptureFinder {
    if let knownFinder { return knownFinder }
    let made = CaptureFinder(program)
    knownFinder = made
    return made
  }

  var steps: Int { forward.steps + (knownBackward?.steps ?? 0) + (knownFinder?.steps ?? 0) }

  /// The bytes that the automata take.
  var byteCount: Int { forward.byteCount + (knownBackward?.byteCount ?? 0) + (knownFinder?.byteCount ?? 0) }
}

/// Where the automata of a pattern wait for its next matcher.
final class AutomataShelf: Sendable {
  private let waiting = Mutex<[Automata]>([])
  /// The most automata that wait, and bytes that one of them may take: what was learnt beyond that is
  /// forgotten.
  private static let capacity = 4
  private static let byteLimit = 1 << 19

  func take(_ program: Program) -> Automata {
    waiting.withLock { $0.popLast() } ?? Automata(program)
  }

  func put(_ automata: Automata) {
    guard automata.byteCount <= Self.byteLimit else { return }
    waiting.withLock { waiting in
      if waiting.count < Self.capacity { waiting.append(automata) }
    }
  }
}
