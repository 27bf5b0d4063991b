import RegnPhrases
import Synchronization

/// What reading a sheet met that a user must be told of: cells without a value, how many, and where the first
/// stands.
final class SheetReport: Sendable {
  /// What was met.
  enum Kind: Int, CaseIterable {
    case error, uncomputed, noDate
  }

  /// Counts, and the first cells.
  struct Tally {
    private(set) var counts = [Int](repeating: 0, count: Kind.allCases.count)
    private(set) var first = [CellPlace?](repeating: nil, count: Kind.allCases.count)

    mutating func add(_ kind: Kind, at place: CellPlace) {
      counts[kind.rawValue] += 1
      see(kind, place)
    }

    private mutating func see(_ kind: Kind, _ place: CellPlace) {
      guard place.row > 0 else { return }
      if let known = first[kind.rawValue],
        (known.row, known.column) <= (place.row, place.column)
      {
        return
      }
      first[kind.rawValue] = place
    }

    /// Adds what another part of the same scan met.
    mutating func add(_ other: Tally) {
      for kind in Kind.allCases {
        counts[kind.rawValue] += other.counts[kind.rawValue]
        if let place = other.first[kind.rawValue] { see(kind, place) }
      }
    }

    /// Takes the larger counts.
    mutating func formUnion(_ other: Tally) {
      for kind in Kind.allCases {
        counts[kind.rawValue] = max(counts[kind.rawValue], other.counts[kind.rawValue])
        if let place = other.first[kind.rawValue] { see(kind, place) }
      }
    }
  }

  private let path: String
  private let notes: NotesToSay
  private let state = Mutex((met: Tally(), said: Tally()))

  init(path: String, notes: [Phrase]) {
    self.path = path
    self.notes = NotesToSay()
    for note in notes { self.notes.add("\(path): \(note)") }
  }

  /// Adds a sentence, unless it was added before.
  func note(_ text: Phrase) { notes.add("\(path): \(text)") }

  /// Takes over what one scan met. Several scans meet the same: the larger count stands.
  func absorb(_ tally: Tally) { state.withLock { $0.met.formUnion(tally) } }

  /// Messages, in whole sentences, of what was met since the last call.
  func takeMessages() -> [Phrase] {
    let (met, said) = state.withLock { state in
      defer { state.said = state.met }
      return state
    }
    var messages = notes.take()
    for kind in Kind.allCases where met.counts[kind.rawValue] != said.counts[kind.rawValue] {
      let count = met.counts[kind.rawValue]
      let place: Phrase =
        met.first[kind.rawValue].map { count == 1 ? " (\($0.text))" : " (the first is \($0.text))" } ?? ""
      messages.append("\(path): \(Self.sentence(kind, count))\(place)")
    }
    return messages
  }

  private static func sentence(_ kind: Kind, _ count: Int) -> Phrase {
    switch kind {
    case .error where count == 1: "1 cell has an error such as #DIV/0! and is read as null"
    case .error: "\(count) cells have errors such as #DIV/0! and are read as null"
    case .uncomputed where count == 1:
      """
      1 cell has a formula whose result is not in the file, read as null; save the workbook in a \
      spreadsheet program once
      """
    case .uncomputed:
      """
      \(count) cells have formulas whose result is not in the file, read as null; save the workbook in a \
      spreadsheet program once
      """
    case .noDate where count == 1:
      "1 cell has a number that no date stands for, such as 29 February 1900, read as null"
    case .noDate:
      "\(count) cells have numbers that no date stands for, such as 29 February 1900, read as null"
    }
  }
}
