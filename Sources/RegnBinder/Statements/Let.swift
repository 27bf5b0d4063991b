import RegnData
import RegnFunctions
import RegnPhrases
import RegnSyntax

extension Binder {
  /// `let name = …`: a value, a table or a function.
  func bindLet(_ statement: LetStatement) -> BoundStatement? {
    guard let name = statement.name?.name else { return nil }
    if let declaration = statement.function {
      environment.define(name, defineFunction(name, declaration))
      return .definition([name])
    }
    guard let value = statement.value else {
      environment.define(name, .broken)
      return nil
    }
    let before = diagnostics.count
    environment.define(name, bindLetValue(name, value))
    return diagnostics[before...].contains { $0.severity == .error } ? nil : .definition([name])
  }

  private func bindLetValue(_ name: String, _ value: Expression) -> Binding {
    let outer = environment
    defer { environment = outer }
    switch bindAny(value, scope: .none) {
    case .scalar(let expression): return .scalar(expression)
    case .table(let table): return .table(Binder.share(table, name: name))
    case nil: return .broken
    }
  }

  /// What an expression is, scalar or tabular, where both may stand.
  enum Bound {
    case scalar(BoundExpression)
    case table(BoundTable)
  }

  /// Binds an expression as what it is: a table where it is written as one, else a value.
  func bindAny(_ expression: Expression, scope: Scope) -> Bound? {
    if isTabular(expression) { return bindTable(expression).map { .table($0) } }
    return bind(expression, scope).map { .scalar($0) }
  }

  /// Whether an expression is written as a table: a pipe, an operator, a table's name, a call that makes one.
  func isTabular(_ expression: Expression) -> Bool {
    switch expression {
    case .pipe, .tabular: return true
    case .parenthesized(let view): return isTabular(view.expression)
    case .name(let name):
      switch environment.binding(name.name) {
      case .table: return true
      case .scalar, .function, .broken: return false
      case nil: return catalog.table(named: name.name) != nil
      }
    case .call(let call):
      if call.name == "materialize" || call.name == "view" { return true }
      if case .function(let function) = environment.binding(call.name) { return function.returnsTable }
      return false
    default: return false
    }
  }

  // MARK: - Functions

  /// Whether a function's result is a table, judged by its text. Asked once, at the definition: functions
  /// that call functions would ask it of all of them each time.
  private func returnsTable(_ declaration: FunctionDeclaration) -> Bool {
    guard let body = declaration.body, let result = body.result else { return false }
    let outer = environment
    defer { environment = outer }
    for parameter in declaration.parameters {
      guard let name = parameter.name?.name else { continue }
      environment.define(
        name, parameter.schema == nil ? .scalar(.constant(.null(.long))) : .table(placeholder(parameter)))
    }
    // Of the names defined within, only what kind of thing they are matters.
    for statement in body.statements.dropLast() {
      guard case .let(let inner) = statement, let name = inner.name?.name else { continue }
      if let function = inner.function {
        let isTable = returnsTable(function)
        environment.define(
          name,
          .function(
            UserFunction(name: name, declaration: function, environment: environment, returnsTable: isTable)))
      } else if let value = inner.value {
        environment.define(name, isTabular(value) ? .table(.unknown()) : .scalar(.constant(.null(.long))))
      }
    }
    return isTabular(result)
  }

