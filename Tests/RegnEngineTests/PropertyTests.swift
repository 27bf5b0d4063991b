import Foundation
import RegnBinder
import RegnData
import Testing

@testable import RegnEngine

/// What holds for any table and any query. Chance is seeded: each test looks at the same cases every time.
/// `REGN_SEEDS=1000..<9000` looks at others.
@Suite struct PropertyTests {
  static func seeds(_ standard: Range<UInt64>) -> [UInt64] {
    guard let text = ProcessInfo.processInfo.environment["REGN_SEEDS"] else { return Array(standard) }
    let ends = text.components(separatedBy: "..<").compactMap { UInt64($0) }
    return ends.count == 2 ? Array(ends[0]..<ends[1]) : Array(standard)
  }

  /// Splits rows by a predicate into those where it is true, false and null.
  @Test func aPredicateSplitsATableInThree() throws {
    for seed in Self.seeds(0..<400) {
      var generator = SeededGenerator(seed)
      let rows = Int(generator.next() % 120)
      let harness = EngineHarness(["T": RandomTable(rows: rows, withSpecials: true, &generator)])
      let columns = RandomTable.columns + [("id", .long)]
      let predicate = RandomExpressions(columns: columns).predicate(depth: 2, &generator)
      func ids(_ condition: String) throws -> [Int] {
        try harness.rows("T | where \(condition) | project id").dropFirst().compactMap { Int($0) }
      }
      let isTrue = try ids(predicate)
      let isFalse = try ids("not(\(predicate))")
      let isNull = try ids("isnull(\(predicate))")
      // Rows come in the table's order, and each belongs to one part.
      #expect(isTrue == isTrue.sorted() && isFalse == isFalse.sorted(), "seed \(seed): \(predicate)")
      #expect(
        (isTrue + isFalse + isNull).sorted() == Array(0..<rows),
        "seed \(seed): \(predicate)\ntrue \(isTrue)\nfalse \(isFalse)\nnull \(isNull)")
      // The same, told by columns.
      let counts = try harness.rows(
        "T | extend q = \(predicate) "
          + "| summarize a = countif(q), b = countif(not(q)), c = countif(isnull(q)), d = countif(q == true)")
      #expect(
        counts.last == "\(isTrue.count),\(isFalse.count),\(isNull.count),\(isTrue.count)",
        "seed \(seed): \(predicate)")
    }
  }

  /// How a query ended.
  private func outcome(_ plan: LogicalPlan, _ harness: EngineHarness, _ run: EngineHarness.Run) -> [String] {
    let context = harness.context(run)
    do {
      let rows = try EngineHarness.rows(
        plan, context, optimizes: run.optimizes, smallRight: run.smallRight, spillRoom: run.spillRoom)
      return context.memory.usedBytes == 0 ? rows : ["memory was kept: \(context.memory.usedBytes)"]
    } catch { return ["error: \((error as? ExecutionError)?.code ?? "\(error)")"] }
  }

  @Test func theOptimizerAndTheNumberOfThreadsChangeNothing() throws {
    for seed in Self.seeds(0..<900) {
      var generator = SeededGenerator(seed)
      let harness = EngineHarness([
        "T": RandomTable(
          rows: Int(generator.next() % 150), withSpecials: generator.one(in: 2), &generator),
        "S": RandomTable(
          rows: Int(generator.next() % 40),
          columns: RandomTable.columns.filter { _ in !generator.one(in: 3) },
          &generator),
      ])
      let pipelines = RandomPipelines(harness: harness)
      let query =
        try seed % 3 == 0 ? pipelines.query(length: 6, &generator) : pipelines.filtered(&generator)
      let plan = try harness.plan(query)
      let expected = outcome(plan, harness, .init(workers: 1, optimizes: false))
      for run in [
        EngineHarness.Run(workers: 2, optimizes: false), .init(workers: 1), .init(workers: 2),
        .init(workers: 3),
      ] {
        let got = outcome(plan, harness, run)
        if got != expected {
          let first = zip(got, expected).first { $0 != $1 }
          Issue.record(
            """
            seed \(seed): \(query)
            \(run.workers) workers, \(run.optimizes ? "optimized" : "not optimized"): \
            \(got.count) lines, \(expected.count) expected; \
            first difference: \(first.map { "\($0.0) — expected \($0.1)" } ?? "length")
            """)
        }
      }
    }
  }
}
