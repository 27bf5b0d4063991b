import RegnData
import RegnFunctions
import RegnSyntax

extension Binder {
  /// `make-series aggregates on axis from start to end step size by keys`: for each key an array of the
  /// aggregates of evenly spaced bins, with a default where a bin has no rows, and an array of the bins.
  func bindMakeSeries(_ view: MakeSeriesOperator, _ input: BoundTable) -> BoundTable? {
    checkOptions(view.parameters, of: "make-series")
    let isNonempty = option("kind", of: view.parameters, in: "make-series") == "nonempty"
    guard let axis = bindSeriesAxis(view, input) else { return nil }
    let aggregates = view.aggregates.compactMap { bindSeriesAggregate($0, input) }
    guard aggregates.count == view.aggregates.count else { return nil }
    for key in view.by where bind(key.unnamed, scope(input)) == nil { return nil }
    // First an aggregate for each key and bin …
    var bounds: [String] = []
    if let start = axis.start { bounds.append("__axis >= \(start)") }
    if let end = axis.end { bounds.append("__axis \(axis.includesEnd ? "<=" : "<") \(end)") }
    let filter = bounds.isEmpty ? "isnotnull(__axis)" : bounds.joined(separator: " and ")
    let folds = aggregates.map(\.text).joined(separator: ", ")
    let by = (view.by.map(\.text) + ["__bin = \(axis.bin)"]).joined(separator: ", ")
    guard
      let binned = expand(
        "__input | extend __axis = \(axis.text) | where \(filter) | summarize \(folds) by \(by)",
        over: ["__input": input])
    else { return nil }
    let keys = binned.columns.prefix(view.by.count).map { Binder.written($0.name) }
    let values = binned.columns.dropFirst(view.by.count + 1)
    // … then for each key the aggregates and the numbers of their bins side by side …
    let lists = values.map { column in
      "\(Binder.written(column.name)) = make_list_with_nulls(\(Binder.written(column.name)))"
    }
    let group = keys.isEmpty ? "" : " by " + keys.joined(separator: ", ")
    guard
      let listed = expand(
        """
        __binned | extend __index = \(axis.index("__bin"))
        | summarize __indexes = make_list(__index), __low = min(__index), __high = max(__index), \
        \(lists.joined(separator: ", "))\(group)
        | where array_length(__indexes) > 0
        """, over: ["__binned": binned])
    else { return nil }
    // … and at last the arrays, each aggregate at the place of its bin.
    let first = axis.start.map { axis.index(axis.isAligned ? "bin(\($0), \(axis.step))" : $0) }
    let last = axis.last
    let places = "__first = \(first ?? "__low"), __last = \(last ?? "__high")"
    func series(_ indexes: String, _ list: (PlanColumn) -> String) -> [String] {
      zip(values, aggregates).map { column, aggregate in
        "\(Binder.written(column.name)) = __series_from(\(indexes), \(list(column)), __first, __last, "
          + "to\(column.type.rawValue)(\(aggregate.defaultValue)))"
      }
    }
    let axisName = Binder.written(axis.name)
    let bins =
      "\(axisName) = range(\(axis.value("__first")), \(axis.value("__last")), \(axis.step))"
    let outputs = keys + series("__indexes") { Binder.written($0.name) } + [bins]
    let query = "| extend \(places) | project \(outputs.joined(separator: ", "))"
    guard let answer = expand("__listed \(query)", over: ["__listed": listed]) else { return nil }
    guard isNonempty, keys.isEmpty, let first, let last else { return answer }
    let defaults = series("dynamic([])") { _ in "dynamic([])" } + [bins]
    return expand(
      """
      union __answer, (print __first = \(first), __last = \(last) | where toscalar(__answer | count) == 0
      | project \(defaults.joined(separator: ", ")))
      """, over: ["__answer": answer])
  }

  /// The axis of a series, as texts of KQL.
  private struct SeriesAxis {
    let name: String
    let text: String
    let step: String
    let start: String?
    let end: String?
    /// Whether bins are multiples of the step (the form `in range(…)`, or without a start).
    let isAligned: Bool
    let includesEnd: Bool
    /// Where bin 0 begins.
    let origin: String
    let isWhole: Bool

    var bin: String { isAligned ? "bin(__axis, \(step))" : "bin_at(__axis, \(step), \(start ?? origin))" }

