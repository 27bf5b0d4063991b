/// UTF-8 text as it lies in a column or a file: the input of every parser in this room.
public typealias UTF8Bytes = UnsafeBufferPointer<UInt8>

/// A value with a canonical text.
///
/// Text is always appended to a growing buffer of bytes, so that a writer makes one buffer for many values.
public protocol ByteWritable {
  /// Appends the value's canonical text, as UTF-8.
  func append(to bytes: inout [UInt8])
}

extension ByteWritable {
  /// The canonical text as a `String`; for messages and tests, not for loops over rows.
  public var text: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Calls `body` with the text's UTF-8 bytes. A native string is not copied.
@inlinable
public func withUTF8Bytes<Result>(of text: some StringProtocol, _ body: (UTF8Bytes) -> Result) -> Result {
  if let result = text.utf8.withContiguousStorageIfAvailable(body) { return result }
  return Array(text.utf8).withUnsafeBufferPointer(body)
}

extension UnsafeBufferPointer where Element == UInt8 {
  /// The bytes of a range, without a copy.
  @inlinable
  func slice(_ range: Range<Int>) -> UTF8Bytes {
    UTF8Bytes(rebasing: self[range])
  }

  /// Without ASCII white space (space, tab, line ends, vertical tab, form feed) at either end.
  @inlinable
  public var trimmed: UTF8Bytes {
    var low = 0
    var high = count
    while low < high, self[low].isASCIISpace { low += 1 }
    while low < high, self[high - 1].isASCIISpace { high -= 1 }
    return slice(low..<high)
  }

  /// Whether the text is `other` (given in lower case) but for the case of ASCII letters.
  public func equalsIgnoringASCIICase(_ other: StaticString) -> Bool {
    guard count == other.utf8CodeUnitCount else { return false }
    for index in 0..<count where self[index].asciiLowercased != other.utf8Start[index] { return false }
    return true
  }
}

extension UInt8 {
  /// Space, tab, line feed, vertical tab, form feed, carriage return.
  @inlinable var isASCIISpace: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D) }

  /// `0` to `9`.
  @inlinable var isASCIIDigit: Bool { self &- 0x30 < 10 }

  /// `A` to `Z`, `a` to `z`.
  @inlinable var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }

  /// The byte, with `A` to `Z` made lower case.
  @inlinable var asciiLowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }

  /// The byte, with `a` to `z` made upper case.
  @inlinable var asciiUppercased: UInt8 { self &- 0x61 < 26 ? self & 0xDF : self }

  /// The value of a hexadecimal digit, or nil.
  @inlinable var hexValue: UInt8? {
    let digit = self &- 0x30
    if digit < 10 { return digit }
    let letter = (self | 0x20) &- 0x61
    return letter < 6 ? letter + 10 : nil
  }
}

extension Array where Element == UInt8 {
  /// Appends the bytes of a literal.
  @inlinable
  public mutating func append(literal: StaticString) {
    append(contentsOf: UTF8Bytes(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  /// Appends a number in decimal digits, padded with zeros on the left to at least `width` digits.
  @inlinable
  public mutating func append(digits value: UInt64, width: Int = 1) {
    // Two digits a division; the longest UInt64 has 20.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { buffer in
      var position = 20
      var rest = value
      while rest >= 10 {
        let pair = rest % 100
        rest /= 100
        position -= 2
        buffer[position] = UInt8(truncatingIfNeeded: pair / 10) &+ 0x30
        buffer[position + 1] = UInt8(truncatingIfNeeded: pair % 10) &+ 0x30
      }
      if rest > 0 || position == 20 {
        position -= 1
        buffer[position] = UInt8(truncatingIfNeeded: rest) &+ 0x30
      }
      let length = 20 - position
      if length < width { append(contentsOf: repeatElement(0x30, count: width - length)) }
      append(contentsOf: UTF8Bytes(rebasing: UnsafeBufferPointer(buffer)[position..<20]))
    }
  }

  /// Appends an integer in decimal digits, with a minus sign if it is negative.
  @inlinable
  public mutating func append(long value: Int64) {
    if value < 0 { append(0x2D) }
    append(digits: value.magnitude)
  }
}

/// A place in UTF-8 text, from which a parser takes what it expects.
struct ByteCursor {
  let bytes: UTF8Bytes
  var position = 0

  init(_ bytes: UTF8Bytes) {
    self.bytes = bytes
  }

  @inline(__always) var isAtEnd: Bool { position == bytes.count }

  /// The next byte, or 0 at the end (no parser here expects a NUL).
  @inline(__always) var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

  /// The byte `distance` after the next one, or 0 past the end.
  @inline(__always) func peek(_ distance: Int) -> UInt8 {
    position + distance < bytes.count ? bytes[position + distance] : 0
  }

  /// Takes `byte` if it is the next one.
  @inline(__always) mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  /// Takes any white space; says whether there was some.
  @discardableResult
  mutating func takeSpaces() -> Bool {
    let start = position
    while next.isASCIISpace { position += 1 }
    return position > start
  }

  /// Takes a run of one to `maximum` digits; nil if there is none, or if it is longer.
  mutating func takeNumber(atMost maximum: Int) -> (value: Int, digits: Int)? {
    var value = 0
    let start = position
    while next.isASCIIDigit {
      guard position - start < maximum else { return nil }
      value = value * 10 + Int(next - 0x30)
      position += 1
    }
    return position > start ? (value, position - start) : nil
  }

  /// Takes a run of ASCII letters, which may be empty.
  mutating func takeWord() -> UTF8Bytes {
    let start = position
    while next.isASCIILetter { position += 1 }
    return bytes.slice(start..<position)
  }

  /// Takes digits of a second's fraction as ticks of 100 ns; digits after the seventh round half up.
  /// Nil if there is no digit.
  mutating func takeFractionTicks() -> Int64? {
    guard next.isASCIIDigit else { return nil }
    var ticks: Int64 = 0
    var digits = 0
    while next.isASCIIDigit {
      if digits < 7 {
        ticks = ticks * 10 + Int64(next - 0x30)
      } else if digits == 7, next >= 0x35 {
        ticks += 1
      }
      digits += 1
      position += 1
    }
    while digits < 7 {
      ticks *= 10
      digits += 1
    }
    return ticks
  }
}
