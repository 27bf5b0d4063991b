import RegnPhrases

/// A node with the depth of the tree below it, which is limited: later stages recurse.
struct Tree {
  var node: Node
  var depth = 1
}

/// Reads a pattern of KQL's dialect (the reference's page "Regex syntax") into a `Node`. Flags are applied on
/// the way.
struct Parser {
  struct Flags {
    var ignoreCase = false
    var multiLine = false
    var dotAll = false
    var crlf = false
    var swapGreed = false
    var unicode = true
    var verbose = false
  }

  let bytes: [UInt8]
  var position = 0
  var flags = Flags()
  /// Names by group number; the whole match, group 0, has none.
  var captureNames: [String?] = [nil]
  /// Named classes met so far, so that a pattern of many `\w` decodes the table once.
  var namedClasses: [String: ScalarSet] = [:]

  init(_ pattern: String) {
    bytes = Array(pattern.utf8)
  }

  mutating func parse() throws(RegexError) -> Node {
    if bytes.count > Limits.patternLength {
      throw RegexError(
        message: "the pattern is \(bytes.count) bytes long; at most \(Limits.patternLength) are allowed",
        offset: 0,
        length: 0)
    }
    let tree = try alternatives(level: 0)
    if position < bytes.count {
      throw failure("this `)` closes no group; write `\\)` for the character", at: position)
    }
    return tree.node
  }

  // MARK: Characters

  func failure(_ message: Phrase, at offset: Int, length: Int = 1) -> RegexError {
    RegexError(message: message, offset: offset, length: length)
  }

  func failure(_ message: Phrase, from start: Int) -> RegexError {
    RegexError(message: message, offset: start, length: max(1, position - start))
  }

  var atEnd: Bool { position >= bytes.count }

  /// The byte `distance` further on, 0 past the end (where no byte of a pattern's own syntax is 0).
  func byte(_ distance: Int = 0) -> UInt8 {
    position + distance < bytes.count ? bytes[position + distance] : 0
  }

  func sees(_ text: StaticString) -> Bool {
    guard bytes.count - position >= text.utf8CodeUnitCount else { return false }
    for index in 0..<text.utf8CodeUnitCount where bytes[position + index] != text.utf8Start[index] {
      return false
    }
    return true
  }

  mutating func take(_ text: StaticString) -> Bool {
    guard sees(text) else { return false }
    position += text.utf8CodeUnitCount
    return true
  }

  /// Reads one scalar; not to be called at the end.
  mutating func takeScalar() -> UInt32 {
    let (scalar, width) = bytes.withUnsafeBufferPointer { decodeScalar($0, at: position) }
    position += width
    return scalar
  }

  /// In verbose mode skips white space and comments.
  mutating func skipVerbose() {
    guard flags.verbose else { return }
    while !atEnd {
      let start = position
      if byte() == UInt8(ascii: "#") {
        while !atEnd && byte() != UInt8(ascii: "\n") { position += 1 }
        continue
      }
      switch takeScalar() {
      case 0x09...0x0D, 0x20, 0x85, 0x200E, 0x200F, 0x2028, 0x2029: continue
      default:
        position = start
        return
      }
    }
  }

  // MARK: Structure

