import RegnLanguageService
import RegnSession
import RegnSyntax
import Testing

@Suite struct NamesTests {
  private let script = """
    declare query_parameters(chosen_year: long = 2024);
    let chosen = costs | where year == chosen_year | extend share = 1.0 * amount / inhabitants;
    let peers = chosen | summarize best = percentile(share, 25) by function;
    let over = (rows: (share: real, best: real), factor: real = 1.0) { rows | where share > best * factor };
    chosen
    | lookup peers on function
    | invoke over(factor = 1.1)
    | project municipality, share, best
    | top 5 by share
    """

  /// The places of the name at the n-th occurrence of a text, as line:column.
  private func places(_ text: String, of word: String, occurrence: Int = 0) -> [String] {
    let document = Document(SourceText(text), context: Session().bindingContext)
    guard let offset = offset(of: word, in: text, occurrence) else { return ["no such word"] }
    return document.references(at: offset + 1).map { span in
      let place = document.text.position(at: span.start)
      return "\(place.line):\(place.column)"
    }
  }

  private func offset(of word: String, in text: String, _ occurrence: Int = 0) -> Int? {
    let bytes = Array(text.utf8)
    let wanted = Array(word.utf8)
    var left = occurrence
    for start in 0...(bytes.count - wanted.count) where bytes[start...].starts(with: wanted) {
      if left == 0 { return start }
      left -= 1
    }
    return nil
  }

  private func definition(_ word: String, _ occurrence: Int) -> String {
    let document = Document(SourceText(script), context: Session().bindingContext)
    guard let offset = offset(of: word, in: script, occurrence) else { return "no such word" }
    return document.definition(at: offset + 1).map { span in
      let place = document.text.position(at: span.start)
      return "\(place.line):\(place.column) \(document.text[span])"
    }.joined(separator: "; ")
  }

  @Test func aScriptWithoutMistakesHasNone() {
    let document = Document(SourceText(script), context: Session().bindingContext)
    #expect(document.diagnostics.map(\.message) == [])
  }

  @Test func namesLeadToTheirDefinitions() {
    #expect(definition("chosen_year", 1) == "1:26 chosen_year")
    #expect(definition("chosen\n", 0) == "2:5 chosen")
    #expect(definition("peers on", 0) == "3:5 peers")
    #expect(definition("over(", 0) == "4:5 over")
    #expect(definition("share, 25", 0) == "2:57 share")
    #expect(definition("share, best\n", 0) == "2:57 share")
    #expect(definition("best\n", 0) == "3:32 best")
    #expect(definition("factor }", 0) == "4:46 factor")
    #expect(definition("factor = 1.1", 0) == "4:46 factor")
    // Tables at hand and functions of the language are defined in no text.
    #expect(definition("costs", 0) == "")
    #expect(definition("percentile", 0) == "")
  }

  @Test func referencesAreAllPlacesOfTheSameThing() {
    #expect(places(script, of: "chosen_year") == ["1:26", "2:36"])
    #expect(places(script, of: "peers") == ["3:5", "6:10"])
    #expect(places(script, of: "share = ") == ["2:57", "3:50", "8:25", "9:12"])
    #expect(places(script, of: "best = ") == ["3:32", "8:32"])
    #expect(places(script, of: "factor") == ["4:46", "4:96", "7:15"])
  }

  @Test func aColumnThatIsMadeAnewIsAnother() {
    let text = "costs | extend x = amount | extend x = x + 1 | project x"
    #expect(places(text, of: "x", occurrence: 1) == ["1:16", "1:40"])
    #expect(places(text, of: "x", occurrence: 3) == ["1:36", "1:56"])
  }

  @Test func innerNamesHoldWithinTheirFunction() {
    let text = "let n = 1; let f = (n: long) { let m = n; m + n }; print n, f(2)"
    #expect(places(text, of: "n") == ["1:5", "1:58"])
    #expect(places(text, of: "n:") == ["1:21", "1:40", "1:47"])
    #expect(places(text, of: "m =") == ["1:36", "1:43"])
  }

  // MARK: - Renaming

  private func renamed(_ marked: String, to new: String) throws -> String {
    let marked = Marked(marked)
    let edits = try marked.document.rename(at: marked.offsets[0], to: new)
    return Fix("", edits: edits).applied(to: marked.document.text)
  }

  private func refusal(_ marked: String, to new: String) -> String? {
    do {
      _ = try renamed(marked, to: new)
      return nil
    } catch { return (error as? RenameRefusal)?.reason.description }
  }

  @Test func renamingChangesAllPlaces() throws {
    #expect(
      try renamed("let ▮a = costs | take 5; a | count; a | take 1", to: "first")
        == "let first = costs | take 5; first | count; first | take 1")
    #expect(
      try renamed("costs | extend x = amount | where ▮x > 1 | project x, y = x", to: "kroner")
        == "costs | extend kroner = amount | where kroner > 1 | project kroner, y = kroner")
    #expect(
      try renamed("let f = (▮n: long, m: long = 2) { n + m }; print f(n = 1)", to: "number")
        == "let f = (number: long, m: long = 2) { number + m }; print f(number = 1)")
    #expect(
      try renamed(
        "let a = costs | summarize s = sum(amount) by code;\na | join kind=inner (a | project code, t = ▮s) on code",
        to: "total sum")
        == "let a = costs | summarize ['total sum'] = sum(amount) by code;\na | join kind=inner (a | project code, t = ['total sum']) on code"
    )
  }

  @Test func aColumnThatNobodyNamedGetsAName() throws {
    #expect(
      try renamed("costs | summarize sum(amount) by code | where ▮sum_amount > 5", to: "total")
        == "costs | summarize total = sum(amount) by code | where total > 5")
  }

  @Test func bothSidesOfAJoinKeyAreRenamed() throws {
    #expect(
      try renamed(
        "datatable(▮k: long) [1] | join kind=inner (datatable(k: long) [1]) on k | project k", to: "key")
        == "datatable(key: long) [1] | join kind=inner (datatable(key: long) [1]) on key | project key")
  }

  @Test func refusalsSayWhy() {
    #expect(
      refusal("▮costs | count", to: "x")
        == "costs is a table at hand; let new = costs; gives it another name in this script")
    #expect(
      refusal("costs | where ▮amount > 1", to: "x")
        == "amount is a column of the table costs; | project-rename new = amount gives it another name")
    #expect(refusal("print ▮abs(1)", to: "x") == "abs is a function of the language")
    #expect(refusal("costs | ▮where amount > 1", to: "x") == "there is no name here that could be changed")
    #expect(
      refusal("let ▮a = 1; let b = 2; print a + b", to: "b")
        == "b already means something else at line 1, column 29")
    #expect(
      refusal("costs | extend ▮x = 1 | where x > amount", to: "amount")
        == "amount already means something else at line 1, column 34")
    #expect(refusal("let ▮a = 1; print a", to: "") == "a name needs at least one letter, and no line ends")
  }
}
