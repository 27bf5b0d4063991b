import RegnData
import RegnPhrases
import Synchronization

/// A scan of a Parquet file: workers take groups of rows in turn and read the columns that are wanted.
final class ParquetScan: TableScan {
  fileprivate let table: ParquetTable
  fileprivate let context: ExecutionContext
  /// The places in the table's columns of what chunks hold.
  fileprivate let columns: [Int]
  fileprivate let predicates: [ColumnPredicate]
  /// All columns that are read, once each: those of predicates first.
  fileprivate let read: [Int]
  /// The groups of rows in which some row may pass, and the sequence of the first chunk of each.
  private let groups: [(group: Int, sequence: Int)]
  private let next = Atomic<Int>(0)
  private let workers: [ParquetWorker]
  let sequenceLimit: Int

  /// Errors: RG0625 where a column that is wanted cannot be read, RG0656 where its codec is not there.
  init(table: ParquetTable, request: ScanRequest, context: ExecutionContext) throws {
    self.table = table
    self.context = context
    columns = request.columns
    var predicates: [ColumnPredicate] = []
    for predicate in request.predicates {
      let kind = table.columns[predicate.column].kind
      guard let compiled = ColumnPredicate(predicate, type: kind.type, scale: kind.scale) else {
        throw ExecutionError.fault("a predicate was pushed into a scan that does not apply it")
      }
      predicates.append(compiled)
    }
    self.predicates = predicates
    var read: [Int] = []
    for column in predicates.map(\.column) + request.columns where !read.contains(column) {
      read.append(column)
    }
    self.read = read
    var groups: [(group: Int, sequence: Int)] = []
    var sequence = 0
    var bytes = 0
    for (index, group) in table.metadata.rowGroups.enumerated() where group.rowCount > 0 {
      let mayPass = request.predicates.allSatisfy { predicate in
        table.bounds(ofColumn: predicate.column, in: group)?.mayPass(predicate) ?? true
      }
      if mayPass {
        groups.append((index, sequence))
        for column in read {
          for leaf in table.columns[column].leaves { bytes &+= group.columns[leaf].byteCount }
        }
      }
      sequence += (group.rowCount + Chunk.preferredRowCount - 1) / Chunk.preferredRowCount
    }
    self.groups = groups
    sequenceLimit = sequence
    workers = (0..<max(request.workers, 1)).map { _ in ParquetWorker() }
    if read.isEmpty { context.progress.expect(rows: table.rowCount ?? 0) }
    context.progress.expect(bytes: bytes)
  }

  /// The next group of rows that no worker has taken; nil when there is none.
  fileprivate func takeGroup() -> (group: Int, sequence: Int)? {
    let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
    return index < groups.count ? groups[index] : nil
  }

  func next(worker: Int) throws -> Chunk? {
    while true {
      try context.checkpoint()
      let worker = workers[worker]
      if worker.rowsLeft == 0 {
        guard let (group, sequence) = takeGroup() else {
          worker.close()
          return nil
        }
        try worker.begin(group, sequence: sequence, of: self)
      }
      if let chunk = try worker.next(self) { return chunk }
    }
  }
}

/// What one worker keeps from chunk to chunk. Only its own thread uses it.
private final class ParquetWorker: @unchecked Sendable {
  private enum Reader {
    case flat(ParquetLeafReader)
    case nested(ParquetNestedReader)
  }

  private(set) var rowsLeft = 0
  private var sequence = 0
  private var readers: [Reader] = []
  /// The codes of the texts of each column that is read.
  private var textCodes: [Int: ParquetTextCodes] = [:]

  func close() { readers = [] }

  /// Begins to read a group of rows.
  func begin(_ index: Int, sequence: Int, of scan: ParquetScan) throws {
    readers = []
    let group = scan.table.metadata.rowGroups[index]
    var made: [Reader] = []
    for place in scan.read { made.append(try reader(ofColumn: place, in: group, scan)) }
    readers = made
    rowsLeft = group.rowCount
    self.sequence = sequence
  }

  private func reader(ofColumn place: Int, in group: ParquetRowGroup, _ scan: ParquetScan) throws -> Reader {
    let table = scan.table
    let column = table.columns[place]
    if let form = column.form {
      let kind = form.kind(wanted: column.kind)
      var codes: ParquetTextCodes?
      if kind == .string {
        codes = textCodes[place] ?? ParquetTextCodes(scan.context)
        textCodes[place] = codes
      }
      return .flat(
        try leafReader(column.leaves.lowerBound, column, kind: kind, textCodes: codes, group, scan))
    }
    let leaves = try column.leaves.map { leaf in
      try leafReader(
        leaf, column, kind: table.leaves[leaf].form.kind(wanted: .decimal), textCodes: nil, group, scan)
    }
    return .nested(
      ParquetNestedReader(
        node: column.node, first: column.leaves.lowerBound, leaves: leaves, context: scan.context))
  }

