import RegnData
import RegnFunctions
import RegnPhrases
import RegnSyntax

/// A statement with every name and type resolved.
public enum BoundStatement: Sendable {
  /// A query: its table (several after `fork` and `facet`), and the text it came from.
  case query([BoundTable], span: SourceSpan)
  /// `let` and `declare`: the names that it introduced.
  case definition([String])
  /// `set`: an option, its value, and where the value stands.
  case setting(name: String, value: Value?, span: SourceSpan)
}

/// An operator of a query that was understood, with the table before it and the one that it makes.
public struct BoundStep: Sendable {
  public let operation: TabularOperator
  public let input: BoundTable
  public let output: BoundTable
}

/// A table at a place of a text.
public struct TextTable: Sendable {
  /// An operator, or an expression that makes a table.
  public let node: SyntaxNode
  /// The table that comes to the operator, or the one that the expression makes.
  public let table: BoundTable
  /// Whether it is the one that comes to an operator.
  public let isInput: Bool
}

/// Finds what the names of a script mean and what types its expressions have, and reports what does not fit.
///
/// It reads no rows: what it knows of values comes from column statistics. Only the plug-ins whose columns
/// the rows decide (`pivot`, `bag_unpack` without a declared schema) ask for some, and do without when there
/// is no `RowReader`. It works on broken trees; what the parser has reported is not reported again.
public final class Binder {
  let catalog: any Catalog
  /// The text that is being bound: the binder's own, or within a function's body the one that defines it.
  var tree: SyntaxTree
  var environment: Environment
  /// The values given for query parameters, as text.
  let parameters: [String: String]
  /// Where a query that begins with `|` gets its rows.
  let implicitSource: BoundTable?
  /// Runs a plan now, for columns that depend on rows; nil where nothing may run.
  private let readRows: RowReader?
  public internal(set) var diagnostics: [Diagnostic] = []
  /// The operators understood so far, for who looks further into a query.
  public private(set) var steps: [BoundStep] = []
  /// The tables that came to operators, whether these were understood or not, and those that expressions
  /// make: what completion and hovers need of a text that is being written.
  public private(set) var tables: [TextTable] = []
  /// While positive, nothing is reported (a function's body at its calls: it was reported at its definition).
  var silence = 0
  /// The operator being bound, for mistakes that have no better place.
  var operatorSpan = SourceSpan(0, 0)
  /// While positive, internal functions may be called by name.
  var trust = 0
  private var saidTooMany = false
  /// How many parts have been bound, against queries that double and double.
  private var boundParts = 0
  /// How deep calls of user functions are nested.
  var callDepth = 0
  /// Whether a call was left out because it is nested too deeply.
  var isTooDeep = false
  /// The functions whose definitions are being bound, outermost first.
  var functionsBeingDefined: [String] = []
  /// What is not known of the columns of the rows at hand, because of a mistake before.
  var gaps = ColumnGaps.none
  /// The table columns that plan columns show, for remarks about values.
  var origins: [ColumnID: ColumnOrigin] = [:]
  /// What calls of constants are computed with.
  let constantContext: ExecutionContext

  static let maximumDepth = 1_000
  static let maximumParts = 200_000
  private static let maximumRemarks = 20
  static let maximumCallDepth = 60

  /// Runs a plan to its end and gives its rows as one chunk.
  public typealias RowReader = (LogicalPlan) throws -> Chunk

  /// A binder of one text. `environment` holds what earlier texts defined; `now` is what `now()` means.
  public init(
    tree: SyntaxTree, catalog: any Catalog, environment: Environment = Environment(),
    parameters: [String: String] = [:], implicitSource: BoundTable? = nil, now: DateTime,
    readRows: RowReader? = nil
  ) {
    self.tree = tree
    self.catalog = catalog
    self.environment = environment
    self.parameters = parameters
    self.implicitSource = implicitSource
    self.readRows = readRows
    constantContext = ExecutionContext(memory: MemoryBudget(limit: 64 << 20), now: now)
  }

