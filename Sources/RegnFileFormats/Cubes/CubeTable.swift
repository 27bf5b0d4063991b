import RegnData
import RegnPhrases
import Synchronization

/// A file's table of statistics whose figures are in memory: the columns of its variables are made as a scan
/// goes.
public struct CubeTable: FileTable {
  public let path: String
  public let schema: TableSchema
  public let provenance: Provenance
  public let description: Phrase
  public let columnKinds: [ColumnKind]
  let cube: Cube
  /// The columns beside those of variables, a row a cell.
  let figures: [Column]
  private let figureStatistics: [ColumnStatistics]
  /// The memory that the figures take.
  private let held: HeldBytes

  init(
    path: String, description: Phrase, provenance: Provenance, cube: Cube,
    figures: [(column: ColumnSchema, kind: ColumnKind, values: Column)], held: HeldBytes
  ) {
    self.held = held
    self.path = path
    self.description = description
    self.provenance = provenance
    self.cube = cube
    self.figures = figures.map(\.values)
    schema = cube.schema(with: figures.map(\.column))
    columnKinds = Array(repeating: .string, count: cube.columnCount) + figures.map(\.kind)
    figureStatistics = figures.map { figure in
      PackedColumn.statistics(ofParts: [PackedColumn([figure.values], type: figure.values.type)])
    }
  }

  public var rowCount: Int? { cube.cellCount }

  public func statistics(ofColumn index: Int) -> ColumnStatistics? {
    guard schema.columns.indices.contains(index) else { return nil }
    return index < cube.columnCount
      ? cube.statistics(ofColumn: index) : figureStatistics[index - cube.columnCount]
  }

  public func scan(_ request: ScanRequest, context: ExecutionContext) throws -> any TableScan {
    CubeScan(table: self, columns: request.columns, context: context)
  }

  /// Nothing is found out late: the figures were read when the file was opened.
  public func widened(for change: SchemaChange) -> CubeTable { self }

  /// Figures of a wider kind, for a table of several files.
  public func with(kinds: [ColumnKind]) -> CubeTable {
    guard kinds != columnKinds else { return self }
    let all = figures.indices.map { index in
      let place = cube.columnCount + index
      let column = schema.columns[place]
      let kind = kinds[place]
      return (
        column: ColumnSchema(
          name: column.name, type: kind.type, description: column.description, unit: column.unit),
        kind: kind,
        values: kind == columnKinds[place] ? figures[index] : Self.convert(figures[index], to: kind)
      )
    }
    return CubeTable(
      path: path, description: description, provenance: provenance, cube: cube, figures: all, held: held)
  }

  private static func convert(_ column: Column, to kind: ColumnKind) -> Column {
    var builder = NumberColumnBuilder(kind: kind)
    for row in 0..<column.count {
      let text: String
      switch column.value(row) {
      case .long(let value): text = "\(value)"
      case .decimal(let value): text = value.text
      case .real(let value): text = value.description
      case .string(let value): text = value
      default: text = ""
      }
      let isPlaced = !text.isEmpty && withUTF8Bytes(of: text) { builder.append(text: $0) }
      if !isPlaced { builder.appendNull() }
    }
    return builder.finish()
  }
}

/// A scan of a table of statistics in memory.
private final class CubeScan: TableScan {
  private let table: CubeTable
  private let columns: [Int]
  private let context: ExecutionContext
  private let next = Atomic<Int>(0)
  let sequenceLimit: Int

  init(table: CubeTable, columns: [Int], context: ExecutionContext) {
    self.table = table
    self.columns = columns
    self.context = context
    sequenceLimit = table.cube.cellCount / Chunk.preferredRowCount + 1
    context.progress.expect(rows: table.cube.cellCount)
  }

  func next(worker: Int) throws -> Chunk? {
    try context.checkpoint()
    let sequence = next.wrappingAdd(1, ordering: .relaxed).oldValue
    let start = sequence * Chunk.preferredRowCount
    guard start < table.cube.cellCount else { return nil }
    let rows = start..<min(start + Chunk.preferredRowCount, table.cube.cellCount)
    context.progress.advance(rows: rows.count)
    let parts = columns.map { index in
      index < table.cube.columnCount
        ? table.cube.column(index, cells: rows) : table.figures[index - table.cube.columnCount].slice(rows)
    }
    return Chunk(columns: parts, rowCount: rows.count, sequence: sequence)
  }
}
