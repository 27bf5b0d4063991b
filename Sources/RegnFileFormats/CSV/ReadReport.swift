import CRegnScan
import RegnData
import RegnPhrases
import Synchronization

/// What reading a file met that a user must be told of: malformed records by kind, how many, the first
/// places.
public final class ReadReport: Sendable {
  /// What was met.
  public enum Kind: Int, Sendable, Hashable, CaseIterable {
    case shortRow, surplusFields, skippedRow, malformedQuote, strayQuote, unclosedQuote, nul, invalidUTF8
  }

  private struct State {
    var tally = ReadTally()
    var said = ReadTally()
    var notes: [Phrase] = []
    var knownNotes = Set<Phrase>()
    /// The lines of places that were looked for before.
    var lines: [Int: Int] = [:]
  }

  /// The file, as messages name it.
  public let path: String
  private let file: any OpenFile
  private let lineEnd: UInt8
  /// Lines of the file before the text.
  private let linesBefore: Int
  private let state = Mutex(State())

  init(path: String, file: any OpenFile, lineEnd: UInt8, linesBefore: Int = 0) {
    self.path = path
    self.file = file
    self.lineEnd = lineEnd
    self.linesBefore = linesBefore
  }

  /// Takes over what another report of the same file has still to say.
  func takeOver(_ other: ReadReport) {
    let (notes, known) = other.state.withLock { ($0.notes, $0.knownNotes) }
    state.withLock {
      $0.notes = notes
      $0.knownNotes.formUnion(known)
    }
  }

  /// Takes over what one scan met. Several scans of a file meet the same: the larger count stands.
  func absorb(_ tally: ReadTally) { state.withLock { $0.tally.formUnion(tally) } }

  /// Takes over the lines of places that are known from an earlier reading.
  func know(_ lines: [Int: Int]) { state.withLock { $0.lines.merge(lines) { _, new in new } } }

  /// Adds something to say once, such as that a column was widened.
  func note(_ text: Phrase) {
    state.withLock { if $0.knownNotes.insert(text).inserted { $0.notes.append("\(path): \(text)") } }
  }

  /// Says which lines are not part of the table.
  func note(_ lines: LeftOut) {
    let first = line(of: lines.offset)
    let place: Phrase = lines.lines == 1 ? "line \(first)" : "lines \(first) to \(first + lines.lines - 1)"
    note("\(place) \(lines.text(fromLine: first))")
  }

  /// How many records (or bytes, or values) of a kind were met.
  public func count(of kind: Kind) -> Int { state.withLock { $0.tally.entries[kind.rawValue].count } }

  /// The lines, counted from 1, of the first few.
  public func lines(of kind: Kind) -> [Int] {
    state.withLock { $0.tally.entries[kind.rawValue].offsets }.map(line)
  }

  /// Messages, in whole sentences, of what was met since the last call; empty when there is nothing new.
  public func takeMessages() -> [Phrase] {
    let (tally, said, notes) = state.withLock { state in
      let known = (state.tally, state.said, state.notes)
      state.said = state.tally
      state.notes = []
      return known
    }
    var messages = notes
    for kind in Kind.allCases {
      let entry = tally.entries[kind.rawValue]
      guard entry.count > 0, entry.count != said.entries[kind.rawValue].count else { continue }
      let places = entry.offsets.map { "\(line(of: $0))" }.joined(separator: ", ")
      let more = entry.count > entry.offsets.count ? ", …" : ""
      let lines: Phrase = entry.offsets.count == 1 ? "line \(places)" : "lines \(places)\(more)"
      messages.append("\(path): \(Self.sentence(kind, entry.count)) (\(lines))")
    }
    return messages
  }

  private static func sentence(_ kind: Kind, _ count: Int) -> Phrase {
    let rows: Phrase = count == 1 ? "1 row has" : "\(count) rows have"
    switch kind {
    case .shortRow: return "\(rows) fewer fields than there are columns; the missing ones are null"
    case .surplusFields:
      return "\(rows) more fields than there are columns; the surplus is in the column _extra"
    case .skippedRow:
      return count == 1 ? "1 malformed row was left out" : "\(count) malformed rows were left out"
    case .malformedQuote:
      let fields: Phrase = count == 1 ? "1 field has" : "\(count) fields have"
      return "\(fields) text after the closing quote; it was kept"
    case .strayQuote:
      return count == 1
        ? "1 field has a quote out of place, which was read as text"
        : "\(count) fields have quotes out of place, which were read as text"
    case .unclosedQuote: return "the file ends within a quote that opens in this record"
    case .nul: return count == 1 ? "1 NUL byte was read as it is" : "\(count) NUL bytes were read as they are"
    case .invalidUTF8: return "text that is not valid UTF-8 was replaced by U+FFFD"
    }
  }

