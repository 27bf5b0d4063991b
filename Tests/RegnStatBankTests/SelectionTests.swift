import RegnData
import RegnStatBank
import Testing

/// A table like FOLK1A, with fewer values.
private let tableJSON = """
  {"id":"FOLK1A","text":"Population","unit":"number","updated":"2026-08-11T08:00:00","footnote":null,
  "variables":[
  {"id":"OMRÅDE","text":"region","elimination":true,"time":false,"values":[
    {"id":"000","text":"All Denmark"},{"id":"101","text":"Copenhagen"},{"id":"147","text":"Frederiksberg"},
    {"id":"751","text":"Århus"},{"id":"707","text":"Violence, and more"}]},
  {"id":"ENHED","text":"unit","elimination":false,"time":false,"values":[
    {"id":"A","text":"Total"},{"id":"B","text":"Total"}]},
  {"id":"Tid","text":"time","elimination":false,"time":true,"values":[
    {"id":"2023K3","text":"2023Q3"},{"id":"2023K4","text":"2023Q4"},{"id":"2024K1","text":"2024Q1"},
    {"id":"2024K2","text":"2024Q2"},{"id":"2025K1","text":"2025Q1"}]}]}
  """

/// What `VARIABLE=VALUES` stands for.
@Suite struct SelectionTests {
  let info: TableInfo

  init() throws { info = try TableInfo(json: tableJSON) }

  private func read(_ arguments: String...) throws -> Selection {
    try SelectionReader(info).read(arguments).selection
  }

