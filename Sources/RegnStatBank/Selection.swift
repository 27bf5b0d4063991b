import RegnData

/// Which figures of a table are asked for: some values of some of its variables.
public struct Selection: Sendable, Hashable {
  /// A variable and the places of the values asked for, in the table's order.
  public struct Part: Sendable, Hashable {
    public let variable: TableInfo.Variable
    public var places: [Int]

    /// Whether all values are asked for.
    public var isWhole: Bool { places.count == variable.values.count }
  }

  /// The variables asked for, in the table's order.
  public var parts: [Part]
  /// Those over whose values the figures are totals.
  public let eliminated: [TableInfo.Variable]

  /// How many rows there can be at most.
  public var rows: Int {
    parts.reduce(1) { rows, part in
      let (product, overflow) = rows.multipliedReportingOverflow(by: part.places.count)
      return overflow ? .max : product
    }
  }

  /// How many cells that is as the StatBank counts them: each row's values of variables, and its figure.
  public var cells: Int {
    let (cells, overflow) = rows.multipliedReportingOverflow(by: parts.count + 1)
    return overflow ? .max : cells
  }

  /// The selection as several, each of at most `limit` cells where single values allow it: split along the
  /// variable that has most values, and the next when that is not enough.
  public func split(limit: Int) -> [Selection] {
    guard cells > limit,
      let longest = parts.indices.max(by: { parts[$0].places.count < parts[$1].places.count }),
      parts[longest].places.count > 1
    else { return [self] }
    let places = parts[longest].places
    let cellsOfOne = max(cells / places.count, 1)
    let count = max(limit / cellsOfOne, 1)
    return stride(from: 0, to: places.count, by: count).flatMap { start -> [Selection] in
      var smaller = self
      smaller.parts[longest].places = Array(places[start..<min(start + count, places.count)])
      return smaller.split(limit: limit)
    }
  }
}
