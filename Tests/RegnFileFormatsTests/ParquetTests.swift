import Foundation
import RegnData
import RegnFileFormats
import Testing

/// What other programs wrote: `Tests/Parquet/make.py` makes the files, and beside each the text of what they
/// hold.
enum ParquetFiles {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Parquet/files")

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appending(path: name)))
  }

  static func table(_ name: String) throws -> any FileTable { try opened(bytes(name), path: name) }

  /// The files, each with the text that it is held against: that of its own name, or of its name without what
  /// stands behind the last dash.
  static let all: [(file: String, expected: String)] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".parquet") }.sorted().compactMap { file in
      var stem = String(file.dropLast(8))
      while !names.contains(stem + ".txt") {
        guard let dash = stem.lastIndex(of: "-") else { return nil }
        stem = String(stem[..<dash])
      }
      return (file, stem + ".txt")
    }
  }()

  /// How many times each file is damaged; `PARQUET_FLIPS` asks for more.
  static let flips = ProcessInfo.processInfo.environment["PARQUET_FLIPS"].flatMap { Int($0) } ?? 100

  /// The columns with their types, then the rows, as the texts have them.
  static func text(_ table: any FileTable, workers: Int = 1) throws -> String {
    func read(_ table: some FileTable) throws -> String {
      let (rows, table) = try rows(table, workers: workers)
      let head = table.schema.columns.map { "\($0.name) \($0.type.rawValue)" }.joined(separator: ", ")
      return ([head] + rows.map { $0.joined(separator: "|") }).joined(separator: "\n") + "\n"
    }
    return try read(table)
  }
}

@Suite struct ParquetTests {
  @Test(arguments: ParquetFiles.all, [1, 3])
  func values(of file: (file: String, expected: String), workers: Int) throws {
    let expected = String(decoding: try ParquetFiles.bytes(file.expected), as: UTF8.self)
    let found = try ParquetFiles.text(ParquetFiles.table(file.file), workers: workers)
    #expect(firstDifference(found, expected) == nil)
  }
}

/// The first lines of two texts that differ; nil when none do.
private func firstDifference(_ found: String, _ expected: String) -> String? {
  let found = found.split(separator: "\n", omittingEmptySubsequences: false)
  let expected = expected.split(separator: "\n", omittingEmptySubsequences: false)
  for (index, line) in expected.enumerated() where index >= found.count || found[index] != line {
    return "line \(index + 1): found \(index < found.count ? found[index] : "nothing"), expected \(line)"
  }
  return found.count == expected.count ? nil : "\(found.count) lines instead of \(expected.count)"
}
