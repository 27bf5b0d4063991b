import RegnBinder
import RegnData
import RegnFunctions
import RegnManual
import RegnSession
import RegnSyntax

/// What is known of a place of a text.
public struct Hover: Sendable, Hashable {
  /// In Markdown.
  public let markdown: String
  /// What it speaks of.
  public let span: SourceSpan
}

extension Document {
  /// What is known of the name, operator or stage at an offset; nil when nothing is.
  public func hover(at offset: Int) -> Hover? {
    if let name = name(at: offset) {
      let map = nameMap
      guard let text = text(on: name, map) else { return nil }
      return Hover(markdown: text, span: span(name))
    }
    let index = partIndex(at: offset)
    let part = parts[index]
    let own = offset - part.start
    guard own >= 0, !part.tree.tokens.isEmpty else { return nil }
    let token = part.tree.token(part.tree.tokenIndex(at: own))
    guard token.span.touches(own), !token.span.isEmpty else { return nil }
    return hover(on: token, in: part)
  }

  /// On a token that is no name: an operator's word shows its page and columns, `|` those that come to it.
  private func hover(on token: SyntaxToken, in part: Part) -> Hover? {
    let node = part.tree.innermostNode(at: token.span.start)
    func hover(_ markdown: String) -> Hover {
      Hover(markdown: markdown, span: token.span.moved(by: part.start))
    }
    if token.kind == .pipe {
      guard let next = node.children(.stage).first(where: { $0.span.start > token.span.start }),
        let table = part.table(before: next)
      else { return nil }
      return hover("columns here:\n\n" + Self.list(table.columns))
    }
    if token.kind == .identifier || token.kind == .wordOperator, TabularOperator(node) != nil,
      node.tokens(.keyword).first == token
    {
      guard let page = ManualPage.named(token.text) else {
        return TabularOperatorName.named(token.text).map { hover("**\($0.name)**: \($0.summary)") }
      }
      var text = page.markdown
      if let table = part.table(after: node) {
        text = "columns after this step:\n\n\(Self.list(table.columns))\n\n" + text
      }
      return hover(text)
    }
    if let operation = ExpressionOperator.named(token.text), token.kind != .comma {
      return hover(operation.markdown(level: 3))
    }
    if node.kind == .letStatement || node.kind == .setStatement || node.kind == .declareStatement,
      let page = ManualPage.named(token.text)
    {
      return hover(page.markdown)
    }
    return nil
  }

  // MARK: - Names

  private func text(on name: NamePlace, _ map: NameMap) -> String? {
    guard let symbol = symbol(name, map) else { return nil }
    switch symbol {
    case .function(let function):
      return FunctionLibrary.function(named: function).map { FunctionEntry($0).markdown(level: 3) }
    case .table(let table): return context.catalog.table(named: table).map { Self.text(onTable: table, $0) }
    case .tableColumn, .column:
      guard case .column(let id) = name.use.meaning, let column = map.columns[id] else { return nil }
      return text(on: column, name.use.name, symbol, map)
    case .earlier(let earlier):
      return context.environment.binding(earlier).map { Self.text(on: $0, name: earlier) }
    case .global(let part, _):
      guard let binding = parts[part].environmentAfter?.binding(name.use.name) else { return nil }
      let remark = parts[part].declaration(at: definitionSpan(symbol)).flatMap {
        comment(before: $0.node, in: parts[part])
      }
      return Self.text(on: binding, name: name.use.name) + (remark.map { "\n\n\($0)" } ?? "")
    case .local(let part, let span):
      let tree = parts[part].tree
      let node = tree.innermostNode(at: span.start)
      let owner = sequence(first: node, next: \.parent).first {
        [.parameterDeclaration, .letStatement, .asOperator, .scanStep].contains($0.kind)
      }
      return "```kusto\n\(owner?.text ?? name.use.name)\n```"
    }
  }

  private func definitionSpan(_ symbol: Symbol) -> SourceSpan {
    if case .global(_, let span) = symbol { span } else { SourceSpan(0, 0) }
  }

  /// The comment lines right before a statement, as text.
  private func comment(before node: SyntaxNode, in part: Part) -> String? {
    guard let first = node.tokenRange.first else { return nil }
    let lines = part.tree.token(first).leadingTrivia.split(separator: "\n", omittingEmptySubsequences: false)
    var words: [String] = []
    for line in lines.dropLast().reversed() {
      let line = line.drop { $0 == " " || $0 == "\t" }
      guard line.hasPrefix("//") else { break }
      words.insert(String(line.drop { $0 == "/" || $0 == "|" || $0 == " " }), at: 0)
    }
    return words.isEmpty ? nil : words.joined(separator: " ")
  }

