import RegnData
import RegnFileFormats
import RegnSession
import RegnSyntax
import Testing

/// Applying the first fix of each diagnostic makes a query that runs.
///
/// The queries are those of the golden scripts: whatever a script shows to be answered with a fix is mended
/// by it.
@Suite struct FixTests {
  /// Queries in which something is left that no fix can know, with the reason.
  private static let unfinished: [String: String] = [:]

  private static let scripts = ScriptFiles.paths().filter { $0.hasPrefix("diagnostics/") }

  @Test(arguments: scripts) func fixesMakeQueriesThatRun(_ path: String) throws {
    let script = try ScriptFiles.script(path)
    let folder = "\(ScriptFiles.folder)/diagnostics/"
    for block in script.blocks {
      let session = Session(
        options: SessionOptions(threads: 1, memoryLimit: 1_000_000_000),
        opener: FileTableOpener(fileSystem: ScriptFolder(path: folder)))
      for (name, file) in block.directives.tables { _ = try? session.openTable(name, path: file) }
      var query = block.query
      var applied = 0
      // Several mistakes, or one within another, take several rounds.
      while applied < 30 {
        let text = SourceText(query)
        let mistakes = session.check(text).filter { $0.severity == .error }
        if mistakes.isEmpty { break }
        // Only where every mistake has a fix can the fixes make a whole query.
        guard mistakes.allSatisfy({ !$0.fixes.isEmpty }), let fix = mistakes[0].fixes.first else {
          applied = -1
          break
        }
        let next = fix.applied(to: text)
        #expect(next != query, "\(path): the fix of \(mistakes[0].code.id) changes nothing in \(query)")
        if next == query { break }
        query = next
        applied += 1
      }
      #expect(applied < 30, "\(path): fixing does not end: \(block.query)")
      guard applied > 0 else { continue }
      var failures: [String] = []
      _ = try session.run(SourceText(query)) { event in
        switch event {
        case .diagnostics(let found, _):
          failures += found.filter { $0.severity == .error }.map(\.message.description)
        case .failure(let failure, _, _): failures.append(failure.message.description)
        default: break
        }
      }
      #expect(failures.isEmpty, "\(path): \(block.query) → \(query): \(failures)")
    }
  }

  /// The habits of SQL and of spreadsheets that are answered with a fix, by number: none shall lose it.
  @Test(arguments: [
    ("diagnostics/sql.test", 50), ("diagnostics/spreadsheet.test", 20),
    ("diagnostics/other-languages.test", 30),
  ])
  func mostHabitsHaveAFix(_ path: String, _ least: Int) throws {
    let fixed = try ScriptFiles.script(path).blocks.filter { block in
      let mistakes = Session().check(SourceText(block.query))
      return !mistakes.isEmpty && mistakes.allSatisfy { !$0.fixes.isEmpty }
    }
    #expect(fixed.count >= least, "\(fixed.count) of the queries are answered with a fix")
  }

  /// What a fix must give, exactly.
  @Test(arguments: [
    (
      "SELECT municipality, SUM(amount) AS total FROM costs WHERE year = 2024 GROUP BY municipality ORDER BY total DESC LIMIT 3",
      "costs | where year == 2024 | summarize total = sum(amount) by municipality | top 3 by total desc"
    ),
    ("costs | where year = 2024 | count", "costs | where year == 2024 | count"),
    ("costs | where year <> 2024 | count", "costs | where year != 2024 | count"),
    ("costs | where amount IS NULL | count", "costs | where isnull(amount) | count"),
    ("costs | summarize COUNT(*)", "costs | summarize count()"),
    ("costs | where amount > 1.000.000,50 | count", "costs | where amount > 1000000.50 | count"),
    ("costs | where municipality == \"Århus\" | count", "costs | where municipality == \"Aarhus\" | count"),
    ("=SUM(costs[amount])", "costs | summarize sum(amount)"),
  ])
  func theFix(_ query: String, _ fixed: String) throws {
    let text = SourceText(query)
    #expect(Session().check(text).first?.fixes.first?.applied(to: text) == fixed)
    let session = Session()
    #expect(try session.run(SourceText(fixed)) { _ in } == .done)
  }
}
