import CRegnScan
import RegnData
import Testing

@testable import RegnFileFormats

/// Texts too different to be given codes: what is read fast, and what needs care.
@Suite struct TextViewTests {
  enum Kind: CaseIterable { case plain, quoted, danish, doubledQuotes, windows1252, carriageReturns }

  /// Rows behind those after which codes are given up.
  private static let rows = 60_000

  /// A text unlike all others, of 5 to some 80 bytes; every so often one of the kind in question.
  private static func text(_ row: Int, _ kind: Kind) -> String {
    let text = "\(row)" + String(repeating: "bcd f", count: row % 16) + String("123456".prefix(row % 7))
    guard row % 50 == 7 else { return text }
    return switch kind {
    case .plain, .quoted, .carriageReturns: text
    case .danish, .windows1252: "æøå" + text + "Ø"
    case .doubledQuotes: text + "\"\"" + text
    }
  }

  private static func field(_ text: String, _ row: Int, _ kind: Kind) -> String {
    switch kind {
    case .plain, .danish, .windows1252, .carriageReturns: text
    case .quoted: row % 3 == 0 ? text : "\"\(text)\""
    case .doubledQuotes: row % 50 == 7 ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
    }
  }

  /// Bytes of which many are UTF-8 and many are nearly so, held against what Swift says.
  @Test func validUTF8() {
    var random = SplitMix(8)
    let odd: [UInt8] = [
      0x7F, 0x80, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF,
    ]
    var valid = 0
    for _ in 0..<30_000 {
      var bytes: [UInt8] = []
      for _ in 0..<random.below(14) {
        switch random.below(20) {
        case 0: bytes.append(odd[random.below(odd.count)])
        case 1: bytes += Array("€".utf8)
        case 2..<9: bytes += [0xC2 + UInt8(random.below(30)), 0x80 + UInt8(random.below(64))]
        default: bytes.append(0x61)
        }
      }
      let found = bytes.withUnsafeBufferPointer { regn_valid_utf8($0.baseAddress, $0.count) }
      let isValid = String(validating: bytes, as: UTF8.self) != nil
      #expect((found == bytes.count) == isValid, "\(bytes)")
      #expect(String(validating: bytes[..<found], as: UTF8.self) != nil, "\(bytes)")
      valid += isValid ? 1 : 0
    }
    #expect(valid > 5_000 && valid < 25_000)
  }

  /// A table that all texts of a file had the same place in would take a second for each thousand of them.
  @Test func textsThatDifferInTheirMiddleHaveOtherPlaces() {
    var words = Set<[UInt64]>()
    for row in 0..<1_000 {
      for length in [17, 24, 25, 40] {
        var text = Array("first bytes, and last bytes of so many letters".utf8.prefix(length))
        text[8] = UInt8(row % 256)
        text[length - 9] = UInt8(row / 256)
        let slot = (text + [UInt8](repeating: 0, count: 8)).withUnsafeBufferPointer {
          regn_text_slot_of($0.baseAddress, length, 0, nil)
        }
        words.insert([slot.low, slot.high, UInt64(slot.length)])
      }
    }
    // Of 17 bytes only one stands between.
    #expect(words.count == 4 + 3 * 1_000)
  }

  @Test(arguments: Kind.allCases) func areReadAndPacked(kind: Kind) throws {
    let expected = (0..<Self.rows).map { Self.text($0, kind) }
    let end = kind == .carriageReturns ? "\r\n" : "\n"
    var file = "id;text" + end
    for row in 0..<Self.rows { file += "\(row);" + Self.field(expected[row], row, kind) + end }
    let bytes =
      kind == .windows1252
      ? file.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } : Array(file.utf8)
    let table = try csv(bytes, CSVOptions(blockSize: 1 << 17))
    let chunks = try chunks(table, ScanRequest(columns: [1], workers: 1))
    let hasViews = chunks.contains { if case .strings = $0.columns[0].storage { true } else { false } }
    #expect(hasViews)
    func texts(_ columns: [Column]) -> [String] {
      columns.flatMap { column in
        (0..<column.count).map { String(decoding: column.stringBytes($0), as: UTF8.self) }
      }
    }
    #expect(texts(chunks.map { $0.columns[0] }) == expected)
    for workers in [1, 2] {
      let loaded = try TableLoader(table: table, context: testContext(workers: workers)).load()
      #expect(texts([loaded.table.columns[1]]) == expected)
    }
  }
}
