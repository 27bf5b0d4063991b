import RegnPhrases

/// A table that can be scanned: built-in data, a file, a result.
public protocol TableSource: Sendable {
  var schema: TableSchema { get }
  var provenance: Provenance { get }
  /// What the table holds, in a sentence; empty when not known.
  var description: Phrase { get }
  /// The number of rows, when known without reading.
  var rowCount: Int? { get }
  /// The bytes that the table keeps in memory whether it is scanned or not.
  var residentByteCount: Int { get }
  /// What is known of the values of column `index` without a new scan; nil when nothing is.
  func statistics(ofColumn index: Int) -> ColumnStatistics?
  /// As `statistics(ofColumn:)`, and begins to read the column where nothing is known yet; nil when that
  /// takes longer than `limit`, and more is known when it is asked again.
  func countedStatistics(ofColumn index: Int, within limit: Duration) -> ColumnStatistics?
  /// Whether `scan` applies the predicate itself, so that no row that fails it comes out.
  func applies(_ predicate: ScanPredicate) -> Bool
  /// Whether `scan` leaves out rows by their keys in column `column`.
  func applies(keysOf column: Int) -> Bool
  /// Begins a scan.
  func scan(_ request: ScanRequest, context: ExecutionContext) throws -> any TableScan
}

extension TableSource {
  public var description: Phrase { "" }
  public var residentByteCount: Int { 0 }
  public func statistics(ofColumn index: Int) -> ColumnStatistics? { nil }
  public func countedStatistics(ofColumn index: Int, within limit: Duration) -> ColumnStatistics? {
    statistics(ofColumn: index)
  }
  public func applies(_ predicate: ScanPredicate) -> Bool { false }
  public func applies(keysOf column: Int) -> Bool { false }
}

/// What a query needs of a table.
public struct ScanRequest: Sendable {
  /// The places of the columns wanted, in the order in which chunks hold them. May be empty: then chunks
  /// only count rows.
  public let columns: [Int]
  /// All hold for every row that comes out (only predicates that the source said it applies).
  public let predicates: [ScanPredicate]
  /// Columns of keys, and the only ones of them that are asked for: no rows with others, or with nulls, come
  /// out (only columns of which the source said so).
  public let keys: [(column: Int, bitmap: KeyBitmap)]
  /// The number of workers that will call `next`.
  public let workers: Int

  public init(
    columns: [Int], predicates: [ScanPredicate] = [], keys: [(column: Int, bitmap: KeyBitmap)] = [],
    workers: Int = 1
  ) {
    self.columns = columns
    self.predicates = predicates
    self.keys = keys
    self.workers = workers
  }
}

/// A scan under way. Workers pull chunks at the same time; each chunk goes to one of them.
public protocol TableScan: AnyObject, Sendable {
  /// The next chunk for `worker` (0 ..< workers), or nil at the end. Sequences grow with the table's order.
  func next(worker: Int) throws -> Chunk?

  /// A number above the sequence of every chunk, known from the beginning: where the sequences of a source
  /// that follows this one may start. Below 2^31, as rows are numbered by sequence and place.
  var sequenceLimit: Int { get }
}

/// A predicate over one column, simple enough for a scan.
public struct ScanPredicate: Sendable, Hashable {
  /// How the column's value is tested against the constants.
  public enum Test: Sendable, Hashable {
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    /// Equal to one of the constants.
    case oneOf
  }

  /// The column's place in the table's schema.
  public let column: Int
  public let test: Test
  /// The constants, of the column's type and not null; one unless the test is `oneOf`.
  public let constants: [Value]

  public init(column: Int, test: Test, constants: [Value]) {
    self.column = column
    self.test = test
    self.constants = constants
  }
}
