/// A part of Regn that is run with whatever bytes a fuzzer thinks of. It finds crashes, what the sanitizer
/// sees, what takes too long or too much memory, and what `require` says.
struct FuzzTarget: Sendable {
  /// The name on the command line, and of the folders with its texts.
  let name: String
  /// Runs it with one input.
  let run: @Sendable ([UInt8]) -> Void

  init(_ name: String, _ run: @escaping @Sendable ([UInt8]) -> Void) {
    self.name = name
    self.run = run
  }

  /// All targets. To add one: a line here, a function for it, and texts to begin with in `seeds.py`.
  static let all: [FuzzTarget] = [
    FuzzTarget("syntax", fuzzSyntax),
    FuzzTarget("session", fuzzSession),
    FuzzTarget("csv") { fuzzFile($0, named: "t.csv") },
    FuzzTarget("px") { fuzzFile($0, named: "t.px") },
    FuzzTarget("ndjson") { fuzzFile($0, named: "t.ndjson") },
    FuzzTarget("jsonstat") { fuzzFile($0, named: "t.jsonstat") },
    FuzzTarget("packed") { fuzzFile($0, named: "t.csv.gz") },
    FuzzTarget("xlsx", fuzzWorkbook),
    FuzzTarget("parquet") { fuzzFile($0, named: "t.parquet") },
    FuzzTarget("pages", fuzzPages),
    FuzzTarget("regex", fuzzRegex),
    FuzzTarget("values", fuzzValues),
    FuzzTarget("prose", fuzzProse),
    FuzzTarget("edits", fuzzEdits),
    FuzzTarget("lsp", fuzzServer),
  ]
}

/// Ends the program, and so lets the fuzzer keep the input, where something that always holds does not.
func require(_ holds: Bool, _ what: @autoclosure () -> String) {
  if !holds { fatalError(what()) }
}
