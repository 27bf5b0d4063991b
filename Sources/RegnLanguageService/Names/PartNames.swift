import RegnBinder
import RegnData
import RegnSyntax

/// What the names of a part mean, as far as the part itself can tell.
struct PartNames: Sendable {
  /// A name at a place.
  struct Use: Sendable {
    let span: SourceSpan
    let name: String
    let meaning: Meaning
    /// Whether the name is given here.
    var isDefinition = false
  }

  /// What a name means.
  enum Meaning: Sendable {
    case column(ColumnID)
    /// A table, value or function of the script, a table at hand: whatever the name means at this place of
    /// the document.
    case global
    /// What was defined within the part at a place: a parameter, an inner `let`, a name that `as` gave.
    case local(SourceSpan)
    /// The name of a function that is called.
    case callee
    /// The parameter that an argument of a call is for: `f(x = 1)`.
    case argument(callee: String)
    /// A part of a dynamic value, an option, a type: nothing that has a definition.
    case other
  }

  /// The names in order of place.
  private(set) var uses: [Use] = []
  /// Where columns get their names.
  private(set) var definitions: [ColumnID: SourceSpan] = [:]
  /// Columns whose names nobody wrote: `sum_amount`. The span is that of the expression.
  private(set) var automatic: Set<ColumnID> = []
  /// A column that is another one, come through an operator under the same name.
  private(set) var links: [ColumnID: ColumnID] = [:]
  /// Columns that one name stands for together, such as those after `join … on`.
  private(set) var ties: [(ColumnID, ColumnID)] = []
  /// All columns that were met.
  private(set) var columns: [ColumnID: PlanColumn] = [:]
  /// The parts of the tree at which a local name holds: by the span of its definition, its scope.
  private(set) var scopes: [SourceSpan: SourceSpan] = [:]

  init() {}

  init(_ tree: SyntaxTree, steps: [BoundStep], tables: [TextTable]) {
    var places = TablePlaces()
    for entry in tables where entry.node.tree === tree {
      if entry.isInput {
        places.inputs[entry.node.index] = entry.table
      } else {
        places.made[entry.node.index] = entry.table
      }
      note(entry.table)
    }
    for entry in tables where entry.node.tree === tree && !entry.isInput {
      guard TabularOperator(entry.node) != nil else { continue }
      places.outputs[entry.node.index] = entry.table
      define(entry.table, entry.node, input: nil, sides: [])
    }
    for step in steps where step.operation.node.tree === tree {
      let node = step.operation.node
      note(step.output)
      places.outputs[node.index] = step.output
      let sides = tables.filter { !$0.isInput && $0.node.tree === tree && node.span.contains($0.node.span) }
      define(step.output, node, input: step.input, sides: sides.map(\.table))
    }
    var reader = NameReader(tree: tree, places: places)
    reader.read(into: &self)
    uses.sort { $0.span.start < $1.span.start }
  }

  /// The column whose name is given at a place.
  func column(givenAt span: SourceSpan) -> ColumnID? {
    definitions.first { $0.value == span && !automatic.contains($0.key) }?.key
  }

  mutating func add(_ use: Use) { uses.append(use) }
  mutating func tie(_ first: ColumnID, _ second: ColumnID) { ties.append((first, second)) }
  mutating func limit(_ definition: SourceSpan, to scope: SourceSpan) { scopes[definition] = scope }

  private mutating func note(_ table: BoundTable) {
    for column in table.columns { columns[column.id] = column }
    if case .reference(let step) = table.plan {
      for (column, inner) in zip(step.columns, step.inner) where links[column.id] == nil {
        links[column.id] = inner
      }
    }
  }

  /// Finds where the columns of an operator's output come from.
  private mutating func define(
    _ output: BoundTable, _ operation: SyntaxNode, input: BoundTable?, sides: [BoundTable]
  ) {
    let known = Set(input?.columns.map(\.id) ?? [])
    guard output.columns.contains(where: { !known.contains($0.id) }) else { return }
    let written = operation.givenNames
    for column in output.columns where !known.contains(column.id) && links[column.id] == nil {
      if let span = written[column.name] {
        definitions[column.id] = span
      } else if let source = input?.column(column.name) ?? sides.lazy.compactMap({ $0.column(column.name) })
        .first
        ?? (column.name.last?.isNumber == true
          ? sides.lazy.compactMap { $0.column(String(column.name.dropLast())) }.first : nil)
      {
        links[column.id] = source.id
      } else if column.origin == nil {
        definitions[column.id] = operation.place(ofAutomatic: column.name)
        automatic.insert(column.id)
      }
    }
  }
}

/// The tables of a part, by the numbers of the nodes they belong to.
struct TablePlaces {
  /// Those that come to operators.
  var inputs: [Int32: BoundTable] = [:]
  /// Those that expressions make.
  var made: [Int32: BoundTable] = [:]
  /// Those that operators make.
  var outputs: [Int32: BoundTable] = [:]
}

extension BoundTable {
  /// The column of a name.
  func column(_ name: String) -> PlanColumn? { columns.first { $0.name == name } }
}

extension SyntaxNode {
  /// The names that an operator gives to columns, with their places.
  var givenNames: [String: SourceSpan] {
    var names: [String: SourceSpan] = [:]
    for node in ownNodes {
      guard let name = Name(node), node.givesColumn, names[name.name] == nil else { continue }
      names[name.name] = name.span
    }
    return names
  }

  /// Whether a name node gives a column its name.
  var givesColumn: Bool {
    guard kind == .name, let parent else { return false }
    switch parent.kind {
    case .namedExpression: return role == .name && parent.parent?.kind != .callExpression
    case .columnDeclaration: return role == .name && parent.parent?.parent?.kind != .parameterDeclaration
    case .parameterDeclaration: return role == .name && parent.parent?.kind == .scanOperator
    case .parsedColumn, .rangeOperator: return role == .name
    default: return role == .alias
    }
  }

  /// The node and those below it that belong to the same operator: not those of tables in brackets.
  var ownNodes: [SyntaxNode] {
    var nodes: [SyntaxNode] = []
    var pending = [self]
    while let node = pending.popLast() {
      if node != self, node.kind == .pipeExpression || TabularOperator(node) != nil { continue }
      nodes.append(node)
      pending.append(contentsOf: node.children.reversed())
    }
    return nodes
  }

  /// The expression of an operator from which a column has its name, else the operator's own words.
  func place(ofAutomatic name: String) -> SourceSpan {
    for role in [Role.aggregate, .by, .column, .expression] {
      for child in children(role) where child.kind == .callExpression {
        let callee = Name(child.child(.callee))?.name ?? ""
        if name.hasPrefix(callee + "_") || name == callee + "_" { return child.span }
      }
    }
    return tokens(.keyword).first?.span ?? span
  }
}
