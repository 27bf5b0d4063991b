import Glibc
import RegnTestSupport
import Testing

/// `--cache`.
@Suite struct CacheOptionTests {
  let regn = Regn()

  /// A table of more than the least size that is kept.
  static let ledger: String = {
    var text = "year;municipality;amount\n"
    for row in 0..<60_000 {
      text += "\(2018 + row % 7);\(["Ærø", "Skive", "Tårnby"][row % 3]);\(row),50\n"
    }
    return text
  }()

  init() { regn.folder.write("ledger.csv", Self.ledger) }

  private func ask(
    _ query: String, _ options: String..., environment: [String: String] = [:]
  ) throws -> (output: String, notes: [String]) {
    let command = ["query", query, "--table", "l=ledger.csv", "--format", "csv"] + options
    let run = try RegnTestSupport.run(
      Regn.path, command, environment: regn.environment.merging(environment) { $1 }, folder: regn.folder.path)
    #expect(run.code == 0)
    let said = run.errors.split(separator: "\n").map(String.init)
    return (run.output, said.filter { !$0.hasPrefix("result ") })
  }

  private static let sum = "l | where year == 2020 | summarize sum(amount) by municipality"

  @Test func theSecondQuestionIsAnsweredFromTheCache() throws {
    let expected = try ask(Self.sum).output
    let first = try ask(Self.sum, "--cache", "--timing")
    #expect(first.output == expected)
    #expect(first.notes == ["note: ledger.csv: kept amount, municipality, year in the cache"])
    let second = try ask(Self.sum, "--cache", "--timing")
    #expect(second.output == expected)
    #expect(second.notes == ["note: ledger.csv: read amount, municipality, year from the cache"])
    // Without --timing nothing is said, without --cache the file is read.
    #expect(try ask(Self.sum, "--cache").notes.isEmpty)
    #expect(try ask(Self.sum, "--timing").notes.isEmpty)
    #expect(regn.folder.names(in: "home/.cache/regn/columns").count == 1)
    let shown = try regn("tables", "l", "--table", "l=ledger.csv", "--cache")
    #expect(shown.output.contains("; kept in the cache: all columns ("))
    #expect(shown.output.contains("/home/.cache/regn/columns/ledger.csv-"))
  }

  @Test func anotherFolder() throws {
    _ = try ask("l | summarize max(year)", "--cache", environment: ["XDG_CACHE_HOME": regn.folder("xdg")])
    #expect(regn.folder.names(in: "xdg/regn/columns").count == 1)
    #expect(regn.folder.names(in: "home/.cache").isEmpty)
  }

  @Test func withoutAFolderOfOnesOwn() throws {
    let none = try regn(
      "query", "l | count", "--table", "l=ledger.csv", "--cache", environment: ["HOME": ""])
    #expect(
      none.errors
        == "note: nothing is kept in the cache, as neither XDG_CACHE_HOME nor HOME names a folder\n")
    #expect(none.code == 0)
    regn.folder.write("shared/regn/columns/x", "")
    chmod(regn.folder("shared/regn/columns"), 0o777)
    let shared = try regn(
      "query", "l | count", "--table", "l=ledger.csv", "--cache",
      environment: ["XDG_CACHE_HOME": regn.folder("shared")])
    #expect(shared.errors.hasPrefix("note: nothing is kept in the cache, as others may write to "))
    #expect(shared.errors.hasSuffix("/shared/regn/columns\n"))
    #expect(shared.code == 0)
  }

  /// Both names stand for the same file, and what the second reads is damaged.
  @Test func twoNamesOfOneDamagedFile() throws {
    let command = [
      "query", Self.sum.replacing("l |", with: "m |"), "--table", "l=ledger.csv", "--table",
      "m=ledger.csv", "--format", "csv", "--cache",
    ]
    func run() throws -> String {
      try RegnTestSupport.run(
        Regn.path, command, environment: regn.environment, folder: regn.folder.path
      ).output
    }
    let expected = try ask(Self.sum).output
    #expect(try run() == expected)
    let folder = "home/.cache/regn/columns"
    let inner = try #require(regn.folder.names(in: folder).first)
    for name in regn.folder.names(in: "\(folder)/\(inner)") {
      let descriptor = open(regn.folder("\(folder)/\(inner)/\(name)"), O_WRONLY | O_CLOEXEC)
      #expect(pwrite(descriptor, "damaged", 7, 48) == 7)
      close(descriptor)
    }
    #expect(try run() == expected)
    #expect(try run() == expected)
  }

  @Test func preloadedTablesAndOneOfAPattern() throws {
    regn.folder.write("ledger2.csv", Self.ledger)
    let query = "l | summarize sum(amount), count() by year"
    let command = ["query", query, "--table", "l=ledger*.csv", "--format", "csv"]
    func run(_ more: String...) throws -> String {
      try RegnTestSupport.run(
        Regn.path, command + more, environment: regn.environment, folder: regn.folder.path
      ).output
    }
    let expected = try run()
    for _ in 0..<2 {
      #expect(try run("--cache", "--preload") == expected)
      #expect(try run("--cache") == expected)
    }
    #expect(regn.folder.names(in: "home/.cache/regn/columns").count == 2)
  }

  @Test func twoProgramsAtOnce() throws {
    let expected = try ask(Self.sum).output
    for _ in 0..<3 {
      let programs = try (0..<4).map { _ in
        try PipedProgram(
          Regn.path, ["query", Self.sum, "--table", "l=ledger.csv", "--format", "csv", "--cache"],
          environment: regn.environment, folder: regn.folder.path)
      }
      for program in programs {
        _ = try program.finish()
        #expect(String(decoding: program.written, as: UTF8.self) == expected)
      }
      let inner = regn.folder.names(in: "home/.cache/regn/columns")
      #expect(inner.count == 1)
      let kept = regn.folder.names(in: "home/.cache/regn/columns/\(inner.first ?? "")")
      #expect(kept.count == 3 && kept.allSatisfy { $0.hasSuffix(".column") })
    }
  }

  @Test func theREPL() throws {
    let terminal = try regn.open("--table", "l=ledger.csv", "--cache")
    for _ in 0..<2 {
      terminal.type("l | summarize count() by year | count\r")
      try terminal.expect("7")
      try terminal.expect("regn> ")
    }
    terminal.type(".quit\r")
    _ = try terminal.finish()
    #expect(regn.folder.names(in: "home/.cache/regn/columns").count == 1)
  }
}
