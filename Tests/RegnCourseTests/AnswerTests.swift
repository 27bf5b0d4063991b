import RegnData
import Testing

@testable import RegnCourse

/// How answers are judged, and what is said of those that are not right.
@Suite struct AnswerTests {
  static let table = "datatable(town: string, kr: long, share: real)['Ribe', 20, 0.5, 'Skive', 30, 0.25]"

  /// What is said of an answer to the task that `solution` answers.
  private func verdict(
    _ query: String, to solution: String = table, options: String = "", pitfall: String = "print 'nothing'",
    language: CourseLanguage = .en
  ) throws -> String {
    let lesson = try lesson(solution: solution, pitfall: pitfall, options: options)
    let verdict = try Grader(lesson).judge(try answer(query))
    return CourseWords(language).text(verdict, of: lesson)
  }

  @Test func anAnswerIsRightByItsValues() throws {
    #expect(try verdict(Self.table) == "Right!")
    // Names and the order of rows do not matter here.
    #expect(try verdict("\(Self.table) | project a = town, b = kr, c = share") == "Right!")
    #expect(try verdict("\(Self.table) | sort by kr desc") == "Right!")
    // A whole number is a whole number, of whatever type.
    #expect(try verdict("print toint(7)", to: "print 7") == "Right!")
    #expect(try verdict("print 7.0", to: "print 7") == "Right!")
    #expect(try verdict("print decimal(7.00)", to: "print 7") == "Right!")
    #expect(try verdict("print long(null)", to: "print long(null)") == "Right!")
  }

  @Test func wholeNumbersAreExactAndRealsAreNot() throws {
    #expect(try verdict("print 10000000000001", to: "print 10000000000000") != "Right!")
    #expect(try verdict("print 0.1 + 0.2", to: "print 0.3") == "Right!")
    #expect(try verdict("print 0.34", to: "print 0.3") != "Right!")
    #expect(try verdict("print 0.34", to: "print 0.3", options: "tolerance: 0.05") == "Right!")
    #expect(try verdict("print 0.36", to: "print 0.3", options: "tolerance: 0.05") != "Right!")
  }

