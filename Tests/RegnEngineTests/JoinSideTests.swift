import RegnData
import Testing

@testable import RegnEngine

/// Which side of a join is hashed, and that a group's first rows are found in one pass, changes no answer.
@Suite struct JoinSideTests {
  private static let kinds = [
    "inner", "innerunique", "leftsemi", "leftanti", "leftouter", "rightouter", "fullouter",
  ]

  private func tables(_ seed: UInt64, left: Int, right: Int) -> EngineHarness {
    var generator = SeededGenerator(seed)
    let l = RandomTable(rows: left, withSpecials: true, &generator)
    var r = RandomTable(rows: right, withSpecials: true, &generator)
    // Only where the rows are counted can the left be seen to be smaller.
    r.rowCount = right
    return EngineHarness(["L": l, "R": r])
  }

  @Test func theHashedSideDoesNotMatter() throws {
    let keys = RandomTable.columns.filter { $0.type != .dynamic }.map(\.name)
    for seed in UInt64(0)..<20 {
      let harness = tables(seed, left: Int(seed % 4) * 5, right: 60 + Int(seed) * 8)
      let first = keys[Int(seed) % keys.count]
      let second = keys[(Int(seed) / 3 + 1) % keys.count]
      let on = seed % 2 == 0 || first == second ? first : "\(first), \(second)"
      for kind in Self.kinds {
        for right in [
          "R", "(R | where id % 3 != 0)", "(R | summarize n = count(), m = max(id) by \(on))",
          "(R | join kind=inner (R | project \(on), twin = id) on \(on) | where twin <= id)",
        ] {
          let text = "L | join kind=\(kind) \(right) on \(on)"
          var answers: [[String]] = []
          for run in [
            EngineHarness.Run(smallRight: .max), EngineHarness.Run(smallRight: 0),
            EngineHarness.Run(workers: 2, optimizes: false, smallRight: 0),
          ] {
            let rows = try harness.rows(text, run)
            answers.append([rows[0]] + rows.dropFirst().sorted())
          }
          for other in answers.dropFirst() { #expect(other == answers[0], "seed \(seed): \(text)") }
        }
      }
    }
  }

  @Test func aSmallLeftSideIsHashedAndSparesTheRightItsGroups() throws {
    let harness = EngineHarness([
      "few": ColumnTable([("key", Column(type: .long, storage: .int64(Buffer([3, 5, 3]))))]),
      "many": ColumnTable.numbered(150_000, keys: 100_000),
    ])
    let plan = try harness.plan("few | join kind=inner (many | summarize n = count() by key) on key")
    let context = harness.context(EngineHarness.Run())
    let rows = try EngineHarness.rows(plan, context, optimizes: true)
    let counts = try harness.rows(
      "many | where key in (3, 5) | summarize n = count() by key | sort by key asc")
    #expect(
      rows.count == 1 + (counts.contains { $0.hasPrefix("3,") } ? 2 : 0)
        + (counts.contains { $0.hasPrefix("5,") } ? 1 : 0))
    #expect(
      Set(rows.dropFirst().map { $0.split(separator: ",").dropFirst().joined(separator: ",") })
        == Set(counts.dropFirst()))
    // Most groups were never made: the budget saw few of them.
    let all = harness.context(EngineHarness.Run())
    _ = try EngineHarness.rows(try harness.plan("many | summarize n = count() by key"), all, optimizes: true)
    #expect(context.memory.peakBytes * 4 < all.memory.peakBytes)
  }

  @Test func theFirstRowsOfGroupsAreThoseOfASortOfEach() throws {
    for seed in UInt64(0)..<60 {
      let harness = tables(seed, left: Int(seed) * 2, right: 0)
      let columns = RandomTable.columns.filter { $0.type != .dynamic }.map(\.name)
      let key = columns[Int(seed) % columns.count]
      let order = columns[(Int(seed) / 5 + 2) % columns.count]
      let way = seed % 3 == 0 ? "asc" : "desc"
      let count = 1 + Int(seed % 4)
      let text = "L | partition by \(key) (top \(count) by \(order) \(way), id asc | project id, k = \(key))"
      let top = try harness.rows(text)
      #expect(try harness.rows(text, EngineHarness.Run(workers: 2)) == top, "seed \(seed)")
      // Larger than what is found in one pass: a sort for each group.
      let sorted = try harness.rows(
        "L | partition by \(key) (sort by \(order) \(way), id asc | take \(count) | extend one = prev(id) | project id, k = \(key))"
      )
      #expect(sorted == top, "seed \(seed): \(text)")
    }
  }

  /// Enough rows for several workers, with many equal ones, of which the earlier stay.
  @Test(arguments: [
    "hash(id, 40)", "iff(hash(id, 7) == 0, long(null), hash(id, 40))", "tostring(hash(id, 4000))",
    "toreal(hash(id, 30)) / 7", "todecimal(hash(id, 30)) / 8", "datetime(2024-01-01) + hash(id, 9) * 1d",
    "case(hash(id, 5) == 0, long(null), hash(id, 5) == 1, -9223372036854775807 - 1, hash(id, 5) == 2, 9223372036854775807, hash(id, 6))",
    "hash(id, 2) == 0", "hash(id, 3), w = tostring(hash(id, 11))",
  ])
  func theFirstRowsAmongEqualOnesAreTheEarliest(value: String) throws {
    let harness = EngineHarness(["many": ColumnTable.numbered(150_000, keys: 60)])
    let order = value.contains(" w = ") ? ["v asc, w desc"] : ["v asc", "v desc", "v asc nulls last"]
    for order in order {
      for count in [1, 3] {
        let head = "many | extend v = \(value) | partition by key "
        let top = try harness.rows("\(head)(top \(count) by \(order) | project id, key)")
        #expect(
          try harness.rows(
            "\(head)(top \(count) by \(order) | project id, key)", EngineHarness.Run(workers: 2))
            == top, "\(order)")
        // What looks at a group as a whole is computed for each by itself.
        let sorted = try harness.rows(
          "\(head)(sort by \(order) | take \(count) | extend one = prev(id) | project id, key)")
        #expect(sorted == top && top.count == 1 + 60 * count, "\(order)")
      }
    }
  }
}
