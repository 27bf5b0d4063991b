import RegnData
import RegnPhrases
import RegnSession
import RegnSyntax

/// How a learner's answer was judged.
public enum Verdict: Sendable, Hashable {
  case solved
  /// It is a likely wrong answer, which the lesson explains.
  case pitfall(Translated)
  /// It differs from the right one.
  case different([Difference])
}

/// Judges answers to the task of a lesson, by the answers of its own queries.
public struct Grader: Sendable {
  public let lesson: Lesson
  /// The answer of the solution.
  public let solution: ResultTable
  /// The answer of the example.
  public let example: ResultTable
  private let pitfalls: [(answer: ResultTable, explanation: Translated)]
  private let order: RowOrder?

  /// Runs the queries of a lesson over the built-in tables. Throws `LessonProblem` when one has a mistake,
  /// and when a pitfall gives the right answer.
  public init(_ lesson: Lesson) throws(LessonProblem) {
    self.lesson = lesson
    example = try Grader.answer(lesson.example, "example", of: lesson)
    solution = try Grader.answer(lesson.solution, "solution", of: lesson)
    order = RowOrder(of: lesson.solution.text)
    var pitfalls: [(answer: ResultTable, explanation: Translated)] = []
    for pitfall in lesson.pitfalls {
      let answer = try Grader.answer(pitfall.query, "pitfall", of: lesson)
      pitfalls.append((answer, pitfall.explanation))
    }
    self.pitfalls = pitfalls
    for (pitfall, known) in zip(lesson.pitfalls, pitfalls) where differences(known.answer, solution).isEmpty {
      throw LessonProblem(
        file: lesson.file, line: pitfall.query.line, message: "this pitfall gives the right answer")
    }
  }

  /// Judges an answer.
  public func judge(_ answer: ResultTable) -> Verdict {
    let found = differences(answer, solution)
    if found.isEmpty { return .solved }
    for pitfall in pitfalls where isSame(answer, as: pitfall.answer) {
      return .pitfall(pitfall.explanation)
    }
    return .different(found)
  }

  private func differences(_ answer: ResultTable, _ wanted: ResultTable) -> [Difference] {
    AnswerComparison.differences(
      answer, wanted, order: order, namesMatter: lesson.namesMatter, tolerance: lesson.tolerance)
  }

  /// Whether an answer has the figures of a pitfall, whatever its columns are called and however it is drawn.
  private func isSame(_ answer: ResultTable, as pitfall: ResultTable) -> Bool {
    AnswerComparison.differences(
      answer, pitfall, order: order, namesMatter: false, tolerance: lesson.tolerance
    ).allSatisfy { if case .drawing = $0 { true } else { false } }
  }

  // MARK: - The lesson's queries

  /// Lessons may come from anywhere: their queries get no more than teaching needs.
  private static let limits = SessionOptions(memoryLimit: 1 << 30, timeout: .seconds(60))

  /// The last answer of a query, in a session of its own: names that the learner defined do not count.
  private static func answer(
    _ query: Lesson.Query, _ what: String, of lesson: Lesson
  ) throws(LessonProblem) -> ResultTable {
    var answer: ResultTable?
    var problem: LessonProblem?
    func note(_ offset: Int, _ message: Phrase, _ text: SourceText) {
      problem = LessonProblem(
        file: lesson.file, line: query.line + text.position(at: offset).line - 1,
        message: "the \(what) has a mistake: \(message)")
    }
    let text = SourceText(query.text, fileName: lesson.file)
    do {
      let outcome = try Session(options: limits).run(text) { event in
        switch event {
        case .result(let result, _): answer = result
        case .diagnostics(let diagnostics, let text):
          if let first = diagnostics.first(where: { $0.severity == .error }) {
            note(first.span.start, first.message, text)
          }
        case .failure(let error, let span, let text): note(span.start, error.message, text)
        case .answers, .loaded, .remark: break
        }
      }
      if let problem { throw problem }
      if outcome == .done, let answer { return answer }
    } catch let found as LessonProblem {
      throw found
    } catch {
      throw LessonProblem(file: lesson.file, line: query.line, message: "the \(what) cannot be run: \(error)")
    }
    throw LessonProblem(file: lesson.file, line: query.line, message: "the \(what) asks for no rows")
  }
}