  /// A function's definition; its body is checked once, with stand-ins for the arguments.
  private func defineFunction(_ name: String, _ declaration: FunctionDeclaration) -> Binding {
    let isTable = returnsTable(declaration)
    let function = UserFunction(
      name: name, declaration: declaration, environment: environment, returnsTable: isTable)
    var arguments: [String: Binding] = [:]
    for parameter in declaration.parameters {
      guard let parameterName = parameter.name?.name else { return .broken }
      if arguments[parameterName] != nil {
        report(
          .duplicateColumn, "\(name) has two parameters named \(parameterName)",
          at: parameter.name?.span ?? parameter.span, label: "give each a name of its own")
        return .broken
      }
      if parameter.schema != nil {
        arguments[parameterName] = .table(placeholder(parameter))
      } else {
        guard let type = type(of: parameter) else { return .broken }
        arguments[parameterName] = .scalar(.column(ColumnNumbers.make(), type))
      }
    }
    let before = diagnostics.count
    functionsBeingDefined.append(name)
    let body = bindBody(function, arguments: arguments)
    functionsBeingDefined.removeLast()
    if body != nil { return .function(function) }
    // What needs the columns of any table, or a parameter's value, can only be judged where it is called.
    let takesAnyTable = declaration.parameters.contains { $0.schema?.hasStar == true }
    if !declaration.node.isBroken,
      takesAnyTable || diagnostics[before...].contains(where: { $0.code == .notConstant })
    {
      _ = takeBack(after: before)
      return .function(
        UserFunction(
          name: name, declaration: declaration, environment: environment, returnsTable: isTable,
          isJudged: false))
    }
    // Without a diagnostic the body rests on what was found wrong before.
    return silence == 0 || diagnostics.count > before || declaration.node.isBroken
      ? .broken : .function(function)
  }

  /// An empty table with the columns that a tabular parameter declares.
  private func placeholder(_ parameter: ParameterDeclaration) -> BoundTable {
    let columns = (parameter.schema?.columns ?? []).compactMap { column -> PlanColumn? in
      guard let name = column.name?.name, let type = column.type.flatMap({ ScalarType(name: $0.name) })
      else { return nil }
      return .new(name, type)
    }
    let rows = Chunk(columns: columns.map { Column(type: $0.type, values: []) }, rowCount: 0, sequence: 0)
    return Binder.share(
      BoundTable(plan: .values(ValuesStep(columns: columns, rows: rows))), name: parameter.name?.name ?? "")
  }

  private func type(of parameter: ParameterDeclaration) -> ScalarType? {
    guard let written = parameter.type else { return nil }
    return scalarType(written)
  }

  /// The type that a name stands for; reports one that does not exist.
  func scalarType(_ name: TypeName) -> ScalarType? {
    if let type = ScalarType(name: name.name) { return type }
    if let own = Binder.foreignTypes[name.name.lowercased()] {
      report(
        .unknownType, "no type is named \(name.name)", at: name.span, label: "in KQL it is \(own)",
        fixes: [Fix("Change to \(own)", replace: name.span, with: own)])
      return nil
    }
    reportUnknown(
      .unknownType, "no type is named \(name.name)", name: name.name,
      candidates: ScalarType.allCases.map(\.rawValue), at: name.span,
      otherwise: "the types are bool, int, long, real, decimal, string, datetime, timespan, guid, dynamic")
    return nil
  }

  /// What other languages call KQL's types.
  private static let foreignTypes = [
    "text": "string", "varchar": "string", "nvarchar": "string", "char": "string", "str": "string",
    "number": "real", "numeric": "decimal", "money": "decimal", "integer": "long", "bigint": "long",
    "smallint": "int", "tinyint": "int", "timestamp": "datetime", "interval": "timespan", "json": "dynamic",
    "array": "dynamic", "object": "dynamic", "uuid": "guid",
  ]

  /// Binds a function's body with the arguments as names.
  private func bindBody(_ function: UserFunction, arguments: [String: Binding]) -> Bound? {
    guard let body = function.declaration.body, let result = body.result else { return nil }
    let outer = (environment, gaps, tree)
    defer { (environment, gaps, tree) = outer }
    environment = function.environment
    gaps = .none
    tree = function.declaration.node.tree
    for (name, binding) in arguments { environment.define(name, binding) }
    callDepth += 1
    defer { callDepth -= 1 }
    guard callDepth < Binder.maximumCallDepth else {
      isTooDeep = true
      return nil
    }
    for statement in body.statements.dropLast() {
      if case .let(let inner) = statement, bindLet(inner) == nil { return nil }
    }
    return bindAny(result, scope: .none)
  }

