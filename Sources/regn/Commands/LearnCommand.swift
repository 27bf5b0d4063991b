import ArgumentParser
import Glibc
import RegnCourse
import RegnData
import RegnFileFormats
import RegnPhrases
import RegnREPL
import RegnSyntax

extension CourseLanguage: ExpressibleByArgument {}

/// `regn learn [LESSON]`
struct LearnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learn", abstract: "A course in regn: lessons with tasks that are checked by their answers.",
    discussion: """
      Without a lesson, lists them and tells which are solved. With one, shows it and opens a prompt; when \
      standard input is not a terminal, the query that stands there is run and its answer is checked.
      """)

  @Argument(
    help: "A lesson, by its number or name.", completion: .custom { _, _, _ in Candidates.lessons })
  var lesson: String?

  @Option(
    help: ArgumentHelp(
      """
      Language of the course, en or da; default: that of --locale, else what LC_ALL, LC_MESSAGES or LANG says.
      """, valueName: "code"))
  var lang: CourseLanguage?

  @Option(
    help: ArgumentHelp("Take the lessons from the .md files of a folder.", valueName: "dir"),
    completion: .directory)
  var lessons: String?

  @Option(
    help: ArgumentHelp(
      "Keep progress in this file; default: $XDG_STATE_HOME/regn/course.", valueName: "file"),
    completion: .file())
  var progress: String?

  @Flag(help: "Forget which lessons are solved.")
  var reset = false

  @Flag(help: "Print the lesson, or all of them, as a handout in Markdown.")
  var print = false

  @Flag(help: "With --print: print the solutions and the likely wrong answers, too.")
  var solutions = false

  @OptionGroup var options: SharedOptions

  func validate() throws {
    if solutions, !print { throw ValidationError("--solutions belongs to --print.") }
    if reset, lesson != nil || print { throw ValidationError("--reset stands alone.") }
  }

  mutating func run() throws {
    let language = lang ?? options.courseLanguage
    // Numbers are read in the language of the words beside them.
    if language == .da, options.locale == nil { options.locale = .da }
    let own = try lessons.map { try course(of: $0) }
    let classroom = Classroom(
      language: language, progressPath: progress ?? ProgressFile.defaultPath(), isWholeProgram: true,
      course: { own ?? Course.builtIn().course })
    defer { warn(classroom) }
    if reset {
      classroom.file.reset()
      return try options.write(classroom.words.forgotten + "\n")
    }
    do {
      if print { return try options.write(classroom.handout(lesson, solutions: solutions)) }
      guard let lesson else { return try options.write(classroom.list(width: width, isPrompt: false)) }
      try take(try classroom.lesson(lesson), classroom)
    } catch let error as ExecutionError {
      options.reporter.complain(error)
      throw error.code == "RG0640" ? ExitStatus.usage : ExitStatus.failed
    }
  }

  /// The terminal's width, when the text goes to one.
  private var width: Int? {
    let terminal = Terminal.standardOutput
    return terminal.isTerminal && options.output == nil ? terminal.width : nil
  }

  /// Says once what is in the way of keeping progress.
  private func warn(_ classroom: Classroom) {
    for warning in classroom.file.takeWarnings() {
      options.reporter.warn(ExecutionError(code: "RG0642", message: Phrase(verbatim: warning)))
    }
  }

  // MARK: - One lesson

  /// Opens the prompt for a lesson, or checks what stands on standard input.
  private func take(_ lesson: Lesson, _ classroom: Classroom) throws {
    guard isatty(STDIN_FILENO) == 0 else { return try Regn.openPrompt(options, classroom, lesson: lesson) }
    try classroom.take(lesson)
    var answer: ResultTable?
    try Runner(options).run(try options.readStandardInput()) { answer = $0 }
    guard let answer, let verdict = classroom.judge(answer, width: width, isPrompt: false) else {
      try Terminal.answer(classroom.words.noAnswer + "\n")
      throw ExitStatus.rejected
    }
    try Terminal.answer("\n" + verdict.text)
    if !verdict.isSolved { throw ExitStatus.rejected }
  }

  // MARK: - Lessons of one's own

  /// The lessons of a folder, when nothing is wrong with any. Throws `ExitStatus` after saying what is.
  private func course(of folder: String) throws -> Course {
    var names: [String] = []
    do {
      names = try PosixFileSystem().list(folder).filter { $0.hasSuffix(".md") && !$0.hasPrefix(".") }
    } catch {
      options.reporter.complain(error)
      throw ExitStatus.failed
    }
    let path = folder.hasSuffix("/") ? folder : folder + "/"
    let files = try names.map { (name: path + $0, text: try readSource(path + $0, options.reporter).string) }
    var (course, problems) = Course.make(files, folder: resolvedPath(folder))
    if files.isEmpty {
      options.reporter.complain(
        ExecutionError(
          code: "RG0641", message: "no file of \(folder) ends in .md, so there is no lesson in it"))
      throw ExitStatus.failed
    }
    if problems.isEmpty { problems = course.lessons.compactMap(LearnCommand.problem) }
    guard problems.isEmpty else {
      for problem in problems {
        options.reporter.complain(
          ExecutionError(code: "RG0641", message: Phrase(verbatim: problem.description)))
      }
      throw ExitStatus.failed
    }
    return course
  }

  /// What is wrong with the queries of a lesson.
  private static func problem(_ lesson: Lesson) -> LessonProblem? {
    do {
      _ = try Grader(lesson)
      return nil
    } catch {
      return error
    }
  }

  private func resolvedPath(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }
}
