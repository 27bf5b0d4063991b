import Glibc
import RegnData

/// One worker of a scan: takes blocks, and makes chunks of their records. Used by one thread at a time.
final class CSVWorker: @unchecked Sendable {
  /// Blocks of very short records are cut into chunks of so many.
  static let chunkLimit = 1 << 16

  private let table: CSVTable
  private var reader: BlockReader?
  private var readers: [ColumnReader?]
  /// Stands for the buffers and the readers' dictionaries.
  private var reservation: Reservation?
  private var selection: UnsafeMutablePointer<UInt32>
  private var gathered: UnsafeMutablePointer<UInt32>
  /// What is left of a block that gives several chunks.
  private var rest: (batch: FieldBatch, nextRow: Int, block: Int, part: Int)?

  init(table: CSVTable) {
    self.table = table
    readers = Array(repeating: nil, count: table.detection.columns.count)
    selection = .allocate(capacity: Self.chunkLimit)
    gathered = .allocate(capacity: 1)
  }

  deinit {
    selection.deallocate()
    gathered.deallocate()
  }

  /// The next chunk that has rows, or nil at the end.
  func next(_ scan: CSVScan) throws -> Chunk? {
    if let chunk = try nextOfRest(scan) { return chunk }
    while let index = scan.chain.take() {
      try scan.context.checkpoint()
      let reader = try self.reader ?? makeBlockReader(scan)
      try reader.load(index)
      let chunk: Chunk?
      if scan.columns.isEmpty, scan.predicates.isEmpty, !scan.isStrict {
        chunk = try count(index, reader, scan)
      } else {
        chunk = try read(index, reader, scan)
      }
      scan.context.progress.advance(bytes: reader.blockLength)
      try reservation?.resize(to: bufferBytes + readers.reduce(0) { $0 + ($1?.byteCount ?? 0) })
      if let chunk { return chunk }
    }
    // Of many files in a row only those being read hold buffers.
    drop()
    return nil
  }

  /// The bytes of a block, and of the ends of its fields (one a byte at worst, a fifth of that in practice).
  private var bufferBytes: Int { 2 * min(table.options.blockSize, table.size) }

  private func makeBlockReader(_ scan: CSVScan) throws -> BlockReader {
    reservation = try Reservation(scan.context.memory, bytes: bufferBytes)
    let fresh = BlockReader(table: table)
    reader = fresh
    return fresh
  }

  /// Gives back the buffers.
  func drop() {
    reader = nil
    rest = nil
    for index in readers.indices { readers[index] = nil }
    reservation = nil
  }

  // MARK: - Counting

  private func count(_ index: Int, _ reader: BlockReader, _ scan: CSVScan) throws -> Chunk? {
    var state = reader.likelyState
    while true {
      let (records, end, hasStray) = reader.count(from: state)
      switch try settle(scan.chain.claim(index, assumed: state, end: end), index, state, scan) {
      case .wrong(let other): state = other
      case .abandoned, .pending: return nil
      case .confirmed:
        var tally = ReadTally()
        if hasStray { try reader.meetsStray() }
        if reader.isLastBlock, end.isInside {
          let start = try lastRecordStart(index, reader, scan)
          try reader.meetsStray(at: start)
          tally.add(.unclosedQuote, at: start)
        }
        scan.commit(tally, rows: records)
        scan.context.progress.advance(rows: records)
        return records > 0 ? Chunk(columns: [], rowCount: records, sequence: index * scan.partsPerBlock) : nil
      }
    }
  }

  /// Where the file's last record begins, `last` being the last block; the counting did not keep the places.
  private func lastRecordStart(_ last: Int, _ reader: BlockReader, _ scan: CSVScan) throws -> Int {
    var start = table.detection.dataOffset
    var state: QuoteState?
    for index in 0...last {
      try scan.context.checkpoint()
      try reader.load(index)
      var current = state ?? reader.likelyState
      if let found = reader.lastRecordStart(&current) { start = found }
      state = current
    }
    return start
  }

