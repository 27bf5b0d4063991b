import RegnData

/// How a column of a result lies in a Parquet file.
enum ParquetColumnType: Equatable {
  case bool, int, long, real
  /// Instants since 1970 in UTC, in microseconds or in nanoseconds.
  case microseconds, nanoseconds
  /// Lengths of time in nanoseconds.
  case length
  /// Exact numbers of up to 18 digits, and of up to 38.
  case decimal64(scale: Int)
  case decimal128(scale: Int)
  case guid, text, json

  /// The type of column `index` of a result. Where the format's own type has no room for some value (instants
  /// finer than microseconds outside of 1677 to 2262, lengths of more than 292 years, numbers of more than
  /// 38 digits together with their decimals) it is text.
  init(_ schema: ColumnSchema, in chunks: [Chunk], index: Int) {
    switch schema.type {
    case .bool: self = .bool
    case .int: self = .int
    case .long: self = .long
    case .real: self = .real
    case .guid: self = .guid
    case .string: self = .text
    case .dynamic: self = .json
    case .datetime:
      self = .microseconds
      var fits = true
      var isFine = false
      Self.eachNumber(chunks, index) { ticks in
        isFine = isFine || ticks % 10 != 0
        fits = fits && !(ticks &- DateTime.unixEpoch.ticks).multipliedReportingOverflow(by: 100).overflow
      }
      if isFine { self = fits ? .nanoseconds : .text }
    case .timespan:
      var fits = true
      Self.eachNumber(chunks, index) { fits = fits && !$0.multipliedReportingOverflow(by: 100).overflow }
      self = fits ? .length : .text
    case .decimal: self = Self.decimal(chunks, index)
    }
  }

  private static func eachNumber(_ chunks: [Chunk], _ index: Int, _ body: (Int64) -> Void) {
    for chunk in chunks {
      let column = chunk.columns[index]
      let numbers = column.longs
      for row in 0..<(column.isConstant ? min(1, column.count) : column.count) where !column.isNull(row) {
        body(numbers[row])
      }
    }
  }

  private static func decimal(_ chunks: [Chunk], _ index: Int) -> ParquetColumnType {
    var scale = 0
    for chunk in chunks {
      let column = chunk.columns[index]
      switch column.storage {
      case .scaled(_, let known): scale = max(scale, known)
      case .decimal(let buffer):
        for row in 0..<buffer.count where !column.isNull(row) { scale = max(scale, buffer[row].scale) }
      default: break
      }
    }
    guard scale <= 38 else { return .text }
    let small: UInt128 = 1_000_000_000_000_000_000
    let large = small * small * 100
    var isSmall = scale <= 18
    for chunk in chunks {
      let column = chunk.columns[index]
      switch column.storage {
      case .scaled(let buffer, let known) where known == scale && isSmall:
        for row in 0..<buffer.count where buffer[row].magnitude >= UInt64(small) && !column.isNull(row) {
          isSmall = false
        }
      default:
        let decimals = column.decimals
        for row in 0..<decimals.count where !column.isNull(row) {
          guard let value = decimals[row].scaled(to: scale), value.magnitude < large else { return .text }
          if value.magnitude >= small { isSmall = false }
        }
      }
    }
    return isSmall ? .decimal64(scale: scale) : .decimal128(scale: scale)
  }

  /// The format's number of the type that values have in the file.
  var physical: Int {
    switch self {
    case .bool: 0
    case .int: 1
    case .long, .microseconds, .nanoseconds, .length, .decimal64: 2
    case .real: 5
    case .text, .json: 6
    case .decimal128, .guid: 7
    }
  }

  /// The bytes of a value; 0 for truth values and for those of any length.
  var width: Int {
    switch self {
    case .bool, .text, .json: 0
    case .int: 4
    case .long, .real, .microseconds, .nanoseconds, .length, .decimal64: 8
    case .decimal128, .guid: 16
    }
  }

  /// Writes the element that describes a column of the type.
  func describe(_ name: String, isRequired: Bool, to thrift: inout ThriftWriter) {
    thrift.write(1, int: physical)
    if physical == 7 { thrift.write(2, int: width) }
    thrift.write(3, int: isRequired ? 0 : 1)
    thrift.write(4, text: name)
    // The older form of what a column means comes first, for readers that know no other.
    switch self {
    case .bool, .int, .long, .real, .length: break
    case .text:
      thrift.write(6, int: 0)
      thrift.write(10) { $0.write(1) { _ in } }
    case .json:
      thrift.write(6, int: 19)
      thrift.write(10) { $0.write(12) { _ in } }
    case .guid: thrift.write(10) { $0.write(14) { _ in } }
    case .microseconds:
      thrift.write(6, int: 10)
      describeInstant(unit: 2, to: &thrift)
    case .nanoseconds: describeInstant(unit: 3, to: &thrift)
    case .decimal64(let scale), .decimal128(let scale):
      let precision = width == 8 ? 18 : 38
      thrift.write(6, int: 5)
      thrift.write(7, int: scale)
      thrift.write(8, int: precision)
      thrift.write(10) {
        $0.write(5) {
          $0.write(1, int: scale)
          $0.write(2, int: precision)
        }
      }
    }
  }

  private func describeInstant(unit: Int, to thrift: inout ThriftWriter) {
    thrift.write(10) {
      $0.write(8) {
        $0.write(1, bool: true)
        $0.write(2) { $0.write(unit) { _ in } }
      }
    }
  }
}
