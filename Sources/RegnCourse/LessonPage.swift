import RegnData
import RegnManual
import RegnPresentation
import RegnSyntax

/// The texts of a course as they are shown: a lesson's screen, the list of lessons, a handout.
public struct LessonPage: Sendable {
  public let course: Course
  public let words: CourseWords
  private let width: Int

  /// How wide a lesson is set, on however wide a terminal: its answers must fit on a projector.
  public static let width = 80
  /// The lines that a lesson has on a screen before its task.
  public static let height = 24

  public init(_ course: Course, _ language: CourseLanguage, width: Int? = nil) {
    self.course = course
    words = CourseWords(language)
    self.width = min(width ?? Self.width, Self.width)
  }

  private var language: CourseLanguage { words.language }

  // MARK: - A lesson on the screen

  /// The idea, the example and its answer.
  public func screen(_ grader: Grader) -> String {
    let lesson = grader.lesson
    var parts = [
      words.heading(lesson, of: course.lessons.last?.number ?? lesson.number) + "\n",
      prose(lesson.explanation[language]), code(lesson.example), answer(grader.example),
    ]
    if !lesson.exampleRemark.isEmpty { parts.append(prose(lesson.exampleRemark[language])) }
    return parts.joined(separator: "\n")
  }

  /// The task.
  public func task(_ lesson: Lesson) -> String { prose("\(words.task): \(lesson.task[language])") }

  /// A hint, counted from 1.
  public func hint(_ number: Int, of lesson: Lesson) -> String {
    let head = words.hint(number, of: lesson.hints.count)
    return prose("\(head): \(lesson.hints[number - 1][language])")
  }

  /// A solution.
  public func solution(_ lesson: Lesson) -> String { "\(words.solution):\n\n" + code(lesson.solution) }

  /// What an answer is told; at the prompt also how the course goes on.
  public func verdict(_ verdict: Verdict, of lesson: Lesson, isPrompt: Bool) -> String {
    prose(words.text(verdict, of: lesson, next: isPrompt ? course.neighbour(of: lesson, 1) : nil))
  }

  private func prose(_ markdown: String) -> String { TerminalText.render(markdown, width: width) }

  private func code(_ query: Lesson.Query) -> String {
    query.text.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)\n" }.joined()
  }

  /// An answer as a table or a chart.
  func answer(_ result: ResultTable) -> String {
    var options = OutputOptions()
    options.width = width
    options.locale = language == .da ? .da : .en
    return (try? OutputFormat.table.text([result], options: options)) ?? ""
  }

  // MARK: - The list

  /// The lessons, with those that are solved and the next one marked.
  ///
  /// - Parameter isPrompt: whether the reader is at the prompt, or on the command line.
  public func list(_ progress: CourseProgress, isPrompt: Bool) -> String {
    let solved = course.lessons.count { progress.solved.contains($0.key) }
    let next = course.next(progress)
    let widest = course.lessons.map(\.name.count).max() ?? 0
    var text = words.progress(solved, of: course.lessons.count) + "\n\n"
    for lesson in course.lessons {
      let mark = progress.solved.contains(lesson.key) ? "✓" : lesson.number == next?.number ? "→" : " "
      let number = lesson.number < 10 ? " \(lesson.number)" : "\(lesson.number)"
      let space = String(repeating: " ", count: widest - lesson.name.count)
      text += "  \(mark) \(number)  \(lesson.name)\(space)  \(lesson.title[language])\n"
    }
    return text + "\n" + (next.map { words.begin($0.number, isPrompt: isPrompt) } ?? words.allSolved) + "\n"
  }

  // MARK: - The handout

  /// Lessons as Markdown to print: idea, example, answer, task and, if wished, what solves it and what does
  /// not.
  public func handout(_ graders: [Grader], solutions: Bool) -> String {
    var text = graders.count > 1 ? "# \(words.course)\n\n" : ""
    text += graders.map { handout($0, solutions: solutions) }.joined(separator: "\n")
    return text
  }

  private func handout(_ grader: Grader, solutions: Bool) -> String {
    let lesson = grader.lesson
    var parts = [
      "## \(lesson.number). \(lesson.title[language])", wrapped(lesson.explanation[language]),
      fenced("kql", lesson.example.text), fenced("text", answer(grader.example)),
    ]
    if !lesson.exampleRemark.isEmpty { parts.append(wrapped(lesson.exampleRemark[language])) }
    parts.append(wrapped("**\(words.task).** \(lesson.task[language])"))
    if solutions {
      parts += ["### \(words.solution)", fenced("kql", lesson.solution.text)]
      parts.append(fenced("text", answer(grader.solution)))
      if !lesson.solutionRemark.isEmpty { parts.append(wrapped(lesson.solutionRemark[language])) }
      if !lesson.pitfalls.isEmpty {
        parts.append("### \(words.pitfalls)")
        for pitfall in lesson.pitfalls {
          parts += [fenced("kql", pitfall.query.text), wrapped(pitfall.explanation[language])]
        }
      }
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private func fenced(_ kind: String, _ text: String) -> String {
    "```\(kind)\n\(text.hasSuffix("\n") ? text : text + "\n")```"
  }

  /// Markdown in lines that fit on a page: paragraphs and points of a list are filled, blocks of code stay as
  /// they are.
  private func wrapped(_ markdown: String) -> String {
    var lines: [String] = []
    var isCode = false
    var goesOn = false
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      let isFence = line.hasPrefix("```")
      if goesOn, !isFence, !line.isEmpty, !line.hasPrefix("- "), let last = lines.indices.last {
        lines[last] += " " + line.drop { $0 == " " }
      } else {
        lines.append(String(line))
      }
      if isFence { isCode.toggle() }
      goesOn = !isCode && !isFence && !line.isEmpty
    }
    isCode = false
    return lines.map { line in
      if line.hasPrefix("```") { isCode.toggle() }
      return isCode ? line : wordWrapped(line, width: Self.width, hanging: line.hasPrefix("- ") ? 2 : 0)
    }.joined(separator: "\n")
  }
}
