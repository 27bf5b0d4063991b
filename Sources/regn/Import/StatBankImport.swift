import Glibc
import RegnData
import RegnPhrases
import RegnSession
import RegnStatBank

/// Fetches a table and stores it: the rows, and what says where they come from. Both take their places one
/// right after the other, when both are whole; until then what was there stays.
struct StatBankImport {
  let client: StatBankClient
  let address: String
  let language: String
  let tables: ImportedTables
  /// What the table is stored as; nil for its number.
  let name: String?
  /// Nil for what suits the selection.
  let transfer: Transfer?
  /// The most cells to ask for at once; nil for what the transfer allows.
  let partCells: Int?
  /// The most cells to ask for at all.
  let maxCells: Int
  let progress: ImportProgress
  let tell: (Phrase) -> Void

  /// What was done, in a line. Throws `ExecutionError`.
  func run(_ table: String, _ arguments: [String]) throws -> Phrase {
    let info = try client.tableInfo(table)
    let name = self.name ?? info.id
    guard ImportedTables.isName(name) else {
      throw ExecutionError(
        code: "RG0650", message: "a table cannot be called \(name)",
        hint: "--name takes letters, digits and _, beginning with a letter")
    }
    let (selection, remarks) = try SelectionReader(info).read(arguments)
    let request = try self.request(info, selection)
    let parts = selection.split(limit: partCells ?? limit(request.transfer))
    if !info.title.isEmpty { tell("\(info.id): \(info.title)") }
    for remark in remarks { tell(remark) }
    let (cells, rows) = (cells(selection.cells), rows(selection.rows))
    tell(
      parts.count > 1
        ? "asking for \(cells) (\(rows)) in \(parts.count) parts" : "asking for \(cells) (\(rows))")
    let stored = StoredColumns(info, selection)
    let requests = parts.map {
      DataRequest(table: info.id, language: language, transfer: request.transfer, selection: $0)
    }
    let folder = try PartFolder(
      path: tables.path(name, ".part"),
      key: ([info.updated] + requests.map(\.json)).joined(separator: "\n"))
    do {
      try fetch(requests, stored, folder)
      let record = try written(tables.path(name, ".csv")) { path in
        let file = try OutputFile(path: path)
        do {
          let (rows, bytes) = try join(parts.count, stored, folder, into: file)
          let record = ImportRecord(
            info, request, columns: stored.columns, address: address, retrieved: StatBankImport.today,
            rows: rows, bytes: bytes)
          try place(file, record, tables.path(name, ".source"))
          return record
        } catch {
          file.discard()
          throw error
        }
      }
      folder.remove()
      if record.gaps > 0 {
        let gaps: Phrase =
          record.gaps == 1 ? "1 combination of values" : "\(grouped: record.gaps) combinations of values"
        tell(
          record.gapsAreZero
            ? "\(gaps) came without a row: there the figure is 0" : "\(gaps) came without a row")
      }
      let columns = stored.columns.map(\.name).joined(separator: ", ")
      return "imported \(name): \(self.rows(record.rows)), \(columns)"
    } catch {
      progress.hide()
      let kept = parts.indices.filter { folder.has($0) }.count
      if kept == 0 {
        folder.remove()
      } else {
        tell("of \(parts.count) parts \(kept) came and will be used when the import is tried again")
      }
      throw error
    }
  }

  private func cells(_ number: Int) -> Phrase { number == 1 ? "1 cell" : "\(grouped: number) cells" }

  private func rows(_ number: Int) -> Phrase { number == 1 ? "1 row" : "\(grouped: number) rows" }

  private func limit(_ transfer: Transfer) -> Int {
    transfer == .bulk ? DataRequest.streamedCells : DataRequest.cellLimit
  }

