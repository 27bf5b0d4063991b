import RegnData
import RegnPhrases
import Synchronization

/// A file's table whose columns are kept once a question has read them, and come from there the next time.
///
/// The rows, their order and what is said of malformed records are those of the file.
struct CachedTable: FileTable {
  private let inner: any FileTable
  private let source: CachedSource
  /// How the file turned out otherwise than detected so far, in order.
  private let changes: [SchemaChange]
  /// What the table was before any change, which the changes are kept under.
  private let firstForm: String
  /// How the file is read, whatever the kinds of its columns.
  private let reading: String
  /// Whether nothing is said of the cache's use.
  private let isAside: Bool
  private let statisticsCache = StatisticsCache()

  /// A table as it was detected, or as it is known to be from an earlier reading of the same file.
  init(_ table: any FileTable, _ source: CachedSource) {
    var inner = table
    let form = Self.form(of: table)
    var changes: [SchemaChange] = []
    let kept = source.changes(of: form)
    if let restorable = table as? any RestorableTable, !kept.changes.isEmpty {
      inner = restorable.restored(kept.columns, after: kept.changes)
      changes = kept.changes
    } else {
      for change in kept.changes {
        if case .widen(let column, _) = change.change, !inner.columnKinds.indices.contains(column) { break }
        inner = inner.widened(for: change)
        changes.append(change)
      }
    }
    self.init(inner, source, changes: changes, firstForm: form)
  }

  private init(
    _ inner: any FileTable, _ source: CachedSource, changes: [SchemaChange], firstForm: String,
    isAside: Bool = false
  ) {
    self.inner = inner
    self.source = source
    self.changes = changes
    self.firstForm = firstForm
    self.isAside = isAside
    reading = Self.reading(of: inner)
  }

  // MARK: - What decides the values

  /// How the file is read, the kinds of all columns included.
  private static func form(of table: any FileTable) -> String {
    ([reading(of: table)] + table.columnKinds.map(\.code)).joined(separator: "\n")
  }

  private static func reading(of table: any FileTable) -> String {
    (table as? any ReportingTable)?.readingForm ?? "\(type(of: table))"
  }

  /// All that decides the values of a column.
  private func form(ofColumn index: Int) -> String {
    [
      source.cache.version, reading, "\(index) \(inner.schema.columns[index].name)",
      inner.columnKinds[index].code,
    ].joined(separator: "\n")
  }

  // MARK: - The table

  var path: String { inner.path }
  var files: [String] { inner.files }
  var schema: TableSchema { inner.schema }
  var provenance: Provenance { inner.provenance }
  var columnKinds: [ColumnKind] { inner.columnKinds }
  var residentByteCount: Int { inner.residentByteCount }
  var detections: [(path: String, detection: Detection)] { inner.detections }
  var rowCount: Int? { inner.rowCount ?? knownColumn?.rows }

  var description: Phrase {
    var columns: [String] = []
    var bytes = 0
    for (index, column) in schema.columns.enumerated() {
      guard let file = source.column(of: form(ofColumn: index)) else { continue }
      columns.append(column.name)
      bytes += file.size
    }
    guard !columns.isEmpty else { return "\(inner.description); no column is kept in the cache" }
    let names: Phrase =
      columns.count == schema.columns.count
      ? "all columns" : Phrase(verbatim: columns.joined(separator: ", "))
    return """
      \(inner.description); kept in the cache: \(names) (\(MemoryBudget.text(ofBytes: bytes)) in \
      \(source.folder))
      """
  }

  func takeMessages() -> [Phrase] {
    inner.takeMessages() + source.takeNotes().map { "\(path): \($0)" }
  }

  func applies(_ predicate: ScanPredicate) -> Bool { inner.applies(predicate) }
  func owns(_ change: SchemaChange) -> Bool { inner.owns(change) }

  func widened(for change: SchemaChange) -> CachedTable {
    // What was damaged is forgotten already.
    if change.change == .damagedCache { return self }
    return CachedTable(
      inner.widened(for: change), source, changes: changes + [change], firstForm: firstForm)
  }

  func with(kinds: [ColumnKind]) -> CachedTable {
    CachedTable(inner.with(kinds: kinds), source, changes: changes, firstForm: firstForm)
  }

  /// Some column that is kept.
  private var knownColumn: ColumnFile? {
    for index in schema.columns.indices {
      if let file = source.column(of: form(ofColumn: index)) { return file }
    }
    return nil
  }

  // MARK: - Statistics

  func statistics(ofColumn index: Int) -> ColumnStatistics? {
    if let counted = statisticsCache.counted(ofColumn: index) { return counted }
    // Of small files all columns are counted at once, which reads the file; a kept column spares that.
    guard source.stamp.size <= StatisticsCache.countedSize,
      source.column(of: form(ofColumn: index)) != nil
    else { return inner.statistics(ofColumn: index) }
    return statisticsCache.count(ofColumn: index) { counted(index) } ?? inner.statistics(ofColumn: index)
  }

  func countedStatistics(ofColumn index: Int, within limit: Duration) -> ColumnStatistics? {
    guard source.stamp.size > StatisticsCache.countedSize, inner is any ReportingTable else {
      return statistics(ofColumn: index)
    }
    return statisticsCache.count(ofColumn: index, within: limit) { counted(index) }
  }

