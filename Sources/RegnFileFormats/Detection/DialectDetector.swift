import RegnData

/// Decides delimiter and quote of a sample: every likely dialect is tried on all of it, and the one is taken
/// that splits the lines most alike, and into what is most like values.
struct DialectDetector {
  let sample: Sample
  let lineEnd: UInt8
  /// Whether a carriage return alone ends lines among others that a line feed ends.
  let returnsEndLines: Bool
  /// A file whose name ends in `.tsv` or `.tab`.
  let prefersTab: Bool
  let encoding: TextEncoding
  /// What the user said.
  var delimiter: [UInt8]?
  var quote: UInt8??

  /// Those that files use, the likeliest first: of two that split a file equally well the earlier is taken.
  private static let usual: [[UInt8]] = [[0x3B], [0x09], [0x7C], [0x2C]]
  /// Tried only where none of the first fits well, and believed less.
  private static let rare: [[UInt8]] = [
    [0x20], [0x5E], [0x7E], [0x1F], [0x01], [0x3A], [0x23], [0x2A], [0x26], [0x40],
  ]
  /// `§` and `¦`, in UTF-8.
  private static let beyondASCII: [[UInt8]] = [[0xC2, 0xA7], [0xC2, 0xA6]]
  /// A candidate below is worse than one column.
  private static let threshold = 0.5

  /// Every dialect that was tried, the best first.
  func candidates() -> [DialectCandidate] {
    let present = presentBytes()
    var found: [DialectCandidate] = []
    func tryAll(_ delimiters: [[UInt8]], penalty: Double) {
      for (rank, delimiter) in delimiters.enumerated() where delimiter.allSatisfy({ present[Int($0)] }) {
        for dialect in dialects(delimiter, present) {
          let best = found.map(\.score).max() ?? 0
          if let candidate = candidate(dialect, penalty: penalty + 0.01 * Double(rank), best: best) {
            found.append(candidate)
          }
        }
      }
    }
    if let delimiter {
      for dialect in dialects(delimiter, present) {
        found.append(
          candidate(dialect, penalty: 0, best: 0)
            ?? DialectCandidate(
              dialect: dialect, score: 0, width: 1, matching: 0, records: 0, typed: nil, hasStrayQuotes: false
            ))
      }
    } else {
      tryAll(Self.usual, penalty: 0)
      if (found.map(\.score).max() ?? 0) < 0.75 {
        let beyond = encoding == .windows1252 ? Self.beyondASCII.map { [$0[1]] } : Self.beyondASCII
        tryAll(Self.rare + beyond, penalty: 0.15)
      }
      found.append(oneColumn(present))
    }
    return found.sorted { $0.score > $1.score }
  }

  /// Whether a dialect with a delimiter was found; else the text is one column.
  static func isFound(_ candidate: DialectCandidate) -> Bool { !candidate.dialect.delimiter.isEmpty }

  /// The dialects with a delimiter that what the sample holds allows.
  private func dialects(_ delimiter: [UInt8], _ present: [Bool]) -> [Dialect] {
    var quotes: [UInt8?] = [0x22]
    if let quote {
      quotes = [quote]
    } else if present[0x27], isWrapped(in: 0x27, delimiter) {
      quotes.append(0x27)
    }
    var dialects: [Dialect] = []
    for quote in quotes {
      let dialect = Dialect(delimiter: delimiter, quote: quote, returnsEndLines: returnsEndLines)
      dialects.append(dialect)
      if let quote, present[0x5C], sample.contains([0x5C, quote]) {
        var other = dialect
        other.hasBackslash = true
        dialects.append(other)
      }
    }
    return dialects
  }

  private func presentBytes() -> [Bool] {
    var present = [Bool](repeating: false, count: 256)
    sample.withBytes { bytes in for byte in bytes { present[Int(byte)] = true } }
    return present
  }

