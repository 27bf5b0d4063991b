import RegnData
import RegnFunctions
import RegnSyntax

/// Functions that give several values at once, such as `series_stats`: on their own they become a column for
/// each, within an expression they count as one array of them.
extension Binder {
  /// A column that a call becomes.
  struct CallPart {
    let name: String
    /// Whether the name is written in the query.
    let isNamed: Bool
    let expression: BoundExpression
    /// The call itself, when the parts are to be taken from a column that is computed before; the same
    /// for all.
    let whole: (column: PlanColumn, expression: BoundExpression)?
  }

  /// The columns of an item that stands for several values; nil when it stands for one, and nil within
  /// when it has a mistake, which has been reported.
  ///
  /// Written names go to the first values. The others keep their automatic names where no name is written at
  /// all, or with `keepsUnnamed` (as in project) where several are; else they are left out.
  func bindParts(_ expression: Expression, _ scope: Scope, keepsUnnamed: Bool) -> [CallPart]?? {
    var value = expression
    var names: [Name] = []
    var isCompound = false
    if case .named(let named) = expression {
      value = named.value
      names = named.names
      isCompound = named.isCompound
    }
    guard let endings = partEndings(value, scope) else {
      guard isCompound, names.count > 1 else { return .none }
      report(
        .argumentCount, "several names for one value", at: expression.span,
        label: "give each column an expression of its own: a = …, b = …")
      return .some(nil)
    }
    if names.count > endings.count {
      report(
        .argumentCount,
        "\(counted(names.count, "name")) for \(counted(endings.count, "value"))",
        at: names[endings.count].span,
        label: "\(value.text) gives \(endings.map(\.name).joined(separator: ", "))")
      return .some(nil)
    }
    guard let whole = bind(value, scope) else { return .some(nil) }
    var source = whole
    var computed: (column: PlanColumn, expression: BoundExpression)?
    if whole.constantValue == nil {
      let column = PlanColumn.new("", whole.type)
      computed = (column, whole)
      source = .column(column.id, column.type)
    }
    var parts: [CallPart] = []
    for (place, ending) in endings.enumerated() {
      if place >= names.count, !names.isEmpty, !(keepsUnnamed && isCompound && names.count > 1) { break }
      guard
        let part = apply(
          "__index", [source, .constant(.long(Int64(place)))], spans: [value.span, value.span], at: value.span
        )
      else { return .some(nil) }
      parts.append(
        CallPart(
          name: place < names.count ? names[place].name : ending.name, isNamed: place < names.count,
          expression: converted(part, to: ending.type), whole: computed))
    }
    return parts
  }

  /// The automatic names and the types of the columns that an expression becomes; nil when it is one value.
  private func partEndings(_ expression: Expression, _ scope: Scope) -> [(name: String, type: ScalarType)]? {
    switch expression {
    case .parenthesized(let view): return partEndings(view.expression, scope)
    case .call(let call):
      guard environment.binding(call.name) == nil, let function = FunctionLibrary.function(named: call.name)
      else { return nil }
      let arguments = call.arguments
      switch function.parts {
      case .one: return nil
      case .named(let endings):
        let prefix = "\(function.name)_\(arguments.first.flatMap { automaticName($0) } ?? "")_"
        return endings.map { (prefix + $0.ending, $0.type) }
      case .eachArray(let ending):
        var arrays = arguments
        if let last = arrays.last {
          // A flag behind the arrays is no array.
          silently { if bind(last, scope)?.type == .bool { arrays.removeLast() } }
        }
        guard arrays.count > 1 else { return nil }
        return arrays.map { ("\(automaticName($0) ?? "")_\(ending)", .dynamic) }
      }
    default: return nil
    }
  }
}
