/// KQL's timespan: a length of time in ticks of 100 ns, which may be negative.
@frozen
public struct Timespan: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Units of 100 ns.
  public var ticks: Int64

  @inlinable
  public init(ticks: Int64) {
    self.ticks = ticks
  }

  /// A whole number of days; nil when it is out of range.
  @inlinable
  public init?(days: Int64) {
    let (ticks, overflow) = days.multipliedReportingOverflow(by: Self.ticksPerDay)
    guard !overflow else { return nil }
    self.ticks = ticks
  }

  @inlinable public static var ticksPerMicrosecond: Int64 { 10 }
  @inlinable public static var ticksPerMillisecond: Int64 { 10_000 }
  @inlinable public static var ticksPerSecond: Int64 { 10_000_000 }
  @inlinable public static var ticksPerMinute: Int64 { 600_000_000 }
  @inlinable public static var ticksPerHour: Int64 { 36_000_000_000 }
  @inlinable public static var ticksPerDay: Int64 { 864_000_000_000 }

  /// No time at all.
  @inlinable public static var zero: Timespan { Timespan(ticks: 0) }

  @inlinable
  public static func < (left: Timespan, right: Timespan) -> Bool { left.ticks < right.ticks }

  /// The sum; nil when it is out of range.
  @inlinable
  public func adding(_ other: Timespan) -> Timespan? {
    let (sum, overflow) = ticks.addingReportingOverflow(other.ticks)
    return overflow ? nil : Timespan(ticks: sum)
  }

  /// The difference; nil when it is out of range.
  @inlinable
  public func subtracting(_ other: Timespan) -> Timespan? {
    let (difference, overflow) = ticks.subtractingReportingOverflow(other.ticks)
    return overflow ? nil : Timespan(ticks: difference)
  }
}

extension Timespan: ByteWritable, CustomStringConvertible {
  /// Appends `1.02:03:04.5000000`: days only if there are some, seven decimals only if they are not zero.
  public func append(to bytes: inout [UInt8]) {
    if ticks < 0 { bytes.append(0x2D) }
    let magnitude = ticks.magnitude
    let fraction = magnitude % 10_000_000
    let seconds = magnitude / 10_000_000
    let days = seconds / 86_400
    if days > 0 {
      bytes.append(digits: days)
      bytes.append(0x2E)
    }
    bytes.append(twoDigits: Int(seconds / 3600 % 24))
    bytes.append(0x3A)
    bytes.append(twoDigits: Int(seconds / 60 % 60))
    bytes.append(0x3A)
    bytes.append(twoDigits: Int(seconds % 60))
    if fraction > 0 {
      bytes.append(0x2E)
      bytes.append(digits: fraction, width: 7)
    }
  }

  public var description: String { text }
}
