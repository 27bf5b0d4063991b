import RegnData
import RegnFileFormats
import Testing

/// The table of a file with these bytes, whatever it is.
func opened(_ bytes: [UInt8], path: String = "test.file") throws -> any FileTable {
  try FileTables(fileSystem: MemoryFileSystem([path: bytes])).open(path)
}

/// The table of a file with this text.
func opened(_ text: String, path: String = "test.file") throws -> any FileTable {
  try opened(Array(text.utf8), path: path)
}

/// The rows of any table, fields joined by `|`.
func lines(_ table: any FileTable, columns: [Int]? = nil, workers: Int = 1) throws -> [String] {
  func read(_ table: some FileTable) throws -> [String] {
    try rows(table, columns: columns, workers: workers).rows.map { $0.joined(separator: "|") }
  }
  return try read(table)
}

/// The columns as `name type`.
func columns(_ table: any FileTable) -> String {
  zip(table.schema.columns, table.columnKinds).map { "\($0.name) \($1.text)" }.joined(separator: ", ")
}

/// The code of the failure that opening or reading gives; nil when it goes well.
func failure(_ bytes: [UInt8], path: String = "test.file") -> ExecutionError? {
  do {
    _ = try lines(opened(bytes, path: path))
    return nil
  } catch let error as ExecutionError {
    return error
  } catch {
    return ExecutionError(code: "other", message: "\(String(describing: error))")
  }
}

@Suite struct PXTests {
  static let population = """
    CHARSET="ANSI";
    AXIS-VERSION="2013";
    LANGUAGE="da";
    LANGUAGES="da","en";
    TABLEID="FOLK1A";
    DECIMALS=0;
    TITLE="Folketal den 1. i kvartalet efter område, "
    "køn og tid";
    TITLE[en]="Population by region, sex and time";
    UNITS="antal";
    UNITS[en]="number";
    STUB="område","køn";
    HEADING="tid";
    VALUES("område")="Hele landet","København";
    VALUES[en]("region")="All Denmark","Copenhagen";
    VALUES("køn")="Mænd","Kvinder";
    VALUES("tid")="2023K1","2023K2";
    CODES("område")="000","101";
    CODES("køn")="M","K";
    TIMEVAL("tid")=TLIST(Q1,"20231"-"20232");
    DATASYMBOL2="..";
    SOURCE="Danmarks Statistik";
    LAST-UPDATED="20230811 08:00";
    NOTEX="Christiansø er med.#Se dokumentationen.";
    VALUENOTE("område","København")="Uden Frederiksberg.";
    DATA=
    10 20
    30 ".."
    50 "-"
    70 80;

    """

