import RegnData

/// Merges sorted parts of rows, reading a block of each at a time. For one thread at a time.
final class RunMerger {
  private let order: SortOperator
  private let reservation: Reservation
  /// Where each part stands.
  private var cursors: [Cursor] = []
  /// The parts that have rows left as a heap: the one with the first row on top.
  private var heap: [Int32] = []
  /// The first key's word of the row that each part stands at.
  private var words: [UInt64] = []
  /// What each part gives to the chunk that is put together, in the order in which it was begun.
  private var pieces: [Piece] = []
  let rowCount: Int

  private final class Cursor {
    let run: SpilledRows
    var nextBlock = 0
    var chunk = Chunk(columns: [], rowCount: 0, sequence: 0)
    var keys: [NormalizedKey] = []
    /// The row that it stands at.
    var row = 0
    /// The number of its piece, and the row with which it began.
    var piece = 0
    var firstRow = 0

    init(_ run: SpilledRows) { self.run = run }
  }

  private struct Piece {
    let chunk: Chunk
    let firstRow: Int
    var count: Int
  }

  /// Begins to merge parts whose rows stand in `order`. Throws `ExecutionError`.
  init(_ runs: [SpilledRows], order: SortOperator) throws {
    self.order = order
    reservation = Reservation(order.context.memory)
    rowCount = runs.reduce(0) { $0 + $1.rowCount }
    for run in runs {
      let rows = run.blocks.reduce(0) { max($0, $1.rowCount) }
      try reservation.grow(by: run.largestBlock + rows * 16 * order.keys.count)
      let cursor = Cursor(run)
      guard try load(cursor) else { continue }
      cursors.append(cursor)
      words.append(cursor.keys[0].words[0])
      heap.append(Int32(cursors.count - 1))
    }
    for place in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(place) }
  }

  /// Reads a part's next block; false at its end.
  private func load(_ cursor: Cursor) throws -> Bool {
    guard cursor.nextBlock < cursor.run.blocks.count else { return false }
    try order.context.checkpoint()
    let chunk = try cursor.run.chunk(cursor.nextBlock)
    cursor.nextBlock += 1
    cursor.chunk = chunk
    cursor.keys = try order.keys.map { key in
      try NormalizedKey(
        key.expression.evaluate(chunk, order.context), descending: key.descending, nullsFirst: key.nullsFirst,
        workers: 1, context: order.context, comparedWithin: .type)
    }
    cursor.row = 0
    return true
  }

  /// Whether part `left` stands at an earlier row than part `right`.
  @inline(__always)
  private func isBefore(_ left: Int32, _ right: Int32) -> Bool {
    let a = words[Int(left)]
    let b = words[Int(right)]
    if a != b { return a < b }
    return isBeforeWhole(cursors[Int(left)], cursors[Int(right)])
  }

  @inline(never)
  private func isBeforeWhole(_ left: Cursor, _ right: Cursor) -> Bool {
    for index in left.keys.indices {
      let order = left.keys[index].compare(left.row, with: right.keys[index], right.row)
      if order != 0 { return order < 0 }
    }
    return false
  }

  /// Lets what stands at a place of the heap sink until nothing below it comes before it.
  private func sink(_ start: Int) {
    var place = start
    let moving = heap[place]
    while true {
      var child = 2 * place + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, isBefore(heap[child + 1], heap[child]) { child += 1 }
      guard isBefore(heap[child], moving) else { break }
      heap[place] = heap[child]
      place = child
    }
    heap[place] = moving
  }

  /// The next so many rows in order, or as many as there are; nil at the end.
  func next(rows: Int) throws -> Chunk? {
    guard !heap.isEmpty else { return nil }
    pieces = []
    for cursor in cursors { cursor.piece = -1 }
    var source: [UInt32] = []
    source.reserveCapacity(rows)
    while source.count < rows, let top = heap.first {
      let cursor = cursors[Int(top)]
      if cursor.piece < 0 {
        cursor.piece = pieces.count
        pieces.append(Piece(chunk: cursor.chunk, firstRow: cursor.row, count: 0))
      }
      source.append(UInt32(truncatingIfNeeded: cursor.piece))
      pieces[cursor.piece].count += 1
      cursor.row += 1
      if cursor.row == cursor.chunk.rowCount {
        cursor.piece = -1
        if try !load(cursor) {
          heap[0] = heap[heap.count - 1]
          heap.removeLast()
          if heap.isEmpty { break }
          sink(0)
          continue
        }
      }
      words[Int(top)] = cursor.keys[0].words.base[cursor.row]
      sink(0)
    }
    return gathered(source)
  }

  /// The rows of the pieces, the first of which come from piece `source[0]`, then `source[1]` and so on.
  private func gathered(_ source: [UInt32]) -> Chunk {
    var next: [UInt32] = []
    var total: UInt32 = 0
    for piece in pieces {
      next.append(total)
      total += UInt32(piece.count)
    }
    let parts = pieces.enumerated().map { index, piece in
      let part = piece.chunk.slice(piece.firstRow..<piece.firstRow + piece.count)
      return Chunk(columns: part.columns, rowCount: part.rowCount, sequence: index)
    }
    pieces = []
    let rows = Chunk.concatenate(parts, types: order.types)
    if parts.count == 1 { return rows }
    let places = Buffer<UInt32>(count: source.count) { target in
      for (index, piece) in source.enumerated() {
        target[index] = next[Int(piece)]
        next[Int(piece)] += 1
      }
    }
    return rows.gather(places)
  }
}
