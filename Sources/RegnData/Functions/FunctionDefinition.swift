import RegnPhrases

/// A function of the language: its names, its forms, its help, its kernels. An open table of these is all
/// that the binder, the engine, completion, hovers and the manual know about functions.
public struct FunctionDefinition: Sendable {
  public enum Kind: Sendable, Hashable {
    /// Row by row.
    case scalar
    /// Many rows to one, in `summarize`.
    case aggregate
    /// Over serialized rows: the kernel sees all rows of the input at once, in order.
    case window
  }

  public let name: String
  /// Other names for the same function, such as `todouble` for `toreal`.
  public let aliases: [String]
  public let kind: Kind
  public let category: FunctionCategory
  /// What it gives, in one sentence.
  public let summary: Phrase
  /// The forms that it takes, tried in order.
  public let signatures: [Signature]
  /// Runs as a test and stands in help, hover and manual.
  public let examples: [FunctionExample]
  /// How an unnamed result column is called, for aggregates.
  public let naming: ResultNaming
  /// The columns that a call on its own becomes in `extend`, `project` and `print`, for scalar functions.
  public let parts: ResultParts

  public init(
    _ name: String, aliases: [String] = [], kind: Kind = .scalar, category: FunctionCategory, summary: Phrase,
    signatures: [Signature], examples: [FunctionExample], naming: ResultNaming = .prefixed,
    parts: ResultParts = .one
  ) {
    self.name = name
    self.aliases = aliases
    self.kind = kind
    self.category = category
    self.summary = summary
    self.signatures = signatures
    self.examples = examples
    self.naming = naming
    self.parts = parts
  }
}

/// The columns that a call of a scalar function becomes where it stands on its own. The kernel gives them as
/// one dynamic array, and as such the call counts within an expression.
public enum ResultParts: Sendable {
  /// A single column of the result as it is.
  case one
  /// A column for each ending and type, named after the function, its first argument and the ending:
  /// `series_stats_x_min`.
  case named([(ending: String, type: ScalarType)])
  /// When several arrays are given, a column for each, named after the argument and an ending: `x_sorted`.
  case eachArray(ending: String)
}

/// The chapter of the manual that a function stands in.
public enum FunctionCategory: String, Sendable, CaseIterable {
  case conversion, string, math, dateTime, conditional, dynamic, series, hash, window, aggregation, metadata
}

/// A query that shows a function at work, and what it answers.
public struct FunctionExample: Sendable {
  /// A whole query, such as `print abs(-5)`.
  public let query: String
  /// The answer in CSV form, its header line first, lines joined by a newline.
  public let answer: String

  public init(_ query: String, _ answer: String) {
    self.query = query
    self.answer = answer
  }
}

/// How an aggregate's unnamed result column is called (`sum(amount)` becomes `sum_amount`).
public enum ResultNaming: Sendable, Hashable {
  /// The function's name, `_`, the column's name: `sum_amount`; of an expression: `sum_`.
  case prefixed
  /// Another prefix: `list_x` for make_list.
  case prefix(String)
  /// The columns' own names: arg_max, take_any.
  case argument
  /// As `prefixed`, with each constant after it: `percentile_x_50`.
  case prefixedWithConstants
  /// As `prefixed`, with the names of the first two arguments: `covariance_x_y`.
  case prefixedWithTwo
}

/// One form of a function.
public struct Signature: Sendable {
  public let parameters: [Parameter]
  /// How often the last `variadic.count` parameters may stand, counting the first; nil when they stand once.
  public let variadic: Variadic?
  public let result: ResultType
  public let kernel: Kernel
  /// Whether equal arguments give equal results; `rand()` and `new_guid()` do not.
  public let isDeterministic: Bool

  public struct Variadic: Sendable {
    /// How many of the last parameters repeat together.
    public let count: Int
    /// How often at least and at most.
    public let times: ClosedRange<Int>

    public init(last count: Int = 1, times: ClosedRange<Int> = 1...64) {
      self.count = count
      self.times = times
    }
  }

  public init(
    _ parameters: [Parameter], variadic: Variadic? = nil, result: ResultType, isDeterministic: Bool = true,
    kernel: Kernel
  ) {
    self.parameters = parameters
    self.variadic = variadic
    self.result = result
    self.isDeterministic = isDeterministic
    self.kernel = kernel
  }

  /// A form whose kernel works on whole columns.
  public static func scalar(
    _ parameters: [Parameter], variadic: Variadic? = nil, result: ResultType, isDeterministic: Bool = true,
    _ kernel: @escaping ScalarKernel
  ) -> Signature {
    Signature(
      parameters, variadic: variadic, result: result, isDeterministic: isDeterministic,
      kernel: .scalar(kernel))
  }

  /// A form that folds groups.
  public static func aggregate(
    _ parameters: [Parameter], variadic: Variadic? = nil, result: ResultType,
    _ make: @escaping AggregateFactory
  ) -> Signature {
    Signature(parameters, variadic: variadic, result: result, kernel: .aggregate(make))
  }
}

