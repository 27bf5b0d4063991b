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
        at: view.span,
        label: """
          write it as a step before: | summarize x = \(view.text); \
          a total beside each row is toscalar(table | summarize \(view.text))
          """)
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
    // The old names of the lists stop at 128 elements unless they are told otherwise.
    if ["makelist", "makeset", "make_dictionary"].contains(view.name), arguments.count == 1 {
      arguments.append(.constant(.long(128)))
    }
    guard !failed,
      let match = resolve(function, arguments, spans: spans, at: view.span, shown: "\(view.name)()")
    else { return nil }
    if case .aggregate(let make) = match.signature.kernel {
      do {
        _ = try make(match.arguments.map(\.type), match.arguments.map(\.constantValue))
      } catch let error as ExecutionError {
        let constant = zip(arguments, spans).first { $0.0.constantValue != nil }?.1
        report(.unusableConstant, error.message, at: constant ?? view.span, label: error.hint)
        return nil
      } catch {
        // Whatever else it is, it will happen again when the query runs.
      }
    }
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
    if function.naming == .argument {
      return argumentOutputs(function, match, called: called, names: names, named: named)
    }
    var base: String
    switch function.naming {
    case .prefixed: base = "\(function.name)_\(first)"
    case .prefix(let prefix): base = (called == "make_dictionary" ? "dictionary" : prefix) + "_\(first)"
    case .prefixedWithTwo:
      base = "\(function.name)_" + names.prefix(2).map { $0 ?? "" }.joined(separator: "_")
    case .argument: base = first
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
    if results.count == 1, let named { return [.new(named, results[0].type)] }
    return results.map { .new((named ?? base) + $0.ending, $0.type) }
  }

  /// The columns of an aggregate that are called as its arguments are. An expression without a name is
  /// called after the aggregate: `max_`, `max_year_arg1` for arg_max, `any_arg0` for take_any; of others, the
  /// name is empty, and the column is numbered. The old names of these aggregates put more before a name.
  private func argumentOutputs(
    _ function: FunctionDefinition, _ match: Match, called: String, names: [String?], named: String?
  ) -> [PlanColumn] {
    let first = names.first.flatMap { $0 } ?? ""
    guard case .columns(let find) = match.signature.result else {
      return [.new(named ?? (called == "anyif" ? "anyif_\(first)" : first), match.type)]
    }
    let extreme = ["arg_max": "max", "arg_min": "min"][function.name]
    func name(_ place: Int) -> String {
      let own = place < names.count ? names[place] : nil
      switch (called, extreme) {
      case ("any", _): return "any_\(own ?? "arg\(place)")"
      case ("argmax", let extreme?), ("argmin", let extreme?):
        return place == 0 ? "\(extreme)_\(first)" : "\(extreme)_\(first)_\(own ?? "arg\(place)")"
      case (_, let extreme?):
        return own ?? (place == 0 ? "\(extreme)_" : "\(extreme)_\(first)_arg\(place)")
      case (_, nil): return own ?? "any_arg\(place)"
      }
    }
    let results = find(match.arguments.map(\.type), match.arguments.map(\.constantValue))
    return results.enumerated().map { place, result in
      .new(place == 0 ? named ?? name(0) : name(place), result.type)
    }
  }

  /// A number as it stands in a column's name: whole numbers without a point, else `_` for it.
  static func nameOfNumber(_ number: Double) -> String {
    if number == number.rounded(), abs(number) < 1e15 { return "\(Int64(number))" }
    return String("\(number)".map { $0 == "." ? "_" : $0 })
  }
}
