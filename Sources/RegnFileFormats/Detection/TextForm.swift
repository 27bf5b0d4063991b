import RegnData
import RegnPhrases

/// A text that was opened for detection: its first bytes, and some blocks from further on.
struct OpenedText {
  let file: any OpenFile
  let size: Int
  var head: [UInt8]
  /// Blocks beyond the head, so that what a file's later part holds is seen before it is met; the last ends
  /// where the text does.
  let others: [[UInt8]]
  /// Where they begin.
  let otherOffsets: [Int]
  var isWhole: Bool { head.count == size }

  /// Opens a text. Errors: those of reading.
  init(_ file: any OpenFile, sampleSize: Int) throws(ExecutionError) {
    self.file = file
    size = try file.status().size
    head = try file.bytes(0..<min(size, sampleSize))
    let rest = size - sampleSize
    var others: [[UInt8]] = []
    var offsets: [Int] = []
    if rest > 0 {
      let length = 1 << 14
      let count = min(8, max(1, rest / (4 * length)))
      for index in 1...count {
        let end = sampleSize + rest * index / count
        offsets.append(max(sampleSize, end - length))
        others.append(try file.bytes(max(sampleSize, end - length)..<end))
      }
    }
    self.others = others
    otherOffsets = offsets
  }

  func sample(from start: Int) -> Sample {
    head.withUnsafeBufferPointer {
      Sample(UTF8Bytes(rebasing: $0[min(start, $0.count)...]), isWhole: isWhole)
    }
  }
}

/// What ends the lines of a text.
struct LineEnds {
  /// What ends most of them.
  let usual: LineEnd
  /// Whether carriage returns alone end some lines, and line feeds others.
  let isMixed: Bool
  let description: String

  init(_ head: [UInt8]) {
    var feeds = 0
    var returns = 0
    var pairs = 0
    for index in head.indices {
      if head[index] == 0x0A {
        feeds += 1
        if index > 0, head[index - 1] == 0x0D { pairs += 1 }
      } else if head[index] == 0x0D {
        returns += 1
      }
    }
    let alone = returns - pairs
    // A last CR may be half of a pair that the sample cuts.
    isMixed = feeds > 0 && alone > (head.last == 0x0D ? 1 : 0)
    usual =
      feeds == 0 && returns > 0 ? .carriageReturn : pairs * 2 > feeds ? .carriageReturnLineFeed : .lineFeed
    var parts: [String] = []
    if pairs > 0 { parts.append("\(pairs) CRLF") }
    if feeds > pairs { parts.append("\(feeds - pairs) LF") }
    if alone > 0 { parts.append("\(alone) CR") }
    description = parts.joined(separator: ", ")
  }
}

extension LineEnd {
  /// The byte that ends a record; the CR before a LF is taken off the last field.
  var byte: UInt8 { self == .carriageReturn ? 0x0D : 0x0A }
}

/// How a text is read, once its dialect is decided.
struct TextForm {
  let encoding: DetectedEncoding
  /// The delimiter as the file has it; empty for one column.
  let written: [UInt8]
  /// What the scanner looks for.
  var delimiter: UInt8
  var quote: UInt8?
  var lineEnd: LineEnd
  let width: Int
  /// Whether the text was written anew.
  var isTidied = false
  /// Line ends before the text that is read, when it is not the file's own.
  var linesBefore = 0
  var tally = ReadTally()
  var notes: [Phrase] = []
  let candidates: [DialectCandidate]
  private let dialect: Dialect
  private let ends: LineEnds

  init(
    _ best: DialectCandidate, ends: LineEnds, encoding: DetectedEncoding, candidates: [DialectCandidate]
  ) {
    self.encoding = encoding
    self.candidates = candidates
    self.ends = ends
    dialect = best.dialect
    written = best.dialect.delimiter
    delimiter = written.first ?? 0x1F
    quote = best.dialect.quote
    lineEnd = ends.usual
    width = best.width
  }

  /// What the file itself is written in.
  var description: WrittenForm {
    WrittenForm(
      delimiter: written, quote: dialect.quote, hasBackslash: dialect.hasBackslash,
      lineEnds: ends.description,
      isMixed: ends.isMixed, isTidied: isTidied, linesBefore: linesBefore)
  }
}

/// How a file is written, which differs from how its text is read when that was tidied.
public struct WrittenForm: Sendable, Hashable {
  /// The bytes between fields; empty for one column.
  let delimiter: [UInt8]
  let quote: UInt8?
  let hasBackslash: Bool
  /// How many lines end in what.
  let lineEnds: String
  let isMixed: Bool
  let isTidied: Bool
  /// Lines of the file before the text that is read, when that is a copy.
  let linesBefore: Int
}
