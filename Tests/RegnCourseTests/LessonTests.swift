import RegnData
import Testing

@testable import RegnCourse

/// The lessons that the program carries.
@Suite struct LessonTests {
  static let course = Course.builtIn().course
  static let languages = CourseLanguage.allCases
  static let names = course.lessons.map(\.name)

  private func grader(_ name: String) throws -> Grader {
    try Grader(#require(Self.course.lesson(name)))
  }

  @Test func everyFileIsCarried() throws {
    let built = Course.builtIn()
    #expect(built.problems == [])
    let files = try Project.files(in: "lessons")
    #expect(built.course.lessons.count == files.count)
    for (file, lesson) in zip(files, built.course.lessons) {
      let number = lesson.number < 10 ? "0\(lesson.number)" : "\(lesson.number)"
      #expect(file == "\(number)-\(lesson.name).md")
      let parsed = LessonParser.parse(try Project.text("lessons/\(file)"), file: "lessons/\(file)")
      #expect(parsed.problems == [])
      #expect(parsed.lesson?.task == lesson.task, "\(file) is not in lessons.c")
    }
    #expect(built.course.lessons.map(\.number) == Array(1...files.count))
    #expect(files.count >= 12)
  }

  @Test(arguments: names) func isWholeInBothLanguages(_ name: String) throws {
    let lesson = try #require(Self.course.lesson(name))
    #expect(lesson.languages == Self.languages)
    #expect(lesson.hints.count == 3)
    #expect(!lesson.pitfalls.isEmpty)
    #expect(!lesson.solutionRemark.isEmpty)
    let texts =
      [lesson.title, lesson.explanation, lesson.task, lesson.solutionRemark, lesson.exampleRemark]
      + lesson.hints + lesson.pitfalls.map(\.explanation)
    for text in texts where !text.isEmpty {
      // A text that was not translated would be the same; a query is the same in all languages.
      #expect(text[.en] != text[.da] || text[.en].hasPrefix("`"))
    }
  }

  @Test(arguments: names) func fitsOnAScreen(_ name: String) throws {
    let grader = try grader(name)
    let lesson = grader.lesson
    for language in Self.languages {
      let page = LessonPage(Self.course, language)
      let screen = page.screen(grader).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      #expect(screen.count <= LessonPage.height, "\(language):\n\(screen.joined(separator: "\n"))")
      let task = page.task(lesson).split(separator: "\n")
      #expect(task.count <= 5)
      let hints = (1...lesson.hints.count).map { page.hint($0, of: lesson) }
      let verdicts = lesson.pitfalls.map {
        page.verdict(.pitfall($0.explanation), of: lesson, isPrompt: true)
      }
      let others = hints + verdicts + [page.solution(lesson), page.handout([grader], solutions: true)]
      for line in screen + task + others.flatMap({ $0.split(separator: "\n") }) {
        #expect(width(line) <= LessonPage.width, "\(line)")
      }
      // Code that is broken between two lines cannot be copied.
      for line in screen + task + (hints + verdicts).flatMap({ $0.split(separator: "\n") }) {
        #expect(line.count { $0 == "`" }.isMultiple(of: 2), "\(language): \(line)")
      }
    }
  }

  @Test(arguments: names) func theSolutionSolvesTheTask(_ name: String) throws {
    let grader = try grader(name)
    #expect(grader.judge(grader.solution) == .solved)
    #expect(grader.judge(try answer(grader.lesson.solution.text)) == .solved)
    // The example teaches, it does not solve.
    #expect(grader.judge(grader.example) != .solved)
  }

  @Test(arguments: names) func everyPitfallIsKnown(_ name: String) throws {
    let grader = try grader(name)
    for pitfall in grader.lesson.pitfalls {
      let verdict = grader.judge(try answer(pitfall.query.text))
      #expect(verdict == .pitfall(pitfall.explanation), "\(pitfall.query.text)")
    }
  }

  // MARK: - Figures

  /// What `expected.py` worked out without Regn, as rows of texts.
  private func rows(_ path: String) throws -> [[String]] {
    try Project.text("Tests/Lessons/\(path).csv").split(separator: "\n").map { line in
      var cells = [""]
      var isQuoted = false
      for character in line {
        if character == "\"" {
          isQuoted.toggle()
        } else if character == ",", !isQuoted {
          cells.append("")
        } else {
          cells[cells.count - 1].append(character)
        }
      }
      return cells
    }
  }

  @Test(arguments: names) func theAnswerIsThatOfAnotherComputation(_ name: String) throws {
    let grader = try grader(name)
    let table = grader.solution.rows
    func row(_ number: Int) -> [String] {
      table.columns.map { column in
        switch column.value(number) {
        case .string(let text): text
        case .real(let real): "\(real)"
        case let value: value.integer.map { "\($0)" } ?? "?"
        }
      }
    }
    let mine = (0..<table.rowCount).map(row).sorted { $0.lexicographicallyPrecedes($1) }
    let other = try rows("answers/\(name)").sorted { $0.lexicographicallyPrecedes($1) }
    #expect(mine.count == other.count)
    for (mine, other) in zip(mine, other) {
      #expect(mine.count == other.count)
      for (cell, wanted) in zip(mine, other) where cell != wanted {
        let (one, two) = (Double(cell) ?? .nan, Double(wanted) ?? .nan)
        #expect(abs(one - two) <= 1e-9 * abs(two), "\(cell) is \(wanted) elsewhere")
      }
    }
  }

  /// Every figure of three digits or more, and every decimal one, that a text tells stands in a query or an
  /// answer of the lesson, or was worked out elsewhere.
  @Test(arguments: names) func figuresInTextsAreWorkedOutElsewhere(_ name: String) throws {
    let grader = try grader(name)
    let lesson = grader.lesson
    let claims = try rows("claims").filter { $0[0] == name }.compactMap { Double($0[1]) }
    for language in Self.languages {
      let page = LessonPage(Self.course, language)
      let queries =
        ([lesson.example, lesson.solution] + lesson.pitfalls.map(\.query)).map(\.text).joined(separator: " ")
      let known = Set(
        claims + figures(queries, .en) + figures(page.answer(grader.example), language) + years(lesson))
      let texts =
        [lesson.explanation, lesson.exampleRemark, lesson.task, lesson.solutionRemark] + lesson.hints
        + lesson.pitfalls.map(\.explanation)
      for text in texts {
        let isCode = text[language].split(separator: "`", omittingEmptySubsequences: false)
        let prose = isCode.enumerated().filter { $0.offset % 2 == 0 }.map(\.element).joined(separator: " ")
        for figure in figures(prose, language) where figure >= 100 || figure != figure.rounded() {
          #expect(known.contains(figure), "\(language): \(figure) in \(text[language])")
        }
      }
    }
  }

  /// The years that the built-in tables hold, and the functions' and arts' numbers.
  private func years(_ lesson: Lesson) -> [Double] { (2015...2026).map(Double.init) + [4.7] }

  /// The numbers in a text, whose thousands and decimals stand as in its language; numbers of functions are
  /// left out.
  private func figures(_ text: String, _ language: CourseLanguage) -> [Double] {
    let (thousands, point): (Character, Character) = language == .da ? (".", ",") : (",", ".")
    var found: [Double] = []
    for word in text.split(whereSeparator: { !($0.isNumber || $0 == "." || $0 == ",") }) {
      var trimmed = String(word)
      while let last = trimmed.last, !last.isNumber { trimmed.removeLast() }
      while let first = trimmed.first, !first.isNumber { trimmed.removeFirst() }
      if trimmed.filter({ $0 == "." }).count == 2, trimmed.count == 7 { continue }
      // 1.17 in a Danish text is a query's number.
      let groups = trimmed.split(separator: thousands)
      let isGrouped =
        groups.count > 1 && groups.dropFirst().allSatisfy { $0.prefix { $0 != point }.count == 3 }
      let plain = isGrouped ? groups.joined() : trimmed
      if let number = Double(plain.map { $0 == "," ? "." : String($0) }.joined()) { found.append(number) }
    }
    return found
  }

  @Test(arguments: names) func modelledFiguresAreCalledSo(_ name: String) throws {
    let lesson = try #require(Self.course.lesson(name))
    let queries = [lesson.example, lesson.solution] + lesson.pitfalls.map(\.query)
    guard queries.contains(where: { $0.text.contains("it_costs_modelled") }) else { return }
    for text in [lesson.explanation, lesson.task, lesson.solutionRemark] + lesson.pitfalls.map(\.explanation)
    {
      #expect(text[.en].lowercased().contains("modelled"))
      #expect(text[.da].contains("modellere"))
    }
  }
}
