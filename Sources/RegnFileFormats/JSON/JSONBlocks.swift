import CRegnScan
import RegnData

/// How records stand in a file.
enum JSONLayout: Sendable {
  /// A record a line.
  case lines
  /// Records one after another, on any number of lines.
  case objects
  /// Records between brackets, with commas between.
  case list
}

/// Cuts a file of records into blocks of whole ones.
struct JSONBlocks: BlockSource {
  /// Whole records, where they begin in the file, and whether a comma must stand before the first.
  struct Block: FileBlock {
    let bytes: [UInt8]
    let offset: Int
    let follows: Bool
  }

  private let input: FileInput
  private let layout: JSONLayout
  private let size: Int
  private let blockSize: Int
  private var offset: Int
  private var isFirst = true
  private var isAtEnd = false

  /// A longer record is refused.
  static let recordLimit = 1 << 28

  init(input: FileInput, layout: JSONLayout, start: Int, size: Int, blockSize: Int) {
    self.input = input
    self.layout = layout
    self.size = size
    self.blockSize = blockSize
    offset = start
  }

  /// The most blocks that a file can be cut into: of two that follow each other the second takes up what the
  /// first had no room for.
  static func limit(size: Int, blockSize: Int) -> Int { 2 * (size / blockSize) + 4 }

  /// The next block; nil at the end. Errors: RG0619 a record too long, RG0603 no room
  /// for it, RG0625, and those of reading.
  mutating func next() throws(ExecutionError) -> Block? {
    guard !isAtEnd else { return nil }
    var length = blockSize
    var held: HeldBytes?
    while true {
      let bytes = try input.bytes(offset..<min(size, offset + length))
      let isLast = offset + bytes.count >= size || bytes.count < min(length, size - offset)
      guard let cut = try cut(bytes, isLast: isLast) else {
        guard length < Self.recordLimit else {
          throw FileFailure.recordTooLong("\(input.path):\(input.line(of: offset))", limit: Self.recordLimit)
        }
        length *= 2
        let record =
          held
          ?? HeldBytes(
            input.memory, path: input.path, what: "has a record that is read as a whole",
            hint: "split its records")
        try record.resize(to: length)
        held = record
        continue
      }
      let block = Block(
        bytes: cut == bytes.count ? bytes : Array(bytes[..<cut]), offset: offset,
        follows: layout == .list && !isFirst)
      offset += cut
      if isLast && cut == bytes.count { isAtEnd = true }
      isFirst = false
      return block.bytes.isEmpty ? nil : block
    }
  }

  /// The end of the last whole record; nil when there is none.
  private mutating func cut(_ bytes: [UInt8], isLast: Bool) throws(ExecutionError) -> Int? {
    if layout == .lines {
      if isLast { return bytes.count }
      return bytes.lastIndex(of: 0x0A).map { $0 + 1 }
    }
    var depth = 0
    var isInText = false
    var end: Int?
    var closing: Int?
    bytes.withUnsafeBufferPointer { bytes in
      var position = 0
      while position < bytes.count {
        let byte = bytes[position]
        if isInText {
          if byte == 0x5C { position += 1 } else if byte == 0x22 { isInText = false }
        } else if byte == 0x22 {
          isInText = true
        } else if byte == 0x7B || byte == 0x5B {
          depth += 1
        } else if byte == 0x7D || byte == 0x5D {
          if depth == 0 {
            closing = position
            break
          }
          depth -= 1
          if depth == 0 { end = position + 1 }
        }
        position += 1
      }
    }
    if let closing {
      // The list's end: nothing but space may follow.
      isAtEnd = true
      let rest = try input.bytes(offset + closing + 1..<min(size, offset + closing + 1 + (1 << 16)))
      guard layout == .list, bytes[closing] == 0x5D, rest.allSatisfy({ $0 <= 0x20 }) else {
        throw FileFailure.broken(
          "\(input.path):\(input.line(of: offset + closing))", "more follows where the records should end")
      }
      return closing
    }
    guard isLast else { return end }
    if layout == .list {
      throw FileFailure.broken(
        input.path, "the file ends before the `]` of its list",
        hint: "the file may be cut off; fetch or copy it once more")
    }
    return bytes.count
  }
}
