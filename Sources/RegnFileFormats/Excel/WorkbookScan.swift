import RegnData
import RegnPhrases
import Synchronization

/// A scan of a sheet: workers take blocks of rows in turn, as they are unpacked, and make chunks of them.
final class WorkbookScan: TableScan {
  private let table: WorkbookTable
  private let blocks: BlockTurns<XMLBlocks>
  private let workers: [WorkbookWorker]
  private let filter: ChunkFilter
  /// For each column of the request, its place among those that are read.
  private let wanted: [Int]
  private let tally = Mutex(SheetReport.Tally())
  let sequenceLimit: Int

  init(table: WorkbookTable, request: ScanRequest, context: ExecutionContext) throws(ExecutionError) {
    self.table = table
    let path = "\(table.input.path)/\(table.sheet.entry.name)"
    blocks = BlockTurns(
      XMLBlocks(
        try table.parts.archive.stream(table.sheet.entry), cutBefore: "row", within: "sheetData",
        path: path, blockSize: table.options.blockSize), context: context, knownRows: table.knownRows)
    var slots: [Int] = []
    for column in request.predicates.map(\.column) + request.columns where !slots.contains(column) {
      slots.append(column)
    }
    var predicates: [SlotPredicate] = []
    for (slot, column) in slots.enumerated() {
      let kind = table.form.columns[column].kind
      for predicate in request.predicates where predicate.column == column {
        guard let compiled = ColumnPredicate(predicate, type: kind.type, scale: kind.scale) else {
          throw ExecutionError.fault("a predicate was pushed into a scan that does not apply it")
        }
        predicates.append(SlotPredicate(predicate: compiled, slot: slot))
      }
    }
    filter = ChunkFilter(predicates)
    wanted = request.columns.map { column in slots.firstIndex(of: column) ?? 0 }
    workers = (0..<max(request.workers, 1)).map { _ in
      WorkbookWorker(table: table, slots: slots, path: path, context: context)
    }
    sequenceLimit = XMLBlocks.limit(size: table.sheet.entry.size, blockSize: table.options.blockSize)
    context.progress.expect(bytes: table.sheet.entry.size)
  }

  deinit { table.report.absorb(tally.withLock { $0 }) }

  func next(worker: Int) throws -> Chunk? {
    while let chunk = try nextBlock(worker) {
      if let passing = filter.select(chunk, wanted: wanted) { return passing }
    }
    table.report.absorb(tally.withLock { $0 })
    return nil
  }

  /// The rows of the next block that has any, before they are tested.
  private func nextBlock(_ worker: Int) throws -> Chunk? {
    try blocks.next { (block, sequence) in
      var met = SheetReport.Tally()
      let chunk = try workers[worker].read(block, sequence: sequence, &met)
      tally.withLock { $0.add(met) }
      return chunk
    }
  }
}

/// What one worker keeps from block to block. Only its own thread uses it.
private final class WorkbookWorker: @unchecked Sendable {
  private let table: WorkbookTable
  private let path: String
  private let reservation: Reservation
  /// For each column that is read its reader and how its cells are written for it.
  private let readers: [ColumnReader]
  private let writers: [CellWriter]
  /// For each slot, the column's place in the schema.
  private let slots: [Int]
  /// By place in the sheet: the slot; -1 a column of the table not asked for, -2 none of the table's.
  private let slotOfPlace: [Int]
  /// The merges of columns asked for.
  private let merges: [(slot: Int, list: [FilledMerge])]

  /// The texts of the block's cells, and for each row and slot where one begins and ends.
  private var data: [UInt8] = []
  private var positions: [UInt32] = []
  private var rowNumbers: [Int32] = []

  /// What stands on both sides of the texts: columns' readers load several bytes at a time.
  private static let padding = 16
  /// Positions are of 32 bits.
  private static let dataLimit = 1 << 31

