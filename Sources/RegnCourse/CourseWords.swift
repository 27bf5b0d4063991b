import RegnData

/// What the course itself says, in one of its languages.
public struct CourseWords: Sendable {
  public let language: CourseLanguage

  public init(_ language: CourseLanguage) { self.language = language }

  /// The text of the language.
  private func say(_ english: String, _ danish: String) -> String { language == .da ? danish : english }

  // MARK: - Lessons

  /// The word for a lesson, which its prompt begins with.
  public var lesson: String { say("lesson", "lektion") }

  func heading(_ lesson: Lesson, of last: Int) -> String {
    let place = say("Lesson \(lesson.number) of \(last)", "Lektion \(lesson.number) af \(last)")
    return "\(place): \(lesson.title[language])"
  }

  var task: String { say("Task", "Opgave") }
  var solution: String { say("Solution", "Løsning") }
  var pitfalls: String { say("Likely wrong answers", "Typiske forkerte svar") }
  /// What the course is called.
  public var course: String { say("A course in regn", "Kursus i regn") }

  func hint(_ number: Int, of count: Int) -> String {
    say("Hint \(number) of \(count)", "Hint \(number) af \(count)")
  }

  /// What is said when there is no further hint.
  public var noMoreHints: String {
    say(
      "That was the last hint; .solution shows a solution.",
      "Det var det sidste hint; .solution viser en løsning.")
  }

  /// What is said at the beginning of a lesson on what can be typed.
  public var keys: String {
    say(
      "Type a query that answers the task. .hint helps, .next goes on, .quit leaves.",
      "Skriv en forespørgsel, der løser opgaven. .hint giver et hint, .next går videre, .quit slutter.")
  }

  /// What is said when there is no lesson behind the one at hand.
  public var noNextLesson: String {
    say(
      "This was the last lesson; .list shows them all.", "Det var den sidste lektion; .list viser dem alle.")
  }

  /// What is said when there is no lesson before the one at hand.
  public var noEarlierLesson: String { say("This is the first lesson.", "Det er den første lektion.") }

  /// What is said of a choice that is no lesson.
  public func noLesson(_ choice: String, near: String?) -> String {
    let guess = near.map { say("; did you mean \($0)?", "; mente du \($0)?") } ?? ""
    return say("there is no lesson \(choice)\(guess)", "der er ingen lektion \(choice)\(guess)")
  }

  /// What is said of a command that has a meaning in a lesson only.
  public func belongsToALesson(_ command: String) -> String {
    say(
      "\(command) belongs to a lesson; .learn lists the lessons",
      "\(command) hører til i en lektion; .learn viser lektionerne")
  }

  /// What is said when a text on standard input asks for nothing that could be judged.
  public var noAnswer: String {
    say(
      "There is no answer to check: write a query that asks for rows.",
      "Der er intet svar at rette: skriv en forespørgsel, der giver rækker.")
  }

  /// What is said after `--reset`.
  public var forgotten: String {
    say(
      "The progress is forgotten; the course begins anew.",
      "Dit fremskridt er slettet; kurset begynder forfra.")
  }

  /// What a damaged file of progress is answered with.
  public func damaged(_ path: String, keptAs: String) -> String {
    say(
      "\(path) is damaged: it is kept as \(keptAs), and the course begins anew",
      "\(path) er beskadiget: filen er gemt som \(keptAs), og kurset begynder forfra")
  }

  /// What is said when progress cannot be kept.
  public func notKept(_ path: String, _ reason: String) -> String {
    say("progress is not kept: \(path): \(reason)", "fremskridt gemmes ikke: \(path): \(reason)")
  }

  /// The commands of a lesson, each with what it does.
  public var commands: [(name: String, summary: String)] {
    [
      (
        ".help",
        say(
          "these commands; .help NAME explains an operator or a function",
          "disse kommandoer; .help NAVN forklarer en operator eller en funktion")
      ),
      (".hint", say("the next hint", "det næste hint")),
      (".list", say("the lessons, and which are solved", "lektionerne, og hvilke der er løst")),
      (".next", say("the next lesson", "den næste lektion")),
      (".prev", say("the lesson before", "den forrige lektion")),
      (".quit", say("leave the course", "forlad kurset")),
      (".solution", say("a solution", "en løsning")),
      (".task", say("the lesson and its task again", "lektionen og opgaven igen")),
    ]
  }

  // MARK: - The list

  func progress(_ solved: Int, of count: Int) -> String {
    say(
      "\(count) lesson\(count == 1 ? "" : "s"), \(solved) solved",
      "\(count) lektion\(count == 1 ? "" : "er"), \(solved) løst")
  }

  /// How a lesson is begun, from the command line and at the prompt.
  func begin(_ number: Int, isPrompt: Bool) -> String {
    let command = isPrompt ? ".learn \(number)" : "regn learn \(number)"
    return say("\(command) begins lesson \(number)", "\(command) begynder på lektion \(number)")
  }

  var allSolved: String { say("All lessons are solved.", "Alle lektioner er løst.") }

  // MARK: - Verdicts

