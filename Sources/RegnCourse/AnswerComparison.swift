import RegnData

/// Compares a learner's answer with that of the solution: columns by place and values, rows in any order
/// unless the solution sorts.
struct AnswerComparison {
  private let mine: Answer
  private let wanted: Answer
  /// The columns whose order counts; nil when none does.
  private let sorted: [Int]?
  private let tolerance: Double

  /// What differs; nothing when the answer is right. Of several differences the first ones that matter.
  static func differences(
    _ mine: ResultTable, _ wanted: ResultTable, order: RowOrder?, namesMatter: Bool, tolerance: Double
  ) -> [Difference] {
    let counts: [Difference] =
      mine.rowCount == wanted.rowCount ? [] : [.rows(mine.rowCount, wanted: wanted.rowCount)]
    guard counts.isEmpty else {
      // Values of other rows tell nothing of columns: only names can.
      return counts + columnsByName(mine.columns.map(\.name), wanted.columns.map(\.name))
    }
    let comparison = AnswerComparison(
      mine: Answer(mine), wanted: Answer(wanted), sorted: order?.columns(of: wanted),
      tolerance: tolerance)
    let differences = comparison.differences()
    guard differences.isEmpty else { return differences }
    let names = wanted.columns.map(\.name)
    if namesMatter, mine.columns.map(\.name) != names { return [.names(names)] }
    if let kind = wanted.render?.kind, mine.render?.kind != kind { return [.drawing(kind)] }
    return []
  }

  /// An answer's values, column by column.
  private struct Answer {
    let names: [String]
    let columns: [[Value]]
    let rows: Int

    init(_ result: ResultTable) {
      names = result.columns.map(\.name)
      rows = result.rowCount
      let all = result.rows
      columns = all.columns.map { column in (0..<all.rowCount).map { column.value($0) } }
    }

    func row(_ row: Int) -> [Value] { columns.map { $0[row] } }
  }

  private static func columnsByName(_ mine: [String], _ wanted: [String]) -> [Difference] {
    if mine.count < wanted.count {
      let missing = wanted.filter { !mine.contains($0) }
      return [.missingColumns(missing.count == wanted.count - mine.count ? missing : wanted)]
    }
    if mine.count > wanted.count {
      let surplus = mine.filter { !wanted.contains($0) }
      return surplus.count == mine.count - wanted.count ? [.surplusColumns(surplus)] : []
    }
    return []
  }

  // MARK: - Columns

  private func differences() -> [Difference] {
    if mine.columns.count != wanted.columns.count { return columnDifferences() }
    if isSame(order(mine), order(wanted)) {
      let isInOrder = (sorted ?? []).allSatisfy { isSame(mine.columns[$0], wanted.columns[$0]) }
      return isInOrder ? [] : [.rowOrder]
    }
    let wrong = wanted.columns.indices.filter { !holdsSame(mine.columns[$0], wanted.columns[$0]) }
    if wrong.isEmpty { return [.pairing] }
    if wrong.count > 1, matches().allSatisfy({ $0 != nil }) { return [.columnOrder(wanted.names)] }
    let right = wanted.columns.indices.filter { !wrong.contains($0) }
    return wrong.prefix(2).map { difference(inColumn: $0, beside: right) }
  }

  /// Which of the learner's columns has the values of each wanted one.
  private func matches() -> [Int?] {
    var free = Set(mine.columns.indices)
    return wanted.columns.indices.map { place in
      // A column in its own place is taken before one elsewhere.
      let candidates = [place] + mine.columns.indices.filter { $0 != place }
      let match = candidates.first { free.contains($0) && holdsSame(mine.columns[$0], wanted.columns[place]) }
      if let match { free.remove(match) }
      return match
    }
  }

  private func columnDifferences() -> [Difference] {
    let matches = matches()
    let missing = matches.indices.filter { matches[$0] == nil }.map { wanted.names[$0] }
    let surplus = mine.names.indices.filter { !matches.contains($0) }.map { mine.names[$0] }
    if mine.columns.count < wanted.columns.count {
      return [.missingColumns(missing.isEmpty ? wanted.names : missing)]
    }
    if missing.isEmpty { return [.surplusColumns(surplus)] }
    return [.missingColumns(missing), .surplusColumns(surplus)]
  }

  // MARK: - Values

