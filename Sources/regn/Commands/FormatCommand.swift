import ArgumentParser
import RegnFormatter
import RegnSyntax

/// `regn format FILE… | -`
struct FormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "format", abstract: "Lay scripts out in the one canonical way.")

  @Argument(help: "Scripts; - reads one from standard input.")
  var files: [String]

  @Flag(help: "Say which files would change, and change nothing.")
  var check = false

  @Flag(name: .customLong("in-place"), help: "Write the layout back to each file.")
  var inPlace = false

  func validate() throws {
    if check, inPlace { throw ValidationError("--check changes nothing, so it excludes --in-place.") }
  }

  func run() throws {
    var changed = false
    var rejected = false
    for file in files {
      let text = try readSource(file)
      let tree = Parser.parse(text)
      if tree.hasErrors {
        Reporter().show(tree.diagnostics.filter { $0.severity == .error }, in: text)
        rejected = true
        continue
      }
      let laidOut = Formatter.format(tree)
      if check {
        if laidOut != text.string {
          changed = true
          try Terminal.answer("\(file)\n")
        }
      } else if inPlace, file != "-" {
        if laidOut != text.string { try replaceFile(file, with: laidOut) }
      } else {
        try Terminal.answer(laidOut)
      }
    }
    if changed || rejected { throw ExitStatus.rejected }
  }
}
