import RegnData
import RegnFileFormats
import Testing

/// Reads text byte by byte in the plainest way: what the scan must agree with.
struct ReferenceParser {
  let delimiter: UInt8
  let quote: UInt8
  let lineEnd: UInt8

  /// The records, as texts of their fields; `width` fields and the rest.
  func records(_ bytes: [UInt8], width: Int, hasExtra: Bool) -> [[String]] {
    var answer: [[String]] = []
    for raw in split(bytes) {
      var record = raw
      if lineEnd == 0x0A, record.last == 0x0D { record.removeLast() }
      if record.isEmpty, width > 1 { continue }
      var fields = fieldRanges(record).map { Array(record[$0]) }
      var extra: [UInt8] = []
      if fields.count > width {
        extra = Array(fields[width...].joined(separator: [delimiter]))
        fields = Array(fields[..<width])
      }
      while fields.count < width { fields.append([]) }
      var texts = fields.map { String(decoding: content($0), as: UTF8.self) }
      if hasExtra { texts.append(String(decoding: extra, as: UTF8.self)) }
      answer.append(texts)
    }
    return answer
  }

  private func split(_ bytes: [UInt8]) -> [[UInt8]] {
    var records: [[UInt8]] = []
    var current: [UInt8] = []
    walk(bytes) { byte, isEnd in
      if isEnd, byte == lineEnd {
        records.append(current)
        current = []
      } else {
        current.append(byte)
      }
    }
    if !current.isEmpty { records.append(current) }
    return records
  }

  private func fieldRanges(_ record: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    var position = 0
    walk(record) { byte, isEnd in
      if isEnd, byte == delimiter {
        ranges.append(start..<position)
        start = position + 1
      }
      position += 1
    }
    return ranges + [start..<record.count]
  }

  /// Tells of each byte whether it ends a field.
  private func walk(_ bytes: [UInt8], _ visit: (UInt8, Bool) -> Void) {
    enum Place { case fieldStart, plain, quoted, afterQuote }
    var place = Place.fieldStart
    for byte in bytes {
      let isEnd = byte == delimiter || byte == lineEnd
      switch place {
      case .quoted:
        if byte == quote { place = .afterQuote }
        visit(byte, false)
      case .fieldStart where byte == quote, .afterQuote where byte == quote:
        place = .quoted
        visit(byte, false)
      default:
        place = isEnd ? .fieldStart : .plain
        visit(byte, isEnd)
      }
    }
  }

  private func content(_ field: [UInt8]) -> [UInt8] {
    guard field.first == quote else { return field }
    var text: [UInt8] = []
    var index = 1
    var isInside = true
    while index < field.count {
      if isInside, field[index] == quote {
        if index + 1 < field.count, field[index + 1] == quote {
          text.append(quote)
          index += 1
        } else {
          isInside = false
        }
      } else {
        text.append(field[index])
      }
      index += 1
    }
    return text
  }
}

@Suite struct BlockTests {
  /// Text of random bytes from a small alphabet: quotes where they belong and where they do not, ragged rows,
  /// line ends of all sorts.
  static func randomText(_ random: inout SplitMix, isTidy: Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    let length = 1 + random.below(180)
    if isTidy {
      while bytes.count < length {
        for field in 0..<3 {
          if field > 0 { bytes.append(0x3B) }
          if random.below(3) == 0 {
            bytes.append(0x22)
            for _ in 0..<random.below(6) {
              bytes +=
                [Array("a"), Array(";"), Array("\n"), Array("\"\""), Array("ø"), Array("\r\n")]
                .map { $0.flatMap { String($0).utf8 } }[random.below(6)]
            }
            bytes.append(0x22)
          } else {
            for _ in 0..<random.below(20) { bytes += Array(["b", "å", "c\""][random.below(3)].utf8) }
          }
        }
        bytes += random.below(4) == 0 ? [0x0D, 0x0A] : [0x0A]
      }
    } else {
      let alphabet = ["a", "b", "\"", "\"", ";", ";", "\n", "\n", "\r\n", "\r", "ø", " "]
      while bytes.count < length { bytes += Array(alphabet[random.below(alphabet.count)].utf8) }
    }
    if random.below(2) == 0, bytes.last == 0x0A { bytes.removeLast() }
    return bytes
  }

