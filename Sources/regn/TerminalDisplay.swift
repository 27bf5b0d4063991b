import Glibc
import RegnData
import RegnPresentation
import RegnREPL
import RegnSession

/// Shows what the REPL has to show on this process's terminal.
struct TerminalDisplay: ShellDisplay {
  let options: SharedOptions

  var formats: [String] { OutputFormat.allCases.map(\.rawValue) }

  func show(_ result: ResultTable, seconds: Double, settings: ShellSettings) throws {
    let format = OutputFormat(rawValue: settings.format) ?? .table
    let terminal = Terminal.standardOutput
    var writer = format.makeWriter(options: options.outputOptions(for: terminal, toFile: false)) { bytes in
      try writeAll(bytes, to: STDOUT_FILENO)
    }
    try writer.begin()
    try writer.write(result, seconds: seconds)
    try writer.end()
    if settings.timing {
      Terminal.standardError.write("result: \(result.rowCount) rows in \(decimals(seconds)) s\n")
    }
  }

  func save(_ result: ResultTable, to path: String) throws {
    let ending = path.split(separator: ".").last.map(String.init)?.lowercased() ?? ""
    let formats: [String: OutputFormat] = [
      "csv": .csv, "tsv": .tsv, "json": .json, "ndjson": .ndjson, "jsonl": .ndjson, "md": .markdown,
      "html": .html, "htm": .html, "txt": .table,
    ]
    guard let format = formats[ending] else {
      throw ExecutionError(
        code: "RG0631", message: "the ending of \(path) does not say in which format to save",
        hint: "end it in \(formats.keys.sorted().map { "." + $0 }.joined(separator: ", "))")
    }
    do {
      let output = try Output(
        format: format, options: options.outputOptions(for: .standardOutput, toFile: true), path: path)
      do {
        try output.write(result, seconds: nil)
        try output.end()
      } catch {
        output.discard()
        throw error
      }
    } catch let failure as WriteFailure {
      throw failure.error(writing: path)
    } catch is ExitStatus {
      // What was in the way has been said.
      throw ExecutionError(code: "RG0630", message: "\(path) was not written")
    }
  }

  func write(_ text: String) { Terminal.standardOutput.write(text) }
  func complain(_ text: String) { Terminal.standardError.write(text) }

  func withProgress<Result>(_ control: SessionControl, _ body: () throws -> Result) rethrows -> Result {
    try ProgressLine.show(control, body)
  }
}
