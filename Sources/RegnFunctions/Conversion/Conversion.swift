import RegnData

/// Conversions between the scalar types, as `tostring`, `tolong` and their kin make them; the binder and the
/// evaluator call the same for conversions that a query does not spell out.
///
/// A value that the target type cannot hold becomes null (an empty string never stands for a failure but for
/// null, for strings have none).
public enum Conversion {
  /// The column's values in another type; a constant column stays constant. Columns of the type itself are
  /// returned as they are.
  public static func convert(_ column: Column, to type: ScalarType, _ context: KernelContext) -> Column {
    if column.type == type { return column }
    return onceIfConstant(column, KernelContext(rows: column.count, execution: context.execution)) {
      convertElements($0, to: type, $1)
    }
  }

  /// One value in another type; null where it does not convert.
  public static func convert(_ value: Value, to type: ScalarType, _ context: KernelContext) -> Value {
    if value.type == type { return value }
    return convert(Column(value: value, count: 1), to: type, context).value(0)
  }

  private static func convertElements(
    _ column: Column, to type: ScalarType, _ context: KernelContext
  ) -> Column {
    switch (column.type, type) {
    case (.dynamic, _): return dynamicColumn(column, to: type, context)
    case (_, .dynamic): return encodedColumn(column, context)
    case (_, .string): return text(of: column, context)
    case (.string, _): return parse(column, to: type, context)
    case (_, .bool): return truth(of: column, context)
    case (_, .int), (_, .long): return integers(of: column, to: type, context)
    case (.guid, _), (_, .guid): return Column.nulls(type, count: context.rows)
    case (_, .real):
      return Column(type: .real, storage: .real(column.reals(bools: true)), validity: column.validity)
        .standing(like: column)
    case (.real, .decimal):
      return mapOptional(column, context, to: .decimal) { (x: Double) in Decimal(x) }
    case (_, .decimal):
      return Column(
        type: .decimal, storage: .scaled(column.longs, scale: 0), validity: column.validity
      ).standing(like: column)
    case (.datetime, .timespan), (.timespan, .datetime), (.bool, .datetime), (.bool, .timespan):
      return Column.nulls(type, count: context.rows)
    case (_, .datetime):
      return mapOptional(integers(of: column, to: .long, context), context, to: .datetime) {
        (ticks: Int64) in DateTime(checkingTicks: ticks)?.ticks
      }
    case (_, .timespan):
      return integers(of: column, to: .long, context).retyped(.timespan)
    default: return Column.nulls(type, count: context.rows)
    }
  }

  // MARK: To text

  /// The printed form of each value; null gives the empty string.
  private static func text(of column: Column, _ context: KernelContext) -> Column {
    let writer = TextWriter(column)
    return stringRows(context) { row, output in
      writer.append(row, to: &output)
      return true
    }
  }

  // MARK: From text

  private static func parse(_ column: Column, to type: ScalarType, _ context: KernelContext) -> Column {
    switch type {
    case .bool: mapString(column, context, to: .bool) { parseBool($0) }
    case .int: mapString(column, context, to: .int) { parseInt($0) }
    case .long: mapString(column, context, to: .long) { parseLong($0) }
    case .real: mapString(column, context, to: .real) { parseReal($0) }
    case .decimal: mapString(column, context, to: .decimal) { Decimal(parsing: $0) }
    case .datetime: mapString(column, context, to: .datetime) { DateTime(parsing: $0)?.ticks }
    case .timespan: mapString(column, context, to: .timespan) { Timespan(parsing: $0)?.ticks }
    case .guid: mapString(column, context, to: .guid) { Guid(leadingDigits: $0) }
    case .string, .dynamic: column
    }
  }

  /// `true` and `false` in any case, or a whole number, of which only zero is false.
  static func parseBool(_ bytes: Bytes) -> Bool? {
    let text = bytes.trimmed
    if equalsInAnyCase(text, "true") { return true }
    if equalsInAnyCase(text, "false") { return false }
    return parseLong(text).map { $0 != 0 }
  }

  // MARK: Between numbers

  private static func truth(of column: Column, _ context: KernelContext) -> Column {
    switch column.type {
    case .int, .long, .timespan: map(column, context, to: .bool) { (x: Int64) in x != 0 }
    case .real: map(column, context, to: .bool) { (x: Double) in x != 0 }
    case .decimal: map(column, context, to: .bool) { (x: Decimal) in x.coefficient != 0 }
    default: Column.nulls(.bool, count: context.rows)
    }
  }

  /// Whole numbers; a fraction is cut off, and what does not fit is null.
  private static func integers(of column: Column, to type: ScalarType, _ context: KernelContext) -> Column {
    switch (column.type, type) {
    case (.int, .long): return column.retyped(.long)
    case (.real, .int):
      return mapOptional(column, context, to: .int) { (x: Double) in Int32(exactly: x.rounded(.towardZero)) }
    case (.real, .long):
      return mapOptional(column, context, to: .long) { (x: Double) in Int64(exactly: x.rounded(.towardZero)) }
    case (.decimal, .long):
      return mapOptional(column, context, to: .long) { (x: Decimal) in truncated(x) }
    case (.decimal, .int):
      return mapOptional(column, context, to: .int) { (x: Decimal) in
        truncated(x).flatMap { Int32(exactly: $0) }
      }
    case (.guid, _): return Column.nulls(type, count: context.rows)
    case (_, .int):
      return mapOptional(column, context, to: .int) { (x: Int64) in Int32(exactly: x) }
    default:
      return Column(type: .long, storage: .int64(column.longs), validity: column.validity)
        .standing(like: column)
    }
  }

  /// The whole part of a decimal, if it fits.
  static func truncated(_ value: Decimal) -> Int64? {
    (value.coefficient < 0 ? value.ceiling : value.floor).int64Value
  }
}

extension Column {
  /// As `reals`, and bools as 0 and 1.
  fileprivate func reals(bools: Bool) -> Buffer<Double> {
    guard case .bool(let buffer) = storage else { return reals }
    return Buffer(count: buffer.count) { target in
      for row in 0..<buffer.count { target[row] = buffer.base[row] ? 1 : 0 }
    }
  }

  /// This column of one element as a constant, if `other` is constant.
  fileprivate func standing(like other: Column) -> Column {
    other.isConstant
      ? Column(constant: storage, type: type, validity: validity, count: other.count) : self
  }
}

/// Whether ASCII text is `word` (given in lower case) but for case.
func equalsInAnyCase(_ bytes: Bytes, _ word: StaticString) -> Bool {
  guard bytes.count == word.utf8CodeUnitCount else { return false }
  for index in 0..<bytes.count {
    let byte = bytes[index]
    guard (byte &- 0x41 < 26 ? byte | 0x20 : byte) == word.utf8Start[index] else { return false }
  }
  return true
}
