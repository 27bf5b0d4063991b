import CRegnCourse

/// The lessons in order.
public struct Course: Sendable {
  public let lessons: [Lesson]

  /// The lessons that the program carries, and what is wrong with them; a test says that nothing is.
  public static func builtIn() -> (course: Course, problems: [LessonProblem]) {
    let bytes = UnsafeBufferPointer(start: regn_course_lessons(), count: regn_course_length())
    let files = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    return make(files.enumerated().map { ("lesson \($0.offset + 1)", $0.element) }, folder: "")
  }

  /// The lessons of files, and what is wrong with them.
  ///
  /// - Parameter folder: the folder that they come from; empty for the program's own.
  public static func make(_ files: [(name: String, text: String)], folder: String) -> (
    course: Course, problems: [LessonProblem]
  ) {
    var lessons: [Lesson] = []
    var problems: [LessonProblem] = []
    for file in files {
      let parsed = LessonParser.parse(file.text, file: file.name, folder: folder)
      problems += parsed.problems
      guard let lesson = parsed.lesson else { continue }
      if let other = lessons.first(where: { $0.number == lesson.number || $0.name == lesson.name }) {
        let what = other.number == lesson.number ? "number \(lesson.number)" : "name \(lesson.name)"
        problems.append(
          LessonProblem(file: file.name, line: 1, message: "\(other.file) has the \(what) already"))
      }
      lessons.append(lesson)
    }
    return (Course(lessons: lessons.sorted { $0.number < $1.number }), problems)
  }

  /// The lesson of a number or a name.
  public func lesson(_ choice: String) -> Lesson? {
    if let number = Int(choice) { return lessons.first { $0.number == number } }
    return lessons.first { $0.name.lowercased() == choice.lowercased() }
  }

  /// The lesson after another one, or before it; nil at the end of the course.
  public func neighbour(of lesson: Lesson, _ step: Int) -> Lesson? {
    guard let place = lessons.firstIndex(where: { $0.number == lesson.number }) else { return nil }
    return lessons.indices.contains(place + step) ? lessons[place + step] : nil
  }

  /// The first lesson that is not solved yet.
  public func next(_ progress: CourseProgress) -> Lesson? {
    lessons.first { !progress.solved.contains($0.key) }
  }
}
