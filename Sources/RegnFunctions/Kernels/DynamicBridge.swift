import RegnData

/// The order of two encoded dynamic values: negative, zero or positive.
func compareDynamic(_ a: Bytes, _ b: Bytes) -> Int { DynamicRef(a).compare(DynamicRef(b)) }

/// Appends what `tostring` gives for an encoded value.
func appendDynamicText(_ bytes: Bytes, to output: inout [UInt8]) {
  DynamicRef(bytes).appendAsString(to: &output)
}

/// Whether an encoded value is null or an empty string.
func isEmptyDynamic(_ bytes: Bytes) -> Bool {
  let value = DynamicRef(bytes)
  return value.isNull || value.stringBytes?.isEmpty == true
}

/// What `gettype` says of an encoded value; whole numbers that fit 32 bits are `int` (reference page).
func dynamicTypeName(_ bytes: Bytes) -> StaticString {
  let value = DynamicRef(bytes)
  switch value.kind {
  case .null: return "null"
  case .bool: return "bool"
  case .long: return value.asLong.flatMap { Int32(exactly: $0) } == nil ? "long" : "int"
  case .real: return "real"
  case .decimal: return "decimal"
  case .string: return "string"
  case .datetime: return "datetime"
  case .timespan: return "timespan"
  case .guid: return "guid"
  case .array: return "array"
  case .bag: return "dictionary"
  }
}

/// A column of encoded values: `write` appends one value for each row, or returns false for a null.
@inline(__always)
func dynamicRows(
  _ context: KernelContext, _ write: (_ row: Int, _ writer: inout DynamicWriter) throws -> Bool
) throws -> Column {
  var builder = ColumnBuilder(type: .dynamic, capacity: context.rows)
  var writer = DynamicWriter()
  var growth = GrowthGuard(context)
  for row in 0..<context.rows {
    writer.removeAll()
    if try write(row, &writer) {
      if writer.hasOverflowed { throw ExecutionError.tooLargeDynamic }
      try growth.count(writer.bytes.count)
      writer.bytes.withUnsafeBufferPointer { builder.append(bytes: $0) }
    } else {
      builder.appendNull()
    }
  }
  return builder.finish()
}

/// The numbers of a dynamic column (or in its strings): as longs when all are whole, else as reals, so that
/// comparing with a long neither cuts a fraction off nor rounds a long number.
func numericColumn(_ column: Column, _ context: KernelContext) -> Column {
  guard case .dynamic(let values) = column.storage else { return column }
  var isWhole = true
  for row in 0..<values.count where isWhole {
    if column.validity?[row] == false { continue }
    let value = DynamicRef(values.bytes(row))
    switch value.kind {
    case .real, .decimal: isWhole = false
    case .string: isWhole = value.stringBytes.map { parseLong($0) != nil || parseReal($0) == nil } ?? true
    default: break
    }
  }
  return Conversion.convert(column, to: isWhole ? .long : .real, context)
}

extension ExecutionError {
  /// A dynamic value beyond what its encoding can hold.
  static let tooLargeDynamic = ExecutionError(
    code: "RG0604", message: "a dynamic value would be larger than 4 GB",
    hint: "keep fewer or shorter elements")
}

extension Conversion {
  /// Dynamic values in another type; what does not convert is null.
  static func dynamicColumn(_ column: Column, to type: ScalarType, _ context: KernelContext) -> Column {
    let values = column.strings
    let stride = column.stride
    @inline(__always)
    func rows<R: ColumnElement>(_ convert: (DynamicRef) -> R?) -> Column {
      rowsOptional(context, to: type) { row in
        column.isNull(row) ? nil : convert(DynamicRef(values.bytes(row &* stride)))
      }
    }
    switch type {
    case .string:
      return stringRows(context) { row, output in
        if column.isNull(row) { return false }
        DynamicRef(values.bytes(row &* stride)).appendAsString(to: &output)
        return true
      }
    case .bool: return rows { bool($0) }
    case .int: return rows { long($0).flatMap { Int32(exactly: $0) } }
    case .long: return rows { long($0) }
    case .real: return rows { real($0) }
    case .decimal: return rows { decimal($0) }
    case .datetime: return rows { datetime($0)?.ticks }
    case .timespan: return rows { timespan($0)?.ticks }
    case .guid: return rows { $0.asGuid ?? $0.stringBytes.flatMap { Guid(leadingDigits: $0) } }
    case .dynamic: return column
    }
  }

