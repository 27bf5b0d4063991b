import RegnData
import RegnSyntax

extension Binder {
  /// `evaluate`: runs the plug-in that the call names.
  func bindEvaluate(_ view: EvaluateOperator, _ input: BoundTable) -> BoundTable? {
    guard case .call(let call) = view.call else {
      report(
        .argumentCount, "evaluate runs a plug-in", at: view.call.span,
        label: "for example: evaluate pivot(\(input.columns.first?.name ?? "column"))")
      return nil
    }
    let plugin = PluginCall(call: call, schema: view.schema)
    switch call.name {
    case "bag_unpack": return bindBagUnpack(plugin, input)
    case "narrow": return bindNarrow(plugin, input)
    case "pivot": return bindPivot(plugin, input)
    case "rolling_percentile": return bindRollingPercentile(plugin, input)
    default:
      let span = call.callee?.span ?? call.span
      if OutOfScope.family(of: call.name) != nil {
        reportOutOfScope(call.name, at: span)
      } else {
        reportUnknown(
          .unknownFunction, "no plug-in is named \(call.name)", name: call.name,
          candidates: ["bag_unpack", "narrow", "pivot", "rolling_percentile"], at: span,
          otherwise: "the plug-ins are bag_unpack, narrow, pivot, rolling_percentile")
      }
      return nil
    }
  }
}

/// A call of a plug-in: its arguments, and the columns that its result is declared to have.
struct PluginCall {
  let call: CallExpression
  let schema: RowSchema?

  /// The arguments without names.
  var positional: [Expression] {
    call.arguments.filter { if case .named = $0 { false } else { true } }
  }

  /// The argument of a name.
  func named(_ name: String) -> Expression? {
    for case .named(let argument) in call.arguments where argument.name?.name == name {
      return argument.value
    }
    return nil
  }
}

extension Binder {
  /// A query in KQL over tables that are already bound, each under the name given: how an operator or plug-in
  /// is put together from others. What can be wrong is to be checked and reported before.
  ///
  /// Names of functions that begin with `__`, which nobody else may call, are allowed in it.
  func expand(_ query: String, over tables: [String: BoundTable]) -> BoundTable? {
    let tree = Parser.parse(SourceText(query))
    guard !tree.hasErrors, case .query(let statement)? = tree.root.statements.first else {
      assertionFailure("not a query: \(query)")
      return nil
    }
    let outer = (environment, self.tree)
    defer { (environment, self.tree) = outer }
    self.tree = tree
    for (name, table) in tables { environment.define(name, .table(Binder.share(table, name: table.name))) }
    // A mistake in it is one in the query that nobody looked for: it is reported at the operator.
    let (span, before) = (operatorSpan, diagnostics.count)
    trust += 1
    defer { trust -= 1 }
    let table = bindTable(statement.expression)
    self.tree = outer.1
    for mistake in takeBack(after: before) where mistake.severity == .error {
      report(mistake.code, mistake.message, at: span, label: mistake.label)
    }
    return table
  }
}
