import ArgumentParser
import Glibc

/// Starts the command that the arguments name. Exit status 2 means that the command line itself is wrong.
@main
enum Main {
  static func main() {
    // A closed pipe is noticed by the write that fails, and ends the program quietly.
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try Regn.parseAsRoot(arguments())
      try command.run()
    } catch let status as ExitStatus {
      exit(status.code)
    } catch {
      let text = Regn.fullMessage(for: error)
      let code = Regn.exitCode(for: error)
      if code.isSuccess {
        print(text)
        exit(0)
      }
      Terminal.standardError.write(text.hasSuffix("\n") ? text : text + "\n")
      exit(ExitStatus.usage.code)
    }
  }

  /// The arguments, with what follows `--` in `regn run FILE -- key=value` turned into `--param key=value`.
  private static func arguments() -> [String] {
    var arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.first == "run", let separator = arguments.firstIndex(of: "--") else { return arguments }
    let pairs = arguments[(separator + 1)...]
    arguments = arguments[..<separator] + pairs.flatMap { ["--param", $0] }
    return arguments
  }
}

/// How the program ends when nothing more is to be said.
struct ExitStatus: Error {
  let code: Int32

  /// The query is wrong; diagnostics were printed.
  static let rejected = ExitStatus(code: 1)
  /// The command line is wrong.
  static let usage = ExitStatus(code: 2)
  /// It failed while running: a file, a limit, an engine.
  static let failed = ExitStatus(code: 3)
  /// The user interrupted it.
  static let interrupted = ExitStatus(code: 130)
}
