import RegnData
import RegnFunctions
import RegnPhrases

/// A table under the names and types that a query declares for it.
struct DeclaredTable: TableSource {
  private let inner: any TableSource
  /// For each declared column its place in the inner table; nil for one that is null.
  private let places: [Int?]
  let schema: TableSchema

  /// Column by column from the left; columns that the table lacks are null.
  init(inOrder inner: any TableSource, columns: [ColumnSchema]) {
    self.inner = inner
    places = columns.indices.map { inner.schema.columns.indices.contains($0) ? $0 : nil }
    schema = TableSchema(columns)
  }

  /// Each column is the one of its name. Errors: RG0614 when the table has none of the name.
  init(byName inner: any TableSource, columns: [ColumnSchema], path: String) throws(ExecutionError) {
    self.inner = inner
    let names = inner.schema.columns.map(\.name)
    var places: [Int?] = []
    for column in columns {
      guard let place = names.firstIndex(of: column.name) else {
        let known = names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", …" : "")
        throw ExecutionError(
          code: "RG0614", message: "\(path) has no column `\(column.name)`", hint: "its columns are \(known)")
      }
      places.append(place)
    }
    self.places = places
    schema = TableSchema(columns)
  }

  var provenance: Provenance { inner.provenance }
  var description: Phrase { inner.description }
  var rowCount: Int? { inner.rowCount }

  func scan(_ request: ScanRequest, context: ExecutionContext) throws -> any TableScan {
    let wanted = request.columns.map { places[$0] }
    let present = wanted.compactMap { $0 }
    let scan = try inner.scan(ScanRequest(columns: present, workers: request.workers), context: context)
    return DeclaredScan(
      scan, places: wanted.map { place in place.flatMap { present.firstIndex(of: $0) } },
      types: request.columns.map { schema.columns[$0].type }, context: context)
  }
}

/// A scan whose columns are converted to declared types.
private final class DeclaredScan: TableScan {
  private let inner: any TableScan
  private let places: [Int?]
  private let types: [ScalarType]
  private let context: ExecutionContext

  init(_ inner: any TableScan, places: [Int?], types: [ScalarType], context: ExecutionContext) {
    self.inner = inner
    self.places = places
    self.types = types
    self.context = context
  }

  var sequenceLimit: Int { inner.sequenceLimit }

  func next(worker: Int) throws -> Chunk? {
    guard let chunk = try inner.next(worker: worker) else { return nil }
    let kernel = KernelContext(rows: chunk.rowCount, execution: context)
    return chunk.with(
      columns: zip(places, types).map { place, type in
        guard let place else { return Column.nulls(type, count: chunk.rowCount) }
        return Conversion.convert(chunk.columns[place], to: type, kernel)
      })
  }
}
