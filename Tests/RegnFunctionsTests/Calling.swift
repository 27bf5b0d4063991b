import RegnData

@testable import RegnFunctions

/// Calls functions by name as a query would: the first form whose parameters the arguments fit, with the
/// conversions of numbers that the binder makes.
func call(_ name: String, _ arguments: [Column], rows: Int) throws -> Column {
  guard let function = FunctionLibrary.function(named: name) else {
    throw ExecutionError(code: "test", message: "no function \(name)")
  }
  let execution = ExecutionContext(now: DateTime(ticks: 638_000_000_000_000_000))
  let context = KernelContext(rows: rows, execution: execution)
  for signature in function.signatures {
    guard let columns = fit(arguments, signature, context) else { continue }
    guard case .scalar(let kernel) = signature.kernel else { continue }
    return try kernel(columns, context)
  }
  throw ExecutionError(code: "test", message: "no form of \(name) takes \(arguments.map(\.type))")
}

/// Calls a function with constants.
func call(_ name: String, _ values: Value...) throws -> Value {
  let column = try call(name, values.map { Column(value: $0, count: 1) }, rows: 1)
  return column.value(0)
}

private let ranks: [ScalarType: Int] = [.int: 0, .long: 1, .real: 2, .decimal: 3]

private func fit(_ arguments: [Column], _ signature: Signature, _ context: KernelContext) -> [Column]? {
  var parameters = signature.parameters
  if let variadic = signature.variadic {
    let repeated = parameters.suffix(variadic.count)
    while parameters.count < arguments.count { parameters += repeated }
  }
  guard arguments.count <= parameters.count else { return nil }
  var columns: [Column] = []
  for (place, parameter) in parameters.enumerated() {
    guard place < arguments.count else {
      guard parameter.isOptional else { return nil }
      if let value = parameter.defaultValue { columns.append(Column(value: value, count: context.rows)) }
      continue
    }
    let argument = arguments[place]
    switch parameter.accepts {
    case .type(let type):
      if argument.type == type {
        columns.append(argument)
      } else if let from = ranks[argument.type], let to = ranks[type], from < to {
        columns.append(Conversion.convert(argument, to: type, context))
      } else {
        return nil
      }
    case .oneOf(let types):
      guard types.contains(argument.type) else { return nil }
      columns.append(argument)
    case .any: columns.append(argument)
    case .table: return nil
    case .common, .commonOrdered:
      let types = zip(parameters, arguments).filter {
        $0.0.accepts == .common || $0.0.accepts == .commonOrdered
      }.map(\.1.type)
      if Set(types).count == 1 {
        columns.append(argument)
      } else if let widest = types.max(by: { ranks[$0] ?? 9 < ranks[$1] ?? 9 }),
        types.allSatisfy({ ranks[$0] != nil })
      {
        columns.append(Conversion.convert(argument, to: widest, context))
      } else {
        return nil
      }
    }
  }
  return columns
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int64) { self = .long(value) }
  public init(floatLiteral value: Double) { self = .real(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }

  /// The printed form: what a cell of a result shows; `null` for nulls.
  var printed: String {
    if isNull { return "null" }
    let context = KernelContext(rows: 1, execution: ExecutionContext(now: .minimum))
    return Conversion.convert(self, to: .string, context).text ?? ""
  }
}

func time(_ text: String) -> Value { DateTime(text).map { .datetime($0) } ?? .null(.datetime) }
func span(_ text: String) -> Value { Timespan(text).map { .timespan($0) } ?? .null(.timespan) }
func json(_ text: String) -> Value {
  DynamicValue(json: text).map { .dynamic($0.encoded) } ?? .null(.dynamic)
}
func exact(_ text: String) -> Value { Decimal(text).map { .decimal($0) } ?? .null(.decimal) }