  private func difference(inColumn place: Int, beside right: [Int]) -> Difference {
    let name = mine.names[place]
    let wantsNumbers = isNumeric(wanted.columns[place])
    if isNumeric(mine.columns[place]) != wantsNumbers {
      return .kind(column: name, wantsNumbers: wantsNumbers)
    }
    // Rows are told from one another by the columns that are right.
    let mineRows = order(mine, by: right + [place]).map(\.self)
    let wantedRows = order(wanted, by: right + [place])
    let pairs = zip(mineRows, wantedRows).map { ($0[place], $1[place]) }
    if wantsNumbers {
      let numbers = pairs.compactMap { mine, wanted in
        mine.double.flatMap { left in wanted.double.map { (left, $0) } }
      }
      if numbers.count == pairs.count, let found = numeric(numbers, name) { return found }
    }
    let wrong = pairs.indices.filter { !isSame(pairs[$0].0, pairs[$0].1) }
    let first = right.lazy.compactMap { column in
      wrong.first.flatMap { wantedRows[$0][column].text }
    }.first
    return .values(column: name, rows: wrong.count, of: pairs.count, first: first)
  }

  /// What the numbers of a column have in common in how they are wrong.
  private func numeric(_ pairs: [(mine: Double, wanted: Double)], _ name: String) -> Difference? {
    if pairs.allSatisfy({ $0.mine == -$0.wanted }) { return .sign(column: name) }
    if pairs.allSatisfy({ abs($0.mine - $0.wanted) < 1 }) { return .rounding(column: name) }
    let ratios = pairs.filter { $0.mine != 0 || $0.wanted != 0 }.map { $0.mine / $0.wanted }
    guard let low = ratios.min(), let high = ratios.max(), low > 0, high.isFinite else { return nil }
    return high - low <= high * 1e-3 ? .factor(column: name, (low + high) / 2) : nil
  }

  private func isNumeric(_ values: [Value]) -> Bool {
    values.first { !$0.isNull }.map { $0.double != nil } ?? false
  }

  // MARK: - Order and sameness

  /// The rows in an order that only their values decide: exact values before reals, which may differ a
  /// little.
  private func order(_ answer: Answer, by chosen: [Int]? = nil) -> [[Value]] {
    let places = (chosen ?? Array(answer.columns.indices)).enumerated().sorted { left, right in
      let (one, two) = (isReal(left.element), isReal(right.element))
      return one == two ? left.offset < right.offset : two
    }.map(\.element)
    return (0..<answer.rows).map(answer.row).sorted { left, right in
      for place in places {
        let comparison = Self.compare(left[place], right[place])
        if comparison != 0 { return comparison < 0 }
      }
      return false
    }
  }

  /// Whether either answer has reals in a column.
  private func isReal(_ place: Int) -> Bool {
    func holdsReal(_ answer: Answer) -> Bool {
      guard answer.columns.indices.contains(place) else { return false }
      return answer.columns[place].contains { if case .real = $0 { true } else { false } }
    }
    return holdsReal(mine) || holdsReal(wanted)
  }

  private func isSame(_ left: [[Value]], _ right: [[Value]]) -> Bool {
    zip(left, right).allSatisfy { isSame($0, $1) }
  }

  private func isSame(_ left: [Value], _ right: [Value]) -> Bool {
    zip(left, right).allSatisfy { isSame($0, $1) }
  }

  private func holdsSame(_ left: [Value], _ right: [Value]) -> Bool {
    let pairs = zip(
      left.sorted { Self.compare($0, $1) < 0 }, right.sorted { Self.compare($0, $1) < 0 })
    return pairs.allSatisfy { isSame($0, $1) }
  }

  private func isSame(_ left: Value, _ right: Value) -> Bool {
    if left.isNull || right.isNull { return left.isNull && right.isNull }
    if let one = Self.exact(left), let two = Self.exact(right) { return one == two }
    guard let one = left.double, let two = right.double else { return left == right }
    // What is left is the noise of adding in another order.
    return one == two || abs(one - two) <= max(tolerance, 1e-9 * max(abs(one), abs(two)))
  }

  private static func exact(_ value: Value) -> Decimal? {
    switch value {
    case .int(let number): Decimal(Int64(number))
    case .long(let number): Decimal(number)
    case .decimal(let number): number
    default: nil
    }
  }

  /// An order of all values: nulls, numbers, then the rest by their texts.
  private static func compare(_ left: Value, _ right: Value) -> Int {
    func rank(_ value: Value) -> Int { value.isNull ? 0 : value.double != nil ? 1 : 2 }
    let (one, two) = (rank(left), rank(right))
    if one != two { return one < two ? -1 : 1 }
    if one == 0 { return 0 }
    if let left = left.double, let right = right.double { return left < right ? -1 : left > right ? 1 : 0 }
    let (leftText, rightText) = (sortText(left), sortText(right))
    return leftText < rightText ? -1 : leftText > rightText ? 1 : 0
  }

  private static func sortText(_ value: Value) -> String {
    switch value {
    case .string(let text): text
    case .bool(let flag): flag ? "true" : "false"
    case .datetime(let time): time.text
    case .timespan(let span): span.text
    default: "\(value)"
    }
  }
}
