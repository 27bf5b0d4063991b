/// Why text is not a dynamic value, and where.
public struct DynamicParseError: Error, Hashable, Sendable {
  public enum Reason: Sendable {
    /// Something else should stand here.
    case unexpected
    /// The text ends too early.
    case unfinished
    /// Arrays and bags nest too deeply.
    case tooDeep
    /// A string holds an escape or a control character that it must not.
    case badString
    /// What stands in `datetime(…)` and its kin is no such value.
    case badLiteral
  }

  public var reason: Reason
  /// In bytes from the start of the text.
  public var offset: Int

  public init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}

extension DynamicWriter {
  /// The depth to which parsed values may nest.
  public static let maximumDepth = 256

  /// Appends the value of a JSON text. Integers that fit are longs, other numbers reals; of a repeated key
  /// the last value stays. When the text is no JSON, nothing is appended and the error says where it fails.
  public mutating func append(json text: UTF8Bytes) throws(DynamicParseError) {
    try append(text, isKQL: false)
  }

  /// Appends the value between the parentheses of KQL's `dynamic(…)`: JSON, and also strings in single
  /// quotes, `@` strings, and literals such as `datetime(2024-01-01)`, `timespan(1d)`, `1d`, `guid(…)`,
  /// `dynamic(…)`.
  public mutating func append(dynamicLiteral text: UTF8Bytes) throws(DynamicParseError) {
    try append(text, isKQL: true)
  }

  private mutating func append(_ text: UTF8Bytes, isKQL: Bool) throws(DynamicParseError) {
    let start = mark
    var parser = DynamicParser(text, isKQL: isKQL)
    do throws(DynamicParseError) {
      try parser.parseValue(&self, depth: 0)
      parser.cursor.takeSpaces()
      if !parser.cursor.isAtEnd { throw parser.failure(.unexpected) }
    } catch {
      goBack(to: start)
      throw error
    }
  }
}

struct DynamicParser {
  typealias Failure = DynamicParseError

  var cursor: ByteCursor
  private let isKQL: Bool

  init(_ bytes: UTF8Bytes, isKQL: Bool) {
    cursor = ByteCursor(bytes)
    self.isKQL = isKQL
  }

  /// An error at the cursor.
  func failure(_ reason: Failure.Reason) -> Failure {
    Failure(cursor.isAtEnd && reason == .unexpected ? .unfinished : reason, at: cursor.position)
  }

  mutating func parseValue(_ writer: inout DynamicWriter, depth: Int) throws(Failure) {
    cursor.takeSpaces()
    switch cursor.next {
    case 0x7B: try parseBag(&writer, depth: depth)
    case 0x5B: try parseArray(&writer, depth: depth)
    case 0x22: try parseString(&writer, isKey: false)
    case 0x2D, 0x30...0x39: try parseNumber(&writer)
    case 0x27 where isKQL, 0x40 where isKQL: try parseString(&writer, isKey: false)
    case let byte where byte.isASCIILetter: try parseWord(&writer, depth: depth)
    default: throw failure(.unexpected)
    }
  }

  private mutating func parseArray(_ writer: inout DynamicWriter, depth: Int) throws(Failure) {
    guard depth < DynamicWriter.maximumDepth else { throw failure(.tooDeep) }
    cursor.position += 1
    writer.beginArray()
    cursor.takeSpaces()
    if !cursor.take(0x5D) {
      while true {
        try parseValue(&writer, depth: depth + 1)
        cursor.takeSpaces()
        if cursor.take(0x5D) { break }
        guard cursor.take(0x2C) else { throw failure(.unexpected) }
      }
    }
    writer.endArray()
  }

  private mutating func parseBag(_ writer: inout DynamicWriter, depth: Int) throws(Failure) {
    guard depth < DynamicWriter.maximumDepth else { throw failure(.tooDeep) }
    cursor.position += 1
    writer.beginBag()
    cursor.takeSpaces()
    if !cursor.take(0x7D) {
      while true {
        cursor.takeSpaces()
        guard cursor.next == 0x22 || (isKQL && (cursor.next == 0x27 || cursor.next == 0x40)) else {
          throw failure(.unexpected)
        }
        try parseString(&writer, isKey: true)
        cursor.takeSpaces()
        guard cursor.take(0x3A) else { throw failure(.unexpected) }
        try parseValue(&writer, depth: depth + 1)
        cursor.takeSpaces()
        if cursor.take(0x7D) { break }
        guard cursor.take(0x2C) else { throw failure(.unexpected) }
      }
    }
    writer.endBag()
  }

