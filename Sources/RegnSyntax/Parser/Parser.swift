import RegnPhrases

/// Reads KQL. Parsing never fails: the tree always holds the whole text, and what is wrong is in its
/// diagnostics.
///
/// The parser keeps a stack of finished elements. A rule remembers the height of the stack (`mark`), pushes
/// tokens (`bump`) and nodes, and turns what lies above the mark into a node (`finish`). A node that turns
/// out to be the left part of a larger one is simply wrapped by a second `finish` at the same mark.
public struct Parser {
  /// What a text may contain beyond whole statements.
  public struct Options: Sendable, Hashable {
    /// Whether the text may begin with `|`, continuing an earlier result.
    public var allowsLeadingPipe: Bool

    /// Makes options; by default nothing special is allowed.
    public init(allowsLeadingPipe: Bool = false) { self.allowsLeadingPipe = allowsLeadingPipe }
  }

  /// Reads a text into a tree with diagnostics.
  public static func parse(_ text: SourceText, options: Options = Options()) -> SyntaxTree {
    let (tokens, diagnostics) = Lexer.tokens(of: text)
    var parser = Parser(text: text, tokens: tokens, options: options)
    for diagnostic in diagnostics where diagnostic.code == .unclosedString {
      parser.unclosedStrings.insert(diagnostic.span.start)
    }
    parser.parseQueryBlock()
    let all = (diagnostics + parser.diagnostics).enumerated().sorted {
      ($0.element.span.start, $0.offset) < ($1.element.span.start, $1.offset)
    }
    return SyntaxTree(
      text: text, tokens: tokens, diagnostics: limited(all.map(\.element)), records: parser.records,
      elements: parser.elements)
  }

  /// The diagnostics up to ``SyntaxTree/maximumDiagnostics``; what is left out is said in a last one.
  private static func limited(_ all: [Diagnostic]) -> [Diagnostic] {
    let most = SyntaxTree.maximumDiagnostics
    guard all.count > most else { return all }
    let next = all[most]
    let left = all.count - most
    return all[..<most] + [
      Diagnostic(
        .tooManyMistakes, "\(left) further \(left == 1 ? "mistake is" : "mistakes are") not shown",
        at: next.span)
    ]
  }

  /// Reads a string; see ``parse(_:options:)``.
  public static func parse(_ string: String) -> SyntaxTree { parse(SourceText(string)) }

  struct Pending {
    var role: Role
    var isNode: Bool
    var index: Int32
    var height: Int32
  }

  let text: SourceText
  let bytes: [UInt8]
  let tokens: [Token]
  let options: Options
  let closing: [Int]
  var position = 0
  var pending: [Pending] = []
  var records: [NodeRecord] = []
  var elements: [ElementRecord] = []
  var diagnostics: [Diagnostic] = []
  /// The token at which the last diagnostic was given: there is one a place.
  var lastReported = -1
  /// Where strings begin that the lexer has reported for not being closed.
  var unclosedStrings: Set<Int> = []
  var nesting = 0
  var saidTooDeep = false
  /// Words that end a list at this place, such as `by` in `summarize`.
  var stopWords: [StaticString] = []
  /// Whether `column: "text"` is a comparison here, as in `search`.
  var allowsColon = false
  /// Whether `=>` ends a condition here, as in the steps of `scan`.
  var allowsArrow = false
  /// Whether a bracket after a name begins something else than arguments here.
  var namesOnly = false
  /// The token of a table's name with wildcards behind `database(…).`, or -1.
  var wildcardMember = -1
  /// The token of a `NULL` that was reported with the comparison it stands in.
  var lastNull = -1
  /// The diagnostic that gathers the statement's words in upper case.
  var upperCaseReport: Int?
  /// Whether a number may be followed by a unit of time as a word of its own; not where columns follow it.
  var allowsUnits = true

  init(text: SourceText, tokens: [Token], options: Options) {
    self.text = text
    self.bytes = text.bytes
    self.tokens = tokens
    self.options = options
    closing = Parser.matchBrackets(tokens)
    records.reserveCapacity(tokens.count)
    elements.reserveCapacity(tokens.count * 2)
  }

  // MARK: Looking

  var token: Token { tokens[position] }
  var kind: TokenKind { tokens[position].kind }
  var isAtEnd: Bool { tokens[position].kind == .endOfFile }

  func peek(_ distance: Int) -> Token {
    let index = position + distance
    return tokens[min(max(0, index), tokens.count - 1)]
  }

  func peekKind(_ distance: Int) -> TokenKind { peek(distance).kind }

  func at(_ kind: TokenKind) -> Bool { tokens[position].kind == kind }

  /// Whether the token `distance` ahead is the word `word`, in this case.
  func at(_ word: StaticString, ahead distance: Int = 0) -> Bool {
    let token = peek(distance)
    guard token.kind == .identifier || token.kind == .wordOperator else { return false }
    return spells(token, word)
  }

  func spells(_ token: Token, _ word: StaticString) -> Bool {
    guard token.end - token.start == word.utf8CodeUnitCount else { return false }
    let start = word.utf8Start
    for index in 0..<word.utf8CodeUnitCount where bytes[token.start + index] != start[index] { return false }
    return true
  }

  /// Whether the token `distance` ahead is the word, in whatever case.
  func atAnyCase(_ word: StaticString, ahead distance: Int = 0) -> Bool {
    let token = peek(distance)
    guard token.kind == .identifier, token.end - token.start == word.utf8CodeUnitCount else { return false }
    let start = word.utf8Start
    for index in 0..<word.utf8CodeUnitCount where bytes[token.start + index] | 0x20 != start[index] | 0x20 {
      return false
    }
    return true
  }

