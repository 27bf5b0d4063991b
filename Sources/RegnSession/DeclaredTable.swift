import RegnData
import RegnFunctions
import RegnPhrases

/// A table under the names and types that a query declares for it, column by column from the left; columns
/// that it lacks are null.
struct DeclaredTable: TableSource {
  private let inner: any TableSource
  let schema: TableSchema

  init(_ inner: any TableSource, columns: [ColumnSchema]) {
    self.inner = inner
    schema = TableSchema(columns)
  }

  var provenance: Provenance { inner.provenance }
  var description: Phrase { inner.description }
  var rowCount: Int? { inner.rowCount }

  func scan(_ request: ScanRequest, context: ExecutionContext) throws -> any TableScan {
    let present = request.columns.filter { $0 < inner.schema.columns.count }
    let scan = try inner.scan(ScanRequest(columns: present, workers: request.workers), context: context)
    return DeclaredScan(
      scan, places: request.columns.map { present.firstIndex(of: $0) },
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
