import RegnData
import RegnFunctions
import RegnPhrases
import RegnSyntax

extension Binder {
  /// The meaning of a scalar expression; nil after a mistake, which has been reported.
  func bind(_ expression: Expression, _ scope: Scope) -> BoundExpression? {
    guard countPart(at: expression.span) else { return nil }
    switch expression {
    case .name(let name): return bindName(name, scope)
    case .literal(let literal): return bindLiteral(literal).map { .constant($0) }
    case .dynamic(let literal): return bindDynamic(literal)
    case .parenthesized(let view):
      if isTabular(view.expression) { return reportTable(expression) }
      return bind(view.expression, scope)
    case .prefix(let view): return bindPrefix(view, scope)
    case .binary(let view): return bindBinary(view, scope)
    case .logical(let view): return bindLogical(view, scope)
    case .in(let view): return bindIn(view, scope)
    case .between(let view): return bindBetween(view, scope)
    case .call(let view): return bindCall(view, scope)
    case .member(let view): return bindMember(view, scope)
    case .index(let view):
      guard let source = bind(view.source, scope), let index = bind(view.index, scope) else { return nil }
      return self.index(source, index, at: view.span, sourceSpan: view.source.span)
    case .named(let view):
      let sign = view.node.tokens(.operator).first?.span
      report(
        .argumentCount, "a name with `=` cannot stand here", at: sign ?? view.span,
        label: "to compare, write `==`",
        fixes: sign.map { [Fix("Write `==`", replace: $0, with: "==")] } ?? [])
      return nil
    case .star:
      report(.tableAsScalar, "`*` cannot stand here", at: expression.span, label: "name a column")
      return nil
    case .wildcard:
      report(.unknownColumn, "a name with `*` cannot stand here", at: expression.span)
      return nil
    case .typeof(let view):
      report(.tableAsScalar, "a type cannot stand here", at: view.span)
      return nil
    case .pipe, .tabular: return reportTable(expression)
    case .ordered(let view): return bind(view.expression, scope)
    case .error, .missing: return nil
    }
  }

  private func reportTable(_ expression: Expression) -> BoundExpression? {
    // A bracket that is not closed takes in what was not meant.
    if hasSyntaxError(in: expression.span) { return nil }
    report(
      .tableAsScalar, "a table stands where one value is needed", at: expression.span,
      label: "for its first value write: toscalar(…)",
      fixes: [
        Fix(
          "Take its first value", replace: expression.span,
          with: "toscalar(\(expression.unparenthesized.text))")
      ])
    return nil
  }

  /// Binds an expression that must be true or false.
  func bindCondition(_ expression: Expression, _ scope: Scope) -> BoundExpression? {
    guard let bound = bind(expression, scope) else { return nil }
    if bound.type == .bool { return bound }
    if bound.type == .dynamic { return .convert(bound, .bool) }
    // What stands behind it could not be read: it would have made the condition whole.
    if hasSyntaxError(in: expression.span) { return nil }
    report(
      .notBoolean, "a condition must be true or false; this is \(bound.type.withArticle)",
      at: expression.span,
      label: bound.type == .string ? "compare it: `== \"…\"`" : "compare it with something")
    return nil
  }

  /// Binds an expression whose value must be known before rows are read, as a value of `type`.
  func bindConstant(_ expression: Expression, as type: ScalarType, what: Phrase) -> Value? {
    guard let bound = bind(expression, .none), let converted = convert(bound, to: type, at: expression.span)
    else { return nil }
    if let value = converted.constantValue { return value }
    report(.notConstant, "\(what) must be known before the query runs", at: expression.span)
    return nil
  }

  /// A count of rows: a constant from 0, which may be a real without decimals.
  func bindCount(_ expression: Expression) -> Int? {
    if case .literal(let literal) = expression, literal.type == .real,
      literal.realValue.flatMap({ Int64(exactly: $0) }) == nil
        || literal.text.split(separator: ".").last?.utf8.count == 3
    {
      // 1.000 is a thousand to a Dane.
      let parts = literal.text.split(separator: ".")
      let digits = parts.count == 2 && parts[1].utf8.count == 3 ? parts.joined() : String(parts.first ?? "10")
      report(
        .literalDoesNotFit, "the number of rows must be a whole number", at: expression.span,
        label: "such as \(digits)",
        fixes: [Fix("Change to \(digits)", replace: expression.span, with: digits)])
      return nil
    }
    if case .name(let name) = expression, environment.binding(name.name) == nil {
      report(
        .unknownName, "`\(name.name)` is not a number of rows", at: expression.span,
        label: "write a number, such as 10")
      return nil
    }
    guard let bound = bind(expression, .none) else { return nil }
    var value = bound
    if case .constant(.real(let real)) = bound, let whole = Int64(exactly: real) {
      value = .constant(.long(whole))
    }
    guard let count = convert(value, to: .long, at: expression.span) else { return nil }
    guard let known = count.constantValue else {
      report(
        .notConstant, "the number of rows must be known before the query runs", at: expression.span)
      return nil
    }
    guard let rows = known.integer, rows >= 0 else {
      report(.literalDoesNotFit, "the number of rows must be 0 or more", at: expression.span)
      return nil
    }
    return Int(clamping: rows)
  }

