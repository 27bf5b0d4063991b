import RegnBinder
import RegnData
import RegnFunctions
import RegnPhrases
import RegnSession
import RegnSyntax

/// All that could stand at a place, whatever letters were typed; the likeliest first.
struct CompletionCandidates {
  /// A candidate, and the letters by which it is found.
  struct Candidate {
    let letters: String
    let item: CompletionItem

    init(_ item: CompletionItem, letters: String? = nil) {
      self.item = item
      self.letters = letters ?? item.text
    }
  }

  private let place: CompletionPlace
  private let scope: CompletionScope
  private let context: BindingContext
  /// The name of the text, from whose folder paths count.
  private let script: String

  init(place: CompletionPlace, scope: CompletionScope, context: BindingContext, script: String) {
    self.script = script
    self.place = place
    self.scope = scope
    self.context = context
  }

  var all: [Candidate] {
    if let quoted = place.openString {
      return place.operation == "externaldata" ? files(quoted) : values(in: quoted.quote)
    }
    switch place.expectation {
    case .operators: return operators
    case .source(let beginsStatement): return sources + (beginsStatement ? statements : functionsOfTables)
    case .operand: return values(in: nil) + operands
    case .continuation: return continuations
    case .joinKey: return joinKeys
    case .chart: return Binder.charts.map { keyword($0, "a kind of chart", .option) }
    case .options:
      let named = options
      return place.operation == "render" || place.operation == "parse-kv"
        ? named
        : ["join", "lookup", "union", "find", "search"].contains(place.operation ?? "")
          ? sources + named
          : named + operands
    case .option(let name): return words(of: name)
    case .type: return ScalarType.allCases.map { keyword($0.rawValue, "", .type) }
    case .newName: return []
    }
  }

  private func keyword(
    _ text: String, _ detail: Phrase, _ kind: CompletionItem.Kind = .keyword
  ) -> Candidate {
    Candidate(CompletionItem(text: text, kind: kind, detail: detail))
  }

  // MARK: - Tables and operators

  private var operators: [Candidate] {
    TabularOperatorName.all.filter { $0.place == .pipe || $0.name == "union" }
      .map { Candidate(CompletionItem(text: $0.name, kind: .tabularOperator, detail: $0.summary)) }
  }

  private var statements: [Candidate] {
    [
      keyword("let", "names a value, a table or a function"),
      keyword("declare query_parameters(", "the values that a script is given"),
      keyword("set", "an option of the run"),
    ]
  }

  private var sources: [Candidate] {
    let own = scope.environment.names.compactMap { name -> Candidate? in
      switch scope.environment.binding(name) {
      case .table(let table):
        return Candidate(
          CompletionItem(
            text: Binder.written(name), kind: .variable, detail: Phrase(verbatim: columnList(table.columns))),
          letters: name)
      case .function: return variable(name)
      case .scalar, .broken, nil: return nil
      }
    }
    let tables = context.catalog.tableNames.map { name in
      Candidate(
        CompletionItem(text: Binder.written(name), kind: .table, detail: rowCount(name)), letters: name)
    }
    let makers = TabularOperatorName.all.filter {
      $0.place == .source || ["find", "search", "union"].contains($0.name)
    }
    .map { Candidate(CompletionItem(text: $0.name, kind: .tabularOperator, detail: $0.summary)) }
    return locals + own + tables + makers
  }

  private var functionsOfTables: [Candidate] {
    operands.filter { $0.item.kind != .column }
      + [keyword("materialize(", "keeps a table that is used several times", .function)]
  }

  private var locals: [Candidate] {
    scope.locals.reversed().map { local in
      Candidate(
        CompletionItem(
          text: Binder.written(local.name), kind: .variable, detail: Phrase(verbatim: local.type)),
        letters: local.name)
    }
  }

  private func columnList(_ columns: [PlanColumn]) -> String {
    let names = columns.prefix(6).map(\.name).joined(separator: ", ")
    return columns.count > 6 ? names + ", …" : names
  }

  private func rowCount(_ table: String) -> Phrase {
    context.catalog.table(named: table)?.rowCount.map(SessionText.said(rows:)) ?? ""
  }

  // MARK: - Values

