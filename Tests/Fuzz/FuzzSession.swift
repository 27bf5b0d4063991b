import RegnData
import RegnFileFormats
import RegnPresentation
import RegnSession
import RegnSyntax

/// What sessions are given here: little time and memory, the same `now` and `rand`.
let smallSession: SessionOptions = {
  var options = SessionOptions(threads: 1, memoryLimit: 16 << 20, timeout: .seconds(1))
  options.now = DateTime(ticks: 638_000_000_000_000_000)
  options.randomSeed = 1
  return options
}()

private let files = MemoryFileSystem(text: [
  "t.csv": "a;b;c;d\n1;x;1,5;2024-01-01\n2;y;;2024-02-01\n;z;2,5;\n",
  "u.ndjson": #"{"a":1,"e":{"f":[1,2,null]}}"# + "\n" + #"{"a":2,"e":{"f":[],"g":"x"}}"# + "\n",
])

/// A text is checked and run, its answers written.
func fuzzSession(_ bytes: [UInt8]) {
  let session = Session(options: smallSession, opener: FileTableOpener(fileSystem: files))
  for (name, path) in [("T", "t.csv"), ("U", "u.ndjson")] { _ = try? session.openTable(name, path: path) }
  let text = SourceText(bytes: bytes)
  _ = session.check(text)
  do {
    _ = try session.run(text) { event in
      switch event {
      case .result(let result, _):
        for format in [OutputFormat.table, .ndjson] { _ = try format.text([result]) }
      case .failure(let failure, _, _): require(failure.code != "RG0699", failure.message.description)
      default: break
      }
    }
  } catch { fatalError("\(error)") }
}
