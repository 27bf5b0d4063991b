import RegnData
import RegnFunctions
import RegnPhrases

/// An operator of expressions: how it is written, and the function that it calls.
public struct ExpressionOperator: Sendable {
  /// The chapter of the page on operators.
  enum Chapter: String, CaseIterable {
    case arithmetic = "Arithmetic"
    case comparison = "Comparison"
    case text = "Text"
    case logic = "Logic"
  }

  /// The symbol or word, and the negated one if there is one: `has`, `!has`.
  public let symbols: [String]
  /// How it stands among its operands.
  public let form: String
  /// The function of the library that it calls.
  public let function: FunctionDefinition
  let chapter: Chapter

  /// The operator of a symbol or word, negated or not.
  public static func named(_ symbol: String) -> ExpressionOperator? {
    let symbol = symbol.lowercased()
    return all.first { $0.symbols.contains(symbol) }
  }

  /// All operators, in the order of the page.
  public static let all: [ExpressionOperator] = [
    make(.arithmetic, "__add", ["+"], "a + b"),
    make(.arithmetic, "__subtract", ["-"], "a - b"),
    make(.arithmetic, "__negate", ["-a"], "-a"),
    make(.arithmetic, "__multiply", ["*"], "a * b"),
    make(.arithmetic, "__divide", ["/"], "a / b"),
    make(.arithmetic, "__modulo", ["%"], "a % b"),
    make(.comparison, "__equal", ["=="], "a == b"),
    make(.comparison, "__not_equal", ["!="], "a != b"),
    make(.comparison, "__less", ["<"], "a < b"),
    make(.comparison, "__less_or_equal", ["<="], "a <= b"),
    make(.comparison, "__greater", [">"], "a > b"),
    make(.comparison, "__greater_or_equal", [">="], "a >= b"),
    make(.comparison, "__between", ["between", "!between"], "a between (low .. high)"),
    make(.comparison, "__in", ["in", "!in"], "a in (b, c, …)"),
    make(.text, "__equal_insensitive", ["=~"], "text =~ other"),
    make(.text, "__not_equal_insensitive", ["!~"], "text !~ other"),
    make(.text, "__in_insensitive", ["in~", "!in~"], "text in~ (other, …)"),
    make(.text, "__has", ["has", "!has", ":"], "text has term"),
    make(.text, "__has_cs", ["has_cs", "!has_cs"], "text has_cs term"),
    make(.text, "has_any", ["has_any"], "text has_any (term, …)"),
    make(.text, "has_all", ["has_all"], "text has_all (term, …)"),
    make(.text, "__hasprefix", ["hasprefix", "!hasprefix"], "text hasprefix start"),
    make(.text, "__hasprefix_cs", ["hasprefix_cs", "!hasprefix_cs"], "text hasprefix_cs start"),
    make(.text, "__hassuffix", ["hassuffix", "!hassuffix"], "text hassuffix end"),
    make(.text, "__hassuffix_cs", ["hassuffix_cs", "!hassuffix_cs"], "text hassuffix_cs end"),
    make(.text, "__contains", ["contains", "!contains"], "text contains part"),
    make(.text, "__contains_cs", ["contains_cs", "!contains_cs"], "text contains_cs part"),
    make(.text, "__startswith", ["startswith", "!startswith"], "text startswith start"),
    make(.text, "__startswith_cs", ["startswith_cs", "!startswith_cs"], "text startswith_cs start"),
    make(.text, "__endswith", ["endswith", "!endswith"], "text endswith end"),
    make(.text, "__endswith_cs", ["endswith_cs", "!endswith_cs"], "text endswith_cs end"),
    make(.text, "__matches_regex", ["matches regex"], "text matches regex pattern"),
    make(.logic, "__and", ["and"], "a and b"),
    make(.logic, "__or", ["or"], "a or b"),
  ].compactMap { $0 }

  private static func make(
    _ chapter: Chapter, _ function: String, _ symbols: [String], _ form: String
  ) -> ExpressionOperator? {
    FunctionLibrary.function(named: function).map {
      ExpressionOperator(symbols: symbols, form: form, function: $0, chapter: chapter)
    }
  }

  /// The entry in Markdown, under a heading of the level.
  public func markdown(level: Int, _ language: Language = .en) -> String {
    func said(_ phrase: Phrase) -> String { phrase.text(language) }
    let names = symbols.filter { $0 != ":" }.map { "`\($0)`" }.joined(separator: ", ")
    var parts = [String(repeating: "#", count: level) + " " + names, said(function.summary)]
    parts.append("```\n\(form)\n```")
    if symbols.contains(where: { $0.hasPrefix("!") && $0 != "!=" && $0 != "!~" }) {
      parts.append(said("With `!` before it, it is true where it was false, and false where it was true."))
    }
    if symbols.contains(":") { parts.append(said("`search` also takes `column: \"term\"` for it.")) }
    for example in function.examples { parts.append(ExampleText.markdown(example)) }
    return parts.joined(separator: "\n\n") + "\n"
  }
}
