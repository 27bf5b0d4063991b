import Glibc
import RegnData
import RegnTestSupport
import Testing

@testable import RegnFileFormats

/// What the cache does when the file has changed, when its own files are damaged, and when it has no room.
@Suite struct CacheDamageTests {
  let files = CachedFiles()
  let options = CSVOptions(blockSize: 1 << 10)

  private func kept(_ columns: [Int]? = nil) throws -> (rows: [[String]], cache: [String]) {
    let (rows, _, cache) = try answer(files.open("t.csv", options), columns, workers: 2)
    return (rows, cache)
  }

  private func wanted() throws -> [[String]] { try answer(files.plain("t.csv", options)).rows }

  // MARK: - Changed files

  @Test func aChangedFileIsReadAnew() throws {
    files.folder.write("t.csv", PredicateTests.text)
    let before = try kept().rows
    files.folder.write("t.csv", PredicateTests.text + "1;new;1,50;11.03.2024;True;1\n")
    let after = try kept()
    #expect(after.rows.count == before.count + 1)
    #expect(after.cache == ["kept amount, big, day, flag, n, name in the cache"])
    #expect(try kept().cache == ["read amount, big, day, flag, n, name from the cache"])
    #expect(files.kept().count == 6)
  }

  /// One byte is another, the length and the time that programs can set are as before.
  @Test func aByteChangedInPlaceIsFound() throws {
    files.folder.write("t.csv", PredicateTests.text)
    files.setTime("t.csv", 1_700_000_000)
    _ = try kept()
    var bytes = Array(PredicateTests.text.utf8)
    let place = try #require(bytes.lastIndex(of: UInt8(ascii: "1")))
    bytes[place] = UInt8(ascii: "2")
    files.folder.write("t.csv", bytes)
    files.setTime("t.csv", 1_700_000_000)
    let after = try kept()
    #expect(after.rows == (try wanted()))
    #expect(after.cache == ["kept amount, big, day, flag, n, name in the cache"])
  }

  /// Where a file system keeps no time that programs cannot set, only the sampled bytes tell.
  @Test func theSampleTellsShortFilesApartAndLongOnesMostly() throws {
    func stamp(_ bytes: [UInt8]) throws -> FileStamp { try FileStamp(of: MemoryFile(bytes)) }
    var short = Array(PredicateTests.text.utf8)
    let before = try stamp(short)
    for place in [0, 1, short.count / 2, short.count - 1] {
      short[place] ^= 1
      #expect(try stamp(short) != before)
      short[place] ^= 1
    }
    #expect(try stamp(short) == before)
    var long = [UInt8](repeating: 7, count: 3_000_000)
    let whole = try stamp(long)
    for place in [0, 8191, long.count - 8192, long.count - 1] {
      long[place] ^= 1
      #expect(try stamp(long) != whole)
      long[place] ^= 1
    }
    // Between two samples a change is not seen.
    long[50_000] ^= 1
    #expect(try stamp(long) == whole)
    #expect(try stamp(Array(long.dropLast())) != whole)
  }