  // MARK: - Names

  private func bindName(_ name: Name, _ scope: Scope) -> BoundExpression? {
    let text = name.name
    if let column = scope.column(text) { return .column(column.id, column.type) }
    switch environment.binding(text) {
    case .scalar(let value):
      // A name that doubles itself again and again would be a tree without measure.
      return countPart(at: name.span, times: value.size(upTo: Binder.maximumParts)) ? value : nil
    case .broken: return nil
    case .table:
      report(
        .tableAsScalar, "\(text) is a table; one value is needed here", at: name.span,
        label: "for its first value write: toscalar(\(text))")
      return nil
    case .function(let function):
      if function.declaration.parameters.isEmpty {
        if case .scalar(let value) = call(function, arguments: [], scope: scope, at: name.span) {
          return value
        }
        return nil
      }
      report(.nameIsFunction, "\(text) is a function", at: name.span, label: "call it: \(text)(…)")
      return nil
    case nil: break
    }
    if gaps.mayHold(text), !scope.owner.isEmpty { return nil }
    if scope.sides != nil {
      report(
        .unknownColumn, "`\(text)` alone may be of either side of the join", at: name.span,
        label: "write $left.\(text) or $right.\(text)")
      return nil
    }
    if scope.columns.isEmpty, catalog.table(named: text) != nil {
      report(
        .tableAsScalar, "\(text) is a table; one value is needed here", at: name.span,
        label: "for one value write: toscalar(\(text) | …)")
      return nil
    }
    if FunctionLibrary.function(named: text) != nil, nearest(text, in: scope.names) == nil {
      report(.nameIsFunction, "\(text) is a function", at: name.span, label: "call it: \(text)(…)")
      return nil
    }
    let scalars = environment.bindings.compactMap { name, binding in
      if case .scalar = binding { name } else { nil }
    }
    if scope.owner.isEmpty {
      reportUnknown(
        .unknownName, "nothing is named \(text) here", name: text, candidates: scalars.sorted(),
        at: name.span,
        otherwise: "text goes in quotes: \"\(text)\"")
    } else {
      let listed = scope.names.prefix(12).joined(separator: ", ") + (scope.names.count > 12 ? ", …" : "")
      reportUnknown(
        .unknownColumn, "no column named `\(text)` in \(scope.owner)", name: text,
        candidates: scope.names + gaps.names.sorted() + scalars.sorted(), at: name.span,
        otherwise: scope.names.isEmpty ? "" : "the columns are \(listed)")
    }
    return nil
  }

  private func bindMember(_ member: MemberExpression, _ scope: Scope) -> BoundExpression? {
    guard case .name(let name) = member.member else {
      // A name that is missing has been reported by the parser.
      if member.node.isBroken { return nil }
      report(.outOfScope, "tables of other clusters and databases cannot be read", at: member.span)
      return nil
    }
    if case .name(let source) = member.source {
      if let sides = scope.sides, source.name == "$left" || source.name == "$right" {
        let isLeft = source.name == "$left"
        return bindColumn(
          name, of: isLeft ? sides.left : sides.right, place: "on the \(isLeft ? "left" : "right") side")
      }
      if let record = scope.records[source.name], scope.column(source.name) == nil {
        return bindColumn(name, of: record, place: "in step \(source.name)")
      }
    }
    guard let source = bind(member.source, scope) else { return nil }
    return index(source, .constant(.string(name.name)), at: member.span, sourceSpan: member.source.span)
  }

  /// A column of a list that has a name of its own; reports one that is not there.
  private func bindColumn(_ name: Name, of columns: [PlanColumn], place: String) -> BoundExpression? {
    if let column = columns.first(where: { $0.name == name.name }) { return .column(column.id, column.type) }
    reportUnknown(
      .unknownColumn, "no column named `\(name.name)` \(place)", name: name.name,
      candidates: columns.map(\.name), at: name.span,
      otherwise: "its columns are \(columns.map(\.name).joined(separator: ", "))")
    return nil
  }

