import Glibc
import RegnData
import RegnFileFormats
import Testing

/// A table of this text, in a file system of memory.
func csv(
  _ text: String, _ options: CSVOptions = CSVOptions(), path: String = "test.csv"
) throws -> CSVTable {
  try csv(Array(text.utf8), options, path: path)
}

func csv(
  _ bytes: [UInt8], _ options: CSVOptions = CSVOptions(), path: String = "test.csv"
) throws -> CSVTable {
  try CSVTable(path: path, options: options, fileSystem: MemoryFileSystem([path: bytes]))
}

/// The context of a test's scan.
func testContext(workers: Int = 1, cancelAtCheckpoint: Int = 0) -> ExecutionContext {
  ExecutionContext(workers: workers, now: DateTime(ticks: 0), cancelAtCheckpoint: cancelAtCheckpoint)
}

/// All chunks of a scan in order, read by as many threads as the request has workers.
func chunks(_ table: some TableSource, _ request: ScanRequest) throws -> [Chunk] {
  let context = testContext(workers: request.workers)
  let scan = try table.scan(request, context: context)
  var parts: [[Chunk]] = []
  if request.workers == 1 {
    var part: [Chunk] = []
    while let chunk = try scan.next(worker: 0) { part.append(chunk) }
    parts = [part]
  } else {
    parts = try onThreads(request.workers) { worker in
      var part: [Chunk] = []
      while let chunk = try scan.next(worker: worker) { part.append(chunk) }
      return part
    }
  }
  return parts.flatMap { $0 }.sorted { $0.sequence < $1.sequence }
}

private final class Slot<Value>: @unchecked Sendable {
  var result: Result<Value, any Error>?
  let body: () throws -> Value
  init(_ body: @escaping () throws -> Value) { self.body = body }
}

/// What `body` gives on each of `count` threads.
func onThreads<Value>(_ count: Int, _ body: @escaping (Int) throws -> Value) throws -> [Value] {
  let slots = (0..<count).map { worker in Slot { try body(worker) } }
  var threads: [pthread_t] = []
  for slot in slots {
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { argument in
        let run = Unmanaged<AnyObject>.fromOpaque(argument!).takeRetainedValue() as! () -> Void
        run()
        return nil
      },
      Unmanaged.passRetained({ slot.result = Result { try slot.body() } } as () -> Void as AnyObject)
        .toOpaque())
    threads.append(thread)
  }
  for thread in threads { pthread_join(thread, nil) }
  return try slots.map { try $0.result!.get() }
}

/// The value as the tests write it: null is `∅`.
func shown(_ value: Value) -> String {
  switch value {
  case .null: return "∅"
  case .bool(let value): return "\(value)"
  case .int(let value): return "\(value)"
  case .long(let value): return "\(value)"
  case .real(let value): return "\(value)"
  case .decimal(let value): return value.text
  case .string(let value): return value
  case .datetime(let value): return value.text
  case .timespan(let value): return value.text
  case .guid(let value): return value.text
  case .dynamic(let bytes): return bytes.withUnsafeBufferPointer { DynamicRef($0).text }
  }
}

/// The rows of a table as texts, the table being widened as often as it asks for.
func rows<Table: FileTable>(
  _ table: Table, columns: [Int]? = nil, predicates: [ScanPredicate] = [], workers: Int = 1
) throws -> (rows: [[String]], table: Table) {
  var table = table
  while true {
    do {
      let request = ScanRequest(
        columns: columns ?? Array(table.schema.columns.indices), predicates: predicates, workers: workers)
      var rows: [[String]] = []
      for chunk in try chunks(table, request) {
        for row in 0..<chunk.rowCount { rows.append(chunk.columns.map { shown($0.value(row)) }) }
      }
      return (rows, table)
    } catch let change as SchemaChange {
      table = table.widened(for: change)
    }
  }
}

/// The rows of text read as CSV: fields joined by `|`.
func lines(_ text: String, _ options: CSVOptions = CSVOptions()) throws -> [String] {
  try rows(csv(text, options)).rows.map { $0.joined(separator: "|") }
}

/// The columns of a table as `name type`.
func shape(_ table: some FileTable) -> String {
  let columns = table.detections[0].detection.columns
  return columns.map { "\($0.name) \($0.kind.text)" }.joined(separator: ", ")
}

/// A generator of random numbers that gives the same on every run (SplitMix64).
struct SplitMix {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
  mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
}

extension CSVTable: CustomTestStringConvertible {
  public var testDescription: String { description.description }
}
