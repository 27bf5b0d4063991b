import Foundation
import Glibc
import RegnTestSupport
import Testing

/// The man page that is made from the program's own declarations.
@Suite struct ManPageTests {
  let regn = Regn()

  private func page() throws -> String {
    let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path()
    let ended = try run(
      "/usr/bin/env", ["python3", project + "scripts/man-page.py", "--regn", Regn.path], input: [],
      environment: regn.environment.merging(["SOURCE_DATE_EPOCH": "1735689600"]) { $1 },
      folder: regn.folder.path)
    #expect(ended.code == 0 && ended.errors.isEmpty, "\(ended.errors)")
    return ended.output
  }

  @Test func tellsOfEveryCommandAndOption() throws {
    let page = try page()
    #expect(page.hasPrefix(".Dd January 1, 2025\n.Dt REGN 1\n"))
    for command in ["query", "run", "check", "format", "tables", "explain", "learn", "completions", "help"] {
      #expect(page.contains("\n.It Cm \(command)"), "\(command)")
    }
    #expect(!page.contains("Cm manual"))
    // Every option that help tells of.
    for command in ["query", "learn", "format", "explain", "tables"] {
      let help = try regn(command, "--help").output
      for match in help.matches(of: /(?m)^  --([a-z-]+)/) {
        let name = match.1.replacing("-", with: "\\-")
        #expect(page.contains("\n.It Fl \\-\(name)"), "\(match.1)")
      }
    }
  }

  @Test(.enabled(if: access("/usr/bin/mandoc", X_OK) == 0)) func isTidy() throws {
    regn.folder.write("regn.1", try page())
    let ended = try run(
      "/usr/bin/mandoc", ["-T", "lint", "-W", "warning", "regn.1"], input: [], environment: regn.environment,
      folder: regn.folder.path)
    #expect(ended.code == 0 && ended.output.isEmpty, "\(ended.output)")
  }
}
