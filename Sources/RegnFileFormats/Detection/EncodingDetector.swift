import CRegnScan
import RegnData
import RegnPhrases

/// What a file's first bytes say of its encoding.
struct DetectedEncoding {
  let encoding: TextEncoding
  /// The length of the byte order mark; 0 without one.
  let markLength: Int
  /// Whether nothing but ASCII was seen.
  let isAssumed: Bool
  /// What spoke for it, in a clause.
  let reason: Phrase

  /// Looks at the first bytes of a file (and at some of its middle, which may begin and end within a
  /// character).
  init(head: UTF8Bytes, others: [[UInt8]], isWhole: Bool) {
    func begins(_ mark: [UInt8]) -> Bool { head.starts(with: mark) }
    if begins([0xEF, 0xBB, 0xBF]) {
      (encoding, markLength, isAssumed, reason) = (.utf8, 3, false, Self.mark)
      return
    }
    if begins([0xFF, 0xFE]) {
      (encoding, markLength, isAssumed, reason) = (.utf16LittleEndian, 2, false, Self.mark)
      return
    }
    if begins([0xFE, 0xFF]) {
      (encoding, markLength, isAssumed, reason) = (.utf16BigEndian, 2, false, Self.mark)
      return
    }
    // Western text in UTF-16 is zeros in every other place.
    var zeros = (even: 0, odd: 0)
    let looked = min(head.count, 4096) & ~1
    for index in 0..<looked where head[index] == 0 {
      if index & 1 == 0 { zeros.even += 1 } else { zeros.odd += 1 }
    }
    if looked >= 4, zeros.odd * 10 >= looked * 3, zeros.even * 20 < looked {
      (encoding, markLength, isAssumed, reason) = (.utf16LittleEndian, 0, false, Self.zeros)
      return
    }
    if looked >= 4, zeros.even * 10 >= looked * 3, zeros.odd * 20 < looked {
      (encoding, markLength, isAssumed, reason) = (.utf16BigEndian, 0, false, Self.zeros)
      return
    }
    var hasHigh = head.contains { $0 >= 0x80 }
    var isValid = Self.isValid(head, mayBeCut: !isWhole)
    for block in others {
      block.withUnsafeBufferPointer { block in
        // A block from the middle may begin with the rest of a character.
        var start = 0
        while start < 3, start < block.count, block[start] & 0xC0 == 0x80 { start += 1 }
        let rest = UTF8Bytes(rebasing: block[start...])
        if block.contains(where: { $0 >= 0x80 }) { hasHigh = true }
        if !Self.isValid(rest, mayBeCut: true) { isValid = false }
      }
    }
    (encoding, markLength, isAssumed) = (isValid ? .utf8 : .windows1252, 0, !hasHigh)
    reason =
      !hasHigh
      ? "nothing but ASCII was seen; should other bytes follow that are no UTF-8, it is Windows-1252"
      : isValid ? "all letters beyond ASCII are valid UTF-8" : "some bytes are no UTF-8"
  }

  private static let mark: Phrase = "a byte order mark says so"
  private static let zeros: Phrase = "every other byte is zero"

  private static func isValid(_ text: UTF8Bytes, mayBeCut: Bool) -> Bool {
    guard let start = text.baseAddress else { return true }
    let valid = regn_valid_utf8(start, text.count)
    return valid == text.count || mayBeCut && text.count - valid < 4 && text[valid] >= 0xC2
  }
}
