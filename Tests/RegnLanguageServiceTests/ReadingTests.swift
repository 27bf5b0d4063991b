import RegnLanguageService
import RegnPhrases
import RegnSession
import RegnSyntax
import Testing

@Suite struct ReadingTests {
  private func hover(_ marked: String, _ language: Language = .en) -> String? {
    let marked = Marked(marked)
    return marked.document.hover(at: marked.offsets[0], language)?.markdown
  }

  @Test func hoversAreInDanish() throws {
    let column = try #require(hover("costs | where mun▮icipality == \"Aarhus\"", .da))
    #expect(column.contains("kolonne i costs: Kommunens navn"))
    #expect(column.contains("5.586 rækker, ingen null, 98 forskellige værdier, fra Aabenraa til Ærø"))
    #expect(column.contains("hyppigst: Aabenraa (57)") && column.contains("kilde: Danmarks Statistik"))
    let function = try #require(hover("print co▮alesce(1, 2)", .da))
    #expect(function.contains("Det første af argumenterne, der ikke er null (for tekst: ikke er tomt)."))
    #expect(function.contains("| parameter | tager |") && function.contains("kan gentages"))
    let step = try #require(hover("costs | ▮summarize total = sum(amount) by code", .da))
    #expect(
      step.hasPrefix(
        "kolonner efter dette trin:\n\n- code `string`\n- total `long`\n\n**summarize**: én række for hver gruppe"
      ))
    #expect(
      hover("let t = costs | take 1; ▮t | count", .da)?.hasPrefix("**t**: en tabel med kolonnerne") == true)
    let table = try #require(hover("▮it_costs_modelled | count", .da))
    #expect(table.contains("MODELLEREDE") && table.contains("784 rækker"))
  }

  @Test func aColumnOfATableShowsWhatIsKnownOfIt() throws {
    let text = try #require(hover("costs | where mun▮icipality == \"Aarhus\""))
    #expect(text.hasPrefix("**municipality** `string`"))
    #expect(text.contains("column of costs: Municipality, its Danish name"))
    #expect(text.contains("5,586 rows, no nulls, 98 distinct values, from Aabenraa to Ærø"))
    #expect(text.contains("commonest: Aabenraa (57)"))
    #expect(text.contains("source: Statistics Denmark"))
    let amount = try #require(hover("costs | summarize sum(▮amount)"))
    #expect(amount.contains("in kr"))
    #expect(amount.contains("from -3385808 to 3379168750"))
  }

  @Test func aModelledTableSaysSo() throws {
    let session = Session()
    let name = try #require(
      session.catalog.tableNames.first { session.catalog.table(named: $0)?.provenance.isModelled == true })
    #expect(hover("▮\(name) | count")?.contains("MODELLED") == true)
  }

  @Test func aMadeColumnShowsHowItIsMade() {
    let text = hover("costs | extend share = 1.0 * amount / inhabitants | where ▮share > 1")
    #expect(text == "**share** `real`\n\n```kusto\nshare = 1.0 * amount / inhabitants\n```")
  }

  @Test func functionsAndOperatorsShowTheirPages() throws {
    #expect(hover("print ro▮und(1.5)")?.hasPrefix("### round") == true)
    let page = try #require(hover("costs | ▮summarize total = sum(amount) by code"))
    #expect(page.hasPrefix("columns after this step:\n\n- code `string`\n- total `long`\n\n# summarize"))
    #expect(
      hover("costs | summarize total = sum(amount) by code ▮| take 5")
        == "columns here:\n\n- code `string`\n- total `long`")
    #expect(hover("costs | where municipality ▮has \"x\"")?.contains("has") == true)
  }

  @Test func namesOfTheScriptShowTypeOrColumns() {
    #expect(hover("let y = 2024; costs | where year == ▮y") == "**y** `long` = 2024")
    #expect(
      hover("let t = costs | project code, year; ▮t | count")
        == "**t**: a table of the columns\n\n- code `string`\n- year `int`")
    #expect(
      hover("// The year asked for.\nlet y = 2024; print ▮y") == "**y** `long` = 2024\n\nThe year asked for.")
    #expect(hover("let f = (x: long) { x + 1 }; print ▮f(1)")?.hasPrefix("```kusto\nf(x: long)\n```") == true)
    #expect(hover("let f = (x: long) { ▮x + 1 }; print f(1)") == "```kusto\nx: long\n```")
  }

  @Test func nothingIsKnownOfBlanksAndStrings() {
    #expect(hover("costs  ▮  | count") == nil)
    #expect(hover("print \"a▮b\"") == nil)
  }

  // MARK: - Signatures

  private func signature(_ marked: String) -> (label: String, parameter: String)? {
    let marked = Marked(marked)
    guard let help = marked.document.signatureHelp(at: marked.offsets[0]) else { return nil }
    let form = help.forms[help.activeForm]
    return (form.label, form.parameters.isEmpty ? "" : form.parameters[help.activeParameter])
  }

  @Test func callsShowTheirParameters() throws {
    let round = try #require(signature("print round(1.5, ▮"))
    #expect(round.label.hasPrefix("round("))
    #expect(round.parameter.contains("precision") || round.parameter.contains("digits"))
    #expect(signature("print case(true, 1, fal▮")?.label.hasPrefix("case(") == true)
    let inner = try #require(signature("print abs(round(1.5, 2), ▮"))
    #expect(inner.label.hasPrefix("abs("))
    let own = try #require(signature("let f = (x: long, y: long = 2) { x + y }; print f(1, ▮"))
    #expect(own.label == "f(x: long, y: long = 2)")
    #expect(own.parameter == "y: long = 2")
    #expect(signature("costs | where ▮") == nil)
    #expect(signature("costs | where (▮") == nil)
  }

  // MARK: - Structure

  private let script = """
    // Two lines
    // of comment
    declare query_parameters(chosen_year: long = 2024);
    let chosen = costs
        | where year == chosen_year;
    let f = (x: long) {
        let y = x;
        y + 1
    };
    chosen
    | summarize total = sum(amount) by code
    | extend z = f(total)
    """

  @Test func theOutlineListsTheStatements() {
    let document = Document(SourceText(script), context: Session().bindingContext)
    #expect(
      document.outline.map { "\($0.kind.rawValue) \($0.name): \($0.detail)" } == [
        "parameter chosen_year: long",
        "table chosen: year, code, municipality, function, function_name, kr_per_inhabitant, inhabitants, amount",
        "function f: (x: long)", "query chosen | summarize | extend: code, total, z",
      ])
    #expect(document.outline[2].children.map(\.name) == ["y"])
    #expect(document.outline.allSatisfy { $0.span.contains($0.selection) })
  }

  @Test func foldsAreLinesThatBelongTogether() {
    let document = Document(SourceText(script), context: Session().bindingContext)
    let lines = document.foldingRanges.map {
      "\(document.text.line(at: $0.span.start))-\(document.text.line(at: $0.span.end))\($0.isComment ? " comment" : "")"
    }
    #expect(lines == ["1-2 comment", "4-5", "6-9", "10-12"])
  }

  @Test func selectionsGrowFromTheWordToTheText() {
    let marked = Marked("let a = 1; costs | where amou▮nt > 5 and year == 2024 | count")
    let texts = marked.document.selectionRanges(at: marked.offsets[0]).map { marked[$0] }
    #expect(
      texts == [
        "amount", "amount > 5", "amount > 5 and year == 2024", "where amount > 5 and year == 2024",
        "costs | where amount > 5 and year == 2024 | count",
        "let a = 1; costs | where amount > 5 and year == 2024 | count",
      ])
  }

  @Test func tokensKnowWhatNamesMean() {
    let text = "let y = 2024; // år\ncosts | where year == y | extend s = round(amount, 1) | project s"
    let document = Document(SourceText(text), context: Session().bindingContext)
    let tokens = document.semanticTokens().map {
      "\(document.text[$0.span]) \($0.tokenClass.rawValue)\($0.isDefinition ? " defined" : "")\($0.isFromLibrary ? " library" : "")"
    }
    #expect(tokens.contains("y variable defined"))
    #expect(tokens.contains("y variable"))
    #expect(tokens.contains("// år comment"))
    #expect(tokens.contains("costs table library"))
    #expect(tokens.contains("year column library"))
    #expect(tokens.contains("s column defined"))
    #expect(tokens.contains("s column"))
    #expect(tokens.contains("round function library"))
    #expect(tokens.contains("2024 number"))
    // In order and without overlap.
    let spans = document.semanticTokens().map(\.span)
    #expect(zip(spans, spans.dropFirst()).allSatisfy { $0.end <= $1.start })
    let second = document.semanticTokens(in: SourceSpan(25, 30))
    #expect(second.map { document.text[$0.span] } == ["where"] || !second.isEmpty)
  }

  @Test func hintsShowTheColumnsOfAStepAndTheRowsOfARun() {
    let text = "costs\n| summarize total = sum(amount), n = count() by code\n| where n > 5"
    let document = Document(SourceText(text), context: Session().bindingContext)
    let hints = document.inlayHints(rows: [0: 1_234])
    #expect(hints.map(\.label) == ["→ code string, total long, n long", "1,234 rows"])
    #expect(hints.map(\.offset) == [58, 72])
  }

  @Test func lensesRunQueriesAndCountUses() {
    let document = Document(SourceText(script), context: Session().bindingContext)
    let lenses = document.lenses.map { lens -> String in
      switch lens.kind {
      case .run: "run \(lens.statement)"
      case .explain: "explain \(lens.statement)"
      case .copyAsMarkdown: "copy \(lens.statement)"
      case .uses(let places): "\(document.text[lens.span]) used \(places.count)"
      }
    }
    #expect(lenses == ["chosen used 1", "f used 1", "run 3", "explain 3", "copy 3"])
  }

  @Test func oneStatementRunsWithTheDefinitionsBeforeIt() {
    let document = Document(
      SourceText("let a = 1;\nprint x = a;\nprint y = a + 1; print z = 3"), context: Session().bindingContext)
    #expect(document.script(for: 2)?.string == "let a = 1;\n           ;\nprint y = a + 1")
    #expect(document.script(for: 9) == nil)
  }
}
