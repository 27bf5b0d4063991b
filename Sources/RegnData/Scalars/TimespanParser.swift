extension Timespan {
  /// Reads a timespan in any form of KQL's reference page on the type.
  ///
  /// - A number and a unit: `1d`, `2.5h`, `30m`, `10s`, `100ms`, `5microseconds`, `1tick`, `15 seconds`.
  ///   A part of a tick rounds, halves away from zero.
  /// - A clock: `12:30`, `12:30:15.5`, `1.02:03:04.5000000`, `1:02:03:04`.
  /// - A bare whole number counts days.
  ///
  /// Any of them may follow a sign. Nil for anything else, and for what does not fit.
  public init?(parsing bytes: UTF8Bytes) {
    var cursor = ByteCursor(bytes.trimmed)
    let isNegative = cursor.take(0x2D)
    if !isNegative { _ = cursor.take(0x2B) }
    guard let magnitude = Self.parseMagnitude(&cursor), cursor.isAtEnd,
      let ticks = Int64(exactly: isNegative ? -magnitude : magnitude)
    else { return nil }
    self.ticks = ticks
  }

  /// Reads a timespan; see `init(parsing:)` for bytes.
  public init?(_ text: some StringProtocol) {
    guard let value = withUTF8Bytes(of: text, { Timespan(parsing: $0) }) else { return nil }
    self = value
  }

  private static func parseMagnitude(_ cursor: inout ByteCursor) -> Int128? {
    let start = cursor.position
    // A mantissa of up to 18 digits and the number of its decimals; a clock is read again from the start.
    var mantissa: Int64 = 0
    var decimals = 0
    var digits = 0
    var hasPoint = false
    while true {
      let byte = cursor.next
      if byte.isASCIIDigit {
        guard digits < 18 else { return nil }
        mantissa = mantissa * 10 + Int64(byte - 0x30)
        digits += 1
        if hasPoint { decimals += 1 }
      } else if byte == 0x2E, !hasPoint {
        hasPoint = true
      } else {
        break
      }
      cursor.position += 1
    }
    guard digits > 0 else { return nil }
    if cursor.next == 0x3A {
      cursor.position = start
      return parseClock(&cursor)
    }
    if cursor.isAtEnd {
      return hasPoint ? nil : Int128(mantissa) * Int128(ticksPerDay)
    }
    cursor.takeSpaces()
    guard let unit = nanoseconds(ofUnit: cursor.takeWord()) else { return nil }
    var divisor: Int128 = 100
    for _ in 0..<decimals { divisor *= 10 }
    return (Int128(mantissa) * unit + divisor / 2) / divisor
  }

  /// `hh:mm`, `hh:mm:ss`, with days before (`d.` or `d:`) and decimals after.
  private static func parseClock(_ cursor: inout ByteCursor) -> Int128? {
    var numbers: [4 of Int] = [0, 0, 0, 0]
    var count = 0
    var hasDays = false
    while true {
      guard count < 4, let number = cursor.takeNumber(atMost: 8) else { return nil }
      numbers[count] = number.value
      count += 1
      if count == 1, cursor.take(0x2E) {
        hasDays = true
      } else if !cursor.take(0x3A) {
        break
      }
    }
    // d:hh:mm:ss has four parts too; two or three parts without a day begin with the hour.
    if count == 4 { hasDays = true }
    let first = hasDays ? 1 : 0
    guard count >= first + 2 else { return nil }
    let hour = numbers[first]
    let minute = numbers[first + 1]
    let second = count > first + 2 ? numbers[first + 2] : 0
    guard hour < 24, minute < 60, second < 60 else { return nil }
    var ticks = Int128((hour * 60 + minute) * 60 + second) * Int128(ticksPerSecond)
    if hasDays { ticks += Int128(numbers[0]) * Int128(ticksPerDay) }
    if cursor.take(0x2E) {
      guard count == first + 3, let fraction = cursor.takeFractionTicks() else { return nil }
      ticks += Int128(fraction)
    }
    return ticks
  }

  /// The length of a named unit, or nil if it is not known.
  private static func nanoseconds(ofUnit word: UTF8Bytes) -> Int128? {
    switch word.first?.asciiLowercased {
    case 0x64:
      return word.isUnit("d", "day", "days") ? 86_400_000_000_000 : nil
    case 0x68:
      if word.isUnit("h", "hr", "hrs") || word.isUnit("hour", "hours", "hours") { return 3_600_000_000_000 }
    case 0x6D:
      if word.isUnit("m", "min", "minute") || word.isUnit("mins", "minutes", "minutes") {
        return 60_000_000_000
      }
      if word.isUnit("ms", "milli", "millis") || word.isUnit("millisec", "millisecond", "milliseconds") {
        return 1_000_000
      }
      if word.isUnit("micro", "micros", "microsec") || word.isUnit("microsecond", "microseconds", "micro") {
        return 1_000
      }
    case 0x6E:
      if word.isUnit("nano", "nanos", "nanosec") || word.isUnit("nanosecond", "nanoseconds", "nano") {
        return 1
      }
    case 0x73:
      if word.isUnit("s", "sec", "secs") || word.isUnit("second", "seconds", "second") {
        return 1_000_000_000
      }
    case 0x74:
      if word.isUnit("tick", "ticks", "tick") { return 100 }
    default: break
    }
    return nil
  }
}

extension UnsafeBufferPointer where Element == UInt8 {
  fileprivate func isUnit(_ first: StaticString, _ second: StaticString, _ third: StaticString) -> Bool {
    equalsIgnoringASCIICase(first) || equalsIgnoringASCIICase(second) || equalsIgnoringASCIICase(third)
  }
}
