import Synchronization

/// A place in a text as people count: line and column from 1, the column in Unicode scalars.
public struct SourcePosition: Hashable, Sendable {
  /// The line, from 1.
  public var line: Int
  /// The column in Unicode scalars, from 1.
  public var column: Int

  /// Makes a position; both numbers count from 1.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// A query's text: the bytes as read, and the name of the file they came from.
///
/// All offsets are UTF-8 offsets. Bytes that are not valid UTF-8 are kept; each counts as one scalar.
public struct SourceText: Sendable {
  /// The bytes of the text, exactly as read.
  public let bytes: [UInt8]
  /// The name shown in diagnostics, such as `queries/potential.kql` or `<query>`.
  public let fileName: String

  private let lines = LineMap()

  /// Makes a text from bytes.
  public init(bytes: [UInt8], fileName: String = "<query>") {
    self.bytes = bytes
    self.fileName = fileName
  }

  /// Makes a text from a string.
  public init(_ string: String, fileName: String = "<query>") {
    self.init(bytes: Array(string.utf8), fileName: fileName)
  }

  /// The number of bytes.
  public var count: Int { bytes.count }
  /// The span of the whole text.
  public var span: SourceSpan { SourceSpan(0, bytes.count) }
  /// The whole text; invalid bytes become U+FFFD.
  public var string: String { String(decoding: bytes, as: UTF8.self) }

  /// The text of a span, clamped to the text; invalid bytes become U+FFFD.
  public subscript(span: SourceSpan) -> String {
    let start = max(0, min(span.start, bytes.count))
    let end = max(start, min(span.end, bytes.count))
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// The offsets at which lines begin; the first is 0. Lines end with `\n`, `\r\n` or a lone `\r`.
  public var lineStarts: [Int] { lines.starts(of: bytes) }

  /// The number of lines; an empty text has one.
  public var lineCount: Int { lineStarts.count }

  /// The span of a line (from 1) without its line end; an empty span at the end for a line that is not there.
  public func lineSpan(_ line: Int) -> SourceSpan {
    let starts = lineStarts
    guard line >= 1, line <= starts.count else { return SourceSpan(bytes.count, bytes.count) }
    let start = starts[line - 1]
    var end = line < starts.count ? starts[line] : bytes.count
    while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    return SourceSpan(start, end)
  }

  /// The line (from 1) in which `offset` lies.
  public func line(at offset: Int) -> Int {
    let starts = lineStarts
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// The line and column of an offset, clamped to the text.
  public func position(at offset: Int) -> SourcePosition {
    let offset = max(0, min(offset, bytes.count))
    let line = line(at: offset)
    var column = 1
    var at = lineStarts[line - 1]
    while at < offset {
      at += scalar(at: at).length
      if at <= offset { column += 1 }
    }
    return SourcePosition(line: line, column: column)
  }

  /// The offset of a position; a column past the end of its line gives the end of the line.
  public func offset(of position: SourcePosition) -> Int {
    let span = lineSpan(position.line)
    var at = span.start
    var column = 1
    while at < span.end, column < position.column {
      at += scalar(at: at).length
      column += 1
    }
    return min(at, span.end)
  }

  /// The line and UTF-16 column, both from 0, as the language server protocol counts them.
  public func utf16Position(at offset: Int) -> (line: Int, character: Int) {
    let offset = max(0, min(offset, bytes.count))
    let line = line(at: offset)
    var character = 0
    var at = lineStarts[line - 1]
    while at < offset {
      let scalar = scalar(at: at)
      at += scalar.length
      if at <= offset { character += scalar.value > 0xFFFF ? 2 : 1 }
    }
    return (line - 1, character)
  }

  /// The offset of a line and UTF-16 column, both from 0; clamped to the line and the text. A column in the
  /// middle of a surrogate pair gives the start of its scalar.
  public func offset(utf16Line line: Int, character: Int) -> Int {
    guard line >= 0 else { return 0 }
    let span = lineSpan(line + 1)
    var at = span.start
    var left = character
    while at < span.end, left > 0 {
      let scalar = scalar(at: at)
      let width = scalar.value > 0xFFFF ? 2 : 1
      if width > left { break }
      left -= width
      at += scalar.length
    }
    return min(at, span.end)
  }

  /// The Unicode scalar that begins at `offset` and its length in bytes. A byte that begins no valid sequence
  /// gives U+FFFD with length 1; the end of the text gives U+0000 with length 1.
  public func scalar(at offset: Int) -> (value: UInt32, length: Int) {
    decodeScalar(bytes, offset)
  }
}

/// Decodes one scalar of UTF-8 (RFC 3629: no overlong forms, no surrogates); see ``SourceText/scalar(at:)``.
func decodeScalar(_ bytes: [UInt8], _ offset: Int) -> (value: UInt32, length: Int) {
  guard offset < bytes.count else { return (0, 1) }
  let first = bytes[offset]
  if first < 0x80 { return (UInt32(first), 1) }
  let length: Int
  var value: UInt32
  switch first {
  case 0xC2...0xDF: (length, value) = (2, UInt32(first & 0x1F))
  case 0xE0...0xEF: (length, value) = (3, UInt32(first & 0x0F))
  case 0xF0...0xF4: (length, value) = (4, UInt32(first & 0x07))
  default: return (0xFFFD, 1)
  }
  guard offset + length <= bytes.count else { return (0xFFFD, 1) }
  for index in 1..<length {
    let byte = bytes[offset + index]
    guard byte & 0xC0 == 0x80 else { return (0xFFFD, 1) }
    value = value << 6 | UInt32(byte & 0x3F)
  }
  let least: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
  guard value >= least, value <= 0x10FFFF, !(0xD800...0xDFFF).contains(value) else { return (0xFFFD, 1) }
  return (value, length)
}

/// The line starts of a text, worked out when first asked for and shared by its copies.
private final class LineMap: Sendable {
  private let cache = Mutex<[Int]?>(nil)

  func starts(of bytes: [UInt8]) -> [Int] {
    cache.withLock { cached in
      if let cached { return cached }
      var starts = [0]
      var index = 0
      while index < bytes.count {
        let byte = bytes[index]
        index += 1
        if byte == 0x0D, index < bytes.count, bytes[index] == 0x0A { index += 1 }
        if byte == 0x0A || byte == 0x0D { starts.append(index) }
      }
      cached = starts
      return starts
    }
  }
}