  /// Binds a call: arguments by place or by name, defaults for those left out.
  func call(
    _ function: UserFunction, arguments written: [Expression], input: BoundTable? = nil, scope: Scope,
    at span: SourceSpan
  ) -> Bound? {
    var bindings: [String: Binding] = [:]
    var parameters = function.declaration.parameters
    if let input {
      guard let first = parameters.first, first.schema != nil, let name = first.name?.name else {
        report(
          .incompatibleTypes, "\(function.name) takes no table as its first argument", at: span,
          label: "declare it as (T: (…)) { … }")
        return nil
      }
      guard fits(input, first, of: function, at: span) else { return nil }
      bindings[name] = .table(Binder.share(input, name: name))
      parameters.removeFirst()
    }
    // An argument without a name is for the next parameter that no other argument names.
    let named = Set(
      written.compactMap { if case .named(let named) = $0 { named.name?.name } else { nil } })
    let unnamed = parameters.filter { !named.contains($0.name?.name ?? "") }
    var place = 0
    for argument in written {
      var parameter: ParameterDeclaration?
      var value = argument
      if case .named(let named) = argument, let name = named.name?.name {
        parameter = parameters.first { $0.name?.name == name }
        value = named.value
        if parameter == nil {
          reportUnknown(
            .unknownParameter, "\(function.name) has no parameter named \(name)", name: name,
            candidates: parameters.compactMap { $0.name?.name }, at: named.names.first?.span ?? named.span,
            otherwise: parameters.isEmpty
              ? "it takes no arguments"
              : "it takes \(parameters.compactMap { $0.name?.name }.joined(separator: ", "))")
          return nil
        }
      } else if place < unnamed.count {
        parameter = unnamed[place]
        place += 1
      }
      guard let parameter, let name = parameter.name?.name else {
        report(
          .argumentCount,
          "\(function.name) takes \(counted(parameters.count, "argument")), not \(written.count)",
          at: span,
          label: parameters.isEmpty
            ? "" : "it takes \(parameters.compactMap { $0.name?.name }.joined(separator: ", "))")
        return nil
      }
      guard let binding = bindArgument(value, for: parameter, of: function, scope: scope) else { return nil }
      bindings[name] = binding
    }
    for parameter in parameters {
      guard let name = parameter.name?.name, bindings[name] == nil else { continue }
      guard let defaultValue = parameter.defaultValue else {
        report(
          .argumentCount, "\(function.name) needs a value for \(name)", at: span,
          label: "it takes \(counted(parameters.count, "argument"))")
        return nil
      }
      guard let value = bind(defaultValue, .none), let type = type(of: parameter),
        let converted = convert(value, to: type, at: defaultValue.span)
      else { return nil }
      bindings[name] = .scalar(converted)
    }
    if !function.isJudged, silence == 0 {
      return sayingTooDeep(at: span) { judgedBody(function, arguments: bindings, at: span) }
    }
    return sayingTooDeep(at: span) {
      silence += 1
      defer { silence -= 1 }
      return bindBody(function, arguments: bindings)
    }
  }

  /// Binds a call's body; says at the outermost call when calls within it are nested too deeply.
  private func sayingTooDeep(at span: SourceSpan, _ bind: () -> Bound?) -> Bound? {
    let bound = bind()
    guard bound == nil, isTooDeep, silence == 0 else { return bound }
    isTooDeep = false
    report(
      .planTooDeep, "this calls functions nested more than \(Binder.maximumCallDepth) deep", at: span,
      label: "let one function do more, or name what a part of it gives with `let`")
    return nil
  }

  /// Binds a body that its definition could not judge. Mistakes in a function of an earlier text are reported
  /// at the call.
  private func judgedBody(
    _ function: UserFunction, arguments: [String: Binding], at span: SourceSpan
  ) -> Bound? {
    let before = diagnostics.count
    let body = bindBody(function, arguments: arguments)
    if function.declaration.node.tree !== tree {
      for mistake in takeBack(after: before) {
        report(mistake.code, "in \(function.name): \(mistake.message)", at: span, notes: mistake.notes)
      }
    }
    return body
  }

