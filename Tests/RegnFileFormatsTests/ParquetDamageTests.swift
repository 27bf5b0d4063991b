import RegnData
import RegnFileFormats
import Testing

/// What is no right Parquet is answered with a message.
@Suite struct ParquetDamageTests {
  /// The message of what opening or reading a file ends in.
  private func message(_ bytes: [UInt8]) throws -> String {
    func readAll(_ table: some FileTable) throws { _ = try rows(table) }
    let error = #expect(throws: ExecutionError.self) { try readAll(try opened(bytes, path: "f.parquet")) }
    return "\(error?.code ?? "") \(error?.message ?? "")"
  }

  @Test func otherCompressionsAreNamed() throws {
    #expect(
      try message(try ParquetFiles.bytes("brotli.parquet"))
        == "RG0625 f.parquet: column \"name\": its pages are packed by Brotli, which is not read here")
  }

  @Test func cutAndEncryptedFiles() throws {
    let bytes = try ParquetFiles.bytes("rows-none-1.parquet")
    #expect(try message(Array(bytes.prefix(8))) == "RG0625 f.parquet: the file is too short to be Parquet")
    for length in stride(from: 12, to: bytes.count, by: 97) {
      let found = try message(Array(bytes.prefix(length)))
      #expect(found == "RG0625 f.parquet: the file does not end as Parquet does")
    }
    #expect(
      try message(Array(bytes.dropLast(4)) + Array("PARE".utf8))
        == "RG0625 f.parquet: the file is encrypted, which is not read here")
    var long = bytes
    long[bytes.count - 5] = 0x7F
    #expect(try message(long) == "RG0625 f.parquet: its footer says that it is longer than the file")
  }

  @Test func textThatBeginsLikeParquetIsText() throws {
    let table = try opened("PAR1;n\na;1\n")
    #expect(table.schema.columns.map(\.name) == ["PAR1", "n"])
  }

  /// Whatever bytes are turned, a file is read or answered with a message, and little memory is taken.
  @Test(arguments: ParquetFiles.all.map(\.file))
  func damagedFiles(file: String) throws {
    let original = try ParquetFiles.bytes(file)
    var random = SplitMix(UInt64(original.count))
    let flips = ParquetFiles.flips
    for _ in 0..<flips {
      var bytes = original
      for _ in 0...random.below(3) {
        let place = random.below(bytes.count)
        bytes[place] =
          random.below(2) == 0 ? bytes[place] ^ (1 << UInt8(random.below(8))) : UInt8(random.below(256))
      }
      do {
        try Self.readSome(try opened(bytes, path: file))
      } catch is ExecutionError {
      } catch is SchemaChange {}
    }
  }

  private static func readSome(_ table: some FileTable) throws {
    let context = ExecutionContext(
      workers: 1, memory: MemoryBudget(limit: 1 << 26), now: DateTime(ticks: 0))
    for column in table.schema.columns.indices { _ = table.statistics(ofColumn: column) }
    let scan = try table.scan(ScanRequest(columns: Array(table.schema.columns.indices)), context: context)
    for _ in 0..<20 {
      guard let chunk = try scan.next(worker: 0) else { break }
      for column in chunk.columns {
        for row in 0..<min(column.count, 100) { _ = shown(column.value(row)) }
      }
    }
  }
}