  // MARK: Numbers

  private mutating func parseNumber(_ writer: inout DynamicWriter) throws(Failure) {
    let start = cursor.position
    _ = cursor.take(0x2D)
    guard cursor.next.isASCIIDigit else { throw failure(.unexpected) }
    let firstDigit = cursor.position
    while cursor.next.isASCIIDigit { cursor.position += 1 }
    if !isKQL, cursor.bytes[firstDigit] == 0x30, cursor.position > firstDigit + 1 {
      cursor.position = firstDigit + 1
      throw failure(.unexpected)
    }
    var isWhole = true
    if cursor.next == 0x2E {
      isWhole = false
      cursor.position += 1
      guard cursor.next.isASCIIDigit else { throw failure(.unexpected) }
      while cursor.next.isASCIIDigit { cursor.position += 1 }
    }
    if cursor.next | 0x20 == 0x65 {
      isWhole = false
      cursor.position += 1
      if cursor.next == 0x2B || cursor.next == 0x2D { cursor.position += 1 }
      guard cursor.next.isASCIIDigit else { throw failure(.unexpected) }
      while cursor.next.isASCIIDigit { cursor.position += 1 }
    }
    if isKQL, cursor.next.isASCIILetter {
      // 0x1F, 1d, 1.5h
      while cursor.next.isASCIILetter || cursor.next.isASCIIDigit { cursor.position += 1 }
      let token = cursor.bytes.slice(start..<cursor.position)
      if let value = parseLong(token) { return writer.append(value) }
      guard let span = Timespan(parsing: token) else { throw Failure(.badLiteral, at: start) }
      return writer.append(span)
    }
    let token = cursor.bytes.slice(start..<cursor.position)
    if isWhole, let value = parseLong(token) { return writer.append(value) }
    guard let value = parseReal(token) else { throw Failure(.unexpected, at: start) }
    writer.append(value)
  }

  // MARK: Strings

  private mutating func parseString(_ writer: inout DynamicWriter, isKey: Bool) throws(Failure) {
    let opening = cursor.position
    let isVerbatim = cursor.take(0x40)
    let quote = cursor.next
    guard quote == 0x22 || (isKQL && quote == 0x27) else { throw failure(.unexpected) }
    cursor.position += 1
    let text = writer.beginText(isKey: isKey)
    while true {
      let start = cursor.position
      while cursor.position < cursor.bytes.count {
        let byte = cursor.bytes[cursor.position]
        if byte == quote || (byte == 0x5C && !isVerbatim) || byte < 0x20 { break }
        cursor.position += 1
      }
      writer.appendText(cursor.bytes.slice(start..<cursor.position))
      guard !cursor.isAtEnd else { throw Failure(.unfinished, at: opening) }
      let byte = cursor.next
      if byte == quote {
        cursor.position += 1
        // A verbatim string doubles its quote.
        guard isVerbatim, cursor.take(quote) else { break }
        writer.appendText(quote)
      } else if byte == 0x5C {
        try parseEscape(&writer)
      } else {
        // JSON allows no control character; KQL's strings only no line end.
        guard isKQL, byte != 0x0A, byte != 0x0D else { throw failure(.badString) }
        writer.appendText(byte)
        cursor.position += 1
      }
    }
    writer.endText(text)
  }

  private mutating func parseEscape(_ writer: inout DynamicWriter) throws(Failure) {
    let start = cursor.position
    let letter = cursor.peek(1)
    cursor.position += 2
    switch letter {
    case 0x22, 0x5C: writer.appendText(letter)
    case 0x2F where !isKQL: writer.appendText(letter)
    case 0x27 where isKQL: writer.appendText(letter)
    case 0x62: writer.appendText(0x08)
    case 0x66: writer.appendText(0x0C)
    case 0x6E: writer.appendText(0x0A)
    case 0x72: writer.appendText(0x0D)
    case 0x74: writer.appendText(0x09)
    case 0x61 where isKQL: writer.appendText(0x07)
    case 0x76 where isKQL: writer.appendText(0x0B)
    case 0x30 where isKQL: writer.appendText(0x00)
    case 0x78 where isKQL:
      guard let value = takeHexadecimal(2), let scalar = Unicode.Scalar(value) else {
        throw Failure(.badString, at: start)
      }
      writer.appendText(scalar)
    case 0x75:
      guard var value = takeHexadecimal(4) else { throw Failure(.badString, at: start) }
      if value & 0xFC00 == 0xD800, cursor.next == 0x5C, cursor.peek(1) == 0x75 {
        let second = cursor.position
        cursor.position += 2
        if let low = takeHexadecimal(4), low & 0xFC00 == 0xDC00 {
          value = 0x10000 + (value & 0x3FF) << 10 + low & 0x3FF
        } else {
          cursor.position = second
        }
      }
      // Half of a pair alone is no character.
      writer.appendText(Unicode.Scalar(value) ?? "\u{FFFD}")
    default: throw Failure(.badString, at: start)
    }
  }

