/// The lossless tree of a text: all its tokens, the nodes over them, and the diagnostics of reading it.
///
/// Nodes live in flat arrays and are handled through ``SyntaxNode``; the typed views (``WhereOperator``,
/// ``BinaryExpression`` …) are structs over such handles. Every token appears exactly once below the root, so
/// that walking the tree gives back the text. What is missing is a `missing` node or no child at all; what
/// could not be understood lies in `error` nodes.
///
/// **Depth.** A consumer may recurse: no tree is higher than ``maximumHeight`` nodes. Pipes, lists, and
/// chains of `and`/`or` are flat nodes of any length; other chains (`a + b + …`) lean left and end with
/// RG0502 when longer than ``maximumChain``; brackets nested more than ``maximumNesting`` deep give RG0501;
/// more than ``maximumStages`` operators in one pipe give RG0503, though the tree holds them all.
///
/// **Kinds, with their children by role** (`*` several, `?` may be absent; commas have the role `separator`,
/// brackets `open` and `close`, words of the grammar `keyword`):
///
/// | kind | children |
/// |---|---|
/// | queryBlock | statement\*, `;` separator\*, error\* |
/// | queryStatement | expression |
/// | letStatement | name, `=` operator, value (an expression or functionDeclaration) |
/// | setStatement | name, `=` operator, value? |
/// | declareStatement | parameter\* (parameterDeclaration) |
/// | aliasStatement | keywords, name, `=` operator, value |
/// | restrictStatement | keywords, open, table\*, close |
/// | patternStatement | keywords, name, `=` operator?, parameters\*, branch\* (patternCase) |
/// | patternCase | open, argument\*, close, path (`.`, open, index, close)?, `=` operator, body |
/// | commandStatement | keyword, loose tokens |
/// | functionDeclaration | `view` keyword?, parameter\* (parameterDeclaration), body (functionBody) |
/// | functionBody | statement\* , separator\* |
/// | parameterDeclaration | name, `:` separator, typeName? or rowSchema?, `=` operator?, value? |
/// | rowSchema | column\* (columnDeclaration or star) |
/// | columnDeclaration | name, `:` separator, type (typeName) |
/// | typeName | name token |
/// | name | name tokens: an identifier, or `[` string `]`; some names are dotted or hyphenated |
/// | wildcardName | name tokens, at least one of them `*` |
/// | star | `*` |
/// | literal | one token, or several strings side by side that make one |
/// | dynamicLiteral | keyword, open, value?, close; below it jsonArray (element\*), jsonObject (property\*) |
/// | jsonProperty | name (a token), `:` separator, value |
/// | prefixExpression | operator, operand |
/// | binaryExpression | left, operator tokens (two in `matches regex`), right |
/// | logicalExpression | operand\*, operator\*: all operands of one chain of `and`, or of one chain of `or` |
/// | inExpression | left, operator, open?, argument\*, close? — in, !in, in~, !in~, has_any, has_all |
/// | betweenExpression | left, operator, open, lower, `..` separator, upper, close |
/// | callExpression | callee (name), open, argument\*, close — `entity_group [ … ]` is one, too |
/// | memberExpression | source, `.` separator, member (name, or callExpression in `cluster().database()`) |
/// | indexExpression | source, separator?, open, index, close |
/// | parenthesizedExpression | open, expression, close |
/// | namedExpression | name\*, open?, close?, `=` operator, value |
/// | orderedExpression | expression, keywords asc, desc, nulls, first, last |
/// | typeofExpression | keyword, open, type\* (typeName, columnDeclaration, star), close |
/// | pipeExpression | source?, `|` pipe\*, stage\* (tabular operators) |
/// | namedParameter | name, `=` operator, value: `kind=inner`, `hint.strategy=shuffle` |
/// | withClause | keyword, open, parameter\* (namedParameter), close |
/// | error | whatever was skipped |
/// | missing | nothing |
///
/// An alias, restrict or pattern statement, and an operator that Regn does not have, holds loose tokens when
/// it could not be read; that is no mistake, as its name says all.
///
/// Tabular operators: see their files; all have a `keyword` and may have `parameter` children
/// (namedParameter).
public final class SyntaxTree: Sendable {
  /// The most nodes from the root down to a leaf.
  public static let maximumHeight = 2_500
  /// The most operands in a chain of one precedence level other than `and` and `or`.
  public static let maximumChain = 400
  /// The deepest nesting of brackets.
  public static let maximumNesting = 120
  /// The most operators in one pipe.
  public static let maximumStages = 500
  /// The most diagnostics; a last one (RG0505) says how many more there are.
  public static let maximumDiagnostics = 50

  /// The text that was read.
  public let text: SourceText
  /// Its tokens, the last of them the end of the text.
  public let tokens: [Token]
  /// What is wrong with it, in the order of the text.
  public let diagnostics: [Diagnostic]
  let records: [NodeRecord]
  let elements: [ElementRecord]

  init(
    text: SourceText, tokens: [Token], diagnostics: [Diagnostic], records: [NodeRecord],
    elements: [ElementRecord]
  ) {
    self.text = text
    self.tokens = tokens
    self.diagnostics = diagnostics
    self.records = records
    self.elements = elements
  }

  /// The root: the statements of the text.
  public var root: QueryBlock {
    QueryBlock(unchecked: SyntaxNode(tree: self, index: Int32(records.count - 1)))
  }

  /// The number of nodes.
  public var nodeCount: Int { records.count }

  /// Whether any diagnostic is an error.
  public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// Whether another tree has the same nodes over the same tokens, whatever stands between these.
  public func hasSameNodes(as other: SyntaxTree) -> Bool {
    records == other.records && elements == other.elements
  }

  /// The handle of a token by its number.
  public func token(_ index: Int) -> SyntaxToken { SyntaxToken(tree: self, index: Int32(index)) }

  /// The number of the token whose bytes or leading trivia hold `offset`; the last one for an offset past the
  /// end.
  public func tokenIndex(at offset: Int) -> Int {
    var low = 0
    var high = tokens.count - 1
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle].end > offset { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The innermost node that covers the token at `offset`.
  public func innermostNode(at offset: Int) -> SyntaxNode {
    let token = Int32(tokenIndex(at: offset))
    var node = root.node
    while let inner = node.children.first(where: {
      let record = records[Int($0.index)]
      return record.firstToken <= token && token < record.endToken
    }) {
      node = inner
    }
    return node
  }
}

struct NodeRecord: Sendable, Equatable {
  var kind: SyntaxKind
  var role: Role
  var parent: Int32
  var firstElement: Int32
  var elementCount: Int32
  var firstToken: Int32
  var endToken: Int32
}

struct ElementRecord: Sendable, Equatable {
  var role: Role
  var isNode: Bool
  var index: Int32
}