  private func bindArgument(
    _ value: Expression, for parameter: ParameterDeclaration, of function: UserFunction, scope: Scope
  ) -> Binding? {
    if parameter.schema != nil {
      guard isTabular(value) else {
        report(
          .scalarAsTable, "\(function.name) needs a table for \(parameter.name?.name ?? "this argument")",
          at: value.span)
        return nil
      }
      guard let table = bindTable(value), fits(table, parameter, of: function, at: value.span) else {
        return nil
      }
      return .table(Binder.share(table, name: parameter.name?.name ?? ""))
    }
    guard let bound = bind(value, scope), let type = type(of: parameter) else { return nil }
    return convert(bound, to: type, at: value.span).map { .scalar($0) }
  }

  /// Whether a table has the columns that a parameter declares; reports the first that it lacks.
  private func fits(
    _ table: BoundTable, _ parameter: ParameterDeclaration, of function: UserFunction, at span: SourceSpan
  ) -> Bool {
    for column in parameter.schema?.columns ?? [] {
      guard let name = column.name?.name else { continue }
      guard let given = table.columns.first(where: { $0.name == name }) else {
        report(
          .unknownColumn, "\(function.name) needs a table with a column named \(name)", at: span,
          label: "its columns are \(table.columns.map(\.name).joined(separator: ", "))")
        return false
      }
      if let type = column.type.flatMap({ ScalarType(name: $0.name) }), given.type != type {
        report(
          .incompatibleTypes,
          "\(function.name) needs \(type.withArticle) in column \(name), not \(given.type.withArticle)",
          at: span)
        return false
      }
    }
    return true
  }

  /// A call of a user function that must give a table.
  func callTable(_ function: UserFunction, arguments: [Expression], at span: SourceSpan) -> BoundTable? {
    switch call(function, arguments: arguments, scope: .none, at: span) {
    case .table(var table):
      // A view is known by its own name (`union withsource=`).
      if function.declaration.isView { table.name = function.name }
      return table
    case .scalar:
      report(.scalarAsTable, "\(function.name) gives a value, not a table", at: span)
      return nil
    case nil: return nil
    }
  }

  /// A call where a table stands: `materialize(…)`, a user function.
  func bindTableCall(_ call: CallExpression) -> BoundTable? {
    if call.name == "materialize" || call.name == "view", call.arguments.count == 1 {
      return bindTable(call.arguments[0]).map { Binder.share($0, name: "", isMaterialized: true) }
    }
    switch environment.binding(call.name) {
    case .function(let function): return callTable(function, arguments: call.arguments, at: call.span)
    case .broken: return nil
    default: break
    }
    if OutOfScope.family(of: call.name) != nil {
      reportOutOfScope(call.name, at: call.callee?.span ?? call.span)
    } else if let function = FunctionLibrary.function(named: call.name), function.kind == .aggregate {
      let follows = tree.text.bytes[..<call.span.start].last { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
      report(
        .aggregateOutside, "\(call.name)() folds the rows of a table into one value; none is named before it",
        at: call.span, label: "write: table | summarize \(call.text)",
        notes: follows == UInt8(ascii: ";")
          ? ["`;` ends a query; results of one summarize are separated by `,`"] : [])
    } else if FunctionLibrary.function(named: call.name) != nil {
      report(
        .scalarAsTable, "\(call.name)() gives a value; a query begins with a table", at: call.span,
        label: "write: print \(call.text)",
        fixes: [Fix("Print the value", replace: call.span, with: "print \(call.text)")])
    } else {
      reportUnknown(
        .unknownFunction, "no function is named \(call.name)", name: call.name,
        candidates: environment.names, at: call.callee?.span ?? call.span)
    }
    return nil
  }
}

/// `1 argument`, `2 arguments`.
func counted(_ count: Int, _ noun: String) -> Phrase {
  switch noun {
  case "argument": count == 1 ? "1 argument" : "\(count) arguments"
  case "column": count == 1 ? "1 column" : "\(count) columns"
  case "name": count == 1 ? "1 name" : "\(count) names"
  default: count == 1 ? "1 value" : "\(count) values"
  }
}
