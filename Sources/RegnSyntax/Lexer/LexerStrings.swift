extension Lexer {
  /// Scans a string of any form at the cursor, or gives nil when none begins here: `'…'`, `"…"`, verbatim
  /// `@'…'`, obfuscated `h'…'` and `h@'…'`, multi-line between three backticks or three tildes, typographic
  /// quotes.
  mutating func scanString() -> TokenKind? {
    let start = at
    var open = at
    if byte(open) | 0x20 == UInt8(ascii: "h") { open += 1 }
    let verbatim = byte(open) == UInt8(ascii: "@")
    if verbatim { open += 1 }
    let quote = byte(open)
    if quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") {
      at = open + 1
      if !verbatim, scanAfterApostrophe(start, quote) { return .stringLiteral }
      if verbatim { scanVerbatim(start, quote) } else { scanEscaped(start, quote) }
      return .stringLiteral
    }
    if !verbatim, quote == UInt8(ascii: "`") || quote == UInt8(ascii: "~"), byte(open + 1) == quote,
      byte(open + 2) == quote
    {
      scanMultiline(start, open, quote)
      return .stringLiteral
    }
    return open == start ? scanTypographic() : nil
  }

  private mutating func unclosed(_ start: Int, _ quote: UInt8) {
    let sign = String(decoding: [quote], as: UTF8.self)
    diagnostics.append(
      Diagnostic(
        .unclosedString, "this string is not closed on its line", at: SourceSpan(start, at),
        label: "add `\(sign)` where it ends",
        fixes: [Fix("add `\(sign)`", replace: SourceSpan(at, at), with: sign)]))
  }

  /// Whether the string that begins at `start` is the odd quote of its line, left over because an apostrophe
  /// within an earlier string ended that one: `'it's'`. Then the earlier string is read again as one with the
  /// rest, and the apostrophe is reported.
  private mutating func scanAfterApostrophe(_ start: Int, _ quote: UInt8) -> Bool {
    guard innerQuotes.count < 20 else { return false }
    var end = at
    while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D {
      if bytes[end] == quote { return false }
      end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    // The strings of this line before it, the last first.
    for index in tokens.indices.reversed().prefix(100) {
      let token = tokens[index]
      if token.kind == .stringLiteral, token.end - token.start >= 2, bytes[token.end - 1] == quote,
        bytes[token.start] == quote, identifierLength(at: token.end, starting: true) > 0,
        isLetterBefore(token.end - 1)
      {
        let apostrophe = token.end - 1
        innerQuotes.insert(apostrophe)
        tokens.removeSubrange(index...)
        if diagnostics.contains(where: { $0.span.start >= token.start }) {
          diagnostics.removeAll { $0.span.start >= token.start }
          forgetUnknownCharacters()
        }
        at = token.start + 1
        scanEscaped(token.start, quote)
        let sign = String(decoding: [quote], as: UTF8.self)
        let span = SourceSpan(apostrophe, apostrophe + 1)
        diagnostics.append(
          Diagnostic(
            .doubledQuote, "this \(sign) ends the string; within one it is written \\\(sign)", at: span,
            label: "write \\\(sign)", fixes: [Fix("write \\\(sign)", replace: span, with: "\\\(sign)")]))
        restart = (token.fullStart, token.start)
        return true
      }
      for place in token.fullStart..<token.start where bytes[place] == 0x0A || bytes[place] == 0x0D {
        return false
      }
    }
    return false
  }

  private func isLetterBefore(_ index: Int) -> Bool {
    guard index > 0 else { return false }
    var start = index - 1
    while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return identifierLength(at: start, starting: true) > 0
  }

  private func atLineEnd() -> Bool { at >= bytes.count || bytes[at] == 0x0A || bytes[at] == 0x0D }

  private mutating func scanEscaped(_ start: Int, _ quote: UInt8) {
    while true {
      if atLineEnd() { return unclosed(start, quote) }
      let current = bytes[at]
      if current == quote, innerQuotes.isEmpty || !innerQuotes.contains(at) {
        at += 1
        return
      }
      if current == UInt8(ascii: "\\") {
        let escape = at
        at += 1
        if atLineEnd() { continue }
        let (_, length) = decodeScalar(bytes, at)
        let known = Lexer.knownEscapes.contains(bytes[at])
        at += length
        if !known {
          let span = SourceSpan(escape, at)
          diagnostics.append(
            Diagnostic(
              .unknownEscape, "`\(text[span])` is no escape in a string", at: span,
              label: "for a backslash write `\\\\`, or put `@` before the string",
              fixes: [Fix("double the backslash", replace: SourceSpan(escape, escape), with: "\\")]))
        }
      } else {
        at += 1
      }
    }
  }

  private static let knownEscapes = Set("'\"\\ntrabfv0uUx1234567/".utf8)

  private mutating func scanVerbatim(_ start: Int, _ quote: UInt8) {
    while true {
      if atLineEnd() { return unclosed(start, quote) }
      if bytes[at] == quote {
        at += 1
        // A doubled quote stands for one.
        if byte(at) != quote { return }
      }
      at += 1
    }
  }

  private mutating func scanMultiline(_ start: Int, _ open: Int, _ quote: UInt8) {
    at = open + 3
    while at < bytes.count {
      if bytes[at] == quote, byte(at + 1) == quote, byte(at + 2) == quote {
        at += 3
        return
      }
      at += 1
    }
    let sign = String(decoding: [quote, quote, quote], as: UTF8.self)
    diagnostics.append(
      Diagnostic(
        .unclosedMultilineString, "this string of several lines is not closed",
        at: SourceSpan(start, open + 3),
        label: "opened here; close it with \(sign)"))
  }

  /// Strings between “ ”, ‘ ’, „ “ or « »: read as strings, and reported.
  private mutating func scanTypographic() -> TokenKind? {
    func isQuote(_ value: UInt32) -> Bool { (0x2018...0x201F).contains(value) }
    let start = at
    let (value, length) = decodeScalar(bytes, at)
    guard isQuote(value) else { return nil }
    let single = value <= 0x201B
    let plain = single ? "'" : "\""
    var edits = [TextEdit(SourceSpan(at, at + length), plain)]
    at += length
    let line = at
    while !atLineEnd() {
      let (next, length) = decodeScalar(bytes, at)
      at += length
      let isPlain = next == (single ? 0x27 : 0x22)
      if isPlain || isQuote(next) && (next <= 0x201B) == single {
        if !isPlain { edits.append(TextEdit(SourceSpan(at - length, at), plain)) }
        let span = SourceSpan(start, at)
        diagnostics.append(
          Diagnostic(
            .typographicQuote, "strings stand between straight quotation marks", at: span,
            label: "write `\(plain)…\(plain)`",
            fixes: [Fix("use straight quotation marks", edits: edits)]))
        return .stringLiteral
      }
    }
    // Nothing closes it on this line: only the mark itself is odd.
    at = line
    diagnostics.append(
      Diagnostic(
        .typographicQuote, "strings stand between straight quotation marks", at: SourceSpan(start, at),
        label: "write `\(plain)`", fixes: [Fix("use a straight quotation mark", edits: edits)]))
    return .unknown
  }
}

