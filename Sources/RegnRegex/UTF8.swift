/// The scalar at an index and its width in bytes. A byte that begins no valid sequence (RFC 3629) is
/// `invalidScalar`, one byte wide.
@inline(__always)
func decodeScalar(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> (scalar: UInt32, width: Int) {
  let first = UInt32(text[index])
  if first < 0x80 { return (first, 1) }
  let left = text.count - index
  if first >= 0xC2 && first < 0xE0 && left >= 2 {
    let second = UInt32(text[index + 1]) ^ 0x80
    if second < 0x40 { return ((first & 0x1F) << 6 | second, 2) }
  } else if first >= 0xE0 && first < 0xF0 && left >= 3 {
    let second = UInt32(text[index + 1]) ^ 0x80
    let third = UInt32(text[index + 2]) ^ 0x80
    let scalar = (first & 0x0F) << 12 | second << 6 | third
    if second < 0x40 && third < 0x40 && scalar >= 0x800 && (scalar < 0xD800 || scalar > 0xDFFF) {
      return (scalar, 3)
    }
  } else if first >= 0xF0 && first < 0xF5 && left >= 4 {
    let second = UInt32(text[index + 1]) ^ 0x80
    let third = UInt32(text[index + 2]) ^ 0x80
    let fourth = UInt32(text[index + 3]) ^ 0x80
    let scalar = (first & 0x07) << 18 | second << 12 | third << 6 | fourth
    if second < 0x40 && third < 0x40 && fourth < 0x40 && scalar >= 0x10000 && scalar <= 0x10FFFF {
      return (scalar, 4)
    }
  }
  return (invalidScalar, 1)
}

/// The scalar that ends just before an index, as `decodeScalar` would have read it.
@inline(__always)
func decodeScalar(_ text: UnsafeBufferPointer<UInt8>, before index: Int) -> (scalar: UInt32, width: Int) {
  let last = text[index - 1]
  if last < 0x80 { return (UInt32(last), 1) }
  var start = index - 1
  let limit = max(0, index - 4)
  while start > limit && text[start] & 0xC0 == 0x80 { start -= 1 }
  let found = decodeScalar(text, at: start)
  return found.width == index - start ? found : (invalidScalar, 1)
}

/// Stands for a byte that is no part of valid UTF-8. No class holds it, so nothing matches it.
let invalidScalar: UInt32 = 0xFFFF_FFFF
