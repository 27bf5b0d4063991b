import Glibc

extension ChartData {
  /// Each series as data of its own.
  var panels: [ChartData] {
    series.map { one in
      var alone = self
      alone.series = [one]
      return alone
    }
  }

  /// Each value as the sum of those up to it, in the order of the rows.
  mutating func accumulate(locale: OutputOptions.Locale) {
    let marks = NumberMarks(locale)
    for index in series.indices {
      var sum = 0.0
      for point in series[index].values.indices {
        guard let value = series[index].values[point], value.isFinite else { continue }
        sum += value
        series[index].values[point] = sum
        series[index].texts[point] = marks.label(sum)
      }
    }
  }

  /// The data with each point's values as shares of their sum, in percent.
  func asShares(locale: OutputOptions.Locale) throws(Problem) -> ChartData {
    let marks = NumberMarks(locale)
    var data = self
    for point in labels.indices {
      let total = try total(point)
      for index in series.indices {
        guard let value = series[index].values[point] else { continue }
        let share = total > 0 ? value / total * 100 : 0
        data.series[index].values[point] = share
        data.series[index].texts[point] = marks.text(share, places: 1, keepsZeros: true) + " %"
      }
    }
    return data
  }

  /// The height of a point's stack. Throws when a value cannot be part of one.
  func total(_ point: Int) throws(Problem) -> Double {
    var total = 0.0
    for one in series {
      guard let value = one.values[point] else { continue }
      guard value >= 0, value.isFinite else {
        throw Problem(text: "a part of a stack cannot be negative or infinite; `kind=unstacked` draws it")
      }
      total += value
    }
    return total
  }

  /// The data with each series upon those before it: a point's values become sums. A missing value adds
  /// nothing.
  func stackedUp() throws(Problem) -> ChartData {
    var data = self
    for point in labels.indices {
      _ = try total(point)
      var sum = 0.0
      for index in series.indices {
        sum += series[index].values[point] ?? 0
        data.series[index].values[point] = sum
      }
    }
    return data
  }

  /// The data with logarithms in the place of values, so that the smallest still shows; the texts stay.
  func onLogScale() throws(Problem) -> ChartData {
    let values = series.flatMap(\.values).compactMap { $0 }.filter(\.isFinite)
    guard let least = values.min() else { return self }
    guard least > 0 else { throw Problem(text: "a logarithmic axis needs numbers above zero") }
    let base = ceil(log10(least)) - 1
    var data = self
    for index in series.indices {
      data.series[index].values = series[index].values.map { $0.map { log10($0) - base } }
    }
    return data
  }
}
