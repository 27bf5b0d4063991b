import RegnData
import RegnSyntax

extension Binder {
  /// The table after one operator; nil after a mistake.
  func bindOperator(_ operation: TabularOperator, input: BoundTable?) -> BoundTable? {
    switch operation {
    case .print(let view): return bindPrint(view)
    case .range(let view): return bindRange(view)
    case .datatable(let view): return bindDatatable(view)
    case .externaldata(let view): return bindExternaldata(view)
    case .union(let view): return bindUnion(view, input)
    case .search(let view): return bindSearch(view, input)
    case .find(let view): return bindFind(view, input)
    case .unknown: return nil
    default: break
    }
    guard let input else {
      report(
        .unknownTable, "\(operation.keyword?.text ?? "this operator") needs a table before it",
        at: operation.span,
        label: "write: costs | …")
      return nil
    }
    switch operation {
    case .where(let view): return bindWhere(view, input)
    case .extend(let view): return bindExtend(view, input)
    case .project(let view): return bindProject(view, input)
    case .projectAway(let view): return bindProjectAway(view, input)
    case .projectKeep(let view): return bindProjectKeep(view, input)
    case .projectRename(let view): return bindProjectRename(view, input)
    case .projectReorder(let view): return bindProjectReorder(view, input)
    case .summarize(let view): return bindSummarize(view, input)
    case .count(let view): return bindCount(view, input)
    case .distinct(let view): return bindDistinct(view, input)
    case .sort(let view): return bindSort(view, input)
    case .top(let view): return bindTop(view, input)
    case .take(let view): return bindTake(view, input)
    case .join(let view): return bindJoin(view, input)
    case .lookup(let view): return bindLookup(view, input)
    case .as(let view): return bindAs(view, input)
    case .getschema: return bindGetschema(input)
    case .mvExpand(let view): return bindMvExpand(view, input)
    case .serialize(let view): return bindSerialize(view, input)
    case .render(let view): return bindRender(view, input)
    case .parse(let view): return bindParse(view, input)
    case .invoke(let view): return bindInvoke(view, input)
    case .sample(let view): return bindSample(view, input)
    case .sampleDistinct(let view): return bindSampleDistinct(view, input)
    case .consume: return input.adding(.limit(LimitStep(input: input.plan, count: 0)))
    case .evaluate(let view): return bindEvaluate(view, input)
    case .projectByNames(let view): return bindProjectByNames(view, input)
    case .facet, .fork:
      let name = operation.keyword?.text ?? "this operator"
      report(
        .severalTables, "\(name) answers several tables; it must be the last step of a query",
        at: operation.span, label: "keep its input with let, and write a query for each")
      return nil
    case .makeSeries(let view): return bindMakeSeries(view, input)
    case .mvApply(let view): return bindMvApply(view, input)
    case .partition(let view): return bindPartition(view, input)
    case .topHitters(let view): return bindTopHitters(view, input)
    case .topNested(let view): return bindTopNested(view, input)
    case .scan(let view): return bindScan(view, input)
    case .parseKv(let view): return bindParseKv(view, input)
    case .reduce(let view): return bindReduce(view, input)
    case .outOfScope(let view):
      reportOutOfScope(view.name, at: view.span)
      return nil
    case .print, .range, .datatable, .externaldata, .union, .search, .find, .unknown: return nil
    }
  }

  /// The value of a setting such as `kind=inner`, one of the words allowed; nil when it is not given.
  /// `synonyms` are other languages' words for them.
  /// Settings that only steer a cluster (`hint.…`) are passed over; others that are not known are reported.
  func option(
    _ name: String, of parameters: [NamedParameter], in operation: String, synonyms: [String: String] = [:]
  ) -> String? {
    guard let parameter = parameters.first(where: { $0.name == name }) else { return nil }
    let allowed = OperatorOptions.words(name, of: operation)
    guard let word = parameter.word, allowed.contains(word) else {
      let written = parameter.word ?? parameter.value.text
      if let own = synonyms[written.lowercased()] {
        report(
          .unknownOption, "`\(name)` cannot be `\(written)`", at: parameter.value.span,
          label: "did you mean `\(own)`?",
          fixes: [Fix("Change to `\(own)`", replace: parameter.value.span, with: own)])
        return nil
      }
      reportUnknown(
        .unknownOption, "`\(name)` cannot be `\(written)`", name: written, candidates: allowed,
        at: parameter.value.span, otherwise: "it is one of \(allowed.prefix(9).joined(separator: ", "))")
      return nil
    }
    return word
  }

  /// Reports settings that an operator does not have.
  func checkOptions(_ parameters: [NamedParameter], of name: String) {
    let known = OperatorOptions.of(name).map(\.name)
    for parameter in parameters where !parameter.name.hasPrefix("hint.") && !known.contains(parameter.name) {
      reportUnknown(
        .unknownOption, "\(name) has no option named `\(parameter.name)`", name: parameter.name,
        candidates: known,
        at: parameter.nameSpan,
        otherwise: known.isEmpty ? "" : "its options are \(known.joined(separator: ", "))")
    }
  }

  /// A projection that passes the input's columns on as they are.
  func passing(_ columns: [PlanColumn]) -> [(column: PlanColumn, expression: BoundExpression)] {
    columns.map { (column: $0, expression: .column($0.id, $0.type)) }
  }

  /// An output column for an expression: the input's own column where it is one, unchanged.
  func output(_ name: String, _ expression: BoundExpression, from input: [PlanColumn])
    -> (column: PlanColumn, expression: BoundExpression)
  {
    if case .column(let id, let type) = expression, let source = input.first(where: { $0.id == id }) {
      let column = PlanColumn.new(name, type, origin: source.origin)
      remember(column)
      return (column, expression)
    }
    return (.new(name, expression.type), expression)
  }
}
