import RegnBinder
import RegnData
import RegnSyntax

/// Looks at a script that is right as far as it goes for what is probably not meant.
struct Analyzer: Sendable {
  let code: DiagnosticCode
  let run: @Sendable (Analysis) -> [Diagnostic]
}

/// What analyzers look at: a script's tree, and its operators as the binder understood them.
struct Analysis {
  let tree: SyntaxTree
  let steps: [BoundStep]
  /// The statements of the script that stand before the tree's, where the tree holds a part of it.
  var earlier: [Statement] = []

  /// The statements up to the end of the tree.
  var statements: [Statement] { earlier + tree.root.statements }
}

/// The analyzers of scripts: an ordered list, each a file of its own.
public enum ScriptAnalyzers {
  private static let all: [Analyzer] = [
    joinWithoutKind, containsWhereHasServes, takeBeforeAggregate, unusedLet, shadowedColumn, comparedWithNull,
    constantPredicate, percentileOfOneRow, summedPerInhabitant, mixedUnits, averageOfAverages,
  ]

  /// The codes that analyzers report, sorted.
  public static var codes: [DiagnosticCode] { all.map(\.code) }

  /// What is doubtful in a script that has no mistakes, in order of place.
  ///
  /// A comment `// regn:allow RG0701` on a line, or alone on the line before, silences the codes that it
  /// names for that line.
  public static func diagnostics(in tree: SyntaxTree, steps: [BoundStep]) -> [Diagnostic] {
    run(all, Analysis(tree: tree, steps: steps))
  }

  /// What is doubtful in a part of a script, whose earlier statements are given; see
  /// ``diagnostics(in:steps:)``. Whether its `let`s are used depends on what follows: ``unused(_:in:)``.
  public static func diagnostics(
    inPart tree: SyntaxTree, steps: [BoundStep], earlier: [Statement]
  ) -> [Diagnostic] {
    run(
      all.filter { $0.code != unusedLet.code }, Analysis(tree: tree, steps: steps, earlier: earlier))
  }

  /// What is to be said of a part's `let`s that nothing uses.
  public static func unused(_ lets: [LetStatement], in tree: SyntaxTree) -> [Diagnostic] {
    let found = lets.compactMap { view in view.name.map { remark(onUnused: view, $0, in: tree) } }
    return unsilenced(found, in: tree.text)
  }

  private static func run(_ analyzers: [Analyzer], _ analysis: Analysis) -> [Diagnostic] {
    unsilenced(analyzers.flatMap { $0.run(analysis) }, in: analysis.tree.text)
      .sorted { ($0.span.start, $0.code.id) < ($1.span.start, $1.code.id) }
  }

  private static func unsilenced(_ diagnostics: [Diagnostic], in text: SourceText) -> [Diagnostic] {
    guard !diagnostics.isEmpty else { return [] }
    let allowed = Allowances(text)
    return diagnostics.filter { !allowed.silences($0.code, at: $0.span, in: text) }
  }
}

/// The codes that comments silence, by line.
private struct Allowances {
  private var codes: [Int: Set<String>] = [:]
  private static let mark = "regn:allow"

  init(_ text: SourceText) {
    for (number, line) in text.string.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard let comment = line.firstRange(of: "//"),
        let mark = line[comment.upperBound...].firstRange(of: Self.mark)
      else { continue }
      let named = line[mark.upperBound...].split { !($0.isLetter || $0.isNumber) }.map(String.init)
      // A comment alone on its line speaks for the next.
      let isAlone = line[..<comment.lowerBound].allSatisfy(\.isWhitespace)
      codes[isAlone ? number + 2 : number + 1, default: []].formUnion(named)
    }
  }

  func silences(_ code: DiagnosticCode, at span: SourceSpan, in text: SourceText) -> Bool {
    !codes.isEmpty && codes[text.position(at: span.start).line]?.contains(code.id) == true
  }
}

extension SyntaxNode {
  /// The node and all below it, itself first.
  var descendants: [SyntaxNode] {
    var nodes: [SyntaxNode] = []
    var pending = [self]
    while let node = pending.popLast() {
      nodes.append(node)
      pending.append(contentsOf: node.children.reversed())
    }
    return nodes
  }
}

extension BoundTable {
  /// The column of a name.
  func column(_ name: String) -> PlanColumn? { columns.first { $0.name == name } }
}

extension PlanColumn {
  /// What is known of the values of the table column that this one shows.
  var statistics: ColumnStatistics? { origin.flatMap { $0.source.statistics(ofColumn: $0.column) } }
  /// The unit of the table column that this one shows; empty when it has none.
  var unit: String { origin.map { $0.source.schema.columns[$0.column].unit } ?? "" }
  /// Whether the values are amounts per inhabitant, which cannot be added up over municipalities.
  var isPerInhabitant: Bool { unit.contains("per inhabitant") }
}

extension Expression {
  /// The calls of functions in the expression, the outermost first.
  var calls: [CallExpression] { node.descendants.compactMap { CallExpression($0) } }
}