/// A parameter of a form.
public struct Parameter: Sendable {
  /// What arguments fit a parameter; the binder converts where KQL does.
  public enum Accepts: Sendable, Hashable {
    /// Arguments of this type, or of one that converts to it by itself (int to long to real or decimal, and
    /// dynamic where the reference allows it).
    case type(ScalarType)
    /// Arguments of any of the types, taken as they are.
    case oneOf([ScalarType])
    /// Any scalar, taken as it is.
    case any
    /// Any scalar, of the same type as the other arguments for such parameters after promotion
    /// (int, long, real, decimal).
    case common
    /// As `common`, numbers, datetimes and timespans only.
    case commonOrdered
    /// A whole table: of functions whose calls the binder answers.
    case table
    /// A dynamic array or bag; text is not parsed.
    public static let dynamic = Accepts.type(.dynamic)
    /// int, long, real or decimal, as it is.
    public static let number = Accepts.oneOf([.int, .long, .real, .decimal])
    /// int or long, as long.
    public static let long = Accepts.type(.long)
    public static let int = Accepts.type(.int)
    public static let real = Accepts.type(.real)
    public static let string = Accepts.type(.string)
    public static let bool = Accepts.type(.bool)
    public static let datetime = Accepts.type(.datetime)
    public static let timespan = Accepts.type(.timespan)
  }

  public let name: String
  public let accepts: Accepts
  /// Whether the argument may be left out; optional parameters come last.
  public let isOptional: Bool
  /// What stands for a left-out argument; nil: the kernel gets fewer columns.
  public let defaultValue: Value?
  /// Whether the argument must be known before the query runs (a literal, a `let`, a parameter).
  public let mustBeConstant: Bool

  public init(
    _ name: String, _ accepts: Accepts, optional: Bool = false, default defaultValue: Value? = nil,
    constant mustBeConstant: Bool = false
  ) {
    self.name = name
    self.accepts = accepts
    self.isOptional = optional || defaultValue != nil
    self.defaultValue = defaultValue
    self.mustBeConstant = mustBeConstant
  }
}

/// The type of a call's result.
public enum ResultType: Sendable {
  case type(ScalarType)
  /// The type of the argument at this place (after conversion).
  case sameAs(Int)
  /// The common type of the `common` parameters' arguments.
  case common
  /// Found from the arguments' types and, where constant, their values; nil when they do not fit.
  case computed(@Sendable ([ScalarType], [Value?]) -> ScalarType?)
  /// Several columns (aggregates only): name endings and types, from the arguments. An ending is appended to
  /// the automatic name; with `ResultNaming.argument` the names are the arguments' own.
  case columns(@Sendable ([ScalarType], [Value?]) -> [(ending: String, type: ScalarType)])
}

/// What a call works with besides its arguments.
public struct KernelContext: Sendable {
  /// The rows to answer for: the count of the result.
  public let rows: Int
  /// The number of the first row among all rows of the input, ascending with their order.
  public let firstRow: Int64
  public let execution: ExecutionContext

  public init(rows: Int, firstRow: Int64 = 0, execution: ExecutionContext) {
    self.rows = rows
    self.firstRow = firstRow
    self.execution = execution
  }
}

/// Columns in, a column of `context.rows` rows out. Each argument is either constant or has `context.rows`
/// rows; when all are constant, `context.rows` is 1 and the caller spreads the answer. The result has the
/// type that the form promises. Throws `ExecutionError` only for what must end the query.
public typealias ScalarKernel = @Sendable (_ arguments: [Column], _ context: KernelContext) throws -> Column

/// Makes the state of one aggregate for one worker, from the arguments' types and, where constant, values.
public typealias AggregateFactory =
  @Sendable (_ types: [ScalarType], _ constants: [Value?]) throws -> any AggregateState

/// What runs a form.
public enum Kernel: Sendable {
  case scalar(ScalarKernel)
  case aggregate(AggregateFactory)
}

/// The running state of one aggregate over many groups, for one worker. Groups are numbers; a state keeps
/// arrays over groups, never an object or array for each.
public protocol AggregateState: AnyObject {
  /// Makes room for groups 0 ..< `count`; new ones start empty.
  func grow(to count: Int) throws

  /// Takes in rows: row i of every argument belongs to group `groups[i]`. Arguments are constant or have
  /// `groups.count` rows.
  func update(_ arguments: [Column], groups: GroupRows) throws

  /// Takes in another worker's state of the same class; its group g is our group `mapping[g]`, or is left out
  /// where that is `GroupRows.noGroup`.
  func merge(_ other: any AggregateState, mapping: UnsafeBufferPointer<UInt32>) throws

  /// The answers for groups 0 ..< `count`: one column for each result of the form.
  func finish(groups count: Int, in context: ExecutionContext) throws -> [Column]

  /// The bytes that the state keeps, for the memory budget.
  var byteCount: Int { get }
}

/// The groups of a run of rows.
public struct GroupRows {
  /// The number that stands for no group.
  @inlinable public static var noGroup: UInt32 { .max }

  /// The group of each row; nil when all rows belong to group 0.
  public let numbers: UnsafePointer<UInt32>?
  /// The number of rows.
  public let count: Int
  /// A number for the first row that grows with the input's order over all workers; row i is `first + i`.
  /// Aggregates whose answer depends on order (make_list, take_any, ties of arg_max) keep it.
  public let firstRow: Int64
  /// Where rows were left out: each row's distance from `firstRow`, ascending; nil when row i is `first + i`.
  public let offsets: UnsafePointer<UInt32>?

  public init(
    numbers: UnsafePointer<UInt32>?, count: Int, firstRow: Int64, offsets: UnsafePointer<UInt32>? = nil
  ) {
    self.numbers = numbers
    self.count = count
    self.firstRow = firstRow
    self.offsets = offsets
  }

  /// The place of row `row` among all rows of the input.
  @inlinable
  public func order(_ row: Int) -> Int64 {
    if let offsets { return firstRow + Int64(offsets[row]) }
    return firstRow + Int64(row)
  }

  /// The group of row `row`.
  @inlinable
  public subscript(row: Int) -> Int {
    if let numbers { return Int(numbers[row]) }
    return 0
  }
}
