import Glibc

/// Whether two runs of bytes are the same.
@inlinable
public func equalBytes(_ left: UTF8Bytes, _ right: UTF8Bytes) -> Bool {
  guard left.count == right.count else { return false }
  guard let first = left.baseAddress, let second = right.baseAddress else { return true }
  return memcmp(first, second, left.count) == 0
}

/// Stirs a word into a hash, by the two halves of a wide product.
func mixHash(_ hash: UInt64, _ word: UInt64) -> UInt64 {
  let (high, low) = (hash ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: word ^ 0xE703_7ED1_A0B4_28DB)
  return high ^ low ^ hash.byteSwapped
}
