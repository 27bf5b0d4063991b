import Glibc
import RegnData

/// Unpacks Snappy's raw format: a length, then literals and copies of what came before.
enum Snappy {
  /// Whether `source` unpacks to exactly `target.count` bytes. Up to `unpackedPadding` bytes behind both may
  /// be read, and those behind `target` written.
  static func unpack(_ source: UTF8Bytes, to target: UnsafeMutableBufferPointer<UInt8>) -> Bool {
    guard let input = source.baseAddress, let output = target.baseAddress else {
      return source.isEmpty == target.isEmpty
    }
    let inputEnd = source.count
    let outputEnd = target.count
    var position = 0
    var length = 0
    var shift = 0
    while true {
      guard position < inputEnd, shift < 35 else { return false }
      let byte = Int(input[position])
      position &+= 1
      length |= (byte & 0x7F) << shift
      if byte < 0x80 { break }
      shift += 7
    }
    guard length == outputEnd else { return false }
    var filled = 0
    while position < inputEnd {
      var tag = Int(input[position])
      position &+= 1
      if tag & 3 == 0 {
        var count = tag >> 2 &+ 1
        if count <= 16, inputEnd &- position >= count, outputEnd &- filled >= count {
          copy16(input + position, output + filled)
        } else {
          if count > 60 {
            let width = count &- 60
            guard inputEnd &- position >= width else { return false }
            let word = UnsafeRawPointer(input + position).loadUnaligned(as: UInt32.self)
            count = Int(UInt64(word) & (1 << UInt64(8 &* width) &- 1)) &+ 1
            position &+= width
          }
          guard inputEnd &- position >= count, outputEnd &- filled >= count else { return false }
          memcpy(output + filled, input + position, count)
        }
        position &+= count
        filled &+= count
        // Behind a literal there is mostly a copy.
        guard position < inputEnd else { break }
        tag = Int(input[position])
        if tag & 3 == 0 { continue }
        position &+= 1
      }
      // The three kinds of copies differ in how many bytes of the offset follow. Choices that need no branch
      // are quicker here: which kind comes next cannot be foreseen.
      let kind = tag & 3
      let isShort = kind == 1
      let count = isShort ? tag >> 2 & 7 &+ 4 : tag >> 2 &+ 1
      let width = kind == 3 ? 4 : kind
      guard inputEnd &- position >= width else { return false }
      let word = UInt64(UnsafeRawPointer(input + position).loadUnaligned(as: UInt32.self))
      let low = Int(word & (1 &<< UInt64(truncatingIfNeeded: 8 &* width) &- 1))
      let offset = low | (isShort ? (tag >> 5) << 8 : 0)
      position &+= width
      guard offset > 0, offset <= filled, count <= outputEnd &- filled else { return false }
      copyBack(output, at: filled, offset: offset, count: count)
      filled &+= count
    }
    return filled == outputEnd
  }

  @inline(__always)
  private static func copy16(_ from: UnsafePointer<UInt8>, _ to: UnsafeMutablePointer<UInt8>) {
    let (low, high) = UnsafeRawPointer(from).loadUnaligned(as: (UInt64, UInt64).self)
    UnsafeMutableRawPointer(to).storeBytes(of: low, as: UInt64.self)
    UnsafeMutableRawPointer(to).storeBytes(of: high, toByteOffset: 8, as: UInt64.self)
  }
}

/// Copies `count` bytes from `offset` bytes before `place` to it, where the two may overlap: then what was
/// copied is copied again. Up to 16 bytes behind the end may be overwritten.
@inline(__always)
func copyBack(_ output: UnsafeMutablePointer<UInt8>, at place: Int, offset: Int, count: Int) {
  let from = output + (place &- offset)
  let to = output + place
  if offset >= 8 {
    if count <= 16 {
      let first = UnsafeRawPointer(from).loadUnaligned(as: UInt64.self)
      UnsafeMutableRawPointer(to).storeBytes(of: first, as: UInt64.self)
      let second = UnsafeRawPointer(from + 8).loadUnaligned(as: UInt64.self)
      UnsafeMutableRawPointer(to + 8).storeBytes(of: second, as: UInt64.self)
      return
    }
    var done = 0
    while done < count {
      let word = UnsafeRawPointer(from + done).loadUnaligned(as: UInt64.self)
      UnsafeMutableRawPointer(to + done).storeBytes(of: word, as: UInt64.self)
      done &+= 8
    }
  } else {
    for index in 0..<count { to[index] = from[index] }
  }
}
