import Glibc

/// The axis of a chart's values: its marks, and where a value lies between the first and the last.
struct ValueAxis {
  let ticks: [Double]
  let isLog: Bool

  var steps: Int { ticks.count - 1 }

  /// An axis for values of `range`, with what the user said of its ends; nil when there can be none.
  init?(_ range: ClosedRange<Double>, look: ChartLook, limit: Int = 5) {
    var low = look.yMin ?? range.lowerBound
    var high = look.yMax ?? range.upperBound
    if low > high { (low, high) = (range.lowerBound, range.upperBound) }
    isLog = look.isLog
    if look.isLog {
      guard low > 0 else { return nil }
      let first = floor(log10(low))
      let last = max(first + 1, ceil(log10(high)))
      let step = ceil((last - first) / Double(limit))
      ticks = stride(from: first, through: first + step * ceil((last - first) / step), by: step).map {
        pow(10, $0)
      }
    } else {
      guard let round = Ticks(around: low...high, limit: limit) else { return nil }
      ticks = round.values
    }
    guard ticks.count > 1, ticks.allSatisfy(\.isFinite) else { return nil }
  }

  var first: Double { ticks[0] }
  var last: Double { ticks[ticks.count - 1] }

  /// Where a value lies, from 0 to 1; one beyond an end lies at the end.
  func share(_ value: Double) -> Double {
    guard isLog else { return RegnPresentation.share(of: value, from: first, to: last) }
    return value > 0 ? RegnPresentation.share(of: log10(value), from: log10(first), to: log10(last)) : 0
  }

  /// The marks' labels.
  func labels(_ marks: NumberMarks) -> [String] {
    if isLog { return ticks.map { marks.tick($0, in: marks.axisUnit($0)) } }
    let unit = marks.axisUnit(max(abs(first), abs(last)))
    return ticks.map { marks.tick($0, in: unit) }
  }
}
