import RegnData
import RegnSyntax

extension Binder {
  /// `search "x"`: the rows of one or all tables in which some column has a term, and which table it was.
  func bindSearch(_ view: SearchOperator, _ input: BoundTable?) -> BoundTable? {
    checkOptions(view.parameters, known: ["kind"], of: "search")
    let kinds = ["case_insensitive", "case_sensitive", "default"]
    let isCaseSensitive = option("kind", of: view.parameters, allowed: kinds) == "case_sensitive"
    guard let tables = input.map({ [$0] }) ?? searchedTables(view.tables), !tables.isEmpty else { return nil }
    var filtered: [BoundTable] = []
    for (number, table) in tables.enumerated() {
      // A table that lacks a named column has no row to give; with one table that is a mistake.
      if number > 0 || tables.count > 1 { silence += 1 }
      defer { if number > 0 || tables.count > 1 { silence -= 1 } }
      guard let predicate = searchCondition(view.condition, scope(table), isCaseSensitive) else { continue }
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

  /// The tables that search and find look through: those named, or all.
  func searchedTables(_ named: [Expression]) -> [BoundTable]? {
    var tables: [BoundTable] = []
    if named.isEmpty {
      for name in catalog.tableNames {
        if let table = catalog.table(named: name) { tables.append(scan(name, table)) }
      }
    }
    for expression in named {
      if case .wildcard(let wildcard) = expression {
        let found = tablesNamed(like: wildcard)
        if found.isEmpty {
          report(.unknownTable, "no table's name fits `\(wildcard.pattern)`", at: wildcard.span)
          return nil
        }
        tables += found
      } else if let table = bindTable(expression) {
        tables.append(table)
      } else {
        return nil
      }
    }
    return tables
  }

  /// A condition of search: a string alone means that any column has it.
  func searchCondition(_ condition: Expression, _ scope: Scope, _ isCaseSensitive: Bool)
    -> BoundExpression?
  {
    switch condition {
    case .literal(let literal):
      guard let value = bindLiteral(literal) else { return nil }
      if case .string(let text) = value {
        if text == "*" || text.isEmpty { return .constant(.bool(true)) }
        return searchTerm(text, scope, isCaseSensitive, at: literal.span)
      }
      return anyColumn(.equal, .constant(value), scope, at: literal.span)
    case .logical(let view):
      var result: BoundExpression?
      for operand in view.operands {
        guard let part = searchCondition(operand, scope, isCaseSensitive) else { return nil }
        result =
          result.flatMap {
            apply(view.isOr ? "__or" : "__and", [$0, part], spans: [view.span, view.span], at: view.span)
          } ?? part
      }
      return result
    case .parenthesized(let view): return searchCondition(view.expression, scope, isCaseSensitive)
    default: return bindCondition(condition, scope)
    }
  }

  /// A term, with `*` at its ends for any letters.
  private func searchTerm(_ text: String, _ scope: Scope, _ isCaseSensitive: Bool, at span: SourceSpan)
    -> BoundExpression?
  {
    let starred = (text.hasPrefix("*"), text.hasSuffix("*"))
    let bare = BoundExpression.constant(
      .string(String(text.drop { $0 == "*" }.reversed().drop { $0 == "*" }.reversed())))
    let operation: BinaryOperator =
      switch starred {
      case (true, true): isCaseSensitive ? .containsCS : .contains
      case (false, true): isCaseSensitive ? .hasPrefixCS : .hasPrefix
      case (true, false): isCaseSensitive ? .hasSuffixCS : .hasSuffix
      case (false, false): isCaseSensitive ? .hasCS : .has
      }
    return anyColumn(operation, bare, scope, at: span)
  }
}
