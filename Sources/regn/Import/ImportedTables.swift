import Glibc
import RegnData
import RegnFileFormats
import RegnPhrases
import RegnSession
import RegnStatBank

/// The tables of a folder that imports are stored in: for each a file `NAME.csv` with its rows, and a file
/// `NAME.source` that says where they come from.
struct ImportedTables: TableLibrary {
  /// The folder; nothing need be there.
  let folder: String
  /// Where columns are kept that were read; nil for nowhere.
  var cache: ColumnCache?

  /// The same tables, with their columns kept.
  func with(_ cache: ColumnCache?) -> ImportedTables { ImportedTables(folder: folder, cache: cache) }

  /// The folder of the user's own tables, `$XDG_DATA_HOME/regn/tables` or `~/.local/share/regn/tables`; nil
  /// without a home.
  static var standard: ImportedTables? {
    if let data = environment("XDG_DATA_HOME"), data.hasPrefix("/") {
      return ImportedTables(folder: data + "/regn/tables")
    }
    guard let home = environment("HOME"), home.hasPrefix("/") else { return nil }
    return ImportedTables(folder: home + "/.local/share/regn/tables")
  }

  var names: [String] {
    let files = (try? PosixFileSystem().list(folder)) ?? []
    return files.filter { $0.hasSuffix(ImportedTables.ending) }.map {
      String($0.dropLast(ImportedTables.ending.count))
    }
    .filter(ImportedTables.isName)
  }

  private static let ending = ".source"

  /// The path of what belongs to a table: its rows (`.csv`), its source (`.source`), its parts (`.part`).
  func path(_ name: String, _ ending: String) -> String { "\(folder)/\(name)\(ending)" }

  /// Whether a table may be called so: a name that needs no quoting, and leads nowhere else.
  static func isName(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, name.utf8.count <= 200 else { return false }
    return (first.properties.isAlphabetic || first == "_")
      && name.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || $0 == "_" || ("0"..."9").contains($0)
      }
  }

  func open(_ name: String) throws -> (any TableSource)? {
    let source = path(name, ImportedTables.ending)
    guard ImportedTables.isName(name), access(source, F_OK) == 0 else { return nil }
    guard let text = readPrefix(source), let record = ImportRecord(json: text) else {
      throw damaged("\(source) does not say where a table comes from")
    }
    let rows = path(name, ".csv")
    var options = CSVOptions(
      delimiter: UInt8(ascii: ","), quote: UInt8(ascii: "\""), hasHeader: true, encoding: .utf8,
      decimalMark: UInt8(ascii: "."))
    options.textColumns = Set(record.columns.filter(\.isText).map(\.name))
    let input = try FileInput(rows, fileSystem: PosixFileSystem())
    let file = try CSVTable(input, options: options)
    guard file.byteCount == record.bytes else {
      throw damaged("\(rows) was changed since it was imported")
    }
    return DescribedTable(
      cache?.caching(file, input) ?? file, provenance: record.provenance,
      description: Phrase(verbatim: record.title),
      columns: Dictionary(
        record.columns.map { ($0.name, .init(description: Phrase(verbatim: $0.description), unit: $0.unit)) },
        uniquingKeysWith: { first, _ in first }), rows: record.rows)
  }

  private func damaged(_ message: Phrase) -> ExecutionError {
    ExecutionError(
      code: "RG0657", message: message,
      hint: "import the table again, or open the file with --table NAME=FILE")
  }

  /// The text of a small file; nil when it cannot be read.
  private func readPrefix(_ path: String) -> String? {
    guard let file = try? PosixFileSystem().open(path, memory: MemoryBudget(limit: 0)),
      let size = try? file.status().size,
      size < 16 << 20
    else { return nil }
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { target, count in
      count = (try? file.read(into: UnsafeMutableRawBufferPointer(target), at: 0)) ?? 0
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
