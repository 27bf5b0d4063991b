import RegnData
import RegnPhrases

/// Reads the cells of a PX file, one after another, from a buffer that moves over the file.
struct PXCells {
  private let input: FileInput
  private let missing: Set<String>
  private let encoding: PXEncoding
  private var buffer: [UInt8] = []
  private var place = 0
  /// Where the buffer begins in the file.
  private var base: Int
  private var isAtEnd = false
  /// Whether the semicolon that ends the cells was passed.
  private(set) var hasPassedEnd = false

  /// A longer token is no number and no code.
  private static var tokenLimit: Int { 1 << 16 }

  init(input: FileInput, header: PXHeader) {
    self.input = input
    missing = header.missing
    encoding = header.encoding
    base = header.dataOffset
  }

  /// Where the next byte stands in the file.
  var offset: Int { base + place }

  /// Reads on when fewer than a token's bytes are left.
  private mutating func refill() throws(ExecutionError) {
    guard !isAtEnd, buffer.count - place < Self.tokenLimit else { return }
    buffer.removeFirst(place)
    base += place
    place = 0
    let length = 1 << 19
    let more = try input.bytes(base + buffer.count..<base + buffer.count + length)
    isAtEnd = more.count < length
    buffer += more
  }

  private func failure(_ what: Phrase) -> ExecutionError {
    FileFailure.broken("\(input.path):\(input.line(of: offset))", what)
  }

  private static func separates(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == 0x2C || byte == 0x3B }

  /// Moves to the next token. Says whether there is one.
  mutating func skipSeparators() throws(ExecutionError) -> Bool {
    try refill()
    while true {
      while place < buffer.count, Self.separates(buffer[place]) {
        if buffer[place] == 0x3B { hasPassedEnd = true }
        place += 1
      }
      if place < buffer.count { return true }
      if isAtEnd { return false }
      try refill()
    }
  }

  /// The text of a key in quotes. Errors: RG0625.
  mutating func key() throws(ExecutionError) -> String {
    guard try skipSeparators() else { throw failure("the file ends within a record") }
    guard buffer[place] == 0x22 else { throw failure("a key in quotes should stand here") }
    return try quoted()
  }

  private mutating func quoted() throws(ExecutionError) -> String {
    try refill()
    let start = place + 1
    guard let end = buffer[start...].firstIndex(of: 0x22) else {
      throw failure(isAtEnd ? "the file ends within a quote" : "a quote is not closed")
    }
    place = end + 1
    return buffer.withUnsafeBufferPointer { encoding.text(UTF8Bytes(rebasing: $0[start..<end])) }
  }

  /// What became of cells that were read.
  enum Outcome {
    /// All were read.
    case done
    /// The file ends after so many.
    case ended(Int)
    /// The next cell has no place in the column; it needs this kind.
    case needs(ColumnKind, text: String)
  }

  /// Appends `count` cells. Errors: RG0625, and those of reading.
  mutating func read(_ count: Int, into column: inout NumberColumnBuilder) throws(ExecutionError) -> Outcome {
    var read = 0
    while read < count {
      try refill()
      // Plain numbers, as long as a whole token is surely in the buffer.
      let safe = isAtEnd ? buffer.count : buffer.count - Self.tokenLimit / 2
      var position = place
      buffer.withUnsafeBufferPointer { bytes in
        while read < count, position < safe {
          while position < safe, Self.separates(bytes[position]) { position += 1 }
          var end = position
          let isNegative = end < bytes.count && bytes[end] == 0x2D
          if isNegative { end += 1 }
          var magnitude: Int64 = 0
          var digits = 0
          var scale = 0
          while end < bytes.count, bytes[end] &- 0x30 < 10 {
            magnitude = magnitude &* 10 &+ Int64(bytes[end] &- 0x30)
            digits += 1
            end += 1
          }
          if digits > 0, end < bytes.count, bytes[end] == 0x2E {
            end += 1
            while end < bytes.count, bytes[end] &- 0x30 < 10 {
              magnitude = magnitude &* 10 &+ Int64(bytes[end] &- 0x30)
              scale += 1
              end += 1
            }
          }
          guard digits > 0, digits + scale <= 18, end < bytes.count, Self.separates(bytes[end]),
            column.append(isNegative ? -magnitude : magnitude, scale: scale)
          else { break }
          position = end
          read += 1
        }
      }
      place = position
      if read == count { break }
      guard try skipSeparators() else { return .ended(read) }
      if let outcome = try readWithCare(into: &column) { return outcome }
      read += 1
    }
    return .done
  }

  /// Appends one cell of any form; the outcome when it has no place.
  private mutating func readWithCare(
    into column: inout NumberColumnBuilder
  ) throws(ExecutionError) -> Outcome? {
    try refill()
    let start = place
    let text: String
    let isQuoted = buffer[place] == 0x22
    if isQuoted {
      text = try quoted()
    } else {
      let end = buffer[place...].firstIndex(where: Self.separates) ?? buffer.count
      text = String(decoding: buffer[place..<end], as: UTF8.self)
      place = end
    }
    if missing.contains(text) {
      column.appendNull()
      return nil
    }
    // Nil, a magnitude of exactly nothing: PC-Axis counts it as zero.
    let isPlaced = withUTF8Bytes(of: text == "-" ? "0" : text) { column.append(text: $0) }
    if isPlaced { return nil }
    place = start
    guard let kind = withUTF8Bytes(of: text, NumberColumnBuilder.kind(of:)) else {
      throw failure("\"\(text.prefix(40))\" is no number and no symbol for a missing one")
    }
    return .needs(kind, text: text)
  }
}
