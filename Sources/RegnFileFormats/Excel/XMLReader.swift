import Glibc
import RegnData
import RegnPhrases

/// Why XML cannot be read, and where.
struct XMLFailure: Error {
  let offset: Int
  let what: Phrase
}

/// Reads XML piece by piece from bytes in memory: a whole document, or a stretch of one that is cut between
/// elements. Names count without their prefix. No document types are read, so no entities but XML's own five
/// are known and nothing expands.
struct XMLReader {
  enum Event {
    case start, end, text
    /// The bytes have come to their end.
    case finished
  }

  let bytes: UTF8Bytes
  private(set) var position = 0
  /// The name of the element that has just begun or ended.
  private(set) var name: UTF8Bytes
  /// Where the piece that was read last begins.
  private(set) var start = 0
  /// How many elements are open, those not counted that a stretch began in.
  private(set) var depth = 0
  /// The names of the elements that are open, the innermost last.
  private var open: [UTF8Bytes] = []
  private var attributes: Range<Int> = 0..<0
  private var text: Range<Int> = 0..<0
  private var isLiteral = false
  /// Whether the element that began was written `<a/>`, and its end is still to be told.
  private var endsAtOnce = false

  private static let depthLimit = 200

  init(_ bytes: UTF8Bytes, from position: Int = 0) {
    self.bytes = bytes
    self.position = position
    name = UTF8Bytes(rebasing: bytes[0..<0])
  }

  /// Whether the element that has just begun or ended is called so.
  @inline(__always)
  func `is`(_ word: StaticString) -> Bool {
    guard name.count == word.utf8CodeUnitCount, let base = name.baseAddress else { return false }
    return memcmp(base, word.utf8Start, name.count) == 0
  }

  /// Reads the next piece. Errors: what stands there is no XML, or is of the kinds that are refused.
  mutating func next() throws(XMLFailure) -> Event {
    if endsAtOnce {
      endsAtOnce = false
      depth -= 1
      return .end
    }
    while true {
      start = position
      guard position < bytes.count, let base = bytes.baseAddress else { return .finished }
      if base[position] != 0x3C {
        let end = find(0x3C, from: position) ?? bytes.count
        text = position..<end
        isLiteral = false
        position = end
        return .text
      }
      guard position + 1 < bytes.count else { throw failure("it ends within a tag") }
      switch base[position + 1] {
      case 0x3F:
        position = try end(of: "?>", from: position + 2)
      case 0x21:
        if starts("<!--") {
          position = try end(of: "-->", from: position + 4)
        } else if starts("<![CDATA[") {
          let close = try end(of: "]]>", from: position + 9)
          text = position + 9..<close - 3
          isLiteral = true
          position = close
          return .text
        } else {
          throw failure("it declares a document type, which no workbook does")
        }
      case 0x2F:
        guard let close = find(0x3E, from: position + 2) else { throw failure("it ends within a tag") }
        try readName(position + 2, end: close)
        if let begun = open.popLast(), compareBytes(begun, name) != 0 {
          throw failure("an element ends that is not the last that has begun")
        }
        position = close + 1
        depth -= 1
        return .end
      default:
        try readStart()
        return .start
      }
    }
  }

  /// The value of an attribute of the element that has just begun, with its references as written; nil when
  /// it has none of the name. A prefix counts as nothing.
  func attribute(_ wanted: StaticString) -> UTF8Bytes? {
    var place = attributes.lowerBound
    let end = attributes.upperBound
    while place < end {
      while place < end, Self.isSpace(bytes[place]) { place += 1 }
      var from = place
      while place < end, bytes[place] != 0x3D, !Self.isSpace(bytes[place]) {
        if bytes[place] == 0x3A { from = place + 1 }
        place += 1
      }
      let nameEnd = place
      while place < end, bytes[place] != 0x22, bytes[place] != 0x27 { place += 1 }
      guard place < end else { return nil }
      let quote = bytes[place]
      let value = place + 1
      place = value
      while place < end, bytes[place] != quote { place += 1 }
      if nameEnd - from == wanted.utf8CodeUnitCount, nameEnd > from, let base = bytes.baseAddress,
        memcmp(base + from, wanted.utf8Start, nameEnd - from) == 0
      {
        return UTF8Bytes(rebasing: bytes[value..<place])
      }
      place += 1
    }
    return nil
  }

  /// An attribute as text, its references resolved; nil when the element has none of the name.
  func string(_ attribute: StaticString) -> String? {
    guard let value = self.attribute(attribute) else { return nil }
    var resolved: [UInt8] = []
    do throws(XMLFailure) {
      try append(value, to: &resolved)
    } catch {
      return String(decoding: value, as: UTF8.self)
    }
    return String(decoding: resolved, as: UTF8.self)
  }

  /// Appends the text that was read last: references resolved, line ends made line feeds. Errors: a reference
  /// to nothing that is known.
  func appendText(to target: inout [UInt8]) throws(XMLFailure) {
    let raw = UTF8Bytes(rebasing: bytes[text])
    if isLiteral { target.append(contentsOf: raw) } else { try append(raw, to: &target) }
  }

