import Foundation
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
    let names = PackedTable.all.map(\.name)
    #expect(names == names.sorted())
    #expect(Set(names).count == names.count)
    for name in names { #expect(PackedTable.named(name)?.name == name) }
    for absent in ["", "Costs", "zzz", "a", "population2"] { #expect(PackedTable.named(absent) == nil) }
  }

  @Test func `every table and column says what it is and where it comes from`() {
    for table in PackedTable.all {
      #expect(!table.title.isEmpty && !table.description.isEmpty && !table.publisher.isEmpty)
      #expect(!table.licence.isEmpty && !table.sourceLine.isEmpty)
      #expect(Set(table.columns.map(\.name)).count == table.columns.count)
      for column in table.columns {
        #expect(!column.description.isEmpty, "\(table.name).\(column.name)")
        // An address or a place in a list is its own source; a text needs no unit.
        #expect(!column.source.isEmpty || ["source", "kind"].contains(column.name), "\(table.name).\(column.name)")
        #expect(!column.unit.isEmpty || column.type == .string || column.name == "value", "\(table.name).\(column.name)")
      }
    }
  }

  @Test func `every column decodes to the table's number of rows`() {
    for table in PackedTable.all {
      for column in table.columns {
        #expect(column.integers().count == table.rowCount)
        guard column.type == .string else { continue }
        let dictionary = column.dictionary()
        let bytes = dictionary.map { Array($0.utf8) }
        #expect(zip(bytes, bytes.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
        #expect(column.codes().allSatisfy { Int($0) < dictionary.count })
        #expect(Set(column.codes()).count == dictionary.count)
      }
    }
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
      let packed = ["\(years[row])", codes[row], names[row], functions[row], functionNames[row], "\(each[row])"]
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
