import RegnData
import RegnLanguageService
import RegnPhrases
import RegnSession
import RegnSyntax
import Testing

@Suite struct CompletionTests {
  @Test func operatorsStandAfterThePipe() {
    #expect(completions("costs | wh▮") == ["where"])
    #expect(completions("costs | ▮").contains("summarize"))
    #expect(!completions("costs | ▮").contains("make-graph"))
    #expect(completions("costs | pro▮").first == "project")
    #expect(completions("costs | project-▮").first == "project-away")
    #expect(completions("costs | project-re▮") == ["project-rename", "project-reorder"])
    #expect(completions("costs | mv-ex▮") == ["mv-expand"])
    #expect(completions("costs | extend x = 1 -▮").contains("amount"))
  }

  @Test func columnsAreThoseOfThePipeAtThatPoint() {
    #expect(completions("costs | where mun▮") == ["municipality"])
    #expect(
      completions("costs | summarize total = sum(amount) by code | where ▮").prefix(2) == ["code", "total"])
    #expect(!completions("costs | summarize total = sum(amount) by code | where ▮").contains("year"))
    #expect(completions("costs | project code, x = 1 | extend y = ▮").prefix(2) == ["code", "x"])
    // What stands behind the cursor does not matter.
    #expect(completions("costs | where mun▮ | take 5\n| project nothing").first == "municipality")
  }

  @Test func wordsWithinANameAreFoundWhereNothingBeginsSo() {
    #expect(completions("costs | where inhabitan▮") == ["inhabitants"])
    #expect(completions("costs | where inhabitant ▮").first == "==")
    #expect(completions("costs | project-away per_▮") == ["kr_per_inhabitant"])
    #expect(completions("costs | where municipality == \"taa▮") == ["\"Tårnby\""])
    #expect(completions("costs | where municipality == \"midt▮") == ["\"Faaborg-Midtfyn\""])
  }

  @Test func columnsComeBeforeFunctions() {
    let all = completions("costs | extend x = ▮")
    let column = all.firstIndex(of: "amount") ?? .max
    let function = all.firstIndex(of: "abs(") ?? -1
    #expect(column < function)
  }

  @Test func aggregatesStandInSummarizeAlone() {
    #expect(completions("costs | summarize ▮").first == "arg_max(")
    #expect(completions("costs | summarize su▮").first == "sum(")
    #expect(!completions("costs | where su▮").contains("sum("))
    #expect(!completions("costs | summarize sum(amount) by ▮").contains("sum("))
    #expect(completions("costs | summarize sum(▮").first != "sum(")
  }

  @Test func argumentsOfTheRightTypeComeFirst() {
    let lengths = completions("costs | extend x = strlen(▮")
    #expect(lengths.prefix(4) == ["code", "municipality", "function", "function_name"])
    #expect(completions("costs | extend x = round(▮").first == "year")
  }

  @Test func valuesAreThoseOfTheColumn() {
    #expect(
      completions("costs | where municipality == \"Aa▮") == ["\"Aabenraa\"", "\"Aalborg\"", "\"Aarhus\""])
    #expect(completions("costs | where municipality == \"Århu▮") == ["\"Aarhus\""])
    #expect(completions("costs | where municipality == 'Aar▮") == ["'Aarhus'"])
    #expect(completions("costs | where municipality in (\"Odense\", \"Ær▮") == ["\"Ærø\""])
    #expect(completions("costs | where municipality startswith \"Ros▮") == ["\"Roskilde\""])
    #expect(completions("costs | where code == \"10▮") == ["\"101\""])
    #expect(completions("costs | where code !in (\"10▮") == ["\"101\""])
    #expect(completions("costs | where ['municipality'] == \"Læ▮") == ["\"Læsø\""])
    // Through a rename, and through a named table.
    #expect(completions("costs | project m = municipality | where m == \"Aal▮") == ["\"Aalborg\""])
    #expect(completions("let a = costs | take 5; a | where municipality == \"Aal▮") == ["\"Aalborg\""])
  }

  @Test func valuesAreOfferedBeforeTheQuoteToo() {
    #expect(completions("costs | where municipality == Aal▮") == ["\"Aalborg\""])
    #expect(completions("costs | where code == ▮").prefix(2).allSatisfy { $0.hasPrefix("\"") })
  }

  @Test func wordsGoOnAWholeValue() {
    #expect(completions("costs | where municipality ▮").prefix(3) == ["==", "!=", "and"])
    #expect(completions("costs | where municipality ha▮").first == "has")
    #expect(completions("costs | summarize sum(amount) ▮").first == "by")
    #expect(completions("costs | sort by amount ▮").prefix(2) == ["desc", "asc"])
    #expect(completions("costs | top 5 ▮").first == "by")
    #expect(completions("costs | join municipalities ▮").first == "on")
  }

  @Test func joinsOfferTablesKindsAndTheKeysOfBothSides() {
    #expect(completions("costs | join kind=left▮") == ["leftouter", "leftanti", "leftsemi", "leftantisemi"])
    #expect(completions("costs | join mun▮").contains("municipalities"))
    #expect(completions("costs | join k▮").contains("kind="))
    let keys = completions("costs | lookup (municipalities | project code, region) on ▮")
    #expect(keys.first == "code")
    #expect(!keys.contains("region"))
    #expect(completions("costs | join (municipalities | where re▮").contains("region"))
    #expect(completions("costs | join (mun▮").contains("municipalities"))
  }

  @Test func namesOfTheScriptAreOffered() {
    #expect(completions("let limit_year = 2024; costs | where year == limit▮") == ["limit_year"])
    #expect(completions("let mine = costs; mi▮").first == "mine")
    #expect(completions("let f = (x: long) { x + 1 }; print f▮").first == "f(")
    #expect(completions("let f = (t: (code: string)) { t | where co▮").first == "code")
    #expect(completions("let f = (share: real) { costs | where kr_per_inhabitant > sh▮").contains("share"))
    #expect(
      completions("declare query_parameters(chosen: long = 1);\ncosts | where year == cho▮") == ["chosen"])
  }

  @Test func statementsBeginWithTablesAndWords() {
    #expect(completions("co▮").contains("costs"))
    #expect(completions("le▮").contains("let"))
    #expect(completions("costs; mun▮").contains("municipalities"))
    #expect(completions("print toscalar(mun▮").contains("municipalities"))
  }

  @Test func chartsAndOptionsAreOffered() {
    #expect(completions("costs | render bar▮") == ["barchart"])
    #expect(completions("costs | render barchart with (ti▮").first == "title=")
    #expect(completions("costs | render barchart with (xcolumn=mun▮").first == "municipality")
    #expect(completions("costs | render barchart with (kind=sta▮") == ["stacked", "stacked100"])
  }

  @Test func typesStandBehindTheColon() {
    #expect(completions("declare query_parameters(x: lo▮") == ["long"])
    #expect(completions("let f = (x: str▮").first == "string")
  }

  @Test func filesAreThoseThatTheScriptMayRead() {
    let session = Session(opener: Shelf())
    let query = "externaldata(line: string) ["
    #expect(completions("\(query)\"da▮", session: session) == ["\"data.csv\"", "\"data/"])
    #expect(completions("\(query)'data/▮", session: session) == ["'data/tal.csv'"])
    #expect(completions("\(query)\"▮", session: session).count == 2)
  }

  @Test func nothingIsOfferedInCommentsAndNewNames() {
    #expect(completions("costs // mun▮").isEmpty)
    #expect(completions("let co▮").isEmpty)
    #expect(completions("print \"mun▮").isEmpty)
  }

  @Test func whatIsReplacedIsTheWordOrTheString() {
    let marked = Marked("costs | where municipality == \"Åb▮")
    #expect(marked.document.completions(at: marked.offsets[0]).replacing == 30..<34)
    let word = Marked("let x = 1;\ncosts | where mun▮icipality")
    #expect(word.document.completions(at: word.offsets[0]).replacing == 25..<28)
  }

  @Test func noPlaceOfATextIsTooMuch() {
    let text = """
      declare query_parameters(benchmark: real = 25.0);
      let chosen = costs | where year == 2024 and municipality in ("Ærø", 'Læsø') // 🚲
          | lookup (municipalities | project code, municipality_group) on code;
      let f = (t: (code: string), n: long = 5) { t | summarize x = count() by code | top n by x };
      chosen | invoke f(3) | mv-apply y = dynamic([1, 2]) on (extend z = y) | render barchart with (title="æ");
      union kind=outer costs, (municipalities | project code) | sort by code asc nulls first
      """
    let document = Document(SourceText(text), context: Session().bindingContext)
    for offset in 0...text.utf8.count {
      let list = document.completions(at: offset)
      #expect(list.replacing.upperBound == offset)
      // The head alone gives the same.
      let head = Document(
        SourceText(bytes: Array(text.utf8.prefix(offset))), context: Session().bindingContext)
      #expect(head.completions(at: offset).items == list.items, "at \(offset)")
    }
  }
}

/// Files that can be named and not opened.
private struct Shelf: TableOpener {
  private let none = NoFiles()

  func paths(beginningWith text: String, script: String) -> [String] {
    text.hasPrefix("data/") ? ["data/tal.csv"] : ["data.csv", "data/"].filter { $0.hasPrefix(text) }.sorted()
  }

  func open(path: String) throws -> any TableSource { try none.open(path: path) }
  func open(path: String, script: String, columns: [ColumnSchema], properties: [String: String]) throws
    -> any TableSource
  { try none.open(path: path, script: script, columns: columns, properties: properties) }
  func openFolder(_ path: String) throws -> (
    tables: [(name: String, table: any TableSource)], skipped: [ExecutionError]
  ) { try none.openFolder(path) }
  func load(_ table: any TableSource, context: ExecutionContext) throws -> any TableSource { table }
  func replacement(for table: any TableSource, after error: any Error) -> (any TableSource)? { nil }
  func files(of table: any TableSource) -> (path: String, files: [String])? { nil }
  func remarks(on table: any TableSource) -> [Phrase] { [] }
  func reasons(for table: any TableSource, _ language: Language) -> [String] { [] }
}
