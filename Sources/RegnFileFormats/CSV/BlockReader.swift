import CRegnScan
import Glibc
import RegnData
import RegnPhrases

/// One worker's buffers: the bytes of a block, and where the fields of its records end.
///
/// The block's first byte is data[2]; the two bytes before it are those before it in the file. A record
/// belongs to the block that it begins in, and is read on beyond the block's end.
final class BlockReader {
  private static let frontPadding = 64
  private static let backPadding = 64

  let table: CSVTable
  private let delimiter: UInt8
  private let quote: UInt8?
  private let lineEnd: UInt8
  private let fieldCount: Int

  private var buffer: UnsafeMutableRawPointer
  private var capacity: Int
  private var ends: UnsafeMutablePointer<UInt32>
  private var endsCapacity: Int
  private var normalised: [UInt32] = []

  /// The place in the file of data[0].
  private var origin = 0
  /// Bytes read: data[0 ..< available].
  private var available = 0
  /// The block: data[2 ..< blockEnd].
  private var blockEnd = 0
  private var isAtFileEnd: Bool { origin + available >= table.size }

  init(table: CSVTable) {
    self.table = table
    let detection = table.detection
    delimiter = detection.delimiter
    quote = detection.quote
    lineEnd = detection.lineEnd.byte
    fieldCount = detection.columns.count - (detection.hasExtra ? 1 : 0)
    capacity = min(table.options.blockSize, table.size) + 8192
    buffer = .allocate(byteCount: Self.frontPadding + capacity + Self.backPadding, alignment: 64)
    buffer.initializeMemory(as: UInt8.self, repeating: 0, count: Self.frontPadding + 2)
    endsCapacity = 0
    ends = .allocate(capacity: 1)
  }

  deinit {
    buffer.deallocate()
    ends.deallocate()
  }

  var data: UnsafeMutablePointer<UInt8> {
    (buffer + Self.frontPadding).assumingMemoryBound(to: UInt8.self)
  }

  /// The place in the file of a byte of the block.
  func offset(_ index: Int) -> Int { origin + index }

  var blockLength: Int { blockEnd - 2 }

  // MARK: - Reading

  /// Reads block `index`, and a little more.
  func load(_ index: Int) throws(ExecutionError) {
    let start = table.detection.dataOffset + index * table.options.blockSize
    let length = min(table.options.blockSize, table.size - start)
    origin = start - 2
    blockEnd = 2 + length
    // What stands before the first record counts as a line end.
    var first = 0
    while first < 2, origin + first < table.detection.dataOffset {
      data[first] = origin + first == table.detection.dataOffset - 1 ? lineEnd : 0
      first += 1
    }
    available = first
    try extend(to: min(blockEnd + 4096, table.size - origin))
  }

  /// Reads on until `count` bytes are there.
  private func extend(to count: Int) throws(ExecutionError) {
    if count > capacity {
      capacity = max(count, capacity * 2)
      let larger = UnsafeMutableRawPointer.allocate(
        byteCount: Self.frontPadding + capacity + Self.backPadding, alignment: 64)
      larger.copyMemory(from: buffer, byteCount: Self.frontPadding + available)
      buffer.deallocate()
      buffer = larger
    }
    let target = UnsafeMutableRawBufferPointer(
      start: buffer + Self.frontPadding + available, count: count - available)
    let got = try table.file.read(into: target, at: origin + available)
    guard got == target.count else { throw FileFailure.changed(table.path) }
    available = count
    memset(buffer + Self.frontPadding + available, 0, Self.backPadding)
  }

  /// What to take the block's state for before it is known: outside quotes.
  var likelyState: QuoteState {
    let before = data[1]
    return QuoteState(isInside: false, mayOpen: before == delimiter || before == lineEnd || before == quote)
  }

