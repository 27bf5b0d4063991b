import RegnData
import RegnFunctions
import RegnSyntax

extension Binder {
  /// A call of an aggregate: gathers it in the scope's collector and gives the columns that it puts out.
  func bindAggregate(
    _ function: FunctionDefinition, _ view: CallExpression, _ scope: Scope, named: String? = nil
  )
    -> [PlanColumn]?
  {
    guard let collector = scope.aggregates else {
      report(
        .aggregateOutside, "\(view.name)() folds many rows into one value; it stands in summarize",
        at: view.span, label: "write: | summarize \(view.text)")
      return nil
    }
    let rows = Scope(scope.columns, owner: scope.owner, isSerialized: scope.isSerialized)
    var arguments: [BoundExpression] = []
    var spans: [SourceSpan] = []
    var names: [String?] = []
    var failed = false
    for argument in view.arguments {
      if case .star = argument {
        guard function.naming == .argument else {
          // SQL's COUNT(*) has been answered by the parser.
          if !tree.diagnostics.contains(where: {
            $0.span.start <= argument.span.start && argument.span.end <= $0.span.end
          }) {
            report(.argumentCount, "\(view.name)() takes no `*`", at: argument.span, label: "name a column")
          }
          return nil
        }
        // Columns that are keys, or were named before the star, stand in the answer already.
        var present = collector.keys
        for case .column(let id, _) in arguments { present.insert(id) }
        for column in scope.columns where !present.contains(column.id) {
          arguments.append(.column(column.id, column.type))
          spans.append(argument.span)
          names.append(column.name)
        }
        continue
      }
      guard let bound = bind(argument, rows) else {
        failed = true
        continue
      }
      arguments.append(bound)
      spans.append(argument.span)
      names.append(automaticName(argument))
    }
    guard !failed,
      let match = resolve(function, arguments, spans: spans, at: view.span, shown: "\(view.name)()")
    else { return nil }
    let outputs = self.outputs(function, match, called: view.name, names: names, named: named)
    collector.add(
      BoundAggregate(
        function: function, signature: match.signature, arguments: match.arguments, outputs: outputs))
    return outputs
  }

  /// The columns of an aggregate's results under KQL's automatic names.
  private func outputs(
    _ function: FunctionDefinition, _ match: Match, called: String, names: [String?], named: String?
  ) -> [PlanColumn] {
    let first = names.first.flatMap { $0 } ?? ""
    var base: String
    switch function.naming {
    case .prefixed: base = "\(function.name)_\(first)"
    case .prefix(let prefix): base = "\(prefix)_\(first)"
    case .prefixedWithTwo:
      base = "\(function.name)_" + names.prefix(2).map { $0 ?? "" }.joined(separator: "_")
    case .argument: base = first.isEmpty ? "Column" : first
    case .prefixedWithConstants:
      base = "\(function.name)_\(first)"
      if case .columns = match.signature.result {
      } else {
        for argument in match.arguments.dropFirst() {
          if let number = argument.constantValue?.double { base += "_" + Binder.nameOfNumber(number) }
        }
      }
    }
    guard case .columns(let find) = match.signature.result else {
      return [.new(named ?? base, match.type)]
    }
    let results = find(match.arguments.map(\.type), match.arguments.map(\.constantValue))
    if function.naming == .argument {
      return results.enumerated().map { place, result in
        let own = place < names.count ? names[place] : nil
        return .new(
          place == 0 ? (named ?? own ?? "Column\(place + 1)") : (own ?? "Column\(place + 1)"), result.type)
      }
    }
    if results.count == 1, let named { return [.new(named, results[0].type)] }
    return results.map { .new((named ?? base) + $0.ending, $0.type) }
  }

  /// A number as it stands in a column's name: whole numbers without a point, else `_` for it.
  static func nameOfNumber(_ number: Double) -> String {
    if number == number.rounded(), abs(number) < 1e15 { return "\(Int64(number))" }
    return String("\(number)".map { $0 == "." ? "_" : $0 })
  }
}