  private func leafReader(
    _ index: Int, _ column: ParquetColumn, kind: ColumnKind, textCodes: ParquetTextCodes?,
    _ group: ParquetRowGroup, _ scan: ParquetScan
  ) throws -> ParquetLeafReader {
    let table = scan.table
    let chunk = group.columns[index]
    guard !chunk.isEncrypted else { throw ParquetTable.encrypted(table.path) }
    guard chunk.otherFile.isEmpty else {
      throw FileFailure.broken(
        table.path, "the values of \"\(column.name)\" lie in another file", hint: "bind that file instead")
    }
    let leaf = table.leaves[index]
    var form = leaf.form
    if column.hasBase64, form == .text(isSaid: false) { form = .base64 }
    do {
      let codec = try ParquetCodec(number: chunk.codec)
      try codec.prepare(table.path)
      let range = chunk.range
      guard range.lowerBound >= 4, range.upperBound <= table.size else {
        throw ParquetFailure(what: "its values lie beyond the end of the file")
      }
      let keepsPages = kind == .string || kind == .dynamic
      let pages = try ParquetPages(
        file: table.input.file, range: range, codec: codec, keepsPages: keepsPages, context: scan.context)
      return ParquetLeafReader(
        leaf: leaf, form: form, kind: kind, valueCount: chunk.valueCount, pages: pages, textCodes: textCodes)
    } catch {
      throw table.explained(error, column: column.name, at: 0, place: 0)
    }
  }

  /// The next rows of the group that pass; nil when none of them do.
  func next(_ scan: ParquetScan) throws -> Chunk? {
    let count = min(rowsLeft, Chunk.preferredRowCount)
    rowsLeft -= count
    defer { sequence += 1 }
    if scan.read.isEmpty {
      scan.context.progress.advance(rows: count)
      return Chunk(columns: [], rowCount: count, sequence: sequence)
    }
    var columns: [Column] = []
    for (reader, place) in zip(readers, scan.read) {
      columns.append(try read(count, reader, place, scan))
    }
    if rowsLeft == 0 { tell(scan) }
    let wanted = scan.columns.compactMap { place in scan.read.firstIndex(of: place).map { columns[$0] } }
    guard let first = scan.predicates.first else {
      return Chunk(columns: wanted, rowCount: count, sequence: sequence)
    }
    return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: count) { buffer in
      guard let passing = buffer.baseAddress else { return nil }
      func column(_ predicate: ColumnPredicate) -> Column? {
        scan.read.firstIndex(of: predicate.column).map { columns[$0] }
      }
      var kept = column(first).map { first.select($0, into: passing) } ?? 0
      for predicate in scan.predicates.dropFirst() where kept > 0 {
        kept = column(predicate).map { predicate.narrow($0, passing, count: kept) } ?? 0
      }
      if kept == 0 { return nil }
      if kept == count { return Chunk(columns: wanted, rowCount: count, sequence: sequence) }
      let rows = UnsafeBufferPointer(start: UnsafePointer(passing), count: kept)
      return Chunk(
        columns: wanted.map { $0.gather(rows).compacted }, rowCount: kept, sequence: sequence)
    }
  }

  private func read(_ count: Int, _ reader: Reader, _ place: Int, _ scan: ParquetScan) throws -> Column {
    let column = scan.table.columns[place]
    var offset = 0
    do {
      switch reader {
      case .flat(let reader):
        offset = reader.offset
        let values = try reader.read(count)
        return column.form?.kind == column.kind ? values : try values.converted(to: column.kind)
      case .nested(let reader):
        let values = try reader.read(count)
        return column.kind == .dynamic ? values : try values.converted(to: column.kind)
      }
    } catch {
      throw scan.table.explained(error, column: column.name, at: offset, place: place)
    }
  }

  /// Hands on what readers have to say at the end of a group.
  private func tell(_ scan: ParquetScan) {
    for (reader, place) in zip(readers, scan.read) {
      let remarks =
        switch reader {
        case .flat(let reader): reader.remarks
        case .nested(let reader): reader.remarks
        }
      for remark in remarks {
        scan.table.notes.add("\(scan.table.path): column \"\(scan.table.columns[place].name)\": \(remark)")
      }
    }
  }
}

extension ParquetTable {
  /// What a failure while reading a column is to whoever asked for it.
  fileprivate func explained(
    _ error: any Error, column name: String, at offset: Int, place: Int
  ) -> any Error {
    switch error {
    case let failure as ParquetFailure:
      return FileFailure.broken(
        path, "column \"\(name)\": \(failure.what)", hint: failure.hint)
    case let misfit as ParquetMisfit:
      let kind = columns[place].kind
      if kind == .string || kind == .dynamic, misfit.kind == .string {
        return SchemaChange(
          path: path, change: .widen(column: place, to: .string), offset: offset,
          reason: "column \"\(name)\" holds bytes that are not UTF-8; it is read again in base64")
      }
      guard columns[place].form != nil, kind != .string else {
        return FileFailure.broken(path, "column \"\(name)\": \(misfit.text) has more digits than a decimal")
      }
      return SchemaChange(
        path: path, change: .widen(column: place, to: misfit.kind), offset: offset,
        reason:
          """
          column "\(name)": \(misfit.text) is no \(kind.text); the column is read again as \
          \(kind.widened(to: misfit.kind).text)
          """
      )
    default: return error
    }
  }
}
