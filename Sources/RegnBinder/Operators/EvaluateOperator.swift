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
        let plugins = ["bag_unpack", "narrow", "pivot", "rolling_percentile"]
        reportUnknown(
          .unknownFunction, "no plug-in is named \(call.name)", name: call.name,
          candidates: plugins, at: span, otherwise: "the plug-ins are \(plugins.joined(separator: ", "))")
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
      // What the user wrote is part of it, and may have a mistake that is reported already.
      assert(self.tree.hasErrors, "not a query: \(query)")
      return nil
    }
    let (outer, before) = ((environment, self.tree), diagnostics.count)
    self.tree = tree
    for (name, table) in tables { environment.define(name, .table(Binder.share(table, name: table.name))) }
    trust += 1
    let table = bindTable(statement.expression)
    trust -= 1
    (environment, self.tree) = outer
    // A mistake in it is one in the query that nobody looked for: it is reported at the operator.
    for mistake in takeBack(after: before) where mistake.severity == .error {
      report(mistake.code, mistake.message, at: operatorSpan, label: mistake.label)
    }
    return table
  }
}
