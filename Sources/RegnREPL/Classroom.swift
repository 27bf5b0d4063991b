import Glibc
import RegnCourse
import RegnData
import RegnPhrases
import RegnSyntax

/// The course as one sits in it: its lessons, the one at hand, and what was solved.
///
/// Nothing is read before it is asked for: a prompt that nobody learns at does not pay for it.
public final class Classroom {
  /// The language that the environment asks for.
  public static var environmentLanguage: CourseLanguage {
    CourseLanguage(
      settings: ["LC_ALL", "LC_MESSAGES", "LANG"].map { (name: String) in
        getenv(name).map { String(cString: $0) }
      })
  }

  public let words: CourseWords
  /// The progress, read from its file.
  public private(set) lazy var file = ProgressFile(path: progressPath, words)
  /// The lesson that is being taken, with the answers of its queries.
  public private(set) var grader: Grader?
  /// Whether the program was started for the course: to leave it is then to leave the program.
  public let isWholeProgram: Bool

  private let progressPath: String?
  private let makeCourse: () -> Course
  private lazy var course = makeCourse()
  /// How many hints of the lesson were shown.
  private var hints = 0

  /// - Parameters:
  ///   - progressPath: the file of progress; nil for progress that ends with the program.
  ///   - course: gives the lessons when they are first asked for.
  public init(
    language: CourseLanguage = environmentLanguage, progressPath: String? = ProgressFile.defaultPath(),
    isWholeProgram: Bool = false, course: @escaping () -> Course = { Course.builtIn().course }
  ) {
    words = CourseWords(language)
    self.progressPath = progressPath
    self.isWholeProgram = isWholeProgram
    makeCourse = course
  }

  /// What the prompt is while a lesson is taken.
  var prompt: String? { grader.map { "\(words.lesson) \($0.lesson.number)> " } }

  /// The names of the lessons.
  var names: [(name: String, title: String)] { course.lessons.map { ($0.name, $0.title[words.language]) } }

  private func page(_ width: Int?) -> LessonPage { LessonPage(course, words.language, width: width) }

  // MARK: - Lessons

  /// The list of lessons.
  public func list(width: Int? = nil, isPrompt: Bool) -> String {
    page(width).list(file.progress, isPrompt: isPrompt)
  }

  /// The lesson of a number or a name. Throws `ExecutionError` when there is none.
  public func lesson(_ choice: String) throws -> Lesson {
    if let lesson = course.lesson(choice) { return lesson }
    let near = nearest(choice, in: course.lessons.map(\.name))
    let range =
      course.lessons.first.map { "\($0.number) … \(course.lessons.last?.number ?? $0.number)" } ?? ""
    throw ExecutionError(
      code: "RG0640", message: Phrase(verbatim: words.noLesson(choice, near: near)),
      hint: Phrase(verbatim: near == nil ? range : ""))
  }

  /// Takes a lesson. Throws `ExecutionError` when one of its queries has a mistake.
  public func take(_ lesson: Lesson) throws {
    do {
      grader = try Grader(lesson)
      hints = 0
    } catch {
      throw ExecutionError(code: "RG0641", message: Phrase(verbatim: error.description))
    }
  }

  /// Leaves the lesson.
  func leave() { grader = nil }

  /// The lesson's idea, example and task.
  public func screen(width: Int? = nil) -> String {
    guard let grader else { return "" }
    return page(width).screen(grader) + "\n" + page(width).task(grader.lesson)
  }

  /// The lesson after the one at hand, or before it.
  func neighbour(_ step: Int) -> Lesson? { grader.flatMap { course.neighbour(of: $0.lesson, step) } }

  /// The next hint; the last one again when all were shown.
  func hint(width: Int?) -> String {
    guard let lesson = grader?.lesson else { return "" }
    let isLast = hints >= lesson.hints.count
    hints = min(hints + 1, lesson.hints.count)
    return page(width).hint(hints, of: lesson) + (isLast ? words.noMoreHints + "\n" : "")
  }

  func solution(width: Int?) -> String { grader.map { page(width).solution($0.lesson) } ?? "" }

  /// Judges an answer to the lesson's task and keeps that it is solved.
  public func judge(
    _ answer: ResultTable, width: Int? = nil, isPrompt: Bool
  ) -> (isSolved: Bool, text: String)? {
    guard let grader else { return nil }
    let verdict = grader.judge(answer)
    if verdict == .solved { file.solve(grader.lesson.key) }
    return (verdict == .solved, page(width).verdict(verdict, of: grader.lesson, isPrompt: isPrompt))
  }

  /// The lessons of the choice, or all, as Markdown to print. Throws `ExecutionError`.
  public func handout(_ choice: String?, solutions: Bool) throws -> String {
    let chosen = try choice.map { [try lesson($0)] } ?? course.lessons
    do {
      return page(nil).handout(try chosen.map { try Grader($0) }, solutions: solutions)
    } catch let problem as LessonProblem {
      throw ExecutionError(code: "RG0641", message: Phrase(verbatim: problem.description))
    }
  }
}
