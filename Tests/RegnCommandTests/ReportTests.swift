import Foundation
import Testing

/// `regn run FILE --format html` and `markdown`: reports.
@Suite struct ReportTests {
  let regn = Regn()

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private func script(_ text: String) throws -> String {
    let path = regn.folder("report.kql")
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  /// A page without what differs from one making to the next.
  private func lasting(_ page: String) -> String {
    page.replacing(#/Made \d{4}-\d\d-\d\d \d\d:\d\d UTC with Regn \S+/#, with: "Made with Regn")
  }

  @Test func partsStandInTheirPlaces() throws {
    let path = try script(
      """
      #!/usr/bin/env -S regn run
      //| # Numbers
      declare query_parameters(n: long = 1);
      //| before
      print a = n;
      let x = 2; // kept
      print b = x;
      //| after
      """)
    let run = try regn("run", path, "--format", "markdown", "--param", "n=5")
    #expect(run.errors.isEmpty && run.status == .exited(0))
    #expect(
      lasting(run.output) == """
        # Numbers

        ```kql
        declare query_parameters(n: long = 1);
        ```

        before

        ```kql
        print a = n
        ```

        | a |
        | ---: |
        | 5 |

        ```kql
        let x = 2; // kept
        print b = x
        ```

        | b |
        | ---: |
        | 2 |

        after

        ---

        Made with Regn from report.kql, where n = 5.

        """)
    let page = try regn("run", path, "--format", "html").output
    #expect(page.contains("<title>Numbers</title>") && page.contains("<h1>Numbers</h1>\n<details open>"))
    #expect(page.contains("<pre><code>print a = n</code></pre>"))
    #expect(lasting(page).contains("<footer>\n<p>Made with Regn from report.kql.</p>\n</footer>"))
  }

  @Test func mistakesLeaveTheFileAsItWas() throws {
    let output = regn.folder("report.html")
    try "before".write(toFile: output, atomically: true, encoding: .utf8)
    let wrong = try regn(
      "run", try script("//| # T\nprint 1;\nprint nothing"), "--format", "html", "--output", output)
    #expect(wrong.status == .exited(1))
    #expect(!wrong.errors.isEmpty)
    #expect(try String(contentsOfFile: output, encoding: .utf8) == "before")
    let large = "//| # T\nprint 1;\nrange i from 1 to 9000000 step 1 | summarize make_list(i)"
    let limited = try regn(
      "run", try script(large), "--format", "html", "--output", output, "--memory-limit", "1MB")
    #expect(limited.status == .exited(3))
    #expect(try String(contentsOfFile: output, encoding: .utf8) == "before")
  }

  @Test func aQueryGivenAsTextIsNoReport() throws {
    let page = try regn("query", "//| # T\nprint a = 1 | render card", "--format", "html").output
    #expect(!page.contains("<details") && !page.contains("<footer") && page.contains("<dl class=\"card\">"))
  }

  /// The example in the manual is what the saved script makes.
  @Test func theExampleIsUpToDate() throws {
    let made = try regn(
      "run", Self.root.appending(path: "queries/potential_report.kql").path(), "--format", "html")
    #expect(made.status == .exited(0) && made.errors.isEmpty)
    let kept = try String(
      contentsOf: Self.root.appending(path: "docs/examples/potential_report.html"), encoding: .utf8)
    #expect(lasting(made.output) == lasting(kept))
    #expect(made.output.contains("<p class=\"modelled\">MODELLED figures"))
    #expect(!made.output.contains("<script") && !made.output.contains("src="))
  }
}
