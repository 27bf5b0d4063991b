import Glibc
import RegnData

/// Round numbers along an axis.
struct Ticks {
  let step: Double
  let first: Double
  /// The number of steps from the first tick to the last.
  let steps: Int

  var last: Double { first + step * Double(steps) }
  var values: [Double] { (0...steps).map { first + step * Double($0) } }

  /// Ticks at multiples of 1, 2 or 5 times a power of ten that enclose `range` in at most `limit` steps; nil
  /// when they would leave the range of doubles.
  init?(around range: ClosedRange<Double>, limit: Int) {
    var low = range.lowerBound
    var high = range.upperBound
    if low == high {
      // A constant stands between zero and itself; zero alone below one.
      if low == 0 { high = 1 } else if low > 0 { low = 0 } else { high = 0 }
    }
    let limit = max(1, limit)
    // Halves, lest the difference of two huge numbers overflow.
    let raw = (high / 2 - low / 2) / Double(limit) * 2
    let power = pow(10, floor(log10(max(raw, 1e-300))))
    var step = power
    for factor in [1.0, 2, 5, 10, 20] {
      step = power * factor
      if ceil(high / step) - floor(low / step) <= Double(limit) { break }
    }
    self.step = step
    first = floor(low / step) * step
    steps = max(1, Int(min(1000, ceil(high / step) - floor(low / step))))
    guard first.isFinite, (first + step * Double(steps)).isFinite else { return nil }
  }
}

/// Where `value` lies on the way from `low` (0) to `high` (1); the middle when they are as good as equal.
func share(of value: Double, from low: Double, to high: Double) -> Double {
  // Halves, lest the difference of two huge numbers overflow.
  let share = (value / 2 - low / 2) / (high / 2 - low / 2)
  return share.isFinite ? min(max(share, 0), 1) : 0.5
}

/// Marks along an axis of time: ticks of 100 ns, and what is written there.
func timeTicks(_ range: ClosedRange<Double>, limit: Int) -> [(position: Double, label: String)] {
  let limit = max(limit, 2)
  let maximum = Double(DateTime.maximum.ticks)
  guard range.lowerBound >= 0, range.upperBound < maximum else { return [] }
  let low = DateTime(ticks: Int64(range.lowerBound))
  let high = DateTime(ticks: Int64(range.upperBound))
  let span = high.ticks - low.ticks
  func label(_ ticks: Int64, _ part: Range<Int>) -> String {
    // From 2024-12-31T23:59:59.1234567Z.
    var bytes: [UInt8] = []
    DateTime(ticks: ticks).append(to: &bytes)
    bytes[10] = 0x20
    return String(decoding: bytes[part], as: UTF8.self)
  }
  if span == 0 {
    let isMidnight = low.timeOfDayTicks == 0
    return [(Double(low.ticks), label(low.ticks, isMidnight ? 0..<10 : 0..<19))]
  }
  // Steps of one length, then months and years.
  let second = Timespan.ticksPerSecond
  let minute = Timespan.ticksPerMinute
  let hour = Timespan.ticksPerHour
  let day = Timespan.ticksPerDay
  let lengths =
    [1, 2, 5, 10, 15, 30].map { $0 * second } + [1, 2, 5, 10, 15, 30].map { $0 * minute }
    + [1, 2, 3, 6, 12].map { $0 * hour } + [1, 2, 7, 14].map { $0 * day }
  if let step = lengths.first(where: { span / $0 < Int64(limit) }) {
    return stride(from: (low.ticks + step - 1) / step * step, through: high.ticks, by: Int(step)).map {
      ticks in
      (Double(ticks), label(ticks, step >= day ? 0..<10 : step >= minute ? 5..<16 : 11..<19))
    }
  }
  var marks: [(position: Double, label: String)] = []
  let months = Int(span / (28 * day)) + 1
  let step =
    [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000, 60000].first { months / $0 <= limit } ?? 120_000
  var year = low.year
  if step >= 12 { year -= year % (step / 12) }
  var next = DateTime(year: max(1, year), month: 1, day: 1)
  while let mark = next, mark <= high {
    if mark >= low {
      marks.append((Double(mark.ticks), label(mark.ticks, step >= 12 ? 0..<4 : 0..<7)))
    }
    next = mark.addingMonths(step)
  }
  return marks
}
