import RegnData

/// The marks of a locale's numbers, and texts for numbers that a reader meets.
struct NumberMarks {
  let group: UInt8
  let decimal: UInt8
  private let locale: OutputOptions.Locale
  /// Whether they are those of Danish.
  var isDanish: Bool { locale == .da }

  init(_ locale: OutputOptions.Locale) {
    self.locale = locale
    group = locale == .da ? 0x2E : 0x2C
    decimal = locale == .da ? 0x2C : 0x2E
  }

  /// Rewrites the number that begins at `start` with the locale's decimal mark and, if `groups`, with a
  /// separator after each three digits. Words (`NaN`) and exponents keep their digits as they are.
  func localize(_ bytes: inout [UInt8], from start: Int, groups: Bool) {
    var first = start
    if first < bytes.count, bytes[first] == 0x2D { first += 1 }
    var end = first
    while end < bytes.count, bytes[end] >= 0x30, bytes[end] <= 0x39 { end += 1 }
    if end < bytes.count, bytes[end] == 0x2E { bytes[end] = decimal }
    guard groups, end - first > 3, !bytes[end...].contains(0x45) else { return }
    var position = end - 3
    while position > first {
      bytes.insert(group, at: position)
      position -= 3
    }
  }

  /// A whole number with separators.
  func text(_ value: Int) -> String {
    var bytes: [UInt8] = []
    bytes.append(long: Int64(value))
    localize(&bytes, from: 0, groups: true)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A number with at most `places` decimals, halves away from zero, no zeros at the end unless `keepsZeros`.
  func text(_ value: Double, places: Int, keepsZeros: Bool = false) -> String {
    var bytes: [UInt8] = []
    var power = 1.0
    for _ in 0..<places { power *= 10 }
    let scaled = (value * power).rounded(.toNearestOrAwayFromZero)
    if let whole = Int64(exactly: scaled) {
      var number = whole
      var scale = places
      while !keepsZeros, scale > 0, number % 10 == 0 {
        number /= 10
        scale -= 1
      }
      bytes.append(scaled: number, scale: scale)
    } else {
      bytes.append(real: value)
    }
    localize(&bytes, from: 0, groups: true)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A number for a label in a chart: six significant digits, or all digits before the point.
  func label(_ value: Double) -> String {
    var places = 6
    var limit = 1.0
    while places > 0, value.magnitude >= limit {
      places -= 1
      limit *= 10
    }
    if value != 0, value.magnitude < 0.0001 {
      var bytes: [UInt8] = []
      bytes.append(real: value)
      localize(&bytes, from: 0, groups: false)
      return String(decoding: bytes, as: UTF8.self)
    }
    return text(value, places: places)
  }

  /// The unit that numbers up to `magnitude` are given in on an axis.
  func axisUnit(_ magnitude: Double) -> AxisUnit {
    let isDanish = locale == .da
    if magnitude >= 1e15 || !magnitude.isFinite { return AxisUnit(divisor: 1, suffix: "") }
    if magnitude >= 1e12 { return AxisUnit(divisor: 1e12, suffix: isDanish ? " bio." : " tn") }
    if magnitude >= 1e9 { return AxisUnit(divisor: 1e9, suffix: isDanish ? " mia." : " bn") }
    if magnitude >= 1e6 { return AxisUnit(divisor: 1e6, suffix: isDanish ? " mio." : " m") }
    if magnitude >= 1e4 { return AxisUnit(divisor: 1e3, suffix: isDanish ? " t." : " k") }
    return AxisUnit(divisor: 1, suffix: "")
  }

  /// A tick's label, such as `5 bn`; zero has no unit.
  func tick(_ value: Double, in unit: AxisUnit) -> String {
    value == 0 ? "0" : label(value / unit.divisor) + unit.suffix
  }
}

/// A power of ten with its short name.
struct AxisUnit {
  let divisor: Double
  let suffix: String
}
