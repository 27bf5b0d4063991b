import RegnData

/// Builds a column of numbers of one kind from their texts, exactly. Says what a number needs that has no
/// place in it.
struct NumberColumnBuilder: ~Copyable {
  let kind: ColumnKind
  private var integers = BufferBuilder<Int64>()
  private var decimals = BufferBuilder<Decimal>()
  private var reals = BufferBuilder<Double>()
  private var texts = StringArrayBuilder()
  private var valid = BufferBuilder<Bool>()
  private var hasNulls = false

  /// A builder of long, scaled, decimal or real numbers, or of their texts.
  init(kind: ColumnKind) { self.kind = kind }

  /// How many values were appended.
  var count: Int { valid.count }

  mutating func appendNull() {
    hasNulls = true
    valid.append(false)
    switch kind {
    case .decimal: decimals.append(.zero)
    case .real: reals.append(0)
    case .string: texts.appendEmpty()
    default: integers.append(0)
    }
  }

  /// Appends a number of which the digits make `coefficient`, the last `scale` of them decimals; says whether
  /// it has a place.
  @inline(__always)
  mutating func append(_ coefficient: Int64, scale: Int) -> Bool {
    switch kind {
    case .long:
      guard scale == 0 else { return false }
      integers.append(coefficient)
    case .scaled(let own):
      if scale == own {
        integers.append(coefficient)
      } else {
        guard scale < own, let value = ScaledInteger.rescale(coefficient, from: scale, to: own) else {
          return false
        }
        integers.append(value)
      }
    case .decimal: decimals.append(Decimal(coefficient: Int128(coefficient), scale: scale))
    case .real: reals.append(Decimal(coefficient: Int128(coefficient), scale: scale).doubleValue)
    default: return false
    }
    valid.append(true)
    return true
  }

  /// Appends a number of any form; says whether it has a place.
  mutating func append(text: UTF8Bytes) -> Bool {
    switch kind {
    case .decimal:
      guard Self.kind(of: text) != .real, let value = Decimal(parsing: text) else { return false }
      decimals.append(value)
    case .real:
      guard let value = parseReal(text) else { return false }
      reals.append(value)
    case .string:
      guard Self.kind(of: text) != nil else { return false }
      texts.append(text)
    default:
      guard Self.kind(of: text) != .real, let value = Decimal(parsing: text),
        let number = Int64(exactly: value.coefficient)
      else { return false }
      return append(number, scale: value.scale)
    }
    valid.append(true)
    return true
  }

  /// The narrowest of long, scaled, decimal and real that keeps a number as it is written; nil when the text
  /// is none.
  static func kind(of text: UTF8Bytes) -> ColumnKind? {
    guard parseReal(text) != nil, let first = text.first(where: { $0 != 0x2D && $0 != 0x2B }),
      first &- 0x30 < 10 || first == 0x2E
    else { return nil }
    var digits = 0
    var scale = 0
    var hasPoint = false
    for byte in text {
      if byte | 0x20 == 0x65 { return .real }
      if byte == 0x2E { hasPoint = true }
      guard byte &- 0x30 < 10 else { continue }
      if digits > 0 || byte != 0x30 { digits += 1 }
      if hasPoint { scale += 1 }
    }
    if digits > 34 || scale > 34 { return .real }
    if digits > 18 || scale > 18 { return .decimal }
    return scale == 0 ? .long : .scaled(scale)
  }

  /// The column of what was appended.
  consuming func finish() -> Column {
    let storage: Column.Storage =
      switch kind {
      case .decimal: .decimal(decimals.snapshot())
      case .real: .real(reals.snapshot())
      case .string: .strings(texts.snapshot())
      case .scaled(let scale): .scaled(integers.snapshot(), scale: scale)
      default: .int64(integers.snapshot())
      }
    return Column(type: kind.type, storage: storage, validity: hasNulls ? valid.snapshot() : nil)
  }
}
