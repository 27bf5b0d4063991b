import Glibc

/// What KQL's string functions need of UTF-8 text: counts and positions in code points, search, validity.
///
/// Nothing here reads beyond the bytes, even when they are not valid UTF-8; what is not is taken as U+FFFD, a
/// byte at a time.
public enum UTF8Text {
  /// Whether all bytes are ASCII.
  public static func isASCII(_ text: UTF8Bytes) -> Bool {
    asciiPrefix(text, from: 0) == text.count
  }

  /// The offset of the first byte from `start` that is not ASCII, or the count.
  static func asciiPrefix(_ text: UTF8Bytes, from start: Int) -> Int {
    let raw = UnsafeRawBufferPointer(text)
    var position = start
    while position + 8 <= raw.count {
      let word = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self).littleEndian
      let high = word & 0x8080_8080_8080_8080
      if high != 0 { return position + high.trailingZeroBitCount / 8 }
      position += 8
    }
    while position < raw.count, raw[position] < 0x80 { position += 1 }
    return position
  }

  /// The number of code points: what `strlen()` counts.
  public static func scalarCount(_ text: UTF8Bytes) -> Int {
    let raw = UnsafeRawBufferPointer(text)
    var continuations = 0
    var position = 0
    while position + 8 <= raw.count {
      // A continuation byte is 10xxxxxx: its top bit is set and the next one is not.
      let word = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
      continuations += (word & ~(word << 1) & 0x8080_8080_8080_8080).nonzeroBitCount
      position += 8
    }
    while position < raw.count {
      if raw[position] & 0xC0 == 0x80 { continuations += 1 }
      position += 1
    }
    return raw.count - continuations
  }

  /// The byte offset of the code point with a number, counted from 0; the count of bytes when there are not
  /// so many, 0 for a negative number.
  public static func offset(ofScalar number: Int, in text: UTF8Bytes, from start: Int = 0) -> Int {
    var position = start
    var rest = number
    if rest <= 0 { return position }
    let ascii = asciiPrefix(text, from: start)
    if ascii - start >= rest { return start + rest }
    rest -= ascii - start
    position = ascii
    while position < text.count {
      if text[position] & 0xC0 != 0x80 {
        if rest == 0 { return position }
        rest -= 1
      }
      position += 1
    }
    return text.count
  }

  /// Up to `length` code points from the one numbered `start`, without a copy.
  public static func substring(_ text: UTF8Bytes, from start: Int, length: Int) -> UTF8Bytes {
    let low = offset(ofScalar: start, in: text)
    let high = offset(ofScalar: length, in: text, from: low)
    return text.slice(low..<high)
  }

  /// The code point that begins at an offset, and its length in bytes.
  @inline(__always)
  public static func scalar(in text: UTF8Bytes, at offset: Int) -> (value: UInt32, length: Int) {
    let first = text[offset]
    if first < 0x80 { return (UInt32(first), 1) }
    return longScalar(in: text, at: offset)
  }

  private static func longScalar(in text: UTF8Bytes, at offset: Int) -> (value: UInt32, length: Int) {
    let first = text[offset]
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC2, first < 0xF5, offset + length <= text.count else { return (0xFFFD, 1) }
    var value = UInt32(first) & (0xFF >> UInt32(length + 1))
    for index in 1..<length {
      let byte = text[offset + index]
      guard byte & 0xC0 == 0x80 else { return (0xFFFD, 1) }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    return (value, length)
  }

  /// The offset of the code point that ends before an offset, which must be above 0.
  static func start(ofScalarBefore offset: Int, in text: UTF8Bytes) -> Int {
    var position = offset - 1
    while position > 0, offset - position < 4, text[position] & 0xC0 == 0x80 { position -= 1 }
    return position
  }

  /// The offset of the first byte that is not part of valid UTF-8, or nil.
  public static func firstInvalidOffset(in text: UTF8Bytes) -> Int? {
    var position = 0
    while true {
      position = asciiPrefix(text, from: position)
      guard position < text.count else { return nil }
      let (value, length) = longScalar(in: text, at: position)
      // One byte long means broken; the rest are spelled too long, halves of pairs, or beyond Unicode.
      guard length > 1, value >= (length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000), value <= 0x10FFFF,
        value & 0xFFFF_F800 != 0xD800
      else { return position }
      position += length
    }
  }

  /// Whether the bytes are UTF-8.
  public static func isValid(_ text: UTF8Bytes) -> Bool {
    firstInvalidOffset(in: text) == nil
  }

  /// The offset of the first occurrence of `needle` from `start`, byte for byte, or nil. Linear in the text.
  public static func firstOffset(of needle: UTF8Bytes, in text: UTF8Bytes, from start: Int = 0) -> Int? {
    guard start >= 0, start <= text.count, needle.count <= text.count - start else { return nil }
    guard let first = needle.first, let pattern = needle.baseAddress, let base = text.baseAddress else {
      return start
    }
    var position = start
    let last = text.count - needle.count
    // A plain search is best for real text; where it compares far more than the text is long, another takes
    // over.
    var budget = 4096 + 8 * text.count
    while position <= last {
      guard let found = memchr(base + position, Int32(first), last - position + 1) else { return nil }
      position = UnsafeRawPointer(found) - UnsafeRawPointer(base)
      if memcmp(base + position, pattern, needle.count) == 0 { return position }
      position += 1
      budget -= needle.count
      if budget < 0 { return firstOffsetByBorders(of: needle, in: text, from: position) }
    }
    return nil
  }

  /// The search of Knuth, Morris and Pratt: never looks at a byte of the text again.
  private static func firstOffsetByBorders(of needle: UTF8Bytes, in text: UTF8Bytes, from start: Int) -> Int?
  {
    // borders[n]: how long a proper prefix of the first n bytes is also their suffix.
    var borders = [Int](repeating: 0, count: needle.count + 1)
    var length = 0
    for index in 1..<max(needle.count, 1) {
      while length > 0, needle[index] != needle[length] { length = borders[length] }
      if needle[index] == needle[length] { length += 1 }
      borders[index + 1] = length
    }
    length = 0
    for index in start..<text.count {
      while length > 0, text[index] != needle[length] { length = borders[length] }
      if text[index] == needle[length] { length += 1 }
      if length == needle.count { return index + 1 - length }
    }
    return nil
  }
}
