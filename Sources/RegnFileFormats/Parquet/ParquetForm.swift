import RegnData
import RegnPhrases

/// How the values of a column of the file become values of KQL.
enum ParquetForm: Sendable, Hashable {
  case bool
  /// Signed numbers of up to 32 bits, and unsigned ones of up to 16.
  case int32
  case unsigned32
  case int64
  case unsigned64
  /// Days since 1970.
  case days
  /// Instants since 1970, each of so many ticks of 100 ns, or so many to a tick.
  case instant(ticks: Int64, perTick: Int64)
  /// Times of day and lengths of time, counted in the same ways.
  case clock(ticks: Int64, perTick: Int64)
  /// Instants of 96 bits: nanoseconds of a day, and the day's Julian number.
  case julian
  /// Exact numbers with so many decimals, of up to 18 digits.
  case scaled(Int)
  /// Exact numbers with so many decimals and any number of digits.
  case exact(Int)
  case single
  case double
  case half
  case guid
  /// Months, days and milliseconds.
  case interval
  /// Text. Bytes of which the file does not say what they are count as text, too, as long as they are
  /// UTF-8; `isSaid` tells those from the rest.
  case text(isSaid: Bool)
  /// Bytes, shown in base64.
  case base64
  case json

  /// The form of a column of values; the clause says why there is none.
  init(_ element: ParquetElement, _ type: ParquetPhysicalType) throws(ParquetFailure) {
    switch (type, element.meaning) {
    case (.boolean, _): self = .bool
    case (.int32, .date): self = .days
    case (.int32, .time), (.int64, .time(.milliseconds)): self = .clock(ticks: 10_000, perTick: 1)
    case (.int64, .time(.microseconds)): self = .clock(ticks: 10, perTick: 1)
    case (.int64, .time(.nanoseconds)): self = .clock(ticks: 1, perTick: 100)
    case (.int64, .timestamp(.milliseconds, _)): self = .instant(ticks: 10_000, perTick: 1)
    case (.int64, .timestamp(.microseconds, _)): self = .instant(ticks: 10, perTick: 1)
    case (.int64, .timestamp(.nanoseconds, _)): self = .instant(ticks: 1, perTick: 100)
    case (.int32, .decimal(let scale, _)), (.int64, .decimal(let scale, _)):
      self = scale <= 18 ? .scaled(scale) : .exact(scale)
    case (.fixed, .decimal(let scale, let precision)), (.bytes, .decimal(let scale, let precision)):
      self = scale <= 18 && precision <= 18 ? .scaled(scale) : .exact(scale)
    case (.int32, .integer(32, false)): self = .unsigned32
    case (.int64, .integer(64, false)): self = .unsigned64
    case (.int32, _): self = .int32
    case (.int64, _): self = .int64
    case (.int96, _): self = .julian
    case (.float, _): self = .single
    case (.double, _): self = .double
    case (.fixed, .uuid) where element.length == 16: self = .guid
    case (.fixed, .half) where element.length == 2: self = .half
    case (.fixed, .interval) where element.length == 12: self = .interval
    case (.bytes, .json): self = .json
    case (.bytes, .text): self = .text(isSaid: true)
    case (.bytes, _): self = .text(isSaid: false)
    case (.fixed, _): self = .base64
    }
    switch self {
    case .scaled(let scale), .exact(let scale):
      guard scale >= 0, scale <= 76 else { throw ParquetFailure(what: "a column has \(scale) decimals") }
    default: break
    }
  }

  /// The kind of what comes out when nothing else is asked for.
  var kind: ColumnKind {
    switch self {
    case .bool: .bool
    case .int32: .int
    case .unsigned32, .int64, .unsigned64: .long
    case .days, .instant, .julian: .datetime(.yearMonthDay)
    case .clock, .interval: .timespan
    case .scaled(let scale): .scaled(scale)
    case .exact: .decimal
    case .single, .double, .half: .real
    case .guid: .guid
    case .text, .base64: .string
    case .json: .dynamic
    }
  }

  /// The kind that comes out when `wanted` is asked for: of exact numbers any that has room for them.
  func kind(wanted: ColumnKind) -> ColumnKind {
    switch self {
    case .unsigned64, .scaled, .exact: wanted == .decimal || wanted == .real ? wanted : kind
    default: kind
    }
  }

  /// What the column's user should know of the way from the file's values to KQL's; empty when nothing.
  var remark: Phrase {
    switch self {
    case .instant(_, perTick: 100), .clock(_, perTick: 100): "nanoseconds, cut to 100 ns"
    case .julian: "instants of 96 bits, cut to 100 ns"
    case .scaled: kind.decimalsRemark
    case .base64: "bytes, in base64"
    case .single, .half: "numbers of less than double precision"
    default: ""
    }
  }
}