  /// What an answer is told, in whole sentences, and which lesson is next when it is right.
  public func text(_ verdict: Verdict, of lesson: Lesson, next: Lesson? = nil) -> String {
    switch verdict {
    case .solved:
      var text = say("Right!", "Rigtigt!")
      if !lesson.solutionRemark.isEmpty { text += " " + lesson.solutionRemark[language] }
      guard let next else { return text }
      return text + "\n\n"
        + say(
          ".next goes on to lesson \(next.number): \(next.title[language])",
          ".next går videre til lektion \(next.number): \(next.title[language])")
    case .pitfall(let explanation):
      return say("Not quite. ", "Ikke helt. ") + explanation[language]
    case .different(let differences):
      return say("Not yet. ", "Ikke endnu. ") + differences.map(text).joined(separator: " ")
    }
  }

  func text(_ difference: Difference) -> String {
    switch difference {
    case .rows(let mine, let wanted):
      return say(
        "Your answer has \(rows(mine)); it should have \(number(wanted)).",
        "Dit svar har \(rows(mine)); det skal have \(number(wanted)).")
    case .missingColumns(let names):
      return names.count == 1
        ? say("A column is missing: \(list(names)).", "Der mangler en kolonne: \(list(names)).")
        : say("Columns are missing: \(list(names)).", "Der mangler kolonner: \(list(names)).")
    case .surplusColumns(let names):
      return say(
        "The task does not ask for \(list(names)): project chooses columns.",
        "Opgaven beder ikke om \(list(names)): project vælger kolonner.")
    case .columnOrder(let names):
      return say(
        "All is there, but the columns should stand in this order: \(list(names)).",
        "Det hele er der, men kolonnerne skal stå i denne rækkefølge: \(list(names)).")
    case .names(let names):
      return say(
        "The figures are right; the task asks that the columns are called \(list(names)).",
        "Tallene er rigtige; opgaven beder om, at kolonnerne hedder \(list(names)).")
    case .kind(let column, true):
      return say("`\(column)` should hold numbers.", "`\(column)` skal indeholde tal.")
    case .kind(let column, false):
      return say("`\(column)` should hold texts.", "`\(column)` skal indeholde tekst.")
    case .factor(let column, let factor): return text(column, factor)
    case .sign(let column):
      return say(
        "The figures of `\(column)` have the wrong sign: turn the subtraction around.",
        "Tallene i `\(column)` har forkert fortegn: byt om på leddene i minusstykket.")
    case .rounding(let column):
      return say(
        "The figures of `\(column)` are nearly right: the task asks for another rounding.",
        "Tallene i `\(column)` er næsten rigtige: de er afrundet anderledes, end opgaven beder om.")
    case .values(let column, _, 1, _):
      return say("The value of `\(column)` is another.", "Værdien i `\(column)` er en anden.")
    case .values(let column, let wrong, let count, let first):
      let place = first.map { say(", for instance that of \($0)", ", for eksempel den med \($0)") } ?? ""
      return say(
        "\(number(wrong)) of \(rows(count)) have another value in `\(column)`\(place).",
        "\(number(wrong)) af \(rows(count)) har en anden værdi i `\(column)`\(place).")
    case .pairing:
      return say(
        "The values are right, but they do not stand in the rows where they belong.",
        "Værdierne er rigtige, men de står ikke i de rækker, hvor de hører til.")
    case .rowOrder:
      return say(
        "The rows are right; the task asks for another order.",
        "Rækkerne er rigtige; opgaven beder om en anden rækkefølge.")
    case .drawing(let kind):
      return say(
        "The figures are right; end with | render \(kind).", "Tallene er rigtige; slut med | render \(kind).")
    }
  }

  private func text(_ column: String, _ factor: Double) -> String {
    let isLarge = factor > 1
    let times = isLarge ? factor : 1 / factor
    if times < 1.1 {
      return isLarge
        ? say("`\(column)` is a little too large.", "Tallene i `\(column)` er lidt for store.")
        : say("`\(column)` is a little too small.", "Tallene i `\(column)` er lidt for små.")
    }
    // Another figure altogether, unless it is only its unit that is another.
    let power = [100.0, 1e3, 1e4, 1e5, 1e6, 1e9].first { abs(times / $0 - 1) < 0.01 }
    if times >= 100, power == nil {
      return isLarge
        ? say("`\(column)` is far too large.", "Tallene i `\(column)` er alt for store.")
        : say("`\(column)` is far too small.", "Tallene i `\(column)` er alt for små.")
    }
    let amount = number(power ?? times)
    return isLarge
      ? say(
        "`\(column)` is \(amount) times too large.", "Tallene i `\(column)` er \(amount) gange for store.")
      : say("`\(column)` is \(amount) times too small.", "Tallene i `\(column)` er \(amount) gange for små.")
  }

  private func rows(_ count: Int) -> String {
    number(count) + (count == 1 ? say(" row", " række") : say(" rows", " rækker"))
  }

  private func list(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: ", ") }

  /// A whole number with its thousands apart.
  func number(_ value: Int) -> String {
    var text = ""
    for (place, digit) in String(value).reversed().enumerated() {
      if place > 0, place % 3 == 0 { text = say(",", ".") + text }
      text = String(digit) + text
    }
    return text
  }

  /// A positive number with one decimal below ten, and none above.
  private func number(_ value: Double) -> String {
    guard value < 1e15 else { return say("very many", "rigtig mange") }
    let tenths = Int((value * 10).rounded())
    if tenths >= 100 || tenths % 10 == 0 { return number((tenths + 5) / 10) }
    return "\(tenths / 10)" + say(".", ",") + "\(tenths % 10)"
  }
}