  /// The codes chosen of a variable, with spaces between.
  private func codes(_ argument: String) throws -> String {
    let name = argument.prefix { $0 != "=" }
    let selection = try read(argument)
    let part = try #require(
      selection.parts.first { $0.variable.code == name || $0.variable.text == name })
    return part.places.map { part.variable.values[$0].code }.joined(separator: " ")
  }

  @Test(arguments: [
    ("OMRÅDE=101,147", "101 147"), ("OMRÅDE=147, 101", "101 147"), ("OMRÅDE=copenhagen", "101"),
    ("OMRÅDE=Aarhus", "751"), ("OMRÅDE=*", "000 101 147 751 707"), ("OMRÅDE=Violence, and more", "707"),
    ("OMRÅDE=1*", "101 147"), ("OMRÅDE=*7", "147 707"), ("OMRÅDE=*0*", "000 101 707"),
    ("OMRÅDE=>147", "751 707"),
    ("region=101", "101"), ("ENHED=a,B", "A B"),
    ("Tid=2024*", "2024K1 2024K2"), ("Tid=*k1", "2024K1 2025K1"), ("Tid=>=2024", "2024K1 2024K2 2025K1"),
    ("Tid=>2024", "2025K1"), ("Tid=<2024", "2023K3 2023K4"), ("Tid=<=2024", "2023K3 2023K4 2024K1 2024K2"),
    ("Tid=>=2023K4<=2024K1", "2023K4 2024K1"), ("Tid=>2023K4<2025K1", "2024K1 2024K2"),
    ("Tid=2024Q1", "2024K1"), ("Tid=(1)", "2025K1"), ("Tid=(2)", "2024K2"), ("Tid=-(1)", "2023K3"),
    ("Tid=(-n+3)", "2024K1 2024K2 2025K1"), ("Tid=-(-n+2)", "2023K3 2023K4"),
    ("Tid=(2n+1)", "2023K3 2024K1 2025K1"),
    ("Tid=(1),2023K3", "2023K3 2025K1"),
  ])
  func values(_ argument: String, _ expected: String) throws {
    #expect(try codes(argument) == expected)
  }

  @Test func whatIsLeftOut() throws {
    let (selection, remarks) = try SelectionReader(info).read([])
    #expect(selection.eliminated.map(\.code) == ["OMRÅDE"])
    #expect(selection.parts.map(\.variable.code) == ["ENHED", "Tid"])
    #expect(selection.parts.map(\.places) == [[0, 1], [4]])
    #expect(
      remarks == [
        "ENHED (unit) was left out and has no total: all 2 values are taken",
        "Tid (time) was left out: the latest period, 2025Q1",
        "left out, so the figures are totals over: OMRÅDE (region)",
      ])
  }

  @Test(arguments: [
    ("OMRÅDE=10l", "no value 10l of OMRÅDE; did you mean 101?"),
    ("OMRÅDE=Copenhagn", "no value Copenhagn of OMRÅDE; did you mean Copenhagen?"),
    ("OMRÅDE=", "no value of OMRÅDE is named"), ("OMRÅDE=9*", "9* fits no value of OMRÅDE"),
    ("OMRADE=101", "FOLK1A has no variable OMRADE; did you mean OMRÅDE?"),
    ("Kommune=101", "FOLK1A has no variable Kommune"), ("101", "101 says no values of a variable"),
    ("ENHED=total", "2 values of ENHED are called total"), ("Tid=>2025K1", ">2025K1 fits no value of Tid"),
    ("Tid=>", "> is no condition on values of Tid"), ("OMRÅDE=>=9", "no value 9 of OMRÅDE"),
  ])
  func mistakes(_ argument: String, _ message: String) {
    let error = #expect(throws: ExecutionError.self) { try self.read(argument) }
    #expect(error?.code == "RG0650")
    #expect(error?.message.description == message)
  }

  @Test func cells() throws {
    let selection = try read("OMRÅDE=*", "ENHED=A", "Tid=*")
    #expect(selection.rows == 25)
    // Three variables and the figure, as the StatBank counts.
    #expect(selection.cells == 100)
  }

  /// Parts are small enough, and each combination of values is in exactly one.
  @Test(arguments: [1, 4, 5, 16, 20, 39, 40, 99, 100, 1000])
  func splitting(_ limit: Int) throws {
    let selection = try read("OMRÅDE=*", "ENHED=*", "Tid=*")
    let parts = selection.split(limit: limit)
    var seen: [[Int]: Int] = [:]
    for part in parts {
      // A single row cannot be split.
      #expect(part.cells <= max(limit, 4))
      #expect(part.parts.map(\.variable) == selection.parts.map(\.variable))
      for first in part.parts[0].places {
        for second in part.parts[1].places {
          for third in part.parts[2].places { seen[[first, second, third], default: 0] += 1 }
        }
      }
    }
    #expect(seen.count == selection.rows)
    #expect(seen.values.allSatisfy { $0 == 1 })
    if limit >= selection.cells { #expect(parts == [selection]) }
  }

  @Test func answersThatAreNoTable() {
    for json in ["", "<html>", "{}", "[]", "{\"id\":\"A\"}", "{\"id\":\"A\",\"variables\":[]}"] {
      let error = #expect(throws: ExecutionError.self) { try TableInfo(json: json) }
      #expect(error?.code == "RG0655")
    }
  }

  @Test func textsCannotSteerTheTerminal() throws {
    let json = """
      {"id":"A","text":"a\\u001b]0;x","variables":[{"id":"B","text":"b\\u0007","values":[{"id":"1","text":"\\u009b"}]}]}
      """
    #expect(VariableList.text(try TableInfo(json: json)) == "A: a\u{FFFD}]0;x\nB (b\u{FFFD}): 1 (\u{FFFD})")
  }

  @Test func theRequest() throws {
    let request = DataRequest(
      table: "FOLK1A", language: "en", transfer: .csv, selection: try read("OMRÅDE=101", "ENHED=*", "Tid=(1)")
    )
    #expect(
      request.json
        == "{\"table\":\"FOLK1A\",\"format\":\"CSV\",\"lang\":\"en\",\"valuePresentation\":\"Code\","
        + "\"variables\":[{\"code\":\"OMRÅDE\",\"values\":[\"101\"]},{\"code\":\"ENHED\",\"values\":[\"*\"]},"
        + "{\"code\":\"Tid\",\"values\":[\"2025K1\"]}]}")
  }
}
