import RegnData
import RegnRegex

/// Positions and lengths count code points. A negative start counts from the end (reference page's example).
let indexOfFunction = FunctionDefinition(
  "indexof", category: .string,
  summary: "The position of the first or another occurrence of a text in a text; -1 when there is none.",
  signatures: [
    .scalar(
      [
        Parameter("string", .any), Parameter("match", .any), Parameter("start", .long, default: .long(0)),
        Parameter("length", .long, default: .long(-1)), Parameter("occurrence", .long, default: .long(1)),
      ], result: .type(.long)
    ) { arguments, context in
      let texts = asText(arguments[0], context)
      let needles = asText(arguments[1], context)
      let (sources, searched) = (texts.strings, needles.strings)
      let ranges = SearchRanges(arguments)
      return rowsOptional(context, to: .long) { row -> Int64? in
        let text = sources.bytes(row &* texts.stride)
        guard let range = ranges.range(row, in: text, negativeStart: true) else { return nil }
        let needle = searched.bytes(row &* needles.stride)
        var (position, end) = (range.start, range.end)
        var rest = range.occurrence
        while rest > 0, let found = UTF8Text.firstOffset(of: needle, in: text.part(0..<end), from: position) {
          rest -= 1
          if rest == 0 { return Int64(UTF8Text.scalarCount(text.part(0..<found))) }
          // The length counts anew from behind each occurrence, as the reference page's examples show.
          guard found < text.count else { break }
          position = found + UTF8Text.scalar(in: text, at: found).length
          end = range.end(from: position, in: text)
        }
        return -1
      }
    }
  ],
  examples: [
    FunctionExample(
      "print a = indexof('abcdefg', 'cde'), b = indexof('abcdefg', 'cde', 1, 2), "
        + "c = indexof('abcdefg', 'cde', -5)",
      "a,b,c\n2,-1,2")
  ])

let indexOfRegexFunction = FunctionDefinition(
  "indexof_regex", category: .string,
  summary: "The position of the first or another match of a pattern in a text; -1 when there is none.",
  signatures: [
    .scalar(
      [
        Parameter("string", .any), Parameter("match", .any),
        Parameter("start", .long, default: .long(0)),
        Parameter("length", .long, default: .long(-1)), Parameter("occurrence", .long, default: .long(1)),
      ], result: .type(.long)
    ) { arguments, context in
      var patterns = RowPatterns(asText(arguments[1], context))
      let texts = asText(arguments[0], context)
      let sources = texts.strings
      let ranges = SearchRanges(arguments)
      return try rowsOptional(context, to: .long) { row -> Int64? in
        let text = sources.bytes(row &* texts.stride)
        guard let range = ranges.range(row, in: text, negativeStart: false) else { return nil }
        let matcher = try patterns.matcher(row)
        let region = text.part(range.start..<range.end)
        var rest = range.occurrence
        var answer: Int64 = -1
        if rest <= 0 { return answer }
        matcher.forEachMatch(in: region) { match in
          rest -= 1
          guard rest == 0 else { return true }
          answer = Int64(UTF8Text.scalarCount(text.part(0..<range.start + match.lowerBound)))
          return false
        }
        return answer
      }
    }
  ],
  examples: [FunctionExample("print x = indexof_regex('abcabcdefg', 'a.c', 0, 9, 2)", "x\n3")])

/// The part of a text that a search is confined to, from the arguments start, length and occurrence.
private struct SearchRanges {
  private let columns: [Column]
  private let values: [Buffer<Int64>]

  init(_ arguments: [Column]) {
    columns = Array(arguments[2...4])
    values = columns.map(\.longs)
  }

  /// In bytes; nil where an argument is null or out of its range.
  func range(_ row: Int, in text: Bytes, negativeStart: Bool) -> SearchRange? {
    for column in columns where column.isNull(row) { return nil }
    func value(_ place: Int) -> Int { Int(values[place].base[row &* columns[place].stride]) }
    var (start, length, occurrence) = (value(0), value(1), value(2))
    guard length >= -1, occurrence >= 0 else { return nil }
    if start < 0 {
      guard negativeStart else { return nil }
      start = max(0, UTF8Text.scalarCount(text) + max(start, -text.count - 1))
    }
    occurrence = min(occurrence, text.count + 2)
    let first = UTF8Text.offset(ofScalar: start, in: text)
    return SearchRange(start: first, length: length, occurrence: occurrence, in: text)
  }
}

/// Where a search begins and ends, in bytes, and which occurrence it asks for.
private struct SearchRange {
  let start: Int
  let length: Int
  let occurrence: Int
  private(set) var end = 0

  init(start: Int, length: Int, occurrence: Int, in text: Bytes) {
    self.start = start
    self.length = length
    self.occurrence = occurrence
    end = end(from: start, in: text)
  }

  /// The end of `length` code points from an offset.
  func end(from offset: Int, in text: Bytes) -> Int {
    length < 0 ? text.count : UTF8Text.offset(ofScalar: length, in: text, from: offset)
  }
}

/// Occurrences of plain text may overlap, matches of a pattern do not.
let countOfFunction = FunctionDefinition(
  "countof", category: .string, summary: "How often a text or a pattern occurs in the text.",
  signatures: [
    .scalar(
      [
        Parameter("source", .string), Parameter("search", .string),
        Parameter("kind", .string, default: .string("normal"), constant: true),
      ], result: .type(.long)
    ) { arguments, context in
      let sources = arguments[0].strings
      let kind = arguments[2].stringBytes(0)
      if equalsInAnyCase(kind, "regex") {
        var patterns = RowPatterns(arguments[1])
        func count(_ text: Bytes, _ row: Int) throws -> Int64 {
          var count: Int64 = 0
          try patterns.matcher(row).forEachMatch(in: text) { _ in
            count += 1
            return true
          }
          return count
        }
        if arguments[1].isConstant {
          return try mapString(arguments[0], context, to: .long) { try count($0, 0) }
        }
        return try rowsOptional(context, to: .long) { row -> Int64? in
          try count(sources.bytes(row &* arguments[0].stride), row)
        }
      }
      guard equalsInAnyCase(kind, "normal") else {
        throw ExecutionError(
          code: "RG0606",
          message: "countof knows no kind `\(String(decoding: kind.prefix(40), as: UTF8.self))`",
          hint: "the kinds are normal and regex")
      }
      let needles = arguments[1].strings
      return rowsOptional(context, to: .long) { row -> Int64? in
        let text = sources.bytes(row &* arguments[0].stride)
        let needle = needles.bytes(row &* arguments[1].stride)
        if needle.isEmpty { return 0 }
        var count: Int64 = 0
        var position = 0
        while let found = UTF8Text.firstOffset(of: needle, in: text, from: position) {
          count += 1
          position = found + 1
        }
        return count
      }
    }
  ],
  examples: [
    FunctionExample("print x = countof('aaaa', 'aa'), y = countof('ababa', 'aba', 'regex')", "x,y\n3,1")
  ])