  /// Waits until the chain knows whether the block was read from the right state.
  private func settle(
    _ verdict: BlockChain.Verdict, _ index: Int, _ state: QuoteState, _ scan: CSVScan
  ) throws -> BlockChain.Verdict {
    var verdict = verdict
    var tries = 0
    while verdict == .pending {
      tries += 1
      if tries < 64 {
        sched_yield()
      } else {
        try scan.context.checkpoint()
        usleep(50)
      }
      verdict = scan.chain.verdict(index, assumed: state)
    }
    return verdict
  }

  // MARK: - Reading

  private func read(_ index: Int, _ reader: BlockReader, _ scan: CSVScan) throws -> Chunk? {
    var state = reader.likelyState
    while true {
      let pass = reader.findEnds(from: state)
      let verdict = scan.chain.claim(index, assumed: state, end: pass.end)
      if case .wrong(let other) = verdict {
        state = other
        continue
      }
      // The work goes on while the blocks ahead are read; what it finds counts once the block is confirmed.
      var tally = ReadTally()
      let outcome = Result { () throws -> Chunk? in
        let batch = try reader.records(pass, &tally)
        rest = batch.rows > 0 ? (batch, 0, index, 0) : nil
        return try nextOfRest(scan, &tally)
      }
      switch try settle(verdict, index, state, scan) {
      case .wrong(let other):
        rest = nil
        state = other
      case .abandoned, .pending:
        rest = nil
        return nil
      case .confirmed:
        let chunk = try outcome.get()
        scan.commit(tally, rows: blockRows)
        return chunk
      }
    }
  }

  /// The rows of the block that was read last; those of its later parts are counted as well.
  private var blockRows = 0

  private func nextOfRest(_ scan: CSVScan) throws -> Chunk? {
    guard rest != nil else { return nil }
    var tally = ReadTally()
    let chunk = try nextOfRest(scan, &tally)
    scan.commitRest(tally)
    return chunk
  }

  /// The next part of the block that has rows.
  private func nextOfRest(_ scan: CSVScan, _ tally: inout ReadTally) throws -> Chunk? {
    if let rest, rest.nextRow == 0 { blockRows = rest.batch.rows }
    while let part = rest {
      let first = part.nextRow
      let rows = min(Self.chunkLimit, part.batch.rows - first)
      let end = first + rows
      rest = end < part.batch.rows ? (part.batch, end, part.block, part.part + 1) : nil
      let batch = FieldBatch(
        data: part.batch.data, positions: part.batch.positions + first * part.batch.stride,
        stride: part.batch.stride,
        step: part.batch.step, rows: rows, lastField: part.batch.lastField, hasQuotes: part.batch.hasQuotes)
      scan.context.progress.advance(rows: rows)
      let chunk = try chunk(of: batch, sequence: part.block * scan.partsPerBlock + part.part, scan, &tally)
      if chunk.rowCount > 0 { return chunk }
    }
    return nil
  }

  // MARK: - Chunks

  private func chunk(
    of batch: FieldBatch, sequence: Int, _ scan: CSVScan, _ tally: inout ReadTally
  ) throws -> Chunk {
    if scan.isStrict { return try strictChunk(of: batch, sequence: sequence, scan, &tally) }
    guard !scan.predicates.isEmpty else {
      var columns: [Column] = []
      columns.reserveCapacity(scan.columns.count)
      for column in scan.columns {
        columns.append(try self.column(column, at: column, batch, &tally))
      }
      return Chunk(columns: columns, rowCount: batch.rows, sequence: sequence)
    }
    return try filteredChunk(of: batch, sequence: sequence, scan, &tally)
  }

