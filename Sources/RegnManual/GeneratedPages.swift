import RegnData
import RegnFunctions

/// The pages of the manual that are made from what the program knows, so that they are never behind it.
/// `make docs` writes them; a test fails when what is committed differs.
public enum GeneratedPages {
  /// The pages as paths below `docs/manual` and texts. `referenceNames` is `data/reference-names.csv`.
  public static func all(referenceNames: String) -> [(path: String, text: String)] {
    FunctionCategory.allCases.map { ("functions/\($0.fileName)", functions(of: $0)) } + [
      ("functions/README.md", index),
      ("expressions.md", expressions),
      ("support.md", SupportPage(referenceNames: referenceNames).markdown),
    ]
  }

  /// The functions that a query may name.
  static let functions = FunctionLibrary.all.filter { !$0.name.hasPrefix("__") }

  private static func functions(of category: FunctionCategory) -> String {
    let members = functions.filter { $0.category == category }
    var text = "# \(category.title)\n\n\(category.introduction)\n\n| function | gives |\n|---|---|\n"
    for function in members { text += "| [\(function.name)](#\(function.name)) | \(function.summary) |\n" }
    for function in members { text += "\n" + FunctionEntry(function).markdown(level: 2) }
    return text
  }

  private static var index: String {
    var text = """
      # Functions

      A page for each kind; below, all functions by name. `regn help NAME` shows a function's entry in the
      terminal, `.help NAME` at the prompt.

      In the tables of parameters, *constant* means that the argument must be known before the query
      runs: a literal, a `let`, a query parameter. A number of a narrower type is taken for a wider one
      (int, long, real, decimal in that order).

      | page | functions |
      |---|---|

      """
    for category in FunctionCategory.allCases {
      let count = functions.filter { $0.category == category }.count
      text += "| [\(category.title)](\(category.fileName)) | \(count) |\n"
    }
    text += "\n## By name\n"
    for (initial, names) in byInitial {
      let links = names.map { name, category in "[\(name)](\(category.fileName)#\(name))" }
      text += "\n" + Words.filled("**\(initial)** —", links)
    }
    return text
  }

  private static var byInitial: [(String, [(name: String, category: FunctionCategory)])] {
    Dictionary(grouping: functions.map { (name: $0.name, category: $0.category) }) {
      String($0.name.prefix(1))
    }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private static var expressions: String {
    var text = """
      # Operators of expressions

      What stands between values. From the loosest to the tightest: `or`; `and`; `==`, `!=`, `in`,
      `between`; `<`, `<=`, `>`, `>=`; `+`, `-`; `*`, `/`, `%`; the words for text such as `has`; the sign
      `-`. Brackets change the order. `not(…)` is a function. With `*` for a column, as in `* has "x"`,
      every column is asked, as text.

      Words for text go without regard to upper and lower case, `æ ø å` too, unless they end in `_cs`. A
      *word* of a text is a run of letters and digits.

      """
    for chapter in ExpressionOperator.Chapter.allCases {
      text += "\n## \(chapter.rawValue)\n"
      for operation in ExpressionOperator.all where operation.chapter == chapter {
        text += "\n" + operation.markdown(level: 3)
      }
    }
    return text
  }
}

extension FunctionCategory {
  /// The file of the category's page.
  var fileName: String {
    switch self {
    case .dateTime: "date-and-time.md"
    case .string: "text.md"
    default: "\(rawValue).md"
    }
  }

  var title: String {
    switch self {
    case .conversion: "Conversion"
    case .string: "Text"
    case .math: "Mathematics"
    case .dateTime: "Dates and times"
    case .conditional: "Conditions"
    case .dynamic: "Arrays and bags"
    case .series: "Series"
    case .hash: "Hashes"
    case .window: "Window functions"
    case .aggregation: "Aggregates"
    case .metadata: "Columns and tables"
    }
  }

  var introduction: String {
    switch self {
    case .conversion: "From one type to another, and what type a value has."
    case .string: "Taking texts apart, putting them together, looking into them. A text is never null."
    case .math: "Calculating with numbers. What has no answer, such as the root of -1, gives null or `NaN`."
    case .dateTime: "Datetimes are in UTC; the functions with `local` in their names know time zones."
    case .conditional: "Choosing a value by a condition."
    case .dynamic: "Making, reading and changing values of type `dynamic`. Places count from 0."
    case .series: "Calculating with arrays of numbers, such as those that `make-series` makes."
    case .hash: "Numbers and texts that stand for a value and look random."
    case .window:
      "Looking at the rows before and behind. The rows must be in order: put `sort` or `serialize` before."
    case .aggregation:
      "Many rows to one value, in `summarize`, `make-series` and `pivot`. Nulls are passed over."
    case .metadata: "About columns' names, and tables as values."
    }
  }
}
