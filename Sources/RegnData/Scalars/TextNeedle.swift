/// A text to look for in many others: the right side of KQL's `has`, `contains`, `startswith` and their kin.
///
/// Made once; each test then allocates nothing and counts no references. An empty needle is found
/// everywhere.
public final class TextNeedle: @unchecked Sendable {
  /// The text, folded unless case counts. Its bytes are this object's.
  private let needle: UTF8Bytes
  private let isCaseSensitive: Bool
  private let beginsInTerm: Bool
  private let endsInTerm: Bool
  /// Whether a code point beyond ASCII may fold to the needle's first one.
  private let mayBeginBeyondASCII: Bool

  /// Takes the text to look for.
  public convenience init(_ text: UTF8Bytes, caseSensitive: Bool) {
    self.init(folded: Self.folded(text, unless: caseSensitive), caseSensitive: caseSensitive)
  }

  /// Takes the text to look for.
  public convenience init(_ text: some StringProtocol, caseSensitive: Bool) {
    let bytes = withUTF8Bytes(of: text) { Self.folded($0, unless: caseSensitive) }
    self.init(folded: bytes, caseSensitive: caseSensitive)
  }

  private static func folded(_ text: UTF8Bytes, unless caseSensitive: Bool) -> [UInt8] {
    if caseSensitive { return Array(text) }
    var bytes: [UInt8] = []
    UTF8Text.appendFolded(text, to: &bytes)
    return bytes
  }