  /// Whether fields stand in this quote from end to end, and hardly one only begins with it.
  private func isWrapped(in quote: UInt8, _ delimiter: [UInt8]) -> Bool {
    let dialect = Dialect(delimiter: delimiter, quote: quote, returnsEndLines: returnsEndLines)
    var splitter = CarefulSplitter(dialect: dialect)
    var wrapped = 0
    var strays = 0
    sample.withBytes { text in
      var position = 0
      while position < min(text.count, 1 << 15) {
        let record = splitter.record(text, at: position)
        wrapped += record.fields.count { $0.form == .quoted || $0.form == .escaped }
        strays += record.strays + record.trailing
        position = record.next
      }
    }
    return wrapped > 1 && strays * 10 <= wrapped
  }

  // MARK: - Scores

  private func candidate(_ dialect: Dialect, penalty: Double, best: Double) -> DialectCandidate? {
    let split = SplitSample(sample, dialect, lineEnd: lineEnd)
    guard let shape = Shape(split.counts) else { return nil }
    // Whatever the fields are, this cannot win.
    if shape.consistency - penalty < best - 0.1, !(prefersTab && dialect.delimiter == [0x09]) {
      return DialectCandidate(
        dialect: dialect, score: 0.5 * shape.consistency - penalty, width: shape.width,
        matching: shape.matching, records: split.counts.count, typed: nil,
        hasStrayQuotes: split.hasStrayQuotes)
    }
    var typed = TypedShare(split, shape)
    // A delimiter between two others that nothing ever stands between is one of two bytes.
    if dialect.delimiter.count == 1, shape.width >= 3, shape.width % 2 == 1, typed.isDoubled {
      var doubled = dialect
      doubled.delimiter += dialect.delimiter
      if let candidate = candidate(doubled, penalty: penalty, best: best) { return candidate }
    }
    if dialect.delimiter == [0x20], typed.strong < 0.3, split.quoted == 0 { return nil }
    // What stands in the quotes that a dialect knows is explained by it.
    if dialect.quote == 0x27 { typed.share += 0.02 }
    var score = shape.consistency * (0.5 + 0.5 * typed.share) - penalty
    if prefersTab, dialect.delimiter == [0x09] { score += 0.2 }
    if split.hasStrayQuotes { score -= 0.02 }
    if dialect.hasBackslash { score += split.hasStrayQuotes ? -0.01 : 0.005 }
    return DialectCandidate(
      dialect: dialect, score: score, width: shape.width, matching: shape.matching,
      records: split.counts.count, typed: typed.share, hasStrayQuotes: split.hasStrayQuotes)
  }

  /// The text as one column: likely only where its lines are values as they stand.
  private func oneColumn(_ present: [Bool]) -> DialectCandidate {
    let mark: UInt8? = quote ?? 0x22
    let dialect = Dialect(delimiter: [], quote: mark, returnsEndLines: returnsEndLines)
    let split = SplitSample(sample, dialect, lineEnd: lineEnd)
    let lines = Shape(oneColumnOf: split.counts)
    let typed = TypedShare(split, lines)
    // A line that is no value speaks for something between fields.
    let score = typed.strong > 0.98 ? 0.88 : Self.threshold + 0.2 * typed.strong
    return DialectCandidate(
      dialect: dialect, score: score, width: 1,
      matching: lines.matching, records: split.counts.count, typed: typed.share,
      hasStrayQuotes: split.hasStrayQuotes)
  }
}

/// How alike records are by the number of their fields.
struct Shape {
  let width: Int
  let matching: Int
  /// The places of the records that are looked at: from the first that is split to the last.
  let middle: Range<Int>
  /// The share of records that are split, and alike; up to 1.
  let consistency: Double