/// The value of a string literal's text (with its quotes), as UTF-8. Broken literals give what can be read of
/// them.
///
/// Escapes: `\\ \' \" \n \t \r \a \b \f \v \0`, octal `\101`, `\xHH`, `\uHHHH`, `\UHHHHHHHH`. Verbatim
/// strings know only the doubled quote, multi-line strings nothing.
public func stringLiteralValue(_ literal: some Collection<UInt8>) -> [UInt8] {
  let bytes = Array(literal)
  var at = 0
  func byte(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }
  if byte(at) | 0x20 == UInt8(ascii: "h") { at += 1 }
  let verbatim = byte(at) == UInt8(ascii: "@")
  if verbatim { at += 1 }
  let quote = byte(at)
  if quote == UInt8(ascii: "`") || quote == UInt8(ascii: "~") {
    var end = bytes.count
    if end - at >= 6, bytes[(end - 3)...].allSatisfy({ $0 == quote }) { end -= 3 }
    return Array(bytes[min(at + 3, end)..<end])
  }
  guard quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
    // Typographic quotes: three bytes at either end, or one straight quote at the end.
    guard bytes.count >= 3 else { return [] }
    var end = bytes.count
    if bytes[end - 1] < 0x80 { end -= 1 } else { end = max(3, end - 3) }
    return Array(bytes[3..<max(3, end)])
  }
  at += 1
  var out: [UInt8] = []
  out.reserveCapacity(bytes.count)
  func number(_ start: Int, _ count: Int, _ radix: UInt32) -> (UInt32, Int) {
    var value: UInt32 = 0
    var used = 0
    while used < count, start + used < bytes.count,
      let digit = Character(Unicode.Scalar(bytes[start + used])).hexDigitValue, digit < radix
    {
      value = value &* radix &+ UInt32(digit)
      used += 1
    }
    return (value, used)
  }
  func append(_ value: UInt32) {
    let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
    out += Array(String(Character(scalar)).utf8)
  }
  while at < bytes.count {
    let current = bytes[at]
    at += 1
    if current == quote {
      if verbatim, byte(at) == quote {
        out.append(quote)
        at += 1
        continue
      }
      break
    }
    guard current == UInt8(ascii: "\\"), !verbatim, at < bytes.count else {
      out.append(current)
      continue
    }
    let escape = bytes[at]
    at += 1
    switch escape {
    case UInt8(ascii: "n"): out.append(0x0A)
    case UInt8(ascii: "t"): out.append(0x09)
    case UInt8(ascii: "r"): out.append(0x0D)
    case UInt8(ascii: "a"): out.append(0x07)
    case UInt8(ascii: "b"): out.append(0x08)
    case UInt8(ascii: "f"): out.append(0x0C)
    case UInt8(ascii: "v"): out.append(0x0B)
    case UInt8(ascii: "x"):
      let (value, used) = number(at, 2, 16)
      at += used
      append(value)
    case UInt8(ascii: "u"):
      var (value, used) = number(at, 4, 16)
      at += used
      // A surrogate pair written as two escapes, as JSON does.
      if (0xD800...0xDBFF).contains(value), byte(at) == UInt8(ascii: "\\"), byte(at + 1) == UInt8(ascii: "u")
      {
        let (low, lowUsed) = number(at + 2, 4, 16)
        if (0xDC00...0xDFFF).contains(low) {
          at += 2 + lowUsed
          value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
        }
      }
      append(value)
    case UInt8(ascii: "U"):
      let (value, used) = number(at, 8, 16)
      at += used
      append(value)
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      let (value, used) = number(at - 1, 3, 8)
      at += used - 1
      append(value)
    default: out.append(escape)
    }
  }
  return out
}