  /// Binds one statement after those bound before; nil when it has mistakes.
  public func bind(_ statement: Statement) -> BoundStatement? {
    switch statement {
    case .query(let query): return bindQuery(query)
    case .let(let statement): return bindLet(statement)
    case .set(let statement): return bindSet(statement)
    case .declare(let statement): return bindDeclare(statement)
    case .outOfScope(let node) where node.kind == .commandStatement:
      let words = node.tokens.prefix(2).map(\.span)
      let span = SourceSpan(words.first?.start ?? 0, words.last?.end ?? 0)
      report(
        .managementCommand, "`\(node.tree.text[span])` is a management command; Regn runs queries only",
        at: span)
      return nil
    case .outOfScope(let node):
      report(
        .outOfScope,
        "`\(node.tokens(.keyword).first?.text ?? "")` is KQL, but Regn does not implement it",
        at: node.tokens(.keyword).first?.span ?? node.span, label: "it speaks of other databases or of rights"
      )
      return nil
    }
  }

  /// The names in force after the statements bound so far.
  public var currentEnvironment: Environment { environment }

  // MARK: - Reporting

  func report(
    _ code: DiagnosticCode, _ message: Phrase, at span: SourceSpan, label: Phrase = "", notes: [Phrase] = [],
    fixes: [Fix] = [], severity: Severity? = nil
  ) {
    guard silence == 0, !isWithinSyntaxError(span), hasRoom(for: severity ?? code.severity) else { return }
    let diagnostic = Diagnostic(
      code, message, at: span, label: label, notes: notes, fixes: fixes, severity: severity)
    if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
  }

  /// Whether there is room for one more diagnostic; says once when there is none. Mistakes come before
  /// remarks, of which a long list of values may give very many.
  private func hasRoom(for severity: Severity) -> Bool {
    if severity != .error { return diagnostics.count < Binder.maximumRemarks }
    let errors = diagnostics.count { $0.severity == .error }
    if errors == SyntaxTree.maximumDiagnostics, !saidTooMany {
      saidTooMany = true
      let end = SourceSpan(tree.text.count, tree.text.count)
      diagnostics.append(Diagnostic(.tooManyMistakes, "further mistakes are not shown", at: end))
    }
    return errors < SyntaxTree.maximumDiagnostics
  }

  /// Takes back what was reported after the first `count` diagnostics.
  func takeBack(after count: Int) -> [Diagnostic] {
    let taken = Array(diagnostics[count...])
    diagnostics.removeSubrange(count...)
    return taken
  }

  /// Reports a name that does not exist, with the nearest one that does.
  func reportUnknown(
    _ code: DiagnosticCode, _ message: Phrase, name: String, candidates: [String], at span: SourceSpan,
    otherwise label: Phrase = ""
  ) {
    if code == .unknownColumn, gaps.mayHold(name) { return }
    if let best = nearest(name, in: candidates) {
      let written = Binder.written(best)
      report(
        code, message, at: span, label: "did you mean `\(written)`?",
        fixes: [Fix("Change to `\(written)`", replace: span, with: written)])
    } else {
      report(code, message, at: span, label: label)
    }
  }