  @Test func aFileThatChangesWhileItIsReadIsNotKept() throws {
    files.folder.write("t.csv", PredicateTests.text)
    let table = try files.open("t.csv", options)
    let scan = try table.scan(ScanRequest(columns: [0]), context: testContext())
    var rows = 0
    while let chunk = try scan.next(worker: 0) {
      if rows == 0 { files.folder.write("t.csv", PredicateTests.text) }
      rows += chunk.rowCount
    }
    #expect(rows > 0)
    #expect(files.kept("").isEmpty)
    files.folder.write("t.csv", "a;b\n")
    #expect(throws: ExecutionError.self) {
      try table.scan(ScanRequest(columns: [0]), context: testContext())
    }
  }

  @Test func anotherVersionReadsAnew() throws {
    files.folder.write("t.csv", PredicateTests.text)
    _ = try kept()
    let other = try answer(files.open("t.csv", options, cache: files.cache(version: "other")))
    #expect(other.cache == ["kept amount, big, day, flag, n, name in the cache"])
    #expect(files.kept().count == 12)
  }

  // MARK: - Damage

  @Test func anyDamageIsMendedFromTheFile() throws {
    files.folder.write("t.csv", PredicateTests.text)
    let expected = try wanted()
    _ = try kept()
    var random = SplitMix(5)
    let names = files.kept()
    for round in 0..<60 {
      let name = names[random.below(names.count)]
      var bytes = try files.bytes(name)
      switch round % 4 {
      case 0: bytes[random.below(bytes.count)] ^= UInt8(1 << random.below(8))
      case 1: bytes.removeLast(1 + random.below(bytes.count))
      case 2:
        // Within the header and the footer.
        let place = random.below(2) == 0 ? random.below(48) : bytes.count - 1 - random.below(200)
        bytes[place] = UInt8(truncatingIfNeeded: random.next())
      default: bytes += [UInt8](repeating: 0, count: 1 + random.below(50))
      }
      files.folder.write(name, bytes)
      #expect(try kept().rows == expected)
    }
    let again = try kept()
    #expect(again.rows == expected)
    #expect(again.cache.last == "read amount, big, day, flag, n, name from the cache")
  }

  @Test func damageIsSaidAndMended() throws {
    files.folder.write("t.csv", PredicateTests.text)
    _ = try kept()
    let name = files.kept()[2]
    var bytes = try files.bytes(name)
    bytes[48] ^= 1
    files.folder.write(name, bytes)
    let mended = try kept()
    #expect(mended.rows == (try wanted()))
    #expect(mended.cache.count == 3)
    #expect(mended.cache[1].hasSuffix("\(name) was damaged; it is read from the file"))
    #expect(mended.cache[2].hasPrefix("kept "))
    #expect(try kept().cache == ["read amount, big, day, flag, n, name from the cache"])
  }

  @Test func damagedChangesAreForgotten() throws {
    let rows = String(repeating: "1;2\n", count: 6000)
    files.folder.write("t.csv", "a;b\n\(rows)x;2\n\(rows)")
    let options = CSVOptions(blockSize: 1 << 10, sampleSize: 256)
    let expected = try answer(files.plain("t.csv", options))
    _ = try answer(files.open("t.csv", options))
    let name = try #require(files.kept(".changes").first)
    let whole = try files.bytes(name)
    for place in stride(from: 0, to: whole.count, by: 7) {
      var bytes = whole
      bytes[place] ^= 4
      files.folder.write(name, bytes)
      let again = try answer(files.open("t.csv", options))
      #expect(again.rows == expected.rows)
      #expect(again.said == expected.said)
    }
  }

  // MARK: - Folders

  @Test func allIsTheUsersOwn() throws {
    files.folder.write("t.csv", PredicateTests.text)
    _ = try kept()
    func mode(_ name: String) -> mode_t {
      var status = stat()
      return stat(files.folder(name), &status) == 0 ? status.st_mode & 0o777 : 0
    }
    #expect(mode("cache") == 0o700)
    #expect(mode("cache/regn") == 0o700)
    let names = files.kept("")
    #expect(names.count == 6)
    for name in names {
      #expect(mode(name) == 0o600)
      #expect(mode(String(name.prefix { $0 != "." }) + ".csv" + name.drop { $0 != "-" }.prefix(17)) == 0o700)
    }
  }

  @Test func withoutAPlaceQuestionsAreAnswered() throws {
    files.folder.write("t.csv", PredicateTests.text)
    files.folder.write("cache", "a file where the folder should be")
    let answered = try kept()
    #expect(answered.rows == (try wanted()))
    #expect(answered.cache == ["nothing can be kept in \(files.folder("cache/regn"))/t.csv-\(hash())"])
  }

  private func hash() -> String { ColumnCache.hash(of: realPath(files.folder("t.csv"))) }

  private func realPath(_ path: String) -> String { PosixFileSystem().realPath(path) ?? path }

  @Test func theOldestGoWhereThereIsNoRoom() throws {
    files.folder.write("t.csv", PredicateTests.text)
    _ = try answer(files.open("t.csv"), [0])
    _ = try answer(files.open("t.csv"), [1])
    _ = try answer(files.open("t.csv"), [2])
    let names = files.kept()
    #expect(names.count == 3)
    for (index, name) in names.enumerated() { files.setTime(name, 1_700_000_000 + index) }
    files.folder.write("cache/regn/other-1/left.column.x1y2", "left behind")
    files.setTime("cache/regn/other-1/left.column.x1y2", 1_700_000_000)
    let sizes = try names.map { try files.bytes($0).count }
    files.cache(limit: sizes[1] + sizes[2]).trim()
    #expect(files.kept("") == [names[1], names[2]])
    files.cache(limit: sizes[2]).trim()
    #expect(files.kept("") == [names[2]])
    files.cache(limit: 0).trim()
    #expect(files.folder.names(in: "cache/regn").isEmpty)
  }

  @Test func shortFilesAndPipesAreNotKept() throws {
    files.folder.write("t.csv", PredicateTests.text)
    let cache = ColumnCache(folder: files.folder("cache/regn"), version: "test")
    let table = try FileTables(cache: cache).open(files.folder("t.csv"))
    #expect(table is CSVTable)
  }

  // MARK: - At once

  @Test func manyReadersAndWritersAtOnce() throws {
    files.folder.write("t.csv", PredicateTests.text)
    let expected = try wanted()
    let answers = try onThreads(8) { _ in
      try (0..<4).map { _ in try answer(files.open("t.csv", options), workers: 1).rows == expected }
    }
    #expect(answers.allSatisfy { $0.allSatisfy { $0 } })
    #expect(files.kept("").count == 6)
  }
}