  func atAny(_ words: [StaticString], ahead distance: Int = 0) -> Bool {
    for word in words where at(word, ahead: distance) { return true }
    return false
  }

  func string(_ token: Token) -> String { text[token.span] }

  /// Whether a line end lies between the token `distance` ahead and the one before it.
  func startsLine(ahead distance: Int = 0) -> Bool {
    let index = min(position + distance, tokens.count - 1)
    guard index > 0 else { return true }
    let token = tokens[index]
    for at in token.fullStart..<token.start where bytes[at] == 0x0A || bytes[at] == 0x0D { return true }
    return false
  }

  /// Whether an empty line lies before the current token.
  func followsBlankLine() -> Bool {
    var lines = 0
    for at in token.fullStart..<token.start {
      switch bytes[at] {
      case 0x0A:
        lines += 1
        if lines == 2 { return true }
      case 0x20, 0x09, 0x0D: break
      default: lines = 0
      }
    }
    return false
  }

  /// Whether nothing lies between the token `distance` ahead and the one before it.
  func isGlued(ahead distance: Int) -> Bool {
    let token = peek(distance)
    return token.fullStart == token.start
  }

  /// Whether the token can begin an operand.
  func beginsOperand(ahead distance: Int = 0) -> Bool {
    switch peekKind(distance) {
    case .identifier, .longLiteral, .realLiteral, .timespanLiteral, .typedLiteral, .stringLiteral, .openParen,
      .openBracket, .minus, .plus, .star:
      return true
    default: return false
    }
  }

  // MARK: Building

  func mark() -> Int { pending.count }

  mutating func bump(_ role: Role = .none) {
    guard !isAtEnd else { return }
    pending.append(Pending(role: role, isNode: false, index: Int32(position), height: 0))
    position += 1
  }

  @discardableResult
  mutating func bumpIf(_ kind: TokenKind, _ role: Role) -> Bool {
    guard at(kind) else { return false }
    bump(role)
    return true
  }

  @discardableResult
  mutating func bumpIf(_ word: StaticString) -> Bool {
    guard at(word) else { return false }
    bump(.keyword)
    return true
  }

  /// Makes a node of what was pushed since `mark`.
  mutating func finish(_ mark: Int, _ kind: SyntaxKind, _ role: Role) {
    let index = Int32(records.count)
    let first = Int32(elements.count)
    var height: Int32 = 0
    var firstToken = Int32(position)
    var found = false
    for entry in pending[mark...] {
      elements.append(ElementRecord(role: entry.role, isNode: entry.isNode, index: entry.index))
      if entry.isNode {
        records[Int(entry.index)].parent = index
        records[Int(entry.index)].role = entry.role
        height = max(height, entry.height)
        if !found {
          firstToken = records[Int(entry.index)].firstToken
          found = records[Int(entry.index)].endToken > firstToken
        }
      } else if !found {
        firstToken = entry.index
        found = true
      }
    }
    records.append(
      NodeRecord(
        kind: kind, role: role, parent: -1, firstElement: first, elementCount: Int32(pending.count - mark),
        firstToken: firstToken, endToken: Int32(position)))
    pending.removeSubrange(mark...)
    pending.append(Pending(role: role, isNode: true, index: index, height: height + 1))
  }

  /// The kind of the topmost finished node, if a node is on top.
  var topKind: SyntaxKind? {
    guard let last = pending.last, last.isNode else { return nil }
    return records[Int(last.index)].kind
  }

  mutating func setRole(_ mark: Int, _ role: Role) {
    guard mark < pending.count else { return }
    pending[mark].role = role
  }

  mutating func missing(_ role: Role) { finish(mark(), .missing, role) }

  // MARK: Reporting

  /// Where something is missing: at the current token if it is on the same line as the one before, else after
  /// the one before.
  var expectedSpan: SourceSpan {
    if isAtEnd || startsLine(), position > 0 {
      let end = tokens[position - 1].end
      return SourceSpan(end, end)
    }
    return token.span
  }

  mutating func report(_ diagnostic: Diagnostic) {
    guard lastReported != position else { return }
    lastReported = position
    diagnostics.append(diagnostic)
  }

  /// Reports without regard to what was already said at this place; for mistakes that reading goes on after.
  mutating func reportAlways(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  mutating func reportExpected(_ what: Phrase, label: Phrase = "", fixes: [Fix] = []) {
    // An unknown character and a string that is not closed have been reported by the lexer.
    if at(.unknown) || at(.stringLiteral) && unclosedStrings.contains(token.start) {
      lastReported = position
      return
    }
    report(
      Diagnostic(
        .expected, "expected \(what), found \(found())", at: expectedSpan, label: label, fixes: fixes))
  }

  /// The current token as a message names it.
  func found() -> Phrase {
    if isAtEnd { return "the end of the query" }
    let text = string(token)
    return "`\(text.count > 40 ? String(text.prefix(37)) + "…" : text)`"
  }

  // MARK: Nesting

  /// Runs `body` one level deeper, or swallows what is there when it is too deep.
  mutating func nested(_ role: Role, _ body: (inout Parser) -> Void) {
    guard nesting < SyntaxTree.maximumNesting else {
      if !saidTooDeep {
        saidTooDeep = true
        reportAlways(
          Diagnostic(
            .nestedTooDeeply, "this is nested more than \(SyntaxTree.maximumNesting) levels deep",
            at: token.span,
            label: "name a part with `let`"))
      }
      lastReported = position
      let start = mark()
      repeat { skipOne() } while !atBoundary && !at(.comma)
      lastReported = position
      finish(start, .error, role)
      return
    }
    nesting += 1
    body(&self)
    nesting -= 1
  }
}
