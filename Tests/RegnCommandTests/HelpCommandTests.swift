import RegnTestSupport
import Testing

/// `regn help`.
@Suite struct HelpCommandTests {
  let regn = Regn()

  @Test func anOperatorIsExplained() throws {
    let run = try regn("help", "join")
    #expect(run.code == 0)
    #expect(run.errors.isEmpty)
    #expect(run.output.hasPrefix("join\n\nPairs the rows of two tables"))
    #expect(run.output.contains("T | join [kind=Kind] (Other) on Column"))
    #expect(run.output.contains("┌"))
  }

  @Test func aFunctionIsExplained() throws {
    let run = try regn("help", "strcat")
    #expect(run.code == 0)
    #expect(run.output.contains("strcat(argument, …)"))
    #expect(run.output.contains("hello world1"))
  }

  @Test func namesOfSeveralWordsAndSymbolsAreExplained() throws {
    #expect(try regn("help", "declare", "query_parameters").output.contains("--param"))
    #expect(try regn("help", "matches", "regex").output.contains("text matches regex pattern"))
    #expect(try regn("help", "!=").output.contains("a != b"))
    #expect(try regn("help", "make-graph").output.contains("does not"))
  }

  @Test func aCommandsOptionsAreListed() throws {
    let run = try regn("help", "query")
    #expect(run.code == 0)
    #expect(run.output.contains("USAGE: regn query"))
    let all = try regn("help")
    #expect(all.code == 0)
    #expect(all.output.contains("USAGE: regn <options> <subcommand>"))
    #expect(!all.output.contains("\n  manual "))
  }

  @Test(arguments: [("sumarize", "summarize"), ("percentil", "percentile"), ("qurey", "query")])
  func anUnknownNameIsAnsweredWithTheNearest(_ name: String, _ meant: String) throws {
    let run = try regn("help", name)
    #expect(run.code == 1)
    #expect(run.output.isEmpty)
    #expect(run.errors == "there is no help on \(name); did you mean \(meant)?\n")
    #expect(try regn("help", "xyzzy").errors == "there is no help on xyzzy\n")
  }

  @Test func thePromptShowsTheSame() throws {
    let terminal = try regn.open()
    terminal.type(".help coalesce\r")
    try terminal.expect("coalesce(arg")
    try terminal.expect("of one type with the others; may be repeated")
    terminal.type(".help sumarize\r")
    try terminal.expect("there is no help on sumarize; did you mean summarize?")
  }
}
