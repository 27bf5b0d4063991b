import RegnData
import RegnPhrases
import RegnSyntax

extension Binder {
  /// `bag_unpack(column, prefix, columnsConflict, ignoredProperties)`: a column for each property of the bags
  /// in a column, which itself is gone.
  ///
  /// The new columns stand behind the others, sorted by name; each has its values' type, or `dynamic` where
  /// they differ.
  func bindBagUnpack(_ plugin: PluginCall, _ input: BoundTable) -> BoundTable? {
    guard let options = bagOptions(plugin, input) else { return nil }
    let bag = Binder.written(options.bag.name)
    let others = input.columns.filter { $0.id != options.bag.id }
    guard let properties = bagProperties(plugin, options, others, input) else { return nil }
    var outputs: [String] = []
    var inherited = others
    if let schema = plugin.schema, !schema.hasStar {
      let declared = Set(schema.columns.compactMap { $0.name?.name })
      inherited = others.filter { declared.contains($0.name) }
    }
    for column in inherited where !properties.contains(where: { $0.column == column.name }) {
      outputs.append(Binder.written(column.name))
    }
    for property in properties {
      let name = Binder.written(property.column)
      if others.contains(where: { $0.name == property.column }) {
        switch options.conflict {
        case "keep_source":
          outputs.append(name)
          continue
        case "replace_source": break
        default:
          report(
            .duplicateColumn, "bag_unpack() makes a column \(property.column), and there is one already",
            at: plugin.call.span,
            label: "add columnsConflict='replace_source' or 'keep_source', or a prefix as second argument")
          return nil
        }
      }
      let value = "\(bag)[\(Binder.quoted(property.key))]"
      let type = property.type ?? .dynamic
      outputs.append(type == .dynamic ? "\(name) = \(value)" : "\(name) = to\(type.rawValue)(\(value))")
    }
    guard !outputs.isEmpty else { return input }
    return expand("__input | project " + outputs.joined(separator: ", "), over: ["__input": input])
  }

  private struct BagOptions {
    let bag: PlanColumn
    let prefix: String
    let conflict: String
    let ignored: Set<String>
  }

  private func bagOptions(_ plugin: PluginCall, _ input: BoundTable) -> BagOptions? {
    let positional = plugin.positional
    guard let first = positional.first, positional.count <= 4 else {
      report(
        .argumentCount, "bag_unpack() takes a column, a prefix, and how to settle conflicts",
        at: plugin.call.span, label: "for example: evaluate bag_unpack(properties, 'p_')")
      return nil
    }
    guard let bound = bind(first, scope(input)) else { return nil }
    guard case .column(let id, .dynamic) = bound, let bag = input.columns.first(where: { $0.id == id }) else {
      report(
        .incompatibleTypes, "bag_unpack() takes a dynamic column, not \(bound.type.withArticle)",
        at: first.span,
        label: "make one first: | extend bag = parse_json(\(first.text))")
      return nil
    }
    func argument(_ place: Int, _ name: String, _ type: ScalarType, _ what: Phrase) -> Value?? {
      guard let written = plugin.named(name) ?? (positional.count > place ? positional[place] : nil) else {
        return .some(nil)
      }
      return bindConstant(written, as: type, what: what).map { .some($0) }
    }
    guard let prefix = argument(1, "OutputColumnPrefix", .string, "the prefix"),
      let conflict = argument(2, "columnsConflict", .string, "how to settle conflicts"),
      let ignored = argument(3, "ignoredProperties", .dynamic, "the properties to leave out")
    else { return nil }
    let choices = ["error", "replace_source", "keep_source"]
    if let word = conflict?.text, !choices.contains(word) {
      reportUnknown(
        .unknownOption, "columnsConflict cannot be '\(word)'", name: word, candidates: choices,
        at: (plugin.named("columnsConflict") ?? first).span,
        otherwise: "it is one of \(choices.joined(separator: ", "))")
      return nil
    }
    return BagOptions(
      bag: bag, prefix: prefix?.text ?? "", conflict: conflict?.text ?? "error",
      ignored: Set(ignored.map(Binder.texts) ?? []))
  }

  private struct BagProperty {
    let key: String
    let column: String
    /// Nil while only nulls were seen.
    let type: ScalarType?
  }

  /// The properties that become columns: those that the schema declares, else those of the rows.
  private func bagProperties(
    _ plugin: PluginCall, _ options: BagOptions, _ others: [PlanColumn], _ input: BoundTable
  ) -> [BagProperty]? {
    if let schema = plugin.schema {
      var properties: [BagProperty] = []
      for column in schema.columns {
        guard let name = column.name?.name, let type = column.type.flatMap(scalarType) else { return nil }
        if !schema.hasStar, others.contains(where: { $0.name == name }) { continue }
        let key = name.hasPrefix(options.prefix) ? String(name.dropFirst(options.prefix.count)) : name
        properties.append(BagProperty(key: key, column: name, type: type))
      }
      return properties
    }
    let bag = Binder.written(options.bag.name)
    guard
      let found = expand(
        """
        __input | mv-expand kind=array __pair = \(bag) | where isnotnull(__pair[0])
        | distinct __key = tostring(__pair[0]), __type = gettype(__pair[1]) | sort by __key asc, __type asc
        """, over: ["__input": input]),
      let rows = rows(of: found.plan)
    else { return nil }
    var properties: [BagProperty] = []
    for row in 0..<rows.rowCount {
      guard let key = rows.columns[0].value(row).text, !key.isEmpty, !options.ignored.contains(key) else {
        continue
      }
      let type = Self.columnType(ofKind: rows.columns[1].value(row).text ?? "")
      if let last = properties.last, last.key == key {
        // A null fits every type; two types meet in dynamic.
        let both = last.type == nil || type == nil || last.type == type ? last.type ?? type : .dynamic
        properties[properties.count - 1] = BagProperty(key: key, column: last.column, type: both)
      } else {
        properties.append(BagProperty(key: key, column: options.prefix + key, type: type))
      }
    }
    return properties
  }

  /// The type of a column for values of a kind that `gettype` names; nil for nulls.
  private static func columnType(ofKind kind: String) -> ScalarType? {
    switch kind {
    case "null": nil
    // A whole number in JSON is a long, however small.
    case "int": .long
    default: ScalarType(name: kind) ?? .dynamic
    }
  }
}
