import RegnCourse
import RegnData
import RegnPhrases
import RegnSyntax

/// The course at the prompt: while a lesson is taken, each answer is judged, and a few commands are added.
extension Shell {
  /// Begins a lesson, or shows the list without a choice.
  func learn(_ choice: String) {
    guard !choice.isEmpty else {
      display.write(classroom.list(width: display.width, isPrompt: true))
      return tellWarnings()
    }
    do {
      try begin(classroom.lesson(choice))
    } catch let error as ExecutionError {
      complain(error)
    } catch {
      refuse(Phrase(verbatim: "\(error)"))
    }
  }

  private func begin(_ lesson: Lesson) throws {
    try classroom.take(lesson)
    let keys = wordWrapped(classroom.words.keys, width: display.width)
    display.write("\n" + classroom.screen(width: display.width) + "\n" + keys + "\n")
  }

  /// The commands that only a lesson has.
  private var courseCommands: [String] { Shell.courseCommands(classroom).map(\.name) }

  private static func courseCommands(_ classroom: Classroom) -> [(name: String, summary: String)] {
    let known = Set(ShellCommand.all.map(\.name))
    return classroom.words.commands.filter { !known.contains($0.name) }
  }

  /// The names of the commands that there are at this place.
  var commandNames: [String] {
    ShellCommand.all.map(\.name) + (classroom.grader == nil ? [] : courseCommands)
  }

  /// Runs a command of the course. Whether it was one.
  func courseCommand(_ name: String, _ argument: String) -> Bool {
    let words = classroom.words
    guard classroom.grader != nil else {
      guard courseCommands.contains(name) else { return false }
      refuse(Phrase(verbatim: words.belongsToALesson(name)))
      return true
    }
    switch name {
    case ".help" where argument.isEmpty:
      let widest = words.commands.map(\.name.count).max() ?? 0
      for command in words.commands {
        let space = String(repeating: " ", count: widest - command.name.count + 2)
        display.write("  \(command.name)\(space)\(command.summary)\n")
      }
    case ".hint": display.write(classroom.hint(width: display.width))
    case ".list": learn("")
    case ".next", ".prev":
      let step = name == ".next" ? 1 : -1
      guard let lesson = classroom.neighbour(step) else {
        display.write((step == 1 ? words.noNextLesson : words.noEarlierLesson) + "\n")
        return true
      }
      learn(lesson.name)
    case ".quit", ".exit":
      classroom.leave()
      isDone = classroom.isWholeProgram
    case ".solution": display.write(classroom.solution(width: display.width))
    case ".task": display.write(classroom.screen(width: display.width))
    default: return false
    }
    return true
  }

  /// Judges the last result as an answer to the lesson's task.
  func judgeAnswer() {
    guard let lastResult,
      let verdict = classroom.judge(lastResult, width: display.width, isPrompt: true)
    else { return }
    display.write("\n" + verdict.text)
    tellWarnings()
  }

  private func tellWarnings() {
    for warning in classroom.file.takeWarnings() { display.complain("warning: \(warning)\n") }
  }

  /// What Tab offers of the course: its commands while a lesson is taken, and the lessons behind `.learn`.
  static func courseCandidates(
    _ buffer: LineEditor.Buffer, _ classroom: Classroom
  ) -> [LineEditor.Completion] {
    let head = String(decoding: Array(buffer.text.utf8).prefix(buffer.cursor), as: UTF8.self)
    let start = head.lastIndex(of: " ").map { head.index(after: $0) } ?? head.startIndex
    let word = head[start...]
    let isArgument = head[..<start].split(separator: " ") == [".learn"]
    guard isArgument || start == head.startIndex && classroom.grader != nil && word.hasPrefix(".") else {
      return []
    }
    let offered = isArgument ? classroom.names.map { ($0.name, $0.title) } : courseCommands(classroom)
    return offered.filter { $0.0.hasPrefix(word) }.map {
      LineEditor.Completion(
        text: $0.0, replacing: (buffer.cursor - word.utf8.count)..<buffer.cursor, detail: $0.1)
    }
  }
}
