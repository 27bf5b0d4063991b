import RegnData

/// The 64-bit hash xxHash with seed 0 (Collet, "xxHash fast digest algorithm", version 0.1.1).
func xxHash64(_ bytes: Bytes) -> UInt64 {
  let (p1, p2, p3, p4, p5): (UInt64, UInt64, UInt64, UInt64, UInt64) = (
    0x9E37_79B1_85EB_CA87, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x85EB_CA77_C2B2_AE63,
    0x27D4_EB2F_1656_67C5
  )
  @inline(__always) func rotate(_ x: UInt64, _ bits: UInt64) -> UInt64 { x &<< bits | x &>> (64 - bits) }
  @inline(__always) func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    rotate(lane &+ word &* p2, 31) &* p1
  }
  let raw = UnsafeRawBufferPointer(bytes)
  @inline(__always) func word(_ offset: Int) -> UInt64 {
    raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
  }
  var position = 0
  var hash: UInt64
  if raw.count >= 32 {
    var (a, b, c, d) = (p1 &+ p2, p2, 0 as UInt64, 0 &- p1)
    while position + 32 <= raw.count {
      a = round(a, word(position))
      b = round(b, word(position + 8))
      c = round(c, word(position + 16))
      d = round(d, word(position + 24))
      position += 32
    }
    hash = rotate(a, 1) &+ rotate(b, 7) &+ rotate(c, 12) &+ rotate(d, 18)
    for lane in [a, b, c, d] { hash = (hash ^ round(0, lane)) &* p1 &+ p4 }
  } else {
    hash = p5
  }
  hash = hash &+ UInt64(raw.count)
  while position + 8 <= raw.count {
    hash = rotate(hash ^ round(0, word(position)), 27) &* p1 &+ p4
    position += 8
  }
  if position + 4 <= raw.count {
    let half = UInt64(raw.loadUnaligned(fromByteOffset: position, as: UInt32.self).littleEndian)
    hash = rotate(hash ^ half &* p1, 23) &* p2 &+ p3
    position += 4
  }
  while position < raw.count {
    hash = rotate(hash ^ UInt64(raw[position]) &* p5, 11) &* p1
    position += 1
  }
  hash = (hash ^ hash >> 33) &* p2
  hash = (hash ^ hash >> 29) &* p3
  return hash ^ hash >> 32
}
