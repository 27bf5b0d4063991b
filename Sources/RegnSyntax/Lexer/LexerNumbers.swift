import RegnPhrases

/// The units that may follow a number directly, with their length in ticks of 100 ns.
let timespanUnits: [(name: StaticString, ticks: Int64)] = [
  ("days", 864_000_000_000), ("day", 864_000_000_000), ("d", 864_000_000_000),
  ("hours", 36_000_000_000), ("hour", 36_000_000_000), ("hrs", 36_000_000_000), ("hr", 36_000_000_000),
  ("h", 36_000_000_000),
  ("minutes", 600_000_000), ("minute", 600_000_000), ("min", 600_000_000), ("m", 600_000_000),
  ("seconds", 10_000_000), ("second", 10_000_000), ("sec", 10_000_000), ("s", 10_000_000),
  ("milliseconds", 10_000), ("millisecond", 10_000), ("millis", 10_000), ("milli", 10_000), ("ms", 10_000),
  ("microseconds", 10), ("microsecond", 10), ("micros", 10), ("micro", 10),
  ("ticks", 1), ("tick", 1),
]

extension Lexer {
  mutating func scanNumber() -> TokenKind {
    let start = at
    if byte(at) == UInt8(ascii: "0"), byte(at + 1) | 0x20 == UInt8(ascii: "x") {
      var end = at + 2
      while isDigit(byte(end)) || (0x61...0x66).contains(byte(end) | 0x20) { end += 1 }
      let digits = end - at - 2
      while identifierLength(at: end, starting: false) > 0 {
        end += identifierLength(at: end, starting: false)
      }
      if digits == 0 || end != at + 2 + digits {
        report(start, end, "`0x` must be followed by hexadecimal digits, 0 to 9 and a to f")
      }
      at = end
      return .longLiteral
    }
    while isDigit(byte(at)) { at += 1 }
    var kind = TokenKind.longLiteral
    if byte(at) == UInt8(ascii: "."), isDigit(byte(at + 1)) {
      kind = .realLiteral
      at += 1
      while isDigit(byte(at)) { at += 1 }
    }
    if byte(at) | 0x20 == UInt8(ascii: "e") {
      var exponent = at + 1
      if byte(exponent) == UInt8(ascii: "+") || byte(exponent) == UInt8(ascii: "-") { exponent += 1 }
      if isDigit(byte(exponent)) {
        at = exponent
        while isDigit(byte(at)) { at += 1 }
        kind = .realLiteral
      }
    }
    guard identifierLength(at: at, starting: false) > 0 else { return kind }
    let tail = at
    while identifierLength(at: at, starting: false) > 0 { at += identifierLength(at: at, starting: false) }
    for unit in timespanUnits where equals(tail, at, unit.name) { return .timespanLiteral }
    if bytes[tail..<at].allSatisfy({ isDigit($0) || $0 == UInt8(ascii: "_") }) {
      let plain = String(decoding: bytes[start..<at].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
      report(start, at, "digits are written without `_`", label: "write: \(plain)", replacement: plain)
      return kind
    }
    // A name may begin with digits; a fraction cannot be part of one.
    if kind == .longLiteral { return .identifier }
    report(start, at, "`\(String(decoding: bytes[start..<at], as: UTF8.self))` is no number")
    return kind
  }

  private mutating func report(
    _ start: Int, _ end: Int, _ message: Phrase, label: Phrase = "", replacement: String? = nil
  ) {
    let span = SourceSpan(start, end)
    diagnostics.append(
      Diagnostic(
        .invalidNumber, message, at: span, label: label,
        fixes: replacement.map { [Fix("write \($0)", replace: span, with: $0)] } ?? []))
  }
}