  private func text(
    on column: PlanColumn, _ name: String, _ symbol: Symbol, _ map: NameMap
  ) -> String {
    var lines = ["**\(name)** `\(column.type.rawValue)`"]
    if case .column(let id) = symbol, let definition = map.definitions[id] {
      let part = parts[definition.part]
      let node = sequence(first: part.tree.innermostNode(at: definition.span.start), next: \.parent)
        .first { $0.kind == .namedExpression || $0.span == definition.span && $0.kind == .callExpression }
      if let node { lines.append("```kusto\n\(node.text)\n```") }
    }
    if let origin = column.origin { lines += Self.facts(on: origin) }
    return lines.joined(separator: "\n\n")
  }

  private static func facts(on origin: ColumnOrigin) -> [String] {
    let schema = origin.source.schema.columns[origin.column]
    var lines: [String] = []
    var first = origin.table.isEmpty ? "" : "column of \(origin.table)"
    if !schema.unit.isEmpty, schema.unit != schema.name {
      first += first.isEmpty ? schema.unit : ", in \(schema.unit)"
    }
    if !schema.description.isEmpty { first += first.isEmpty ? schema.description : ": \(schema.description)" }
    if !first.isEmpty { lines.append(first) }
    if let known = origin.source.countedStatistics(ofColumn: origin.column, within: .milliseconds(40)) {
      var counts = ["\(SessionText.grouped(known.rowCount)) rows"]
      counts.append(known.nullCount == 0 ? "no nulls" : "\(SessionText.grouped(known.nullCount)) nulls")
      if let distinct = known.distinctCount {
        counts.append("\(SessionText.grouped(distinct)) distinct values")
      }
      if let low = known.minimum, let high = known.maximum {
        counts.append("from \(SessionText.plain(low, atMost: 40)) to \(SessionText.plain(high, atMost: 40))")
      }
      lines.append(counts.joined(separator: ", "))
      if let values = known.values, !values.isEmpty {
        let shown = values.prefix(8).map { "\($0.value) (\(SessionText.grouped($0.count)))" }
        lines.append("commonest: " + shown.joined(separator: ", ") + (values.count > 8 ? ", …" : ""))
      }
    }
    let source = schema.source.isEmpty ? origin.source.provenance.sourceLine.description : schema.source
    if !source.isEmpty { lines.append("source: \(source)") }
    if origin.source.provenance.isModelled {
      lines.append("these figures are MODELLED: they come from a model, not from accounts")
    }
    return lines
  }

  static func text(onTable name: String, _ table: any TableSource) -> String {
    var lines = ["**\(name)**" + (table.rowCount.map { ", \(SessionText.grouped($0)) rows" } ?? "")]
    if !table.description.isEmpty { lines.append(table.description) }
    lines.append(
      table.schema.columns.map { column in
        "- \(Binder.written(column.name)) `\(column.type.rawValue)`"
          + (column.description.isEmpty ? "" : ": \(column.description)")
      }.joined(separator: "\n"))
    if !table.provenance.sourceLine.isEmpty { lines.append("source: \(table.provenance.sourceLine)") }
    if table.provenance.isModelled {
      lines.append("these figures are MODELLED: they come from a model, not from accounts")
    }
    return lines.joined(separator: "\n\n")
  }

  /// What a name of the script stands for.
  private static func text(on binding: Binding, name: String) -> String {
    switch binding {
    case .scalar(let value):
      let known = value.constantValue.map { SessionText.plain($0, atMost: 80) } ?? ""
      return "**\(name)** `\(value.type.rawValue)`" + (known.isEmpty ? "" : " = \(known)")
    case .table(let table): return "**\(name)**: a table of the columns\n\n\(list(table.columns))"
    case .function(let function):
      let parameters = function.declaration.parameters.map(\.text).joined(separator: ", ")
      return "```kusto\n\(name)(\(parameters))\n```\n\na function of this script"
        + (function.returnsTable ? " that gives a table" : "")
    case .broken: return "**\(name)**: its definition has a mistake"
    }
  }

  static func list(_ columns: [PlanColumn]) -> String {
    if columns.isEmpty { return "none" }
    return columns.map { "- \(Binder.written($0.name)) `\($0.type.rawValue)`" }.joined(separator: "\n")
  }
}

extension Part {
  /// The table that comes to an operator.
  func table(before node: SyntaxNode) -> BoundTable? {
    bound?.tables.last { $0.isInput && $0.node == node }?.table
  }

  /// The table that an operator makes.
  func table(after node: SyntaxNode) -> BoundTable? {
    bound?.steps.last { $0.operation.node == node }?.output
      ?? bound?.tables.last { !$0.isInput && $0.node == node }?.table
  }
}