  init(table: WorkbookTable, slots: [Int], path: String, context: ExecutionContext) {
    self.table = table
    self.path = path
    reservation = Reservation(context.memory)
    self.slots = slots
    let form = table.form
    readers = slots.map { column in
      ColumnReader(
        kind: form.columns[column].kind, marks: form.marks, quote: nil, encoding: .utf8,
        isEncodingAssumed: false, collectsBadRows: false)
    }
    writers = slots.map { column in
      var writer = CellWriter(countsFrom1904: table.parts.countsFrom1904)
      let kind = form.columns[column].kind
      if kind != .string { writer.decimalMark = form.marks.decimal }
      if case .datetime(let format) = kind { writer.dateFormat = format }
      return writer
    }
    var slotOfPlace = [Int](repeating: -2, count: (form.columns.last?.place ?? 0) + 1)
    for (index, column) in form.columns.enumerated() {
      slotOfPlace[column.place] = slots.firstIndex(of: index) ?? -1
    }
    self.slotOfPlace = slotOfPlace
    merges = form.merges.compactMap { place, list in
      let slot = place < slotOfPlace.count ? slotOfPlace[place] : -2
      return slot >= 0 ? (slot, list) : nil
    }
  }

  /// The rows of a block.
  func read(_ block: XMLBlocks.Block, sequence: Int, _ met: inout SheetReport.Tally) throws -> Chunk {
    data.removeAll(keepingCapacity: true)
    data.append(contentsOf: repeatElement(0, count: Self.padding))
    positions.removeAll(keepingCapacity: true)
    rowNumbers.removeAll(keepingCapacity: true)
    let begin = max(table.form.data.lowerBound, block.offset) - block.offset
    var outcome: Result<Void, any Error> = .success(())
    if begin < block.bytes.count {
      outcome = block.bytes.withUnsafeBufferPointer { bytes in
        Result {
          do {
            try readRows(SheetReader(bytes, from: begin, parts: table.parts), block, &met)
          } catch let failure as XMLFailure {
            throw WorkbookParts.broken(path, failure)
          }
        }
      }
    }
    try outcome.get()
    data.append(contentsOf: repeatElement(0, count: Self.padding))
    try reservation.resize(to: heldBytes(block))
    let rows = rowNumbers.count
    var parts: [Column] = []
    parts.reserveCapacity(slots.count)
    try data.withUnsafeBufferPointer { data in
      try positions.withUnsafeBufferPointer { positions in
        for slot in slots.indices { parts.append(try column(slot, data, positions, rows: rows, block)) }
      }
    }
    return Chunk(columns: parts, rowCount: rows, sequence: sequence)
  }

  private func heldBytes(_ block: XMLBlocks.Block) -> Int {
    2 * block.bytes.count + data.capacity + 4 * (positions.capacity + rowNumbers.capacity)
      + readers.reduce(0) { $0 + $1.byteCount }
  }

  private func readRows(
    _ reader: SheetReader, _ block: XMLBlocks.Block, _ met: inout SheetReport.Tally
  ) throws {
    var reader = reader
    let form = table.form
    let stride = 2 * slots.count
    let plain = CellWriter(countsFrom1904: table.parts.countsFrom1904)
    while try reader.nextRow() {
      if block.offset + reader.rowStart >= form.data.upperBound { return }
      let first = positions.count
      // Empty fields stand behind the padding.
      for _ in slots.indices {
        positions.append(UInt32(Self.padding - 1))
        positions.append(UInt32(Self.padding))
      }
      var hasCells = false
      while let cell = try reader.nextCell(into: &data) {
        let slot = cell.column < slotOfPlace.count ? slotOfPlace[cell.column] : -2
        let value = try (slot >= 0 ? writers[slot] : plain).finish(cell, in: &data)
        if slot >= 0 {
          positions[first + 2 * slot] = UInt32(cell.start - 1)
          positions[first + 2 * slot + 1] = UInt32(data.count)
        } else {
          data.removeLast(data.count - cell.start)
        }
        switch value {
        case .nothing: continue
        case .error: if slot >= 0 { met.add(.error, at: place(cell, reader)) }
        case .uncomputed: if slot >= 0 { met.add(.uncomputed, at: place(cell, reader)) }
        case .noDate: if slot >= 0 { met.add(.noDate, at: place(cell, reader)) }
        default: if slot == -2 { throw unforeseen(cell, reader) }
        }
        hasCells = true
      }
      if data.count > Self.dataLimit {
        throw ExecutionError.outOfMemory(needed: data.count, limit: Self.dataLimit)
      }
      if data.count > reservation.bytes { try reservation.resize(to: heldBytes(block)) }
      // Rows without a value are none.
      if !hasCells {
        positions.removeLast(stride)
        continue
      }
      if !merges.isEmpty { try fillMerged(reader.row, first) }
      rowNumbers.append(Int32(truncatingIfNeeded: reader.row))
    }
    guard reader.isBehindCells, !form.isComplete else { return }
    let start = (form.header?.lowerBound ?? form.firstRow) - 1
    if try reader.mergedRanges().contains(where: { $0.rows.upperBound >= start }) {
      throw SchemaChange(
        path: table.path, change: .unforeseen, offset: block.offset,
        reason: "some cells are merged; the whole sheet is looked at")
    }
  }