  @Test(arguments: [true, false])
  func everyBlockSizeGivesWhatTheReferenceGives(isTidy: Bool) throws {
    var random = SplitMix(isTidy ? 1 : 2)
    for round in 0..<150 {
      let text = Self.randomText(&random, isTidy: isTidy)
      var expected: [[String]]?
      for blockSize in 1...64 {
        let options = CSVOptions(
          delimiter: 0x3B, quote: 0x22, hasHeader: false, encoding: .utf8, allText: true, blockSize: blockSize
        )
        guard let table = try? csv(text, options) else { break }
        let detection = table.detection
        if expected == nil {
          let parser = ReferenceParser(
            delimiter: 0x3B, quote: 0x22, lineEnd: detection.lineEnd == .carriageReturn ? 0x0D : 0x0A)
          expected = parser.records(
            text, width: detection.columns.count - (detection.hasExtra ? 1 : 0), hasExtra: detection.hasExtra)
        }
        let read = try rows(table).rows
        let context =
          "round \(round), blocks of \(blockSize): \(String(decoding: text, as: UTF8.self).debugDescription)"
        try #require(read == expected, "\(context)")
        let counted = try chunks(table, ScanRequest(columns: [])).reduce(0) { $0 + $1.rowCount }
        try #require(counted == expected?.count, "count, \(context)")
      }
    }
  }

  @Test func fourWorkersGiveWhatOneGives() throws {
    var random = SplitMix(3)
    for round in 0..<60 {
      var text: [UInt8] = []
      for _ in 0..<20 { text += Self.randomText(&random, isTidy: round % 2 == 0) }
      let options = CSVOptions(
        delimiter: 0x3B, quote: 0x22, hasHeader: false, encoding: .utf8, allText: true,
        blockSize: 1 + random.below(90))
      let table = try csv(text, options)
      let one = try rows(table).rows
      #expect(try rows(table, workers: 4).rows == one)
      let counted = try chunks(table, ScanRequest(columns: [], workers: 4)).reduce(0) { $0 + $1.rowCount }
      #expect(counted == one.count)
    }
  }

  @Test func quotedFieldsLongerThanManyBlocks() throws {
    let long = String(repeating: "x;\n\"\"y", count: 100)
    let text = "a;b\n1;\"\(long)\"\n2;\"\"\n3;z\n"
    let content = long.replacing("\"\"", with: "\"")
    for blockSize in [1, 7, 63, 64, 65, 500] {
      let read = try rows(csv(text, CSVOptions(blockSize: blockSize)), workers: 3).rows
      #expect(read == [["1", content], ["2", ""], ["3", "z"]])
    }
  }

  @Test func projectionAndOrderOfColumns() throws {
    let table = try csv("a;b;c\n1;x;2,5\n3;y;4,5\n", CSVOptions(blockSize: 4))
    #expect(try rows(table, columns: [2, 0]).rows == [["2.5", "1"], ["4.5", "3"]])
    #expect(try rows(table, columns: [1, 1]).rows == [["x", "x"], ["y", "y"]])
  }

  @Test func sequencesGrowWithTheFile() throws {
    let text = "n\n" + (0..<500).map { "\($0)\n" }.joined()
    let table = try csv(text, CSVOptions(blockSize: 16))
    let read = try rows(table, workers: 4).rows
    #expect(read == (0..<500).map { ["\($0)"] })
  }

  @Test func blocksOfVeryShortRecordsGiveSeveralChunks() throws {
    let table = try csv("a,b\n" + String(repeating: "1,2\n", count: 200_000))
    let all = try chunks(table, ScanRequest(columns: [0]))
    #expect(all.reduce(0) { $0 + $1.rowCount } == 200_000)
    #expect(all.allSatisfy { $0.rowCount <= 65_536 })
    #expect(table.rowCount == 200_000)
  }

  @Test func rowCountIsKnownAfterAScanOfAllRows() throws {
    let table = try csv("a;b\n1;2\n3;4\n", CSVOptions(blockSize: 3))
    #expect(table.rowCount == nil)
    _ = try rows(table, predicates: [ScanPredicate(column: 0, test: .equal, constants: [.int(1)])])
    #expect(table.rowCount == nil)
    _ = try rows(table, columns: [])
    #expect(table.rowCount == 2)
  }
}