  /// Tests the predicates first, one after another, and reads the other columns of the rows that pass alone.
  private func filteredChunk(
    of batch: FieldBatch, sequence: Int, _ scan: CSVScan, _ tally: inout ReadTally
  ) throws -> Chunk {
    // Columns that a predicate has read, of the rows that are left.
    var known: [Int: Column] = [:]
    let others = Array(Set(scan.columns + scan.predicates.map(\.column))).sorted()
    var current = batch
    var places = Dictionary(uniqueKeysWithValues: others.map { ($0, $0) })
    for (number, predicate) in scan.predicates.enumerated() {
      let column =
        try known[predicate.column]
        ?? self.column(predicate.column, at: places[predicate.column] ?? 0, current, &tally)
      let count = predicate.select(column, into: selection)
      if count == current.rows {
        known[predicate.column] = column
        continue
      }
      if count == 0 {
        return Chunk(columns: scan.columns.map { emptyColumn($0) }, rowCount: 0, sequence: sequence)
      }
      let rows = UnsafeBufferPointer(start: selection, count: count)
      known = known.mapValues { $0.gather(rows) }
      if scan.columns.contains(predicate.column)
        || scan.predicates.dropFirst(number + 1).contains(where: { $0.column == predicate.column })
      {
        known[predicate.column] = column.gather(rows)
      }
      let later = scan.columns + scan.predicates.dropFirst(number + 1).map(\.column)
      current = gather(current, rows, &places, others.filter { later.contains($0) }, without: known)
    }
    var columns: [Column] = []
    columns.reserveCapacity(scan.columns.count)
    for column in scan.columns {
      if let read = known[column] {
        columns.append(read)
      } else {
        columns.append(try self.column(column, at: places[column] ?? 0, current, &tally))
      }
    }
    return Chunk(columns: columns, rowCount: current.rows, sequence: sequence)
  }

  private func emptyColumn(_ column: Int) -> Column {
    Column(type: table.schema.columns[column].type, values: [])
  }

  /// The fields that are still needed, of some rows of a batch.
  private func gather(
    _ batch: FieldBatch, _ rows: UnsafeBufferPointer<UInt32>, _ places: inout [Int: Int], _ columns: [Int],
    without known: [Int: Column]
  ) -> FieldBatch {
    let needed = columns.filter { known[$0] == nil }
    let stride = 2 * max(needed.count, 1)
    let size = rows.count * stride
    // The source may be an earlier answer of this function.
    let target = UnsafeMutablePointer<UInt32>.allocate(capacity: max(size, 1))
    var lastField = -1
    for (slot, column) in needed.enumerated() {
      let place = places[column] ?? 0
      let source = batch.positions + place * batch.step
      if place == batch.lastField { lastField = slot }
      var out = target + 2 * slot
      for row in rows {
        let from = source + Int(row) &* batch.stride
        out[0] = from[0]
        out[1] = from[1]
        out += stride
      }
      places[column] = slot
    }
    if needed.isEmpty { target.initialize(repeating: 0, count: size) }
    gathered.deallocate()
    gathered = target
    return FieldBatch(
      data: batch.data, positions: target, stride: stride, step: 2, rows: rows.count, lastField: lastField,
      hasQuotes: batch.hasQuotes)
  }

  /// Reads every column, so that each malformed record shows, and leaves such rows out or ends the scan.
  private func strictChunk(
    of batch: FieldBatch, sequence: Int, _ scan: CSVScan, _ tally: inout ReadTally
  ) throws -> Chunk {
    var all: [Column] = []
    var bad = Set<Int>()
    for index in table.detection.columns.indices {
      all.append(try column(index, at: index, batch, &tally))
      if let reader = readers[index] { bad.formUnion(reader.badRows) }
    }
    if let reader, !bad.isEmpty {
      for row in bad { tally.add(.skippedRow, at: reader.offset(ofRow: row, in: batch)) }
    }
    var rows: [UInt32] = (0..<UInt32(batch.rows)).filter { !bad.contains(Int($0)) }
    for predicate in scan.predicates {
      let count = predicate.select(all[predicate.column], into: selection)
      let passing = Set(UnsafeBufferPointer(start: selection, count: count))
      rows = rows.filter { passing.contains($0) }
    }
    let wanted = scan.columns.map { all[$0] }
    if rows.count == batch.rows { return Chunk(columns: wanted, rowCount: batch.rows, sequence: sequence) }
    blockRows -= bad.count
    return rows.withUnsafeBufferPointer { rows in
      Chunk(columns: wanted.map { $0.gather(rows) }, rowCount: rows.count, sequence: sequence)
    }
  }

