import RegnPhrases
import Synchronization

/// What a user must be told of a file, each once.
final class NotesToSay: Sendable {
  private struct State {
    var known = Set<Phrase>()
    var notes: [Phrase] = []
  }
  private let state = Mutex(State())

  /// Adds a sentence, unless it was added before.
  func add(_ note: Phrase) { state.withLock { if $0.known.insert(note).inserted { $0.notes.append(note) } } }

  /// The sentences since the last call.
  func take() -> [Phrase] {
    state.withLock { state in
      defer { state.notes = [] }
      return state.notes
    }
  }
}
