import RegnData

/// Groups texts by their pattern: an array of a `[pattern, text]` pair for each distinct text. What `reduce`
/// is made of, which alone can call it.
let reduceFunction = FunctionDefinition(
  "__reduce", category: .string, summary: "The pattern of each of several texts.",
  signatures: [
    .scalar(
      [
        Parameter("texts", .dynamic), Parameter("counts", .dynamic),
        Parameter("threshold", .real, constant: true), Parameter("characters", .string, constant: true),
      ], result: .type(.dynamic)
    ) { arguments, context in
      let texts = DynamicReader(arguments[0])
      let counts = DynamicReader(arguments[1])
      let threshold = arguments[2].value(0).double ?? 0.1
      let separators = Set(arguments[3].strings.string(0).unicodeScalars)
      return try dynamicRows(context) { row, writer in
        guard let list = texts.array(row), let numbers = counts.array(row) else { return false }
        let lines = zip(list.elements, numbers.elements).compactMap { text, count in
          text.stringBytes.map {
            TextPatterns.Line(text: String(decoding: $0, as: UTF8.self), rows: count.asLong ?? 1)
          }
        }
        let patterns = TextPatterns(lines, threshold: threshold, separators: separators)
        writer.beginArray()
        for line in lines {
          writer.beginArray()
          writer.append(string: patterns.pattern(of: line.text))
          writer.append(string: line.text)
          writer.endArray()
        }
        writer.endArray()
        return true
      }
    }
  ], examples: [])

/// Patterns of texts after R. Vaarandi, "A data clustering algorithm for mining patterns from event logs"
/// (IPOM 2003): the words that are common at their place stay, `*` stands for the rest. Words of digits alone
/// never stay. Texts whose pattern is rare belong to `others`.
private struct TextPatterns {
  struct Line {
    let text: String
    let rows: Int64
  }

  private struct Word: Hashable {
    let place: Int
    let text: Substring
  }

  /// A word, or what stands between two.
  private struct Piece {
    let text: Substring
    let isWord: Bool
    /// Whether the text between words was asked for as a separator; `*` swallows it.
    let isAskedFor: Bool
  }

  private let separators: Set<Unicode.Scalar>
  private var common: Set<Word> = []
  private var rare: Set<String> = []

  init(_ lines: [Line], threshold: Double, separators: Set<Unicode.Scalar>) {
    self.separators = separators
    let needed = threshold * Double(lines.reduce(0) { $0 + $1.rows })
    var counts: [Word: Int64] = [:]
    for line in lines { for word in words(line.text) { counts[word, default: 0] += line.rows } }
    for (word, rows) in counts where Double(rows) > needed && !word.text.allSatisfy(\.isNumber) {
      common.insert(word)
    }
    var supports: [String: Int64] = [:]
    for line in lines { supports[pattern(of: line.text), default: 0] += line.rows }
    for (pattern, rows) in supports where Double(rows) < needed { rare.insert(pattern) }
  }

  /// The pattern that stands for a text.
  func pattern(of text: String) -> String {
    let pieces = pieces(text)
    var pattern = ""
    var place = 0
    var kept = false
    var between: Substring = ""
    var swallows = false
    for piece in pieces {
      guard piece.isWord else {
        between = piece.text
        swallows = piece.isAskedFor
        continue
      }
      if common.contains(Word(place: place, text: piece.text)) {
        if !(swallows && pattern.hasSuffix("*")) { pattern += between }
        pattern += piece.text
        kept = true
      } else if !pattern.hasSuffix("*") {
        pattern += (swallows ? "" : between) + "*"
      }
      between = ""
      swallows = false
      place += 1
    }
    pattern += swallows ? "" : between
    return !kept || rare.contains(pattern) ? "others" : pattern
  }

  private func words(_ text: String) -> [Word] {
    pieces(text).filter(\.isWord).enumerated().map { Word(place: $0, text: $1.text) }
  }

  private func pieces(_ text: String) -> [Piece] {
    var pieces: [Piece] = []
    var start = text.startIndex
    let scalars = text.unicodeScalars
    func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
      separators.isEmpty
        ? scalar.isASCII && !UTF8Text.isAlphanumeric(scalar.value)
        : separators.contains(scalar) || scalar.properties.isWhitespace
    }
    while start < text.endIndex {
      let isWord = !isSeparator(scalars[start])
      var end = start
      while end < text.endIndex, isSeparator(scalars[end]) != isWord { end = scalars.index(after: end) }
      pieces.append(
        Piece(
          text: text[start..<end], isWord: isWord, isAskedFor: !isWord && separators.contains(scalars[start]))
      )
      start = end
    }
    return pieces
  }
}
