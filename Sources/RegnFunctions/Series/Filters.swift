import RegnData

let seriesFirFunction = seriesFunction(
  "series_fir",
  [
    seriesParameter, Parameter("filter", .dynamic), Parameter("normalize", .bool, optional: true),
    Parameter("center", .bool, optional: true),
  ],
  summary:
    "Each element as the weighted sum of itself and those before it (or around it), such as a moving mean.",
  examples: [
    FunctionExample("print x = series_fir(dynamic([0, 3, 6]), dynamic([1, 1]))", "x\n\"[0.0,1.5,4.5]\"")
  ]
) { arguments in
  let (series, filters) = (SeriesReader(arguments[0]), SeriesReader(arguments[1]))
  let (normalize, center) = (FlagReader(arguments, at: 2), FlagReader(arguments, at: 3))
  return { row, writer in
    guard let values = series[row], var filter = filters.complete(row) else { return false }
    let hasNegative = filter.contains { $0 < 0 }
    if normalize[row] ?? !hasNegative {
      if hasNegative { return false }
      let total = filter.reduce(0, +)
      filter = filter.map { $0 / total }
    }
    let offset = center[row] == true ? filter.count / 2 : 0
    writer.appendSeries(
      values.indices.map { index -> Double in
        var sum = 0.0
        for (place, weight) in filter.enumerated() {
          let source = index + offset - place
          if source >= 0, source < values.count { sum += weight * (values[source] ?? .nan) }
        }
        return sum
      })
    return true
  }
}

let seriesIirFunction = seriesFunction(
  "series_iir",
  [seriesParameter, Parameter("numerators", .dynamic), Parameter("denominators", .dynamic)],
  summary:
    "Each element as the weighted sum of those so far and of the results so far, such as a running sum.",
  examples: [
    FunctionExample(
      "print x = series_iir(dynamic([1, 2, 3]), dynamic([1]), dynamic([1, -1]))", "x\n\"[1.0,3.0,6.0]\"")
  ]
) { arguments in
  let readers = arguments.map { SeriesReader($0) }
  return { row, writer in
    guard let values = readers[0][row], let b = readers[1].complete(row), let a = readers[2].complete(row),
      a[0] != 0
    else { return false }
    var results: [Double] = []
    for index in values.indices {
      var sum = 0.0
      for place in 0..<min(b.count, index + 1) { sum += b[place] * (values[index - place] ?? .nan) }
      for place in 1..<max(min(a.count, index + 1), 1) { sum -= a[place] * results[index - place] }
      results.append(sum / a[0])
    }
    writer.appendSeries(results)
    return true
  }
}
