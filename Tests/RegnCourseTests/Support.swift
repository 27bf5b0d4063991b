import Foundation
import RegnData
import RegnSession
import RegnSyntax
import Testing

@testable import RegnCourse

/// The project's files.
enum Project {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appending(path: path)), as: UTF8.self)
  }

  static func files(in path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: path).path()).sorted()
  }
}

/// The last answer of a query over the built-in tables.
func answer(_ query: String) throws -> ResultTable {
  var last: ResultTable?
  let outcome = try Session().run(SourceText(query)) { event in
    if case .result(let result, _) = event { last = result }
  }
  #expect(outcome == .done, "\(query)")
  return try #require(last)
}

/// A lesson whose task is what `solution` answers.
func lesson(
  solution: String, pitfall: String = "print 'nothing'", options: String = ""
) throws -> Lesson {
  let text = """
    ---
    number: 1
    name: test
    title.en: A test
    \(options)
    ---

    ## Explanation

    ### en

    Text.

    ## Example

    ```kql
    print x = 1
    ```

    ## Task

    ### en

    Task.

    ## Hint

    ### en

    Hint.

    ## Solution

    ```kql
    \(solution)
    ```

    ## Pitfall

    ```kql
    \(pitfall)
    ```

    ### en

    Fell in.
    """
  let parsed = LessonParser.parse(text, file: "test.md")
  #expect(parsed.problems.isEmpty)
  return try #require(parsed.lesson)
}

/// The columns that a line takes.
func width(_ line: some StringProtocol) -> Int {
  withUTF8Bytes(of: String(line)) { UTF8Text.displayWidth($0) }
}