  /// Counts a column, which is kept by that. What reading meets is not the query's that comes next.
  private func counted(_ index: Int) -> ColumnStatistics? {
    let aside = CachedTable(
      (inner as? any ReportingTable)?.aside ?? inner, source, changes: changes, firstForm: firstForm,
      isAside: true)
    let context = ExecutionContext(
      workers: 2, memory: MemoryBudget(limit: 512 << 20), now: .unixEpoch,
      deadline: ContinuousClock.now.advanced(by: .seconds(60)))
    return try? aside.countedStatistics(ofColumn: index, context: context)
  }

  // MARK: - Scans

  func scan(_ request: ScanRequest, context: ExecutionContext) throws -> any TableScan {
    let now = try source.origin.status()
    // Where only the times differ in part, as after a change of the file's mode, the file is read itself.
    guard source.stamp.fits(now) else { return try inner.scan(request, context: context) }
    var needed: [Int] = []
    for column in request.columns + request.predicates.map(\.column) where !needed.contains(column) {
      needed.append(column)
    }
    guard !needed.isEmpty else { return try counting(request, context) }
    var known: [KeptColumn] = []
    for column in needed {
      if let file = source.column(of: form(ofColumn: column)) {
        known.append(KeptColumn(place: column, file: file))
      }
    }
    if let first = known.first, !known.allSatisfy({ $0.file.hasChunks(of: first.file) }) { known = [] }
    let wanted = request.columns.compactMap { column in needed.firstIndex(of: column) }
    let predicates = try request.predicates.map { try compiled($0, needed) }
    if known.count == needed.count, let first = known.first {
      var met = first.file.head.met
      for column in known { met.add(column.file.head.metHere) }
      (inner as? any ReportingTable)?.absorb(met, lines: lines(of: known))
      note("read \(names(needed)) from the cache")
      return try CacheScan(
        path: path, source, columns: known, wanted: wanted, predicates: predicates, request.workers, context)
    }
    let missing = needed.filter { column in !known.contains { $0.place == column } }
    let writers = missing.compactMap { column -> FillingScan.Kept? in
      source.writer(of: form(ofColumn: column)).map { writer in
        FillingScan.Kept(place: column, slot: needed.firstIndex(of: column) ?? 0, writer: writer)
      }
    }
    guard writers.count == missing.count else {
      note("nothing can be kept in \(source.folder)")
      return try inner.scan(request, context: context)
    }
    let whole = ScanRequest(columns: needed, workers: request.workers)
    return FillingScan(
      try inner.scan(whole, context: context), table: self, kept: writers, wanted: wanted,
      predicates: predicates, request.workers, context)
  }

  /// A scan that only counts rows.
  private func counting(_ request: ScanRequest, _ context: ExecutionContext) throws -> any TableScan {
    guard let file = knownColumn else { return try inner.scan(request, context: context) }
    // Counting meets nothing else.
    let met = file.head.met.only(.unclosedQuote)
    (inner as? any ReportingTable)?.absorb(met, lines: file.head.lines)
    note("counted the rows in the cache")
    let kept = KeptColumn(place: 0, file: file)
    return try CacheScan(
      path: path, source, columns: [kept], wanted: [], predicates: [], request.workers, context)
  }

  private func compiled(_ predicate: ScanPredicate, _ needed: [Int]) throws -> SlotPredicate {
    let kind = inner.columnKinds[predicate.column]
    guard let compiled = ColumnPredicate(predicate, type: kind.type, scale: kind.scale),
      let slot = needed.firstIndex(of: predicate.column)
    else { throw ExecutionError.fault("a predicate was pushed into a scan that does not apply it") }
    return SlotPredicate(predicate: compiled, slot: slot)
  }

  private func lines(of columns: [KeptColumn]) -> [Int: Int] {
    columns.reduce(into: [:]) { lines, column in lines.merge(column.file.head.lines) { known, _ in known } }
  }

  private func note(_ text: Phrase) { if !isAside { source.note(text) } }

  private func names(_ places: [Int]) -> String {
    places.map { schema.columns[$0].name }.sorted().joined(separator: ", ")
  }

  /// Puts what a scan wrote in its place, if the file is still what it was.
  func commit(_ kept: [FillingScan.Kept], met: ReadTally) {
    guard source.isUnchanged() else {
      for column in kept { column.writer.giveUp() }
      return
    }
    let reporting = inner as? any ReportingTable
    var written: [Int] = []
    for column in kept {
      let form = form(ofColumn: column.place)
      let (all, here) = (met.ofRows, met.of(column: column.place))
      var lines: [Int: Int] = [:]
      for offset in all.offsets + here.offsets { lines[offset] = reporting?.line(of: offset) }
      let head = ColumnFile.Head(
        stamp: source.stamp, form: form, type: schema.columns[column.place].type, met: all, metHere: here,
        lines: lines)
      guard column.writer.commit(head) != nil else { continue }
      source.wasWritten(form)
      written.append(column.place)
    }
    guard !written.isEmpty else { return note("nothing could be kept in \(source.folder)") }
    if !changes.isEmpty {
      let columns = zip(schema.columns, columnKinds).map { DetectedColumn(name: $0.name, kind: $1) }
      source.keep(changes, columns, of: firstForm)
    }
    source.cache.trim()
    note("kept \(names(written)) in the cache")
  }
}
