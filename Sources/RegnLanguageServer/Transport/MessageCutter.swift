/// Cuts what the client sends into messages, each with its header (the protocol's base protocol).
///
/// Lengths may be wrong and bytes may stand where none should. Then the next line that ends in a
/// `Content-Length` is where messages go on.
struct MessageCutter {
  /// What was cut off.
  enum Piece: Equatable {
    /// The content of a message.
    case message([UInt8])
    /// Bytes that belong to no message, and why.
    case broken(String)
  }

  /// The largest content of a message, in bytes.
  static let limit = 64 << 20
  /// The longest line of a header that is kept while its end has not come.
  private static let longestLine = 8_192

  private var buffer: [UInt8] = []
  /// How far the buffer is used up.
  private var start = 0
  /// How far it was searched for the end of a line.
  private var searched = 0
  /// The length of the content that comes; nil within a header.
  private var content: Int?
  /// What the header said so far.
  private var declared: Int?
  private var problem: String?
  private var hasFields = false

  /// Takes bytes and gives what they complete.
  mutating func take(_ bytes: [UInt8]) -> [Piece] {
    buffer += bytes
    var pieces: [Piece] = []
    while true {
      if let count = content {
        guard buffer.count - start >= count else { break }
        pieces.append(.message(Array(buffer[start..<start + count])))
        advance(by: count)
        content = nil
      } else if let line = nextLine() {
        read(line, into: &pieces)
      } else {
        break
      }
    }
    buffer.removeFirst(start)
    searched -= start
    start = 0
    if content == nil, buffer.count > Self.longestLine {
      problem = problem ?? "a line of the header is too long"
      buffer.removeFirst(buffer.count - 64)
      searched = buffer.count
    }
    return pieces
  }

  /// What is left when nothing more comes.
  func end() -> Piece? {
    content != nil || hasFields || problem != nil || !buffer.isEmpty
      ? .broken("the input ended within a message") : nil
  }

  private mutating func advance(by count: Int) {
    start += count
    searched = max(searched, start)
  }

  private mutating func nextLine() -> [UInt8]? {
    while searched < buffer.count, buffer[searched] != 0x0A { searched += 1 }
    guard searched < buffer.count else { return nil }
    var line = Array(buffer[start..<searched])
    if line.last == 0x0D { line.removeLast() }
    advance(by: searched + 1 - start)
    return line
  }

  private mutating func read(_ line: [UInt8], into pieces: inout [Piece]) {
    guard !line.isEmpty else {
      if declared == nil, hasFields { problem = problem ?? "a message without Content-Length" }
      if let problem { pieces.append(.broken(problem)) }
      content = declared
      (declared, problem, hasFields) = (nil, nil, false)
      return
    }
    let text = String(decoding: line, as: UTF8.self)
    let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
    let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
    if colon < line.endIndex, name == "content-length" {
      hasFields = true
      note(length: text.utf8.dropFirst(colon + 1))
    } else if let length = MessageCutter.lengthAtEnd(of: text.lowercased()) {
      // The content before it was longer than it was said to be.
      problem = problem ?? "bytes that belong to no message"
      note(length: length.utf8[...])
    } else if colon < line.endIndex, !name.isEmpty, name.utf8.allSatisfy(MessageCutter.isOfName) {
      hasFields = true
    } else {
      problem = problem ?? "bytes that belong to no message"
    }
  }

  private mutating func note(length: Substring.UTF8View) {
    let digits = String(decoding: length, as: UTF8.self).trimmingSpaces
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      problem = "the Content-Length is not a number"
      return
    }
    guard let count = Int(digits), count <= MessageCutter.limit else {
      problem = "a message is larger than \(MessageCutter.limit >> 20) MB"
      return
    }
    declared = count
  }

  /// What stands behind the last `content-length:` of a line.
  private static func lengthAtEnd(of line: String) -> String? {
    let field = Array("content-length:".utf8)
    let bytes = Array(line.utf8)
    guard bytes.count > field.count else { return nil }
    for start in stride(from: bytes.count - field.count, through: 0, by: -1)
    where bytes[start..<start + field.count].elementsEqual(field) {
      let rest = String(decoding: bytes[(start + field.count)...], as: UTF8.self).trimmingSpaces
      return !rest.isEmpty && rest.utf8.allSatisfy { (0x30...0x39).contains($0) } ? rest : nil
    }
    return nil
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
  }
}

extension String {
  /// The text without blanks at its ends.
  var trimmingSpaces: String {
    var text = Substring(self)
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
    return String(text)
  }
}
