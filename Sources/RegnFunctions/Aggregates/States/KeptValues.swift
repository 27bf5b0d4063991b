import RegnData

/// Values without nulls, in an order of their own, in as few bytes as they need.
///
/// Most figures of an account fit into 32 bits: half of the memory is then touched, and half is read again.
enum KeptValues: Sendable {
  /// Whole numbers and times (scale 0), and decimals of one scale. Doubles are integers of the same order.
  case int32(Buffer<Int32>, scale: Int)
  case int64(Buffer<Int64>, scale: Int)
  case decimals(Buffer<Decimal>)

  /// The values of a column that has a row for each, none of them null, as values of `type`.
  init(_ column: Column, type: ScalarType) {
    switch column.storage {
    case _ where type == .real: self = .int64(Self.ordered(column.reals), scale: 0)
    case .int32(let buffer): self = .int32(buffer, scale: 0)
    case .int64(let buffer): self = .narrowed(buffer, scale: 0)
    case .scaled(let buffer, let scale): self = .narrowed(buffer, scale: scale)
    default: self = .decimals(column.decimals)
    }
  }

  /// 32 bits each where all fit.
  private static func narrowed(_ values: Buffer<Int64>, scale: Int) -> KeptValues {
    var lost: Int64 = 0
    let narrow = Buffer<Int32>(count: values.count) { target in
      for index in 0..<values.count {
        let value = values.base[index]
        let short = Int32(truncatingIfNeeded: value)
        target[index] = short
        lost |= value ^ Int64(short)
      }
    }
    return lost == 0 ? .int32(narrow, scale: scale) : .int64(values, scale: scale)
  }

  var count: Int {
    switch self {
    case .int32(let buffer, _): buffer.count
    case .int64(let buffer, _): buffer.count
    case .decimals(let buffer): buffer.count
    }
  }

  var byteCount: Int {
    switch self {
    case .int32(let buffer, _): buffer.byteCount
    case .int64(let buffer, _): buffer.byteCount
    case .decimals(let buffer): buffer.byteCount
    }
  }

  /// The scale of the integers; nil where they are none.
  var scale: Int? {
    switch self {
    case .int32(_, let scale), .int64(_, let scale): scale
    case .decimals: nil
    }
  }

  /// The values at some of the rows.
  func gather(_ rows: Buffer<UInt32>) -> KeptValues {
    switch self {
    case .int32(let buffer, let scale): .int32(buffer.gather(rows), scale: scale)
    case .int64(let buffer, let scale): .int64(buffer.gather(rows), scale: scale)
    case .decimals(let buffer): .decimals(buffer.gather(rows))
    }
  }

  // MARK: As one kind

  /// The integers where they have 32 bits and that scale.
  func int32s(scale: Int) -> Buffer<Int32>? {
    if case .int32(let buffer, scale) = self { buffer } else { nil }
  }

  /// Whether the values are integers over 10^scale.
  func areInt64s(scale: Int) -> Bool { self.scale == scale || int64s(scale: scale) != nil }

  /// The integers over 10^scale; nil where some do not fit into 64 bits.
  func int64s(scale: Int) -> Buffer<Int64>? {
    switch self {
    case .int32(let buffer, let own):
      ScaledIntegers(integers: buffer.converted { Int64($0) }, scale: own).rescaled(to: scale)
    case .int64(let buffer, let own): ScaledIntegers(integers: buffer, scale: own).rescaled(to: scale)
    case .decimals: nil
    }
  }

  /// The values as decimals.
  var asDecimals: Buffer<Decimal> {
    switch self {
    case .int32(let buffer, let scale):
      buffer.converted { Decimal(coefficient: Int128($0), scale: scale) }
    case .int64(let buffer, let scale):
      buffer.converted { Decimal(coefficient: Int128($0), scale: scale) }
    case .decimals(let buffer): buffer
    }
  }

  // MARK: Doubles

  /// Doubles as integers of the same order; NaN comes first.
  private static func ordered(_ values: Buffer<Double>) -> Buffer<Int64> {
    values.converted { value in
      let bits = Int64(bitPattern: value.bitPattern)
      return value.isNaN ? .min : value == 0 ? 0 : bits ^ (bits >> 63 & .max)
    }
  }

  /// The double that an integer stands for.
  static func real(_ key: Int64) -> Double {
    key == .min ? .nan : Double(bitPattern: UInt64(bitPattern: key ^ (key >> 63 & .max)))
  }
}

extension Buffer {
  /// The elements at some of the rows.
  func gather(_ rows: Buffer<UInt32>) -> Buffer {
    rows.converted { base[Int($0)] }
  }

  /// Each element as another.
  @inline(__always)
  func converted<Result: BitwiseCopyable & Sendable>(_ convert: (Element) -> Result) -> Buffer<Result> {
    Buffer<Result>(count: count) { target in
      for index in 0..<count { target[index] = convert(base[index]) }
    }
  }
}
