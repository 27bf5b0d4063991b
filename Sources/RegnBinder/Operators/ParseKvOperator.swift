import RegnData
import RegnPhrases
import RegnSyntax

extension Binder {
  /// `parse-kv text as (key: type, …) with (…)`: a column for each key, from a text of keys and values.
  func bindParseKv(_ view: ParseKvOperator, _ input: BoundTable) -> BoundTable? {
    checkOptions(view.properties, of: "parse-kv")
    guard let text = bind(view.expression, scope(input)), let columns = bindSchema(view.schema) else {
      return nil
    }
    guard text.type == .string || text.type == .dynamic else {
      report(
        .incompatibleTypes, "parse-kv takes text apart; this is \(text.type.withArticle)",
        at: view.expression.span, label: "write: tostring(\(view.expression.text))")
      return nil
    }
    func texts(_ name: String) -> [String]? {
      var found: [String] = []
      for property in view.properties where property.name == name {
        for written in property.values {
          guard let value = bindConstant(written, as: .string, what: Phrase(verbatim: name))?.text else {
            return nil
          }
          found.append(value)
        }
      }
      return found
    }
    guard let pair = texts("pair_delimiter"), let between = texts("kv_delimiter"),
      let quotes = texts("quote"),
      let escapes = texts("escape"), let regex = texts("regex")
    else { return nil }
    guard pair.isEmpty == between.isEmpty else {
      report(
        .argumentCount, "parse-kv needs both pair_delimiter and kv_delimiter, or neither", at: view.node.span)
      return nil
    }
    let isGreedy = view.properties.first { $0.name == "greedy" }?.word == "true"
    func list(_ texts: [String]) -> String {
      texts.isEmpty ? "dynamic([])" : "pack_array(\(texts.map(Binder.quoted).joined(separator: ", ")))"
    }
    let bag = Binder.hiddenName("bag", in: input.columns)
    let call =
      "__parse_kv(tostring(\(view.expression.text)), \(list(columns.map(\.name))), "
      + "\(Binder.quoted(pair.first ?? "")), \(Binder.quoted(between.first ?? "")), \(list(quotes)), "
      + "\(list(escapes)), \(isGreedy), \(Binder.quoted(regex.first ?? "")))"
    let outputs = columns.map { column in
      let text = "tostring(\(bag)[\(Binder.quoted(column.name))])"
      return "\(Binder.written(column.name)) = to\(column.type.rawValue)(\(text))"
    }
    return expand(
      "__input | extend \(bag) = \(call) | extend \(outputs.joined(separator: ", ")) | project-away \(bag)",
      over: ["__input": input])
  }
}