  /// Reads column `index`, which stands at `place` in the batch.
  private func column(
    _ index: Int, at place: Int, _ batch: FieldBatch, _ tally: inout ReadTally
  ) throws -> Column {
    let detection = table.detection
    // A batch of records that all have the usual fields has no place for surplus ones.
    if detection.hasExtra, batch.step == 1, index == detection.columns.count - 1 {
      return Column(value: .string(""), count: batch.rows)
    }
    let columnReader = readers[index] ?? makeReader(index)
    readers[index] = columnReader
    let fields = batch.column(place)
    do throws(FieldFailure) {
      let column: Column
      if let unit = detection.columns[index].unit {
        column = try columnReader.read(fields, without: unit)
      } else {
        column = try columnReader.read(fields)
      }
      if let reader, !columnReader.malformedQuotes.isEmpty || !columnReader.invalidRows.isEmpty {
        // Where every column is read whatever is asked for, what one meets belongs to the rows.
        let place = table.options.onError == .nullsAndExtra ? index : nil
        for row in columnReader.malformedQuotes {
          tally.add(.malformedQuote, at: reader.offset(fields.bounds(row).start), column: place)
        }
        for row in columnReader.invalidRows {
          tally.add(.invalidUTF8, at: reader.offset(fields.bounds(row).start), column: place)
        }
      }
      return column
    } catch {
      throw failure(error, index, fields)
    }
  }

  private func makeReader(_ index: Int) -> ColumnReader {
    let detection = table.detection
    // Surplus fields are kept as they stand, quotes and all.
    let isExtra = detection.hasExtra && index == detection.columns.count - 1
    return ColumnReader(
      kind: detection.columns[index].kind, marks: detection.marks, quote: isExtra ? nil : detection.quote,
      encoding: detection.encoding,
      isEncodingAssumed: detection.isEncodingAssumed && table.options.encoding == nil,
      collectsBadRows: table.options.onError == .skip)
  }

  private func failure(_ failure: FieldFailure, _ index: Int, _ fields: FieldColumn) -> any Error {
    let column = table.detection.columns[index]
    let (start, end) = fields.bounds(failure.row)
    let offset = reader?.offset(start) ?? 0
    switch failure.problem {
    case .encoding:
      return SchemaChange(
        path: table.path, change: .encoding(.windows1252), offset: offset,
        reason:
          "line \(table.report.line(of: offset)): a byte that is not UTF-8; the file is read as Windows-1252")
    case .kind(let kind):
      var text = ""
      let shown = UTF8Bytes(start: fields.data + start, count: min(end - start, 40))
      for scalar in String(decoding: shown, as: UTF8.self).unicodeScalars {
        text.unicodeScalars.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
      }
      if end - start > 40 { text += "…" }
      if table.options.onError == .stop {
        return FileFailure.malformed(
          table.report.place(of: offset),
          "`\(text)` does not fit column \(column.name), which is \(column.kind.text)")
      }
      let widened = column.kind.widened(to: kind)
      return SchemaChange(
        path: table.path, change: .widen(column: index, to: kind), offset: offset,
        reason:
          """
          line \(table.report.line(of: offset)): `\(text)` does not fit column \(column.name), which was \
          \(column.kind.text) so far and is read as \(widened.text)
          """)
    }
  }
}
