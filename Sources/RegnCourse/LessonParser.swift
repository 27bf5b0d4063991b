import RegnSyntax

/// Reads a lesson's file: Markdown, with the number, the name and the titles before it. The format is told in
/// docs/adding-a-lesson.md.
public struct LessonParser {
  /// The lesson of a text, and what is wrong with it; there is a lesson only when nothing is.
  ///
  /// - Parameters:
  ///   - file: how problems name the file.
  ///   - folder: where a lesson from elsewhere lies, so that progress tells it from the program's own.
  public static func parse(_ text: String, file: String, folder: String = "") -> (
    lesson: Lesson?, problems: [LessonProblem]
  ) {
    var parser = LessonParser(file: file)
    parser.read(text)
    let lesson = parser.lesson(folder: folder)
    return (parser.problems.isEmpty ? lesson : nil, parser.problems.sorted { $0.line < $1.line })
  }

  // MARK: - What a file is made of

  /// The kinds of sections, in the order in which they stand.
  enum Kind: String, CaseIterable {
    case explanation = "Explanation"
    case example = "Example"
    case task = "Task"
    case hint = "Hint"
    case solution = "Solution"
    case pitfall = "Pitfall"

    var hasQuery: Bool { self == .example || self == .solution || self == .pitfall }
    /// Whether a text must stand there, in each language of the lesson.
    var needsText: Bool { self != .example && self != .solution }
    var mayBeRepeated: Bool { self == .hint || self == .pitfall }
  }

  /// What may stand before the first section.
  static let keys = ["name", "names", "number", "title.da", "title.en", "tolerance"]

  private struct Section {
    let kind: Kind
    let line: Int
    var query: Lesson.Query?
    var texts: [CourseLanguage: String] = [:]

    var translated: Translated { Translated(texts) }
  }

  private let file: String
  private var problems: [LessonProblem] = []
  private var values: [String: (text: String, line: Int)] = [:]
  private var sections: [Section] = []

  private init(file: String) { self.file = file }

  private mutating func complain(_ line: Int, _ message: String) {
    problems.append(LessonProblem(file: file, line: line, message: message))
  }

  // MARK: - Lines

  private mutating func read(_ text: String) {
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
    if let first = lines.first?.unicodeScalars.first, first == "\u{FEFF}" {
      lines[0] = String(lines[0].unicodeScalars.dropFirst())
    }
    guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else {
      return complain(1, "a lesson begins with its number, name and titles between two lines of `---`")
    }
    for place in 1..<end where !lines[place].isEmpty { readValue(lines[place], place + 1) }
    readSections(lines, from: end + 1)
  }

  private mutating func readValue(_ line: String, _ number: Int) {
    guard let colon = line.firstIndex(of: ":") else {
      return complain(number, "before the first section stand lines such as `name: where`")
    }
    let key = String(line[..<colon])
    let value = trimmed(line[line.index(after: colon)...])
    if !Self.keys.contains(key) {
      let near = nearest(key, in: Self.keys).map { "; did you mean `\($0)`?" } ?? ""
      complain(number, "nothing is known of `\(key)`\(near)")
    } else if values[key] != nil {
      complain(number, "`\(key)` is said twice")
    } else if value.isEmpty {
      complain(number, "`\(key)` has no value")
    } else {
      values[key] = (value, number)
    }
  }

  private mutating func readSections(_ lines: [String], from start: Int) {
    var place = start
    var language: CourseLanguage?
    var text: [String] = []
    func finished(_ text: [String]) -> String {
      let body = text.drop { $0.isEmpty }.reversed().drop { $0.isEmpty }.reversed()
      return body.joined(separator: "\n")
    }
    func keep(_ parser: inout Self) {
      guard let language, let last = parser.sections.indices.last else { return }
      parser.sections[last].texts[language] = finished(text)
    }
    while place < lines.count {
      let line = lines[place]
      if line.hasPrefix("## ") {
        keep(&self)
        (language, text) = (nil, [])
        begin(trimmed(line.dropFirst(3)), place + 1)
      } else if line.hasPrefix("### ") {
        keep(&self)
        let name = trimmed(line.dropFirst(4))
        (language, text) = (CourseLanguage(rawValue: name), [])
        if language == nil {
          complain(place + 1, "`\(name)` is no language of the course; it is `en` or `da`")
        } else if sections.isEmpty {
          complain(place + 1, "a text stands in a section, such as `## Task`")
        } else if let language, sections[sections.count - 1].texts[language] != nil {
          complain(place + 1, "this section has a text in `\(name)` already")
        }
      } else if line.hasPrefix("```") {
        let end = lines[(place + 1)...].firstIndex { $0 == "```" }
        guard let end else { return complain(place + 1, "this block of code has no end: a line of ```") }
        if language != nil {
          text += lines[place...end]
        } else {
          query(lines[(place + 1)..<end].joined(separator: "\n"), place + 1)
        }
        place = end
      } else if language != nil {
        text.append(line)
      } else if !line.isEmpty {
        complain(
          place + 1,
          sections.isEmpty
            ? "a text stands in a section, such as `## Explanation`, under a language: `### en` or `### da`"
            : "a text stands under a language: `### en` or `### da`")
      }
      place += 1
    }
    keep(&self)
  }