  mutating func alternatives(level: Int) throws(RegexError) -> Tree {
    var branches: [Tree] = []
    var items: [Tree] = []
    /// Whether the thing just read can be repeated; flags such as `(?i)` cannot.
    var repeatable = false
    while true {
      skipVerbose()
      if atEnd || byte() == UInt8(ascii: ")") { break }
      let start = position
      switch byte() {
      case UInt8(ascii: "|"):
        position += 1
        branches.append(Self.sequence(items))
        items = []
        repeatable = false
      case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "{"):
        guard repeatable, let last = items.popLast() else {
          let sign = String(Unicode.Scalar(byte()))
          throw failure(
            "there is nothing before `\(sign)` to repeat; write `\\\(sign)` for the character", at: start)
        }
        let tree = try repetition(of: last)
        if tree.depth > Limits.depth { throw tooDeep(at: start) }
        items.append(tree)
      default:
        if let tree = try atom(level: level) {
          items.append(tree)
          repeatable = true
        } else {
          repeatable = false
        }
      }
    }
    branches.append(Self.sequence(items))
    if branches.count == 1, let only = branches.first { return only }
    return Tree(node: .choice(branches.map(\.node)), depth: 1 + (branches.map(\.depth).max() ?? 0))
  }

  private static func sequence(_ items: [Tree]) -> Tree {
    let kept = items.filter { if case .empty = $0.node { false } else { true } }
    if kept.isEmpty { return Tree(node: .empty) }
    if kept.count == 1, let only = kept.first { return only }
    return Tree(node: .sequence(kept.map(\.node)), depth: 1 + (kept.map(\.depth).max() ?? 0))
  }

  func tooDeep(at offset: Int) -> RegexError {
    failure("the pattern nests deeper than \(Limits.depth) levels", at: offset)
  }

  private mutating func repetition(of tree: Tree) throws(RegexError) -> Tree {
    let start = position
    let sign = byte()
    position += 1
    var minimum = 0
    var maximum: Int?
    switch sign {
    case UInt8(ascii: "*"): break
    case UInt8(ascii: "+"): minimum = 1
    case UInt8(ascii: "?"): maximum = 1
    default: (minimum, maximum) = try counts(start: start)
    }
    var greedy = !flags.swapGreed
    if take("?") { greedy.toggle() }
    switch (tree.node, minimum, maximum) {
    case (.empty, _, _), (_, _, .some(0)): return Tree(node: .empty)
    case (_, 1, .some(1)): return tree
    default:
      let node = Node.repetition(tree.node, minimum: minimum, maximum: maximum, greedy: greedy)
      return Tree(node: node, depth: tree.depth + 1)
    }
  }

  /// The numbers of `{n}`, `{n,}` or `{n,m}`, after the brace.
  private mutating func counts(start: Int) throws(RegexError) -> (Int, Int?) {
    let minimum = try count(start: start)
    var maximum: Int? = minimum
    if take(",") {
      skipSpaces()
      maximum = byte() == UInt8(ascii: "}") ? nil : try count(start: start)
    }
    guard take("}") else {
      throw failure("this `{` is not closed; write `\\{` for the character", at: start)
    }
    if let maximum, maximum < minimum {
      throw failure(
        "the repetition's first number, \(minimum), is larger than its second, \(maximum)", from: start)
    }
    return (minimum, maximum)
  }

  private mutating func skipSpaces() {
    while byte() == 0x20 || byte() == 0x09 { position += 1 }
  }

  private mutating func count(start: Int) throws(RegexError) -> Int {
    skipSpaces()
    let first = position
    var value = 0
    while let digit = decimal(byte()) {
      value = min(value * 10 + digit, Limits.repetition + 1)
      position += 1
    }
    if first == position {
      throw failure(
        "`{` needs a number, as in `{3}`, `{3,}` or `{3,5}`; write `\\{` for the character", at: start)
    }
    if value > Limits.repetition {
      throw failure("a repetition may count to \(Limits.repetition) at most", from: first)
    }
    skipSpaces()
    return value
  }

  private func decimal(_ byte: UInt8) -> Int? {
    byte >= 0x30 && byte <= 0x39 ? Int(byte) - 0x30 : nil
  }

  // MARK: Atoms

  /// One thing that can be repeated; nil for flags such as `(?i)`.
  private mutating func atom(level: Int) throws(RegexError) -> Tree? {
    let start = position
    switch byte() {
    case UInt8(ascii: "("): return try group(level: level)
    case UInt8(ascii: "["): return Tree(node: .set(try bracketedClass(level: level)))
    case UInt8(ascii: "."):
      position += 1
      return Tree(node: .set(try dot(at: start)))
    case UInt8(ascii: "^"):
      position += 1
      return Tree(node: .look(flags.multiLine ? (flags.crlf ? .lineStartCRLF : .lineStart) : .textStart))
    case UInt8(ascii: "$"):
      position += 1
      return Tree(node: .look(flags.multiLine ? (flags.crlf ? .lineEndCRLF : .lineEnd) : .textEnd))
    case UInt8(ascii: "\\"):
      switch try escape() {
      case .literal(let scalar): return Tree(node: .set(folded(ScalarSet(scalar))))
      case .set(let set): return Tree(node: .set(set))
      case .look(let look): return Tree(node: .look(look))
      }
    default:
      return Tree(node: .set(folded(ScalarSet(takeScalar()))))
    }
  }

  private func dot(at start: Int) throws(RegexError) -> ScalarSet {
    if !flags.unicode {
      throw failure(
        "`.` without Unicode mode would match a part of a character; use it with `(?u)`, or `[[:ascii:]]`",
        at: start)
    }
    if flags.dotAll { return .all }
    var ends = [ScalarRange(low: 0x0A, high: 0x0A)]
    if flags.crlf { ends.append(ScalarRange(low: 0x0D, high: 0x0D)) }
    return ScalarSet(ends).inverted
  }

  /// With the other cases of its letters if the flag `i` is set.
  func folded(_ set: ScalarSet) -> ScalarSet {
    guard flags.ignoreCase else { return set }
    return flags.unicode ? UnicodeData.caseFolded(set) : UnicodeData.asciiCaseFolded(set)
  }

  // MARK: Groups

  private mutating func group(level: Int) throws(RegexError) -> Tree? {
    let start = position
    if level >= Limits.depth { throw tooDeep(at: start) }
    position += 1
    let outer = flags
    var capture: Int?
    if take("?") {
      try refuseForeignGroup(start: start)
      if take("P<") || take("<") {
        let name = try groupName(start: start)
        capture = captureNames.count
        captureNames.append(name)
      } else {
        try groupFlags(start: start)
        if take(")") { return nil }
        position += 1  // The colon, which `groupFlags` has seen.
      }
    } else {
      capture = captureNames.count
      captureNames.append(nil)
    }
    let inner = try alternatives(level: level + 1)
    guard take(")") else { throw failure("this group is not closed; a `)` is missing", at: start) }
    flags = outer
    guard let capture else { return inner }
    let depth = inner.depth + 1
    if depth > Limits.depth { throw tooDeep(at: start) }
    return Tree(node: .capture(capture, inner.node), depth: depth)
  }

  /// Answers the groups of other dialects that this one cannot have or does not know.
  private func refuseForeignGroup(start: Int) throws(RegexError) {
    if sees("=") || sees("!") || sees("<=") || sees("<!") {
      let length = sees("<") ? 4 : 3
      let kind: Phrase = sees("<") ? "look-behind" : "look-ahead"
      throw failure(
        """
        \(kind) is not supported: matching takes time in proportion to the text, which it does not allow; \
        match the surroundings too and take the part you want by a group
        """, at: start, length: length)
    }
    if sees("P=") {
      throw failure(backreferenceMessage, at: start, length: 4)
    }
    if sees(">") {
      throw failure(
        "atomic groups are not supported, and not needed: matching never goes back; write `(?:…)`", at: start,
        length: 3)
    }
    if sees("#") {
      throw failure("comments of the form `(?#…)` are not known; use `(?x)` and `# …`", at: start, length: 3)
    }
    if sees("'") {
      throw failure("a group is named by `(?<name>…)`", at: start, length: 3)
    }
    if sees("(") || sees("|") || sees("&") || sees("P>") || sees("+") || decimal(byte()) != nil {
      throw failure("this kind of group (conditions, recursion) is not supported", at: start, length: 3)
    }
  }

  var backreferenceMessage: Phrase {
    "backreferences are not supported: matching takes time in proportion to the text, which they do not allow"
  }

  private mutating func groupName(start: Int) throws(RegexError) -> String {
    let first = position
    var name = String.UnicodeScalarView()
    while !atEnd && byte() != UInt8(ascii: ">") {
      let place = position
      guard let scalar = Unicode.Scalar(takeScalar()) else { break }
      let properties = scalar.properties
      let letter = scalar == "_" || properties.isAlphabetic
      let later: Bool
      switch properties.generalCategory {
      case .decimalNumber, .letterNumber, .otherNumber: later = true
      default: later = scalar == "." || scalar == "[" || scalar == "]"
      }
      guard letter || (later && !name.isEmpty) else {
        throw failure(
          "a group's name begins with a letter or `_` and goes on with letters, digits, `_`, `.`, `[` or `]`",
          from: place)
      }
      name.append(scalar)
    }
    if atEnd {
      throw failure("the group's name is not closed; a `>` is missing", at: start, length: position - start)
    }
    if name.isEmpty { throw failure("the group's name is empty", from: start) }
    position += 1
    let text = String(name)
    if captureNames.contains(text) {
      throw RegexError(
        message: "two groups are named `\(text)`", offset: first, length: text.utf8.count)
    }
    return text
  }

  /// Reads flags up to the `:` or `)`, and applies them.
  private mutating func groupFlags(start: Int) throws(RegexError) {
    var value = true
    var seen: Set<UInt8> = []
    var sinceMinus = 1
    let first = position
    while !atEnd {
      let flag = byte()
      switch flag {
      case UInt8(ascii: ":"), UInt8(ascii: ")"):
        if sinceMinus == 0 { throw failure("a flag is missing after `-`", at: position - 1) }
        if flag == UInt8(ascii: ")") && position == first {
          throw failure(
            "a flag is missing: `(?i)`, or `(?:…)` for a group that does not capture", from: start)
        }
        return
      case UInt8(ascii: "-"):
        if !value { throw failure("a second `-` among the flags", at: position) }
        value = false
        sinceMinus = 0
        position += 1
        continue
      case UInt8(ascii: "i"): flags.ignoreCase = value
      case UInt8(ascii: "m"): flags.multiLine = value
      case UInt8(ascii: "s"): flags.dotAll = value
      case UInt8(ascii: "R"): flags.crlf = value
      case UInt8(ascii: "U"): flags.swapGreed = value
      case UInt8(ascii: "u"): flags.unicode = value
      case UInt8(ascii: "x"): flags.verbose = value
      default:
        let place = position
        _ = takeScalar()
        throw failure("unknown flag; the flags are i, m, s, R, U, u and x", from: place)
      }
      if !seen.insert(flag).inserted { throw failure("this flag is given twice", at: position) }
      sinceMinus += 1
      position += 1
    }
    throw failure("this group is not closed; a `)` is missing", at: start)
  }
}
