import Glibc
import RegnData
import RegnPresentation
import RegnREPL
import RegnSession

/// Shows what the REPL has to show on this process's terminal; results go to the file of `--output` instead
/// when there is one.
struct TerminalDisplay: ShellDisplay {
  let options: SharedOptions
  let control: SessionControl
  let output: Output?

  var formats: [String] { OutputFormat.allCases.filter { !$0.isBinary }.map(\.rawValue) }

  var width: Int? {
    let terminal = Terminal.standardOutput
    return terminal.isTerminal ? terminal.width : nil
  }

  var showsOnTerminal: Bool { output == nil }

  func cells(of result: ResultTable) -> ResultCells { ResultCells(result, locale: options.locale ?? .en) }

  func show(_ result: ResultTable, seconds: Double?, settings: ShellSettings) throws {
    do {
      if let output {
        try output.write(result, seconds: nil)
        let rows = result.rowCount
        write("\(SessionText.grouped(rows)) row\(rows == 1 ? "" : "s") for \(options.output ?? "")\n")
      } else {
        let format = OutputFormat(rawValue: settings.format) ?? .table
        var appearance = options.outputOptions(toFile: false)
        appearance.maxRows = settings.maxRows
        appearance.maxRowsOption = settings.asRecords ? ".rows" : ".max-rows"
        appearance.asRecords = settings.asRecords
        let screen = try Output(
          format: format, options: appearance, path: nil, reporter: options.reporter, control: control)
        try screen.write(result, seconds: seconds)
        try screen.end()
      }
    } catch let failure as WriteFailure {
      throw failure.error(writing: options.output ?? "standard output")
    }
    if settings.timing, let seconds {
      Terminal.standardError.write("result: \(result.rowCount) rows in \(decimals(seconds)) s\n")
    }
  }

  func save(_ result: ResultTable, to path: String) throws {
    let ending = path.split(separator: ".").last.map(String.init)?.lowercased() ?? ""
    let formats: [String: OutputFormat] = [
      "csv": .csv, "tsv": .tsv, "json": .json, "ndjson": .ndjson, "jsonl": .ndjson, "md": .markdown,
      "html": .html, "htm": .html, "parquet": .parquet, "txt": .table, "xlsx": .xlsx,
    ]
    guard let format = formats[ending] else {
      throw ExecutionError(
        code: "RG0631", message: "the ending of \(path) does not say in which format to save",
        hint: "end it in \(formats.keys.sorted().map { "." + $0 }.joined(separator: ", "))")
    }
    var appearance = options.outputOptions(toFile: true)
    // A file is not looked through by screens: nothing is left out of it.
    appearance.maxRows = .max
    let output = try Output(
      format: format, options: appearance, path: path, reporter: options.reporter, control: nil)
    do {
      try output.write(result, seconds: nil)
      try output.end()
    } catch let failure as WriteFailure {
      output.discard()
      throw failure.error(writing: path)
    } catch {
      output.discard()
      throw error
    }
  }

  func save(_ text: String, to path: String) throws {
    do {
      try OutputFile.write(text, to: path)
    } catch let failure as WriteFailure {
      throw failure.error(writing: path)
    }
  }

  func write(_ text: String) { Terminal.standardOutput.write(text) }
  func complain(_ text: String) { Terminal.standardError.write(text) }
}
