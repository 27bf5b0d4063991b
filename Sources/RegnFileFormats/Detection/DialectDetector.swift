import RegnData

/// Decides delimiter and quote of a sample.
struct DialectDetector {
  let sample: Sample
  let lineEnd: UInt8
  /// A file whose name ends in `.tsv` or `.tab`.
  let prefersTab: Bool

  /// Those that files use, the likeliest first: of two that split a file equally well the earlier is taken.
  static let candidates: [UInt8] = [0x3B, 0x09, 0x7C, 0x2C]
  /// Asked only when none of the first fits.
  static let rareCandidates: [UInt8] = [0x5E, 0x7E, 0x1F, 0x01, 0x3A]

  /// The delimiter, and whether it was found (else the file has one column).
  func delimiter(quote: UInt8?) -> (byte: UInt8, isFound: Bool) {
    for group in [Self.candidates, Self.rareCandidates] {
      let scored = group.map { (byte: $0, score: score($0, quote: quote)) }
      let best = scored.map(\.score).max() ?? 0
      guard best >= 0.6 else { continue }
      let close = scored.filter { $0.score >= best - 0.05 }
      if close.count == 1 { return (close[0].byte, true) }
      // What splits the lines into numbers and dates is likelier than what leaves odd text.
      let typed = close.enumerated().map { rank, candidate in
        (byte: candidate.byte, score: typedShare(candidate.byte, quote: quote) - 0.01 * Double(rank))
      }
      if let winner = typed.max(by: { $0.score < $1.score }) { return (winner.byte, true) }
    }
    return (unusedDelimiter, false)
  }

  /// A delimiter that does not occur, for a file of one column.
  private var unusedDelimiter: UInt8 {
    sample.withBytes { bytes in
      for byte in [0x09, 0x3B, 0x7C, 0x1F, 0x1E, 0x2C] as [UInt8] where !bytes.contains(byte) { return byte }
      return 0x1F
    }
  }

  /// How well a delimiter fits, up to 1: all records split, all into as many fields as the first.
  private func score(_ delimiter: UInt8, quote: UInt8?) -> Double {
    let records = sample.ends(delimiter: delimiter, quote: quote, lineEnd: lineEnd).records()
    guard let first = records.first?.fields.count else { return 0 }
    var counts: [Int: Int] = [:]
    var split = 0
    for record in records {
      counts[record.fields.count, default: 0] += 1
      if record.fields.count > 1 { split += 1 }
    }
    guard split > 0 else { return 0 }
    let usual = counts.max { ($0.value, $0.key == first ? 1 : 0) < ($1.value, $1.key == first ? 1 : 0) }
    guard let usual, usual.key > 1 else { return 0 }
    let total = Double(records.count)
    var score = 0.5 * Double(usual.value) / total + 0.5 * Double(split) / total
    if first == 1 { score -= 0.5 } else if first != usual.key { score -= 0.1 }
    if prefersTab, delimiter == 0x09 { score += 0.2 }
    return score
  }

  private func typedShare(_ delimiter: UInt8, quote: UInt8?) -> Double {
    let ends = sample.ends(delimiter: delimiter, quote: quote, lineEnd: lineEnd)
    var cells = 0
    var typed = 0
    for record in ends.records().dropFirst().prefix(100) {
      for index in record.fields.indices {
        let text = ends.text(record, index - record.fields.lowerBound)
        var evidence = ColumnEvidence()
        evidence.add(text)
        guard evidence.values > 0 else { continue }
        cells += 1
        if evidence.kind(.danish) != .string || evidence.kind(.english) != .string { typed += 1 }
      }
    }
    return cells == 0 ? 0 : Double(typed) / Double(cells)
  }

  /// The quote character: a double quote unless fields stand in single ones, and nothing else does.
  func quote() -> UInt8 {
    let hasDouble = sample.withBytes { $0.contains(0x22) }
    let hasSingle = sample.withBytes { $0.contains(0x27) }
    guard hasSingle, !hasDouble else { return 0x22 }
    let found = delimiter(quote: 0x27)
    let ends = sample.ends(delimiter: found.byte, quote: 0x27, lineEnd: lineEnd).keepingQuotes
    var wrapped = 0
    for record in ends.records() {
      for index in 0..<record.fields.count {
        let text = ends.text(record, index)
        guard text.contains(0x27) else { continue }
        if text.count >= 2, text.first == 0x27, text.last == 0x27 { wrapped += 1 } else { return 0x22 }
      }
    }
    return wrapped > 0 ? 0x27 : 0x22
  }
}
