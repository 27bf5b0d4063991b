import RegnData
import RegnPhrases
import Synchronization

/// A scan of a Parquet file: workers take groups of rows in turn and read the columns that are wanted. When
/// there are no more groups to take, they help with those that others are reading.
final class ParquetScan: TableScan {
  private let table: ParquetTable
  private let context: ExecutionContext
  private let filter: ChunkFilter
  /// The places in the table of all columns that are read, once each: those of predicates first.
  private let read: [Int]
  /// For each column of the request, its place among those that are read.
  private let wanted: [Int]
  /// The groups of rows in which some row may pass, and the sequence of the first chunk of each.
  private let groups: [(group: Int, sequence: Int)]
  private let state = Mutex(State())
  private let workers: [ParquetWorker]
  private let shelf = ParquetCodeShelf()
  let sequenceLimit: Int

  private struct State {
    /// How many groups were taken, and those of them that are being read.
    var taken = 0
    var open: [ParquetGroup] = []
  }

  /// Errors: RG0625 where a column that is wanted cannot be read, RG0656 where its codec is not there.
  init(table: ParquetTable, request: ScanRequest, context: ExecutionContext) throws {
    self.table = table
    self.context = context
    var read: [Int] = []
    for column in request.predicates.map(\.column) + request.columns where !read.contains(column) {
      read.append(column)
    }
    self.read = read
    wanted = request.columns.map { column in read.firstIndex(of: column) ?? 0 }
    var predicates: [SlotPredicate] = []
    for predicate in request.predicates {
      let kind = table.columns[predicate.column].kind
      guard let slot = read.firstIndex(of: predicate.column),
        let compiled = ColumnPredicate(predicate, type: kind.type, scale: kind.scale)
      else { throw ExecutionError.fault("a predicate was pushed into a scan that does not apply it") }
      predicates.append(SlotPredicate(predicate: compiled, slot: slot))
    }
    filter = ChunkFilter(predicates)
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

  func next(worker: Int) throws -> Chunk? {
    while true {
      try context.checkpoint()
      guard let (group, part) = try takePart(workers[worker]) else {
        workers[worker].group = nil
        return nil
      }
      let columns = try group.read(part)
      if read.isEmpty { context.progress.advance(rows: part.rows) }
      let whole = Chunk(columns: columns, rowCount: part.rows, sequence: part.sequence)
      guard let chunk = filter.select(whole, wanted: wanted) else { continue }
      // Of a page's texts those that are left may be few.
      return chunk.rowCount < part.rows ? chunk.with(columns: chunk.columns.map(\.compacted)) : chunk
    }
  }

  /// A chunk for a worker to read: of its own group, of the next, or of one that another worker began.
  private func takePart(_ worker: ParquetWorker) throws -> (ParquetGroup, ParquetGroup.Part)? {
    while true {
      if let group = worker.group, let part = group.takePart() { return (group, part) }
      worker.group = try state.withLock { state -> ParquetGroup? in
        state.open.removeAll { !$0.hasParts }
        // A group is there for others to help with as soon as it is taken.
        guard state.taken < groups.count else { return state.open.first }
        let group = try self.group(at: state.taken)
        state.taken += 1
        state.open.append(group)
        return group
      }
      if worker.group == nil { return nil }
    }
  }

  // MARK: - Readers

  private func group(at index: Int) throws -> ParquetGroup {
    let group = table.metadata.rowGroups[groups[index].group]
    return ParquetGroup(
      rowCount: group.rowCount, sequence: groups[index].sequence,
      columns: try read.map { place in
        ParquetColumnReader(
          table: table, place: place, source: try source(ofColumn: place, in: group),
          rowCount: group.rowCount, shelf: shelf)
      })
  }

  private func source(
    ofColumn place: Int, in group: ParquetRowGroup
  ) throws -> ParquetColumnReader.Source {
    let column = table.columns[place]
    if let form = column.form {
      let kind = form.kind(wanted: column.kind)
      let codes = kind == .string ? shelf.take(ofColumn: place, context) : nil
      return .flat(
        try leafReader(column.leaves.lowerBound, column, kind: kind, textCodes: codes, group), codes)
    }
    let leaves = try column.leaves.map { leaf in
      try leafReader(
        leaf, column, kind: table.leaves[leaf].form.kind(wanted: .decimal), textCodes: nil, group)
    }
    return .nested(
      ParquetNestedReader(
        node: column.node, first: column.leaves.lowerBound, leaves: leaves, context: context))
  }

  private func leafReader(
    _ index: Int, _ column: ParquetColumn, kind: ColumnKind, textCodes: ParquetTextCodes?,
    _ group: ParquetRowGroup
  ) throws -> ParquetLeafReader {
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
        file: table.input.file, range: range, codec: codec, keepsPages: keepsPages, context: context)
      return ParquetLeafReader(
        leaf: leaf, form: form, kind: kind, valueCount: chunk.valueCount, pages: pages, textCodes: textCodes)
    } catch {
      throw table.explained(error, column: column.name, at: 0, place: 0)
    }
  }
}

/// The group of rows that a worker reads. Only its own thread uses it.
private final class ParquetWorker: @unchecked Sendable {
  var group: ParquetGroup?
}

extension ParquetTable {
  /// What a failure while reading a column is to whoever asked for it.
  func explained(
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