  private mutating func takeHexadecimal(_ digits: Int) -> UInt32? {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let digit = cursor.next.hexValue else { return nil }
      value = value << 4 | UInt32(digit)
      cursor.position += 1
    }
    return value
  }

  // MARK: Words

  private mutating func parseWord(_ writer: inout DynamicWriter, depth: Int) throws(Failure) {
    let start = cursor.position
    let word = cursor.takeWord()
    let isExact = isKQL || word.allSatisfy { $0 | 0x20 == $0 }
    if isExact, word.equalsIgnoringASCIICase("null") { return writer.appendNull() }
    if isExact, word.equalsIgnoringASCIICase("true") { return writer.append(true) }
    if isExact, word.equalsIgnoringASCIICase("false") { return writer.append(false) }
    guard isKQL else { throw Failure(.unexpected, at: start) }
    if word.count == 1, word[0] | 0x20 == 0x68,
      cursor.next == 0x22 || cursor.next == 0x27 || cursor.next == 0x40
    {
      // An obfuscated string; the h only keeps it out of logs.
      return try parseString(&writer, isKey: false)
    }
    cursor.takeSpaces()
    guard cursor.take(0x28) else { throw Failure(.unexpected, at: start) }
    if word.equalsIgnoringASCIICase("dynamic") {
      guard depth < DynamicWriter.maximumDepth else { throw failure(.tooDeep) }
      try parseValue(&writer, depth: depth + 1)
      cursor.takeSpaces()
      guard cursor.take(0x29) else { throw failure(.unexpected) }
      return
    }
    let content = cursor.position
    while !cursor.isAtEnd, cursor.next != 0x29 { cursor.position += 1 }
    var token = cursor.bytes.slice(content..<cursor.position).trimmed
    guard cursor.take(0x29) else { throw failure(.unexpected) }
    if token.count >= 2, token[0] == 0x22 || token[0] == 0x27, token[token.count - 1] == token[0] {
      token = token.slice(1..<token.count - 1)
    }
    guard Self.append(token, as: word, to: &writer) else { throw Failure(.badLiteral, at: content) }
  }

  /// Appends the value of a literal such as `long(1)`; says whether it is one.
  private static func append(_ token: UTF8Bytes, as type: UTF8Bytes, to writer: inout DynamicWriter) -> Bool {
    func isType(_ first: StaticString, _ second: StaticString) -> Bool {
      type.equalsIgnoringASCIICase(first) || type.equalsIgnoringASCIICase(second)
    }
    if token.equalsIgnoringASCIICase("null") {
      writer.appendNull()
      return isType("datetime", "date") || isType("timespan", "time") || isType("long", "int")
        || isType("real", "double") || isType("decimal", "guid") || isType("uuid", "uniqueid")
        || isType("bool", "boolean")
    }
    if isType("datetime", "date") {
      guard let value = DateTime(parsing: token) else { return false }
      writer.append(value)
    } else if isType("timespan", "time") {
      guard let value = Timespan(parsing: token) else { return false }
      writer.append(value)
    } else if isType("long", "int") {
      guard let value = parseLong(token) else { return false }
      writer.append(value)
    } else if isType("real", "double") {
      guard let value = parseReal(token) else { return false }
      writer.append(value)
    } else if isType("decimal", "decimal") {
      guard let value = Decimal(parsing: token) else { return false }
      writer.append(value)
    } else if isType("guid", "uuid") || isType("uniqueid", "uniqueid") {
      guard let value = Guid(parsing: token) else { return false }
      writer.append(value)
    } else if isType("bool", "boolean") {
      let isTrue = token.equalsIgnoringASCIICase("true")
      guard isTrue || token.equalsIgnoringASCIICase("false") else { return false }
      writer.append(isTrue)
    } else {
      return false
    }
    return true
  }
}