  private func place(_ cell: SheetCell, _ reader: SheetReader) -> CellPlace {
    CellPlace(column: cell.column, row: reader.row)
  }

  /// Gives the row the values of cells above with which its empty cells are merged.
  private func fillMerged(_ row: Int, _ first: Int) throws {
    for (slot, list) in merges {
      let place = first + 2 * slot
      guard positions[place] + 1 == positions[place + 1] else { continue }
      // The last that begins above the row.
      var low = 0
      var high = list.count
      while low < high {
        let middle = (low + high) / 2
        if list[middle].rows.lowerBound < row { low = middle + 1 } else { high = middle }
      }
      guard low > 0, list[low - 1].rows.contains(row) else { continue }
      let start = data.count
      data += list[low - 1].text
      _ = try writers[slot].finish(list[low - 1].cell.moved(to: start), in: &data)
      positions[place] = UInt32(start - 1)
      positions[place + 1] = UInt32(data.count)
    }
  }

  private func unforeseen(_ cell: SheetCell, _ reader: SheetReader) -> any Error {
    // What was looked at as a whole can have nothing new, unless it is not what it was.
    if table.form.isComplete { return FileFailure.changed(table.path) }
    return SchemaChange(
      path: table.path, change: .unforeseen, offset: 0,
      reason:
        """
        \(place(cell, reader).text) holds a value in a column that was empty so far; the whole sheet is \
        looked at for its columns
        """
    )
  }

  // MARK: - Columns

  private func column(
    _ slot: Int, _ data: UTF8Bytes, _ positions: UnsafeBufferPointer<UInt32>, rows: Int,
    _ block: XMLBlocks.Block
  ) throws -> Column {
    guard let base = data.baseAddress, let places = positions.baseAddress else {
      return Column(type: readers[slot].kind.type, values: [])
    }
    let fields = FieldColumn(
      data: base, positions: places + 2 * slot, stride: 2 * slots.count, rows: rows, trimsReturn: false,
      hasQuotes: false)
    do throws(FieldFailure) {
      if let unit = table.form.columns[slots[slot]].unit {
        return try readers[slot].read(fields, without: unit)
      }
      return try readers[slot].read(fields)
    } catch {
      let column = table.form.columns[slots[slot]]
      var kind = ColumnKind.string
      if case .kind(let found) = error.problem { kind = found }
      let text = String(decoding: fields.text(error.row).prefix(40), as: UTF8.self)
      let row = Int(rowNumbers[error.row])
      let place: Phrase = row > 0 ? "\(CellPlace(column: column.place, row: row).text)" : "a cell"
      let isWhole = table.form.isComplete
      throw SchemaChange(
        path: table.path, change: isWhole ? .widen(column: slots[slot], to: kind) : .unforeseen,
        offset: block.offset,
        reason:
          isWhole
          ? """
          \(place): `\(text)` does not fit column \(column.name), which was \(column.kind.text) so far; \
          it is read as \(column.kind.widened(to: kind).text)
          """
          : """
          \(place): `\(text)` does not fit column \(column.name), which was \(column.kind.text) so far; \
          the whole sheet is looked at for its columns
          """
      )
    }
  }
}
