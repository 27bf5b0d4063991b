import RegnSyntax

extension Binder {
  /// `top-hitters n of value by weight`: the values with the most rows, or the largest sum. Kusto estimates
  /// them; here they are exact, under Kusto's names.
  func bindTopHitters(_ view: TopHittersOperator, _ input: BoundTable) -> BoundTable? {
    guard bindCount(view.count) != nil, bind(view.of.unnamed, scope(input)) != nil else { return nil }
    if let weight = view.by {
      guard let bound = bind(weight.unnamed, scope(input)) else { return nil }
      guard bound.type.isNumeric else {
        report(
          .incompatibleTypes, "top-hitters adds up numbers, not \(bound.type.withArticle)", at: weight.span)
        return nil
      }
    }
    let name = automaticName(view.of) ?? "Column1"
    let fold = view.by.map { "sum(\($0.unnamed.text))" } ?? "count()"
    let total = Binder.written("approximate_\(view.by == nil ? "count" : "sum")_\(name)")
    return expand(
      """
      __input | summarize \(total) = \(fold) by \(Binder.written(name)) = \(view.of.unnamed.text)
      | top \(view.count.text) by \(total)
      """, over: ["__input": input])
  }
}
