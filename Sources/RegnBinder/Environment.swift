import RegnData
import RegnSyntax
import Synchronization

/// The tables that a query may name.
public protocol Catalog: Sendable {
  /// The table of this exact name.
  func table(named name: String) -> (any TableSource)?
  /// The names of all tables, sorted.
  var tableNames: [String] { get }
  /// Opens a file for `externaldata` with the declared columns. `script` is the name of the text that asks
  /// for it: a path, or a word in angle brackets. Throws `ExecutionError`.
  func externalTable(
    path: String, script: String, columns: [ColumnSchema], properties: [String: String]
  ) throws -> any TableSource
}

/// What a name stands for that `let`, `declare query_parameters` or `as` introduced.
public enum Binding: Sendable {
  /// A scalar expression; its columns, if any, belong to the place where the name is used.
  case scalar(BoundExpression)
  case table(BoundTable)
  case function(UserFunction)
  /// Its definition was wrong and has been reported: uses say nothing more.
  case broken
}

/// A function that the user defined with `let`.
public final class UserFunction: Sendable {
  public let name: String
  public let declaration: FunctionDeclaration
  /// The names known where it was defined.
  let environment: Environment
  /// Whether its body could be judged at its definition, without the arguments. Otherwise each call judges
  /// it.
  let isJudged: Bool
  /// Whether its result is a table, judged by its text.
  public let returnsTable: Bool

  init(
    name: String, declaration: FunctionDeclaration, environment: Environment, returnsTable: Bool,
    isJudged: Bool = true
  ) {
    self.name = name
    self.declaration = declaration
    self.environment = environment
    self.returnsTable = returnsTable
    self.isJudged = isJudged
  }
}

/// The names in force at a place of a script.
public struct Environment: Sendable {
  var bindings: [String: Binding] = [:]
  private var settings: [String: Value] = [:]

  public init() {}

  /// The value that a `set` statement gave an option.
  func setting(_ name: String) -> Value? { settings[name] }

  /// Keeps what a `set` statement says; nil forgets it.
  mutating func set(_ name: String, _ value: Value?) { settings[name] = value }

  /// The names defined so far, sorted.
  public var names: [String] { bindings.keys.sorted() }

  /// What a name stands for, if it was defined.
  public func binding(_ name: String) -> Binding? { bindings[name] }

  /// Lets a name stand for something; an earlier meaning is forgotten.
  public mutating func define(_ name: String, _ binding: Binding) { bindings[name] = binding }
}

/// A table that a query or a part of it makes.
public struct BoundTable: Sendable {
  public var plan: LogicalPlan
  /// Whether the order of the rows means something (after sort, range, serialize).
  public var isSerialized: Bool
  /// The number of steps on the longest way through the plan.
  public var depth: Int
  /// The table's name, where it has one.
  public var name: String
  /// What `render` asked for, at the end of a query.
  public var render: RenderRequest?
  /// What is not known of the columns because of a mistake.
  var gaps = ColumnGaps.none

  public init(
    plan: LogicalPlan, isSerialized: Bool = false, depth: Int = 1, name: String = "",
    render: RenderRequest? = nil
  ) {
    self.plan = plan
    self.isSerialized = isSerialized
    self.depth = depth
    self.name = name
    self.render = render
  }

  public var columns: [PlanColumn] { plan.columns }

  /// The table with one more step.
  func adding(_ plan: LogicalPlan, isSerialized: Bool? = nil) -> BoundTable {
    var table = BoundTable(
      plan: plan, isSerialized: isSerialized ?? self.isSerialized, depth: depth + 1, name: name,
      render: nil)
    table.gaps = gaps
    return table
  }
}

/// Gives every column of the process a number of its own.
enum ColumnNumbers {
  private static let next = Atomic<Int>(1)
  static func make() -> ColumnID { ColumnID(next.wrappingAdd(1, ordering: .relaxed).oldValue) }
}

extension PlanColumn {
  /// A new column.
  static func new(_ name: String, _ type: ScalarType, origin: ColumnOrigin? = nil) -> PlanColumn {
    PlanColumn(id: ColumnNumbers.make(), name: name, type: type, origin: origin)
  }
}
