import RegnData
import RegnSyntax

extension Binder {
  /// `search "x"`: the rows of one or all tables in which some column has a term, and which table it was.
  func bindSearch(_ view: SearchOperator, _ input: BoundTable?) -> BoundTable? {
    checkOptions(view.parameters, of: "search")
    let kind = option("kind", of: view.parameters, in: "search")
    if kind == nil, view.parameters.contains(where: { $0.name == "kind" }) { return nil }
    if input != nil, let first = view.tables.first {
      report(
        .argumentCount, "search has a table before it and tables in brackets", at: first.span,
        label: "leave one of them out")
      return nil
    }
    guard let tables = input.map({ [$0] }) ?? searchedTables(view.tables, at: view.span), !tables.isEmpty
    else {
      return nil
    }
    var filtered: [BoundTable] = []
    for table in tables {
      // A table that lacks a named column has no row to give; with one table that is a mistake.
      if tables.count > 1 { silence += 1 }
      defer { if tables.count > 1 { silence -= 1 } }
      guard let predicate = searchCondition(view.condition, scope(table), kind == "case_sensitive") else {
        continue
      }
      filtered.append(table.adding(.filter(FilterStep(input: table.plan, predicate: predicate))))
    }
    guard !filtered.isEmpty else {
      if tables.count > 1 {
        report(.unknownColumn, "no table fits this search", at: view.condition.span)
      }
      return nil
    }
    return union(filtered, isInner: false, source: "$table")
  }

  /// The tables that search and find look through: those named, or all tables and views; nil after a mistake.
  func searchedTables(_ named: [Expression], at span: SourceSpan) -> [BoundTable]? {
    guard !named.isEmpty else { return tables(at: span) { _ in true } }
    var found: [BoundTable] = []
    for expression in named {
      if case .wildcard(let wildcard) = expression {
        let fitting = tables(at: wildcard.span) { wildcard.matches($0) }
        if fitting.isEmpty {
          report(.unknownTable, "no table's name fits `\(wildcard.pattern)`", at: wildcard.span)
          return nil
        }
        found += fitting
      } else if let table = bindTable(expression) {
        found.append(table)
      } else {
        return nil
      }
    }
    return found
  }

  /// A condition of search: a string alone means that any column has it, `column: "x"` that this one has.
  func searchCondition(
    _ condition: Expression, _ scope: Scope, _ isCaseSensitive: Bool
  ) -> BoundExpression? { bind(Search(isCaseSensitive: isCaseSensitive), condition, scope) }

  /// How a search compares text.
  private struct Search {
    let isCaseSensitive: Bool

    /// An operator as the search means it.
    func operation(_ written: BinaryOperator) -> BinaryOperator {
      guard isCaseSensitive else { return written }
      switch written {
      case .has, .colon: return .hasCS
      case .hasPrefix: return .hasPrefixCS
      case .hasSuffix: return .hasSuffixCS
      case .contains: return .containsCS
      case .startsWith: return .startsWithCS
      case .endsWith: return .endsWithCS
      case .equalIgnoringCase: return .equal
      default: return written
      }
    }

    /// The test that a term stands for, which depends on where its `*` are, and what is looked for.
    func test(_ term: String) -> (operation: BinaryOperator, text: String) {
      let bare = term.drop { $0 == "*" }.reversed().drop { $0 == "*" }.reversed()
      let starts = term.hasPrefix("*")
      let ends = term.hasSuffix("*")
      if bare.contains("*") {
        let parts = bare.split(separator: "*").map { Search.quoted(String($0)) }
        let flags = isCaseSensitive ? "" : "(?i)"
        return (
          .matchesRegex,
          flags + (starts ? "" : "\\b") + parts.joined(separator: ".*") + (ends ? "" : "\\b")
        )
      }
      switch (starts, ends) {
      case (true, true): return (operation(.contains), String(bare))
      case (false, true): return (operation(.hasPrefix), String(bare))
      case (true, false): return (operation(.hasSuffix), String(bare))
      case (false, false): return (operation(.has), String(bare))
      }
    }

    /// A text as a regular expression that matches it alone.
    private static func quoted(_ text: String) -> String {
      var result = ""
      for scalar in text.unicodeScalars {
        if scalar.isASCII, !scalar.properties.isAlphabetic, !("0"..."9").contains(scalar), scalar != "_" {
          result += "\\"
        }
        result.unicodeScalars.append(scalar)
      }
      return result
    }
  }

  private func bind(_ search: Search, _ condition: Expression, _ scope: Scope) -> BoundExpression? {
    switch condition {
    case .star: return .constant(.bool(true))
    case .literal(let literal):
      guard let value = bindLiteral(literal) else { return nil }
      guard case .string(let text) = value else {
        return anyColumn(.equal, .constant(value), scope, at: literal.span)
      }
      if text.allSatisfy({ $0 == "*" }) { return .constant(.bool(true)) }
      let test = search.test(text)
      return anyColumn(test.operation, .constant(.string(test.text)), scope, at: literal.span)
    case .logical(let view):
      var result: BoundExpression?
      for operand in view.operands {
        guard let part = bind(search, operand, scope) else { return nil }
        result =
          result.flatMap {
            apply(view.isOr ? "__or" : "__and", [$0, part], spans: [view.span, view.span], at: view.span)
          } ?? part
      }
      return result
    case .parenthesized(let view): return bind(search, view.expression, scope)
    case .call(let view) where view.name == "not" && view.arguments.count == 1:
      return bind(search, view.arguments[0], scope)
        .flatMap { apply("not", [$0], spans: [view.span], at: view.span) }
    case .binary(let view): return bind(search, comparison: view, scope)
    default: return bindCondition(condition, scope)
    }
  }

  private func bind(_ search: Search, comparison view: BinaryExpression, _ scope: Scope) -> BoundExpression? {
    guard let written = view.operator else { return bindCondition(.binary(view), scope) }
    if written == .colon, case .literal(let literal) = view.right, let term = literal.stringValue {
      guard var column = bind(view.left, scope) else { return nil }
      if column.type != .string { column = converted(column, to: .string) }
      let test = search.test(term)
      return apply(
        Binder.functionName(test.operation), [column, .constant(.string(test.text))],
        spans: [view.left.span, view.right.span], at: view.span)
    }
    return bindBinary(view, scope, as: search.operation(written))
  }
}
