/// What follows a backslash.
extension Parser {
  enum Escape {
    case literal(UInt32)
    /// A named class, its cases already folded where the flag `i` asks for it.
    case set(ScalarSet)
    case look(Look)
  }

  /// Reads an escape sequence, the backslash included.
  mutating func escape() throws(RegexError) -> Escape {
    let start = position
    position += 1
    if atEnd {
      throw failure("the pattern ends in a single backslash; write `\\\\` for the character", at: start)
    }
    let sign = byte()
    if sign >= 0x80 {
      _ = takeScalar()
      throw failure("only ASCII signs can follow a backslash; this character needs none", from: start)
    }
    position += 1
    switch sign {
    case UInt8(ascii: "a"): return .literal(0x07)
    case UInt8(ascii: "f"): return .literal(0x0C)
    case UInt8(ascii: "t"): return .literal(0x09)
    case UInt8(ascii: "n"): return .literal(0x0A)
    case UInt8(ascii: "r"): return .literal(0x0D)
    case UInt8(ascii: "v"): return .literal(0x0B)
    case UInt8(ascii: "x"): return .literal(try hexadecimal(digits: 2, start: start))
    case UInt8(ascii: "u"): return .literal(try hexadecimal(digits: 4, start: start))
    case UInt8(ascii: "U"): return .literal(try hexadecimal(digits: 8, start: start))
    case 0x30...0x37: return .literal(try octal(first: sign, start: start))
    case 0x38, 0x39: throw failure(backreferenceMessage, from: start)
    case UInt8(ascii: "k"), UInt8(ascii: "g"): throw failure(backreferenceMessage, from: start)
    case UInt8(ascii: "A"): return .look(.textStart)
    case UInt8(ascii: "z"): return .look(.textEnd)
    case UInt8(ascii: "<"): return .look(flags.unicode ? .wordStart : .asciiWordStart)
    case UInt8(ascii: ">"): return .look(flags.unicode ? .wordEnd : .asciiWordEnd)
    case UInt8(ascii: "B"): return .look(flags.unicode ? .notWordBoundary : .asciiNotWordBoundary)
    case UInt8(ascii: "b"): return .look(try boundary(start: start))
    case UInt8(ascii: "d"), UInt8(ascii: "s"), UInt8(ascii: "w"): return .set(perlClass(sign))
    case UInt8(ascii: "D"), UInt8(ascii: "S"), UInt8(ascii: "W"):
      return .set(try negated(perlClass(sign + 32), start: start))
    case UInt8(ascii: "p"), UInt8(ascii: "P"):
      return .set(try property(negated: sign == UInt8(ascii: "P"), start: start))
    case UInt8(ascii: "Z"): throw failure("`\\Z` is not known; the end of the text is `\\z`", from: start)
    case UInt8(ascii: "Q"):
      throw failure(
        "`\\Q…\\E` is not known; put a backslash before each sign that has a meaning", from: start)
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A:
      throw failure("`\\\(String(Unicode.Scalar(sign)))` is no escape sequence", from: start)
    default: return .literal(UInt32(sign))
    }
  }

  /// The complement; without Unicode mode it would hold bytes that are no characters.
  func negated(_ set: ScalarSet, start: Int) throws(RegexError) -> ScalarSet {
    if !flags.unicode {
      throw failure(
        "a negated class without Unicode mode would match a part of a character; use `(?u)`", from: start)
    }
    return set.inverted
  }

  private func perlClass(_ sign: UInt8) -> ScalarSet {
    switch sign {
    case UInt8(ascii: "d"): flags.unicode ? UnicodeData.decimalDigits : UnicodeData.asciiDigits
    case UInt8(ascii: "s"): flags.unicode ? UnicodeData.whiteSpace : UnicodeData.asciiSpace
    default: flags.unicode ? UnicodeData.word : UnicodeData.asciiWord
    }
  }

  /// What `\b` means with the braces after it, if they name a kind of boundary.
  private mutating func boundary(start: Int) throws(RegexError) -> Look {
    guard byte() == UInt8(ascii: "{") else { return flags.unicode ? .wordBoundary : .asciiWordBoundary }
    if take("{start}") { return flags.unicode ? .wordStart : .asciiWordStart }
    if take("{end}") { return flags.unicode ? .wordEnd : .asciiWordEnd }
    if take("{start-half}") { return flags.unicode ? .wordStartHalf : .asciiWordStartHalf }
    if take("{end-half}") { return flags.unicode ? .wordEndHalf : .asciiWordEndHalf }
    let next = byte(1)
    if next >= 0x30 && next <= 0x39 { return flags.unicode ? .wordBoundary : .asciiWordBoundary }
    throw failure(
      "the kinds of boundary are `\\b{start}`, `\\b{end}`, `\\b{start-half}` and `\\b{end-half}`", from: start
    )
  }

