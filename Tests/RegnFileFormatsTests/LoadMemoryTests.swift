import RegnData
import RegnFileFormats
import Testing

/// Reading a whole file into memory keeps to the memory limit and can be stopped, and gives everything back
/// but the table.
@Suite struct LoadMemoryTests {
  static let rows = 30_000
  static let text =
    "id;name;amount\n"
    + (0..<rows).map { "\($0);a name that is longer than a dictionary takes \($0);\($0),25\n" }.joined()

  private func table() throws -> CSVTable {
    try csv(Self.text, CSVOptions(blockSize: 1 << 16))
  }

  @Test(arguments: [1, 2]) func loadsInTheMemoryThatItNeedsAndNotInLess(workers: Int) throws {
    let free = ExecutionContext(workers: workers, now: DateTime(ticks: 0))
    let loaded = try table().load(context: free).loaded
    #expect(loaded.rowCount == Self.rows)
    #expect(free.memory.usedBytes == 0)
    let peak = free.memory.peakBytes
    // The parts and the whole of the widest column are there together.
    #expect(peak >= loaded.residentByteCount)
    // Numbers below 30,000 in two bytes, hundredths of them in four, the texts and two bytes more each; or
    // codes of these, whose dictionary grew by doubling.
    let texts = (0..<Self.rows).reduce(0) { $0 + "a name that is longer than a dictionary takes \($1)".count }
    let packed = Self.rows * (2 + 2 + 4) + texts
    #expect(loaded.residentByteCount >= packed)
    #expect(loaded.residentByteCount <= 2 * packed)
    for limit in [0, peak / 10, peak / 3, peak / 2] {
      let context = ExecutionContext(
        workers: workers, memory: MemoryBudget(limit: limit), now: DateTime(ticks: 0))
      let error = #expect(throws: ExecutionError.self) { try table().load(context: context) }
      #expect(error?.code == "RG0603")
      #expect(context.memory.usedBytes == 0)
      #expect(context.memory.peakBytes <= limit)
    }
  }

  @Test(arguments: [1, 2]) func stopsAtEveryCheckpoint(workers: Int) throws {
    for place in [1, 2, 5, 10, 20] {
      let context = testContext(workers: workers, cancelAtCheckpoint: place)
      let error = #expect(throws: ExecutionError.self) { try table().load(context: context) }
      #expect(error?.code == ExecutionError.cancelled.code, "at checkpoint \(place)")
      #expect(context.memory.usedBytes == 0, "at checkpoint \(place)")
    }
  }

  @Test(arguments: [1, 2]) func aReadThatStartsOverAfterAWorkerFailedGoesOn(workers: Int) throws {
    // The sample shows numbers only; the last row has a word.
    let text = "id;value\n" + (0..<20_000).map { "\($0);\($0)\n" }.joined() + "20000;mange\n"
    let table = try csv(text, CSVOptions(blockSize: 4096, sampleSize: 1024))
    let context = ExecutionContext(workers: workers, now: DateTime(ticks: 0))
    let (loaded, file) = try table.load(context: context)
    #expect(file.schema.columns[1].type == .string)
    #expect(loaded.rowCount == 20_001)
    #expect(context.memory.usedBytes == 0)
  }

  @Test func aScanThatIsNotReadToItsEndGivesItsBuffersBack() throws {
    let context = testContext()
    do {
      let scan = try table().scan(ScanRequest(columns: [0]), context: context)
      #expect(try scan.next(worker: 0) != nil)
      #expect(context.memory.usedBytes > 0)
    }
    #expect(context.memory.usedBytes == 0)
  }

  @Test func filesInARowNumberTheirChunksApart() throws {
    // Blocks of many records give several chunks; all files together stay below the limit of sequences.
    let part = "n\n" + String(repeating: "1\n", count: 200_000)
    let files = MemoryFileSystem(text: ["a1.csv": part, "a2.csv": part, "a3.csv": part])
    let table = try FileTables(fileSystem: files).open("a*.csv")
    for workers in [1, 2] {
      let request = ScanRequest(columns: [0], workers: workers)
      let parts = try chunks(table, request)
      let sequences = parts.map(\.sequence)
      #expect(Set(sequences).count == sequences.count)
      #expect(parts.reduce(0) { $0 + $1.rowCount } == 600_000)
      let limit = try table.scan(request, context: testContext(workers: workers)).sequenceLimit
      #expect((sequences.max() ?? .max) < limit && limit < 1 << 20)
    }
  }
}
