import RegnData
import RegnPhrases

/// Lines that are not part of a table, as a message tells of them.
struct LeftOut: Sendable, Hashable {
  /// What lines may be that are not part of a table.
  enum What: Sendable {
    case above, below, otherTable, empty
  }

  /// Where they begin in the text, and how many lines there are.
  let offset: Int
  let lines: Int
  let what: What
  /// The beginning of the first.
  let sample: String

  /// What is said of them behind their numbers.
  func text(fromLine line: Int) -> Phrase {
    let isOne = lines == 1
    let start: Phrase = sample.isEmpty ? "" : ": `\(sample)`"
    return switch what {
    case .above:
      isOne
        ? "stands above the table and is no part of it\(start)"
        : "stand above the table and are no part of it\(start)"
    case .below:
      isOne
        ? "stands below the table and is no part of it\(start)"
        : "stand below the table and are no part of it\(start)"
    case .otherTable:
      isOne
        ? "is another table, which --skip \(line - 1) reads\(start)"
        : "are another table, which --skip \(line - 1) reads\(start)"
    case .empty: isOne ? "holds nothing and is left out" : "hold nothing and are left out"
    }
  }

  /// What the bounds of a table leave out.
  static func of(
    _ bounds: TableBounds, _ records: [(fields: Range<Int>, start: Int)], _ ends: FieldEnds,
    _ encoding: TextEncoding, offset: Int
  ) -> [LeftOut] {
    func part(_ range: Range<Int>, _ what: What) -> [LeftOut] {
      guard !range.isEmpty else { return [] }
      let start = records[range.lowerBound].start
      let end = ends.end(of: records[range.upperBound - 1])
      let bytes = ends.bytes[start..<min(end, ends.count)]
      var lines = bytes.count { $0 == ends.lineEnd }
      if bytes.last != ends.lineEnd { lines += 1 }
      let isEmpty = range.allSatisfy { record in
        records[record].fields.indices.allSatisfy {
          !ends.text(records[record], $0 - records[record].fields.lowerBound).contains { $0 != 0 }
        }
      }
      let text =
        (0..<records[range.lowerBound].fields.count).lazy.map {
          ends.text(records[range.lowerBound], $0)
        }.first { !$0.isEmpty } ?? []
      return [
        LeftOut(
          offset: offset + start, lines: lines, what: isEmpty ? .empty : what,
          sample: Detection.shown(text, encoding))
      ]
    }
    return part(bounds.above, .above)
      + part(bounds.below, bounds.isOtherBelow ? .otherTable : .below)
  }
}

/// The end of a table that goes on beyond the sample, and what stands below it.
struct Tail {
  /// Where the table ends.
  let end: Int
  var leftOut: [LeftOut] = []

  init(end: Int) { self.end = end }

  /// The end as the last block of a text shows it.
  init(_ text: OpenedText, _ form: TextForm) {
    guard let block = text.others.last, let offset = text.otherOffsets.last else {
      self.init(end: text.size)
      return
    }
    let sample = block.withUnsafeBufferPointer { Sample($0, isWhole: true) }
    let ends = sample.ends(delimiter: form.delimiter, quote: form.quote, lineEnd: form.lineEnd.byte)
    var records = Array(ends.records().dropFirst())
    if let quote = form.quote, block.contains(quote) {
      let inside = sample.ends(
        delimiter: form.delimiter, quote: quote, lineEnd: form.lineEnd.byte, fromInside: true)
      let certain = ends.firstCommonEnd(inside) ?? sample.count
      records = Array(records.drop { $0.start <= certain })
    }
    let bounds = TableBounds(ends, records, width: form.width, isWhole: true, looksAbove: false)
    self.init(
      end: bounds.below.isEmpty ? text.size : offset + records[bounds.below.lowerBound].start)
    leftOut = LeftOut.of(bounds, records, ends, form.encoding.encoding, offset: offset)
  }
}