    /// The number of a bin.
    func index(_ bin: String) -> String {
      isWhole ? "(\(bin) - \(origin)) / (\(step))" : "tolong(round((\(bin) - \(origin)) / (\(step))))"
    }

    /// Where a bin of a number begins.
    func value(_ index: String) -> String { "\(origin) + \(index) * (\(step))" }

    /// The number of the last bin, where an end is given.
    var last: String? {
      guard let end else { return nil }
      if includesEnd { return index("bin(\(end), \(step))") }
      return "tolong(ceiling(1.0 * (\(end) - \(origin)) / (\(step)))) - 1"
    }
  }

  private func bindSeriesAxis(_ view: MakeSeriesOperator, _ input: BoundTable) -> SeriesAxis? {
    guard let axis = bind(view.on.unnamed, scope(input)) else { return nil }
    var (start, end, step) = (view.from, view.to, view.step)
    var isRange = false
    if case .call(let call)? = view.range, call.arguments.count == 3 {
      (start, end, step) = (call.arguments[0], call.arguments[1], call.arguments[2])
      isRange = true
    }
    guard let step, let boundStep = bind(step, .none) else { return nil }
    let isTime = axis.type == .datetime || axis.type == .timespan
    guard isTime || axis.type.isNumeric else {
      report(
        .incompatibleTypes, "a series runs along times or numbers, not along \(axis.type.withArticle)",
        at: view.on.span, label: axis.type == .string ? "convert it: todatetime(…) or tolong(…)" : "")
      return nil
    }
    guard isTime ? boundStep.type == .timespan : boundStep.type.isNumeric else {
      report(
        .incompatibleTypes,
        isTime
          ? """
          the step is \(boundStep.type.withArticle); along \(axis.type.withArticle) it is a timespan such as \
          1d
          """
          : "the step is \(boundStep.type.withArticle); along \(axis.type.withArticle) it is a number",
        at: step.span)
      return nil
    }
    if let size = boundStep.constantValue?.double ?? boundStep.constantValue?.ticksAsDouble, size <= 0 {
      report(.literalDoesNotFit, "the step of a series must be above 0", at: step.span)
      return nil
    }
    for bound in [start, end].compactMap({ $0 }) {
      guard let value = bind(bound, .none) else { return nil }
      guard value.type == axis.type || (!isTime && value.type.isNumeric) else {
        report(
          .incompatibleTypes,
          "the axis is \(axis.type.withArticle), and this bound is \(value.type.withArticle)", at: bound.span)
        return nil
      }
    }
    let zero: String =
      switch axis.type {
      case .datetime: "datetime(0001-01-01)"
      case .timespan: "timespan(0)"
      case .real, .decimal: "0.0"
      default: "0"
      }
    let isAligned = isRange || start == nil
    let wholeTypes: [ScalarType] = [.int, .long]
    let isWhole =
      wholeTypes.contains(axis.type) && wholeTypes.contains(boundStep.type)
      && (start.flatMap { bind($0, .none)?.type }.map(wholeTypes.contains) ?? true)
    return SeriesAxis(
      name: automaticName(view.on) ?? "Column1", text: view.on.unnamed.text, step: step.text,
      start: start.map { "(\($0.text))" }, end: end.map { "(\($0.text))" }, isAligned: isAligned,
      includesEnd: isRange, origin: isAligned ? zero : "(\(start?.text ?? zero))",
      isWhole: isWhole)
  }

  private func bindSeriesAggregate(_ view: SeriesAggregate, _ input: BoundTable) -> (
    text: String, defaultValue: String
  )? {
    let collector = AggregateCollector()
    let rows = Scope(input.columns, owner: scope(input).owner, aggregates: collector)
    guard let bound = bind(view.expression.unnamed, rows) else { return nil }
    guard !collector.aggregates.isEmpty, bound.type.isNumeric || bound.type == .timespan else {
      report(
        .columnOutsideAggregate, "make-series takes aggregates that give numbers", at: view.expression.span,
        label: "for example: sum(\(view.expression.unnamed.text))")
      return nil
    }
    if let written = view.defaultValue, bind(written, .none) == nil { return nil }
    return (view.expression.text, view.defaultValue?.text ?? "0")
  }
}

extension Value {
  /// The ticks of a timespan.
  fileprivate var ticksAsDouble: Double? {
    if case .timespan(let span) = self { Double(span.ticks) } else { nil }
  }
}
