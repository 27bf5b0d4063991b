import RegnPhrases

/// Cuts a text into tokens. It never fails: what it cannot read becomes an ``TokenKind/unknown`` token with a
/// diagnostic, and every byte belongs to a token.
struct Lexer {
  let text: SourceText
  let bytes: [UInt8]
  var at = 0
  var tokens: [Token] = []
  var diagnostics: [Diagnostic] = []
  private var oddSpaces: [TextEdit] = []
  private var firstInvalidByte: SourceSpan?
  private var invalidBytes = 0
  private var hasNoBlockEnd = false
  /// Whether the pattern of a graph operator is being read, where `--` and `-[` are signs of their own.
  private var isInGraphPattern = false
  /// The diagnostics of characters that mean nothing.
  private var unknownCharacters: [UInt32: Int] = [:]
  /// Quotes that turned out to stand within a string.
  var innerQuotes: Set<Int> = []
  /// Where the token that is being read begins, when that is further back than the cursor was.
  var restart: (fullStart: Int, start: Int)?

  init(_ text: SourceText) {
    self.text = text
    bytes = text.bytes
  }

  /// The tokens of a text, the last of them ``TokenKind/endOfFile``, and what is wrong with them.
  static func tokens(of text: SourceText) -> (tokens: [Token], diagnostics: [Diagnostic]) {
    var lexer = Lexer(text)
    lexer.run()
    return (lexer.tokens, lexer.diagnostics)
  }

