import ArgumentParser
import RegnFormatter
import RegnSyntax

/// `regn format FILE… | -`
struct FormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "format", abstract: "Lay scripts out in the one canonical way.",
    discussion: """
      A statement with a mistake in it is kept as it is, and the exit status is 1. `regn help layout` tells \
      the rules.
      """)

  @Argument(
    help: "Scripts; - reads one from standard input.", completion: .file(extensions: ["kql", "csl"]))
  var files: [String]

  @Flag(help: "Say which files would change, and change nothing.")
  var check = false

  @Flag(name: .customLong("in-place"), help: "Write the layout back to each file.")
  var inPlace = false

  /// Of these, `--locale`, `--color` and `--diagnostics` mean something here.
  @OptionGroup(visibility: .hidden) var options: SharedOptions

  private var reporter: Reporter { options.reporter }

  func validate() throws {
    if check, inPlace { throw ValidationError("--check changes nothing, so it excludes --in-place.") }
  }

  func run() throws {
    var status: ExitStatus?
    for file in files {
      do {
        if try !layOut(file) { status = status ?? .rejected }
      } catch let failure as ExitStatus {
        // The other files are laid out all the same.
        status = failure
      }
    }
    if let status { throw status }
  }

  /// Lays one file out; says whether there is nothing to complain of.
  private func layOut(_ file: String) throws -> Bool {
    let text = try readSource(file, reporter)
    let tree = Parser.parse(text)
    var mistakes = tree.diagnostics.filter { $0.severity == .error }
    let isUTF8 = text.bytes.elementsEqual(text.string.utf8)
    if !isUTF8, !mistakes.contains(where: { $0.code == .invalidUTF8 }) {
      let place = zip(text.bytes, text.string.utf8).prefix { $0 == $1 }.count
      mistakes.append(
        Diagnostic(
          .invalidUTF8, "this byte is not UTF-8, so the file is left as it is",
          at: SourceSpan(place, place + 1),
          label: "save the file as UTF-8"))
    }
    reporter.show(mistakes, in: text)
    guard isUTF8 else { return false }
    let laidOut = Formatter.format(tree)
    let isChanged = laidOut != text.string
    if check {
      if isChanged { try Terminal.answer("\(file)\n") }
      return mistakes.isEmpty && !isChanged
    }
    if inPlace, file != "-" {
      if isChanged { try replaceFile(file, with: laidOut, reporter: reporter) }
    } else {
      try Terminal.answer(laidOut)
    }
    return mistakes.isEmpty
  }
}
