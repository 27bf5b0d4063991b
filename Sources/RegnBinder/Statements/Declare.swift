import RegnData
import RegnFunctions
import RegnSyntax

extension Binder {
  /// `declare query_parameters(x: long = 5)`: values come from outside, else from the defaults.
  func bindDeclare(_ statement: DeclareStatement) -> BoundStatement? {
    var names: [String] = []
    var failed = false
    for parameter in statement.parameters {
      guard let name = parameter.name?.name else {
        failed = true
        continue
      }
      names.append(name)
      environment.define(name, .broken)
      guard let written = parameter.type else {
        failed = true
        continue
      }
      guard let type = scalarType(written) else {
        failed = true
        continue
      }
      if let text = parameters[name] {
        guard let value = ParameterValue.parse(text, as: type) else {
          report(
            .parameterValue, "the value \"\(text)\" of parameter \(name) is not \(type.withArticle)",
            at: parameter.span, label: "give one with --param \(name)=…")
          failed = true
          continue
        }
        environment.define(name, .scalar(.constant(value)))
      } else if let defaultValue = parameter.defaultValue {
        guard let bound = bind(defaultValue, .none),
          let value = convert(bound, to: type, at: defaultValue.span)
        else {
          failed = true
          continue
        }
        environment.define(name, .scalar(value))
      } else {
        report(
          .missingParameter, "parameter \(name) has no value", at: parameter.span,
          label: "give one with --param \(name)=…")
        failed = true
      }
    }
    return failed ? nil : .definition(names)
  }
}

/// Query parameters' values, given as text on a command line.
enum ParameterValue {
  /// The value that `text` means as a type: the text itself for string, else what the `to…` functions and
  /// literals accept; nil when it is none.
  static func parse(_ text: String, as type: ScalarType) -> Value? {
    if type == .string { return .string(text) }
    if type == .dynamic { return DynamicValue(json: text).map { .dynamic($0.encoded) } }
    let context = KernelContext(
      rows: 1, firstRow: 0, execution: ExecutionContext(now: DateTime(ticks: 0)))
    let column = Column(value: .string(text), count: 1)
    let value = Conversion.convert(column, to: type, context).value(0)
    return value.isNull ? nil : value
  }
}