  private func index(
    _ source: BoundExpression, _ index: BoundExpression, at span: SourceSpan, sourceSpan: SourceSpan
  ) -> BoundExpression? {
    guard source.type == .dynamic else {
      if case .constant(.string(let member)) = index, source.type == .string,
        let own = Binder.foreignFunctions[member.lowercased()], !own.contains(" ")
      {
        let call = "\(own)(\(tree.text[sourceSpan]))"
        report(
          .incompatibleTypes, "functions stand before their values in KQL", at: span, label: "write: \(call)",
          fixes: [Fix("Write \(call)", replace: span, with: call)])
        return nil
      }
      report(
        .incompatibleTypes, "only a dynamic value has parts; this is \(source.type.withArticle)",
        at: sourceSpan,
        label: source.type == .string ? "for JSON in text write: parse_json(…)" : "")
      return nil
    }
    if [.real, .decimal, .datetime, .timespan, .guid].contains(index.type) {
      report(
        .incompatibleTypes,
        "a part is found by a whole number or by a text, not by \(index.type.withArticle)",
        at: span, label: "for example: x[0], x[\"name\"]")
      return nil
    }
    return apply("__index", [source, index], spans: [sourceSpan, span], at: span)
  }

  // MARK: - Operators

  private func bindPrefix(_ view: PrefixExpression, _ scope: Scope) -> BoundExpression? {
    // The lowest long, which without its sign would be none.
    if view.operatorToken?.text == "-", case .literal(let literal) = view.operand, literal.type == .long,
      Int64("-\(literal.content)") == .min
    {
      return .constant(.long(.min))
    }
    // The least long has no positive counterpart.
    if view.operatorToken?.text == "-", case .literal(let literal) = view.operand,
      literal.text == "9223372036854775808"
    {
      return .constant(.long(.min))
    }
    guard let operand = bind(view.operand, scope) else { return nil }
    switch view.operatorToken?.text {
    case "-": return apply("__negate", [operand], spans: [view.operand.span], at: view.span, symbol: "-")
    case "+": return operand
    default: return apply("not", [operand], spans: [view.operand.span], at: view.span)
    }
  }

  private func bindLogical(_ view: LogicalExpression, _ scope: Scope) -> BoundExpression? {
    var operands: [BoundExpression] = []
    var failed = false
    for operand in view.operands {
      if let bound = bindCondition(operand, scope) { operands.append(bound) } else { failed = true }
    }
    guard !failed, !operands.isEmpty else { return nil }
    // A balanced tree keeps long chains shallow.
    while operands.count > 1 {
      var next: [BoundExpression] = []
      for pair in stride(from: 0, to: operands.count, by: 2) {
        if pair + 1 == operands.count {
          next.append(operands[pair])
        } else {
          guard
            let joined = apply(
              view.isOr ? "__or" : "__and", [operands[pair], operands[pair + 1]],
              spans: [view.span, view.span], at: view.span)
          else { return nil }
          next.append(joined)
        }
      }
      operands = next
    }
    return operands[0]
  }

  private func bindBetween(_ view: BetweenExpression, _ scope: Scope) -> BoundExpression? {
    let bound = (bind(view.left, scope), bind(view.lower, scope), bind(view.upper, scope))
    guard let value = bound.0, let lower = bound.1, var upper = bound.2 else { return nil }
    if value.type == .datetime, upper.type == .timespan, lower.type == .datetime {
      guard
        let sum = apply("__add", [lower, upper], spans: [view.lower.span, view.upper.span], at: view.span)
      else { return nil }
      upper = sum
    }
    let spans = [view.left.span, view.lower.span, view.upper.span]
    if !view.isNegated {
      checkBetween(value, lower, upper, at: SourceSpan(view.lower.span.start, view.upper.span.end))
    }
    guard
      let between = apply("__between", [value, lower, upper], spans: spans, at: view.span, symbol: "between")
    else { return nil }
    return view.isNegated ? apply("not", [between], spans: [view.span], at: view.span) : between
  }

  private func bindIn(_ view: InExpression, _ scope: Scope) -> BoundExpression? {
    guard let value = bind(view.left, scope), let operation = view.operator else { return nil }
    guard let result = bindMembership(view, value, operation, scope) else { return nil }
    return view.isNegated ? apply("not", [result], spans: [view.span], at: view.span) : result
  }

