import RegnData
import RegnPhrases

/// Why a PX file's head cannot be read, and where.
struct PXFailure: Error {
  let offset: Int
  let what: Phrase
}

/// Reads a PX file's head, entry by entry, up to its cells.
struct PXParser {
  private let bytes: UTF8Bytes
  private(set) var position = 0
  private let decode: (UTF8Bytes) -> String

  /// A parser of bytes in any encoding that has ASCII's, with what makes texts of them.
  init(_ bytes: UTF8Bytes, decode: @escaping (UTF8Bytes) -> String) {
    self.bytes = bytes
    self.decode = decode
  }

  private var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

  private mutating func skipSpaces() {
    while position < bytes.count, next <= 0x20 { position += 1 }
  }

  private func failure(_ what: Phrase) -> PXFailure { PXFailure(offset: position, what: what) }

  /// The next entry; for DATA one without values, with the position at its first cell. Nil at the end.
  mutating func nextEntry() throws(PXFailure) -> PXEntry? {
    skipSpaces()
    guard position < bytes.count else { return nil }
    var entry = PXEntry()
    let start = position
    while next | 0x20 >= 0x61 && next | 0x20 <= 0x7A || next == 0x2D || next == 0x5F || next &- 0x30 < 10 {
      position += 1
    }
    guard position > start else { throw failure("a keyword such as `VALUES` should stand here") }
    entry.keyword = decode(UTF8Bytes(rebasing: bytes[start..<position])).uppercased()
    skipSpaces()
    if next == 0x5B {
      let open = position + 1
      while position < bytes.count, next != 0x5D { position += 1 }
      guard position < bytes.count else { throw failure("the bracket of a language is not closed") }
      entry.language = decode(UTF8Bytes(rebasing: bytes[open..<position])).filter { $0 != "\"" }
      position += 1
      skipSpaces()
    }
    if next == 0x28 {
      position += 1
      while true {
        skipSpaces()
        if next == 0x22 {
          entry.subject.append(try quoted())
        } else if next == 0x2C || next == 0x2A {
          position += 1
        } else if next == 0x29 {
          position += 1
          break
        } else {
          throw failure("a text in quotes should stand between the parentheses of \(entry.keyword)")
        }
      }
      skipSpaces()
    }
    guard next == 0x3D else { throw failure("`=` should follow \(entry.keyword)") }
    position += 1
    if entry.keyword == "DATA" { return entry }
    try takeValues(&entry)
    return entry
  }

  private mutating func takeValues(_ entry: inout PXEntry) throws(PXFailure) {
    // Texts follow one another without a comma where one is continued.
    var continues = false
    while true {
      skipSpaces()
      guard position < bytes.count else { throw failure("the file ends within \(entry.keyword)") }
      switch next {
      case 0x3B:
        position += 1
        return
      case 0x2C:
        position += 1
        continues = false
      case 0x22:
        let text = try quoted()
        if continues, let last = entry.values.indices.last {
          entry.values[last] += text
        } else {
          entry.values.append(text)
        }
        continues = true
      default:
        let start = position
        while position < bytes.count, next > 0x20, next != 0x2C, next != 0x3B, next != 0x22 { position += 1 }
        entry.values.append(decode(UTF8Bytes(rebasing: bytes[start..<position])))
        continues = false
      }
    }
  }

  private mutating func quoted() throws(PXFailure) -> String {
    let open = position
    position += 1
    let start = position
    while position < bytes.count, next != 0x22 { position += 1 }
    guard position < bytes.count else { throw PXFailure(offset: open, what: "a quote is not closed") }
    defer { position += 1 }
    return decode(UTF8Bytes(rebasing: bytes[start..<position]))
  }
}
