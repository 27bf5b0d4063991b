import RegnData
import RegnPhrases

/// A value as it stands in a record: what it is, and its bytes.
struct JSONToken {
  enum Kind {
    case null, yes, no, integer, real
    /// A text, without its quotes; with escapes in it or without.
    case text, escapedText
    case array, bag
  }
  let kind: Kind
  let bytes: UTF8Bytes
}

/// Why records cannot be read, and where.
struct JSONRecordFailure: Error {
  let offset: Int
  let what: Phrase
}

/// Reads records, which are objects of JSON, one after another, key by key. Nested values are passed over as
/// a whole: who wants one reads its bytes.
struct JSONRecordParser {
  let bytes: UTF8Bytes
  private(set) var position = 0

  init(_ bytes: UTF8Bytes) { self.bytes = bytes }

  @inline(__always)
  private var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

  @inline(__always)
  mutating func skipSpaces() {
    while position < bytes.count, bytes[position] <= 0x20 {
      guard next == 0x20 || next == 0x0A || next == 0x0D || next == 0x09 else { return }
      position += 1
    }
  }

  func failure(_ what: Phrase) -> JSONRecordFailure {
    JSONRecordFailure(
      offset: position, what: position >= bytes.count ? "the file ends within a record" : what)
  }

  /// Takes a byte if it is next.
  mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte, position < bytes.count else { return false }
    position += 1
    return true
  }

  var isAtEnd: Bool { position >= bytes.count }

  /// Begins a record. Errors: what follows is no object.
  mutating func beginRecord() throws(JSONRecordFailure) {
    guard take(0x7B) else { throw failure("a record, which begins with `{`, should stand here") }
  }

  /// The next key of a record and its value; nil at the record's end, which is taken.
  @inline(__always)
  mutating func nextMember(isFirst: Bool) throws(JSONRecordFailure) -> (key: JSONToken, value: JSONToken)? {
    skipSpaces()
    if next == 0x7D {
      position += 1
      return nil
    }
    if !isFirst {
      guard take(0x2C) else { throw failure("`,` or `}` should stand here") }
      skipSpaces()
    }
    guard next == 0x22 else { throw failure("a key in quotes should stand here") }
    let key = try text()
    skipSpaces()
    guard take(0x3A) else { throw failure("`:` should follow the key") }
    skipSpaces()
    return (key, try value())
  }

  private mutating func value() throws(JSONRecordFailure) -> JSONToken {
    let start = position
    switch next {
    case 0x22: return try text()
    case 0x7B, 0x5B:
      let kind: JSONToken.Kind = next == 0x7B ? .bag : .array
      try skipNested()
      return JSONToken(kind: kind, bytes: UTF8Bytes(rebasing: bytes[start..<position]))
    case 0x74: return try word("true", .yes)
    case 0x66: return try word("false", .no)
    case 0x6E: return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(
    _ word: StaticString, _ kind: JSONToken.Kind
  ) throws(JSONRecordFailure) -> JSONToken {
    let end = position + word.utf8CodeUnitCount
    guard end <= bytes.count else {
      position = bytes.count
      throw failure("")
    }
    for index in 0..<word.utf8CodeUnitCount where bytes[position + index] != word.utf8Start[index] {
      throw failure("this is no value of JSON")
    }
    defer { position = end }
    return JSONToken(kind: kind, bytes: UTF8Bytes(rebasing: bytes[position..<end]))
  }

  private mutating func number() throws(JSONRecordFailure) -> JSONToken {
    let start = position
    _ = take(0x2D)
    let first = position
    skipDigits()
    guard position > first, bytes[first] != 0x30 || position == first + 1 else {
      if position > first { position = first }
      throw failure("this is no value of JSON")
    }
    var kind = JSONToken.Kind.integer
    if next == 0x2E {
      kind = .real
      position += 1
      let digits = position
      skipDigits()
      guard position > digits else { throw failure("a digit should follow the point") }
    }
    if next | 0x20 == 0x65 {
      kind = .real
      position += 1
      if next == 0x2B || next == 0x2D { position += 1 }
      let digits = position
      skipDigits()
      guard position > digits else { throw failure("an exponent lacks its digits") }
    }
    return JSONToken(kind: kind, bytes: UTF8Bytes(rebasing: bytes[start..<position]))
  }

  @inline(__always)
  private mutating func skipDigits() {
    while position < bytes.count, bytes[position] &- 0x30 < 10 { position += 1 }
  }

  @inline(__always)
  private mutating func text() throws(JSONRecordFailure) -> JSONToken {
    let start = position + 1
    var kind = JSONToken.Kind.text
    position = start
    while true {
      position = Self.endOfPlainText(bytes, from: position)
      guard position < bytes.count else { throw failure("") }
      let byte = bytes[position]
      if byte == 0x22 { break }
      if byte != 0x5C { throw failure("a text has a line end or another control character in it") }
      kind = .escapedText
      position += 2
      guard position <= bytes.count else { throw failure("") }
    }
    defer { position += 1 }
    return JSONToken(kind: kind, bytes: UTF8Bytes(rebasing: bytes[start..<position]))
  }

  /// The place of the next quote, backslash or control character: eight bytes are looked at together.
  @inline(__always)
  private static func endOfPlainText(_ bytes: UTF8Bytes, from start: Int) -> Int {
    var position = start
    guard let base = bytes.baseAddress else { return bytes.count }
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    while position + 8 <= bytes.count {
      let word = UnsafeRawPointer(base + position).loadUnaligned(as: UInt64.self)
      let quotes = word ^ (0x22 &* ones)
      let slashes = word ^ (0x5C &* ones)
      // A byte's top bit comes up where it is zero, below 0x20; the lowest that does is always right.
      let found =
        ((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes) | ((word &- 0x20 &* ones) & ~word)
      if found & tops != 0 { return position + (found & tops).trailingZeroBitCount >> 3 }
      position += 8
    }
    while position < bytes.count {
      let byte = bytes[position]
      if byte == 0x22 || byte == 0x5C || byte < 0x20 { break }
      position += 1
    }
    return position
  }

  /// Passes over an array or an object.
  private mutating func skipNested() throws(JSONRecordFailure) {
    let closing: UInt8 = next == 0x7B ? 0x7D : 0x5D
    var depth = 0
    repeat {
      guard position < bytes.count else { throw failure("") }
      switch bytes[position] {
      case 0x22:
        _ = try text()
        continue
      case 0x7B, 0x5B: depth += 1
      case 0x7D, 0x5D:
        depth -= 1
        guard depth > 0 || bytes[position] == closing else { throw failure("this bracket closes nothing") }
      default: break
      }
      position += 1
    } while depth > 0
  }
}
