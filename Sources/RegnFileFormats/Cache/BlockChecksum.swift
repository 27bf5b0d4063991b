import RegnData

/// A hash that tells whether bytes came back as they were written. Damage is found, forgery is not.
enum BlockChecksum {
  /// The hash of some bytes: four lanes of multiply and fold, so that no step waits for the one before it.
  static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var a: UInt64 = 0x9E37_79B9_7F4A_7C15
    var b: UInt64 = 0xBF58_476D_1CE4_E5B9
    var c: UInt64 = 0x94D0_49BB_1331_11EB
    var d: UInt64 = 0xD6E8_FEB8_6659_FD93
    var offset = 0
    if let start = bytes.baseAddress {
      while offset + 32 <= bytes.count {
        let place = start + offset
        a = mix(a ^ place.loadUnaligned(as: UInt64.self))
        b = mix(b ^ place.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        c = mix(c ^ place.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
        d = mix(d ^ place.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
        offset += 32
      }
    }
    let rest = UnsafeBufferPointer(rebasing: bytes.bindMemory(to: UInt8.self)[offset...])
    return mix(mix(a ^ mix(b)) ^ mix(c ^ mix(d)) ^ hashBytes(rest) ^ UInt64(bytes.count))
  }
}