  /// The line, counted from 1, that the byte at `offset` stands in.
  public func line(of offset: Int) -> Int {
    if let known = state.withLock({ $0.lines[offset] }) { return known }
    let line = countedLine(of: offset)
    state.withLock { $0.lines[offset] = line }
    return line
  }

  private func countedLine(of offset: Int) -> Int {
    var line = 1 + linesBefore
    var position = 0
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { block.deallocate() }
    while position < offset {
      let wanted = UnsafeMutableRawBufferPointer(rebasing: block[0..<min(block.count, offset - position)])
      guard let count = try? file.read(into: wanted, at: position), count > 0 else { break }
      line += regn_count_byte(wanted.baseAddress, count, lineEnd)
      position += count
    }
    return line
  }

  /// `path:line`, as messages give a place.
  func place(of offset: Int) -> String { "\(path):\(line(of: offset))" }
}

/// Counts and first places, before they are made lines.
struct ReadTally: Sendable {
  struct Entry: Sendable {
    var count = 0
    /// The smallest few, ascending.
    var offsets: [Int] = []

    mutating func add(_ offset: Int) {
      count += 1
      insert(offset)
    }

    mutating func insert(_ offset: Int) {
      if offsets.count == ReadTally.placeLimit, offset >= offsets[offsets.count - 1] { return }
      if offsets.contains(offset) { return }
      let place = offsets.firstIndex { $0 > offset } ?? offsets.count
      offsets.insert(offset, at: place)
      if offsets.count > ReadTally.placeLimit { offsets.removeLast() }
    }
  }

  static let placeLimit = 3
  private(set) var entries = [Entry](repeating: Entry(), count: ReadReport.Kind.allCases.count)
  private(set) var isEmpty = true
  /// What of it was met in single columns, by their numbers.
  private var columns: [Int: [Entry]] = [:]

  /// - Parameter column: the column in which it was met; nil for what a record has as a whole.
  mutating func add(_ kind: ReadReport.Kind, at offset: Int, column: Int? = nil) {
    isEmpty = false
    entries[kind.rawValue].add(offset)
    if let column { columns[column, default: Self().entries][kind.rawValue].add(offset) }
  }

  /// Adds so many of a kind, with the first of their places.
  mutating func add(_ kind: ReadReport.Kind, count: Int, offsets: [Int]) {
    isEmpty = false
    entries[kind.rawValue].count += count
    for offset in offsets { entries[kind.rawValue].insert(offset) }
  }

  /// Adds what another part of the same scan met.
  mutating func add(_ other: ReadTally) {
    guard !other.isEmpty else { return }
    isEmpty = false
    for index in entries.indices {
      entries[index].count += other.entries[index].count
      for offset in other.entries[index].offsets { entries[index].insert(offset) }
    }
    for (column, others) in other.columns {
      for index in others.indices {
        columns[column, default: Self().entries][index].count += others[index].count
        for offset in others[index].offsets { columns[column]?[index].insert(offset) }
      }
    }
  }

  /// What was met in one column.
  func of(column: Int) -> ReadTally {
    var part = ReadTally()
    for (kind, entry) in zip(ReadReport.Kind.allCases, columns[column] ?? []) where entry.count > 0 {
      part.add(kind, count: entry.count, offsets: entry.offsets)
    }
    return part
  }

  /// What was met whatever the columns.
  var ofRows: ReadTally {
    var part = ReadTally()
    for kind in ReadReport.Kind.allCases {
      let entry = entries[kind.rawValue]
      let inColumns = columns.values.reduce(0) { $0 + $1[kind.rawValue].count }
      if entry.count > inColumns { part.add(kind, count: entry.count - inColumns, offsets: entry.offsets) }
    }
    return part
  }

  /// What was met of one kind.
  func only(_ kind: ReadReport.Kind) -> ReadTally {
    var part = ReadTally()
    let entry = entries[kind.rawValue]
    if entry.count > 0 { part.add(kind, count: entry.count, offsets: entry.offsets) }
    return part
  }

  /// All places.
  var offsets: [Int] { entries.flatMap(\.offsets) }

  /// Takes the larger of both counts.
  mutating func formUnion(_ other: ReadTally) {
    guard !other.isEmpty else { return }
    isEmpty = false
    for index in entries.indices {
      entries[index].count = max(entries[index].count, other.entries[index].count)
      for offset in other.entries[index].offsets { entries[index].insert(offset) }
    }
  }
}

extension ReadTally {
  /// Ends reading at the first quote that is out of place. Errors: RG0618.
  func refuseStrays(_ report: ReadReport) throws(ExecutionError) {
    let kinds: [ReadReport.Kind] = [.strayQuote, .malformedQuote, .unclosedQuote]
    guard let first = kinds.compactMap({ entries[$0.rawValue].offsets.first }).min() else { return }
    throw FileFailure.malformed(report.place(of: first), "a quote that is out of place")
  }
}
