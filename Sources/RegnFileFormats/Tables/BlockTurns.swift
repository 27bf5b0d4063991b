import RegnData
import Synchronization

/// What cuts a file into blocks, from its start to its end.
protocol BlockSource {
  /// A stretch of the file.
  associatedtype Block: FileBlock

  /// The next block; nil at the end.
  mutating func next() throws(ExecutionError) -> Block?
}

/// A stretch of a file, in memory.
protocol FileBlock {
  var bytes: [UInt8] { get }
}

/// The blocks of a file, which workers take in turn. Counts the rows that are found in them, and says how
/// many the table has when all have been read.
final class BlockTurns<Source: BlockSource>: Sendable {
  private struct State {
    var source: Source
    var taken = 0
    var isAtEnd = false
  }

  private let state: Mutex<State>
  private let context: ExecutionContext
  private let knownRows: KnownRows
  private let rows = Atomic<Int>(0)
  private let read = Atomic<Int>(0)

  init(_ source: consuming sending Source, context: ExecutionContext, knownRows: KnownRows) {
    state = Mutex(State(source: source))
    self.context = context
    self.knownRows = knownRows
  }

  /// The next chunk that has rows, of those that `body` makes of a block and its number; nil when there are
  /// no blocks left.
  func next(_ body: (Source.Block, Int) throws -> Chunk) throws -> Chunk? {
    while true {
      try context.checkpoint()
      guard let (block, sequence) = try take() else {
        sayRows()
        return nil
      }
      context.progress.advance(bytes: block.bytes.count)
      let chunk = try body(block, sequence)
      context.progress.advance(rows: chunk.rowCount)
      rows.wrappingAdd(chunk.rowCount, ordering: .relaxed)
      read.wrappingAdd(1, ordering: .acquiringAndReleasing)
      if chunk.rowCount > 0 { return chunk }
    }
  }

  private func take() throws -> (block: Source.Block, sequence: Int)? {
    try state.withLock { state in
      guard let block = try state.source.next() else {
        state.isAtEnd = true
        return nil
      }
      state.taken += 1
      return (block, state.taken - 1)
    }
  }

  private func sayRows() {
    let isDone = state.withLock { $0.isAtEnd && $0.taken == read.load(ordering: .acquiring) }
    if isDone { knownRows.set(rows.load(ordering: .relaxed)) }
  }
}
