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
      let tag = Int(input[position])
      position &+= 1
      if tag & 3 == 0 {
        var count = tag >> 2 &+ 1
        if count <= 16, inputEnd &- position >= count, outputEnd &- filled >= count {
          copy16(input + position, output + filled)
          position &+= count
          filled &+= count
          continue
        }
        if count > 60 {
          let width = count &- 60
          guard inputEnd &- position >= width else { return false }
          let word = UnsafeRawPointer(input + position).loadUnaligned(as: UInt32.self)
          count = Int(UInt64(word) & (1 << UInt64(8 &* width) &- 1)) &+ 1
          position &+= width
        }
        guard inputEnd &- position >= count, outputEnd &- filled >= count else { return false }
        memcpy(output + filled, input + position, count)
        position &+= count
        filled &+= count
        continue
      }
      let count: Int
      let offset: Int
      switch tag & 3 {
      case 1:
        guard position < inputEnd else { return false }
        count = tag >> 2 & 7 &+ 4
        offset = (tag >> 5) << 8 | Int(input[position])
        position &+= 1
      case 2:
        guard inputEnd &- position >= 2 else { return false }
        count = tag >> 2 &+ 1
        offset = Int(UnsafeRawPointer(input + position).loadUnaligned(as: UInt16.self))
        position &+= 2
      default:
        guard inputEnd &- position >= 4 else { return false }
        count = tag >> 2 &+ 1
        offset = Int(UnsafeRawPointer(input + position).loadUnaligned(as: UInt32.self))
        position &+= 4
      }
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
