import RegnData
import RegnSyntax

extension Binder {
  /// `rolling_percentile(value, percentile, index, bin size, bins in a window, dimensions…)`: for each bin of
  /// the index the percentile of the values in it and in the bins before it.
  func bindRollingPercentile(_ plugin: PluginCall, _ input: BoundTable) -> BoundTable? {
    let arguments = plugin.positional
    guard arguments.count >= 5 else {
      report(
        .argumentCount,
        "rolling_percentile() takes a value, a percentile, an index, a bin size and a number of bins",
        at: plugin.call.span, label: "for example: evaluate rolling_percentile(amount, 50, year, 1, 3)")
      return nil
    }
    let columns = [0, 2] + Array(5..<max(arguments.count, 5))
    var names: [Int: String] = [:]
    for place in columns {
      guard let bound = bind(arguments[place], scope(input)) else { return nil }
      guard case .column(let id, _) = bound, let column = input.columns.first(where: { $0.id == id }) else {
        report(.unknownColumn, "rolling_percentile() takes columns by name here", at: arguments[place].span)
        return nil
      }
      names[place] = column.name
    }
    guard let percentile = bindConstant(arguments[1], as: .real, what: "the percentile")?.double,
      let window = bindConstant(arguments[4], as: .long, what: "the number of bins")?.integer
    else { return nil }
    guard (0...100).contains(percentile), (1...10_000).contains(window) else {
      report(
        .literalDoesNotFit, "the percentile is from 0 to 100, and a window has 1 to 10,000 bins",
        at: plugin.call.span)
      return nil
    }
    guard bind(arguments[3], .none) != nil else { return nil }
    let value = names[0] ?? ""
    let index = Binder.written(names[2] ?? "")
    let dimensions = columns.dropFirst(2).compactMap { names[$0] }
    let keys = ([index] + dimensions.map(Binder.written)).joined(separator: ", ")
    let order = (dimensions.map(Binder.written) + [index]).map { "\($0) asc" }.joined(separator: ", ")
    let size = arguments[3].text
    let result = Binder.written("rolling_\(window)_percentile_\(value)_\(arguments[1].text)")
    guard
      let binned = expand(
        "__input | extend \(index) = bin(\(index), \(size))", over: ["__input": input])
    else { return nil }
    return expand(
      """
      __binned | mv-expand __step = range(0, \(window - 1)) to typeof(long)
      | extend \(index) = \(index) + __step * \(size)
      | join kind=leftsemi (__binned | distinct \(keys)) on \(keys)
      | summarize \(result) = percentile(\(Binder.written(value)), \(percentile)) by \(keys)
      | sort by \(order)
      """, over: ["__binned": binned])
  }
}
