import Glibc
import RegnTestSupport

/// The program, as a user starts it: in an environment and a home of its own.
struct Regn {
  /// The folder that it works in.
  let folder = TemporaryFolder()

  static let path = productFolder + "/regn"

  var environment: [String: String] {
    [
      "HOME": folder("home"), "XDG_STATE_HOME": folder("state"), "TMPDIR": folder.path, "TERM": "xterm",
      // Colours would stand between the words that tests look for.
      "NO_COLOR": "1",
      "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin",
      // A crash must end the program and not ask what to do.
      "SWIFT_BACKTRACE": "enable=no",
    ]
  }

  /// Runs it to its end.
  func callAsFunction(
    _ arguments: String..., input: String = "", output: ProgramOutput = .collected,
    environment: [String: String] = [:], onErrors: (String, pid_t) -> Void = { _, _ in }
  ) throws -> ProgramRun {
    try run(
      Regn.path, arguments, input: Array(input.utf8),
      environment: self.environment.merging(environment) { $1 }, folder: folder.path, output: output,
      onErrors: onErrors)
  }

  /// Runs it to its end.
  func callAsFunction(_ arguments: [String]) throws -> ProgramRun {
    try run(
      Regn.path, arguments, input: [], environment: environment, folder: folder.path, output: .collected,
      onErrors: { _, _ in })
  }

  /// Opens the REPL in a pseudo-terminal and waits for its prompt.
  func open(
    _ arguments: String..., environment: [String: String] = [:], rows: UInt16 = 40, columns: UInt16 = 80
  ) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      Regn.path, arguments, environment: self.environment.merging(environment) { $1 }, folder: folder.path,
      rows: rows, columns: columns)
    try terminal.expect("regn> ")
    return terminal
  }
}
