import RegnSession
import Testing

/// All golden scripts. `REGN_BLESS=1` writes the answers that came into the scripts, to be read and judged;
/// `REGN_SCRIPTS=join` runs the scripts with `join` in their path.
@Suite struct GoldenScriptTests {
  @Test func everyScriptAnswersAsWritten() throws {
    let runner = GoldenRunner()
    var statements = 0
    var scripts = 0
    var failed = 0
    for path in ScriptFiles.paths() where ScriptFiles.filter.isEmpty || path.contains(ScriptFiles.filter) {
      let script = try ScriptFiles.script(path)
      let (failures, blessed) = runner.run(script)
      scripts += 1
      statements += script.blocks.count
      failed += Set(failures.map(\.line)).count
      for failure in failures {
        Issue.record(
          Comment(rawValue: failure.message),
          sourceLocation: SourceLocation(
            fileID: "Scripts/\(path)", filePath: "\(ScriptFiles.folder)/\(path)", line: failure.line,
            column: 1))
      }
      if ScriptFiles.blesses, !failures.isEmpty { try ScriptFiles.write(blessed) }
    }
    print("golden: \(statements) statements in \(scripts) scripts, \(failed) failed")
  }

  @Test func aScriptIsWrittenAsItWasRead() throws {
    for path in ScriptFiles.paths() {
      let script = try ScriptFiles.script(path)
      #expect(GoldenScript(path: path, text: script.text).text == script.text, "\(path)")
    }
  }
}
