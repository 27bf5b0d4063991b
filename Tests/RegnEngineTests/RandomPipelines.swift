import RegnBinder
import RegnData
import Testing

@testable import RegnEngine

/// Queries by chance, operator by operator: after each the binder says which columns there are.
struct RandomPipelines {
  let harness: EngineHarness

  /// A query of up to `length` operators over one of the tables.
  func query(length: Int, _ generator: inout SeededGenerator) throws -> String {
    var text = generator.pick(harness.tableNames)
    for _ in 0...Int(generator.next() % UInt64(length)) {
      text += try step(after: text, depth: 1, &generator)
    }
    return text
  }

  /// A table, one operator, a filter behind it, and perhaps an operator more: where filters, limits and
  /// columns move through the operator, this shows whether they may.
  func filtered(_ generator: inout SeededGenerator) throws -> String {
    var text = generator.pick(harness.tableNames)
    text += try step(after: text, depth: 1, joins: generator.one(in: 3), &generator)
    let expressions = RandomExpressions(columns: try columns(of: text))
    text += " | where \(expressions.predicate(depth: Int(generator.next() % 2), &generator))"
    if generator.one(in: 2) { text += try step(after: text, depth: 0, &generator) }
    return text
  }

  private func columns(of text: String) throws -> [(name: String, type: ScalarType)] {
    try harness.plan(text).columns.map { ($0.name, $0.type) }
  }

  /// An operator that fits behind a query.
  private func step(
    after text: String, depth: Int, joins: Bool = false, _ generator: inout SeededGenerator
  ) throws -> String {
    let columns = try columns(of: text)
    let expressions = RandomExpressions(columns: columns)
    func named(_ column: (name: String, type: ScalarType)) -> String { expressions.name(column.name) }
    /// A name that no column has.
    func fresh(_ name: String) -> String {
      columns.contains { $0.name == name } ? fresh(name + "_") : name
    }
    /// Columns that may be keys and be ordered by.
    let plain = columns.filter { $0.type != .dynamic }
    guard let anyPlain = plain.first else { return " | extend k = 1" }
    switch joins ? 10 : generator.next() % 17 {
    case 0, 1, 2: return " | where \(expressions.predicate(depth: 2, &generator))"
    case 3:
      let type = generator.pick(ScalarType.allCases.filter { $0 != .guid })
      let name = generator.pick(["e", "f", columns[0].name])
      return " | extend ['\(name)'] = \(expressions.scalar(type, &generator))"
    case 4:
      let kept = columns.filter { _ in !generator.one(in: 3) }
      let computed = expressions.scalar(generator.pick([.long, .string, .real]), &generator)
      return
        " | project \((kept.isEmpty ? [columns[0]] : kept).map(named).joined(separator: ", ")), ['\(fresh("n"))'] = \(computed)"
    case 5:
      return " | summarize \(aggregates(columns, &generator)) by \(keys(plain, &generator))"
    case 6:
      return generator.one(in: 3)
        ? " | count" : " | distinct \(named(generator.pick(plain))), \(named(generator.pick(plain)))"
    case 7, 8:
      let sorted = (0...generator.next() % 2).map { _ in
        "\(named(generator.pick(plain))) \(generator.pick(["asc", "desc"]))"
          + generator.pick(["", " nulls first", " nulls last"])
      }
      return " | sort by \(sorted.joined(separator: ", "))"
    case 9:
      return generator.one(in: 2)
        ? " | take \(generator.next() % 30)"
        : " | top \(generator.next() % 20) by \(named(generator.pick(plain))) \(generator.pick(["asc", "desc"]))"
    case 10:
      guard depth > 0 else { return "" }
      return try join(expressions, plain, &generator) ?? " | where \(named(anyPlain)) == \(named(anyPlain))"
    case 11:
      guard depth > 0 else { return "" }
      let other = try smallQuery(&generator)
      return " | union \(generator.pick(["", "kind=inner ", "kind=outer "]))(\(other))"
    case 12:
      guard let list = columns.first(where: { $0.type == .dynamic }) else { return "" }
      return " | mv-expand \(generator.pick(["", "with_itemindex=\(fresh("at")) "]))\(named(list))"
        + generator.pick(["", " to typeof(long)", " to typeof(string)"])
        + generator.pick(["", " limit 2"])
    case 13:
      guard depth > 0 else { return "" }
      let key = generator.pick(plain)
      let body = generator.pick([
        "top 2 by \(named(generator.pick(plain)))",
        "summarize n = count(), \(aggregates(columns, &generator))",
        "where \(expressions.predicate(depth: 1, &generator)) | take 3",
        "sort by \(named(generator.pick(plain))) asc | extend \(fresh("w")) = row_number()",
      ])
      return " | partition by \(named(key)) (\(body))"
    case 14:
      guard depth > 0, let list = columns.first(where: { $0.type == .dynamic }) else { return "" }
      let body = generator.pick([
        "summarize total = sum(\(fresh("v"))), n = count()", "where \(fresh("v")) > 1",
        "top 1 by \(fresh("v"))",
      ])
      return " | mv-apply \(fresh("v")) = \(named(list)) to typeof(long) on (\(body))"
    case 15:
      let condition = expressions.predicate(depth: 1, &generator)
      return " | sort by \(named(anyPlain)) asc | scan declare (\(fresh("c")): long = 0) with "
        + "(step one: \(condition) => \(fresh("c")) = one.\(fresh("c")) + 1; step two: true;)"
    default:
      let number = plain.first { $0.type == .long }.map(named) ?? "1"
      return " | sort by \(named(anyPlain)) asc | extend w = "
        + generator.pick([
          "row_number()", "row_cumsum(\(number))", "prev(\(number))", "next(\(named(anyPlain)))",
        ])
    }
  }

