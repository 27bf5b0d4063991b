import RegnData
import RegnFileFormats

/// The bytes are opened as a file of this name, which is what tells its format where the bytes do not, and
/// read into memory; twice, the second time in small blocks, which some formats may refuse.
func fuzzFile(_ bytes: [UInt8], named name: String, mayRefuseBlocks: Bool = false) {
  var options = CSVOptions()
  let whole = read(bytes, name, options)
  options.blockSize = 16
  let parts = read(bytes, name, options)
  if mayRefuseBlocks, parts.rows == nil { return }
  require(whole.rows == parts.rows, "\(whole.rows ?? -1) rows, in small blocks \(parts.rows ?? -1)")
  require(whole.cells == parts.cells, "other values in small blocks")
}

private func read(
  _ bytes: [UInt8], _ name: String, _ options: CSVOptions
) -> (rows: Int?, cells: [String]) {
  let limit = 32 << 20
  do {
    let files = FileTables(
      fileSystem: MemoryFileSystem([name: bytes]), options: options, memory: MemoryBudget(limit: limit))
    let table = try files.open(name)
    _ = table.description
    let context = ExecutionContext(memory: MemoryBudget(limit: limit), now: DateTime(ticks: 0))
    let (loaded, file) = try table.load(context: context)
    _ = file.takeMessages()
    let rows = loaded.table.rows
    var cells: [String] = []
    for (index, column) in loaded.table.columns.enumerated() {
      require(column.count == rows || column.isConstant, "columns of different lengths")
      _ = loaded.statistics(ofColumn: index)
      for row in 0..<min(rows, 200) { cells.append("\(column.value(row))") }
    }
    return (rows, cells)
  } catch {
    let failure = error as? ExecutionError
    require(failure != nil && failure?.code != "RG0699", "\(error)")
    return (nil, [])
  }
}