  /// The request for all of a selection, by the transfer that suits it. Throws `ExecutionError`.
  private func request(_ info: TableInfo, _ selection: Selection) throws -> DataRequest {
    let isWhole = selection.eliminated.isEmpty
    let suits: Transfer = isWhole && selection.cells > DataRequest.cellLimit ? .bulk : .csv
    let transfer = self.transfer ?? suits
    if transfer == .bulk, let left = selection.eliminated.first {
      throw ExecutionError(
        code: "RG0650",
        message: "--transfer bulk cannot leave out a variable, as here \(left.code) (\(left.text))",
        hint: "choose values of it, such as \(left.code)=*, or take --transfer csv")
    }
    if selection.cells > maxCells {
      throw ExecutionError(
        code: "RG0651",
        message: "that would be \(cells(selection.cells)), more than --max-cells \(grouped: maxCells)",
        hint:
          "name fewer values, or raise --max-cells; regn import statbank \(info.id) --variables lists them")
    }
    return DataRequest(table: info.id, language: language, transfer: transfer, selection: selection)
  }

  /// Fetches the parts that have not come yet.
  private func fetch(_ requests: [DataRequest], _ stored: StoredColumns, _ folder: PartFolder) throws {
    let kept = requests.indices.filter { folder.has($0) }.count
    if kept > 0 { tell("of \(requests.count) parts \(kept) came earlier and are used") }
    let total = requests.count
    for (number, request) in requests.enumerated() where !folder.has(number) {
      progress.part = (number + 1, total)
      try written(folder.part(number)) { path in
        let before = (rows: progress.rows, bytes: progress.bytes)
        var reader = AnswerReader(request.selection, stored)
        var file: OutputFile?
        do {
          try client.data(
            request,
            begin: {
              file?.discard()
              file = try OutputFile(path: path)
              reader = AnswerReader(request.selection, stored)
            },
            receive: { bytes in
              let rows = try reader.read(bytes)
              try rows.withUnsafeBufferPointer { try file?.write($0) }
              progress.rows = before.rows + reader.rows
              progress.bytes += bytes.count
              progress.update()
            })
          try reader.finish()
          try file?.commit()
        } catch {
          file?.discard()
          throw error
        }
      }
    }
    progress.hide()
  }

  /// Writes the parts one after the other, and gives the rows and bytes of the whole.
  private func join(
    _ count: Int, _ stored: StoredColumns, _ folder: PartFolder, into file: OutputFile
  ) throws -> (rows: Int, bytes: Int) {
    try stored.header.withUnsafeBufferPointer { try file.write($0) }
    var (rows, bytes) = (0, stored.header.count)
    var block = [UInt8](repeating: 0, count: 1 << 18)
    for number in 0..<count {
      let part = open(folder.part(number), O_RDONLY | O_CLOEXEC)
      guard part >= 0 else { throw WriteFailure(number: errno) }
      defer { close(part) }
      while true {
        let count = block.withUnsafeMutableBytes { read(part, $0.baseAddress, $0.count) }
        guard count >= 0 else { throw WriteFailure(number: errno) }
        if count == 0 { break }
        try block[..<count].withUnsafeBufferPointer { try file.write($0) }
        rows += block[..<count].reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
        bytes += count
      }
    }
    return (rows, bytes)
  }

  /// Puts the rows in their place, and then what says where they come from, which is written before.
  private func place(_ rows: OutputFile, _ record: ImportRecord, _ path: String) throws {
    let source = try OutputFile(path: path)
    do {
      var text = record.json
      try text.withUTF8 { try source.write($0) }
      try rows.commit()
      try source.commit()
    } catch {
      source.discard()
      throw error
    }
  }

  /// Runs what writes a file, and says so when the file cannot be written.
  private func written<Result>(_ path: String, _ body: (String) throws -> Result) throws -> Result {
    do {
      return try body(path)
    } catch let failure as WriteFailure {
      throw failure.error(writing: path)
    }
  }

  /// The day, by the clock of the world: `2026-11-25`.
  private static var today: String {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
  }
}
