import RegnBinder
import RegnSyntax

/// Goes through a tree and says of every name what it means there.
struct NameReader {
  let tree: SyntaxTree
  let places: TablePlaces
  /// What was defined within the part so far: where, and where it holds.
  private var locals: [(name: String, definition: SourceSpan, scope: SourceSpan)] = []

  init(tree: SyntaxTree, places: TablePlaces) {
    self.tree = tree
    self.places = places
  }

  mutating func read(into names: inout PartNames) {
    var pending: [(node: SyntaxNode, operation: SyntaxNode?)] = [(tree.root.node, nil)]
    while let (node, outer) = pending.popLast() {
      if let name = Name(node) {
        read(name, in: outer, into: &names)
        continue
      }
      var operation = outer
      if places.inputs[node.index] != nil || places.outputs[node.index] != nil {
        operation = node
      } else if node.kind == .pipeExpression || node.kind == .functionDeclaration {
        operation = nil
      }
      // The condition of a step knows what its own assignments come from, so they are read in order.
      for child in node.children.reversed() { pending.append((child, operation)) }
    }
  }

  // MARK: - One name

  private mutating func read(_ name: Name, in operation: SyntaxNode?, into names: inout PartNames) {
    let node = name.node
    func add(_ meaning: PartNames.Meaning, isDefinition: Bool = false) {
      names.add(
        PartNames.Use(span: name.span, name: name.name, meaning: meaning, isDefinition: isDefinition))
    }
    guard !node.span.isEmpty, let parent = node.parent else { return }
    if node.givesColumn {
      return add(names.column(givenAt: name.span).map { .column($0) } ?? .other, isDefinition: true)
    }
    switch (parent.kind, node.role) {
    case (.letStatement, .name):
      guard let body = enclosing(parent, .functionBody) else { return add(.global, isDefinition: true) }
      define(name, in: SourceSpan(parent.span.end, body.span.end), &names)
    case (.parameterDeclaration, .name):
      guard let function = enclosing(parent, .functionDeclaration) else {
        return add(.global, isDefinition: true)
      }
      define(name, in: function.child(.body)?.span ?? function.span, &names)
    case (.asOperator, .name):
      let statement = enclosing(parent, .queryStatement) ?? enclosing(parent, .letStatement) ?? tree.root.node
      define(name, in: SourceSpan(parent.span.end, statement.span.end), &names)
    case (.scanStep, .name): define(name, in: parent.parent?.span ?? parent.span, &names)
    case (_, .callee): add(local(name) ?? .callee)
    case (.memberExpression, .member): readMember(name, of: parent, operation, &names)
    case (.namedExpression, .name) where parent.parent?.kind == .callExpression:
      add(.argument(callee: Name(parent.parent?.child(.callee))?.name ?? ""))
    case (.namedExpression, .name), (.setStatement, .name), (.columnDeclaration, _), (.namedParameter, _):
      add(.other)
    default:
      if places.made[node.index] != nil || node.role == .source { return add(local(name) ?? .global) }
      readValue(name, operation, &names)
    }
  }

  private mutating func define(_ name: Name, in scope: SourceSpan, _ names: inout PartNames) {
    locals.append((name.name, name.span, scope))
    names.limit(name.span, to: scope)
    names.add(
      PartNames.Use(span: name.span, name: name.name, meaning: .local(name.span), isDefinition: true))
  }

  /// A name where a value stands: a column, else what the script defined.
  private func readValue(_ name: Name, _ operation: SyntaxNode?, _ names: inout PartNames) {
    func add(_ meaning: PartNames.Meaning) {
      names.add(PartNames.Use(span: name.span, name: name.name, meaning: meaning))
    }
    guard let operation, let input = places.inputs[operation.index] else {
      return add(local(name) ?? .global)
    }
    if let column = input.column(name.name) {
      if operation.kind == .joinOperator || operation.kind == .lookupOperator,
        let other = side(operation)?.column(name.name)
      {
        names.tie(column.id, other.id)
      }
      return add(.column(column.id))
    }
    if let local = local(name) { return add(local) }
    // A step of scan may name what the operator itself declares.
    if operation.kind == .scanOperator, let column = places.outputs[operation.index]?.column(name.name) {
      return add(.column(column.id))
    }
    add(.global)
  }

  /// `$left.code`: a column of one side. Other members are parts of dynamic values.
  private func readMember(
    _ name: Name, of member: SyntaxNode, _ operation: SyntaxNode?, _ names: inout PartNames
  ) {
    var meaning = PartNames.Meaning.other
    if let operation, let source = Name(member.child(.source)) {
      let table: BoundTable?
      switch source.name {
      case "$left": table = places.inputs[operation.index]
      case "$right": table = side(operation)
      default: table = operation.kind == .scanOperator ? places.outputs[operation.index] : nil
      }
      if let column = table?.column(name.name) { meaning = .column(column.id) }
    }
    names.add(PartNames.Use(span: name.span, name: name.name, meaning: meaning))
  }

  /// The table that a join brings in.
  private func side(_ operation: SyntaxNode) -> BoundTable? {
    var node = operation.child(.table)
    while let inner = node {
      if let table = places.made[inner.index] { return table }
      if inner.kind == .pipeExpression {
        guard let last = inner.children(.stage).last else { return nil }
        return places.outputs[last.index]
      }
      node = inner.child(.expression)
    }
    return nil
  }

  /// What was defined within the part and holds at a name.
  private func local(_ name: Name) -> PartNames.Meaning? {
    locals.last { $0.name == name.name && $0.scope.contains(name.span) }.map { .local($0.definition) }
  }

  private func enclosing(_ node: SyntaxNode, _ kind: SyntaxKind) -> SyntaxNode? {
    var node: SyntaxNode? = node
    while let here = node, here.kind != kind { node = here.parent }
    return node
  }
}
