import RegnBinder
import RegnSyntax

/// A join that does not say its kind keeps one row of each key on the left, which surprises.
let joinWithoutKind = Analyzer(
  code: DiagnosticCode("RG0701", .warning, "a join without kind")
) { analysis in
  analysis.steps.compactMap { step in
    guard case .join(let view) = step.operation, !view.parameters.contains(where: { $0.name == "kind" }),
      let keyword = view.node.tokens(.keyword).first
    else { return nil }
    let place = SourceSpan(keyword.span.end, keyword.span.end)
    return Diagnostic(
      joinWithoutKind.code, "a join without kind keeps only one row of each key on the left (innerunique)",
      at: keyword.span, label: "say which is meant: kind=inner for all pairs",
      fixes: [
        Fix("Say what it does now: kind=innerunique", replace: place, with: " kind=innerunique"),
        Fix("Keep all pairs: kind=inner", replace: place, with: " kind=inner"),
        Fix("Keep all rows of the left: kind=leftouter", replace: place, with: " kind=leftouter"),
      ])
  }
}