  /// Passes over what is in the element that has just begun, its end included.
  mutating func skip() throws(XMLFailure) {
    let outside = depth - 1
    while depth > outside {
      if try next() == .finished { throw failure("it ends within an element") }
    }
  }

  func failure(_ what: Phrase) -> XMLFailure { XMLFailure(offset: start, what: what) }

  // MARK: - Tags

  private mutating func readStart() throws(XMLFailure) {
    var place = position + 1
    var quote: UInt8 = 0
    // An attribute's value may hold `>`.
    while place < bytes.count {
      let byte = bytes[place]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
      } else if byte == 0x3E {
        break
      } else if byte == 0x3C {
        throw failure("a `<` stands within a tag")
      }
      place += 1
    }
    guard place < bytes.count else { throw failure("it ends within a tag") }
    endsAtOnce = bytes[place - 1] == 0x2F && place - 1 > position
    let close = endsAtOnce ? place - 1 : place
    try readName(position + 1, end: close)
    if !endsAtOnce { open.append(name) }
    position = place + 1
    depth += 1
    if depth > Self.depthLimit { throw failure("its elements are nested more than 200 deep") }
  }

  /// Reads a tag's name, and where its attributes stand.
  private mutating func readName(_ begin: Int, end: Int) throws(XMLFailure) {
    var place = begin
    var from = begin
    while place < end, !Self.isSpace(bytes[place]) {
      if bytes[place] == 0x3A { from = place + 1 }
      place += 1
    }
    guard place > from, bytes[from] | 0x20 &- 0x61 < 26 || bytes[from] >= 0x80 || bytes[from] == 0x5F else {
      throw failure("a tag without a name")
    }
    name = UTF8Bytes(rebasing: bytes[from..<place])
    attributes = place..<end
  }

  @inline(__always)
  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  private func find(_ byte: UInt8, from place: Int) -> Int? {
    guard let base = bytes.baseAddress, place < bytes.count,
      let found = memchr(base + place, Int32(byte), bytes.count - place)
    else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  private func starts(_ word: StaticString) -> Bool {
    guard bytes.count - position >= word.utf8CodeUnitCount, let base = bytes.baseAddress else { return false }
    return memcmp(base + position, word.utf8Start, word.utf8CodeUnitCount) == 0
  }

  /// The place behind the next `word`.
  private func end(of word: StaticString, from place: Int) throws(XMLFailure) -> Int {
    guard let found = bytes.firstPlace(of: word, from: place) else {
      throw failure("a remark, an instruction or a literal text is not closed")
    }
    return found + word.utf8CodeUnitCount
  }

  // MARK: - Text

  private func append(_ raw: UTF8Bytes, to target: inout [UInt8]) throws(XMLFailure) {
    guard raw.contains(where: { $0 == 0x26 || $0 == 0x0D }) else {
      target.append(contentsOf: raw)
      return
    }
    var place = 0
    while place < raw.count {
      let byte = raw[place]
      if byte == 0x0D {
        target.append(0x0A)
        place += place + 1 < raw.count && raw[place + 1] == 0x0A ? 2 : 1
        continue
      }
      guard byte == 0x26 else {
        target.append(byte)
        place += 1
        continue
      }
      // The longest reference is `&#1114111;`, but zeros may stand before.
      guard let close = raw[place...].prefix(20).firstIndex(of: 0x3B),
        let scalar = Self.scalar(UTF8Bytes(rebasing: raw[place + 1..<close]))
      else {
        let shown = String(decoding: raw[place...].prefix(10), as: UTF8.self)
        throw failure("`\(shown)` is no reference that XML knows")
      }
      target.append(contentsOf: Character(scalar).utf8)
      place = close + 1
    }
  }

  private static func scalar(_ word: UTF8Bytes) -> Unicode.Scalar? {
    switch String(decoding: word, as: UTF8.self) {
    case "lt": return "<"
    case "gt": return ">"
    case "amp": return "&"
    case "quot": return "\""
    case "apos": return "'"
    case let reference:
      guard reference.hasPrefix("#") else { return nil }
      let isHex = reference.hasPrefix("#x")
      guard let value = UInt32(reference.dropFirst(isHex ? 2 : 1), radix: isHex ? 16 : 10), value > 0 else {
        return nil
      }
      return Unicode.Scalar(value)
    }
  }
}

extension UnsafeBufferPointer where Element == UInt8 {
  /// Where `word` first stands from `place` on.
  func firstPlace(of word: StaticString, from place: Int = 0) -> Int? {
    let length = word.utf8CodeUnitCount
    guard let base = baseAddress, length > 0 else { return nil }
    var place = place
    while place + length <= count,
      let found = memchr(base + place, Int32(word.utf8Start[0]), count - place - length + 1)
    {
      place = UnsafeRawPointer(found) - UnsafeRawPointer(base)
      if memcmp(base + place, word.utf8Start, length) == 0 { return place }
      place += 1
    }
    return nil
  }
}
