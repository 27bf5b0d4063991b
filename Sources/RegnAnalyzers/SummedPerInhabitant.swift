import RegnBinder
import RegnSyntax

/// Kroner per inhabitant of several municipalities do not add up: each has its own number of inhabitants.
let summedPerInhabitant = Analyzer(
  code: DiagnosticCode("RG0709", .warning, "a sum of figures per inhabitant")
) { analysis in
  foldedPerInhabitant(analysis, by: ["sum", "sumif"]).map { call, column in
    Diagnostic(
      summedPerInhabitant.code,
      "\(column.name) is per inhabitant, and the municipalities have different numbers of them",
      at: call.span,
      label: "add up the amounts and divide once: 1.0 * sum(amount) / sum(inhabitants)",
      notes: ["one municipality's figures may be added up over its functions: group by the municipality"])
  }
}

/// The mean of figures per inhabitant counts a small municipality as much as a large one.
let averageOfAverages = Analyzer(
  code: DiagnosticCode("RG0711", .warning, "an average of averages")
) { analysis in
  foldedPerInhabitant(analysis, by: ["avg", "avgif"]).map { call, column in
    Diagnostic(
      averageOfAverages.code,
      "\(column.name) is an average already, and its mean counts Læsø as much as København", at: call.span,
      label: "weight it: 1.0 * sum(amount) / sum(inhabitants), or take percentile(\(column.name), 50)")
  }
}

/// The aggregates that fold figures per inhabitant over several municipalities.
private func foldedPerInhabitant(_ analysis: Analysis, by functions: Set<String>) -> [(
  call: CallExpression, column: PlanColumn
)] {
  analysis.steps.flatMap { step -> [(call: CallExpression, column: PlanColumn)] in
    guard case .summarize(let view) = step.operation,
      !step.input.plan.fixedColumns.contains(where: { namesMunicipality($0.name) }),
      !view.by.contains(where: { namesMunicipality($0.unnamed.text) })
    else { return [] }
    return view.aggregates.flatMap { $0.calls }.compactMap { call in
      guard functions.contains(call.name), let first = call.arguments.first,
        case .name(let name) = first.unparenthesized, let column = step.input.column(name.name),
        column.isPerInhabitant
      else { return nil }
      return (call, column)
    }
  }
}

private func namesMunicipality(_ name: String) -> Bool { name == "municipality" || name == "code" }
