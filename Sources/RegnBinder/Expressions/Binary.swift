import RegnData
import RegnFunctions
import RegnSyntax

extension Binder {
  /// `a + b`, `a == b`, `a has b` …; with `meant` it is taken for another operator than the written one.
  func bindBinary(
    _ view: BinaryExpression, _ scope: Scope, as meant: BinaryOperator? = nil
  ) -> BoundExpression? {
    guard let operation = meant ?? view.operator else {
      _ = bind(view.left, scope)
      _ = bind(view.right, scope)
      return nil
    }
    if case .star = view.left { return bindAnyColumn(view, operation, scope) }
    let left = bind(view.left, scope)
    if let left, left.type == .string, let hint = quotesMissing(view.right, scope) {
      report(
        .unknownColumn, "no column named `\(hint)` in \(scope.owner)", at: view.right.span,
        label: "text goes in quotes: \"\(hint)\"",
        fixes: [Fix("Put it in quotes", replace: view.right.span, with: "\"\(hint)\"")])
      return nil
    }
    let right = bind(view.right, scope)
    guard let left, let right else { return nil }
    if isEquality(operation) { checkEquality(view, operation, left, right) }
    if numberComparedWithText(view, operation, left, right) { return nil }
    if operation == .divide { noteIntegerDivision(view, left, right) }
    guard
      let result = apply(
        Binder.functionName(operation), [left, right], spans: [view.left.span, view.right.span],
        at: view.span,
        symbol: operation.rawValue)
    else { return nil }
    return view.isNegated ? apply("not", [result], spans: [view.span], at: view.span) : result
  }

  /// The function of the table that an operator calls.
  static func functionName(_ operation: BinaryOperator) -> String {
    switch operation {
    case .add: "__add"
    case .subtract: "__subtract"
    case .multiply: "__multiply"
    case .divide: "__divide"
    case .modulo: "__modulo"
    case .equal: "__equal"
    case .notEqual: "__not_equal"
    case .less: "__less"
    case .lessOrEqual: "__less_or_equal"
    case .greater: "__greater"
    case .greaterOrEqual: "__greater_or_equal"
    case .equalIgnoringCase: "__equal_insensitive"
    case .has, .colon: "__has"
    case .hasCS: "__has_cs"
    case .hasPrefix: "__hasprefix"
    case .hasPrefixCS: "__hasprefix_cs"
    case .hasSuffix: "__hassuffix"
    case .hasSuffixCS: "__hassuffix_cs"
    case .contains: "__contains"
    case .containsCS: "__contains_cs"
    case .startsWith: "__startswith"
    case .startsWithCS: "__startswith_cs"
    case .endsWith: "__endswith"
    case .endsWithCS: "__endswith_cs"
    case .matchesRegex: "__matches_regex"
    }
  }

  private func isEquality(_ operation: BinaryOperator) -> Bool {
    operation == .equal || operation == .notEqual || operation == .equalIgnoringCase
  }

  /// `* has "x"`: whether any column has it.
  private func bindAnyColumn(
    _ view: BinaryExpression, _ operation: BinaryOperator, _ scope: Scope
  ) -> BoundExpression? {
    guard let right = bind(view.right, scope) else { return nil }
    return anyColumn(operation, right, scope, at: view.span, negated: view.isNegated)
  }

  /// Whether some column, as text, passes a test.
  func anyColumn(
    _ operation: BinaryOperator, _ right: BoundExpression, _ scope: Scope, at span: SourceSpan,
    negated: Bool = false
  ) -> BoundExpression? {
    var result: BoundExpression?
    for column in scope.columns {
      var value = BoundExpression.column(column.id, column.type)
      if column.type != right.type {
        guard right.type == .string else { continue }
        value = .convert(value, .string)
      }
      guard let test = apply(Binder.functionName(operation), [value, right], spans: [span, span], at: span)
      else { return nil }
      if let known = result {
        result = apply("__or", [known, test], spans: [span, span], at: span)
      } else {
        result = test
      }
    }
    let found = result ?? .constant(.bool(false))
    return negated ? apply("not", [found], spans: [span], at: span) : found
  }

  // MARK: - Remarks

