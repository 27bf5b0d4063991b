import RegnData
import RegnFileFormats
import Testing

/// What files keep in memory counts against a limit, for as long as they keep it.
@Suite struct HeldMemoryTests {
  private func tables(_ bytes: [UInt8], limit: Int = .max / 2) -> FileTables {
    FileTables(fileSystem: MemoryFileSystem(["t.file": bytes]), memory: MemoryBudget(limit: limit))
  }

  /// UTF-16 with a byte order mark.
  private func utf16(_ text: String) -> [UInt8] {
    [0xFF, 0xFE] + text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
  }

  /// JSON-stat with one dimension of so many categories; with `isSparse` no value is told.
  private func cube(_ count: Int, isSparse: Bool = false) -> [UInt8] {
    let codes = (0..<count).map { "\"\($0)\"" }.joined(separator: ",")
    let values = isSparse ? "{}" : "[" + (0..<count).map(String.init).joined(separator: ",") + "]"
    return Array(
      """
      {"class":"dataset","id":["a"],"size":[\(count)],"dimension":{"a":{"category":{"index":[\(codes)]}}},\
      "value":\(values)}
      """.utf8)
  }

  @Test func isCountedWhileTheTableIsThere() throws {
    for (bytes, held) in [
      (Packed.gzip, Packed.text.utf8.count), (Packed.zip, Packed.text.utf8.count), (utf16("a;b\n1;ø\n"), 9),
      // A column of whole numbers of 64 bits.
      (cube(1_000), 8_000), (Array("a;b\n1;2\n".utf8), 0),
    ] {
      let files = tables(bytes)
      do {
        let table = try files.open("t.file")
        #expect(files.memory.usedBytes == held, "\(table.description)")
      }
      #expect(files.memory.usedBytes == 0)
    }
  }

  @Test func whatHasNoRoomIsRefused() throws {
    let text = String(repeating: "1234;5678\n", count: 300_000)
    for (bytes, limit, what) in [
      (Packed.bomb, 10_000_000, "is unpacked into memory"),
      (utf16(text), 1_500_000, "is UTF-16 and is made UTF-8 in memory"),
      (cube(20_000), 500_000, "is JSON-stat and is read as a whole"),
      // The text fits, its cells do not.
      (cube(20_000, isSparse: true), 1_000_000, "is JSON-stat and is read as a whole"),
      (
        Array("CHARSET=\"ANSI\";\nTITLE=\"\(text)\";\nDATA=1;".utf8), 200_000,
        "has a head that is read as a whole"
      ),
      (Array("[{\"a\":\"\(text)".utf8), 1_500_000, "has a record that is read as a whole"),
    ] {
      let files = tables(bytes, limit: limit)
      let error = #expect(throws: ExecutionError.self) { try files.open("t.file") }
      #expect(error?.code == "RG0603")
      #expect(
        error?.message.description.hasPrefix("t.file \(what), which takes more than the memory limit of")
          ?? false,
        "\(error?.message ?? "")")
      #expect(files.memory.usedBytes == 0)
    }
    _ = try tables(cube(20_000), limit: 5_000_000).open("t.file")
  }
}
