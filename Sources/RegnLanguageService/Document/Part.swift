import RegnAnalyzers
import RegnBinder
import RegnSession
import RegnSyntax

/// A part of a document that is read by itself: mostly one statement with the `;` behind it.
struct Part: Sendable {
  /// Where it begins in the document.
  var start: Int
  /// Its own tree; offsets count from its beginning.
  let tree: SyntaxTree
  /// The names that it defines for what follows.
  let defined: Names
  /// The names that it may use.
  let used: Names
  /// Whether something is said of it that depends on all names there are: the nearest of a name that does not
  /// exist.
  private(set) var dependsOnAllNames = false
  /// The statements that define names of values.
  let declarations: [Statement]
  /// What the binder found; nil before it was asked.
  private(set) var bound: Bound?
  /// The names in force behind it.
  private(set) var environmentAfter: Environment?

  /// What a binder found in a part.
  struct Bound: Sendable {
    let steps: [BoundStep]
    let tables: [TextTable]
    /// The table that each query makes, by its node's number.
    let results: [Int32: BoundTable]
    let bindings: [(name: String, binding: Binding)]
    /// Those of the parser, the binder and the analyzers.
    let diagnostics: [Diagnostic]
    let names: PartNames
  }

  init(_ text: SourceText, at start: Int, context: BindingContext) {
    self.start = start
    tree = context.parse(text)
    var defined = Names()
    var declarations: [Statement] = []
    for statement in tree.root.statements {
      switch statement {
      case .let(let view):
        if let name = view.name { defined.words.insert(name.name) }
        declarations.append(statement)
      case .declare(let view):
        defined.words.formUnion(view.parameters.compactMap { $0.name?.name })
        declarations.append(statement)
      // A setting may steer how all that follows is understood.
      case .set: defined = .everything
      case .query, .outOfScope: break
      }
    }
    self.defined = defined
    self.declarations = declarations
    used = Names(usedIn: tree)
  }

  /// Understands the part where `environment` holds. `earlier` are the declarations before it.
  mutating func bind(_ context: BindingContext, _ environment: Environment, earlier: [Statement]) {
    let binder = context.binder(for: tree, environment: environment)
    var results: [Int32: BoundTable] = [:]
    for statement in tree.root.statements {
      if case .query(let tables, _)? = binder.bind(statement) { results[statement.node.index] = tables.last }
    }
    // Who runs the script will give its parameters values.
    let mistakes = (tree.diagnostics + binder.diagnostics).filter { $0.code != .missingParameter }
    // What is doubtful is said of a part that is right as far as it goes.
    let isRight = !mistakes.contains { $0.severity == .error }
    let doubts =
      isRight
      ? ScriptAnalyzers.diagnostics(inPart: tree, steps: binder.steps, earlier: earlier) : []
    let after = binder.currentEnvironment
    bound = Bound(
      steps: binder.steps, tables: binder.tables, results: results,
      bindings: defined.words.sorted().compactMap { name in after.binding(name).map { (name, $0) } },
      diagnostics: (mistakes + doubts).sorted { ($0.span.start, $0.code.id) < ($1.span.start, $1.code.id) },
      names: PartNames(tree, steps: binder.steps, tables: binder.tables))
    environmentAfter = after
    dependsOnAllNames = !isRight
  }

  /// The names in force behind the part, where `environment` holds before it.
  mutating func define(in environment: Environment) -> Environment {
    guard let bound, !defined.isEmpty else {
      environmentAfter = environment
      return environment
    }
    // A setting was bound just now, in this environment.
    if defined.isEverything, let environmentAfter { return environmentAfter }
    var after = environment
    for (name, binding) in bound.bindings { after.define(name, binding) }
    environmentAfter = after
    return after
  }
}

/// Names that a part defines or uses.
struct Names: Sendable {
  var words: Set<String> = []
  /// Patterns such as `cost*`.
  var patterns: [WildcardName] = []
  /// Whether any name may be among them.
  var isEverything = false

  static var everything: Names {
    var names = Names()
    names.isEverything = true
    return names
  }

  init() {}

  var isEmpty: Bool { words.isEmpty && patterns.isEmpty && !isEverything }

  /// What a tree may use: every name in it but those that its `let`s give, and the patterns.
  init(usedIn tree: SyntaxTree) {
    var pending = [tree.root.node]
    while let node = pending.popLast() {
      switch node.kind {
      case .name:
        if let parent = node.parent, parent.kind == .letStatement, node.role == .name { continue }
        if let name = Name(node) { words.insert(name.name) }
      case .wildcardName: if let pattern = WildcardName(node) { patterns.append(pattern) }
      // Without tables they look into all views; a setting is bound again whenever something before changes.
      case .searchOperator, .findOperator, .setStatement: isEverything = true
      default: break
      }
      pending += node.children
    }
  }

  mutating func formUnion(_ other: Names) {
    words.formUnion(other.words)
    patterns += other.patterns
    isEverything = isEverything || other.isEverything
  }

  /// Whether one of the other's names may be among these.
  func meets(_ other: Names) -> Bool {
    if other.isEverything { return true }
    if other.words.isEmpty { return false }
    if isEverything || !words.isDisjoint(with: other.words) { return true }
    return patterns.contains { pattern in other.words.contains { pattern.matches($0) } }
  }

  /// Whether the name may be among these.
  func mayHold(_ name: String) -> Bool {
    isEverything || words.contains(name) || patterns.contains { $0.matches(name) }
  }
}