  /// The word of a comparison's right side that is no name here and was likely meant as text.
  private func quotesMissing(_ expression: Expression, _ scope: Scope) -> String? {
    guard case .name(let name) = expression, !name.isQuoted, scope.column(name.name) == nil,
      environment.binding(name.name) == nil, nearest(name.name, in: scope.names) == nil
    else { return nil }
    return name.name
  }

  private func numberComparedWithText(
    _ view: BinaryExpression, _ operation: BinaryOperator, _ left: BoundExpression, _ right: BoundExpression
  ) -> Bool {
    switch operation {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: break
    default: return false
    }
    func literalText(_ expression: Expression) -> String? {
      if case .literal(let literal) = expression { return literal.stringValue }
      return nil
    }
    for (number, text, textView, numberView) in [
      (left, right, view.right, view.left), (right, left, view.left, view.right),
    ]
    where number.type.isNumeric && text.type == .string {
      if let content = literalText(textView), Double(content) != nil {
        report(
          .numberAsText, "\(number.type.withArticle) is compared with text", at: textView.span,
          label: "without quotes: \(content)",
          fixes: [Fix("Write the number", replace: textView.span, with: content)])
      } else if case .literal = numberView {
        // A code such as a municipality's is text, and its leading zeros count.
        report(
          .numberAsText, "text is compared with \(number.type.withArticle)", at: numberView.span,
          label: "text goes in quotes: \"\(numberView.text)\"",
          fixes: [Fix("Put it in quotes", replace: numberView.span, with: "\"\(numberView.text)\"")])
      } else {
        report(
          .numberAsText, "\(number.type.withArticle) is compared with text", at: view.span,
          label: "turn the text into a number with tolong(…) or toreal(…)")
      }
      return true
    }
    return false
  }

  private func noteIntegerDivision(
    _ view: BinaryExpression, _ left: BoundExpression, _ right: BoundExpression
  ) {
    let whole: Set<ScalarType> = [.int, .long]
    guard whole.contains(left.type), whole.contains(right.type) else { return }
    if left.constantValue != nil, right.constantValue != nil { return }
    report(
      .integerDivision, "\(left.type.rawValue) / \(right.type.rawValue) is cut to a whole number in KQL",
      at: view.span, label: "to keep decimals: `1.0 * \(view.text)`",
      fixes: [Fix("Keep decimals", replace: SourceSpan(view.span.start, view.span.start), with: "1.0 * ")])
  }

  private func checkEquality(
    _ view: BinaryExpression, _ operation: BinaryOperator, _ left: BoundExpression, _ right: BoundExpression
  ) {
    let ignoringCase = operation == .equalIgnoringCase
    if case .literal(let literal) = view.right, let text = literal.stringValue {
      checkValue(left, text, at: view.right.span, ignoringCase: ignoringCase)
    } else if case .literal(let literal) = view.left, let text = literal.stringValue {
      checkValue(right, text, at: view.left.span, ignoringCase: ignoringCase)
    }
  }

  /// Notes a text that no row of a column has, with the nearest value that one has.
  func checkValue(_ column: BoundExpression, _ text: String, at span: SourceSpan, ignoringCase: Bool) {
    guard silence == 0, case .column(let id, .string) = column, let origin = origins[id],
      let values = origin.source.statistics(ofColumn: origin.column)?.values
    else { return }
    // A text without its end is no value yet.
    if tree.diagnostics.contains(where: { $0.code == .unclosedString && $0.span.start == span.start }) {
      return
    }
    let folded = text.lowercased()
    if values.contains(where: { $0.value == text || (ignoringCase && $0.value.lowercased() == folded) }) {
      return
    }
    let name = origin.source.schema.columns[origin.column].name
    let place = origin.table.isEmpty ? name : "\(origin.table).\(name)"
    if let best = nearest(text, in: values.lazy.map(\.value)) {
      report(
        .noSuchValue, "no row of \(place) is \"\(text)\"", at: span, label: "did you mean \"\(best)\"?",
        fixes: [Fix("Change to \"\(best)\"", replace: span, with: "\"\(best)\"")])
    } else {
      report(.noSuchValue, "no row of \(place) is \"\(text)\"", at: span)
    }
  }
}
