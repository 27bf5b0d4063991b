import RegnPhrases
import Synchronization

/// A table in memory, in parts of many rows each.
public struct ColumnTable: TableSource {
  public let schema: TableSchema
  public let provenance: Provenance
  public let description: Phrase
  public let rows: Int
  /// The rows in order. A column has the same type in all parts, but may be stored otherwise in some.
  private let parts: [Chunk]

  /// A table of `columns`, of `rows` rows each, in the order of the schema.
  public init(
    schema: TableSchema, columns: [Column], rows: Int, provenance: Provenance, description: Phrase = ""
  ) {
    assert(schema.columns.count == columns.count && columns.allSatisfy { $0.count == rows })
    self.init(
      schema: schema, parts: [Chunk(columns: columns, rowCount: rows, sequence: 0)], provenance: provenance,
      description: description)
  }

  /// A table of the rows of `parts`, whose columns are in the order of the schema.
  public init(schema: TableSchema, parts: [Chunk], provenance: Provenance, description: Phrase = "") {
    self.schema = schema
    self.parts = parts
    rows = parts.reduce(0) { $0 + $1.rowCount }
    self.provenance = provenance
    self.description = description
  }

  /// All columns, each in one piece: a copy where there are several parts.
  public var columns: [Column] { schema.columns.indices.map(column) }

  /// A column in one piece.
  private func column(_ index: Int) -> Column {
    Column.concatenate(parts.map { $0.columns[index] }, type: schema.columns[index].type)
  }

  public var rowCount: Int? { rows }

  public var residentByteCount: Int {
    var dictionaries = Set<ObjectIdentifier>()
    var bytes = 0
    for part in parts {
      for column in part.columns {
        if case .dictionary(let codes, let dictionary) = column.storage {
          let isNew = dictionaries.insert(ObjectIdentifier(dictionary)).inserted
          bytes += codes.byteCount + (isNew ? dictionary.byteCount : 0)
        } else {
          bytes += column.byteCount
        }
      }
    }
    return bytes
  }

  public func statistics(ofColumn index: Int) -> ColumnStatistics? { column(index).statistics() }

  public func applies(_ predicate: ScanPredicate) -> Bool {
    !parts.isEmpty && parts.allSatisfy { compiled(predicate, $0) != nil }
  }

  /// The predicate over the column as a part stores it.
  private func compiled(_ predicate: ScanPredicate, _ part: Chunk) -> ColumnTableScan.Test? {
    let column = part.columns[predicate.column]
    guard !column.isConstant else { return nil }
    var scale: Int?
    if case .scaled(_, let known) = column.storage { scale = known }
    return ColumnPredicate(predicate, type: column.type, scale: scale).map { ($0, column) }
  }

  public func scan(_ request: ScanRequest, context: ExecutionContext) throws -> any TableScan {
    ColumnTableScan(
      parts.map { part in
        ColumnTableScan.Part(
          columns: request.columns.map { part.columns[$0] }, rows: part.rowCount,
          tests: request.predicates.compactMap { compiled($0, part) })
      }, context: context)
  }
}

/// A scan of a table in memory, cut into morsels that share its memory.
final class ColumnTableScan: TableScan {
  /// A predicate, and the column that it tests.
  typealias Test = (predicate: ColumnPredicate, column: Column)

  struct Part {
    let columns: [Column]
    let rows: Int
    let tests: [Test]
  }

  private let parts: [Part]
  /// For each part the number of morsels in those before it.
  private let firstMorsels: [Int]
  private let nextMorsel = Atomic<Int>(0)
  private let context: ExecutionContext
  let sequenceLimit: Int

  init(_ parts: [Part], context: ExecutionContext) {
    self.parts = parts
    self.context = context
    var morsels = 0
    firstMorsels = parts.map { part in
      defer { morsels += (part.rows + Chunk.preferredRowCount - 1) / Chunk.preferredRowCount }
      return morsels
    }
    sequenceLimit = morsels
    context.progress.expect(rows: parts.reduce(0) { $0 + $1.rows })
  }

  func next(worker: Int) throws -> Chunk? {
    while true {
      try context.checkpoint()
      let index = nextMorsel.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < sequenceLimit else { return nil }
      var place = parts.count - 1
      while firstMorsels[place] > index { place -= 1 }
      let part = parts[place]
      let start = (index - firstMorsels[place]) * Chunk.preferredRowCount
      let range = start..<min(start + Chunk.preferredRowCount, part.rows)
      context.progress.advance(rows: range.count)
      if let chunk = chunk(of: part, range, sequence: index) { return chunk }
    }
  }

  /// The rows of `range` that pass all predicates; nil when there are none. Only of those are the columns
  /// read.
  private func chunk(of part: Part, _ range: Range<Int>, sequence: Int) -> Chunk? {
    let columns = part.columns.map { $0.slice(range) }
    guard let first = part.tests.first else {
      return Chunk(columns: columns, rowCount: range.count, sequence: sequence)
    }
    return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: range.count) { buffer in
      guard let passing = buffer.baseAddress else { return nil }
      var count = first.predicate.select(first.column.slice(range), into: passing)
      for (predicate, column) in part.tests.dropFirst() where count > 0 {
        count = predicate.narrow(column.slice(range), passing, count: count)
      }
      if count == 0 { return nil }
      let selection = UnsafeBufferPointer(start: UnsafePointer(passing), count: count)
      return Chunk(
        columns: count == range.count ? columns : columns.map { $0.gather(selection) }, rowCount: count,
        sequence: sequence)
    }
  }
}