  private init(folded: [UInt8], caseSensitive: Bool) {
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: folded.count)
    _ = copy.initialize(from: folded)
    let bytes = UTF8Bytes(copy)
    needle = bytes
    isCaseSensitive = caseSensitive
    if bytes.isEmpty {
      (beginsInTerm, endsInTerm) = (false, false)
    } else {
      let last = UTF8Text.start(ofScalarBefore: bytes.count, in: bytes)
      beginsInTerm = CaseMapping.isAlphanumeric(UTF8Text.scalar(in: bytes, at: 0).value)
      endsInTerm = CaseMapping.isAlphanumeric(UTF8Text.scalar(in: bytes, at: last).value)
    }
    // The Kelvin sign folds to k, the long s to s; nothing else beyond ASCII folds into it.
    mayBeginBeyondASCII = folded.first.map { $0 >= 0x80 || $0 == 0x6B || $0 == 0x73 } ?? false
  }

  deinit { needle.deallocate() }

  // MARK: Tests

  /// Whether the text is the needle: `==`, `=~`.
  public func equals(_ text: UTF8Bytes) -> Bool {
    isCaseSensitive ? equalBytes(text, needle) : matchEnd(text, at: 0) == text.count
  }

  /// Whether the text begins with the needle: `startswith`.
  public func isPrefix(of text: UTF8Bytes) -> Bool {
    matchEnd(text, at: 0) != nil
  }

  /// Whether the text ends with the needle: `endswith`.
  public func isSuffix(of text: UTF8Bytes) -> Bool {
    if isCaseSensitive {
      return text.count >= needle.count
        && equalBytes(text.slice(text.count - needle.count..<text.count), needle)
    }
    var position = text.count
    var rest = needle.count
    while rest > 0 {
      guard position > 0 else { return false }
      position = UTF8Text.start(ofScalarBefore: position, in: text)
      let expected = UTF8Text.start(ofScalarBefore: rest, in: needle)
      let value = UTF8Text.scalar(in: text, at: position).value
      guard CaseMapping.fold(value) == UTF8Text.scalar(in: needle, at: expected).value else { return false }
      rest = expected
    }
    return true
  }

  /// Whether the needle occurs in the text: `contains`.
  public func isContained(in text: UTF8Bytes) -> Bool {
    isFound(in: text, atTermStart: false, atTermEnd: false)
  }

  /// Whether the needle occurs in the text with no letter or digit next to its own at either end: `has`.
  public func isTerm(in text: UTF8Bytes) -> Bool {
    isFound(in: text, atTermStart: true, atTermEnd: true)
  }

  /// Whether the needle occurs at the start of a term: `hasprefix`.
  public func isTermPrefix(in text: UTF8Bytes) -> Bool {
    isFound(in: text, atTermStart: true, atTermEnd: false)
  }

  /// Whether the needle occurs at the end of a term: `hassuffix`.
  public func isTermSuffix(in text: UTF8Bytes) -> Bool {
    isFound(in: text, atTermStart: false, atTermEnd: true)
  }

  // MARK: Search

  private func isFound(in text: UTF8Bytes, atTermStart: Bool, atTermEnd: Bool) -> Bool {
    if needle.isEmpty { return true }
    let checksStart = atTermStart && beginsInTerm
    let checksEnd = atTermEnd && endsInTerm
    var position = 0
    // Where folding compares far more than the text is long, a folded copy is searched instead.
    var budget = 4096 + 16 * text.count
    while true {
      let end: Int
      if isCaseSensitive {
        guard let found = UTF8Text.firstOffset(of: needle, in: text, from: position) else { return false }
        (position, end) = (found, found + needle.count)
      } else {
        position = nextCandidate(needle[0], text, from: position)
        guard position < text.count else { return false }
        guard let matched = matchEnd(text, at: position) else {
          position += UTF8Text.scalar(in: text, at: position).length
          budget -= needle.count
          if budget < 0 { return isFoundInCopy(of: text, atTermStart: atTermStart, atTermEnd: atTermEnd) }
          continue
        }
        end = matched
      }
      if !checksStart || !isAlphanumeric(text, before: position),
        !checksEnd || end == text.count
          || !CaseMapping.isAlphanumeric(UTF8Text.scalar(in: text, at: end).value)
      {
        return true
      }
      position += UTF8Text.scalar(in: text, at: position).length
      budget -= needle.count
      if budget < 0, !isCaseSensitive {
        return isFoundInCopy(of: text, atTermStart: atTermStart, atTermEnd: atTermEnd)
      }
    }
  }

  private func isFoundInCopy(of text: UTF8Bytes, atTermStart: Bool, atTermEnd: Bool) -> Bool {
    let copy = Self.folded(text, unless: false)
    let exact = TextNeedle(folded: Array(needle), caseSensitive: true)
    return copy.withUnsafeBufferPointer {
      exact.isFound(in: $0, atTermStart: atTermStart, atTermEnd: atTermEnd)
    }
  }

  private func isAlphanumeric(_ text: UTF8Bytes, before position: Int) -> Bool {
    guard position > 0 else { return false }
    let start = UTF8Text.start(ofScalarBefore: position, in: text)
    return CaseMapping.isAlphanumeric(UTF8Text.scalar(in: text, at: start).value)
  }

  /// The next offset where a code point begins that may fold to the needle's first byte, or the count.
  private func nextCandidate(_ first: UInt8, _ text: UTF8Bytes, from start: Int) -> Int {
    let raw = UnsafeRawBufferPointer(text)
    let mayBeginBeyondASCII = mayBeginBeyondASCII
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    // The bit 0x20 makes letters lower case, and no other byte a letter that was none.
    let caseBits = first.isASCIILetter ? ones * 0x20 : 0
    let pattern = ones * UInt64(first)
    var position = start
    while position + 8 <= raw.count {
      let word = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
      let difference = (word | caseBits) ^ pattern
      // Of these bits the lowest belongs to the first byte that is the same; above it they may be wrong.
      var hits = (difference &- ones) & ~difference & highs
      if mayBeginBeyondASCII { hits |= word & word &<< 1 & highs }
      if hits != 0 { return position + hits.trailingZeroBitCount / 8 }
      position += 8
    }
    while position < raw.count {
      let byte = raw[position]
      if byte < 0x80 {
        if byte.asciiLowercased == first { return position }
      } else if mayBeginBeyondASCII, byte & 0xC0 != 0x80 {
        return position
      }
      position += 1
    }
    return position
  }

  /// Where a match of the needle that begins at `start` ends, or nil.
  private func matchEnd(_ text: UTF8Bytes, at start: Int) -> Int? {
    var position = start
    if isCaseSensitive {
      guard text.count - start >= needle.count else { return nil }
      return equalBytes(text.slice(start..<start + needle.count), needle) ? start + needle.count : nil
    }
    var matched = 0
    while matched < needle.count {
      guard position < text.count else { return nil }
      let byte = text[position]
      if byte < 0x80 {
        guard byte.asciiLowercased == needle[matched] else { return nil }
        position += 1
        matched += 1
      } else {
        let (value, length) = UTF8Text.scalar(in: text, at: position)
        let (expected, expectedLength) = UTF8Text.scalar(in: needle, at: matched)
        guard CaseMapping.fold(value) == expected else { return nil }
        position += length
        matched += expectedLength
      }
    }
    return position
  }
}