  @Test func rows() throws {
    #expect(
      try verdict("\(Self.table) | take 1") == "Not yet. Your answer has 1 row; it should have 2.")
    #expect(
      try verdict("range x from 1 to 1234 step 1 | extend a = 'x', b = 'y'")
        == "Not yet. Your answer has 1,234 rows; it should have 2.")
    #expect(
      try verdict("range x from 1 to 1234 step 1 | extend a = 'x', b = 'y'", language: .da)
        == "Ikke endnu. Dit svar har 1.234 rækker; det skal have 2.")
  }

  @Test func columns() throws {
    #expect(
      try verdict("\(Self.table) | project town, share") == "Not yet. A column is missing: `kr`.")
    #expect(
      try verdict("\(Self.table) | project town") == "Not yet. Columns are missing: `kr`, `share`.")
    #expect(
      try verdict("\(Self.table) | extend more = 1")
        == "Not yet. The task does not ask for `more`: project chooses columns.")
    #expect(
      try verdict("\(Self.table) | project kr, town, share")
        == "Not yet. All is there, but the columns should stand in this order: `town`, `kr`, `share`.")
    #expect(
      try verdict("\(Self.table) | project a = town, kr, share", options: "names: asked")
        == "Not yet. The figures are right; the task asks that the columns are called `town`, `kr`, `share`.")
    #expect(
      try verdict("\(Self.table) | project town, tostring(kr), share")
        == "Not yet. `kr` should hold numbers.")
    // With other rows only names can tell.
    #expect(
      try verdict("\(Self.table) | take 1 | project town, kr")
        == "Not yet. Your answer has 1 row; it should have 2. A column is missing: `share`.")
  }

  @Test func values() throws {
    #expect(
      try verdict("\(Self.table) | extend kr = kr * 1000")
        == "Not yet. `kr` is 1,000 times too large.")
    #expect(try verdict("\(Self.table) | extend kr = kr / 2.5") == "Not yet. `kr` is 2.5 times too small.")
    #expect(try verdict("\(Self.table) | extend kr = kr * 1.05") == "Not yet. `kr` is a little too large.")
    #expect(try verdict("\(Self.table) | extend kr = kr * 12345") == "Not yet. `kr` is far too large.")
    #expect(
      try verdict("\(Self.table) | extend kr = -kr")
        == "Not yet. The figures of `kr` have the wrong sign: turn the subtraction around.")
    #expect(
      try verdict("\(Self.table) | extend share = toint(share)")
        == "Not yet. The figures of `share` are nearly right: the task asks for another rounding.")
    #expect(
      try verdict("\(Self.table) | extend kr = iff(kr == 30, 99, kr)")
        == "Not yet. 1 of 2 rows have another value in `kr`, for instance that of Skive.")
    #expect(
      try verdict("\(Self.table) | extend kr = iff(town == 'Ribe', 30, 20)")
        == "Not yet. The values are right, but they do not stand in the rows where they belong.")
    #expect(try verdict("print 'a'", to: "print 'b'") == "Not yet. The value of `print_0` is another.")
  }

  @Test func order() throws {
    let sorted = "\(Self.table) | sort by kr desc"
    #expect(
      try verdict(Self.table, to: sorted)
        == "Not yet. The rows are right; the task asks for another order.")
    #expect(try verdict(sorted, to: sorted) == "Right!")
    #expect(try verdict(Self.table, to: "\(Self.table) | top 2 by kr | project-rename k = kr") != "Right!")
    // Behind a summarize there is no order any more.
    #expect(try verdict(Self.table, to: "\(sorted) | summarize by town, kr, share") == "Right!")
    // Rows that the solution's keys do not tell apart may stand in any order.
    let ties = "datatable(a: string, n: long)['x', 1, 'y', 1, 'z', 0]"
    let other = "datatable(a: string, n: long)['y', 1, 'x', 1, 'z', 0]"
    #expect(try verdict(other, to: "\(ties) | sort by n desc") == "Right!")
    #expect(try verdict(other, to: "\(ties) | sort by n desc, a asc") != "Right!")
  }

  @Test func drawings() throws {
    let drawn = "\(Self.table) | project town, kr | render barchart"
    #expect(
      try verdict("\(Self.table) | project town, kr", to: drawn)
        == "Not yet. The figures are right; end with | render barchart.")
    #expect(try verdict("\(drawn) with (title='T')", to: drawn) == "Right!")
    #expect(try verdict("\(Self.table) | project town, kr | render piechart", to: drawn) != "Right!")
  }

  @Test func pitfalls() throws {
    let average = "\(Self.table) | summarize x = avg(kr)"
    let sum = "\(Self.table) | summarize x = sum(kr)"
    #expect(try verdict(average, to: sum, pitfall: average) == "Not quite. Fell in.")
    #expect(try verdict(sum, to: sum, pitfall: average) == "Right!")
    // It is one under another name and without the chart, too.
    let drawn = "\(Self.table) | summarize sum(kr) by town | render barchart"
    let drawnAverage = "\(Self.table) | summarize k = avg(share) by town | render barchart"
    #expect(
      try verdict(
        "\(Self.table) | summarize avg(share) by town", to: drawn, options: "names: asked",
        pitfall: drawnAverage) == "Not quite. Fell in.")
    #expect(throws: LessonProblem.self) {
      try Grader(lesson(solution: sum, pitfall: "print 50"))
    }
  }

  @Test func aSolutionWithAMistakeSaysWhere() throws {
    let lesson = try lesson(solution: "costs\n| where yaer == 2024")
    #expect(
      throws: LessonProblem(
        file: "test.md", line: lesson.solution.line + 1,
        message: "the solution has a mistake: no column named `yaer` in costs")
    ) { try Grader(lesson) }
    let empty = try RegnCourseTests.lesson(solution: "let x = 1")
    #expect(throws: LessonProblem(file: "test.md", line: 35, message: "the solution asks for no rows")) {
      try Grader(empty)
    }
  }
}