  /// A name as a query writes it: in brackets and quotes where it is not a plain word.
  public static func written(_ name: String) -> String {
    let isPlain =
      !name.isEmpty && !(name.first?.isNumber ?? true)
      && name.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || $0 == "_" || ("0"..."9").contains($0)
      }
    return isPlain ? name : "[\(quoted(name))]"
  }

  /// A text as a string literal.
  public static func quoted(_ text: String) -> String {
    var literal = "'"
    for scalar in text.unicodeScalars {
      switch scalar {
      case "'", "\\": literal += "\\\(scalar)"
      case "\n": literal += "\\n"
      case "\r": literal += "\\r"
      case "\t": literal += "\\t"
      default: literal.unicodeScalars.append(scalar)
      }
    }
    return literal + "'"
  }

  /// Counts a bound part; false when the query has grown beyond all measure.
  func countPart(at span: SourceSpan, times count: Int = 1) -> Bool {
    let before = boundParts
    boundParts += count
    if before < Binder.maximumParts, boundParts >= Binder.maximumParts {
      let outer = silence
      silence = 0
      defer { silence = outer }
      report(
        .planTooLarge, "the query grows to more than \(Binder.maximumParts) parts", at: span,
        label: callDepth > 0
          ? "a function that uses its argument several times, called within itself, doubles at each call"
          : "for many values write: column in (…), or put them in a table and join it")
    }
    return boundParts < Binder.maximumParts
  }

  // MARK: - Queries

  private func bindQuery(_ statement: QueryStatement) -> BoundStatement? {
    // A name that `as` gives holds to the end of its statement.
    let outer = environment
    defer { environment = outer }
    guard let tables = bindResults(statement.expression) else { return nil }
    return .query(tables, span: statement.span)
  }

  /// The rows of a plan; nil where nothing may run, and when running fails, which the reader remembers.
  func rows(of plan: LogicalPlan) -> Chunk? { try? readRows?(plan) }

  /// The tables that a query answers: one, or those of a `fork` or `facet` at its end.
  private func bindResults(_ expression: Expression) -> [BoundTable]? {
    guard case .pipe(let pipe) = expression, let last = pipe.operators.last else {
      return bindTable(expression).map { [$0] }
    }
    switch last {
    case .fork(let view):
      return bindPipe(pipe, input: nil, operators: pipe.operators.dropLast()).flatMap { bindFork(view, $0) }
    case .facet(let view):
      return bindPipe(pipe, input: nil, operators: pipe.operators.dropLast()).flatMap { bindFacet(view, $0) }
    default: return bindTable(expression).map { [$0] }
    }
  }

  /// The table that an expression makes; nil after a mistake.
  func bindTable(_ expression: Expression, input: BoundTable? = nil) -> BoundTable? {
    guard countPart(at: expression.span) else { return nil }
    switch expression {
    case .pipe(let pipe): return bindPipe(pipe, input: input, operators: pipe.operators[...])
    case .parenthesized(let view): return bindTable(view.expression, input: input)
    case .name(let name): return noted(bindTableName(name), at: name.node)
    case .tabular(let operation): return noted(bindOperator(operation, input: input), at: operation.node)
    case .call(let call): return noted(bindTableCall(call), at: call.node)
    case .wildcard, .star:
      report(.unknownTable, "a wildcard names tables only in union, find and search", at: expression.span)
      return nil
    case .member(let member):
      if let name = ownTable(member.source) { return reportMethod(member, of: name) }
      report(
        .outOfScope, "tables of other clusters and databases cannot be read", at: member.span,
        label: "open the file with --table NAME=PATH")
      return nil
    case .index(let view):
      if let name = ownTable(view.source) {
        let written = "\(name) | where \(view.index.text)"
        report(
          .scalarAsTable, "rows are chosen by `where` in KQL", at: view.span, label: "write: \(written)",
          fixes: [Fix("Write `where`", replace: view.span, with: written)])
        return nil
      }
      return reportValue(expression)
    case .error, .missing: return nil
    default: return reportValue(expression)
    }
  }

  private func noted(_ table: BoundTable?, at node: SyntaxNode) -> BoundTable? {
    if trust == 0, silence == 0, let table {
      tables.append(TextTable(node: node, table: table, isInput: false))
    }
    return table
  }

  /// The table that an expression names.
  private func ownTable(_ expression: Expression) -> String? {
    guard case .name(let name) = expression else { return nil }
    if case .table? = environment.binding(name.name) { return name.name }
    return catalog.table(named: name.name) == nil ? nil : name.name
  }

  /// `costs.where(…)`, `costs.amount`: ways of other languages.
  private func reportMethod(_ member: MemberExpression, of table: String) -> BoundTable? {
    var written = "\(table) | project \(member.member.text)"
    var fixes: [Fix] = []
    if case .call(let call) = member.member {
      let arguments = call.arguments.map(\.text).joined(separator: ", ")
      written = "\(table) | \(call.name) \(arguments)"
      if TabularOperatorName.named(call.name)?.place == .pipe {
        fixes = [Fix("Write `|`", replace: member.span, with: written)]
      } else {
        written = "\(table) | where … | summarize …"
      }
    } else {
      fixes = [Fix("Write `project`", replace: member.span, with: written)]
    }
    report(
      .scalarAsTable, "a query flows through `|`, not `.`", at: member.span, label: "write: \(written)",
      fixes: fixes)
    return nil
  }

  /// A value where a query stands.
  private func reportValue(_ expression: Expression) -> BoundTable? {
    // What follows could not be read: it would have said what the value is for.
    if hasSyntaxError(in: expression.span) { return nil }
    report(
      .scalarAsTable, "this is a value; a query begins with a table", at: expression.span,
      label: "write: print \(expression.text)",
      fixes: [Fix("Print the value", replace: expression.span, with: "print \(expression.text)")])
    return nil
  }

  private func bindPipe(
    _ pipe: PipeExpression, input: BoundTable?, operators: ArraySlice<TabularOperator>
  ) -> BoundTable? {
    let source = pipe.source.map { bindTable($0) } ?? input ?? implicitSource
    // The parser has said that there are too many; there is no more to be found in them.
    guard operators.count <= SyntaxTree.maximumStages else { return nil }
    var failed = source == nil
    var table = source ?? .unknown()
    let outer = gaps
    defer { gaps = outer }
    for (index, operation) in operators.enumerated() {
      guard table.depth < Binder.maximumDepth else {
        report(
          .planTooDeep, "the query has more than \(Binder.maximumDepth) steps, one upon another",
          at: operation.span, label: "keep what a part of it gives with `let`, and go on from there")
        return nil
      }
      if trust == 0 { operatorSpan = operation.span }
      if trust == 0, silence == 0 {
        tables.append(TextTable(node: operation.node, table: table, isInput: true))
      }
      gaps = table.gaps
      var next: BoundTable?
      if case .render = operation, index + 1 < operators.count {
        report(
          .renderNotLast, "render must be the last operator", at: operation.span,
          label: "put it at the end of the query")
      } else {
        next = bindOperator(operation, input: table)
      }
      failed = failed || next == nil
      if trust == 0, silence == 0, let next {
        steps.append(BoundStep(operation: operation, input: table, output: next))
      }
      table = next ?? recovered(after: operation, from: table)
    }
    return failed ? nil : table
  }

  /// A table by name: a `let`, else a table of the catalog.
  func bindTableName(_ name: Name) -> BoundTable? {
    let text = name.name
    if let binding = environment.binding(text) {
      switch binding {
      case .table(let table): return reference(table, name: text)
      case .broken: return nil
      case .scalar:
        report(
          .scalarAsTable, "\(text) is a value, not a table", at: name.span, label: "write: print \(text)",
          fixes: [Fix("Print the value", replace: name.span, with: "print \(text)")])
        return nil
      case .function(let function):
        if function.declaration.parameters.isEmpty {
          return callTable(function, arguments: [], at: name.span)
        }
        report(.nameIsFunction, "\(text) is a function", at: name.span, label: "call it: \(text)(…)")
        return nil
      }
    }
    if let source = catalog.table(named: text) { return scan(text, source) }
    let known = catalog.tableNames + environment.names
    if OutOfScope.family(of: text) != nil || FunctionLibrary.function(named: text) != nil {
      report(
        .unknownTable, "no table is named \(text)", at: name.span, label: "\(text) is a function, not a table"
      )
      return nil
    }
    reportUnknown(
      .unknownTable, "no table is named \(text)", name: text, candidates: known, at: name.span,
      otherwise: "`.tables` and `regn tables` list the tables at hand")
    return nil
  }

  /// A scan of all columns of a table.
  func scan(_ name: String, _ source: any TableSource) -> BoundTable {
    let columns = source.schema.columns.enumerated().map { index, column in
      PlanColumn.new(
        column.name, column.type, origin: ColumnOrigin(table: name, source: source, column: index))
    }
    return BoundTable(
      plan: .scan(
        ScanStep(table: name, source: source, columns: columns, places: Array(columns.indices))), name: name)
  }

  /// A use of a table that was bound before, with columns of its own.
  func reference(_ table: BoundTable, name: String) -> BoundTable {
    guard case .reference(let step) = table.plan else { return table }
    let columns = step.columns.map { PlanColumn.new($0.name, $0.type, origin: $0.origin) }
    return BoundTable(
      plan: .reference(ReferenceStep(shared: step.shared, columns: columns, inner: step.inner)),
      isSerialized: table.isSerialized, depth: table.depth, name: name)
  }

  /// The table as one that several places may refer to.
  public static func share(_ table: BoundTable, name: String, isMaterialized: Bool = false) -> BoundTable {
    let shared = SharedPlan(name: name, plan: table.plan, isMaterialized: isMaterialized, depth: table.depth)
    return BoundTable(
      plan: .reference(
        ReferenceStep(shared: shared, columns: table.columns, inner: table.columns.map(\.id))),
      isSerialized: table.isSerialized, depth: table.depth + 1, name: name)
  }
}
