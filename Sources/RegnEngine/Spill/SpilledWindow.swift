import RegnData
import Synchronization

/// Computes columns over rows that do not fit into memory: only the columns that they are computed of stay
/// there.
struct SpilledWindow {
  private let window: WindowOperator
  private let space: SpillSpace
  private let needed: Set<Int>

  private var context: ExecutionContext { window.context }

  init(_ window: WindowOperator, space: SpillSpace) {
    self.window = window
    self.space = space
    needed = window.expressions.reduce(into: []) { $1.addColumns(to: &$0) }
  }

  /// The rows of one chunk in the file, and its columns that stay in memory.
  private struct Part: Sendable {
    let sequence: Int
    let rows: SpilledRows
    let kept: [Int: Column]
  }

  /// The rows that were taken from a pipeline, then its others, with the computed columns.
  func run(_ pipeline: Pipeline, after rows: consuming CollectedRows) throws -> any ReadyRows {
    let kept = Reservation(context.memory)
    let parts = try setAside(pipeline, after: rows, keeping: kept)
    let count = parts.reduce(0) { $0 + $1.rows.rowCount }
    guard count < Int(UInt32.max) else { throw ExecutionError.tooManyRows }
    let bytes = kept.bytes
    try kept.grow(by: bytes)
    let columns = window.types.enumerated().map { index, type in
      needed.contains(index)
        ? Column.concatenate(parts.compactMap { $0.kept[index] }, type: type)
        : Column.nulls(type, count: count)
    }
    let files = parts.map(\.rows)
    kept.shrink(by: bytes)
    let computed = try window.compute(
      Chunk(columns: columns, rowCount: count, sequence: 0), reservation: kept)
    return SpilledWindowSource(files, computed: computed, keeping: kept, context: context)
  }

  /// Sets all rows aside; their parts in order.
  private func setAside(
    _ pipeline: Pipeline, after rows: consuming CollectedRows, keeping kept: Reservation
  ) throws -> [Part] {
    let file = try space.makeFile()
    let source = ConsecutiveScans(
      [ChunkSource(rows, context: context), pipeline], workers: context.workers)
    let (types, needed, space) = (window.types, needed, space)
    let parts = Mutex<[Part]>([])
    try context.parallel(workers: pipeline.workers) { worker in
      while let chunk = try source.next(worker: worker) {
        var rows = SpilledRows(in: file, types: types, dictionaries: space.dictionaries)
        let size = space.blockRows(of: chunk)
        for start in stride(from: 0, to: chunk.rowCount, by: size) {
          try rows.append(chunk.slice(start..<min(start + size, chunk.rowCount)))
        }
        var columns: [Int: Column] = [:]
        for index in needed {
          let column = chunk.columns[index].compacted
          try kept.grow(by: column.rowByteCount)
          columns[index] = column
        }
        let part = Part(sequence: chunk.sequence, rows: rows, kept: columns)
        parts.withLock { $0.append(part) }
      }
    }
    return parts.withLock { $0 }.sorted { $0.sequence < $1.sequence }
  }
}

/// Rows in files with computed columns that stand in memory.
final class SpilledWindowSource: ReadyRows {
  private let blocks: [(rows: SpilledRows, block: Int, start: Int)]
  private let computed: [Column]
  private let nextBlock = AtomicCounter()
  private let reservation: Reservation
  private let context: ExecutionContext
  let rowCount: Int

  init(
    _ parts: [SpilledRows], computed: [Column], keeping reservation: Reservation, context: ExecutionContext
  ) {
    self.computed = computed
    self.reservation = reservation
    self.context = context
    var blocks: [(SpilledRows, Int, Int)] = []
    var start = 0
    for rows in parts {
      for (index, block) in rows.blocks.enumerated() {
        blocks.append((rows, index, start))
        start += block.rowCount
      }
    }
    self.blocks = blocks
    rowCount = start
  }

  var sequenceLimit: Int { blocks.count }

  func next(worker: Int) throws -> Chunk? {
    try context.checkpoint()
    let index = nextBlock.take()
    guard index < blocks.count else { return nil }
    let (rows, block, start) = blocks[index]
    let chunk = try rows.chunk(block)
    return Chunk(
      columns: chunk.columns + computed.map { $0.slice(start..<start + chunk.rowCount) },
      rowCount: chunk.rowCount, sequence: index)
  }
}

extension CompiledExpression {
  /// Adds the places of the columns that it is computed of.
  fileprivate func addColumns(to places: inout Set<Int>) {
    switch self {
    case .column(let place): places.insert(place)
    case .constant: break
    case .call(_, let arguments, _, _): for argument in arguments { argument.addColumns(to: &places) }
    case .convert(let inner, _), .member(let inner, _): inner.addColumns(to: &places)
    }
  }
}
