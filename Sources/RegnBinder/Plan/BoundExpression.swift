import RegnData

/// Names a column of one plan, whatever it is called and wherever it stands. Unique in a binding.
public struct ColumnID: Hashable, Sendable, CustomStringConvertible {
  public let number: Int
  public init(_ number: Int) { self.number = number }
  public var description: String { "#\(number)" }
}

/// A column that a step of a plan puts out.
public struct PlanColumn: Sendable {
  public let id: ColumnID
  public let name: String
  public let type: ScalarType
  /// The table column whose values these are, unchanged; nil when they are computed.
  public let origin: ColumnOrigin?

  public init(id: ColumnID, name: String, type: ScalarType, origin: ColumnOrigin? = nil) {
    self.id = id
    self.name = name
    self.type = type
    self.origin = origin
  }

  /// The same column under another name.
  public func renamed(_ name: String) -> PlanColumn {
    PlanColumn(id: id, name: name, type: type, origin: origin)
  }
}

/// A table's column that a plan's column shows unchanged.
public struct ColumnOrigin: Sendable {
  public let table: String
  public let source: any TableSource
  public let column: Int

  public init(table: String, source: any TableSource, column: Int) {
    self.table = table
    self.source = source
    self.column = column
  }
}

/// An expression with every name and type resolved.
public indirect enum BoundExpression: Sendable {
  case constant(Value)
  case column(ColumnID, ScalarType)
  case call(BoundCall)
  /// The value as another type, as the `to…` functions convert it.
  case convert(BoundExpression, ScalarType)
  /// The first value of a query that runs before the statement (`toscalar`).
  case scalarQuery(SharedPlan, ScalarType)
  /// Whether the value is among the first column's values of a query that runs before the statement.
  case inQuery(BoundExpression, SharedPlan, caseInsensitive: Bool)
}

/// A call of one form of a function.
public struct BoundCall: Sendable {
  public let function: FunctionDefinition
  public let signature: Signature
  public let arguments: [BoundExpression]
  public let type: ScalarType

  public init(
    function: FunctionDefinition, signature: Signature, arguments: [BoundExpression], type: ScalarType
  ) {
    self.function = function
    self.signature = signature
    self.arguments = arguments
    self.type = type
  }
}

extension BoundExpression {
  /// The type of the expression's values.
  public var type: ScalarType {
    switch self {
    case .constant(let value): value.type
    case .column(_, let type): type
    case .call(let call): call.type
    case .convert(_, let type): type
    case .scalarQuery(_, let type): type
    case .inQuery: .bool
    }
  }

  /// The value, when the expression is a constant.
  public var constantValue: Value? { if case .constant(let value) = self { value } else { nil } }

  /// The expressions that this one is made of.
  public var children: [BoundExpression] {
    switch self {
    case .constant, .column, .scalarQuery: []
    case .call(let call): call.arguments
    case .convert(let inner, _): [inner]
    case .inQuery(let value, _, _): [value]
    }
  }

  /// The same expression over other parts.
  public func withChildren(_ children: [BoundExpression]) -> BoundExpression {
    switch self {
    case .constant, .column, .scalarQuery: self
    case .call(let call):
      .call(
        BoundCall(function: call.function, signature: call.signature, arguments: children, type: call.type))
    case .convert(_, let type): .convert(children[0], type)
    case .inQuery(_, let plan, let insensitive): .inQuery(children[0], plan, caseInsensitive: insensitive)
    }
  }

  /// The expression with `transform` applied to every part, innermost first.
  public func rewritten(_ transform: (BoundExpression) -> BoundExpression) -> BoundExpression {
    let parts = children
    if parts.isEmpty { return transform(self) }
    return transform(withChildren(parts.map { $0.rewritten(transform) }))
  }

  /// Calls `visit` with every part, the expression itself first.
  public func walk(_ visit: (BoundExpression) -> Void) {
    visit(self)
    for child in children { child.walk(visit) }
  }

  /// The number of parts, counted no further than `limit`.
  func size(upTo limit: Int) -> Int {
    var waiting = [self]
    var count = 0
    while let part = waiting.popLast(), count < limit {
      count += 1
      waiting += part.children
    }
    return count
  }

  /// The columns that the expression reads.
  public var columns: Set<ColumnID> {
    var found = Set<ColumnID>()
    walk { if case .column(let id, _) = $0 { found.insert(id) } }
    return found
  }

  /// Whether any call in the expression is of a window function.
  public var usesWindow: Bool {
    if case .call(let call) = self, call.function.kind == .window { return true }
    return children.contains { $0.usesWindow }
  }

  /// Whether equal inputs always give equal values.
  public var isDeterministic: Bool {
    if case .call(let call) = self, !call.signature.isDeterministic { return false }
    return children.allSatisfy { $0.isDeterministic }
  }
}