  /// `digits` hexadecimal digits, or any number of them in braces.
  private mutating func hexadecimal(digits: Int, start: Int) throws(RegexError) -> UInt32 {
    var value: UInt32 = 0
    var count = 0
    let braces = take("{")
    while let digit = hexadecimalDigit(byte()), braces || count < digits {
      value = min(value << 4 | digit, 0x0FFF_FFFF)
      count += 1
      position += 1
    }
    if braces {
      guard count > 0, take("}") else {
        throw failure("hexadecimal digits and a `}` are expected after `{`", from: start)
      }
    } else if count < digits {
      throw failure("\(digits) hexadecimal digits are expected", from: start)
    }
    if Unicode.Scalar(value) == nil {
      throw failure(
        "no character has this number; the last is 10FFFF, and D800 to DFFF are none", from: start)
    }
    if !flags.unicode && value > 0x7F && value <= 0xFF && !braces && digits == 2 {
      throw failure("without Unicode mode this would match a part of a character; use `(?u)`", from: start)
    }
    return value
  }

  private func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte) - 0x30
    case 0x41...0x46: UInt32(byte) - 0x37
    case 0x61...0x66: UInt32(byte) - 0x57
    default: nil
    }
  }

  /// Up to three octal digits. A single digit other than 0 is what other dialects use for a backreference;
  /// the number of a control character is hardly ever meant by it, so it is refused rather than silently
  /// never matched.
  private mutating func octal(first: UInt8, start: Int) throws(RegexError) -> UInt32 {
    var value = UInt32(first) - 0x30
    var count = 1
    while count < 3, byte() >= 0x30, byte() <= 0x37 {
      value = value * 8 + UInt32(byte()) - 0x30
      count += 1
      position += 1
    }
    if count == 1 && first != 0x30 {
      throw failure("\(backreferenceMessage); the character of that number is `\\x0\(value)`", from: start)
    }
    return value
  }

  // MARK: Unicode properties

  /// `\pL`, `\p{Greek}`, `\p{Script=Greek}`, `\p{gc!=Lu}` …, after the `p`.
  private mutating func property(negated: Bool, start: Int) throws(RegexError) -> ScalarSet {
    var negated = negated
    if !flags.unicode {
      throw failure("Unicode classes need Unicode mode, which `(?-u)` has switched off", from: start)
    }
    if atEnd { throw failure("a class is expected, as in `\\pL` or `\\p{Greek}`", from: start) }
    var name = String.UnicodeScalarView()
    if take("{") {
      while !atEnd && byte() != UInt8(ascii: "}") {
        if let scalar = Unicode.Scalar(takeScalar()) { name.append(scalar) }
      }
      guard take("}") else {
        throw failure("the name of the class is not closed; a `}` is missing", from: start)
      }
    } else if let scalar = Unicode.Scalar(takeScalar()) {
      name.append(scalar)
    }
    let text = String(name)
    let key = text + (flags.ignoreCase ? "/i" : "")
    let set: ScalarSet
    var parts = name.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { String($0) }
    if parts.count == 1 {
      parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map { String($0) }
    }
    if parts.count == 2, parts[0].hasSuffix("!") {
      parts[0].removeLast()
      negated.toggle()
    }
    if let known = namedClasses[key] {
      set = known
    } else {
      set = folded(try lookUp(parts, text: text, start: start))
      namedClasses[key] = set
    }
    return negated ? set.inverted : set
  }

  private func lookUp(_ parts: [String], text: String, start: Int) throws(RegexError) -> ScalarSet {
    if parts.count == 2 {
      let value = UnicodeData.normalized(parts[1])
      switch UnicodeData.normalized(parts[0]) {
      case "gc", "generalcategory":
        if value == "any" || value == "ascii" || value == "assigned", let set = UnicodeData.named(value) {
          return set
        }
        if let set = UnicodeData.generalCategory(value) { return set }
        throw failure("`\(parts[1])` is no general category", from: start)
      case "sc", "script":
        if let set = UnicodeData.script(value) { return set }
        throw failure("`\(parts[1])` is no script that is known here", from: start)
      case "scx", "scriptextensions":
        throw failure("script extensions are not supported; use `\\p{Script=\(parts[1])}`", from: start)
      case let other:
        if UnicodeTables.binaryProperty(other) != nil {
          throw failure(
            "`\(parts[0])` takes no value; write `\\p{\(parts[0])}` or `\\P{\(parts[0])}`", from: start)
        }
        throw failure(
          "`\(parts[0])` is no property that is supported; `Script` and `General_Category` take a value",
          from: start)
      }
    }
    if let set = UnicodeData.named(UnicodeData.normalized(text)) { return set }
    throw failure(
      "`\(text)` is no general category, script or binary property that is known here", from: start)
  }
}
