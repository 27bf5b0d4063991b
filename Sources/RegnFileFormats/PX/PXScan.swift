import RegnData
import RegnPhrases
import Synchronization

/// A scan of a PX file: workers take turns at reading cells, and make the other columns at the same time.
final class PXScan: TableScan {
  private struct State {
    var cells: PXCells
    /// How many rows were read.
    var rows = 0
    var sequence = 0
    var offset: Int
    var isAtEnd = false
  }

  private let table: PXTable
  private let context: ExecutionContext
  private let columns: [Int]
  private let state: Mutex<State>
  /// For a file whose records have keys: of each variable of the stub, the values by key.
  private let places: [[String: Int]]
  /// How many cells a record has.
  private let recordLength: Int
  let sequenceLimit: Int

  init(table: PXTable, request: ScanRequest, context: ExecutionContext) throws {
    self.table = table
    self.context = context
    columns = request.columns
    let header = table.header
    var recordLength = 1
    for variable in header.variables.dropFirst(header.stubCount) { recordLength *= variable.count }
    self.recordLength = recordLength
    places = (header.keys ?? []).enumerated().map { index, isCode in
      let variable = header.variables[index]
      let keys = (isCode ? variable.codes : nil) ?? variable.texts
      return Dictionary(zip(keys, 0...), uniquingKeysWith: { first, _ in first })
    }
    state = Mutex(
      State(cells: PXCells(input: table.input, header: header), offset: header.dataOffset))
    sequenceLimit = table.cube.cellCount / Chunk.preferredRowCount + 1
    context.progress.expect(bytes: try table.input.file.status().size - header.dataOffset)
  }

  func next(worker: Int) throws -> Chunk? {
    try context.checkpoint()
    return places.isEmpty ? try nextCells() : try nextRecords()
  }

  private func nextCells() throws -> Chunk? {
    let total = table.cube.cellCount
    let part: (range: Range<Int>, values: Column, sequence: Int)? = try state.withLock { state in
      guard !state.isAtEnd else { return nil }
      let count = min(Chunk.preferredRowCount, total - state.rows)
      var builder = NumberColumnBuilder(kind: table.kind)
      let outcome = try state.cells.read(count, into: &builder)
      try check(outcome, rows: state.rows, offset: state.cells.offset)
      let range = state.rows..<state.rows + count
      state.rows += count
      if state.rows == total {
        state.isAtEnd = true
        if try state.cells.skipSeparators() {
          throw broken(at: state.cells.offset, "more cells follow than the \(total) that the variables make")
        }
        try checkEnd(state.cells.hasPassedEnd)
      }
      advance(&state)
      state.sequence += 1
      return count == 0 ? nil : (range, builder.finish(), state.sequence - 1)
    }
    guard let (range, values, sequence) = part else { return nil }
    let all = columns.map { $0 < table.cube.columnCount ? table.cube.column($0, cells: range) : values }
    return Chunk(columns: all, rowCount: range.count, sequence: sequence)
  }

  private func nextRecords() throws -> Chunk? {
    let part: (cells: [Int], values: Column, sequence: Int)? = try state.withLock { state in
      guard !state.isAtEnd else { return nil }
      var builder = NumberColumnBuilder(kind: table.kind)
      var cells: [Int] = []
      while cells.count + recordLength <= max(Chunk.preferredRowCount, recordLength) {
        guard try state.cells.skipSeparators() else {
          state.isAtEnd = true
          try checkEnd(state.cells.hasPassedEnd)
          break
        }
        var record = 0
        for (index, known) in places.enumerated() {
          let key = try state.cells.key()
          guard let place = known[key] else {
            let name = table.header.variables[index].name
            throw broken(at: state.cells.offset, "\"\(key.prefix(40))\" is no value of \"\(name)\"")
          }
          record = record * table.header.variables[index].count + place
        }
        let outcome = try state.cells.read(recordLength, into: &builder)
        try check(outcome, rows: state.rows, offset: state.cells.offset)
        cells += record * recordLength..<(record + 1) * recordLength
        state.rows += recordLength
        guard state.rows <= table.cube.cellCount else {
          throw broken(
            at: state.cells.offset,
            "more cells follow than the \(table.cube.cellCount) that the variables make")
        }
      }
      advance(&state)
      state.sequence += 1
      return cells.isEmpty ? nil : (cells, builder.finish(), state.sequence - 1)
    }
    guard let (cells, values, sequence) = part else { return nil }
    let all = columns.map { $0 < table.cube.columnCount ? table.cube.column($0, cells: cells) : values }
    return Chunk(columns: all, rowCount: cells.count, sequence: sequence)
  }

  private func advance(_ state: inout State) {
    context.progress.advance(bytes: state.cells.offset - state.offset)
    state.offset = state.cells.offset
  }

  private func broken(at offset: Int, _ what: Phrase) -> ExecutionError {
    FileFailure.broken("\(table.path):\(table.input.line(of: offset))", what)
  }

  /// The last cell may be cut where no semicolon follows it.
  private func checkEnd(_ hasPassedEnd: Bool) throws {
    guard !hasPassedEnd else { return }
    throw FileFailure.broken(
      table.path, "the file ends before the `;` of its cells",
      hint: "the file may be cut off; fetch or copy it once more")
  }

  private func check(_ outcome: PXCells.Outcome, rows: Int, offset: Int) throws {
    switch outcome {
    case .done: break
    case .ended(let count):
      throw FileFailure.broken(
        table.path,
        "the file ends after \(rows + count) of the \(table.cube.cellCount) cells that the variables make",
        hint: "the file may be cut off; fetch or copy it once more")
    case .needs(let kind, let text):
      let wider = table.kind.widened(to: kind)
      throw SchemaChange(
        path: table.path, change: .widen(column: table.cube.columnCount, to: kind), offset: offset,
        reason: """
          line \(table.input.line(of: offset)): \"\(text.prefix(40))\" is no \(table.kind.text); \
          the column is read again as \(wider.text)
          """)
    }
  }
}
