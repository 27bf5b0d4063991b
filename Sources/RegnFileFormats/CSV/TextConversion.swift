import RegnData

/// Conversion of foreign encodings to UTF-8.
enum TextConversion {
  /// The code points of Windows-1252's bytes 0x80 to 0x9F (the rest are those of Unicode); the five that it
  /// leaves open are the control codes of ISO 8859-1, as browsers read them (WHATWG Encoding Standard).
  private static let high: [UInt16] = [
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
    0x008D,
    0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161,
    0x203A,
    0x0153, 0x009D, 0x017E, 0x0178,
  ]

  /// Appends Windows-1252 text as UTF-8.
  static func appendWindows1252(_ text: UTF8Bytes, to target: inout [UInt8]) {
    for byte in text {
      if byte < 0x80 {
        target.append(byte)
      } else {
        append(UInt32(byte < 0xA0 ? high[Int(byte - 0x80)] : UInt16(byte)), to: &target)
      }
    }
  }

  /// Appends text with every run of bytes that is not UTF-8 replaced by U+FFFD.
  static func appendRepaired(_ text: UTF8Bytes, to target: inout [UInt8]) {
    target.append(contentsOf: String(decoding: text, as: UTF8.self).utf8)
  }

  /// UTF-16 text as UTF-8. A surrogate without its partner becomes U+FFFD; a last odd byte is dropped.
  static func utf8(fromUTF16 file: any OpenFile, size: Int, isBigEndian: Bool, held: HeldBytes)
    throws(ExecutionError) -> MemoryFile
  {
    let blockSize = 1 << 20
    var blocks: [[UInt8]] = []
    var target: [UInt8] = []
    target.reserveCapacity(blockSize + 8)
    var source = [UInt8](repeating: 0, count: blockSize)
    var offset = 0
    var lead: UInt32 = 0
    while offset < size {
      let wanted = min(blockSize, size - offset)
      var failure: ExecutionError?
      let count = source.withUnsafeMutableBytes { buffer -> Int in
        do throws(ExecutionError) {
          return try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[0..<wanted]), at: offset)
        } catch {
          failure = error
          return 0
        }
      }
      if let failure { throw failure }
      if count < 2 { break }
      for index in stride(from: 0, to: count - 1, by: 2) {
        let a = UInt32(source[index])
        let b = UInt32(source[index + 1])
        let unit = isBigEndian ? a << 8 | b : b << 8 | a
        if lead != 0 {
          if unit & 0xFC00 == 0xDC00 {
            append(0x10000 + ((lead & 0x3FF) << 10 | unit & 0x3FF), to: &target)
            lead = 0
            continue
          }
          append(0xFFFD, to: &target)
          lead = 0
        }
        if unit & 0xFC00 == 0xD800 {
          lead = unit
        } else if offset > 0 || index > 0 || unit != 0xFEFF {
          append(unit & 0xFC00 == 0xDC00 ? 0xFFFD : unit, to: &target)
        }
        while target.count >= blockSize {
          try held.grow(by: blockSize)
          blocks.append(Array(target[0..<blockSize]))
          target.removeFirst(blockSize)
        }
      }
      offset += count
      if count < wanted { break }
    }
    if lead != 0 { append(0xFFFD, to: &target) }
    try held.grow(by: target.count)
    if !target.isEmpty { blocks.append(target) }
    return MemoryFile(blocks: blocks, blockSize: blockSize, held: held)
  }

  private static func append(_ scalar: UInt32, to target: inout [UInt8]) {
    switch scalar {
    case ..<0x80: target.append(UInt8(scalar))
    case ..<0x800:
      target.append(UInt8(0xC0 | scalar >> 6))
      target.append(UInt8(0x80 | scalar & 0x3F))
    case ..<0x10000:
      target.append(UInt8(0xE0 | scalar >> 12))
      target.append(UInt8(0x80 | scalar >> 6 & 0x3F))
      target.append(UInt8(0x80 | scalar & 0x3F))
    default:
      target.append(UInt8(0xF0 | scalar >> 18))
      target.append(UInt8(0x80 | scalar >> 12 & 0x3F))
      target.append(UInt8(0x80 | scalar >> 6 & 0x3F))
      target.append(UInt8(0x80 | scalar & 0x3F))
    }
  }
}
