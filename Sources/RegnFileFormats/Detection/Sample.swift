import CRegnScan
import RegnData

/// Some bytes of a file, with room after them for the scanners, and the fields found in them.
struct Sample {
  /// The text; `count` bytes and then padding.
  private let bytes: [UInt8]
  let count: Int
  /// Whether the text ends where the file does.
  let isWhole: Bool

  /// A copy of `text`.
  init(_ text: UTF8Bytes, isWhole: Bool) {
    bytes = Array(text) + [UInt8](repeating: 0, count: Int(REGN_SCAN_PADDING) + 8)
    count = text.count
    self.isWhole = isWhole
  }

  func withBytes<Result>(_ body: (UTF8Bytes) throws -> Result) rethrows -> Result {
    try bytes.withUnsafeBufferPointer { try body(UTF8Bytes(rebasing: $0[0..<count])) }
  }

  func slice(_ range: Range<Int>) -> [UInt8] { Array(bytes[range]) }

  /// The ends of fields and of records under a dialect; with `fromInside`, if the sample began within quotes.
  func ends(delimiter: UInt8, quote: UInt8?, lineEnd: UInt8, fromInside: Bool = false) -> FieldEnds {
    var state = regn_scan_state(inside: fromInside ? 1 : 0, may_open: fromInside ? 0 : 1)
    var result = regn_scan_result()
    let positions = [UInt32](unsafeUninitializedCapacity: count + Int(REGN_SCAN_PADDING) + 1) {
      target, filled in
      bytes.withUnsafeBufferPointer { source in
        regn_scan_fields(
          source.baseAddress, 0, count, delimiter, lineEnd, quote.map { Int32($0) } ?? -1, &state,
          target.baseAddress,
          &result)
      }
      filled = result.positions
      // The last record of the file may lack its line end.
      if isWhole, count > 0, bytes[count - 1] != lineEnd || state.inside == 1 {
        target[filled] = UInt32(count)
        filled += 1
      }
    }
    return FieldEnds(positions: positions, bytes: bytes, count: count, lineEnd: lineEnd, quote: quote)
  }
}

/// The fields of a sample.
struct FieldEnds {
  /// The offsets of delimiters and line ends outside quotes; the last is a line end or the end of the file.
  let positions: [UInt32]
  let bytes: [UInt8]
  let count: Int
  let lineEnd: UInt8
  let quote: UInt8?

  /// The same fields, whose texts hold their quotes.
  var keepingQuotes: FieldEnds {
    FieldEnds(positions: positions, bytes: bytes, count: count, lineEnd: lineEnd, quote: nil)
  }

  func isRecordEnd(_ index: Int) -> Bool {
    let position = Int(positions[index])
    return position >= count || bytes[position] == lineEnd
  }

  /// The records: the range of their field ends, and where they begin. Blank lines are left out.
  func records() -> [(fields: Range<Int>, start: Int)] {
    // With the labels, without which the whole array is converted at the end.
    var records: [(fields: Range<Int>, start: Int)] = []
    var first = 0
    var start = 0
    for index in positions.indices where isRecordEnd(index) {
      let end = Int(positions[index])
      let isBlank = index == first && (end == start || (end == start + 1 && bytes[start] == 0x0D))
      if !isBlank { records.append((first..<(index + 1), start)) }
      first = index + 1
      start = end + 1
    }
    return records
  }

  /// Where what follows on a record begins: behind its line end.
  func end(of record: (fields: Range<Int>, start: Int)) -> Int {
    Int(positions[record.fields.upperBound - 1]) + 1
  }

  /// Where both these fields and those of `other`, the same bytes read otherwise, first have the end of a
  /// record: behind it they are the same. Nil when they never meet.
  func firstCommonEnd(_ other: FieldEnds) -> Int? {
    let ends = Set(other.positions.indices.lazy.filter(other.isRecordEnd).map { other.positions[$0] })
    let index = positions.indices.first { isRecordEnd($0) && ends.contains(positions[$0]) }
    return index.map { Int(positions[$0]) }
  }

  /// The text of field `index` of a record: without quotes, white space at its ends, and the line end's CR.
  func text(_ record: (fields: Range<Int>, start: Int), _ index: Int) -> [UInt8] {
    withText(record, index) { Array($0) }
  }

  /// Calls `body` with the same text, which is copied only if it is quoted.
  func withText<Result>(
    _ record: (fields: Range<Int>, start: Int), _ index: Int, _ body: (UTF8Bytes) -> Result
  ) -> Result {
    bytes.withUnsafeBufferPointer { bytes in
      let place = record.fields.lowerBound + index
      var start = index == 0 ? record.start : Int(positions[place - 1]) + 1
      var end = Int(positions[place])
      if isRecordEnd(place), end > start, bytes[end - 1] == 0x0D { end -= 1 }
      if let quote, end > start, bytes[start] == quote {
        let content = QuotedField.content(UTF8Bytes(rebasing: bytes[start..<end]), quote: quote)
        return content.text.withUnsafeBufferPointer(body)
      }
      while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
      while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
      return body(UTF8Bytes(rebasing: bytes[start..<end]))
    }
  }
}

/// What stands in a field that begins with a quote.
enum QuotedField {
  /// The content: doubled quotes made single; what follows the closing quote is kept as it is. Also says
  /// whether the field is well formed: closed, with nothing after.
  static func content(_ field: UTF8Bytes, quote: UInt8) -> (text: [UInt8], isWellFormed: Bool, isClosed: Bool)
  {
    var text: [UInt8] = []
    text.reserveCapacity(field.count)
    var position = 1
    var isInside = true
    var isWellFormed = true
    while position < field.count {
      let byte = field[position]
      if isInside {
        if byte == quote {
          if position + 1 < field.count, field[position + 1] == quote {
            text.append(quote)
            position += 1
          } else {
            isInside = false
          }
        } else {
          text.append(byte)
        }
      } else {
        isWellFormed = false
        text.append(byte)
      }
      position += 1
    }
    return (text, isWellFormed && !isInside, !isInside)
  }
}
