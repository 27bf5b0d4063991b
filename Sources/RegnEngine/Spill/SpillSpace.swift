import RegnData
import Synchronization

/// Where a step sets rows aside that do not fit into memory, and how much of it the step may use before it
/// does.
final class SpillSpace: Sendable {
  let context: ExecutionContext
  private let folder: String
  private let tally: SpillTally
  let dictionaries: SpillDictionaries
  /// The bytes that the step may keep in memory: most of what is free, so that the steps behind it have some.
  let room: Int
  /// The bytes that a block in a file has, more or less.
  let blockBytes: Int

  /// The space of a step that begins now; nil where no files may be written. Tests give it less room.
  init?(_ context: ExecutionContext, tally: SpillTally, room given: Int? = nil) {
    guard let folder = context.temporaryFolder else { return nil }
    self.context = context
    self.folder = folder
    self.tally = tally
    room = given ?? max(0, context.memory.limit - context.memory.usedBytes) / 4 * 3
    blockBytes = min(max(room / 256, 64), 256 << 10)
    dictionaries = SpillDictionaries(room: room / 8, memory: context.memory)
  }

  private init(half space: SpillSpace) {
    context = space.context
    folder = space.folder
    tally = space.tally
    dictionaries = space.dictionaries
    room = space.room / 2
    blockBytes = max(space.blockBytes / 2, 64)
  }

  /// Half of the room, for what a step does beside something else.
  var half: SpillSpace { SpillSpace(half: self) }

  /// The rows of a chunk that make a block.
  func blockRows(of chunk: Chunk) -> Int {
    blockRows(bytes: chunk.spreadByteCount, rows: chunk.rowCount)
  }

  /// The rows that make a block, of rows like those.
  func blockRows(of runs: [SpilledRows]) -> Int {
    blockRows(bytes: runs.reduce(0) { $0 + $1.byteCount }, rows: runs.reduce(0) { $0 + $1.rowCount })
  }

  private func blockRows(bytes: Int, rows: Int) -> Int {
    let rowBytes = bytes / max(rows, 1) + 1
    return min(max(blockBytes / rowBytes, 1), Chunk.preferredRowCount)
  }

  /// A new file. Throws `ExecutionError` (RG0660) when it cannot be made.
  func makeFile() throws -> SpillFile { try SpillFile(in: folder, tally: tally) }
}

/// The dictionaries that stay in memory while their codes lie in files. Blocks of one lineage get the same
/// dictionary back, the longest that was met.
final class SpillDictionaries: Sendable {
  private struct Kept {
    var dictionaries: [StringDictionary] = []
    /// The number of each growing dictionary.
    var numbers: [ObjectIdentifier: Int] = [:]
  }

  private let kept = Mutex(Kept())
  private let reservation: Reservation
  /// The bytes that dictionaries may take: the texts of more are written with the rows.
  private let room: Int

  init(room: Int, memory: MemoryBudget) {
    self.room = room
    reservation = Reservation(memory)
  }

  /// The number under which a dictionary is kept; nil where there is no room for it.
  func number(of dictionary: StringDictionary) -> Int? {
    kept.withLock { kept in
      let known = kept.numbers[dictionary.lineage]
      let before = known.map { kept.dictionaries[$0] }
      if let known, let before, before.count >= dictionary.count { return known }
      let added = dictionary.byteCount - (before?.byteCount ?? 0)
      guard added <= 0 || (reservation.bytes + added <= room && (try? reservation.grow(by: added)) != nil)
      else { return nil }
      if let known {
        kept.dictionaries[known] = dictionary
        return known
      }
      kept.dictionaries.append(dictionary)
      kept.numbers[dictionary.lineage] = kept.dictionaries.count - 1
      return kept.dictionaries.count - 1
    }
  }

  /// The dictionary of a number.
  func dictionary(_ number: Int) -> StringDictionary? {
    kept.withLock { $0.dictionaries.indices.contains(number) ? $0.dictionaries[number] : nil }
  }
}
