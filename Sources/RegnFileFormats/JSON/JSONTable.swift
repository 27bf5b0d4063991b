import RegnData
import RegnPhrases

/// A file of records in JSON as a table: a column a key. Nothing is kept of it but its form; every scan reads
/// the file.
public struct JSONTable: RestorableTable {
  public let path: String
  public let schema: TableSchema
  let input: FileInput
  let layout: JSONLayout
  /// Where the records begin, and the length of the file, in bytes.
  let start: Int
  let size: Int
  let blockSize: Int
  let columns: [JSONColumn]
  /// Whether the whole file was looked at for its columns.
  let isComplete: Bool
  let knownRows = KnownRows()
  /// Why the file could not be looked at as a whole; what every scan ends in.
  private let failure: ExecutionError?
  private let status: FileStatus
  private let notes: NotesToSay
  private let statisticsCache = StatisticsCache()

  /// How many bytes are looked at for columns, before a scan finds that there are others.
  private static var sampleSize: Int { 1 << 20 }

  /// Opens a file and looks at its first records. Errors: RG0615 (no records), RG0619 (a record too long),
  /// RG0625 (not right JSON), and those of reading. A smaller `blockSize` is for tests.
  public init(_ input: FileInput, blockSize: Int = 1 << 20) throws(ExecutionError) {
    let size = try input.file.status().size
    let first = try input.bytes(0..<min(size, Self.sampleSize))
    var start = first.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < first.count, first[start] <= 0x20 { start += 1 }
    guard start < first.count else { throw FileFailure.empty(input.path) }
    var layout = JSONLayout.objects
    if first[start] == 0x5B {
      layout = .list
      start += 1
    } else if first.withUnsafeBufferPointer({ Self.isLine(UTF8Bytes(rebasing: $0[start...])) }) {
      layout = .lines
    }
    func look(_ layout: JSONLayout) throws(ExecutionError) -> (inference: JSONInference, isComplete: Bool) {
      var blocks = JSONBlocks(
        input: input, layout: layout, start: start, size: size, blockSize: Self.sampleSize)
      var inference = JSONInference()
      guard let block = try blocks.next() else { return (inference, true) }
      do throws(JSONRecordFailure) {
        try inference.add(block, layout: layout)
      } catch {
        // Where a record goes on in the next line, the block may have been cut within one.
        if !inference.spansLines { throw Self.broken(input, block, error) }
      }
      if inference.spansLines { return (inference, false) }
      return (inference, try blocks.next() == nil)
    }
    var (inference, isComplete) = try look(layout)
    if inference.spansLines {
      layout = .objects
      (inference, isComplete) = try look(layout)
    }
    guard !inference.columns.isEmpty else {
      throw ExecutionError(
        code: "RG0615", message: "\(input.path) holds no records with keys",
        hint: "a table needs at least one object such as {\"name\": 1}")
    }
    self.init(
      input, layout: layout, start: start, size: size, blockSize: blockSize, columns: inference.columns,
      isComplete: isComplete, status: try input.file.status(), notes: NotesToSay())
  }

  private init(
    _ input: FileInput, layout: JSONLayout, start: Int, size: Int, blockSize: Int, columns: [JSONColumn],
    isComplete: Bool, status: FileStatus, notes: NotesToSay, failure: ExecutionError? = nil
  ) {
    self.failure = failure
    path = input.path
    self.input = input
    self.layout = layout
    self.start = start
    self.size = size
    self.blockSize = blockSize
    self.columns = columns
    self.isComplete = isComplete
    self.status = status
    self.notes = notes
    schema = TableSchema(columns.map { ColumnSchema(name: $0.name, type: $0.kind.type) })
  }

  /// Whether the first bytes are those of records: an object with a key, or a list of objects.
  static func recognises(_ head: UTF8Bytes) -> Bool {
    var rest = head.lazy.filter { $0 > 0x20 }.makeIterator()
    switch (rest.next(), rest.next()) {
    case (0x7B, 0x22), (0x7B, 0x7D), (0x5B, 0x5D): return true
    case (0x5B, 0x7B):
      let third = rest.next()
      return third == 0x22 || third == 0x7D
    default: return false
    }
  }

  /// Whether the first line is a whole record.
  private static func isLine(_ bytes: UTF8Bytes) -> Bool {
    var parser = JSONRecordParser(bytes)
    do throws(JSONRecordFailure) {
      try parser.beginRecord()
      var isFirst = true
      while try parser.nextMember(isFirst: isFirst) != nil { isFirst = false }
    } catch {
      return false
    }
    return !bytes[..<parser.position].contains(0x0A)
  }

  /// The failure of a block's record.
  static func broken(
    _ input: FileInput, _ block: JSONBlocks.Block, _ failure: JSONRecordFailure
  ) -> ExecutionError {
    FileFailure.broken("\(input.path):\(input.line(of: block.offset + failure.offset))", failure.what)
  }

  public var provenance: Provenance { Provenance(publisher: Phrase(verbatim: path)) }

  public var description: Phrase {
    let form: Phrase =
      switch layout {
      case .lines: "NDJSON, a record a line"
      case .objects: "JSON, objects one after another"
      case .list: "JSON, a list of objects"
      }
    return "\(path): \(input.packing)\(form)"
  }

  public var columnKinds: [ColumnKind] { columns.map(\.kind) }
  public var rowCount: Int? { knownRows.value }

  public func statistics(ofColumn index: Int) -> ColumnStatistics? {
    guard size <= StatisticsCache.countedSize else { return nil }
    return statisticsCache.statistics(ofColumn: index) {
      try? load(context: ExecutionContext(workers: 1, now: .unixEpoch)).loaded
    }
  }

  public func scan(_ request: ScanRequest, context: ExecutionContext) throws -> any TableScan {
    if let failure { throw failure }
    let now = try input.file.status()
    guard now.size == status.size, now.modified == status.modified else { throw FileFailure.changed(path) }
    return JSONScan(table: self, request: request, context: context)
  }

  public func takeMessages() -> [Phrase] { notes.take() }

  /// The table with the columns of the whole file, each wide enough for all its values.
  public func widened(for change: SchemaChange) -> JSONTable {
    notes.add("\(path): \(change.reason)")
    var blocks = JSONBlocks(input: input, layout: layout, start: start, size: size, blockSize: 1 << 20)
    var inference = JSONInference()
    var failure: ExecutionError?
    do throws(ExecutionError) {
      while let block = try blocks.next() {
        do throws(JSONRecordFailure) {
          try inference.add(block, layout: layout)
        } catch {
          throw Self.broken(input, block, error)
        }
      }
    } catch {
      failure = error
    }
    return with(columns: inference.columns, isComplete: true, failure: failure)
  }

  func restored(_ columns: [DetectedColumn], after changes: [SchemaChange]) -> JSONTable {
    for change in changes { notes.add("\(path): \(change.reason)") }
    return with(columns: columns.map { JSONColumn(name: $0.name, kind: $0.kind) }, isComplete: true)
  }

  public func with(kinds: [ColumnKind]) -> JSONTable {
    guard kinds != columnKinds else { return self }
    return with(
      columns: zip(columns, kinds).map { JSONColumn(name: $0.name, kind: $1) }, isComplete: isComplete,
      failure: failure)
  }

  private func with(columns: [JSONColumn], isComplete: Bool, failure: ExecutionError? = nil) -> JSONTable {
    JSONTable(
      input, layout: layout, start: start, size: size, blockSize: blockSize, columns: columns,
      isComplete: isComplete, status: status, notes: notes, failure: failure)
  }
}
