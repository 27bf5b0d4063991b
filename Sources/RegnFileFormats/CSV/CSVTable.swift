import RegnData
import RegnPhrases
import Synchronization

/// A file of delimited text as a table. Nothing is kept of it but its form; every scan reads the file.
public struct CSVTable: FileTable {
  /// Where the file is.
  public let path: String
  /// What was assumed of its form.
  public let detection: Detection
  /// What scans met that the user must be told of.
  public let report: ReadReport
  public let options: CSVOptions
  public let schema: TableSchema

  /// The file as it was opened, before its text was converted or tidied.
  private let original: any OpenFile
  let file: any OpenFile
  let status: FileStatus
  /// Where the table ends in the text.
  let size: Int
  /// The number of rows, once a scan has counted them all.
  let knownRows: KnownRows
  /// How the file was packed, as `FileInput.packing`.
  private let packing: Phrase
  private let statisticsCache = StatisticsCache()

  /// Opens a file, unpacks it if it is packed, and detects its form. Errors: those of `FileInput.init`,
  /// RG0614 (not text), RG0615 (empty).
  public init(
    path: String, options: CSVOptions = CSVOptions(), fileSystem: any FileSystem = PosixFileSystem(),
    memory: MemoryBudget = .unlimited
  ) throws(ExecutionError) {
    try self.init(FileInput(path, fileSystem: fileSystem, memory: memory), options: options)
  }

  /// The table of an open file, whose form is detected. Errors: RG0614 (not text), RG0615 (empty).
  public init(_ input: FileInput, options: CSVOptions = CSVOptions()) throws(ExecutionError) {
    try self.init(
      path: input.path, original: input.file, options: options, packing: input.packing, memory: input.memory)
  }

  private init(
    path: String, original: any OpenFile, options: CSVOptions, packing: Phrase, memory: MemoryBudget
  ) throws(ExecutionError) {
    let text = try TableDetector(path: path, options: options, memory: memory).detect(original)
    let detection = text.detection
    let report = ReadReport(
      path: path, file: text.file, lineEnd: detection.lineEnd.byte, linesBefore: detection.form.linesBefore)
    if options.onError == .stop { try text.tally.refuseStrays(report) }
    report.absorb(text.tally)
    for lines in detection.leftOut { report.note(lines) }
    self.init(
      path: path, options: options, original: original, file: text.file, status: try text.file.status(),
      size: detection.dataEnd, detection: detection, report: report, packing: packing)
  }

  init(
    path: String, options: CSVOptions, original: any OpenFile, file: any OpenFile, status: FileStatus,
    size: Int, detection: Detection, report: ReadReport, packing: Phrase
  ) {
    self.packing = packing
    self.original = original
    self.path = path
    self.options = options
    self.file = file
    self.status = status
    self.size = size
    self.detection = detection
    self.report = report
    knownRows = KnownRows()
    schema = TableSchema(
      detection.columns.map { column in
        var description = column.kind.decimalsRemark
        if case .datetime(let format) = column.kind { description = "written \(format.text)" }
        return ColumnSchema(
          name: column.name, type: column.kind.type, description: description,
          unit: column.unit?.text ?? "")
      })
  }

  public var provenance: Provenance { Provenance(publisher: Phrase(verbatim: path)) }

  public var description: Phrase { "\(path): \(packing)\(detection.summary)" }

  /// Known once a scan without predicates came to its end.
  public var rowCount: Int? { knownRows.value }

  /// The bytes of the file, which is what a scan reads.
  public var byteCount: Int { size }

  /// Exact; of large files only what was counted.
  public func statistics(ofColumn index: Int) -> ColumnStatistics? {
    guard size <= StatisticsCache.countedSize else { return statisticsCache.counted(ofColumn: index) }
    return statisticsCache.statistics(ofColumn: index) {
      let context = ExecutionContext(workers: 1, now: .unixEpoch)
      return try? load(context: context).loaded
    }
  }

  public func countedStatistics(ofColumn index: Int, within limit: Duration) -> ColumnStatistics? {
    guard size > StatisticsCache.countedSize else { return statistics(ofColumn: index) }
    return statisticsCache.count(ofColumn: index, within: limit) {
      let context = ExecutionContext(
        workers: 2, memory: MemoryBudget(limit: 512 << 20), now: .unixEpoch,
        deadline: ContinuousClock.now.advanced(by: .seconds(60)))
      // What this reading meets is not the query's that comes next.
      return try? aside.countedStatistics(ofColumn: index, context: context)
    }
  }

