import Glibc
import RegnTestSupport
import Testing

/// What the shells complete, asked of real shells; zsh and fish only where they are installed.
@Suite struct CompletionTests {
  let regn = Regn()

  init() throws {
    regn.folder.write("ledger.csv", "n\n1\n")
    regn.folder.write("d/people.csv", "n\n1\n")
    regn.folder.write("script.kql", "print 1")
    regn.folder.write("notes.doc", "")
    for (shell, name) in [("bash", "regn.bash"), ("zsh", "_regn"), ("fish", "regn.fish")] {
      regn.folder.write("c/" + name, try regn("completions", shell).output)
    }
  }

  /// An environment in which the shell finds the program.
  private var environment: [String: String] {
    let place = Regn.path.dropLast("/regn".count)
    return regn.environment.merging(["PATH": place + ":/usr/bin:/bin", "HISTFILE": ""]) { $1 }
  }

  @Test(arguments: [
    (["regn", "qu"], ["query"]), (["regn", "tables", "muni"], ["municipalities"]),
    (["regn", "tables", "--table", "ledger", "=", "ledger.csv", "led"], ["ledger"]),
    (["regn", "tables", "--data", "d", "peo"], ["people"]),
    (["regn", "query", "--table", "l", "=", "led"], ["ledger.csv"]),
    (["regn", "query", "--table", "l", "="], ["c", "d", "ledger.csv", "notes.doc", "script.kql"]),
    (["regn", "query", "--format", "nd"], ["ndjson"]), (["regn", "run", "scr"], ["script.kql"]),
    (["regn", "run", "no"], []), (["regn", "help", "percentile_"], ["percentile_tdigest"]),
    (["regn", "learn", "coun"], ["count", "country"]), (["regn", "query", "--allow"], ["--allow-files"]),
    (["regn", "completions", "z"], ["zsh"]),
  ])
  func bash(words: [String], expected: [String]) throws {
    let quoted = words.map { "'\($0)'" }.joined(separator: " ")
    let last = words.last == "=" ? "" : words.last ?? ""
    let previous = words.dropLast().last ?? ""
    let script = """
      source c/regn.bash
      COMP_WORDS=(\(quoted)) COMP_CWORD=\(words.count - 1) COMP_LINE='\(words.joined(separator: " "))'
      COMP_POINT=${#COMP_LINE}
      _regn_with_whole_words regn '\(last)' '\(previous)'
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    let ended = try run(
      "/bin/bash", ["--norc", "-c", script], environment: environment, folder: regn.folder.path)
    #expect(ended.code == 0 && ended.errors.isEmpty, "\(ended.errors)")
    #expect(ended.output.split(separator: "\n").map(String.init).sorted() == expected)
  }

  /// What is typed before Tab, and what the line holds after it.
  static let lines = [
    ("regn tables muni", "regn tables municipalities"),
    ("regn query --format nd", "regn query --format ndjson"),
    ("regn query --table l=led", "regn query --table l=ledger.csv"),
    ("regn query --table led", "regn query --table ledger=ledger.csv"),
    ("regn tables --data d peo", "regn tables --data d people"),
    ("regn help percentile_td", "regn help percentile_tdigest"), ("regn run scr", "regn run script.kql"),
    ("regn learn isl", "regn learn islands"),
  ]

  @Test(.enabled(if: access("/usr/bin/fish", X_OK) == 0)) func fish() throws {
    let terminal = try PseudoTerminal(
      "/usr/bin/fish", ["--no-config", "-C", "source c/regn.fish; echo rea''dy"], environment: environment,
      folder: regn.folder.path)
    try expect(in: terminal)
  }

  @Test(.enabled(if: access("/usr/bin/zsh", X_OK) == 0)) func zsh() throws {
    let terminal = try PseudoTerminal(
      "/usr/bin/zsh", ["-f", "-i"], environment: environment, folder: regn.folder.path)
    terminal.type("fpath=($PWD/c $fpath); autoload -U compinit; compinit -u -D; echo rea''dy\r")
    try expect(in: terminal)
  }

  /// Types each line and Tab behind `echo`, so that running the line shows what it became.
  private func expect(in terminal: PseudoTerminal) throws {
    try terminal.expect("ready")
    for (typed, completed) in Self.lines {
      terminal.type("\(typed)\t")
      terminal.type("\u{1}echo is: \u{5}; echo don''e\r")
      try terminal.expect("is: \(completed)")
      try terminal.expect("done")
    }
  }
}
