import RegnData
import RegnSyntax

extension Binder {
  /// `reduce by text`: the patterns that texts follow, with the number of rows of each and one text of it;
  /// with `kind=source` each row with its pattern.
  func bindReduce(_ view: ReduceOperator, _ input: BoundTable) -> BoundTable? {
    checkOptions(view.parameters, of: "reduce")
    guard let text = bind(view.by.unnamed, scope(input)) else { return nil }
    guard text.type == .string else {
      report(
        .incompatibleTypes, "reduce looks for patterns in texts; this is \(text.type.withArticle)",
        at: view.by.span, label: "write: tostring(\(view.by.unnamed.text))")
      return nil
    }
    let kind = option("kind", of: view.parameters, in: "reduce")
    if kind == nil, view.parameters.contains(where: { $0.name == "kind" }) { return nil }
    var threshold = 0.1
    var characters = ""
    for parameter in view.parameters {
      switch parameter.name {
      case "threshold":
        guard let value = bindConstant(parameter.value, as: .real, what: "the threshold")?.double else {
          return nil
        }
        guard (0...1).contains(value) else {
          report(.literalDoesNotFit, "the threshold is a share from 0 to 1", at: parameter.value.span)
          return nil
        }
        threshold = value
      case "characters":
        guard let value = bindConstant(parameter.value, as: .string, what: "the separators")?.text else {
          return nil
        }
        characters = value
      default: break
      }
    }
    let texts = Binder.hiddenName("text", in: input.columns)
    guard
      let rows = expand("__input | extend \(texts) = \(view.by.unnamed.text)", over: ["__input": input]),
      let patterns = expand(
        """
        __rows | summarize __n = count() by \(texts)
        | summarize __texts = make_list(\(texts)), __counts = make_list(__n)
        | mv-expand __pair = __reduce(__texts, __counts, \(threshold), \(Binder.quoted(characters)))
        | where isnotnull(__pair)
        | project \(texts) = tostring(__pair[1]), Pattern = tostring(__pair[0])
        """, over: ["__rows": rows])
    else { return nil }
    let tables = ["__rows": rows, "__patterns": patterns]
    if kind == "source" {
      return expand("__rows | lookup __patterns on \(texts) | project-away \(texts)", over: tables)
    }
    return expand(
      """
      __rows | lookup __patterns on \(texts)
      | summarize Count = count(), Representative = make_list(\(texts), 1) by Pattern
      | project Pattern, Count, Representative = iff(Pattern == 'others', '', tostring(Representative[0]))
      | sort by Count desc, Pattern asc
      """, over: tables)
  }
}
