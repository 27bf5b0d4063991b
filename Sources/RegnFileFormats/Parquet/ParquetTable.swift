import RegnData
import RegnPhrases

/// A table in Parquet. Only what its footer says is kept; every scan reads the columns that it needs.
public struct ParquetTable: FileTable {
  public let path: String
  public let schema: TableSchema
  public let provenance: Provenance
  let input: FileInput
  let metadata: ParquetMetadata
  let leaves: [ParquetLeaf]
  let columns: [ParquetColumn]
  let notes: NotesToSay
  let size: Int
  private let status: FileStatus
  private let statisticsCache = StatisticsCache()
  /// Whether the table is so small that the statistics of all its columns are counted.
  private let isCounted: Bool

  static let magic = Array("PAR1".utf8)
  /// The footer's length and the four letters behind it.
  private static let tailLength = 8
  /// Nobody writes footers like this; whoever says so wants memory to be taken.
  private static let footerLimit = 1 << 29
  /// Of a table with at most so many values all statistics are counted.
  private static let countedValues = 1 << 22

  /// Whether bytes begin as a Parquet file does: the four letters, then what is no text.
  static func recognises(_ head: UTF8Bytes) -> Bool {
    guard head.starts(with: magic) || head.starts(with: Array("PARE".utf8)) else { return false }
    guard head.count > 4 else { return true }
    return head[4] < 0x20 && head[4] != 0x09 && head[4] != 0x0A && head[4] != 0x0D
  }

  /// Opens a file and reads its footer. Errors: RG0625 (not right Parquet, or of a kind that is not read),
  /// and those of reading.
  public init(_ input: FileInput) throws(ExecutionError) {
    let status = try input.file.status()
    let size = status.size
    let whole: Phrase = "the file may be cut off; fetch or copy it once more"
    guard size >= 4 + Self.tailLength else {
      throw FileFailure.broken(input.path, "the file is too short to be Parquet", hint: whole)
    }
    let tail = try input.bytes(size - Self.tailLength..<size)
    let magic = tail.suffix(4)
    guard !magic.elementsEqual("PARE".utf8) else { throw Self.encrypted(input.path) }
    guard tail.count == Self.tailLength, magic.elementsEqual(Self.magic) else {
      throw FileFailure.broken(input.path, "the file does not end as Parquet does", hint: whole)
    }
    let length = tail.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= size - 4 - Self.tailLength, length <= Self.footerLimit else {
      throw FileFailure.broken(input.path, "its footer says that it is longer than the file", hint: whole)
    }
    let footer = try input.bytes(size - Self.tailLength - length..<size - Self.tailLength)
    let metadata: ParquetMetadata
    let layout: ParquetSchema
    let origin: ParquetOrigin
    do throws(ParquetFailure) {
      var failure: ParquetFailure?
      let read = footer.withUnsafeBufferPointer { bytes -> ParquetMetadata? in
        do throws(ParquetFailure) { return try ParquetMetadata(bytes) } catch { failure = error }
        return nil
      }
      guard let read else { throw failure ?? .cut }
      metadata = read
      origin = ParquetOrigin(metadata.notes, path: input.path)
      layout = try ParquetSchema(metadata.schema, timespans: origin.timespans)
      try Self.check(metadata)
    } catch {
      throw FileFailure.broken(input.path, error.what, hint: whole)
    }
    guard !layout.columns.isEmpty else {
      throw ExecutionError(
        code: "RG0615", message: "\(input.path) has no columns", hint: "a table needs at least one")
    }
    self.init(
      input, metadata: metadata, leaves: layout.leaves, columns: layout.columns, origin: origin, size: size,
      status: status, notes: NotesToSay())
  }

  private static func check(_ metadata: ParquetMetadata) throws(ParquetFailure) {
    var chunks = 0
    for group in metadata.rowGroups {
      // Rows are numbered by their chunk and their place in it, and chunks by 31 bits.
      chunks += group.rowCount / Chunk.preferredRowCount + 1
      guard chunks < 1 << 31 else { throw ParquetFailure(what: "it says that it has too many rows to count") }
    }
  }

  static func encrypted(_ path: String) -> ExecutionError {
    FileFailure.broken(
      path, "the file is encrypted, which is not read here", hint: "have it written without encryption")
  }

  private init(
    _ input: FileInput, metadata: ParquetMetadata, leaves: [ParquetLeaf], columns: [ParquetColumn],
    origin: ParquetOrigin, size: Int, status: FileStatus, notes: NotesToSay
  ) {
    path = input.path
    self.input = input
    self.metadata = metadata
    self.leaves = leaves
    self.columns = columns
    self.size = size
    self.status = status
    self.notes = notes
    self.origin = origin
    // Of nested columns there are more values than rows.
    var values = 0
    for group in metadata.rowGroups {
      for chunk in group.columns {
        values = min(values + min(max(chunk.valueCount, group.rowCount), 1 << 40), 1 << 40)
      }
    }
    isCounted = size <= StatisticsCache.countedSize && values <= Self.countedValues
    provenance = origin.provenance
    schema = TableSchema(
      columns.map { column in
        let about = origin.columns[column.name]
        let remark: Phrase = column.form?.remark ?? ""
        return ColumnSchema(
          name: column.name, type: column.kind.type,
          description: [Phrase(known: about?.description ?? ""), remark].filter { !$0.isEmpty }.joined(
            separator: "; "),
          unit: about?.unit ?? "")
      })
  }

