import ArgumentParser
import Glibc
import RegnData
import RegnPresentation

extension OutputFormat: ExpressibleByArgument {
  /// The formats' names, for help.
  static var allNames: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

/// The language of numbers in results.
typealias OutputLocale = OutputOptions.Locale

extension OutputOptions.Locale: ExpressibleByArgument {}

/// Where the results of a command go: standard output, or a file that is complete or untouched.
final class Output {
  let format: OutputFormat
  let options: OutputOptions
  private let file: OutputFile?
  private let target: String
  private var writer: any ResultWriter
  private var hasBegun = false

  init(format: OutputFormat, options: OutputOptions, path: String?) throws {
    self.format = format
    self.options = options
    let file = try path.map { try OutputFile(path: $0) }
    self.file = file
    target = path ?? "standard output"
    writer = format.makeWriter(options: options) { bytes in
      if let file { try file.write(bytes) } else { try writeAll(bytes, to: STDOUT_FILENO) }
    }
  }

  /// Writes a result after those before it.
  func write(_ result: ResultTable, seconds: Double?) throws {
    try begin()
    try writer.write(result, seconds: seconds)
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
    if failure.isClosedPipe { return ExitStatus(code: 0) }
    Terminal.standardError.complain(failure.error(writing: target))
    return .failed
  }
}

extension SharedOptions {
  /// The output that the options ask for.
  func makeOutput() throws -> Output {
    let terminal = Terminal.standardOutput
    return try Output(
      format: format ?? .table, options: outputOptions(for: terminal, toFile: output != nil), path: output)
  }

  /// How results look on a stream.
  func outputOptions(for terminal: Terminal, toFile: Bool) -> OutputOptions {
    var options = OutputOptions()
    options.maxRows = maxRows
    options.width = terminal.isTerminal && !toFile ? terminal.width : nil
    options.color = !toFile && terminal.usesColor(color)
    options.locale = locale
    options.csvSafe = csvSafe
    options.isTerminal = terminal.isTerminal && !toFile
    return options
  }
}