  /// A table after an operator or two, as the right side of joins and unions.
  private func smallQuery(_ generator: inout SeededGenerator) throws -> String {
    var text = generator.pick(harness.tableNames)
    for _ in 0..<generator.next() % 3 { text += try step(after: text, depth: 0, &generator) }
    return text
  }

  private func join(
    _ expressions: RandomExpressions, _ plain: [(name: String, type: ScalarType)],
    _ generator: inout SeededGenerator
  ) throws -> String? {
    let other = try smallQuery(&generator)
    let right = try columns(of: other)
    let pairs = plain.flatMap { left in right.filter { $0.type == left.type }.map { (left, $0) } }
    guard !pairs.isEmpty else { return nil }
    let conditions = (0...generator.next() % 2).map { _ in
      let (left, right) = generator.pick(pairs)
      return left.name == right.name && generator.one(in: 2)
        ? "['\(left.name)']" : "$left.['\(left.name)'] == $right.['\(right.name)']"
    }
    let kind = generator.pick(
      ["", ""] + JoinKind.allCases.filter { $0 != .innerunique }.map { "kind=\($0.rawValue) " })
    return " | join \(kind)(\(other)) on \(Array(Set(conditions)).sorted().joined(separator: ", "))"
  }

  private func keys(_ plain: [(name: String, type: ScalarType)], _ generator: inout SeededGenerator) -> String
  {
    let chosen = (0...generator.next() % 2).map { _ in generator.pick(plain) }
    return chosen.enumerated().map { index, key in
      key.type == .long && generator.one(in: 2)
        ? "k\(index) = bin(['\(key.name)'], 4)" : "k\(index) = ['\(key.name)']"
    }.joined(separator: ", ")
  }

  private func aggregates(
    _ columns: [(name: String, type: ScalarType)], _ generator: inout SeededGenerator
  ) -> String {
    let expressions = RandomExpressions(columns: columns)
    return (0...generator.next() % 3).map { index -> String in
      let column = generator.pick(columns)
      let name = expressions.name(column.name)
      let predicate = expressions.predicate(depth: 0, &generator)
      var choices = ["count()", "countif(\(predicate))", "take_any(\(name))", "make_list(\(name))"]
      if column.type != .dynamic {
        choices += [
          "dcount(\(name))", "min(\(name))", "max(\(name))", "make_set(\(name))", "count_distinct(\(name))",
          "arg_max(\(name), ['\(columns[0].name)'])", "arg_min(\(name), ['\(columns[0].name)'])",
          "maxif(\(name), \(predicate))", "dcountif(\(name), \(predicate))",
        ]
      }
      if column.type.isNumeric {
        choices += [
          "sum(\(name))", "avg(\(name))", "sumif(\(name), \(predicate))", "percentile(\(name), 50)",
        ]
      }
      let call = generator.pick(choices)
      return call.hasPrefix("arg_") ? call : "a\(index) = \(call)"
    }.joined(separator: ", ")
  }
}