  private func bindMembership(
    _ view: InExpression, _ value: BoundExpression, _ operation: ListOperator, _ scope: Scope
  ) -> BoundExpression? {
    let arguments = view.arguments
    if arguments.count == 1, isTabular(arguments[0]) {
      guard let table = bindTable(arguments[0]) else { return nil }
      return bindInQuery(view, value, operation, table)
    }
    var parts: [BoundExpression] = [value]
    var spans = [view.left.span]
    var failed = false
    for argument in arguments {
      if value.type == .string, let word = quotesMissing(argument, scope) {
        reportQuotesMissing(word, argument, scope)
        failed = true
        continue
      }
      guard let part = bind(argument, scope) else {
        failed = true
        continue
      }
      for element in listed(part) {
        parts.append(element)
        spans.append(argument.span)
      }
      if operation == .in || operation == .inIgnoringCase, Binder.isLiteral(argument),
        let constant = part.constantValue
      {
        checkValue(value, constant, at: argument.span, ignoringCase: operation == .inIgnoringCase)
      }
    }
    guard !failed else { return nil }
    let name: String
    switch operation {
    case .in: name = "__in"
    case .inIgnoringCase: name = "__in_insensitive"
    case .hasAny: name = "has_any"
    case .hasAll: name = "has_all"
    }
    guard parts.count > 1 else {
      return .constant(.bool(operation == .hasAll))
    }
    return apply(name, parts, spans: spans, at: view.span, symbol: operation.rawValue)
  }

  /// The elements of a constant dynamic array; anything else is its own only element.
  private func listed(_ expression: BoundExpression) -> [BoundExpression] {
    guard case .constant(.dynamic(let bytes)) = expression else { return [expression] }
    return bytes.withUnsafeBufferPointer { bytes in
      let array = DynamicRef(bytes)
      guard array.kind == .array else { return [expression] }
      return (0..<array.count).compactMap { array.element(at: $0).map { .constant(Value($0)) } }
    }
  }

  private func bindInQuery(
    _ view: InExpression, _ value: BoundExpression, _ operation: ListOperator, _ table: BoundTable
  ) -> BoundExpression? {
    guard let first = table.columns.first else { return nil }
    if operation == .hasAny || operation == .hasAll {
      return bindTermsInQuery(view, value, operation, table, first)
    }
    // Numbers of two types are compared as the wider one, on whichever side it stands.
    guard let type = commonType([value.type, first.type]) else {
      report(
        .incompatibleTypes,
        "\(value.type.withArticle) cannot be among the \(first.type.rawValue) values of \(first.name)",
        at: view.span, label: "convert one of them: tostring(…), tolong(…)")
      return nil
    }
    let tested = converted(value, to: type)
    var plan = table.plan
    if first.type != type {
      let column = PlanColumn(id: ColumnNumbers.make(), name: first.name, type: type)
      plan = .project(
        ProjectStep(
          input: plan, outputs: [(column, converted(.column(first.id, first.type), to: type))]))
    }
    let shared = SharedPlan(name: table.name, plan: plan, isMaterialized: false, depth: table.depth + 1)
    if operation == .inIgnoringCase {
      guard let lower = apply("tolower", [tested], spans: [view.left.span], at: view.span) else { return nil }
      return .inQuery(lower, shared, caseInsensitive: true)
    }
    return .inQuery(tested, shared, caseInsensitive: false)
  }
  /// has_any and has_all over a query: its first column's distinct values, as one array.
  private func bindTermsInQuery(
    _ view: InExpression, _ value: BoundExpression, _ operation: ListOperator, _ table: BoundTable,
    _ first: PlanColumn
  ) -> BoundExpression? {
    guard let function = FunctionLibrary.function(named: "make_set"),
      let match = resolve(
        function, [.column(first.id, first.type)], spans: [view.span], at: view.span, shown: "make_set()")
    else { return nil }
    let set = PlanColumn.new("set_", .dynamic)
    let aggregate = BoundAggregate(
      function: function, signature: match.signature, arguments: match.arguments, outputs: [set])
    let plan = LogicalPlan.aggregate(AggregateStep(input: table.plan, keys: [], aggregates: [aggregate]))
    let shared = SharedPlan(name: table.name, plan: plan, isMaterialized: true, depth: table.depth + 1)
    return apply(
      operation == .hasAny ? "has_any" : "has_all", [value, .scalarQuery(shared, .dynamic)],
      spans: [view.left.span, view.span], at: view.span, symbol: operation.rawValue)
  }
}
