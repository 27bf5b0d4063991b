import Glibc
import RegnData

/// Unpacks blocks of LZ4: each sequence is some literals and a copy of what came before.
enum LZ4 {
  /// Whether `source` unpacks to exactly `target.count` bytes. Up to `unpackedPadding` bytes behind `target`
  /// may be written.
  static func unpack(_ source: UTF8Bytes, to target: UnsafeMutableBufferPointer<UInt8>) -> Bool {
    guard let input = source.baseAddress, let output = target.baseAddress else { return target.isEmpty }
    let inputEnd = source.count
    let outputEnd = target.count
    var position = 0
    var filled = 0

    /// A length that 15 in the token begins and bytes of 255 carry on; nil when it does not end.
    func length(_ first: Int) -> Int? {
      var length = first
      guard first == 15 else { return length }
      while position < inputEnd {
        let byte = Int(input[position])
        position &+= 1
        length &+= byte
        if byte != 255 { return length }
      }
      return nil
    }

    while position < inputEnd {
      let token = Int(input[position])
      position &+= 1
      guard let literals = length(token >> 4), literals <= inputEnd &- position,
        literals <= outputEnd &- filled
      else { return false }
      memcpy(output + filled, input + position, literals)
      position &+= literals
      filled &+= literals
      // The last sequence has literals alone.
      if position == inputEnd { break }
      guard inputEnd &- position >= 2 else { return false }
      let offset = Int(UnsafeRawPointer(input + position).loadUnaligned(as: UInt16.self))
      position &+= 2
      guard let rest = length(token & 15) else { return false }
      let count = rest &+ 4
      guard offset > 0, offset <= filled, count <= outputEnd &- filled else { return false }
      copyBack(output, at: filled, offset: offset, count: count)
      filled &+= count
    }
    return filled == outputEnd
  }
}