  private mutating func run() {
    tokens.reserveCapacity(bytes.count / 4 + 1)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return refuseUTF16() }
    var fullStart = 0
    if byte(at) == UInt8(ascii: "#"), byte(at + 1) == UInt8(ascii: "!") { skipLine() }
    while true {
      skipTrivia()
      let start = at
      guard start < bytes.count else {
        tokens.append(Token(kind: .endOfFile, fullStart: fullStart, start: start, end: start))
        break
      }
      let kind = scanToken()
      if at <= start { at = start + 1 }
      if let restart {
        // An earlier string was read again and now ends here.
        tokens.append(Token(kind: kind, fullStart: restart.fullStart, start: restart.start, end: at))
        self.restart = nil
        fullStart = at
        continue
      }
      tokens.append(Token(kind: kind, fullStart: fullStart, start: start, end: at))
      fullStart = at
    }
    reportGathered()
  }

  /// A text in UTF-16, as some editors and shells write it: one mistake, not one for each byte.
  private mutating func refuseUTF16() {
    tokens.append(Token(kind: .unknown, fullStart: 0, start: 0, end: bytes.count))
    tokens.append(Token(kind: .endOfFile, fullStart: bytes.count, start: bytes.count, end: bytes.count))
    diagnostics.append(
      Diagnostic(
        .invalidUTF8, "this text is UTF-16, not UTF-8", at: SourceSpan(0, 2), label: "save the file as UTF-8")
    )
  }

  /// Spaces and bytes that recur are reported once, with all their places in the fix.
  private mutating func reportGathered() {
    if let first = oddSpaces.first {
      let count = oddSpaces.count
      diagnostics.append(
        Diagnostic(
          .oddSpace,
          count == 1
            ? "this is not a plain space, though it looks like one"
            : "\(count) spaces are not plain spaces, though they look like it", at: first.span,
          label: "often pasted from a web page or a document",
          fixes: [Fix("use plain spaces", edits: oddSpaces)]))
    }
    if let first = firstInvalidByte {
      diagnostics.append(
        Diagnostic(
          .invalidUTF8,
          invalidBytes == 1
            ? "this byte is not UTF-8" : "\(invalidBytes) bytes are not UTF-8, the first here",
          at: first, label: "save the file as UTF-8"))
    }
    diagnostics.sort { $0.span.start < $1.span.start }
  }

  // MARK: Bytes

  func byte(_ index: Int) -> UInt8 { index < bytes.count && index >= 0 ? bytes[index] : 0 }

  mutating func skipLine() {
    while at < bytes.count, bytes[at] != 0x0A, bytes[at] != 0x0D { at += 1 }
  }

  func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  func isAsciiLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }

  /// The length of the identifier character at `index`, or 0.
  func identifierLength(at index: Int, starting: Bool) -> Int {
    let first = byte(index)
    if first < 0x80 {
      if isAsciiLetter(first) || first == UInt8(ascii: "_") { return 1 }
      if !starting, isDigit(first) { return 1 }
      if first == UInt8(ascii: "$"), starting, identifierLength(at: index + 1, starting: true) > 0 {
        return 1
      }
      return 0
    }
    let (value, length) = decodeScalar(bytes, index)
    guard let scalar = Unicode.Scalar(value), value != 0xFFFD else { return 0 }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber:
      return length
    case .nonspacingMark, .spacingMark, .decimalNumber, .connectorPunctuation: return starting ? 0 : length
    default: return 0
    }
  }

  // MARK: Trivia

  private mutating func skipTrivia() {
    while at < bytes.count {
      let first = bytes[at]
      switch first {
      case 0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D: at += 1
      case UInt8(ascii: "/") where byte(at + 1) == UInt8(ascii: "/"): skipLine()
      case UInt8(ascii: "/") where byte(at + 1) == UInt8(ascii: "*"): skipBlockComment()
      case UInt8(ascii: "-") where byte(at + 1) == UInt8(ascii: "-") && isDashComment():
        let mark = SourceSpan(at, at + 2)
        skipLine()
        diagnostics.append(
          Diagnostic(
            .dashComment, "a comment begins with `//` in KQL", at: mark, label: "write `//`",
            fixes: [Fix("write `//`", replace: mark, with: "//")]))
      case 0xC2...0xEF:
        let (value, length) = decodeScalar(bytes, at)
        switch value {
        case 0xA0, 0x1680, 0x2000...0x200B, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF:
          oddSpaces.append(TextEdit(SourceSpan(at, at + length), " "))
          at += length
        default: return
        }
      default: return
      }
    }
  }

  /// Whether `--` at the cursor begins a comment: at the start of a line or a statement, or between spaces.
  /// Elsewhere it is two minus signs.
  private func isDashComment() -> Bool {
    if isInGraphPattern { return false }
    var before = at
    while before > 0, bytes[before - 1] == 0x20 || bytes[before - 1] == 0x09 { before -= 1 }
    if before == 0 || [0x0A, 0x0D, UInt8(ascii: ";")].contains(bytes[before - 1]) { return true }
    let next = byte(at + 2)
    return before < at && (next == 0x20 || next == 0x09)
  }

  private mutating func skipBlockComment() {
    let start = at
    var end = hasNoBlockEnd ? bytes.count : at + 2
    while end < bytes.count, !(bytes[end] == UInt8(ascii: "*") && byte(end + 1) == UInt8(ascii: "/")) {
      end += 1
    }
    var edits = [TextEdit(SourceSpan(start, start + 2), "//")]
    if end < bytes.count {
      at = end + 2
      edits.append(TextEdit(SourceSpan(end, at), ""))
    } else {
      // Not looked for again, so that many openings stay linear.
      hasNoBlockEnd = true
      skipLine()
    }
    for index in start..<at where bytes[index] == 0x0A {
      edits.append(TextEdit(SourceSpan(index + 1, index + 1), "// "))
    }
    diagnostics.append(
      Diagnostic(
        .blockComment, "KQL has no comments of several lines; each line of a comment begins with `//`",
        at: SourceSpan(start, start + 2), label: "write `//`", fixes: [Fix("write `//`", edits: edits)]))
  }

  // MARK: Tokens

  private mutating func scanToken() -> TokenKind {
    let first = bytes[at]
    if isDigit(first) { return scanNumber() }
    let start = at
    if let string = scanString() {
      noteInvalidBytes(from: start)
      return string
    }
    if identifierLength(at: at, starting: true) > 0 { return scanIdentifier() }
    if let kind = scanPunctuation() { return kind }
    if first == UInt8(ascii: "`"), let kind = scanBackticks() { return kind }
    return scanUnknown()
  }

  /// Notes bytes of a string that are not UTF-8.
  private mutating func noteInvalidBytes(from start: Int) {
    var place = start
    while place < at {
      if bytes[place] < 0x80 {
        place += 1
        continue
      }
      let (value, length) = decodeScalar(bytes, place)
      if value == 0xFFFD, length == 1 {
        firstInvalidByte = firstInvalidByte ?? SourceSpan(place, place + 1)
        invalidBytes += 1
      }
      place += length
    }
  }

  private mutating func scanIdentifier() -> TokenKind {
    let start = at
    var length = identifierLength(at: at, starting: true)
    while length > 0 {
      at += length
      length = identifierLength(at: at, starting: false)
    }
    if byte(at) == UInt8(ascii: "-") {
      takeHyphenatedRest(from: start)
      for word in Lexer.beforeGraphPattern where equals(start, at, word) { isInGraphPattern = true }
    }
    if isInGraphPattern {
      for word in Lexer.afterGraphPattern where equals(start, at, word) { isInGraphPattern = false }
    }
    if byte(at) == UInt8(ascii: "~"), equals(start, at, "in") {
      at += 1
      return .wordOperator
    }
    if isTypeWord(start, at),
      let end = typedLiteralEnd(after: at, isDate: equals(start, at, "datetime") || equals(start, at, "date"))
    {
      at = end
      return .typedLiteral
    }
    return .identifier
  }

  func equals(_ start: Int, _ end: Int, _ word: StaticString) -> Bool {
    guard end - start == word.utf8CodeUnitCount else { return false }
    for index in 0..<(end - start) where bytes[start + index] != word.utf8Start[index] { return false }
    return true
  }

  /// Extends the identifier over `-…` where the whole is the name of an operator: `project-away`.
  private mutating func takeHyphenatedRest(from start: Int) {
    var end = at
    while end - start < 40,
      byte(end) == UInt8(ascii: "-") || isAsciiLetter(byte(end)) || byte(end) == UInt8(ascii: "_")
        || isDigit(byte(end))
    {
      end += 1
    }
    while end > at {
      for word in Lexer.hyphenated where equals(start, end, word) {
        at = end
        return
      }
      // A shorter name may end before a further hyphen.
      end -= 1
      while end > at, bytes[end] != UInt8(ascii: "-") { end -= 1 }
    }
  }

  private static let hyphenated: [StaticString] = [
    "project-away", "project-keep", "project-rename", "project-reorder", "project-by-names", "project-smart",
    "make-series", "make-graph", "mv-expand", "mv-apply", "parse-where", "parse-kv", "sample-distinct",
    "top-nested", "top-hitters", "graph-match", "graph-to-table", "graph-mark-components",
    "graph-shortest-paths", "graph-where-nodes", "graph-where-edges", "graph-merge", "macro-expand",
    "partition-by", "partitioned-by", "assert-schema", "execute-and-cache",
  ]
  private static let beforeGraphPattern: [StaticString] = [
    "make-graph", "graph-match", "graph-shortest-paths",
  ]
  private static let afterGraphPattern: [StaticString] = ["where", "project", "with", "partitioned-by"]

  private func isTypeWord(_ start: Int, _ end: Int) -> Bool {
    for word in Lexer.typeWords where equals(start, end, word) { return true }
    return false
  }

  private static let typeWords: [StaticString] = [
    "datetime", "date", "timespan", "time", "guid", "uniqueid", "long", "int", "real", "double", "float",
    "decimal", "bool", "boolean",
  ]

  /// The offset after the `)` of a typed literal whose `(` follows `index`, or nil when what follows is not
  /// one. Each look ends at the next bracket, so that all of them together stay linear.
  private func typedLiteralEnd(after index: Int, isDate: Bool) -> Int? {
    var end = index
    while byte(end) == 0x20 || byte(end) == 0x09 { end += 1 }
    guard byte(end) == UInt8(ascii: "(") else { return nil }
    end += 1
    let start = end
    while end < bytes.count {
      switch bytes[end] {
      case UInt8(ascii: ")"): return end + 1
      case UInt8(ascii: ",")
      where isDate && end - index < 200 && (isWeekday(start, end) || isListOfDigits(start, end)):
        // datetime(Sat, 8 Nov 14 15:05), datetime(2025, 6, 14)
        end += 1
      case UInt8(ascii: "("), UInt8(ascii: "|"), UInt8(ascii: ";"), UInt8(ascii: "{"), UInt8(ascii: "["),
        UInt8(ascii: "="), UInt8(ascii: ","), 0x0A, 0x0D:
        return nil
      default: end += 1
      }
    }
    return nil
  }

  /// Whether a weekday's English name, in full or its first three letters, stands there in any case.
  private func isWeekday(_ start: Int, _ end: Int) -> Bool {
    for name in Lexer.weekdays where end - start == 3 || end - start == name.utf8CodeUnitCount {
      if (0..<(end - start)).allSatisfy({ bytes[start + $0] | 0x20 == name.utf8Start[$0] }) { return true }
    }
    return false
  }

  /// Whether nothing but digits, commas and blanks stands there.
  private func isListOfDigits(_ start: Int, _ end: Int) -> Bool {
    bytes[start..<end].allSatisfy { (0x30...0x39).contains($0) || $0 == 0x20 || $0 == 0x2C }
  }

  private static let weekdays: [StaticString] = [
    "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
  ]

  private mutating func take(_ length: Int, _ kind: TokenKind) -> TokenKind {
    at += length
    return kind
  }

  private mutating func scanPunctuation() -> TokenKind? {
    if isInGraphPattern {
      for (sign, kind) in Lexer.edges where bytes[at...].starts(with: sign.utf8) {
        return take(sign.utf8.count, kind)
      }
    }
    let next = byte(at + 1)
    switch bytes[at] {
    case UInt8(ascii: "|"), UInt8(ascii: ";"): isInGraphPattern = false
    default: break
    }
    switch bytes[at] {
    case UInt8(ascii: "|"): return next == UInt8(ascii: "|") ? take(2, .barBar) : take(1, .pipe)
    case UInt8(ascii: ","): return take(1, .comma)
    case UInt8(ascii: ";"): return take(1, .semicolon)
    case UInt8(ascii: ":"): return take(1, .colon)
    case UInt8(ascii: "."): return next == UInt8(ascii: ".") ? take(2, .dotDot) : take(1, .dot)
    case UInt8(ascii: "("): return take(1, .openParen)
    case UInt8(ascii: ")"): return take(1, .closeParen)
    case UInt8(ascii: "["): return take(1, .openBracket)
    case UInt8(ascii: "]"): return take(1, .closeBracket)
    case UInt8(ascii: "{"): return take(1, .openBrace)
    case UInt8(ascii: "}"): return take(1, .closeBrace)
    case UInt8(ascii: "+"): return take(1, .plus)
    case UInt8(ascii: "-"): return take(1, .minus)
    case UInt8(ascii: "*"): return take(1, .star)
    case UInt8(ascii: "/"): return take(1, .slash)
    case UInt8(ascii: "%"): return take(1, .percent)
    case UInt8(ascii: "?"): return take(1, .question)
    case UInt8(ascii: "@"): return take(1, .at)
    case UInt8(ascii: "~"): return take(1, .tilde)
    case UInt8(ascii: "^"): return take(1, .caret)
    case UInt8(ascii: "&"):
      return next == UInt8(ascii: "&") ? take(2, .ampersandAmpersand) : take(1, .ampersand)
    case UInt8(ascii: "="):
      switch next {
      case UInt8(ascii: "="): return take(2, .equalEqual)
      case UInt8(ascii: "~"): return take(2, .equalTilde)
      case UInt8(ascii: ">"): return take(2, .arrow)
      default: return take(1, .equal)
      }
    case UInt8(ascii: "<"):
      switch next {
      case UInt8(ascii: "="): return take(2, .lessEqual)
      case UInt8(ascii: ">"): return take(2, .lessGreater)
      default: return take(1, .less)
      }
    case UInt8(ascii: ">"): return next == UInt8(ascii: "=") ? take(2, .greaterEqual) : take(1, .greater)
    case UInt8(ascii: "!"):
      switch next {
      case UInt8(ascii: "="): return take(2, .bangEqual)
      case UInt8(ascii: "~"): return take(2, .bangTilde)
      default: return scanBangWord()
      }
    default: return nil
    }
  }

  /// The signs of a graph's pattern, the longer ones first.
  private static let edges: [(String, TokenKind)] = [
    ("-->", .edge), ("<--", .edge), ("<-[", .edgeOpen), ("]->", .edgeClose), ("--", .edge),
    ("-[", .edgeOpen), ("]-", .edgeClose),
  ]

  private mutating func scanBangWord() -> TokenKind {
    let start = at + 1
    var end = start
    while isAsciiLetter(byte(end)) || byte(end) == UInt8(ascii: "_") { end += 1 }
    for word in Lexer.negatable where equals(start, end, word) {
      at = end
      if equals(start, end, "in"), byte(at) == UInt8(ascii: "~") { at += 1 }
      return .wordOperator
    }
    return take(1, .bang)
  }

  private static let negatable: [StaticString] = [
    "in", "between", "has", "has_cs", "hasprefix", "hasprefix_cs", "hassuffix", "hassuffix_cs", "contains",
    "contains_cs", "startswith", "startswith_cs", "endswith", "endswith_cs",
  ]

  /// Forgets which characters were reported, whose diagnostics have moved.
  mutating func forgetUnknownCharacters() { unknownCharacters = [:] }

  /// A name between backticks, as in MySQL and Spark: one mistake.
  private mutating func scanBackticks() -> TokenKind? {
    var end = at + 1
    while end < bytes.count, bytes[end] != UInt8(ascii: "`"), bytes[end] != 0x0A, bytes[end] != 0x0D,
      end - at < 200
    {
      end += 1
    }
    guard byte(end) == UInt8(ascii: "`"), end > at + 1 else { return nil }
    let span = SourceSpan(at, end + 1)
    let name = String(decoding: bytes[(at + 1)..<end], as: UTF8.self)
    let isPlain =
      name.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || $0 == "_" || ("0"..."9").contains($0) }
      && !("0"..."9").contains(name.first ?? "0")
    let written = isPlain ? name : "['\(name)']"
    at = end + 1
    diagnostics.append(
      Diagnostic(
        .unknownCharacter, "a name is not put between backticks in KQL", at: span, label: "write: \(written)",
        fixes: [Fix("write \(written)", replace: span, with: written)]))
    return .unknown
  }

  private mutating func scanUnknown() -> TokenKind {
    let start = at
    let (value, length) = decodeScalar(bytes, at)
    at += length
    let span = SourceSpan(start, at)
    if value == 0xFFFD, length == 1 {
      firstInvalidByte = firstInvalidByte ?? span
      invalidBytes += 1
      return .unknown
    }
    // A run of the same character is one mistake.
    while at < bytes.count, bytes[at...].starts(with: bytes[start..<(start + length)]) { at += length }
    // One that recurs is said once, with all its places in the fix.
    if let known = unknownCharacters[value] {
      if let edit = diagnostics[known].fixes.first?.edits.first {
        diagnostics[known].fixes[0].edits.append(TextEdit(SourceSpan(start, at), edit.replacement))
      }
      return .unknown
    }
    unknownCharacters[value] = diagnostics.count
    let shown = Unicode.Scalar(value).map { String(Character(visible($0))) } ?? "?"
    let hex = String(value, radix: 16, uppercase: true)
    let name = "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
    let (label, replacement): (Phrase, String?) =
      switch value {
      case 0x23: ("a comment begins with `//`", "//")
      case 0x2013, 0x2014, 0x2212: ("write `-`", "-")
      case 0xD7: ("write `*`", "*")
      case 0xF7: ("write `/`", "/")
      case 0x2260: ("write `!=`", "!=")
      case 0x2264: ("write `<=`", "<=")
      case 0x2265: ("write `>=`", ">=")
      case 0x60: ("a name with spaces is written ['two words']", nil)
      default: ("", nil)
      }
    diagnostics.append(
      Diagnostic(
        .unknownCharacter, "\(value == 0x60 ? shown : "`\(shown)`") (\(name)) means nothing in KQL",
        at: SourceSpan(start, at),
        label: label,
        fixes: replacement.map { [Fix("write `\($0)`", replace: SourceSpan(start, at), with: $0)] } ?? []))
    return .unknown
  }
}
