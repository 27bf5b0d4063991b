import RegnTestSupport
import Testing

/// The command line itself: help, and what is said when it is wrong.
@Suite struct CommandLineTests {
  let regn = Regn()

  @Test func help() throws {
    let run = try regn("--help")
    #expect(run.code == 0)
    #expect(run.errors.isEmpty)
    for command in ["query", "run", "check", "format", "tables", "explain", "help", "completions"] {
      #expect(run.output.contains("\n  \(command) "))
      let own = try regn(command, "--help")
      #expect(own.output.contains("USAGE: regn \(command)"))
      #expect(own.code == 0)
    }
    for option in [
      "--table", "--data", "--format", "--output", "--param", "--threads", "--memory-limit", "--temp-dir",
      "--timeout",
      "--preload", "--timing", "--max-rows", "--color", "--diagnostics", "--csv-safe", "--locale",
    ] {
      #expect(run.output.contains("\n  \(option) "))
    }
  }

  @Test func version() throws {
    let run = try regn("--version")
    #expect(run.output.split(separator: ".").count == 3)
    #expect(run.code == 0)
  }

  @Test(arguments: [
    (["query", "print 1", "--formt", "csv"], "Did you mean '--format'?"),
    (["query", "print 1", "--format", "xml"], "'xml' is invalid for '--format"),
    (["query"], "Missing expected argument '<text>'"), (["query", "a", "b"], "'b'"),
    (["qurey", "print 1"], "There is no command 'qurey'. Did you mean 'query'?"),
    (["costs | count"], "To run it as a query: regn query"),
    (["query", "print 1", "--threads", "0"], "--threads must be 1 or more"),
    (["query", "print 1", "--threads", "many"], "'many' is invalid for '--threads"),
    (["query", "print 1", "--max-rows", "-1"], "--max-rows"),
    (["query", "print 1", "--timeout", "5"], "'5' is invalid for '--timeout"),
    (["query", "print 1", "--timeout", "-5s"], "--timeout"),
    (["query", "print 1", "--memory-limit", "5XB"], "'5XB' is invalid for '--memory-limit"),
    (["query", "print 1", "--color", "red"], "Please provide one of 'auto', 'always' or 'never'"),
    (["query", "print 1", "--param", "x"], "--param takes KEY=VALUE, not 'x'"),
    (["query", "print 1", "--table", "x.csv"], "--table takes NAME=PATH, not 'x.csv'"),
    (["query", "print 1", "--table", "=x.csv"], "--table takes NAME=PATH, not '=x.csv'"),
    (["query", "a", "--table", "a=-", "--table", "b=-"], "Only one table can be read from standard input"),
    (["query", "-", "--table", "a=-"], "standard input is the table a, so no query can be read from it"),
    (["--table", "a=-"], "standard input is the table a, so no query can be read from it"),
    (["format", "x.kql", "--check", "--in-place"], "--check changes nothing, so it excludes --in-place"),
    (["completions", "tcsh"], "Please provide one of 'bash', 'zsh' or 'fish'"),
  ])
  func aCommandLineThatIsWrong(arguments: [String], message: String) throws {
    let run = try RegnTestSupport.run(
      Regn.path, arguments, input: Array("print 1".utf8), environment: regn.environment)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(run.code == 2)
  }

  @Test func aScriptNamedInPlaceOfACommand() throws {
    regn.folder.write("ranking.kql", "print 1")
    let run = try regn("ranking.kql")
    #expect(run.errors.contains("To run the script of that name: regn run ranking.kql"))
    #expect(run.code == 2)
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func completions(shell: String) throws {
    let run = try regn("completions", shell)
    #expect(run.code == 0)
    #expect(run.output.contains("regn"))
    for word in ["query", "format", "timeout", "ndjson"] { #expect(run.output.contains(word)) }
  }

  @Test func completionsAreAScriptThatTheShellReads() throws {
    regn.folder.write("regn.bash", try regn("completions", "bash").output)
    let run = try RegnTestSupport.run(
      "/bin/bash", ["--norc", "-n", "regn.bash"], environment: regn.environment, folder: regn.folder.path)
    #expect(run.errors.isEmpty)
    #expect(run.code == 0)
  }
}
