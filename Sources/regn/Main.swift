import ArgumentParser
import Glibc
import RegnSyntax

/// Starts the command that the arguments name. Exit status 2 means that the command line itself is wrong.
@main
enum Main {
  static func main() {
    Terminal.fillClosedStreams()
    // A closed pipe is noticed by the write that fails, and ends the program quietly.
    signal(SIGPIPE, SIG_IGN)
    do {
      let arguments = expanded(Array(CommandLine.arguments.dropFirst()))
      if let message = unknownCommand(arguments) {
        Terminal.standardError.write(message)
        throw ExitStatus.usage
      }
      do {
        var command = try Regn.parseAsRoot(arguments)
        try command.run()
      } catch let status as ExitStatus {
        throw status
      } catch {
        let text = Regn.fullMessage(for: error)
        let message = text.hasSuffix("\n") ? text : text + "\n"
        if Regn.exitCode(for: error).isSuccess { return try Terminal.answer(message) }
        Terminal.standardError.write(message)
        throw ExitStatus.usage
      }
    } catch {
      exit((error as? ExitStatus ?? .failed).code)
    }
  }

  /// The arguments, with what follows `--` in `regn run FILE -- key=value` turned into `--param key=value`.
  private static func expanded(_ arguments: [String]) -> [String] {
    guard arguments.contains("run"), let separator = arguments.firstIndex(of: "--") else { return arguments }
    return arguments[..<separator] + arguments[(separator + 1)...].flatMap { ["--param", $0] }
  }

  /// What to say when the first argument is no option and names no command.
  private static func unknownCommand(_ arguments: [String]) -> String? {
    let names = Regn.configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard let name = arguments.first, !name.hasPrefix("-"), !names.contains(name) else { return nil }
    var text = "Error: There is no command '\(String(name.unicodeScalars.map { Character(visible($0)) }))'."
    if let near = nearest(name, in: names) {
      text += " Did you mean '\(near)'?"
    } else if access(name, F_OK) == 0 {
      text += " To run the script of that name: regn run \(name)"
    } else if name.contains(" ") {
      text += " To run it as a query: regn query 'QUERY'"
    }
    return text + "\n  See 'regn --help' for the commands.\n"
  }
}

/// How the program ends when nothing more is to be said.
struct ExitStatus: Error {
  let code: Int32

  /// All was done.
  static let done = ExitStatus(code: 0)
  /// The query is wrong; diagnostics were printed.
  static let rejected = ExitStatus(code: 1)
  /// The command line is wrong.
  static let usage = ExitStatus(code: 2)
  /// It failed while running: a file, a limit, an engine.
  static let failed = ExitStatus(code: 3)
  /// The user interrupted it.
  static let interrupted = ExitStatus(code: 130)
}
