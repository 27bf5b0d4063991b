import RegnData
import RegnPhrases

/// Several files as one table: their columns by name, types wide enough for all, the files one after another.
public struct UnionTable: FileTable {
  public let path: String
  public let schema: TableSchema
  public let columnKinds: [ColumnKind]
  private let members: [any FileTable]
  /// For each member, where it has each column of the schema; nil where it lacks it.
  private let places: [[Int?]]

  /// A table of the files' rows. A column that a file lacks is null (empty text) in its rows.
  init(path: String, members: [any FileTable]) {
    self.path = path
    var names: [String] = []
    var kinds: [String: ColumnKind] = [:]
    for member in members {
      for (column, kind) in zip(member.schema.columns, member.columnKinds) {
        if let known = kinds[column.name] {
          kinds[column.name] = known.joined(with: kind)
        } else {
          names.append(column.name)
          kinds[column.name] = kind
        }
      }
    }
    // Surplus fields stay last.
    if let extra = names.firstIndex(of: "_extra") { names.append(names.remove(at: extra)) }
    let widened = members.map { member -> any FileTable in
      member.with(kinds: zip(member.schema.columns, member.columnKinds).map { kinds[$0.name] ?? $1 })
    }
    columnKinds = names.map { kinds[$0] ?? .string }
    self.members = widened
    schema = TableSchema(names.map { ColumnSchema(name: $0, type: (kinds[$0] ?? .string).type) })
    places = widened.map { member in names.map { member.schema.index(of: $0) } }
  }

  public var provenance: Provenance { Provenance(publisher: Phrase(verbatim: path)) }
  public var description: Phrase { "\(members.count) files" }
  public var rowCount: Int? {
    var rows = 0
    for member in members {
      guard let count = member.rowCount else { return nil }
      rows += count
    }
    return rows
  }

  public var files: [String] { members.flatMap(\.files) }
  /// The members are made to agree when the union is made.
  public func with(kinds: [ColumnKind]) -> UnionTable { self }
  public var detections: [(path: String, detection: Detection)] { members.flatMap(\.detections) }
  public func takeMessages() -> [Phrase] { members.flatMap { $0.takeMessages() } }
  public func owns(_ change: SchemaChange) -> Bool { members.contains { $0.owns(change) } }

  public func widened(for change: SchemaChange) -> UnionTable {
    UnionTable(
      path: path,
      members: members.map { member in member.owns(change) ? member.widened(for: change) : member })
  }

  public func applies(_ predicate: ScanPredicate) -> Bool {
    guard schema.columns.indices.contains(predicate.column) else { return false }
    return zip(members, places).allSatisfy { member, places in
      guard let place = places[predicate.column] else { return false }
      return member.applies(
        ScanPredicate(column: place, test: predicate.test, constants: predicate.constants))
    }
  }

  public func scan(_ request: ScanRequest, context: ExecutionContext) throws -> any TableScan {
    var scans: [any TableScan] = []
    for (member, places) in zip(members, places) {
      let predicates = request.predicates.compactMap { predicate in
        places[predicate.column].map {
          ScanPredicate(column: $0, test: predicate.test, constants: predicate.constants)
        }
      }
      let part = ScanRequest(
        columns: request.columns.compactMap { places[$0] }, predicates: predicates, workers: request.workers)
      scans.append(try member.scan(part, context: context))
    }
    let wanted = places.map { places in request.columns.map { places[$0] != nil } }
    return UnionScan(
      scans: scans, has: wanted, types: request.columns.map { schema.columns[$0].type },
      workers: request.workers)
  }
}

/// The scans of several files, one after another.
private final class UnionScan: TableScan {
  private let scans: ConsecutiveScans
  /// For each file, which of the wanted columns it has.
  private let has: [[Bool]]
  private let types: [ScalarType]

  init(scans: [any TableScan], has: [[Bool]], types: [ScalarType], workers: Int) {
    self.scans = ConsecutiveScans(scans, workers: workers)
    self.has = has
    self.types = types
  }

  var sequenceLimit: Int { scans.sequenceLimit }

  /// The next chunk, with the columns that its file lacks.
  func next(worker: Int) throws -> Chunk? {
    guard let (chunk, file) = try scans.nextWithScan(worker: worker) else { return nil }
    var next = 0
    var columns: [Column] = []
    for (place, isThere) in has[file].enumerated() {
      if isThere {
        columns.append(chunk.columns[next])
        next += 1
      } else {
        columns.append(Column.nulls(types[place], count: chunk.rowCount))
      }
    }
    return chunk.with(columns: columns)
  }
}
