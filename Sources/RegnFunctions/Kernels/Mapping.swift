import RegnData

/// The bytes of a string; valid while the column that they come from lives.
typealias Bytes = UnsafeBufferPointer<UInt8>

/// A fixed-width element type of columns, so that one loop serves many types.
protocol ColumnElement: BitwiseCopyable, Sendable {
  /// The elements of a column; one element when it is constant.
  static func elements(of column: Column) -> Buffer<Self>
  /// How a buffer of such elements is stored.
  static func storage(_ buffer: Buffer<Self>) -> Column.Storage
  /// What null rows hold.
  static var filler: Self { get }
}

extension Bool: ColumnElement {
  static func elements(of column: Column) -> Buffer<Bool> { column.bools }
  static func storage(_ buffer: Buffer<Bool>) -> Column.Storage { .bool(buffer) }
  static var filler: Bool { false }
}

extension Int32: ColumnElement {
  static func elements(of column: Column) -> Buffer<Int32> {
    if case .int32(let buffer) = column.storage { return buffer }
    let longs = column.longs
    return Buffer(count: longs.count) { target in
      for index in 0..<longs.count { target[index] = Int32(truncatingIfNeeded: longs.base[index]) }
    }
  }
  static func storage(_ buffer: Buffer<Int32>) -> Column.Storage { .int32(buffer) }
  static var filler: Int32 { 0 }
}

/// int, long, datetime and timespan.
extension Int64: ColumnElement {
  static func elements(of column: Column) -> Buffer<Int64> { column.longs }
  static func storage(_ buffer: Buffer<Int64>) -> Column.Storage { .int64(buffer) }
  static var filler: Int64 { 0 }
}

/// real, and other numbers converted.
extension Double: ColumnElement {
  static func elements(of column: Column) -> Buffer<Double> { column.reals }
  static func storage(_ buffer: Buffer<Double>) -> Column.Storage { .real(buffer) }
  static var filler: Double { 0 }
}

extension Decimal: ColumnElement {
  static func elements(of column: Column) -> Buffer<Decimal> { column.decimals }
  static func storage(_ buffer: Buffer<Decimal>) -> Column.Storage { .decimal(buffer) }
  static var filler: Decimal { Decimal(coefficient: 0, scale: 0) }
}

extension Guid: ColumnElement {
  static func elements(of column: Column) -> Buffer<Guid> { column.guids }
  static func storage(_ buffer: Buffer<Guid>) -> Column.Storage { .guid(buffer) }
  static var filler: Guid { .zero }
}

/// Which of `rows` rows hold a value in every one of `columns`; nil when all do.
func commonValidity(_ columns: [Column], rows: Int) -> Buffer<Bool>? {
  let masks = columns.filter { $0.validity != nil }
  guard !masks.isEmpty else { return nil }
  if masks.count == 1, !masks[0].isConstant { return masks[0].validity }
  return Buffer(count: rows) { target in
    target.initialize(repeating: true, count: rows)
    for column in masks {
      guard let validity = column.validity else { continue }
      let stride = column.stride
      for row in 0..<rows { target[row] = target[row] && validity.base[row &* stride] }
    }
  }
}

/// Applies `transform` to each value; null stays null.
@inline(__always)
func map<A: ColumnElement, R: ColumnElement>(
  _ a: Column, _ context: KernelContext, to type: ScalarType, _ transform: (A) -> R
) -> Column {
  let source = A.elements(of: a)
  let rows = context.rows
  let stride = a.stride
  let result = Buffer<R>(count: rows) { target in
    if stride == 1 {
      for row in 0..<rows { target[row] = transform(source.base[row]) }
    } else if rows > 0 {
      target.initialize(repeating: transform(source.base[0]), count: rows)
    }
  }
  return Column(type: type, storage: R.storage(result), validity: commonValidity([a], rows: rows))
}

/// Applies `transform` to each value; null stays null, and nil becomes null.
@inline(__always)
func mapOptional<A: ColumnElement, R: ColumnElement>(
  _ a: Column, _ context: KernelContext, to type: ScalarType, _ transform: (A) throws -> R?
) rethrows -> Column {
  let source = A.elements(of: a)
  let stride = a.stride
  return try rowsOptional(context, to: type) { row in
    a.isNull(row) ? nil : try transform(source.base[row &* stride])
  }
}

/// Applies `transform` to pairs of values; null where either is.
@inline(__always)
func map<A: ColumnElement, B: ColumnElement, R: ColumnElement>(
  _ a: Column, _ b: Column, _ context: KernelContext, to type: ScalarType, _ transform: (A, B) -> R
) -> Column {
  let left = A.elements(of: a)
  let right = B.elements(of: b)
  let rows = context.rows
  let result = Buffer<R>(count: rows) { target in
    switch (a.isConstant, b.isConstant) {
    case (false, false):
      for row in 0..<rows { target[row] = transform(left.base[row], right.base[row]) }
    case (false, true):
      let constant = right[0]
      for row in 0..<rows { target[row] = transform(left.base[row], constant) }
    case (true, false):
      let constant = left[0]
      for row in 0..<rows { target[row] = transform(constant, right.base[row]) }
    case (true, true):
      if rows > 0 { target.initialize(repeating: transform(left[0], right[0]), count: rows) }
    }
  }
  return Column(type: type, storage: R.storage(result), validity: commonValidity([a, b], rows: rows))
}

/// Applies `transform` to pairs of values; null where either is, and nil becomes null.
@inline(__always)
func mapOptional<A: ColumnElement, B: ColumnElement, R: ColumnElement>(
  _ a: Column, _ b: Column, _ context: KernelContext, to type: ScalarType, _ transform: (A, B) throws -> R?
) rethrows -> Column {
  let left = A.elements(of: a)
  let right = B.elements(of: b)
  return try rowsOptional(context, to: type) { row in
    a.isNull(row) || b.isNull(row)
      ? nil : try transform(left.base[row &* a.stride], right.base[row &* b.stride])
  }
}

/// A column of what `value` gives for each row; nil becomes null.
@inline(__always)
func rowsOptional<R: ColumnElement>(
  _ context: KernelContext, to type: ScalarType, _ value: (Int) throws -> R?
) rethrows -> Column {
  let rows = context.rows
  var nulls = false
  let valid = Allocation(byteCount: rows)
  let validBase = valid.address.bindMemory(to: Bool.self, capacity: max(rows, 1))
  let result = try Buffer<R>(count: rows) { target in
    for row in 0..<rows {
      if let element = try value(row) {
        target[row] = element
        validBase[row] = true
      } else {
        target[row] = R.filler
        validBase[row] = false
        nulls = true
      }
    }
  }
  return Column(
    type: type, storage: R.storage(result),
    validity: nulls ? Buffer(allocation: valid, base: validBase, count: rows) : nil)
}