  private func reserveEnds(_ bytes: Int, keeping kept: Int) {
    let needed = bytes + Self.backPadding + 2
    guard needed > endsCapacity else { return }
    let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: needed)
    larger.update(from: ends, count: kept)
    ends.deallocate()
    ends = larger
    endsCapacity = needed
  }

  // MARK: - Counting

  /// The number of records that end in the block, the state being `start` before it; the state after it; and
  /// whether a quote is out of place.
  func count(from start: QuoteState) -> (records: Int, end: QuoteState, hasStray: Bool) {
    var state = regn_scan_state(start)
    let skipsBlank: Int32 = fieldCount > 1 ? 1 : 0
    var hasStray: UInt8 = 0
    var records = regn_count_records(
      data, 2, blockEnd, delimiter, lineEnd, quote.map { Int32($0) } ?? -1, skipsBlank, &state, &hasStray)
    let end = QuoteState(state)
    if isLastBlock {
      // The last record may lack its line end.
      if end.isInside {
        records += 1
      } else if data[blockEnd - 1] != lineEnd {
        let isBlank = skipsBlank == 1 && data[blockEnd - 1] == 0x0D && data[blockEnd - 2] == lineEnd
        if !isBlank { records += 1 }
      }
    }
    return (records, end, hasStray != 0)
  }

  /// Whether the file ends with the block.
  var isLastBlock: Bool { origin + blockEnd == table.size }

  /// Where, in the file, the record begins that comes after the block's last line end; nil if there is none.
  ///
  /// `state` is that before the block, and becomes that after it.
  func lastRecordStart(_ state: inout QuoteState) -> Int? {
    let pass = findEnds(from: state)
    state = pass.end
    guard pass.lines > 0 else { return nil }
    var index = pass.ends
    while data[Int(ends[index])] != lineEnd { index -= 1 }
    return offset(Int(ends[index]) + 1)
  }

  // MARK: - Records

  /// What a pass over the block found, before the records are looked at.
  struct Pass {
    let start: QuoteState
    let end: QuoteState
    fileprivate let ends: Int
    fileprivate let lines: Int
    fileprivate let hasQuotes: Bool
    fileprivate let hasNUL: Bool
    fileprivate let hasStray: Bool
  }

  /// Finds the field ends of the block, the state being `start` before it.
  func findEnds(from start: QuoteState) -> Pass {
    reserveEnds(blockLength, keeping: 0)
    var state = regn_scan_state(start)
    var result = regn_scan_result()
    // ends[0] is left for the place before the first record.
    regn_scan_fields(
      data, 2, blockEnd, delimiter, lineEnd, quote.map { Int32($0) } ?? -1, &state, ends + 1, &result)
    return Pass(
      start: start, end: QuoteState(state), ends: result.positions, lines: result.records,
      hasQuotes: result.has_quotes != 0,
      hasNUL: result.has_nul != 0, hasStray: result.has_stray != 0)
  }

  /// The records that begin in the block.
  ///
  /// What does not fit is counted in `tally`; a record with surplus fields when the table has no `_extra`
  /// throws.
  func records(_ pass: Pass, _ tally: inout ReadTally) throws -> FieldBatch {
    var hasQuotes = pass.hasQuotes || pass.start.isInside
    if pass.hasStray { try meetsStray() }
    if pass.hasNUL {
      for index in 2..<blockEnd where data[index] == 0 { tally.add(.nul, at: offset(index)) }
    }
    var count = pass.ends
    var lines = pass.lines
    // The first record begins at the block's start, or after the first line end.
    var first = 0
    if !pass.start.isInside, data[1] == lineEnd {
      ends[0] = 1
    } else {
      first = 1
      while first <= count, data[Int(ends[first])] != lineEnd { first += 1 }
      guard first <= count else { return batch(0, 0, 0, hasQuotes) }
      lines -= 1
    }
    // The last record ends at the first line end from the block's last byte on.
    let isComplete = count > 0 && Int(ends[count]) == blockEnd - 1 && data[blockEnd - 1] == lineEnd
    if !isComplete {
      hasQuotes = try readOn(pass.end, &count, &lines, &tally) || hasQuotes
    }
    let fields = count - first
    let width = fieldCount
    if fields == lines * width, isRegular(first, lines) { return batch(first, lines, width, hasQuotes) }
    return try normalise(first, count, hasQuotes, &tally)
  }

  private func batch(_ first: Int, _ rows: Int, _ stride: Int, _ hasQuotes: Bool) -> FieldBatch {
    FieldBatch(
      data: data, positions: ends + first, stride: stride, step: 1, rows: rows,
      lastField: lineEnd == 0x0D ? -1 : fieldCount - 1, hasQuotes: hasQuotes)
  }

  /// Finds the end of the record that goes on beyond the block. Answers whether quotes were met.
  private func readOn(
    _ start: QuoteState, _ count: inout Int, _ lines: inout Int, _ tally: inout ReadTally
  ) throws -> Bool {
    var state = regn_scan_state(start)
    var at = blockEnd
    var step = 256
    var hasQuotes = start.isInside
    while true {
      if at == available {
        if isAtFileEnd { break }
        if available > table.options.recordLimit {
          throw FileFailure.recordTooLong(
            table.report.place(of: lastRecordStart(count)), limit: table.options.recordLimit)
        }
        try extend(to: min(available + max(4096, available - blockEnd), table.size - origin))
      }
      let end = min(at + step, available)
      reserveEnds(count + end - at, keeping: count + 1)
      var result = regn_scan_result()
      regn_scan_fields(
        data, at, end, delimiter, lineEnd, quote.map { Int32($0) } ?? -1, &state, ends + count + 1, &result)
      if result.has_quotes != 0 { hasQuotes = true }
      if result.has_stray != 0 { try meetsStray() }
      for index in 0..<result.positions {
        if data[Int(ends[count + 1 + index])] == lineEnd {
          count += index + 1
          lines += 1
          return hasQuotes
        }
      }
      count += result.positions
      at = end
      step = min(step * 4, 1 << 20)
    }
    // The file ends without a line end: unless it ended with the record before, its end stands for one.
    let recordStart = lastRecordStart(count)
    if recordStart < offset(available) {
      if state.inside == 1 {
        try meetsStray(at: recordStart)
        tally.add(.unclosedQuote, at: recordStart)
      }
      reserveEnds(count + 1, keeping: count + 1)
      count += 1
      ends[count] = UInt32(available)
      data[available] = lineEnd
      lines += 1
    }
    return hasQuotes
  }

  /// Ends the scan at a quote that is out of place, so that the text is read with care from its beginning;
  /// nothing happens where that was done. Without a place it is said to be in the block.
  func meetsStray(at offset: Int? = nil) throws {
    let isDone = table.options.tidies || table.options.isFixed || table.detection.isTidied
    guard !isDone else { return }
    let place = offset ?? self.offset(2)
    if table.options.onError == .stop {
      throw FileFailure.malformed(
        table.report.place(of: place), "a quote that is out of place in or behind this line")
    }
    throw SchemaChange(
      path: table.path, change: .strayQuote, offset: place,
      reason:
        """
        a quote is out of place in or behind line \(table.report.line(of: place)), so the file is read again \
        with care for quotes
        """)
  }

  /// Where, in the file, the record begins that comes after the last line end found.
  private func lastRecordStart(_ count: Int) -> Int {
    var index = count
    while index > 0, data[Int(ends[index])] != lineEnd { index -= 1 }
    return offset(index == 0 ? 2 : Int(ends[index]) + 1)
  }

  /// Whether every record has as many fields as the table: then the fields need no further bookkeeping.
  private func isRegular(_ first: Int, _ rows: Int) -> Bool {
    // There are as many line ends as rows, so if each row ends in one none stands within a row.
    var place = ends + first + fieldCount
    var wrong: UInt8 = 0
    for _ in 0..<rows {
      wrong |= data[Int(place[0])] ^ lineEnd
      place += fieldCount
    }
    return wrong == 0
  }

  /// Brings records of differing lengths into one form: both places of each field, `_extra` among them.
  private func normalise(
    _ first: Int, _ count: Int, _ hasQuotes: Bool, _ tally: inout ReadTally
  ) throws -> FieldBatch {
    let columns = table.detection.columns.count
    normalised.removeAll(keepingCapacity: true)
    var rows = 0
    var index = first + 1
    while index <= count {
      let recordStart = Int(ends[index - 1]) + 1
      let firstField = index
      while index <= count, data[Int(ends[index])] != lineEnd { index += 1 }
      let fields = index - firstField + 1
      var recordEnd = Int(ends[min(index, count)])
      index += 1
      if lineEnd == 0x0A, recordEnd > recordStart, data[recordEnd - 1] == 0x0D { recordEnd -= 1 }
      if fieldCount > 1, recordEnd == recordStart { continue }
      if fields < fieldCount || fields > fieldCount {
        let surplusStart = fields > fieldCount ? Int(ends[firstField + fieldCount - 1]) + 1 : 0
        // A delimiter at the end of a line adds nothing.
        let isHarmless = fields == fieldCount + 1 && surplusStart >= recordEnd
        if !isHarmless, try !keepsMisfit(fields, recordStart, &tally) { continue }
      }
      var start = recordStart
      for field in 0..<fieldCount {
        if field < fields {
          let end = field == fields - 1 ? recordEnd : Int(ends[firstField + field])
          normalised.append(UInt32(start - 1))
          normalised.append(UInt32(max(end, start)))
          start = Int(ends[firstField + field]) + 1
        } else {
          normalised.append(UInt32(recordEnd - 1))
          normalised.append(UInt32(recordEnd))
        }
      }
      if columns > fieldCount {
        let extraStart = fields > fieldCount ? start : recordEnd
        normalised.append(UInt32(extraStart - 1))
        normalised.append(UInt32(max(recordEnd, extraStart)))
      }
      rows += 1
    }
    // Kept at an address that stays until the next block.
    reserveEnds(normalised.count, keeping: 0)
    normalised.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { ends.update(from: start, count: source.count) }
    }
    return FieldBatch(
      data: data, positions: ends, stride: 2 * columns, step: 2, rows: rows, lastField: -1,
      hasQuotes: hasQuotes)
  }

  /// Deals with a record that has too few or too many fields as the user chose; answers whether it is kept.
  private func keepsMisfit(_ fields: Int, _ recordStart: Int, _ tally: inout ReadTally) throws -> Bool {
    let offset = offset(recordStart)
    switch table.options.onError {
    case .stop:
      let there: Phrase = fieldCount == 1 ? "there is 1 column" : "there are \(fieldCount) columns"
      throw FileFailure.malformed(
        table.report.place(of: offset),
        "\(fields == 1 ? "1 field" : "\(fields) fields") where \(there)")
    case .skip:
      tally.add(.skippedRow, at: offset)
      return false
    case .nullsAndExtra where fields < fieldCount: tally.add(.shortRow, at: offset)
    case .nullsAndExtra:
      tally.add(.surplusFields, at: offset)
      guard table.detection.hasExtra else {
        let line = table.report.line(of: offset)
        throw SchemaChange(
          path: table.path, change: .addExtra, offset: offset,
          reason: "line \(line) has \(fields) fields, more than there are columns; a column _extra was added")
      }
    }
    return true
  }

  /// The first byte, in the file, of row `row` of a batch.
  func offset(ofRow row: Int, in batch: FieldBatch) -> Int {
    offset(Int(batch.positions[row * batch.stride]) + 1)
  }
}

extension regn_scan_state {
  init(_ state: QuoteState) {
    self.init(inside: state.isInside ? 1 : 0, may_open: state.mayOpen ? 1 : 0)
  }
}

extension QuoteState {
  init(_ state: regn_scan_state) {
    self.init(isInside: state.inside != 0, mayOpen: state.inside == 0 && state.may_open != 0)
  }
}