  public func applies(_ predicate: ScanPredicate) -> Bool {
    guard detection.columns.indices.contains(predicate.column) else { return false }
    let kind = detection.columns[predicate.column].kind
    return ColumnPredicate(predicate, type: kind.type, scale: kind.scale) != nil
  }

  public func scan(_ request: ScanRequest, context: ExecutionContext) throws -> any TableScan {
    try beginScan(request, context: context)
  }

  func beginScan(_ request: ScanRequest, context: ExecutionContext) throws(ExecutionError) -> CSVScan {
    let now = try file.status()
    guard now.size == status.size, now.modified == status.modified else { throw FileFailure.changed(path) }
    return try CSVScan(table: self, request: request, context: context)
  }

  /// The table that has room for what a scan met. A note of it is added to the report.
  public func widened(for change: SchemaChange) -> CSVTable {
    var columns = detection.columns
    var hasExtra = detection.hasExtra
    var encoding = detection.encoding
    switch change.change {
    case .widen(let index, let kind):
      columns[index].kind = columns[index].kind.widened(to: kind)
    case .addExtra:
      if !hasExtra {
        var name = "_extra"
        while columns.contains(where: { $0.name == name }) { name += "_" }
        columns.append(DetectedColumn(name: name, kind: .string))
        hasExtra = true
      }
    case .encoding(let other): encoding = other
    case .strayQuote:
      report.note(change.reason)
      return withCare
    case .unforeseen, .damagedCache: break
    }
    report.note(change.reason)
    let detection = self.detection.with(
      encoding: encoding == self.detection.encoding ? nil : encoding, columns: columns, hasExtra: hasExtra,
      note: change.reason)
    return CSVTable(
      path: path, options: options, original: original, file: file, status: status, size: size,
      detection: detection,
      report: report, packing: packing)
  }

  /// The same file, read with care for quotes that are out of place; as it is read now where it is too large.
  private var withCare: CSVTable {
    var careful = options
    careful.tidies = true
    if size <= TextTidier.limit,
      let table = try? CSVTable(
        path: path, original: original, options: careful, packing: packing, memory: .unlimited)
    {
      table.report.takeOver(report)
      return table
    }
    return CSVTable(
      path: path, options: careful, original: original, file: file, status: status, size: size,
      detection: detection, report: report, packing: packing)
  }

  public func with(kinds: [ColumnKind]) -> CSVTable {
    guard kinds != detection.columns.map(\.kind) else { return self }
    let columns = zip(detection.columns, kinds).map { column, kind in
      var column = column
      column.kind = kind
      return column
    }
    return CSVTable(
      path: path, options: options, original: original, file: file, status: status, size: size,
      detection: detection.with(columns: columns, note: "types were widened to agree with other files"),
      report: report, packing: packing)
  }
}

/// A row count that a scan finds out.
final class KnownRows: Sendable {
  private let count = Atomic<Int>(-1)
  var value: Int? {
    let count = count.load(ordering: .relaxed)
    return count < 0 ? nil : count
  }
  func set(_ rows: Int) { count.store(rows, ordering: .relaxed) }
}

extension CSVTable: ReportingTable {
  /// The dialect, and all that was asked for.
  var readingForm: String {
    var others = options
    others.textColumns = []
    return [
      "\(others)", "\(options.textColumns.sorted())", detection.encoding.rawValue,
      "\(detection.isEncodingAssumed) \(detection.delimiter) \(detection.quote ?? 0)",
      "\(detection.lineEnd.rawValue) \(detection.headerRows) \(detection.marks)",
      "\(detection.columns.count) \(detection.hasExtra) \(detection.dataOffset)",
    ].joined(separator: "\n")
  }

  var aside: CSVTable {
    CSVTable(
      path: path, options: options, original: original, file: file, status: status, size: size,
      detection: detection,
      report: ReadReport(
        path: path, file: file, lineEnd: detection.lineEnd.byte, linesBefore: detection.form.linesBefore),
      packing: packing)
  }

  func absorb(_ met: ReadTally, lines: [Int: Int]) {
    report.know(lines)
    report.absorb(met)
  }

  func line(of offset: Int) -> Int { report.line(of: offset) }
}

extension CSVTable {
  public func takeMessages() -> [Phrase] { report.takeMessages() }
  public var detections: [(path: String, detection: Detection)] { [(path, detection)] }
  public var columnKinds: [ColumnKind] { detection.columns.map(\.kind) }
}
