/// One lesson of the course: an idea, an example, a task, and how an answer is judged.
public struct Lesson: Sendable {
  /// Its place in the course, from 1.
  public let number: Int
  /// The short name that it can be called by, such as `where`.
  public let name: String
  /// What progress is kept under: the name, with the folder before it for a lesson from elsewhere.
  public let key: String
  /// The file, as messages name it.
  public let file: String
  public let title: Translated
  public let explanation: Translated
  public let example: Query
  /// What is said beneath the example's answer; may be empty.
  public let exampleRemark: Translated
  public let task: Translated
  /// In steps, each of which tells more.
  public let hints: [Translated]
  /// A query that solves the task. Others do as well when their answer is the same.
  public let solution: Query
  /// What is said when the task is solved; may be empty.
  public let solutionRemark: Translated
  public let pitfalls: [Pitfall]
  /// How far a real number may be from that of the solution.
  public let tolerance: Double
  /// Whether the columns must have the names that the solution gives them.
  public let namesMatter: Bool

  /// A query of a lesson's file.
  public struct Query: Sendable, Hashable {
    public let text: String
    /// The line of the file on which it begins, from 1.
    public let line: Int
  }

  /// A likely wrong answer, and why it is wrong.
  public struct Pitfall: Sendable, Hashable {
    public let query: Query
    public let explanation: Translated
  }

  /// The languages in which it is written.
  public var languages: [CourseLanguage] { CourseLanguage.allCases.filter { title.texts[$0] != nil } }
}

/// A mistake in a lesson's file.
public struct LessonProblem: Error, Hashable, Sendable {
  public let file: String
  /// The line, from 1.
  public let line: Int
  /// What is wrong, one sentence.
  public let message: String

  /// `FILE:LINE: what is wrong`, as other programs write it.
  public var description: String { "\(file):\(line): \(message)" }
}