  /// Nil when no record is split.
  init?(_ counts: [Int]) {
    guard let first = counts.firstIndex(where: { $0 > 1 }), let last = counts.lastIndex(where: { $0 > 1 })
    else { return nil }
    var rows: [Int: Int] = [:]
    for count in counts[first...last] where count > 1 { rows[count, default: 0] += 1 }
    var width = counts[first]
    for (count, number) in rows.sorted(by: { $0.key < $1.key }) where number > rows[width, default: 0] {
      width = count
    }
    self.width = width
    matching = rows[width, default: 0]
    middle = first..<(last + 1)
    let split = rows.reduce(0) { $0 + $1.value }
    // Lines above and below that are not split may be notes; each speaks a little against the dialect.
    let notes = counts.count - middle.count
    let total = Double(middle.count) + (matching > 1 ? 0.3 : 1) * Double(notes)
    var consistency = 0.5 * (Double(matching) + Double(split)) / total
    // A single name over lines that are split.
    if first > 0, matching < 3 || first == 1 { consistency *= 0.88 }
    self.consistency = consistency
  }

  /// The shape of text that is one column.
  init(oneColumnOf counts: [Int]) {
    width = 1
    matching = counts.count { $0 == 1 }
    middle = 0..<counts.count
    consistency = 1
  }
}

/// How many of a sample's fields are like values.
struct TypedShare {
  /// The share of fields that are numbers, dates or plain words, these counted less.
  var share = 0.0
  /// The share of numbers, dates and the like alone.
  private(set) var strong = 0.0
  /// Whether every other field is empty in all records.
  private(set) var isDoubled = true

  /// The most records whose fields are looked at, spread over the sample.
  private static let recordLimit = 64
  /// What a mark of a missing value is worth.
  private static let missing = 0.9

  init(_ split: SplitSample, _ shape: Shape) {
    var cells = 0.0
    var sum = 0.0
    var values = 0.0
    var missing = 0.0
    let step = max(1, shape.middle.count / Self.recordLimit)
    // The first may hold names.
    let first = shape.middle.count > 1 ? shape.middle.lowerBound + 1 : shape.middle.lowerBound
    for record in stride(from: first, to: shape.middle.upperBound, by: step)
    where split.counts[record] == shape.width {
      for field in 0..<min(shape.width, 100) {
        let text = split.text(record, field)
        if text.isEmpty { continue }
        if field % 2 == 1 { isDoubled = false }
        cells += 1
        let worth = text.withUnsafeBufferPointer { Self.worth($0) }
        sum += worth
        if worth == 1 { values += 1 }
        if worth == Self.missing { missing += 1 }
      }
    }
    if cells > 0 {
      share = sum / cells
      strong = values / max(cells - missing, 1)
    } else {
      // Where no two records are alike, the fields tell nothing.
      share = 0.8
      isDoubled = false
    }
  }

  /// 1 for a number, a date, a time and the like; less for words, least for what another delimiter may split.
  private static func worth(_ text: UTF8Bytes) -> Double {
    var evidence = ColumnEvidence()
    evidence.add(text)
    guard evidence.values > 0 else { return Self.missing }
    if evidence.kind(.danish) != .string || evidence.kind(.english) != .string || isTime(text) { return 1 }
    if text.contains(where: { $0 == 0x3B || $0 == 0x09 || $0 == 0x7C || $0 == 0x22 || $0 == 0x5E }) {
      return 0.2
    }
    if text.contains(0x2C) { return 0.6 }
    if text.count > 60 { return 0.7 }
    return 0.8
  }

  /// Whether the text is a time of day.
  private static func isTime(_ text: UTF8Bytes) -> Bool {
    guard text.count >= 4, text.count <= 8 else { return false }
    let parts = text.split(separator: 0x3A, omittingEmptySubsequences: false)
    return (2...3).contains(parts.count)
      && parts.allSatisfy { (1...2).contains($0.count) && $0.allSatisfy { $0 &- 0x30 < 10 } }
  }
}

extension Sample {
  /// Whether these bytes occur one after another.
  func contains(_ wanted: [UInt8]) -> Bool {
    guard let first = wanted.first else { return true }
    return withBytes { bytes in
      guard bytes.count >= wanted.count else { return false }
      for start in 0...(bytes.count - wanted.count) where bytes[start] == first {
        if (1..<wanted.count).allSatisfy({ bytes[start + $0] == wanted[$0] }) { return true }
      }
      return false
    }
  }
}
