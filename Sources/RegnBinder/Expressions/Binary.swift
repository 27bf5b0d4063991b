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
    if operation == .add, reportJoinedText(view) { return nil }
    let left = bind(view.left, scope)
    if let left, left.type == .string, let hint = quotesMissing(view.right, scope) {
      reportQuotesMissing(hint, view.right, scope)
      return nil
    }
    let right = bind(view.right, scope)
    guard let left, let right else { return nil }
    checkValues(view, operation, left, right)
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

  /// Reports a chain of `+` with a text in it, once for all of it.
  private func reportJoinedText(_ view: BinaryExpression) -> Bool {
    var parts: [Expression] = [view.right]
    var rest = view.left
    while case .binary(let inner) = rest, inner.operator == .add {
      parts.append(inner.right)
      rest = inner.left
    }
    parts.append(rest)
    let hasText = parts.contains {
      if case .literal(let literal) = $0.unparenthesized { literal.type == .string } else { false }
    }
    guard hasText else { return false }
    let call = "strcat(\(parts.reversed().map(\.text).joined(separator: ", ")))"
    report(
      .incompatibleTypes, "`+` adds numbers; it does not join text", at: view.span,
      label: call.utf8.count <= 80 ? "write: \(call)" : "write: strcat(…, …)",
      fixes: [Fix("Write `strcat`", replace: view.span, with: call)])
    return true
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
  func quotesMissing(_ expression: Expression, _ scope: Scope) -> String? {
    guard case .name(let name) = expression, !name.isQuoted, !scope.owner.isEmpty,
      scope.column(name.name) == nil,
      environment.binding(name.name) == nil, !gaps.mayHold(name.name),
      nearest(name.name, in: scope.names) == nil
    else { return nil }
    return name.name
  }

  func reportQuotesMissing(_ word: String, _ expression: Expression, _ scope: Scope) {
    report(
      .unknownColumn, "no column named `\(word)` in \(scope.owner)", at: expression.span,
      label: "text goes in quotes: \"\(word)\"",
      fixes: [Fix("Put it in quotes", replace: expression.span, with: "\"\(word)\"")])
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
          .numberAsText, "a number is compared with text", at: textView.span,
          label: "without quotes: \(content)",
          fixes: [Fix("Write the number", replace: textView.span, with: content)])
      } else if case .literal = numberView {
        // A code such as a municipality's is text, and its leading zeros count.
        report(
          .numberAsText, "text is compared with a number", at: numberView.span,
          label: "text goes in quotes: \"\(numberView.text)\"",
          fixes: [Fix("Put it in quotes", replace: numberView.span, with: "\"\(numberView.text)\"")])
      } else {
        report(
          .numberAsText, "a number is compared with text", at: view.span,
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
}
