import Foundation
import RegnData
import RegnFileFormats
import RegnSession
import RegnSyntax
import Testing

/// What `explain` shows of the rewrites: where each step of a query ends up.
@Suite struct ExplainTests {
  /// Plans over a file of costs.
  private func explain(_ query: String, analyze: Bool = false) throws -> String {
    let costs =
      "municipality;year;account;amount\n"
      + "Aarhus;2023;IT;10,50\nÆrø;2023;drift;7,25\nAarhus;2024;IT;12,00\nÆrø;2024;IT;3,75\n"
    let opener = FileTableOpener(fileSystem: MemoryFileSystem(text: ["costs.csv": costs]))
    let session = Session(opener: opener)
    try session.openTable("ledger", path: "costs.csv")
    var errors: [Diagnostic] = []
    let text = try session.explain(SourceText(query), analyze: analyze) { event in
      if case .diagnostics(let diagnostics, _) = event {
        errors += diagnostics.filter { $0.severity == .error }
      }
    }
    return try #require(text, "\(errors.map(\.message))")
  }

  /// A query's plan must be this.
  private func expectPlan(
    _ query: String, _ plan: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let got = try explain(query)
    if got != plan { Issue.record("\(query)\n\(got)", sourceLocation: sourceLocation) }
  }

  @Test func predicatesMoveIntoTheScan() throws {
    try expectPlan(
      "ledger | extend half = amount / 2 | sort by half | where year == 2024 and account has 'IT' and half > 1",
      """
      sort by half desc
        filter (half > decimal(1))
          project municipality, year, account, amount, half = (amount / decimal(2))
            filter (account has "IT")
              scan ledger [municipality, year, account, amount] where year == 2024 (inside the scan)

      rewrites: filters move towards the tables; simple predicates are tested inside the scan
      """)
  }

  @Test func predicatesMoveThroughGroupsUnionsAndJoins() throws {
    try expectPlan(
      "ledger | summarize sum(amount) by year, account | where year == 2024 and sum_amount > 5",
      """
      project year, account, sum_amount
        filter (sum_amount > decimal(5))
          aggregate sum_amount = sum(amount) by year, account
            scan ledger [year, account, amount] where year == 2024 (inside the scan)

      rewrites: filters move towards the tables; simple predicates are tested inside the scan; \
      only the columns that are needed are read
      """)
    try expectPlan(
      "union ledger, (ledger | where amount > 5) | where year == 2024 | project amount",
      """
      project amount
        union of 2
          scan ledger [amount] where year == 2024 (inside the scan)
          scan ledger [amount] where amount > decimal(5) and year == 2024 (inside the scan)

      rewrites: filters move towards the tables; simple predicates are tested inside the scan; \
      only the columns that are needed are read
      """)
    // The rows of an outer join's other side may be filled with nulls: a filter on them stays above.
    try expectPlan(
      "ledger | join kind=leftouter (ledger | project account, other = year) on account "
        + "| where year == 2024 and other == 2023 | project municipality",
      """
      project municipality
        filter (tolong(other) == 2023)
          hash join (leftouter) on account == account, right side in memory
            scan ledger [municipality, account] where year == 2024 (inside the scan)
            project account, other = year
              scan ledger [year, account]

      rewrites: filters move towards the tables; simple predicates are tested inside the scan; \
      only the columns that are needed are read
      """)
  }

  @Test func onlyTheColumnsThatAreNeededAreRead() throws {
    try expectPlan(
      "ledger | extend unused = amount * 2 | project year, n = strlen(municipality)",
      """
      project year, n = strlen(municipality)
        project municipality, year
          scan ledger [municipality, year]

      rewrites: only the columns that are needed are read
      """)
    try expectPlan(
      "ledger | count",
      """
      aggregate Count = count()
        scan ledger []

      rewrites: only the columns that are needed are read
      """)
  }

  @Test func sortAndTakeBecomeTop() throws {
    try expectPlan(
      "ledger | sort by amount asc | take 2",
      """
      top 2 by amount asc
        scan ledger [municipality, year, account, amount]

      rewrites: sort and take become top
      """)
    try expectPlan(
      "ledger | top 3 by amount | extend x = year + 1 | take 2 | project x",
      """
      project x
        project x = (year + 1)
          top 2 by amount desc
            scan ledger [year, amount]

      rewrites: take moves below projections; sort and take become top; \
      only the columns that are needed are read
      """)
  }

  @Test func takeMovesBelowProjections() throws {
    try expectPlan(
      "ledger | extend x = year + 1 | take 2 | project x",
      """
      project x
        project x = (year + 1)
          take 2
            scan ledger [year]

      rewrites: take moves below projections; only the columns that are needed are read
      """)
  }

  @Test func constantsAreComputedOnce() throws {
    try expectPlan(
      "ledger | where year == 2 * 1000 + strlen('fireogtyve tegn, ja!') + 4 | project year",
      """
      project year
        scan ledger [year] where year == 2024 (inside the scan)

      rewrites: simple predicates are tested inside the scan; \
      only the columns that are needed are read
      """)
    try expectPlan(
      "print x = 2 * 3 + strlen('æøå'), y = iff(1 > 2, 'a', strcat('b', 'c'))",
      """
      project x = 9, y = "bc"
        values, 1 row
      """)
  }

  @Test func whatIsKnownOfColumnsIsComputedBeforeTheRows() throws {
    try expectPlan(
      "ledger | extend limit = 2024, name = 'IT' | where limit == 2024 and year == limit | project amount",
      """
      project amount
        project amount
          scan ledger [amount] where year == 2024 (inside the scan)

      rewrites: filters move towards the tables; constants are computed once; \
      simple predicates are tested inside the scan; only the columns that are needed are read
      """)
  }

  @Test func queriesUsedOnceAreReadInPlaceAndOthersShared() throws {
    try expectPlan(
      "let late = ledger | where year > 2023; late | where account == 'IT' | project amount",
      """
      project amount
        project amount
          scan ledger [amount] where year > 2023 and account == "IT" (inside the scan)

      rewrites: queries used once are put in place; filters move towards the tables; \
      simple predicates are tested inside the scan; only the columns that are needed are read
      """)
    try expectPlan(
      "let late = ledger | where year > 2023; late | where amount in ((late | summarize max(amount)))",
      """
      filter amount in (query)
        reference to late
      shared query, computed once:
        project max_amount
          aggregate max_amount = max(amount)
            project amount
              scan ledger [amount] where year > 2023 (inside the scan)
      shared late, computed once:
        scan ledger [municipality, year, account, amount] where year > 2023 (inside the scan)

      rewrites: what several places share is made cheaper
      """)
  }

  @Test func analyzeTellsTheRowsAndTheMemoryOfEachStep() throws {
    let text = try explain(
      "ledger | where year == 2024 | summarize sum(amount) by municipality", analyze: true)
    let measured = text.components(separatedBy: "measured:\n").last?.split(separator: "\n") ?? []
    // The times differ from run to run. The scan hands its rows on, groups are kept.
    let steps = measured.prefix(2).map {
      $0.replacingOccurrences(of: " +[0-9.]+ s +", with: " ", options: .regularExpression)
        .replacingOccurrences(of: "[0-9.]+ KB", with: "some KB", options: .regularExpression)
        .trimmingCharacters(in: .whitespaces)
    }
    #expect(
      steps == [
        "2 rows scan ledger [municipality, amount] where year == 2024 (inside the scan)",
        "2 rows some KB  aggregate sum_amount = sum(amount) by municipality",
      ])
    #expect(measured.last?.contains("bytes kept by operators") == true)
  }
}
