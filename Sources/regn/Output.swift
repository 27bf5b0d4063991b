import ArgumentParser
import Glibc
import RegnData
import RegnPhrases
import RegnPresentation
import RegnSession

extension OutputFormat: ExpressibleByArgument {
  /// The formats' names, for help.
  static var allNames: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

/// The language of numbers in results.
typealias OutputLocale = Language

extension Language: ExpressibleByArgument {}

/// Where the results of a command go: standard output, or a file that is complete or untouched.
final class Output {
  private let file: OutputFile?
  private let target: String
  private let reporter: Reporter
  private var writer: any ResultWriter
  private var hasBegun = false

  /// - Parameter control: when what it controls is cancelled, writing stops with `ExecutionError.cancelled`.
  ///
  /// Throws `ExecutionError` when the file cannot be made.
  init(
    format: OutputFormat, options: OutputOptions, path: String?, reporter: Reporter, control: SessionControl?
  ) throws {
    do {
      file = try path.map { try OutputFile(path: $0) }
    } catch let failure as WriteFailure {
      throw failure.error(writing: path ?? "")
    }
    self.reporter = reporter
    target = path ?? "standard output"
    let file = file
    writer = format.makeWriter(options: options) { bytes in
      if control?.isCancelled ?? false { throw ExecutionError.cancelled }
      if let file { try file.write(bytes) } else { try writeAll(bytes, to: STDOUT_FILENO) }
    }
  }

  /// Writes a result after those before it.
  func write(_ result: ResultTable, seconds: Double?) throws {
    try begin()
    try writer.write(result, seconds: seconds)
  }

  /// Writes the parts of a report that stand before a result, or behind the last.
  func write(_ parts: [ReportPart]) throws {
    guard !parts.isEmpty else { return }
    try begin()
    for part in parts { try writer.write(part) }
  }

  private func begin() throws {
    guard !hasBegun else { return }
    hasBegun = true
    try writer.begin()
  }

  /// Writes what stands after the last result, and puts the file in its place.
  func end() throws {
    try begin()
    try writer.end()
    try file?.commit()
  }

  /// Gives up: a file is left as it was.
  func discard() { file?.discard() }

  /// Says that a write failed and how the program ends: quietly when the reader of a pipe has gone.
  func status(of failure: WriteFailure) -> ExitStatus {
    discard()
    if failure.isClosedPipe { return .done }
    reporter.complain(failure.error(writing: target))
    return .failed
  }
}

extension SharedOptions {
  /// The output that the options ask for. Throws `ExitStatus` after saying what is in the way.
  ///
  /// - Parameter adapt: changes how results look.
  func makeOutput(
    _ control: SessionControl? = nil, adapt: (inout OutputOptions) -> Void = { _ in }
  ) throws -> Output {
    var look = outputOptions(toFile: output != nil)
    adapt(&look)
    do {
      return try Output(
        format: format ?? .table, options: look, path: output,
        reporter: reporter, control: control)
    } catch let error as ExecutionError {
      reporter.complain(error)
      throw ExitStatus.failed
    }
  }

  /// Writes a text that is no table to where the options say. Throws `ExitStatus`.
  func write(_ text: String) throws {
    guard let output else { return try Terminal.answer(text) }
    try replaceFile(output, with: text, reporter: reporter)
  }

  /// How results look on standard output, or in a file.
  func outputOptions(toFile: Bool) -> OutputOptions {
    let terminal = Terminal.standardOutput
    var options = OutputOptions()
    options.maxRows = maxRows
    options.width = terminal.isTerminal && !toFile ? terminal.width : nil
    options.color = toFile ? color == .always : terminal.usesColor(color)
    options.locale = locale ?? .en
    options.csvSafe = csvSafe
    options.isTerminal = terminal.isTerminal && !toFile
    return options
  }
}
