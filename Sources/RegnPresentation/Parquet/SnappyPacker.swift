import RegnData

/// Packs bytes in Snappy's raw format: a length, then literals and copies of what came before.
struct SnappyPacker {
  /// For a hash of four bytes, where they last stood, in the block at hand; counted from 1.
  private var places = [UInt16](repeating: 0, count: 1 << 14)

  /// Copies reach no further back than the block in which they stand.
  private static let blockSize = 1 << 15

  /// Appends what `source` is packed to.
  mutating func pack(_ source: UTF8Bytes, to target: inout [UInt8]) {
    target.reserveCapacity(target.count + source.count / 2 + 64)
    var rest = UInt64(source.count)
    while rest >= 0x80 {
      target.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    target.append(UInt8(rest))
    guard let base = source.baseAddress else { return }
    var start = 0
    while start < source.count {
      let count = min(Self.blockSize, source.count - start)
      pack(base + start, count, to: &target)
      start += count
    }
  }

  private mutating func pack(_ base: UnsafePointer<UInt8>, _ count: Int, to target: inout [UInt8]) {
    let raw = UnsafeRawPointer(base)
    var literal = 0
    var position = 0
    places.withUnsafeMutableBufferPointer { places in
      places.update(repeating: 0)
      // The longer nothing is found, the larger the steps: what does not pack is passed over quickly.
      var misses = 32
      while position &+ 4 <= count {
        let word = raw.loadUnaligned(fromByteOffset: position, as: UInt32.self)
        let slot = Int((word &* 0x1E35_A7BD) &>> 18)
        let candidate = Int(places[slot]) &- 1
        places[slot] = UInt16(truncatingIfNeeded: position &+ 1)
        guard candidate >= 0, raw.loadUnaligned(fromByteOffset: candidate, as: UInt32.self) == word else {
          position &+= misses >> 5
          misses &+= 1
          continue
        }
        misses = 32
        var length = 4
        while position &+ length < count, base[candidate &+ length] == base[position &+ length] {
          length &+= 1
        }
        Self.append(literal: base + literal, position - literal, to: &target)
        Self.append(copy: position - candidate, length, to: &target)
        position &+= length
        literal = position
      }
    }
    Self.append(literal: base + literal, count - literal, to: &target)
  }

  private static func append(literal: UnsafePointer<UInt8>, _ count: Int, to target: inout [UInt8]) {
    guard count > 0 else { return }
    let last = count - 1
    if last < 60 {
      target.append(UInt8(last << 2))
    } else if last < 256 {
      target.append(60 << 2)
      target.append(UInt8(last))
    } else {
      target.append(61 << 2)
      target.append(UInt8(truncatingIfNeeded: last))
      target.append(UInt8(truncatingIfNeeded: last >> 8))
    }
    target.append(contentsOf: UTF8Bytes(start: literal, count: count))
  }

  private static func append(copy offset: Int, _ count: Int, to target: inout [UInt8]) {
    var left = count
    while left > 0 {
      // What would be left over must be four bytes at least, or none.
      let part = left > 64 && left < 68 ? 60 : min(left, 64)
      if part >= 4, part < 12, offset < 2048 {
        target.append(UInt8((offset >> 8) << 5 | (part - 4) << 2 | 1))
        target.append(UInt8(truncatingIfNeeded: offset))
      } else {
        target.append(UInt8((part - 1) << 2 | 2))
        target.append(UInt8(truncatingIfNeeded: offset))
        target.append(UInt8(truncatingIfNeeded: offset >> 8))
      }
      left -= part
    }
  }
}