  private mutating func begin(_ name: String, _ line: Int) {
    guard let kind = Kind(rawValue: name) else {
      let names = Kind.allCases.map(\.rawValue)
      let near = nearest(name, in: names).map { "; did you mean `\($0)`?" }
      return complain(
        line,
        "there is no section `\(name)`" + (near ?? ": a lesson has " + names.joined(separator: ", ")))
    }
    if !kind.mayBeRepeated, sections.contains(where: { $0.kind == kind }) {
      complain(line, "a lesson has one section `\(name)` only")
    }
    sections.append(Section(kind: kind, line: line))
  }

  private mutating func query(_ text: String, _ line: Int) {
    guard let last = sections.indices.last else {
      return complain(line, "a query stands in a section, such as `## Example`")
    }
    let name = sections[last].kind.rawValue
    if !sections[last].kind.hasQuery {
      complain(line, "the section `\(name)` has no query of its own; a text may show one under its language")
    } else if sections[last].query != nil {
      complain(line, "the section `\(name)` has a query already")
    } else {
      sections[last].query = Lesson.Query(text: text, line: line + 1)
    }
  }

  // MARK: - The lesson

  private mutating func lesson(folder: String) -> Lesson? {
    guard problems.isEmpty else { return nil }
    let titles = [CourseLanguage: String](
      uniqueKeysWithValues: CourseLanguage.allCases.compactMap { language in
        values["title.\(language.rawValue)"].map { (language, $0.text) }
      })
    if titles.isEmpty { complain(1, "the title is missing: `title.da: …` or `title.en: …`") }
    let number = number()
    let name = name()
    let tolerance = tolerance()
    let namesMatter = flag("names")
    for section in sections { check(section, titles) }
    for kind in Kind.allCases where kind != .pitfall && !sections.contains(where: { $0.kind == kind }) {
      complain(1, "the section `## \(kind.rawValue)` is missing")
    }
    guard problems.isEmpty, let explanation = first(.explanation), let example = first(.example),
      let task = first(.task), let solution = first(.solution), let shown = example.query,
      let solving = solution.query
    else { return nil }
    return Lesson(
      number: number, name: name, key: folder.isEmpty ? name : "\(folder)/\(name)", file: file,
      title: Translated(titles), explanation: explanation.translated, example: shown,
      exampleRemark: example.translated, task: task.translated,
      hints: sections.filter { $0.kind == .hint }.map(\.translated), solution: solving,
      solutionRemark: solution.translated,
      pitfalls: sections.compactMap { section in
        guard section.kind == .pitfall, let query = section.query else { return nil }
        return Lesson.Pitfall(query: query, explanation: section.translated)
      }, tolerance: tolerance, namesMatter: namesMatter)
  }

  private func first(_ kind: Kind) -> Section? { sections.first { $0.kind == kind } }

  private mutating func number() -> Int {
    guard let value = values["number"] else {
      complain(1, "the number is missing, which says where in the course the lesson stands: `number: 1`")
      return 0
    }
    guard let number = Int(value.text), (1...999).contains(number) else {
      complain(value.line, "`number` is a whole number from 1 to 999, not `\(value.text)`")
      return 0
    }
    return number
  }

  private mutating func name() -> String {
    guard let value = values["name"] else {
      complain(1, "the name is missing, by which the lesson can be called: `name: where`")
      return ""
    }
    let fits = value.text.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || $0 == "-" }
    if !fits { complain(value.line, "a name is letters and hyphens, not `\(value.text)`") }
    return value.text
  }

  private mutating func tolerance() -> Double {
    guard let value = values["tolerance"] else { return 0 }
    guard let number = Double(value.text), number >= 0, number.isFinite else {
      complain(value.line, "`tolerance` is a number such as 0.05, not `\(value.text)`")
      return 0
    }
    return number
  }

  private mutating func flag(_ key: String) -> Bool {
    guard let value = values[key] else { return false }
    if value.text != "asked" { complain(value.line, "`\(key)` can only be `asked`, not `\(value.text)`") }
    return true
  }

  /// A section has its query, and its texts in the languages of the title.
  private mutating func check(_ section: Section, _ titles: [CourseLanguage: String]) {
    let name = section.kind.rawValue
    if section.kind.hasQuery, section.query == nil {
      complain(section.line, "the section `\(name)` lacks its query: a block that begins with ```kql")
    }
    if let query = section.query, query.text.allSatisfy(\.isWhitespace) {
      complain(query.line, "the query is empty")
    }
    for language in CourseLanguage.allCases {
      let code = language.rawValue
      let text = section.texts[language]
      if titles[language] == nil {
        if text != nil {
          complain(
            section.line, "the section `\(name)` has a text in `\(code)`, but there is no `title.\(code)`")
        }
      } else if text?.isEmpty ?? (section.kind.needsText || !section.texts.isEmpty) {
        complain(section.line, "the section `\(name)` lacks its text in `\(code)`")
      }
    }
  }

  private func trimmed(_ text: Substring) -> String {
    String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
