import RegnData

/// The fields of a sample under one dialect, found by the scanner where all quotes are in place, and with
/// care where some are not.
struct SplitSample {
  /// How many fields each record has; blank lines are left out.
  private(set) var counts: [Int] = []
  /// Whether quotes were met that open or close nothing.
  private(set) var hasStrayQuotes = false
  /// Whether fields stand in quotes.
  private(set) var quoted = 0
  private let form: Form

  private enum Form {
    case scanned(FieldEnds, [(fields: Range<Int>, start: Int)])
    case careful(Sample, CarefulSplitter, [CarefulRecord])
  }

  /// The most bytes that are split with care to judge a dialect.
  private static let carefulSize = 1 << 16

  init(_ sample: Sample, _ dialect: Dialect, lineEnd: UInt8, width: Int? = nil) {
    if dialect.delimiter.count <= 1, !dialect.hasBackslash, !dialect.returnsEndLines || lineEnd == 0x0D {
      let ends = sample.ends(
        delimiter: dialect.delimiter.first ?? sample.unusedDelimiter, quote: dialect.quote, lineEnd: lineEnd)
      let records = ends.records()
      let quotes = dialect.quote == nil ? (fields: 0, strays: 0) : ends.quotes(records)
      if quotes.strays == 0, dialect.delimiter == [0x20] || !ends.hasSpacedQuotes(records) {
        form = .scanned(ends, records)
        counts = Self.counts(records)
        quoted = quotes.fields
        return
      }
    }
    var splitter = CarefulSplitter(dialect: dialect, width: width)
    var records: [CarefulRecord] = []
    sample.withBytes { text in
      let limit = min(text.count, Self.carefulSize)
      var position = 0
      while position < limit {
        let record = splitter.record(text, at: position)
        // A record that the sample cuts short says nothing.
        if record.next >= text.count, !sample.isWhole, !records.isEmpty { break }
        let isBlank = record.fields.count == 1 && record.end == position
        if !isBlank { records.append(record) }
        position = record.next
      }
    }
    hasStrayQuotes = records.contains { !$0.isClean }
    quoted = records.reduce(0) { $0 + $1.fields.count { $0.form != .plain } }
    counts = records.map(\.fields.count)
    form = .careful(sample, splitter, records)
  }

  /// A loop, as a key path into tuples is looked up anew for each of them.
  private static func counts(_ records: [(fields: Range<Int>, start: Int)]) -> [Int] {
    var counts: [Int] = []
    counts.reserveCapacity(records.count)
    for record in records { counts.append(record.fields.count) }
    return counts
  }

  /// Whether the records were found with care.
  var isCareful: Bool { if case .careful = form { true } else { false } }

  /// The text of a field, as it is meant, without white space at its ends.
  func text(_ record: Int, _ field: Int) -> [UInt8] {
    switch form {
    case .scanned(let ends, let records): return ends.text(records[record], field)
    case .careful(let sample, let splitter, let records):
      return sample.withBytes { text in
        splitter.content(of: records[record].fields[field], in: text).withUnsafeBufferPointer {
          Array($0.trimmed)
        }
      }
    }
  }
}

extension Sample {
  /// A delimiter that does not occur, for a file of one column.
  var unusedDelimiter: UInt8 {
    withBytes { bytes in
      for byte in [0x09, 0x3B, 0x7C, 0x1F, 0x1E, 0x2C] as [UInt8] where !bytes.contains(byte) { return byte }
      return 0x1F
    }
  }
}

extension FieldEnds {
  /// Whether a field begins with a space and a quote, but for the first of a record.
  func hasSpacedQuotes(_ records: [(fields: Range<Int>, start: Int)]) -> Bool {
    guard let quote else { return false }
    return bytes.withUnsafeBufferPointer { bytes in
      for record in records {
        for place in record.fields.dropFirst() {
          let start = Int(positions[place - 1]) + 1
          let end = Int(positions[place])
          if start + 1 < end, bytes[start] == 0x20, bytes[start + 1] == quote { return true }
        }
      }
      return false
    }
  }

  /// How many fields stand in quotes, and how many of them do not end where they are closed.
  func quotes(_ records: [(fields: Range<Int>, start: Int)]) -> (fields: Int, strays: Int) {
    guard let quote else { return (0, 0) }
    var quoted = 0
    var strays = 0
    bytes.withUnsafeBufferPointer { bytes in
      for record in records {
        var start = record.start
        for place in record.fields {
          var end = Int(positions[place])
          if start < end, bytes[start] == quote {
            quoted += 1
            if isRecordEnd(place), bytes[end - 1] == 0x0D, end - 1 > start { end -= 1 }
            let field = UTF8Bytes(rebasing: bytes[start..<end])
            // Mostly the quotes around a field are all that it has.
            let isPlain =
              field.count > 1 && field[field.count - 1] == quote
              && !field[1..<(field.count - 1)].contains(quote)
            if !isPlain, !QuotedField.content(field, quote: quote).isWellFormed { strays += 1 }
          }
          start = Int(positions[place]) + 1
        }
      }
      // What the sample ends within may be a quote that is never closed.
      let first = records.last.map { Int(positions[$0.fields.upperBound - 1]) + 1 } ?? 0
      if first < count, count - first > 4096, bytes[first..<count].contains(quote) { strays += 1 }
    }
    return (quoted, strays)
  }
}
