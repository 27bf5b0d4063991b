import RegnData
import Testing

@testable import RegnEngine

/// A query may be stopped at every checkpoint, and gives all its memory back wherever that is.
@Suite struct CancellationTests {
  /// A query, and a shorter one that ends where the step in question begins.
  struct Case: CustomTestStringConvertible {
    let name: String
    let query: String
    let before: String
    var workers = 1
    var testDescription: String { name }
  }

  static let harness = EngineHarness([
    "T": ColumnTable.numbered(100_000, keys: 50_000), "S": ColumnTable.numbered(50_000, keys: 50_000),
  ])

  static let cases = [
    Case(name: "scan", query: "T | where id % 3 == 1 | project id, key", before: "print 1"),
    Case(
      name: "sort", query: "T | project key, id | sort by key asc, id desc",
      before: "T | project key, id"),
    Case(
      name: "merge of sorted runs by two workers", query: "T | project key, id | sort by key asc",
      before: "T | project key, id", workers: 2),
    Case(
      name: "top of more rows than a chunk", query: "T | project key, id | top 40000 by key",
      before: "T | project key, id"),
    Case(
      name: "build side of a join",
      query: "print x = 1 | join kind=inner (T | project key, x = 1) on x | count",
      before: "T | project key, x = 1"),
    Case(
      name: "probe side of a join", query: "T | join kind=inner (S | project key, other = id) on key | count",
      before: "S | project key, other = id"),
    Case(
      name: "a key with many rows on both sides",
      query: "range x from 1 to 3 step 1 | extend k = 1 "
        + "| join kind=inner (T | project id, k = 1) on k | count",
      before: "T | project id, k = 1"),
    Case(
      name: "unmatched rows of the right side",
      query: "S | join kind=fullouter (T | project key, other = id) on key | count",
      before: "T | project key, other = id"),
    Case(
      name: "first of each key", query: "T | join (S | project key, other = id) on key | count",
      before: "S | project key, other = id"),
    Case(
      name: "aggregate", query: "T | summarize sum(amount), dcount(text) by key | count",
      before: "print 1"),
    Case(
      name: "merge of two workers' groups", query: "T | summarize sum(amount), make_list(id) by key | count",
      before: "print 1", workers: 2),
    Case(name: "mv-expand", query: "T | mv-expand list | count", before: "T | count"),
    Case(
      name: "window", query: "T | sort by id asc | extend before = prev(id), total = row_cumsum(id) | count",
      before: "T | sort by id asc"),
    Case(
      name: "set of a subquery", query: "T | where key in ((S | where id % 2 == 0 | project key)) | count",
      before: "S | where id % 2 == 0 | project key"),
    Case(name: "union", query: "union T, S | summarize count() by key | count", before: "print 1"),
    Case(name: "range", query: "range x from 1 to 100000 step 1 | summarize sum(x)", before: "print 1"),
    Case(
      name: "groups of a partition", query: "T | partition by key (summarize sum(id)) | take 100000 | count",
      before: "T"),
    Case(
      name: "steps of a scan",
      query: "T | sort by id asc | scan declare (n: long = 0) with (step s: true => n = s.n + 1;) | count",
      before: "T | sort by id asc"),
    Case(name: "sample", query: "T | project id | sample 1000", before: "print 1"),
  ]

  /// The checkpoints that a query passes when it is let run.
  private func checkpoints(_ query: String, workers: Int) throws -> Int {
    let context = Self.harness.context(.init(workers: workers, cancelAtCheckpoint: .max))
    _ = try Engine(context: context).run(
      Optimizer.optimize(Self.harness.plan(query), context: context))
    return context.checkpointsPassed
  }

  @Test(arguments: cases) func stopsAtEveryCheckpoint(_ item: Case) throws {
    let before = try checkpoints(item.before, workers: 1)
    let all = try checkpoints(item.query, workers: item.workers)
    // The step itself looks whether it should stop, and not only its input.
    #expect(all >= before + 2, "\(all) checkpoints, \(before) without the step")
    let plan = try Self.harness.plan(item.query)
    // With two workers a run may pass fewer checkpoints than the one that was counted.
    let last = item.workers > 1 ? all * 3 / 4 : all
    let places = Set((0...8).map { 1 + (last - 1) * $0 / 8 })
    for place in places.sorted() {
      let context = Self.harness.context(.init(workers: item.workers, cancelAtCheckpoint: place))
      let error = #expect(throws: ExecutionError.self) {
        _ = try Engine(context: context).run(Optimizer.optimize(plan, context: context))
      }
      #expect(error?.code == ExecutionError.cancelled.code, "at checkpoint \(place) of \(all)")
      #expect(context.memory.usedBytes == 0, "at checkpoint \(place) of \(all)")
    }
  }

  @Test func aWorkerThatFailsStopsTheOther() throws {
    // Only the worker that takes the first rows fails. Without word to the other that would go on through
    // ten thousand chunks, or to the last checkpoint that it is given here.
    let last = 5_000
    let context = Self.harness.context(.init(workers: 2, cancelAtCheckpoint: last))
    let plan = try Self.harness.plan(
      "range x from 1 to 400000000 step 1 | where 'a' matches regex iff(x == 1, '(', 'a') | count")
    let error = #expect(throws: ExecutionError.self) { _ = try Engine(context: context).run(plan) }
    #expect(error?.code == "RG0608")
    #expect(context.checkpointsPassed < last)
    #expect(context.memory.usedBytes == 0)
  }
}
