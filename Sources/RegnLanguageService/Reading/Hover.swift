import RegnBinder
import RegnData
import RegnFunctions
import RegnManual
import RegnPhrases
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
  /// What is known of the name, operator or stage at an offset, in a language; nil when nothing is. Pages of
  /// the manual are in English.
  public func hover(at offset: Int, _ language: Language = .en) -> Hover? {
    if let name = name(at: offset) {
      let map = nameMap
      guard let text = text(on: name, map, language) else { return nil }
      return Hover(markdown: text, span: span(name))
    }
    let index = partIndex(at: offset)
    let part = parts[index]
    let own = offset - part.start
    guard own >= 0, !part.tree.tokens.isEmpty else { return nil }
    let token = part.tree.token(part.tree.tokenIndex(at: own))
    guard token.span.touches(own), !token.span.isEmpty else { return nil }
    return hover(on: token, in: part, language)
  }

  /// On a token that is no name: an operator's word shows its page and columns, `|` those that come to it.
  private func hover(on token: SyntaxToken, in part: Part, _ language: Language) -> Hover? {
    let node = part.tree.innermostNode(at: token.span.start)
    func hover(_ markdown: String) -> Hover {
      Hover(markdown: markdown, span: token.span.moved(by: part.start))
    }
    if token.kind == .pipe {
      guard let next = node.children(.stage).first(where: { $0.span.start > token.span.start }),
        let table = part.table(before: next)
      else { return nil }
      return hover(Self.columns("columns here", table, language))
    }
    if token.kind == .identifier || token.kind == .wordOperator, TabularOperator(node) != nil,
      node.tokens(.keyword).first == token
    {
      guard let page = ManualPage.named(token.text) else {
        return TabularOperatorName.named(token.text).map {
          hover("**\($0.name)**: \($0.summary.text(language))")
        }
      }
      var text = page.markdown
      // The page is in English: what it is about is said before it.
      if language != .en, let name = TabularOperatorName.named(token.text) {
        text = "**\(name.name)**: \(name.summary.text(language))\n\n" + text
      }
      if let table = part.table(after: node) {
        text = "\(Self.columns("columns after this step", table, language))\n\n" + text
      }
      return hover(text)
    }
    if let operation = ExpressionOperator.named(token.text), token.kind != .comma {
      return hover(operation.markdown(level: 3, language))
    }
    if node.kind == .letStatement || node.kind == .setStatement || node.kind == .declareStatement,
      let page = ManualPage.named(token.text)
    {
      return hover(page.markdown)
    }
    return nil
  }

  // MARK: - Names

  private func text(on name: NamePlace, _ map: NameMap, _ language: Language) -> String? {
    guard let symbol = symbol(name, map) else { return nil }
    switch symbol {
    case .function(let function):
      return FunctionLibrary.function(named: function).map { FunctionEntry($0).markdown(level: 3, language) }
    case .table(let table):
      return context.catalog.table(named: table).map { Self.text(onTable: table, $0, language) }
    case .tableColumn, .column:
      guard case .column(let id) = name.use.meaning, let column = map.columns[id] else { return nil }
      return text(on: column, name.use.name, symbol, map, language)
    case .earlier(let earlier):
      return context.environment.binding(earlier).map { Self.text(on: $0, name: earlier, language) }
    case .global(let part, _):
      guard let binding = parts[part].environmentAfter?.binding(name.use.name) else { return nil }
      let remark = parts[part].declaration(at: definitionSpan(symbol)).flatMap {
        comment(before: $0.node, in: parts[part])
      }
      return Self.text(on: binding, name: name.use.name, language) + (remark.map { "\n\n\($0)" } ?? "")
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
    on column: PlanColumn, _ name: String, _ symbol: Symbol, _ map: NameMap, _ language: Language
  ) -> String {
    var lines = ["**\(name)** `\(column.type.rawValue)`"]
    if case .column(let id) = symbol, let definition = map.definitions[id] {
      let part = parts[definition.part]
      let node = sequence(first: part.tree.innermostNode(at: definition.span.start), next: \.parent)
        .first { $0.kind == .namedExpression || $0.span == definition.span && $0.kind == .callExpression }
      if let node { lines.append("```kusto\n\(node.text)\n```") }
    }
    if let origin = column.origin { lines += Self.facts(on: origin).map { $0.text(language) } }
    return lines.joined(separator: "\n\n")
  }

  private static func facts(on origin: ColumnOrigin) -> [Phrase] {
    let schema = origin.source.schema.columns[origin.column]
    var lines: [Phrase] = []
    var place: [Phrase] = origin.table.isEmpty ? [] : ["column of \(origin.table)"]
    if !schema.unit.isEmpty, schema.unit != schema.name {
      let unit = Phrase(known: schema.unit)
      place.append(place.isEmpty ? unit : "in \(unit)")
    }
    let first = [place.joined(separator: ", "), schema.description].filter { !$0.isEmpty }
    if !first.isEmpty { lines.append(first.joined(separator: ": ")) }
    if let known = origin.source.countedStatistics(ofColumn: origin.column, within: .milliseconds(40)) {
      var counts = [SessionText.said(rows: known.rowCount)]
      counts.append(
        known.nullCount == 0
          ? "no nulls" : known.nullCount == 1 ? "1 null" : "\(grouped: known.nullCount) nulls")
      if let distinct = known.distinctCount {
        counts.append(distinct == 1 ? "1 distinct value" : "\(grouped: distinct) distinct values")
      }
      if let low = known.minimum, let high = known.maximum {
        counts.append("from \(SessionText.plain(low, atMost: 40)) to \(SessionText.plain(high, atMost: 40))")
      }
      lines.append(counts.joined(separator: ", "))
      if let values = known.values, !values.isEmpty {
        let shown = values.prefix(8).map { "\($0.value) (\(grouped: $0.count))" as Phrase }
        let more: Phrase = values.count > 8 ? ", …" : ""
        lines.append("commonest: \(shown.joined(separator: ", "))\(more)")
      }
    }
    lines += sourceLines(
      origin.source.provenance, schema.source.isEmpty ? nil : Phrase(known: schema.source))
    return lines
  }

  /// Where figures come from, and whether they are modelled.
  private static func sourceLines(_ provenance: Provenance, _ source: Phrase? = nil) -> [Phrase] {
    let source = source ?? provenance.sourceLine
    var lines: [Phrase] = source.isEmpty ? [] : ["source: \(source)"]
    if provenance.isModelled {
      lines.append("these figures are MODELLED: they come from a model, not from accounts")
    }
    return lines
  }

  static func text(onTable name: String, _ table: any TableSource, _ language: Language) -> String {
    let rows: Phrase = table.rowCount.map { ", \(SessionText.said(rows: $0))" } ?? ""
    var lines = ["**\(name)**\(rows.text(language))"]
    if !table.description.isEmpty { lines.append(table.description.text(language)) }
    lines.append(
      table.schema.columns.map { column in
        "- \(Binder.written(column.name)) `\(column.type.rawValue)`"
          + (column.description.isEmpty ? "" : ": \(column.description.text(language))")
      }.joined(separator: "\n"))
    lines += sourceLines(table.provenance).map { $0.text(language) }
    return lines.joined(separator: "\n\n")
  }

  /// What a name of the script stands for.
  private static func text(on binding: Binding, name: String, _ language: Language) -> String {
    func said(_ phrase: Phrase) -> String { phrase.text(language) }
    switch binding {
    case .scalar(let value):
      let known = value.constantValue.map { SessionText.plain($0, atMost: 80) } ?? ""
      return "**\(name)** `\(value.type.rawValue)`" + (known.isEmpty ? "" : " = \(known)")
    case .table(let table):
      return "**\(name)**: \(said("a table of the columns"))\n\n\(list(table.columns, language))"
    case .function(let function):
      let parameters = function.declaration.parameters.map(\.text).joined(separator: ", ")
      let what: Phrase =
        function.returnsTable ? "a function of this script that gives a table" : "a function of this script"
      return "```kusto\n\(name)(\(parameters))\n```\n\n\(said(what))"
    case .broken: return "**\(name)**: \(said("its definition has a mistake"))"
    }
  }

  /// The columns of a table under a heading.
  private static func columns(_ heading: Phrase, _ table: BoundTable, _ language: Language) -> String {
    "\(heading.text(language)):\n\n\(list(table.columns, language))"
  }

  static func list(_ columns: [PlanColumn], _ language: Language) -> String {
    if columns.isEmpty { return ("none" as Phrase).text(language) }
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
