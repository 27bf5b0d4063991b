import RegnData
import Testing

@testable import RegnEngine

/// What steps keep is counted before it is kept: a query runs in the memory that it was seen to need, fails
/// with one clear error in less, and gives everything back either way.
@Suite struct MemoryBudgetTests {
  struct Case: CustomTestStringConvertible {
    let name: String
    let query: String
    /// The bytes that must at least be counted: what the step keeps, by hand.
    let atLeast: Int
    var testDescription: String { name }
  }

  static let rows = 50_000
  static let harness = EngineHarness([
    "T": ColumnTable.numbered(rows, keys: 20_000), "S": ColumnTable.numbered(20_000, keys: 20_000),
  ])

  static let cases = [
    // Rows: 8 bytes an id, 20 of text and 16 for where it is.
    Case(name: "sort", query: "T | project id, text | sort by text asc", atLeast: rows * 44),
    Case(name: "top", query: "T | project id, text | top 20000 by id asc", atLeast: 20_000 * 44),
    Case(
      name: "join", query: "T | project id, key | join kind=inner (S | project key, text) on key | count",
      atLeast: 20_000 * 44),
    Case(
      name: "rows of the left side, for innerunique",
      query: "T | project key, text | join (S | project key) on key | summarize max(text)", atLeast: rows * 40
    ),
    Case(
      name: "pairs of a key on both sides",
      query: "S | project id, k = 1 | join kind=inner (T | where id < 100 | project k = 1) on k | count",
      atLeast: 20_000 * 100 * 8),
    Case(
      name: "aggregate", query: "T | summarize sum(amount) by key | count", atLeast: 18_000 * 24),
    Case(
      name: "aggregate by texts", query: "T | summarize count() by text | count", atLeast: 18_000 * 44),
    Case(name: "make_list", query: "T | summarize make_list(text)", atLeast: rows * 20),
    Case(name: "make_set", query: "T | summarize make_set(text)", atLeast: 18_000 * 20),
    Case(
      name: "window", query: "T | project id | sort by id asc | extend total = row_cumsum(id) | count",
      atLeast: rows * 16),
    Case(
      name: "mv-expand", query: "S | project id | extend many = range(1, 100) | mv-expand many | count",
      atLeast: 20_000 * 100 * 16),
    Case(name: "union", query: "union T, S | project id, text | sort by id asc", atLeast: 70_000 * 44),
    Case(
      name: "set of a subquery", query: "T | where text in ((S | project text)) | count",
      atLeast: 12_000 * 36),
    Case(
      name: "groups of a partition", query: "S | where id < 2000 | partition by key (top 1 by id) | count",
      atLeast: 2_000 * 16),
    Case(
      name: "steps of a scan",
      query:
        "S | project id | sort by id asc | scan declare (n: long = 0) with (step s: true => n = s.n + 1;) | count",
      atLeast: 20_000 * 48),
    Case(name: "sample", query: "T | project id | sample 10", atLeast: rows * 8),
    Case(name: "result", query: "T | project id, text", atLeast: rows * 44),
    Case(
      name: "a query used twice",
      query: "let a = materialize(T | project id, key); a | join kind=inner a on id | count",
      atLeast: rows * 32),
    Case(
      name: "several columns of long texts",
      query: "range i from 1 to 30000 step 1 | extend a = strrep(i, 20), b = strrep(i, 21) "
        + "| where strlen(a) > strlen(b) | count", atLeast: 30_000 * 4 * 41),
  ]

  /// Runs a query in so much memory: the budget afterwards, and the error if there was one.
  private func run(_ query: String, limit: Int, workers: Int) throws -> (
    budget: MemoryBudget, error: ExecutionError?
  ) {
    let plan = try Self.harness.plan(query)
    let context = Self.harness.context(.init(workers: workers, memoryLimit: limit))
    do {
      _ = try Engine(context: context).run(Optimizer.optimize(plan, context: context))
      return (context.memory, nil)
    } catch let error as ExecutionError { return (context.memory, error) }
  }

  @Test(arguments: cases) func runsInTheMemoryThatItNeedsAndNotInLess(_ item: Case) throws {
    let free = try run(item.query, limit: .max / 2, workers: 1)
    #expect(free.error == nil)
    #expect(free.budget.usedBytes == 0)
    let peak = free.budget.peakBytes
    #expect(peak >= item.atLeast)

    // How far arrays grow ahead is the allocator's choice, and differs a little from run to run.
    let enough = try run(item.query, limit: peak * 5 / 4, workers: 1)
    #expect(enough.error == nil)

    for limit in [0, peak / 10, peak / 3, peak * 2 / 3] {
      let (budget, error) = try run(item.query, limit: limit, workers: 1)
      #expect(error?.code == "RG0603", "\(limit) of \(peak) bytes")
      #expect(budget.usedBytes == 0, "\(limit) of \(peak) bytes")
      #expect(budget.peakBytes <= limit, "\(limit) of \(peak) bytes")
    }
  }

  @Test(arguments: cases) func twoWorkersNeverTakeMoreThanTheLimit(_ item: Case) throws {
    let free = try run(item.query, limit: .max / 2, workers: 2)
    #expect(free.error == nil)
    #expect(free.budget.usedBytes == 0)
    for limit in [free.budget.peakBytes / 4, free.budget.peakBytes / 2] {
      let (budget, error) = try run(item.query, limit: limit, workers: 2)
      #expect(error == nil || error?.code == "RG0603")
      #expect(budget.usedBytes == 0)
      #expect(budget.peakBytes <= limit)
    }
  }

  @Test func theErrorSaysWhatTheLimitIs() throws {
    let (_, error) = try run("T | sort by text asc", limit: 1_500_000, workers: 1)
    #expect(error?.message == "the query needs more than the memory limit of 1.5 MB")
    #expect(
      error?.hint == "raise --memory-limit, or keep fewer rows and columns before this step")
  }

  @Test func aReservationIsGivenBackWithItsLastReference() throws {
    let budget = MemoryBudget(limit: 100)
    var first: Reservation? = try Reservation(budget, bytes: 60)
    var second = first
    #expect(throws: ExecutionError.self) { try Reservation(budget, bytes: 41) }
    #expect(throws: ExecutionError.self) { try second?.grow(by: 41) }
    #expect(budget.usedBytes == 60)
    try first?.resize(to: 100)
    first = nil
    #expect(budget.usedBytes == 100)
    second?.shrink(by: 70)
    #expect(second?.bytes == 30 && budget.usedBytes == 30)
    second = nil
    #expect(budget.usedBytes == 0)
    #expect(budget.peakBytes == 100)
  }

  @Test func requestsBeyondAllMeasureAreRefused() throws {
    let budget = MemoryBudget(limit: 100, kept: 10)
    #expect(throws: ExecutionError.self) { try budget.reserve(.max) }
    #expect(throws: ExecutionError.self) { try budget.reserve(91) }
    try budget.reserve(90)
    #expect(budget.peakBytes == 100)
  }
}