  private var columns: [Candidate] {
    let wanted = expectedTypes
    let all = (scope.input?.columns ?? []).map { column in
      (
        column,
        Candidate(
          CompletionItem(
            text: Binder.written(column.name), kind: .column, detail: detail(of: column)),
          letters: column.name)
      )
    }
    guard let wanted else { return all.map(\.1) }
    return all.filter { wanted.contains($0.0.type) }.map(\.1)
      + all.filter { !wanted.contains($0.0.type) }.map(\.1)
  }

  private func detail(of column: PlanColumn) -> Phrase {
    let type = Phrase(verbatim: column.type.rawValue)
    guard let origin = column.origin else { return type }
    let schema = origin.source.schema.columns[origin.column]
    return schema.unit.isEmpty || schema.unit == schema.name ? type : "\(type), \(Phrase(known: schema.unit))"
  }

  /// The types that the argument at the cursor may have; nil for any.
  private var expectedTypes: Set<ScalarType>? {
    guard let call = place.call, let function = FunctionLibrary.function(named: call.name) else { return nil }
    var types: Set<ScalarType> = []
    for signature in function.signatures where !signature.parameters.isEmpty {
      let parameter = signature.parameters[min(call.argument, signature.parameters.count - 1)]
      switch parameter.accepts {
      case .type(let type):
        types.formUnion(
          type == .real || type == .decimal
            ? [.int, .long, .real, .decimal]
            : type == .long ? [.int, .long] : [type])
      case .oneOf(let several): types.formUnion(several)
      case .commonOrdered: types.formUnion([.int, .long, .real, .decimal, .datetime, .timespan])
      case .any, .common, .table: return nil
      }
    }
    return types.isEmpty ? nil : types
  }

  private func variable(_ name: String) -> Candidate? {
    let written = Binder.written(name)
    switch scope.environment.binding(name) {
    case .scalar(let value):
      return Candidate(
        CompletionItem(text: written, kind: .variable, detail: Phrase(verbatim: value.type.rawValue)),
        letters: name)
    case .function(let function):
      let parameters = function.declaration.parameters.compactMap { $0.name?.name }
      let holes = parameters.enumerated().map { "${\($0.offset + 1):\($0.element)}" }.joined(separator: ", ")
      return Candidate(
        CompletionItem(
          text: written + "(", kind: .function,
          detail: Phrase(verbatim: "(\(parameters.joined(separator: ", ")))"),
          snippet: "\(written)(\(holes))"), letters: name)
    case .table, .broken, nil: return nil
    }
  }

  private var operands: [Candidate] {
    let variables = locals + scope.environment.names.compactMap { variable($0) }
    let isSerialized = scope.input?.isSerialized ?? false
    var aggregates: [Candidate] = []
    var scalars: [Candidate] = []
    for function in FunctionLibrary.all where !function.name.hasPrefix("__") {
      switch function.kind {
      case .aggregate: if place.allowsAggregates { aggregates.append(candidate(function)) }
      case .window: if isSerialized { scalars.append(candidate(function)) }
      case .scalar: scalars.append(candidate(function))
      }
    }
    let words = [
      keyword("toscalar(", "the first value of a table", .function),
      keyword("true", Phrase(verbatim: "bool")),
      keyword("false", Phrase(verbatim: "bool")),
      keyword("datetime(", "a date: datetime(2024-12-31)", .function),
      keyword("dynamic(", "a list or bag", .function),
    ]
    // An aggregate's own argument is a column; elsewhere in summarize the aggregate comes first.
    let isWithinCall = place.call != nil
    return place.allowsAggregates && !isWithinCall
      ? aggregates + columns + variables + scalars + words
      : columns + variables + aggregates + scalars + words
  }

  private func candidate(_ function: FunctionDefinition) -> Candidate {
    let parameters = function.signatures.first?.parameters.filter { !$0.isOptional } ?? []
    let holes = parameters.enumerated().map { "${\($0.offset + 1):\($0.element.name)}" }
    return Candidate(
      CompletionItem(
        text: function.name + "(", kind: .function, detail: function.summary,
        snippet: "\(function.name)(\(holes.joined(separator: ", ")))"))
  }

