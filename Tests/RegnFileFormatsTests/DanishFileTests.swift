import RegnData
import RegnFileFormats
import Testing

/// Whole files as Danish offices write them, and what they mean; by hand.
@Suite struct DanishFileTests {
  struct File: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    let shape: String
    let rows: [String]
    var messages: [String] = []
    var testDescription: String { name }
  }

  static let files: [File] = [
    File(
      name: "table of the StatBank",
      text:
        "\u{FEFF}OMRÅDE;TID;INDHOLD\r\n000 Hele landet;2024K1;5961249\r\n084 Hovedstaden;2024K1;1911067\r\n",
      shape: "OMRÅDE string, TID string, INDHOLD int",
      rows: ["000 Hele landet|2024K1|5961249", "084 Hovedstaden|2024K1|1911067"]),
    File(
      name: "page of the StatBank with title, units and notes",
      text: """
        "Folketal den 1. i kvartalet efter område og tid"
        "Enhed: antal"

        "område";"2024K1";"2024K2"
        "København";660842;664887
        "Ærø";5903;..

        "Kilde: Danmarks Statistik"
        """,
      shape: "område string, 2024K1 int, 2024K2 int", rows: ["København|660842|664887", "Ærø|5903|∅"],
      messages: [
        "test.csv: lines 1 to 2 stand above the table and are no part of it: "
          + "`Folketal den 1. i kvartalet efter område og tid`",
        "test.csv: line 8 stands below the table and is no part of it: `Kilde: Danmarks Statistik`",
      ]),
    File(
      name: "years as names", text: "kommune;2022;2023;2024\nÆrø;5;6;7\nKøge;8;9;10\n",
      shape: "kommune string, 2022 int, 2023 int, 2024 int", rows: ["Ærø|5|6|7", "Køge|8|9|10"]),
    File(
      name: "years as names, the first left out", text: ";2022;2023\nÆrø;5;6\nKøge;8;9\n",
      shape: "column1 string, 2022 int, 2023 int", rows: ["Ærø|5|6", "Køge|8|9"]),
    File(
      name: "units in a second row of names",
      text: "kommune;areal;folketal\n;km²;antal\nÆrø;90,5;5903\nKøge;257,3;62123\n",
      shape: "kommune string, areal km² decimal(1), folketal antal int",
      rows: ["Ærø|90.5|5903", "Køge|257.3|62123"]),
    File(
      name: "names over several columns",
      text: ";Drift;;Anlæg;\nkommune;regnskab;budget;regnskab;budget\nÆrø;1;2;3;4\nKøge;5;6;7;8\n",
      shape:
        "kommune string, Drift regnskab int, Drift budget int, Anlæg regnskab int, Anlæg budget int",
      rows: ["Ærø|1|2|3|4", "Køge|5|6|7|8"]),
    File(
      name: "a total below", text: "kommune;udgift\nÆrø;1,5\nKøge;2,5\nI alt;4,0\n",
      shape: "kommune string, udgift decimal(1)", rows: ["Ærø|1.5", "Køge|2.5", "I alt|4.0"]),
    File(
      name: "the separator's line of spreadsheets", text: "sep=;\na;b;c\n1;2;3\n4;5;6\n",
      shape: "a int, b int, c int", rows: ["1|2|3", "4|5|6"],
      messages: ["test.csv: line 1 stands above the table and is no part of it: `sep=`"]),
    File(
      name: "empty rows at the end of a sheet", text: "a;b;c\n1;2;3\n4;5;6\n;;\n;;\n;;\n",
      shape: "a int, b int, c int", rows: ["1|2|3", "4|5|6"],
      messages: ["test.csv: lines 4 to 6 hold nothing and are left out"]),
    File(
      name: "empty columns at the end of a sheet", text: "a;b;;\n1;2;;\n4;5;;\n",
      shape: "a int, b int, column3 string, column4 string", rows: ["1|2||", "4|5||"]),
    File(
      name: "a title in the first cell of a sheet",
      text: "Budget 2024;;;\n;;;\nkonto;navn;beløb;note\n5.22;Skoler;1.299,50;\n5.30;Ældre;-5,00;x\n",
      shape: "konto string, navn string, beløb decimal(2), note string",
      rows: ["5.22|Skoler|1299.50|", "5.30|Ældre|-5.00|x"],
      messages: ["test.csv: lines 1 to 2 stand above the table and are no part of it: `Budget 2024`"]),
    File(
      name: "what was asked for, above",
      text: "Kommune:;Ærø\nPeriode:;2024\n\nkonto;navn;beløb\n5.22;Skoler;12,5\n5.30;Ældre;-5,0\n",
      shape: "konto string, navn string, beløb decimal(1)", rows: ["5.22|Skoler|12.5", "5.30|Ældre|-5.0"],
      messages: ["test.csv: lines 1 to 2 stand above the table and are no part of it: `Kommune:`"]),
    File(
      name: "numbered notes below",
      text: "kommune;a;b\nÆrø;1;2\nKøge;3;4\n1) Foreløbige tal\n2) Uden moms\n",
      shape: "kommune string, a int, b int", rows: ["Ærø|1|2", "Køge|3|4"],
      messages: ["test.csv: lines 4 to 5 stand below the table and are no part of it: `1) Foreløbige tal`"]),
    File(
      name: "a short row at the end is no note", text: "kommune;a;b\nÆrø;1;2\nKøge;3;4\nVejle\n",
      shape: "kommune string, a int, b int", rows: ["Ærø|1|2", "Køge|3|4", "Vejle|∅|∅"],
      messages: [
        "test.csv: 1 row has fewer fields than there are columns; the missing ones are null (line 4)"
      ]),
    File(
      name: "another table below",
      text: "a;b;c\n1;2;3\n4;5;6\n7;8;9\n1;1;1\n\nkode;navn\n0101;København\n0492;Ærø\n",
      shape: "a int, b int, c int", rows: ["1|2|3", "4|5|6", "7|8|9", "1|1|1"],
      messages: [
        "test.csv: lines 7 to 9 are another table, which --skip 6 reads: `kode`"
      ]),
    File(
      name: "names written with another delimiter than rows", text: "a,b,c\n1;2;3\n4;5;6\n",
      shape: "a int, b int, c int", rows: ["1|2|3", "4|5|6"]),
    File(
      name: "names that stand twice", text: "navn;navn;antal\nÆrø;Å;5\nKøge;B;6\n",
      shape: "navn string, navn_2 string, antal int", rows: ["Ærø|Å|5", "Køge|B|6"]),
    File(
      name: "no names", text: "0101;København;5\n0492;Ærø;6\n",
      shape: "column1 string, column2 string, column3 int", rows: ["0101|København|5", "0492|Ærø|6"]),
    File(
      name: "a quote that opens and is never closed",
      text: "k;tekst;n\nÆrø;\"rør;1\nKøge;skilt;2\nVejle;\"a;b\";3\n",
      shape: "k string, tekst string, n int", rows: ["Ærø|\"rør|1", "Køge|skilt|2", "Vejle|a;b|3"],
      messages: ["test.csv: 1 field has a quote out of place, which was read as text (line 2)"]),
    File(
      name: "quotes within quotes that are not doubled",
      text: "k;tekst;n\nÆrø;\"sagde \"hej\" igen\";1\nKøge;\"a;b\";2\n",
      shape: "k string, tekst string, n int", rows: ["Ærø|sagde \"hej\" igen|1", "Køge|a;b|2"],
      messages: ["test.csv: 1 field has a quote out of place, which was read as text (line 2)"]),
    File(
      name: "quotes behind a backslash", text: "k;tekst;n\nÆrø;\"sagde \\\"hej\\\"; ja\";1\nKøge;\"a;b\";2\n",
      shape: "k string, tekst string, n int", rows: ["Ærø|sagde \"hej\"; ja|1", "Køge|a;b|2"]),
    File(
      name: "single quotes", text: "k;tekst;n\nÆrø;'a;b';1\nKøge;'c \"d\"';2\n",
      shape: "k string, tekst string, n int", rows: ["Ærø|a;b|1", "Køge|c \"d\"|2"]),
    File(
      name: "spaces behind the delimiter", text: "k, tekst, n\n\"Ærø\", \"a, b\", 1\n\"Køge\", \"c\", 2\n",
      shape: "k string, tekst string, n int", rows: ["Ærø|a, b|1", "Køge|c|2"]),
    File(
      name: "two tabs between fields", text: "k\t\tn\t\tm\nÆrø\t\t1\t\t1,5\nKøge\t\t2\t\t2,5\n",
      shape: "k string, n int, m decimal(1)", rows: ["Ærø|1|1.5", "Køge|2|2.5"]),
    File(
      name: "section signs", text: "k§n§m\nÆrø§1§1,5\nKøge§2§2,5\n", shape: "k string, n int, m decimal(1)",
      rows: ["Ærø|1|1.5", "Køge|2|2.5"]),
    File(
      name: "line ends of all sorts", text: "k;n\r\nÆrø;1\rKøge;2\nVejle;3\r\n", shape: "k string, n int",
      rows: ["Ærø|1", "Køge|2", "Vejle|3"]),
    File(
      name: "text of several lines", text: "k;tekst;n\nÆrø;\"to\nlinjer; ja\";1\nKøge;x;2\n",
      shape: "k string, tekst string, n int", rows: ["Ærø|to\nlinjer; ja|1", "Køge|x|2"]),
    File(
      name: "decimals after a comma between commas", text: "k,a,n\nÆrø,\"1,5\",1\nKøge,\"2,5\",2\n",
      shape: "k string, a decimal(1), n int", rows: ["Ærø|1.5|1", "Køge|2.5|2"]),
    File(
      name: "zeros behind the last line", text: "k;n\nÆrø;1\nKøge;2\n\0\0\0", shape: "k string, n int",
      rows: ["Ærø|1", "Køge|2"], messages: ["test.csv: line 4 holds nothing and is left out"]),
    File(
      name: "one column of towns", text: "kommune\nÆrø\nKøge\n", shape: "kommune string",
      rows: ["Ærø", "Køge"]),
    File(
      name: "one column of amounts", text: "beløb\n1.299,50\n-5,20\n", shape: "beløb decimal(2)",
      rows: ["1299.50", "-5.20"]),
    File(
      name: "space between fields", text: "k n m\n\"Nørre Alslev\" 1 1,5\nKøge 2 2,5\n",
      shape: "k string, n int, m decimal(1)", rows: ["Nørre Alslev|1|1.5", "Køge|2|2.5"]),
  ]

  @Test(arguments: files) func file(_ file: File) throws {
    let table = try csv(file.text)
    let read = try rows(table)
    #expect(shape(read.table) == file.shape)
    #expect(read.rows.map { $0.joined(separator: "|") } == file.rows)
    #expect(read.table.takeMessages().map(\.description) == file.messages)
  }

  /// What can be read in two ways is said.
  @Test(arguments: [
    ("x;k\n1.299;a\n2.500;b\n", "numbers such as 1.299 could have three decimals or be grouped", "1299"),
    ("x,k\n1.299,a\n2.500,b\n", "decimal point is assumed", "1.299"),
    ("x\tk\n1.299\ta\n2.500\tb\n", "decimal point is assumed", "1.299"),
    ("x;k\n01-02-2024;a\n03-04-2024;b\n", "day and month", "2024-02-01T00:00:00.0000000Z"),
    ("x;y\n1,5;1.5\n2,5;2.5\n", "some columns have decimals after a comma and some after a point", "1.5"),
  ])
  func whatIsAmbiguousIsSaid(text: String, note: String, first: String) throws {
    let table = try csv(text)
    // Day and month in the Danish order are no question of two written alike, but said all the same.
    if !note.hasPrefix("day") { #expect(table.detection.notes.contains { $0.contains(note) }) }
    #expect(try rows(table).rows[0][0] == first)
    #expect(table.detection.explanation().contains(note) || note.hasPrefix("day"))
  }
}
