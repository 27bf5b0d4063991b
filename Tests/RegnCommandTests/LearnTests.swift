import Glibc
import RegnTestSupport
import Testing

/// The course: `regn learn`, and `.learn` at the prompt.
@Suite struct LearnTests {
  let regn = Regn()

  /// Opens a lesson in a pseudo-terminal and waits for its prompt.
  private func open(
    _ arguments: String..., prompt: String = "lesson 1> ", environment: [String: String] = [:]
  ) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      Regn.path, ["learn"] + arguments, environment: regn.environment.merging(environment) { $1 },
      folder: regn.folder.path, rows: 40, columns: 80)
    try terminal.expect(prompt)
    return terminal
  }

  // MARK: - Without a terminal

  @Test func theListOfLessons() throws {
    let run = try regn("learn")
    #expect(run.code == 0)
    #expect(
      run.output.hasPrefix("16 lessons, 0 solved\n\n  →  1  count       A table and its rows\n     2  where ")
    )
    #expect(run.output.hasSuffix("\nregn learn 1 begins lesson 1\n"))
    // To look is not to begin: nothing is written.
    #expect(regn.folder.names == [])
  }

  @Test func aRightAnswer() throws {
    let run = try regn("learn", "1", "--format", "csv", input: "costs | count")
    #expect(run.code == 0)
    #expect(
      run.output == """
        Count
        5586

        Right! Each row is what one municipality spent on one function in one year.

        """)
    #expect(run.errors == "")
    let list = try regn("learn").output
    #expect(
      list.hasPrefix("16 lessons, 1 solved\n\n  ✓  1  count       A table and its rows\n  →  2  where "))
    #expect(regn.folder.read("state/regn/course") == "regn course 1\nsolved count\n")
  }

  @Test func aWrongAnswer() throws {
    let pitfall = try regn("learn", "count", "--format", "csv", input: "municipalities | count")
    #expect(pitfall.code == 1)
    #expect(pitfall.output.hasPrefix("Count\n98\n\nNot quite. That is the number of municipalities."))
    let other = try regn("learn", "1", "--format", "csv", input: "costs | count | extend x = 1")
    #expect(other.code == 1)
    #expect(other.output.hasSuffix("\nNot yet. The task does not ask for `x`: project chooses columns.\n"))
    #expect(try regn("learn").output.hasPrefix("16 lessons, 0 solved"))
    #expect(regn.folder.names == [])
  }

  @Test func whatIsNoAnswer() throws {
    let mistake = try regn("learn", "1", input: "costs | cuont")
    #expect(mistake.code == 1)
    #expect(mistake.output == "" && mistake.errors.contains("did you mean `count`?"))
    let nothing = try regn("learn", "1", input: "let x = 1")
    #expect(nothing.code == 1)
    #expect(nothing.output == "There is no answer to check: write a query that asks for rows.\n")
    let failure = try regn(
      "learn", "1", "--memory-limit", "1KB", input: "range x from 1 to 100000 step 1 | sort by x")
    #expect(failure.code == 3)
  }

  @Test func theLastResultCounts() throws {
    let run = try regn("learn", "1", "--format", "csv", input: "municipalities | count; costs | count")
    #expect(run.code == 0)
    #expect(run.output.hasPrefix("Count\n98\n\nCount\n5586\n\nRight!"))
  }

  @Test func theLanguage() throws {
    let danish = ["LC_ALL": "", "LC_MESSAGES": "", "LANG": "da_DK.UTF-8"]
    let run = try regn("learn", "1", input: "costs | count", environment: danish)
    #expect(run.output.contains("│ 5.586 │") && run.output.contains("\nRigtigt! Hver række er"))
    #expect(try regn("learn", environment: danish).output.hasPrefix("16 lektioner, 1 løst"))
    #expect(try regn("learn", "--locale", "da").output.hasPrefix("16 lektioner, 1 løst"))
    let english = try regn("learn", "1", "--lang", "en", input: "costs | count", environment: danish)
    #expect(english.output.contains("│ 5,586 │") && english.output.contains("\nRight!"))
    let mixed = try regn("learn", "1", "--lang", "da", "--locale", "en", input: "costs | count")
    #expect(mixed.output.contains("│ 5,586 │") && mixed.output.contains("\nRigtigt!"))
    let unknown = try regn("learn", "--lang", "sv")
    #expect(unknown.code == 2)
  }

  @Test func noSuchLesson() throws {
    let near = try regn("learn", "wehre", input: "costs")
    #expect(near.code == 2)
    #expect(near.errors == "error[RG0640]: there is no lesson wehre; did you mean where?\n")
    let far = try regn("learn", "99", "--lang", "da")
    #expect(far.code == 2)
    #expect(far.errors == "fejl[RG0640]: der er ingen lektion 99\n  1 … 16\n")
  }

  @Test func progressElsewhereAndForgotten() throws {
    let run = try regn("learn", "1", "--progress", "mine", input: "costs | count")
    #expect(run.code == 0)
    #expect(regn.folder.read("mine") == "regn course 1\nsolved count\n")
    #expect(regn.folder.read("state/regn/course") == nil)
    #expect(try regn("learn", "--progress", "mine").output.hasPrefix("16 lessons, 1 solved"))
    let reset = try regn("learn", "--reset", "--progress", "mine")
    #expect(reset.code == 0)
    #expect(reset.output == "The progress is forgotten; the course begins anew.\n")
    #expect(try regn("learn", "--progress", "mine").output.hasPrefix("16 lessons, 0 solved"))
  }

  @Test func damagedProgress() throws {
    regn.folder.write("state/regn/course", "something else\n")
    let run = try regn("learn")
    #expect(run.code == 0)
    #expect(run.output.hasPrefix("16 lessons, 0 solved"))
    #expect(run.errors.hasPrefix("warning[RG0642]: "))
    #expect(run.errors.contains("is damaged: it is kept as "))
    #expect(regn.folder.read("state/regn/course.damaged") == "something else\n")
  }

  @Test func handouts() throws {
    let one = try regn("learn", "--print", "count")
    #expect(one.code == 0)
    #expect(one.output.hasPrefix("## 1. A table and its rows\n\nFigures lie in tables."))
    #expect(
      one.output.contains("\n```kql\nmunicipalities\n| project code, municipality, region\n| take 3\n```\n"))
    #expect(one.output.contains("\n**Task.** How many rows does the table `costs` have?\n"))
    #expect(!one.output.contains("Solution"))
    let all = try regn("learn", "--print", "--solutions", "--lang", "da", "--output", "kursus.md")
    #expect(all.code == 0 && all.output == "")
    let text = try #require(regn.folder.read("kursus.md"))
    #expect(text.hasPrefix("# Kursus i regn\n\n## 1. En tabel og dens rækker\n"))
    #expect(
      text.contains("\n## 16. Vis det, og oplys kilden\n") && text.contains("\n### Typiske forkerte svar\n"))
    #expect(try regn("learn", "--solutions").code == 2)
    #expect(try regn("learn", "--reset", "1").code == 2)
  }

  // MARK: - Lessons of one's own

  static let own = """
    ---
    number: 3
    name: own
    title.da: Min egen
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

  @Test func lessonsOfAFolder() throws {
    regn.folder.write("lessons/a.md", Self.own)
    let list = try regn("learn", "--lessons", "lessons")
    #expect(list.code == 0)
    #expect(list.output == "1 lesson, 0 solved\n\n  →  3  own  Min egen\n\nregn learn 3 begins lesson 3\n")
    let run = try regn("learn", "3", "--lessons", "lessons/", "--format", "csv", input: "print 2")
    #expect(run.code == 0)
    #expect(run.output == "print_0\n2\n\nRight!\n")
    #expect(try regn("learn", "--lessons", "lessons").output.hasPrefix("1 lesson, 1 solved"))
    // It is another lesson than one of the same name in the program.
    #expect(try regn("learn").output.hasPrefix("16 lessons, 0 solved"))
  }

  @Test func mistakesInLessonsOfAFolder() throws {
    regn.folder.write("lessons/a.md", Self.own.replacing("## Task", with: "## Opgave"))
    let broken = try regn("learn", "--lessons", "lessons")
    #expect(broken.code == 3 && broken.output == "")
    #expect(
      broken.errors
        == "error[RG0641]: lessons/a.md:13: there is no section `Opgave`: a lesson has Explanation, Example, "
        + "Task, Hint, Solution, Pitfall\n")
    regn.folder.write("lessons/a.md", Self.own.replacing("print x = 2", with: "costs\n| where yaer == 2024"))
    let query = try regn("learn", "--lessons", "lessons")
    #expect(query.code == 3)
    #expect(
      query.errors
        == "error[RG0641]: lessons/a.md:22: the solution has a mistake: no column named `yaer` in costs\n")
    regn.folder.write("empty/readme.txt", "")
    #expect(
      try regn("learn", "--lessons", "empty").errors
        == "error[RG0641]: no file of empty ends in .md, so there is no lesson in it\n")
    #expect(try regn("learn", "--lessons", "nowhere").code == 3)
  }

  // MARK: - In a terminal

  @Test func aLessonAtThePrompt() throws {
    let terminal = try open("1")
    let screen = String(decoding: terminal.output, as: UTF8.self)
    #expect(screen.contains("A course in regn\r\n"))
    #expect(screen.contains("Lesson 1 of 16: A table and its rows\r\n"))
    #expect(screen.contains("│ 101  │ København     │ Region Hovedstaden │\r\n"))
    #expect(screen.contains("Task: How many rows does the table `costs` have?\r\n"))
    #expect(
      screen.contains("Type a query that answers the task. .hint helps, .next goes on, .quit leaves.\r\n"))
    terminal.type("municipalities | count\r")
    try terminal.expect("│    98 │")
    try terminal.expect("Not quite. That is the number of municipalities.")
    try terminal.expect("lesson 1> ")
    // Going on from the last query, by its beginning and Tab.
    terminal.type("cos\t | coun\t\r")
    try terminal.expect("│ 5,586 │")
    try terminal.expect("Right! Each row is what one municipality spent")
    try terminal.expect(".next goes on to lesson 2: Choose rows\r\n")
    terminal.type(".next\r")
    try terminal.expect("Lesson 2 of 16: Choose rows")
    try terminal.expect("lesson 2> ")
    terminal.type(".list\r")
    try terminal.expect("16 lessons, 1 solved\r\n\r\n  ✓  1  count")
    try terminal.expect(".learn 2 begins lesson 2")
    terminal.type(".quit\r")
    #expect(try terminal.finish() == .exited(0))
    #expect(regn.folder.read("state/regn/course") == "regn course 1\nsolved count\n")
  }

  @Test func hintsAndTheSolution() throws {
    let terminal = try open("count")
    for (hint, text) in [(1, "The query begins"), (2, "After the table"), (3, "`municipalities | count`")] {
      terminal.type(".hint\r")
      try terminal.expect("Hint \(hint) of 3: \(text)")
    }
    terminal.type(".hint\r")
    try terminal.expect("Hint 3 of 3: ")
    try terminal.expect("That was the last hint; .solution shows a solution.")
    terminal.type(".solution\r")
    try terminal.expect("Solution:\r\n\r\n  costs\r\n  | count\r\n")
    terminal.type(".task\r")
    try terminal.expect("Lesson 1 of 16")
    try terminal.expect("Task: How many rows")
    terminal.type(".prev\r")
    try terminal.expect("This is the first lesson.")
    terminal.type(".learn report\r")
    try terminal.expect("Lesson 16 of 16")
    terminal.type(".next\r")
    try terminal.expect("This was the last lesson; .list shows them all.")
    // To look at a hint is not to solve.
    terminal.type("\u{4}")
    #expect(try terminal.finish() == .exited(0))
    #expect(regn.folder.read("state/regn/course") == nil)
  }

  @Test func helpAndCompletionInALesson() throws {
    let terminal = try open("1")
    terminal.type(".help\r")
    try terminal.expect("  .help      these commands; .help NAME explains an operator or a function\r\n")
    try terminal.expect("  .solution  a solution\r\n")
    terminal.type(".sol\t\r")
    try terminal.expect("Solution:")
    terminal.type(".help take\r")
    try terminal.expect("take, limit")
    terminal.type(".schema municipalities\r")
    try terminal.expect("municipalities: 98 rows")
    terminal.type(".nxet\r")
    try terminal.expect("there is no command .nxet; did you mean .next?")
  }

  @Test func fromThePromptAndBack() throws {
    let terminal = try regn.open()
    #expect(String(decoding: terminal.output, as: UTF8.self).contains("Try `.help` or `.learn`."))
    terminal.type(".hint\r")
    try terminal.expect(".hint belongs to a lesson; .learn lists the lessons\r\n")
    terminal.type(".learn\r")
    try terminal.expect("16 lessons, 0 solved")
    try terminal.expect(".learn 1 begins lesson 1")
    terminal.type(".learn wei\t\r")
    try terminal.expect("Lesson 8 of 16: Per inhabitant, the right way")
    try terminal.expect("lesson 8> ")
    terminal.type("costs | count\r")
    try terminal.expect("Not yet. Your answer has 1 row; it should have 5.")
    terminal.type(".learn nosuch\r")
    try terminal.expect("error[RG0640]: there is no lesson nosuch\r\n  1 … 16")
    terminal.type(".quit\r")
    try terminal.expect("regn> ")
    // Outside of a lesson nothing is judged.
    terminal.type("costs | count\r")
    try terminal.expect("5,586")
    try terminal.expect("regn> ")
    #expect(!String(decoding: terminal.output, as: UTF8.self).contains("Right!"))
    terminal.type("\u{4}")
    #expect(try terminal.finish() == .exited(0))
  }

  @Test func inDanish() throws {
    let terminal = try open(
      "weights", prompt: "lektion 8> ", environment: ["LC_ALL": "", "LANG": "da_DK.UTF-8"])
    #expect(String(decoding: terminal.output, as: UTF8.self).contains("│ 3.401,4 │  3.093,4 │"))
    terminal.type(".hint\r")
    try terminal.expect("Hint 1 af 3: Hent regionen som i lektion 7")
    terminal.type("costs | count\r")
    try terminal.expect("Ikke endnu. Dit svar har 1 række; det skal have 5.")
    terminal.type(".quit\r")
    #expect(try terminal.finish() == .exited(0))
  }

  @Test func aMistakeAndAnInterruptionLeaveTheLessonAsItIs() throws {
    let terminal = try open("1")
    terminal.type("costs | cuont\r")
    try terminal.expect("did you mean `count`?")
    try terminal.expect("lesson 1> ")
    terminal.type("print x = 41; \(ShellTests.endless)\r")
    try terminal.expect("│ 41 │")
    terminal.type("\u{3}")
    try terminal.expect("interrupted")
    try terminal.expect("lesson 1> ")
    terminal.type(".fix\r")
    terminal.type("costs | count\r")
    try terminal.expect("Right!")
  }

  @Test func thePromptOfALessonIsForTerminals() throws {
    let terminal = try PseudoTerminal(
      "/bin/sh", ["-c", "\(Regn.path) learn 1 > out.txt"], environment: regn.environment,
      folder: regn.folder.path)
    try terminal.expect("The prompt needs a terminal to write to.")
    #expect(try terminal.finish() == .exited(2))
  }
}