  private let origin: ParquetOrigin

  public var description: Phrase {
    let groups = metadata.rowGroups.count
    var parts: [Phrase] = ["Parquet", groups == 1 ? "1 group of rows" : "\(groups) groups of rows"]
    let codecs = Set(metadata.rowGroups.flatMap { $0.columns.map(\.codec) }).sorted()
    let packed = codecs.compactMap { ParquetCodec(rawValue: $0) }.filter { $0 != .none }.map { "\($0)" }
    if !packed.isEmpty { parts.append("packed by \(Phrase.and(packed))") }
    let writer = metadata.createdBy.prefix(60)
    if !writer.isEmpty { parts.append("written by \(writer)") }
    return "\(path): \(input.packing)\(parts.joined(separator: ", "))"
  }

  public var columnKinds: [ColumnKind] { columns.map(\.kind) }
  public var rowCount: Int? { metadata.rowGroups.reduce(0) { $0 + $1.rowCount } }

  public func statistics(ofColumn index: Int) -> ColumnStatistics? {
    if isCounted {
      return statisticsCache.statistics(ofColumn: index) {
        try? load(context: ExecutionContext(workers: 1, now: .unixEpoch)).loaded
      }
    }
    return knownStatistics(ofColumn: index, rows: rowCount ?? 0)
  }

  /// What the footer tells of a column. Of texts it may tell only their beginnings.
  private func knownStatistics(ofColumn index: Int, rows: Int) -> ColumnStatistics? {
    guard columns.indices.contains(index), columns[index].kind != .string else { return nil }
    var nulls = 0
    var low: Value?
    var high: Value?
    for group in metadata.rowGroups where group.rowCount > 0 {
      guard let bounds = bounds(ofColumn: index, in: group), let count = bounds.nullCount else { return nil }
      nulls += count
      if low.map({ bounds.minimum.isBelow($0) }) ?? true { low = bounds.minimum }
      if high.map({ $0.isBelow(bounds.maximum) }) ?? true { high = bounds.maximum }
    }
    return ColumnStatistics(rowCount: rows, nullCount: nulls, minimum: low, maximum: high)
  }

  /// What the file tells of a column's values in a group of rows.
  func bounds(ofColumn index: Int, in group: ParquetRowGroup) -> ParquetBounds? {
    let column = columns[index]
    guard let form = column.form, column.kind == form.kind, !column.hasBase64 else { return nil }
    let leaf = column.leaves.lowerBound
    return ParquetBounds(
      group.columns[leaf], leaves[leaf], kind: column.kind,
      isOrdered: metadata.orders.indices.contains(leaf) && metadata.orders[leaf])
  }

  public func applies(_ predicate: ScanPredicate) -> Bool {
    guard columns.indices.contains(predicate.column), columns[predicate.column].form != nil else {
      return false
    }
    let kind = columns[predicate.column].kind
    return ColumnPredicate(predicate, type: kind.type, scale: kind.scale) != nil
  }

  public func scan(_ request: ScanRequest, context: ExecutionContext) throws -> any TableScan {
    let now = try input.file.status()
    guard now.size == status.size, now.modified == status.modified else { throw FileFailure.changed(path) }
    return try ParquetScan(table: self, request: request, context: context)
  }

  public func takeMessages() -> [Phrase] { notes.take() }

  public func widened(for change: SchemaChange) -> ParquetTable {
    guard case .widen(let index, let kind) = change.change, columns.indices.contains(index) else {
      return self
    }
    notes.add("\(path): \(change.reason)")
    var columns = columns
    if kind == .string, columns[index].kind == .string || columns[index].kind == .dynamic {
      columns[index].hasBase64 = true
    } else {
      columns[index].kind = columns[index].kind.widened(to: kind)
    }
    return with(columns: columns)
  }

  public func with(kinds: [ColumnKind]) -> ParquetTable {
    guard kinds != columnKinds else { return self }
    var columns = columns
    for (index, kind) in kinds.enumerated() { columns[index].kind = kind }
    return with(columns: columns)
  }

  private func with(columns: [ParquetColumn]) -> ParquetTable {
    ParquetTable(
      input, metadata: metadata, leaves: leaves, columns: columns, origin: origin, size: size, status: status,
      notes: notes)
  }
}

extension Value {
  /// Whether a value is less than another of its type; false for types without an order.
  fileprivate func isBelow(_ other: Value) -> Bool { ParquetBounds.order(self, other) == -1 }
}
