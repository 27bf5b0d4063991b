import RegnBinder
import RegnSyntax

/// `take` picks any rows: what is folded of them is no figure.
let takeBeforeAggregate = Analyzer(
  code: DiagnosticCode("RG0703", .warning, "an aggregate over rows that take picked")
) { analysis in
  analysis.tree.root.node.descendants.flatMap { node -> [Diagnostic] in
    guard let pipe = PipeExpression(node) else { return [] }
    var taken: SourceSpan?
    var found: [Diagnostic] = []
    var isSorted = false
    for operation in pipe.operators {
      switch operation {
      case .sort: isSorted = true
      case .take(let view): taken = isSorted ? nil : view.node.tokens(.keyword).first?.span
      case .summarize, .makeSeries, .topNested, .topHitters:
        if let taken {
          found.append(
            Diagnostic(
              takeBeforeAggregate.code, "the rows that take picks are any rows, and what follows folds them",
              at: taken, label: "order them first: | top N by …, or leave take out",
              related: operation.keyword.map { [Diagnostic.Related($0.span, "they are folded here")] } ?? []))
        }
        taken = nil
      default: break
      }
    }
    return found
  }
}
