import Foundation
import Testing

@testable import RegnCourse

/// What is said of mistakes in a lesson's file, each with its line.
@Suite struct ParserTests {
  static let good = """
    ---
    number: 7
    name: own
    title.da: En prøve
    ---

    ## Explanation

    ### da

    Tekst.

    ## Example

    ```kql
    print x = 1
    ```

    ## Task

    ### da

    Opgave.

    ## Hint

    ### da

    Hint.

    ## Solution

    ```kql
    print x = 2
    ```

    """

  /// The problems of the good file with a line replaced.
  private func problems(_ line: String, _ replacement: String) -> [String] {
    let lines = Self.good.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.contains { $0 == line })
    let text = lines.map { $0 == line ? replacement : String($0) }.joined(separator: "\n")
    return LessonParser.parse(text, file: "own.md").problems.map(\.description)
  }

  @Test func aLessonInOneLanguage() throws {
    let parsed = LessonParser.parse(Self.good, file: "own.md", folder: "/somewhere")
    #expect(parsed.problems == [])
    let lesson = try #require(parsed.lesson)
    #expect(lesson.languages == [.da])
    #expect(lesson.title[.en] == "En prøve")
    #expect(lesson.key == "/somewhere/own")
    #expect(lesson.solution.line == 34)
    #expect(lesson.pitfalls.isEmpty && lesson.tolerance == 0 && !lesson.namesMatter)
  }

  @Test func windowsLineEndsAndAMark() throws {
    let text =
      "\u{FEFF}"
      + Self.good.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
    let lesson = try #require(LessonParser.parse(text, file: "own.md").lesson)
    #expect(lesson.solution.text == "print x = 2")
    #expect(lesson.task[.da] == "Opgave.")
  }

  @Test func theHead() {
    #expect(
      problems("number: 7", "number: 0") == ["own.md:2: `number` is a whole number from 1 to 999, not `0`"])
    #expect(
      problems("name: own", "name: two words") == ["own.md:3: a name is letters and hyphens, not `two words`"]
    )
    #expect(
      problems("name: own", "nmae: own") == ["own.md:3: nothing is known of `nmae`; did you mean `name`?"])
    #expect(
      problems("name: own", "own") == ["own.md:3: before the first section stand lines such as `name: where`"]
    )
    #expect(problems("name: own", "number: 8") == ["own.md:3: `number` is said twice"])
    #expect(problems("name: own", "name:") == ["own.md:3: `name` has no value"])
    #expect(
      problems("name: own", "") == [
        "own.md:1: the name is missing, by which the lesson can be called: `name: where`"
      ])
    #expect(
      problems("number: 7", "") == [
        "own.md:1: the number is missing, which says where in the course the lesson stands: `number: 1`"
      ])
    #expect(
      problems("title.da: En prøve", "names: asked").first
        == ("own.md:1: the title is missing: `title.da: …` or `title.en: …`"))
    #expect(
      problems("name: own", "name: own\ntolerance: some") == [
        "own.md:4: `tolerance` is a number such as 0.05, not `some`"
      ])
    #expect(
      problems("name: own", "name: own\nnames: yes") == ["own.md:4: `names` can only be `asked`, not `yes`"])
    #expect(
      LessonParser.parse("# A lesson\n", file: "own.md").problems.map(\.description) == [
        "own.md:1: a lesson begins with its number, name and titles between two lines of `---`"
      ])
    #expect(LessonParser.parse("", file: "own.md").problems.count == 1)
  }

  @Test func sections() {
    #expect(problems("## Task", "## Taks") == ["own.md:19: there is no section `Taks`; did you mean `Task`?"])
    #expect(
      problems("## Task", "## Opgave") == [
        "own.md:19: there is no section `Opgave`: a lesson has Explanation, Example, Task, Hint, Solution, Pitfall"
      ])
    #expect(
      problems("## Task", "## Explanation") == ["own.md:19: a lesson has one section `Explanation` only"])
    #expect(problems("Opgave.", "") == ["own.md:19: the section `Task` lacks its text in `da`"])
    #expect(
      problems("Opgave.", "Opgave.\n### sv") == [
        "own.md:24: `sv` is no language of the course; it is `en` or `da`"
      ])
    #expect(problems("Opgave.", "Opgave.\n### da") == ["own.md:24: this section has a text in `da` already"])
    #expect(
      problems("Opgave.", "Opgave.\n### en\nTask.") == [
        "own.md:19: the section `Task` has a text in `en`, but there is no `title.en`"
      ])
    #expect(
      problems("## Task", "## Task\nloose") == [
        "own.md:20: a text stands under a language: `### en` or `### da`"
      ])
    #expect(
      problems("## Task", "## Task\n```kql\nprint 1\n```") == [
        "own.md:20: the section `Task` has no query of its own; a text may show one under its language"
      ])
    #expect(
      problems("## Hint", "## Hint\n### da\nEt.\n## Task\n### da\nTo.\n## Hint") == [
        "own.md:28: a lesson has one section `Task` only"
      ])
    #expect(problems("print x = 2", "") == ["own.md:34: the query is empty"])
    #expect(
      problems("## Solution", "## Pitfall") == [
        "own.md:1: the section `## Solution` is missing",
        "own.md:31: the section `Pitfall` lacks its text in `da`",
      ])
    #expect(
      problems("print x = 2", "print x = 2\n```\n```kql\nprint 3") == [
        "own.md:36: the section `Solution` has a query already"
      ])
    let unclosed = Self.good.split(separator: "\n").dropLast().joined(separator: "\n")
    #expect(
      LessonParser.parse(unclosed, file: "own.md").problems.map(\.message) == [
        "this block of code has no end: a line of ```"
      ])
  }

  @Test func twoLessonsOfOneNumber() {
    let other = Self.good.replacing("name: own", with: "name: other")
    let made = Course.make([("a.md", Self.good), ("b.md", other), ("c.md", Self.good)], folder: "")
    #expect(
      made.problems.map(\.description) == [
        "b.md:1: a.md has the number 7 already", "c.md:1: a.md has the number 7 already",
      ])
  }

  @Test func theDocumentTellsTheFormat() throws {
    let text = try Project.text("docs/adding-a-lesson.md")
    for kind in LessonParser.Kind.allCases { #expect(text.contains("`## \(kind.rawValue)`")) }
    for key in LessonParser.keys { #expect(text.contains("`\(key)`")) }
    let parts = text.components(separatedBy: "````markdown\n")
    let example = try #require(parts.count == 2 ? parts[1].components(separatedBy: "````\n").first : nil)
    let parsed = LessonParser.parse(example, file: "docs/adding-a-lesson.md")
    #expect(parsed.problems == [])
    let grader = try Grader(#require(parsed.lesson))
    #expect(grader.judge(grader.solution) == .solved)
    #expect(parsed.lesson?.languages == CourseLanguage.allCases)
  }

  // MARK: - Language and progress

  @Test func theLanguageOfTheEnvironment() {
    #expect(CourseLanguage(settings: [nil, nil, "da_DK.UTF-8"]) == .da)
    #expect(CourseLanguage(settings: ["", "da", "en_GB"]) == .da)
    #expect(CourseLanguage(settings: ["C.UTF-8", nil, "da_DK.UTF-8"]) == .en)
    #expect(CourseLanguage(settings: ["DA"]) == .da)
    #expect(CourseLanguage(settings: ["dav_KE"]) == .en)
    #expect(CourseLanguage(settings: [nil, nil, nil]) == .en)
  }

  @Test func progressAsText() throws {
    var progress = CourseProgress()
    #expect(progress.text == "regn course 1\n")
    progress.solve("where")
    progress.solve("/a folder/count")
    progress.solve("two\nlines")
    #expect(progress.text == "regn course 1\nsolved /a folder/count\nsolved where\n")
    #expect(CourseProgress(progress.text) == progress)
    #expect(CourseProgress("") == CourseProgress())
    for damaged in [
      "nonsense\n", "regn course 1\nsolved\n", "regn course 1\nsolved whe", "regn course 1\nx y\n",
    ] {
      #expect(CourseProgress(damaged) == nil)
    }
  }
}
