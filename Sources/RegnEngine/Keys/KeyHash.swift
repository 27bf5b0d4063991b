import RegnData

/// Hashes of keys that are the same wherever a key comes from: equal keys, as `GroupTable` takes them, have
/// equal hashes, however their columns lie in memory.
enum KeyHash {
  /// Writes the hash of each row's keys. A null is a key like others.
  static func write(_ columns: [Column], rows: Int, to hashes: UnsafeMutablePointer<UInt64>) {
    hashes.update(repeating: 0, count: rows)
    for column in columns { mixIn(column, rows: rows, hashes) }
  }

  /// Puts the numbers of rows part by part, in each in their order, by some bits of the hashes of their keys.
  /// Gives for each part the place behind its last row.
  ///
  /// - Parameters:
  ///   - count: how many parts there are, a power of two.
  ///   - shift: the place of the lowest of the bits that decide.
  static func part(
    _ columns: [Column], rows: Int, count: Int, shift: UInt64, to places: UnsafeMutablePointer<UInt32>
  ) -> [Int] {
    var ends = [Int](repeating: 0, count: count)
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: rows) { hashes in
      guard let hashes = hashes.baseAddress else { return }
      write(columns, rows: rows, to: hashes)
      let mask = count - 1
      for row in 0..<rows { ends[Int(truncatingIfNeeded: hashes[row] &>> shift) & mask] += 1 }
      var place = 0
      for part in 0..<count { (ends[part], place) = (place, place + ends[part]) }
      for row in 0..<rows {
        let part = Int(truncatingIfNeeded: hashes[row] &>> shift) & mask
        places[ends[part]] = UInt32(truncatingIfNeeded: row)
        ends[part] += 1
      }
    }
    return ends
  }

  private static func mixIn(_ column: Column, rows: Int, _ hashes: UnsafeMutablePointer<UInt64>) {
    let step = column.stride
    let validity = column.validity
    @inline(__always)
    func each(_ hash: (Int) -> UInt64) {
      for row in 0..<rows {
        if let validity, !validity.base[row &* step] {
          hashes[row] = mix(hashes[row] ^ 0x5851_F42D_4C95_7F2D)
        } else {
          hashes[row] = mix(hashes[row] ^ hash(row &* step))
        }
      }
    }
    switch column.storage {
    case .bool(let buffer): each { buffer.base[$0] ? 1 : 0 }
    case .int32(let buffer): each { UInt64(bitPattern: Int64(buffer.base[$0])) }
    case .int64(let buffer): each { UInt64(bitPattern: buffer.base[$0]) }
    case .real(let buffer):
      each {
        let value = buffer.base[$0]
        // −0 and 0 are one key, and so is all that is no number.
        return value == 0 ? 0 : (value.isNaN ? Double.nan.bitPattern : value.bitPattern)
      }
    case .scaled(let buffer, let scale):
      each {
        var coefficient = buffer.base[$0]
        var left = scale
        while left > 0, coefficient % 10 == 0 {
          coefficient /= 10
          left -= 1
        }
        return hash(low: UInt64(bitPattern: coefficient), high: coefficient < 0 ? .max : 0, scale: left)
      }
    case .decimal(let buffer):
      each {
        let reduced = buffer.base[$0].normalized
        let bits = UInt128(bitPattern: reduced.coefficient)
        return hash(
          low: UInt64(truncatingIfNeeded: bits), high: UInt64(truncatingIfNeeded: bits >> 64),
          scale: reduced.scale)
      }
    case .guid(let buffer):
      each { at in
        withUnsafeBytes(of: buffer.base[at]) { hashBytes($0.assumingMemoryBound(to: UInt8.self)) }
      }
    case .dictionary(let codes, let dictionary) where dictionary.count <= rows:
      withUnsafeTemporaryAllocation(of: UInt64.self, capacity: max(dictionary.count, 1)) { known in
        for code in 0..<dictionary.count { known[code] = hashBytes(dictionary.bytes(UInt32(code))) }
        each { known[Int(codes.base[$0])] }
      }
    case .dictionary(let codes, let dictionary): each { hashBytes(dictionary.bytes(codes.base[$0])) }
    case .strings(let strings), .dynamic(let strings): each { hashBytes(strings.bytes($0)) }
    }
  }

  @inline(__always)
  private static func hash(low: UInt64, high: UInt64, scale: Int) -> UInt64 {
    low ^ mix(high ^ UInt64(truncatingIfNeeded: scale))
  }
}