  @Test func longForm() throws {
    let table = try opened(Self.population)
    #expect(
      columns(table)
        == "område string, område_text string, køn string, køn_text string, tid string, value long")
    #expect(
      try lines(table) == [
        "000|Hele landet|M|Mænd|2023K1|10", "000|Hele landet|M|Mænd|2023K2|20",
        "000|Hele landet|K|Kvinder|2023K1|30", "000|Hele landet|K|Kvinder|2023K2|∅",
        "101|København|M|Mænd|2023K1|50", "101|København|M|Mænd|2023K2|0",
        "101|København|K|Kvinder|2023K1|70", "101|København|K|Kvinder|2023K2|80",
      ])
    #expect(try lines(table, columns: [5, 0], workers: 3).prefix(2) == ["10|000", "20|000"])
    #expect(try lines(table, columns: []).count == 8)
    #expect(table.rowCount == 8)
  }

  @Test func provenance() throws {
    let provenance = try opened(Self.population).provenance
    #expect(provenance.publisher == "Danmarks Statistik")
    #expect(provenance.tableIDs == ["FOLK1A"])
    #expect(provenance.title == "Folketal den 1. i kvartalet efter område, køn og tid")
    #expect(provenance.unit == "antal")
    #expect(provenance.date == "20230811 08:00")
    #expect(
      provenance.caveats == [
        "Christiansø er med. Se dokumentationen.", "område, København: Uden Frederiksberg.",
      ])
    #expect(try opened(Self.population).schema.columns.last?.unit == "antal")
    #expect(try opened(Self.population).schema.columns[4].description == "time")
  }

  @Test func statistics() throws {
    let table = try opened(Self.population)
    let area = try #require(table.statistics(ofColumn: 1))
    #expect(area.values?.map { "\($0.value) \($0.count)" } == ["Hele landet 4", "København 4"])
    let value = try #require(table.statistics(ofColumn: 5))
    #expect(value.nullCount == 1)
    #expect(value.minimum == .long(0))
    #expect(value.maximum == .long(80))
  }

  @Test(
    arguments: [
      ("CHARSET=\"ANSI\";", "æ", [0xE6]), ("CHARSET=\"ANSI\";CODEPAGE=\"iso-8859-1\";", "ø", [0xF8]),
      ("AXIS-VERSION=\"2000\";", "æ", [0x91]), ("CODEPAGE=\"IBM850\";", "ø", [0x9B]),
      ("CODEPAGE=\"utf-8\";", "å", [0xC3, 0xA5]), ("CHARSET=\"ANSI\";", "å", [0xC3, 0xA5]),
      ("CHARSET=\"ANSI\";", "€", [0x80]), ("CODEPAGE=\"850\";", "Å", [0x8F]),
    ] as [(String, String, [UInt8])])
  func encodings(start: String, letter: String, bytes: [UInt8]) throws {
    let text =
      Array("\(start)STUB=\"x\";VALUES(\"x\")=\"".utf8) + bytes + Array("\";DATA=1;".utf8)
    #expect(try lines(opened(text)) == ["\(letter)|1"])
  }

  @Test func decimalsAreExact() throws {
    let start = "CHARSET=\"ANSI\";DECIMALS=1;STUB=\"x\";VALUES(\"x\")=\"a\",\"b\",\"c\",\"d\";DATA="
    #expect(try lines(opened(start + "1.5 2 -0.1 \"...\";")) == ["a|1.5", "b|2.0", "c|-0.1", "d|∅"])
    // What needs more than was promised widens the column, and is told.
    let wide = try rows(#require(opened(start + "1.5 2.25 3 4;") as? PXTable))
    #expect(wide.rows.map { $0[1] } == ["1.50", "2.25", "3.00", "4.00"])
    #expect(
      wide.table.takeMessages() == [
        "test.file: line 1: \"2.25\" is no decimal(1); the column is read again as decimal(2)"
      ])
    #expect(
      try lines(opened(start + "12345678901234567890 1 2 3;")).first == "a|12345678901234567890")
    #expect(try lines(opened(start + "1e300 1 2 3;")).first == "a|1e+300")
  }

  @Test func recordsWithKeys() throws {
    let text = """
      CHARSET="ANSI";STUB="a","b";HEADING="t";
      VALUES("a")="en","to";CODES("a")="1","2";VALUES("b")="x","y";VALUES("t")="2020","2021";
      KEYS("a")=CODES;KEYS("b")=VALUES;
      DATA="2","x",5 6
      "1","y",7 ".";
      """
    let table = try opened(text)
    #expect(
      try lines(table) == ["2|to|x|2020|5", "2|to|x|2021|6", "1|en|y|2020|7", "1|en|y|2021|∅"])
    #expect(table.rowCount == nil)
    #expect(table.takeMessages().count == 1)
    #expect(failure(Array(text.replacing("\"2\",\"x\"", with: "\"3\",\"x\"").utf8))?.code == "RG0625")
  }

  @Test(arguments: [
    ("70 80;", "70;", "the file ends after 7 of the 8 cells that the variables make"),
    ("70 80;", "70 8", "the file ends before the `;` of its cells"),
    ("70 80;", "70 80 90;", "more cells follow than the 8 that the variables make"),
    ("70 80;", "70 abc;", "\"abc\" is no number and no symbol for a missing one"),
    ("70 80;", "70 \"80", "the file ends within a quote"),
    ("DATA=", "DATE=", "the file ends before `DATA=`"),
    ("\"Mænd\",", "", "\"køn\" has 1 VALUES but 2 CODES"),
    ("STUB=\"område\",\"køn\";", "STUB=\"område\",\"alder\";", "VALUES of \"alder\" are missing"),
    ("TITLE=", "TITLE;", "`=` should follow TITLE"),
  ])
  func mistakes(old: String, new: String, message: String) throws {
    let text = Self.population.replacing(old, with: new)
    #expect(text != Self.population)
    let error = try #require(failure(Array(text.utf8)))
    #expect(error.code == "RG0625")
    #expect(error.message.contains(message), "\(error.message)")
  }

  /// Any cut and any changed bytes end in rows or in a message, and never with more rows than cells.
  @Test func mutations() throws { try mutate(Array(Self.population.utf8), times: 2000) }
}

/// Changes bytes of a file at random (the same on every run), and reads what comes of it: rows, or a failure
/// that has a code.
func mutate(_ original: [UInt8], times: Int) throws {
  var random = SplitMix(7)
  var read = 0
  for _ in 0..<times {
    var bytes = original
    for _ in 0...random.below(3) {
      guard !bytes.isEmpty else { break }
      let place = random.below(bytes.count)
      switch random.below(5) {
      case 0: bytes[place] = UInt8(random.below(256))
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(bytes[random.below(bytes.count)], at: place)
      case 3: bytes.removeSubrange(place..<min(bytes.count, place + random.below(40)))
      default: bytes.removeSubrange(place...)
      }
    }
    if let error = failure(bytes) {
      #expect(error.code.hasPrefix("RG06"), "\(error.code) \(error.message)")
    } else {
      read += 1
    }
  }
  #expect(read < times)
}
