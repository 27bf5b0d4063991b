import RegnData
import RegnPhrases
import Synchronization

/// A group of rows under way. Workers take its chunks in turn, also several of them at one time: each column
/// is read by one of them at a time, and what it reads on the way to its own chunk is kept for the others.
final class ParquetGroup: Sendable {
  let rowCount: Int
  /// The sequence of the first chunk.
  private let sequence: Int
  private let columns: [ParquetColumnReader]
  private let taken = Atomic<Int>(0)

  init(rowCount: Int, sequence: Int, columns: [ParquetColumnReader]) {
    self.rowCount = rowCount
    self.sequence = sequence
    self.columns = columns
  }

  /// A chunk of the group: its place among the chunks, its number in the table, its rows.
  struct Part {
    let place: Int
    let sequence: Int
    let rows: Int
  }

  /// Whether there are chunks that nobody has taken.
  var hasParts: Bool { taken.load(ordering: .relaxed) * Chunk.preferredRowCount < rowCount }

  /// The next chunk that nobody has taken; nil when there is none. Who takes one reads it.
  func takePart() -> Part? {
    guard hasParts else { return nil }
    let place = taken.wrappingAdd(1, ordering: .relaxed).oldValue
    let first = place * Chunk.preferredRowCount
    guard first < rowCount else { return nil }
    return Part(
      place: place, sequence: sequence + place, rows: min(Chunk.preferredRowCount, rowCount - first))
  }

  /// The columns of a chunk. First those that no other worker is reading, each worker beginning at another.
  func read(_ part: Part) throws -> [Column] {
    var read = [Column?](repeating: nil, count: columns.count)
    var left = Array(columns.indices.suffix(from: columns.isEmpty ? 0 : part.place % columns.count))
    left += columns.indices.prefix(columns.count - left.count)
    while let first = left.first {
      let before = left.count
      try left.removeAll { place in
        read[place] = try columns[place].read(part.place, waits: false)
        return read[place] != nil
      }
      if left.count == before {
        read[first] = try columns[first].read(part.place, waits: true)
        left.removeFirst()
      }
    }
    return read.compactMap { $0 }
  }
}

/// Reads a column of one group of rows, chunk by chunk, for whoever needs the next.
final class ParquetColumnReader: @unchecked Sendable {
  enum Source {
    case flat(ParquetLeafReader, ParquetTextCodes?)
    case nested(ParquetNestedReader)
  }

  private let table: ParquetTable
  /// The column's place in the table.
  private let place: Int
  private let shelf: ParquetCodeShelf
  private let lock = Mutex(())
  // All that follows is touched by who holds the lock alone.
  private var source: Source?
  private var rowsLeft: Int
  /// How many chunks were read.
  private var count = 0
  /// Those read that were not yet asked for: of the workers that took an earlier chunk than who read them.
  private var waiting: [(chunk: Int, column: Column)] = []
  private var failure: (any Error)?

  init(table: ParquetTable, place: Int, source: Source, rowCount: Int, shelf: ParquetCodeShelf) {
    self.table = table
    self.place = place
    self.source = source
    self.shelf = shelf
    rowsLeft = rowCount
  }

  /// The column's values in a chunk, which nobody else asks for; nil when another worker is reading the
  /// column and this one does not wait.
  func read(_ chunk: Int, waits: Bool) throws -> Column? {
    waits ? try lock.withLock { _ in try read(chunk) } : try lock.withLockIfAvailable { _ in try read(chunk) }
  }

  private func read(_ chunk: Int) throws -> Column {
    if let index = waiting.firstIndex(where: { $0.chunk == chunk }) {
      return waiting.remove(at: index).column
    }
    while true {
      if let failure { throw failure }
      do {
        let column = try next()
        count += 1
        if count - 1 == chunk { return column }
        waiting.append((count - 1, column))
      } catch {
        failure = error
        source = nil
      }
    }
  }

  private func next() throws -> Column {
    guard let source, rowsLeft > 0 else { throw ExecutionError.fault("a chunk was read twice") }
    let rows = min(rowsLeft, Chunk.preferredRowCount)
    let column = table.columns[place]
    var offset = 0
    do {
      let values: Column
      let known: ColumnKind?
      switch source {
      case .flat(let reader, _):
        offset = reader.offset
        (values, known) = (try reader.read(rows), column.form?.kind)
      case .nested(let reader):
        (values, known) = (try reader.read(rows), .dynamic)
      }
      let converted = known == column.kind ? values : try values.converted(to: column.kind)
      rowsLeft -= rows
      if rowsLeft == 0 { finish(source) }
      return converted
    } catch {
      throw table.explained(error, column: column.name, at: offset, place: place)
    }
  }

  /// Hands on what the reader has to say, and its codes, and gives back what it keeps.
  private func finish(_ source: Source) {
    let remarks: [Phrase]
    switch source {
    case .flat(let reader, let codes):
      remarks = reader.remarks
      if let codes { shelf.put(codes, ofColumn: place) }
    case .nested(let reader): remarks = reader.remarks
    }
    for remark in remarks {
      table.notes.add("\(table.path): column \"\(table.columns[place].name)\": \(remark)")
    }
    self.source = nil
  }
}

/// The codes of texts that no group of rows is using at the moment, for the next to go on with.
final class ParquetCodeShelf: Sendable {
  private let codes = Mutex<[Int: [ParquetTextCodes]]>([:])

  /// Codes to use alone, new ones where none are left.
  func take(ofColumn place: Int, _ context: ExecutionContext) -> ParquetTextCodes {
    codes.withLock { $0[place]?.popLast() } ?? ParquetTextCodes(context)
  }

  func put(_ used: ParquetTextCodes, ofColumn place: Int) {
    codes.withLock { $0[place, default: []].append(used) }
  }
}