  /// The values that occur in the column compared with, commonest first: in an open string, or where a value
  /// begins.
  private func values(in quote: Character?) -> [Candidate] {
    guard let name = place.compared, let column = scope.input?.column(name), let origin = column.origin,
      let statistics = origin.source.countedStatistics(ofColumn: origin.column, within: .milliseconds(40))
    else { return [] }
    guard let values = statistics.values else {
      // Too many to keep: the ends say what they look like.
      guard quote == nil else { return [] }
      return [statistics.minimum, statistics.maximum].compactMap { value in
        value.flatMap { literal($0) }.map {
          Candidate(CompletionItem(text: $0, kind: .value, detail: "an end of the range"))
        }
      }
    }
    let mark = quote ?? "\""
    let isText = column.type == .string
    if !isText, quote != nil { return [] }
    return values.map { value in
      let written = isText ? quoted(value.value, in: mark) : value.value
      let rows = SessionText.said(rows: value.count)
      return Candidate(CompletionItem(text: written, kind: .value, detail: rows), letters: value.value)
    }
  }

  /// The files that a path may lead to; behind a folder the path goes on.
  private func files(_ quoted: CompletionPlace.OpenString) -> [Candidate] {
    context.catalog.paths(beginningWith: quoted.content, script: script).map { path in
      let end = path.hasSuffix("/") ? "" : String(quoted.quote)
      return Candidate(
        CompletionItem(
          text: "\(quoted.quote)\(path)\(end)", kind: .file, detail: end.isEmpty ? "folder" : "file"),
        letters: path)
    }
  }

  private func literal(_ value: Value) -> String? {
    switch value {
    case .int(let value): "\(value)"
    case .long(let value): "\(value)"
    case .datetime(let value): "datetime(\(value.text.prefix(10)))"
    default: nil
    }
  }

  private func quoted(_ value: String, in quote: Character) -> String {
    var text = String(quote)
    for character in value {
      if character == quote || character == "\\" { text.append("\\") }
      text.append(character)
    }
    text.append(quote)
    return text
  }

  // MARK: - Words

  private var continuations: [Candidate] {
    let clauses =
      place.call == nil ? CompletionWords.clauses(of: place.operation, given: place.clauses) : []
    let takesConditions = !["render", "count", "take", "limit"].contains(place.operation ?? "")
    return clauses.map { keyword($0.word, $0.detail) }
      + (takesConditions ? CompletionWords.operators.map { keyword($0.word, $0.detail) } : [])
  }

  private var joinKeys: [Candidate] {
    let left = scope.input?.columns ?? []
    guard let right = scope.side?.columns else { return left.map(plain) }
    let both = left.filter { column in right.contains { $0.name == column.name } }
    let pairs = left.filter { column in !both.contains { $0.name == column.name } }.prefix(3).map { column in
      keyword("$left.\(column.name) == $right.", "keys of two names", .keyword)
    }
    return both.map(plain) + pairs
  }

  private func plain(_ column: PlanColumn) -> Candidate {
    Candidate(
      CompletionItem(text: Binder.written(column.name), kind: .column, detail: detail(of: column)),
      letters: column.name)
  }

  private var options: [Candidate] {
    guard let operation = place.operation else { return [] }
    return OperatorOptions.of(operation).map { option in
      keyword(option.name + "=", Phrase(verbatim: option.words.prefix(4).joined(separator: ", ")), .option)
    }
  }

  private func words(of option: String) -> [Candidate] {
    let operation = option == "output" ? "step" : place.operation ?? ""
    let words = OperatorOptions.of(operation).first { $0.name == option }?.words ?? []
    if words.isEmpty { return columns }
    return words.map { word in
      keyword(word, operation == "join" ? JoinKind(rawValue: word)?.summary ?? "" : "", .option)
    }
  }
}

extension JoinKind {
  /// What a kind of join keeps.
  var summary: Phrase {
    switch self {
    case .innerunique: "the default: one row of the left for each key"
    case .inner: "all pairs that match"
    case .leftouter: "all pairs, and rows of the left without a match"
    case .rightouter: "all pairs, and rows of the right without a match"
    case .fullouter: "all pairs, and rows of both sides without a match"
    case .leftsemi: "rows of the left that have a match"
    case .rightsemi: "rows of the right that have a match"
    case .leftanti: "rows of the left that have no match"
    case .rightanti: "rows of the right that have no match"
    }
  }
}
