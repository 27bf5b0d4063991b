import Foundation
import RegnData
import RegnPhrases
import Testing

@testable import RegnDataset

/// The packed data against the files they are made from.
struct PackingTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test func `the packed data were made from these inputs`() throws {
    var sum: UInt64 = 0xcbf2_9ce4_8422_2325
    let scripts = ["dataset_model.py", "dataset_tables.py", "make-dataset.py"].map { "scripts/\($0)" }
    let files = [
      "arter", "it_facts", "kontoplan", "municipalities", "population", "regk11_procurement", "regk31_costs",
      "regk31_national", "tilegrid",
    ].map { "data/\($0).csv" }
    for path in scripts + files {
      for byte in try Data(contentsOf: Self.root.appending(path: path)) {
        sum = (sum ^ UInt64(byte)) &* 0x100_0000_01b3
      }
    }
    #expect(sum == PackedTable.inputsChecksum, "run scripts/make-dataset.py")
  }

  private static let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  @Test(.enabled(if: python != nil)) func `the generator would write the same file`() throws {
    let process = Process()
    process.executableURL = URL(filePath: try #require(Self.python))
    process.arguments = [Self.root.appending(path: "scripts/make-dataset.py").path(), "--check"]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test func `tables are sorted and found by name`() {
    let names = Dataset.tables.map(\.name)
    #expect(names == names.sorted())
    #expect(Set(names).count == names.count)
    for name in names {
      #expect(Dataset.open(name)?.name == name)
      #expect(Dataset.open(name) === Dataset.open(name))
    }
    for absent in ["", "Costs", "zzz", "a", "population2", "cost", "tile_grid "] {
      #expect(Dataset.open(absent) == nil)
    }
  }

  @Test func `every table and column says what it is and where it comes from`() throws {
    for listed in Dataset.tables {
      let table = try #require(Dataset.open(listed.name))
      #expect(!listed.title.isEmpty && !listed.description.isEmpty)
      #expect(table.description.description == listed.description)
      #expect(!table.provenance.publisher.isEmpty && !table.provenance.licence.isEmpty)
      #expect(listed.columnCount == table.schema.columns.count)
      #expect(Set(table.schema.columns.map(\.name)).count == listed.columnCount)
      for column in table.schema.columns {
        let name = "\(listed.name).\(column.name)"
        #expect(!column.description.isEmpty, "\(name)")
        #expect(!column.source.isEmpty, "\(name)")
        // A text needs no unit.
        #expect(!column.unit.isEmpty || column.type == .string, "\(name)")
      }
    }
  }

  @Test func `every word of a table is there in Danish`() throws {
    for listed in Dataset.tables {
      let table = try #require(Dataset.open(listed.name))
      let source = table.provenance
      var texts = [table.description, source.publisher, source.title, Phrase(known: source.licence)]
      texts += source.notes + source.caveats + [Phrase(known: source.unit)]
      for column in table.schema.columns {
        texts += [column.description, Phrase(known: column.unit), Phrase(known: column.source)]
      }
      let date = source.date
      #expect(
        !Catalogue.needsTranslation(date.description) || date.text(.da) != date.text(.en), "\(listed.name)")
      for text in texts.map(\.description) where Catalogue.needsTranslation(text) {
        #expect(Catalogue.danish[text] != nil, "\(listed.name): \(text)")
      }
    }
  }

  @Test func `source lines`() throws {
    func line(_ name: String) throws -> String {
      try #require(Dataset.open(name)).provenance.sourceLine.description
    }
    #expect(
      try line("costs")
        == "Statistics Denmark, REGK31 and FOLK1A (CC BY 4.0); "
        + "amount is computed: kr_per_inhabitant × inhabitants"
    )
    #expect(try line("population") == "Statistics Denmark, FOLK1A (CC BY 4.0)")
    #expect(
      try line("municipalities")
        == "Statistics Denmark, FOLK1A, ARE207 and KOMMUNEGRUPPER_V1_2018 (CC BY 4.0)")
    #expect(
      try line("it_costs_modelled")
        == "MODELLED figures — Regn's teaching model from Statistics Denmark, REGK31, REGK11, FOLK1A and "
        + "ARE207 (CC BY 4.0); the country's total of 2022 is IT-Branchen's and Mercell's, "
        + "every split of it is assumed"
    )
  }

  @Test func `types of the columns that queries rely on`() throws {
    func types(_ name: String) throws -> [String] {
      try #require(Dataset.open(name)).schema.columns.map { "\($0.name) \($0.type)" }
    }
    #expect(
      try types("costs") == [
        "year int", "code string", "municipality string", "function string", "function_name string",
        "kr_per_inhabitant long", "inhabitants long", "amount long",
      ])
    #expect(
      try types("municipalities") == [
        "code string", "municipality string", "region_code string", "region string", "landsdel string",
        "municipality_group string", "area_km2 decimal", "population long", "lon real", "lat real",
      ])
    #expect(
      try types("it_facts") == [
        "year int", "scope string", "what string", "value decimal", "unit string", "quote string",
        "source string",
      ])
  }

  @Test func `every column decodes to the table's number of rows`() throws {
    for listed in Dataset.tables {
      let table = try #require(Dataset.open(listed.name))
      for index in table.schema.columns.indices {
        let column = table.column(index)
        #expect(column.count == listed.rowCount)
        #expect(column.type == table.schema.columns[index].type)
        guard case .dictionary(let codes, let dictionary) = column.storage else {
          #expect(column.type != .string)
          continue
        }
        #expect(dictionary.ranks() == Array(0..<UInt32(dictionary.count)))
        #expect(Set(codes.array) == Set(0..<UInt32(dictionary.count)))
      }
    }
  }

  @Test func `columns of the same texts share a dictionary`() throws {
    func dictionary(_ table: String) throws -> StringDictionary? {
      guard case .dictionary(_, let dictionary) = try Frame(table).column("code").storage else { return nil }
      return dictionary
    }
    let first = try #require(try dictionary("municipalities"))
    #expect(first.count == 98)
    for table in ["costs", "population", "procurement", "tile_grid", "it_costs_modelled"] {
      #expect(try dictionary(table) === first)
    }
  }

  @Test func `a scan gives the columns asked for, in that order, and all rows`() throws {
    let table = try #require(Dataset.open("costs"))
    let context = ExecutionContext(now: DateTime(ticks: 0))
    let scan = try table.scan(ScanRequest(columns: [7, 1]), context: context)
    var (rows, sum) = (0, Int64(0))
    while let chunk = try scan.next(worker: 0) {
      #expect(chunk.columns.map(\.type) == [.long, .string])
      rows += chunk.rowCount
      sum += chunk.columns[0].longs.array.reduce(0, +)
    }
    #expect(rows == 5_586)
    #expect(sum == (try Frame("costs").integers("amount").reduce(0, +)))
    let counting = try table.scan(ScanRequest(columns: []), context: context)
    #expect(try counting.next(worker: 0)?.rowCount == 5_586)
    #expect(try counting.next(worker: 0) == nil)
  }

  @Test func `statistics tell what completion and hovers need`() throws {
    let table = try #require(Dataset.open("costs"))
    let municipality = try #require(table.statistics(ofColumn: 2))
    #expect(municipality.distinctCount == 98)
    #expect(municipality.values?.allSatisfy { $0.count == 57 } == true)
    let year = try #require(table.statistics(ofColumn: 0))
    #expect(year.minimum == .int(2016) && year.maximum == .int(2024) && year.nullCount == 0)
    #expect(table.statistics(ofColumn: 8) == nil)
    let facts = try #require(Dataset.open("it_facts"))
    #expect(facts.statistics(ofColumn: 0)?.nullCount == 2)
  }

  /// Reads one CSV file with quoted fields, enough for these files.
  private func csv(_ name: String) throws -> [[String]] {
    let text = try String(contentsOf: Self.root.appending(path: "data/\(name).csv"), encoding: .utf8)
    var rows: [[String]] = []
    var row: [String] = []
    var field = ""
    var quoted = false
    for character in text {
      switch character {
      case "\"":
        if !quoted, !field.isEmpty { field.append("\"") }
        quoted.toggle()
      case "," where !quoted:
        row.append(field)
        field = ""
      case "\n" where !quoted, "\r\n" where !quoted:
        rows.append(row + [field])
        row = []
        field = ""
      default: field.append(character)
      }
    }
    return rows
  }

  @Test func `figures are the ones in the files`() throws {
    let costs = try Frame("costs")
    let lines = try csv("regk31_costs").dropFirst()
    let (years, codes) = (try costs.integers("year"), try costs.strings("code"))
    let (names, functions) = (try costs.strings("municipality"), try costs.strings("function"))
    let (functionNames, each) = (try costs.strings("function_name"), try costs.integers("kr_per_inhabitant"))
    #expect(lines.count == costs.rows)
    for (row, line) in lines.enumerated() {
      let packed = [
        "\(years[row])", codes[row], names[row], functions[row], functionNames[row], "\(each[row])",
      ]
      #expect(packed == line)
    }
    let population = try Frame("population")
    let (populationCodes, populationYears) = (try population.strings("code"), try population.integers("year"))
    let counts = try population.integers("population")
    for (row, line) in try csv("population").dropFirst().enumerated() {
      #expect([populationCodes[row], "\(populationYears[row])", "\(counts[row])"] == line)
    }
  }
}
