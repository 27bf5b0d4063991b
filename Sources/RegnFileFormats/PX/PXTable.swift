import RegnData
import RegnPhrases

/// A table of PC-Axis in long form: a row a cell. Only its head is kept; every scan reads the cells.
public struct PXTable: FileTable {
  public let path: String
  public let schema: TableSchema
  public let columnKinds: [ColumnKind]
  let input: FileInput
  let header: PXHeader
  let cube: Cube
  /// The kind of the cells.
  let kind: ColumnKind
  private let status: FileStatus
  private let notes: NotesToSay
  private let statisticsCache = StatisticsCache()

  /// Opens a file and reads its head. Errors: RG0625 (not right PX), and those of reading.
  public init(_ input: FileInput) throws(ExecutionError) {
    let header = try PXHeader(input)
    guard let cube = Cube(header.variables) else {
      throw FileFailure.broken(input.path, "the variables make more cells than can be counted")
    }
    let notes = NotesToSay()
    if header.keys != nil {
      notes.add("\(input.path): its records have keys; those that hold nothing but zeros are not in the file")
    }
    self.init(
      input, header: header, cube: cube, kind: header.kind, status: try input.file.status(), notes: notes)
  }

  private init(
    _ input: FileInput, header: PXHeader, cube: Cube, kind: ColumnKind, status: FileStatus, notes: NotesToSay
  ) {
    path = input.path
    self.input = input
    self.header = header
    self.cube = cube
    self.kind = kind
    self.status = status
    self.notes = notes
    schema = cube.schema(with: [
      ColumnSchema(name: "value", type: kind.type, description: kind.decimalsRemark, unit: header.unit)
    ])
    columnKinds = Array(repeating: .string, count: cube.columnCount) + [kind]
  }

  public var provenance: Provenance { header.provenance }

  public var description: Phrase {
    let count = header.variables.count
    var parts: [Phrase] = [
      "PX", Phrase(verbatim: header.encoding.rawValue),
      count == 1 ? "1 variable in long form" : "\(count) variables in long form",
    ]
    if header.keys != nil { parts.append("records with keys") }
    if header.languages.count > 1 {
      parts.append(
        "in \(header.languages[0]) (also: \(header.languages.dropFirst().joined(separator: ", ")))")
    }
    return "\(path): \(input.packing)\(parts.joined(separator: ", "))"
  }

  public var rowCount: Int? { header.keys == nil ? cube.cellCount : nil }

  public func statistics(ofColumn index: Int) -> ColumnStatistics? {
    if index < cube.columnCount, header.keys == nil { return cube.statistics(ofColumn: index) }
    guard status.size <= StatisticsCache.countedSize else { return nil }
    return statisticsCache.statistics(ofColumn: index) {
      try? load(context: ExecutionContext(workers: 1, now: .unixEpoch)).loaded
    }
  }

  public func scan(_ request: ScanRequest, context: ExecutionContext) throws -> any TableScan {
    let now = try input.file.status()
    guard now.size == status.size, now.modified == status.modified else { throw FileFailure.changed(path) }
    return try PXScan(table: self, request: request, context: context)
  }

  public func takeMessages() -> [Phrase] { notes.take() }

  public func widened(for change: SchemaChange) -> PXTable {
    guard case .widen(_, let kind) = change.change else { return self }
    notes.add("\(path): \(change.reason)")
    return with(kind: self.kind.widened(to: kind))
  }

  public func with(kinds: [ColumnKind]) -> PXTable {
    guard let kind = kinds.last, kind != self.kind else { return self }
    return with(kind: kind)
  }

  private func with(kind: ColumnKind) -> PXTable {
    PXTable(input, header: header, cube: cube, kind: kind, status: status, notes: notes)
  }
}