  private static func bool(_ value: DynamicRef) -> Bool? {
    switch value.kind {
    case .bool: value.asBool
    case .long, .real, .decimal: value.asNumber.map { $0 != 0 }
    case .string: value.stringBytes.flatMap { parseBool($0) }
    default: nil
    }
  }

  private static func long(_ value: DynamicRef) -> Int64? {
    switch value.kind {
    case .bool: value.asBool.map { $0 ? 1 : 0 }
    case .long: value.asLong
    case .real: value.asReal.flatMap { Int64(exactly: $0.rounded(.towardZero)) }
    case .decimal: value.asDecimal.flatMap { truncated($0) }
    case .string: value.stringBytes.flatMap { parseLong($0) }
    case .datetime: value.asDateTime?.ticks
    case .timespan: value.asTimespan?.ticks
    default: nil
    }
  }

  private static func real(_ value: DynamicRef) -> Double? {
    switch value.kind {
    case .bool: value.asBool.map { $0 ? 1 : 0 }
    case .long, .real, .decimal: value.asNumber
    case .string: value.stringBytes.flatMap { parseReal($0) }
    default: nil
    }
  }

  private static func decimal(_ value: DynamicRef) -> Decimal? {
    switch value.kind {
    case .bool: value.asBool.map { Decimal($0 ? 1 : 0) }
    case .long: value.asLong.map { Decimal($0) }
    case .real: value.asReal.flatMap { Decimal($0) }
    case .decimal: value.asDecimal
    case .string: value.stringBytes.flatMap { Decimal(parsing: $0) }
    default: nil
    }
  }

  private static func datetime(_ value: DynamicRef) -> DateTime? {
    switch value.kind {
    case .datetime: value.asDateTime
    case .long: value.asLong.flatMap { DateTime(checkingTicks: $0) }
    case .string: value.stringBytes.flatMap { DateTime(parsing: $0) }
    default: nil
    }
  }

  private static func timespan(_ value: DynamicRef) -> Timespan? {
    switch value.kind {
    case .timespan: value.asTimespan
    case .long: value.asLong.map { Timespan(ticks: $0) }
    case .string: value.stringBytes.flatMap { Timespan(parsing: $0) }
    default: nil
    }
  }

  /// Values of any type as dynamic ones; text becomes a string, it is not read as JSON.
  static func encodedColumn(_ column: Column, _ context: KernelContext) -> Column {
    let encoder = DynamicEncoder(column)
    var builder = ColumnBuilder(type: .dynamic, capacity: context.rows)
    var writer = DynamicWriter()
    for row in 0..<context.rows {
      if column.isNull(row) {
        builder.appendNull()
        continue
      }
      writer.removeAll()
      encoder.append(row, to: &writer)
      writer.bytes.withUnsafeBufferPointer { builder.append(bytes: $0) }
    }
    return builder.finish()
  }
}

/// Appends a column's values to dynamic ones under construction; null appends a null.
struct DynamicEncoder {
  private enum Source {
    case bool(Buffer<Bool>)
    case long(Buffer<Int64>)
    case real(Buffer<Double>)
    case decimal(Buffer<Decimal>)
    case datetime(Buffer<Int64>)
    case timespan(Buffer<Int64>)
    case guid(Buffer<Guid>)
    case string(StringArray)
    case dynamic(StringArray)
  }

  private let source: Source
  private let column: Column
  private let stride: Int

  init(_ column: Column) {
    self.column = column
    stride = column.stride
    source =
      switch column.type {
      case .bool: .bool(column.bools)
      case .int, .long: .long(column.longs)
      case .real: .real(column.reals)
      case .decimal: .decimal(column.decimals)
      case .datetime: .datetime(column.longs)
      case .timespan: .timespan(column.longs)
      case .guid: .guid(column.guids)
      case .string: .string(column.strings)
      case .dynamic: .dynamic(column.strings)
      }
  }

  /// Appends the value of row `row`.
  func append(_ row: Int, to writer: inout DynamicWriter) {
    if column.isNull(row) { return writer.appendNull() }
    let index = row &* stride
    switch source {
    case .bool(let values): writer.append(values.base[index])
    case .long(let values): writer.append(values.base[index])
    case .real(let values): writer.append(values.base[index])
    case .decimal(let values): writer.append(values.base[index])
    case .datetime(let values): writer.append(DateTime(ticks: values.base[index]))
    case .timespan(let values): writer.append(Timespan(ticks: values.base[index]))
    case .guid(let values): writer.append(values.base[index])
    case .string(let strings): writer.append(string: strings.bytes(index))
    case .dynamic(let values): writer.append(DynamicRef(values.bytes(index)))
    }
  }
}
