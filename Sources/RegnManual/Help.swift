import RegnBinder
import RegnData
import RegnFunctions
import RegnPhrases
import RegnSyntax

/// Help on a name in the terminal: the page or the entry that the manual has on it.
public enum Help {
  /// Everything that is known of a name, in lines of at most `width` columns; nil when it is no name of KQL.
  /// Pages are in English, entries in the language.
  public static func text(on name: String, width: Int, _ language: Language = .en) -> String? {
    var parts: [String] = []
    if let page = ManualPage.named(name) { parts.append(page.markdown) }
    if let operation = ExpressionOperator.named(name) { parts.append(operation.markdown(level: 1, language)) }
    if let function = FunctionLibrary.function(named: name), !name.hasPrefix("__") {
      parts.append(FunctionEntry(function).markdown(level: 1, language))
    }
    if parts.isEmpty, let remark = leftOut(name) { parts.append("# \(name)\n\n\(remark.text(language))\n") }
    if parts.isEmpty { return nil }
    return parts.map { TerminalText.render($0, width: width) }.joined(separator: "\n")
  }

  /// Every name that there is help on: operators, statements, functions, symbols.
  public static var names: [String] {
    let pages = ManualPage.all.flatMap(\.names) + ExpressionOperator.all.flatMap(\.symbols)
    let functions = FunctionLibrary.all.flatMap { [$0.name] + $0.aliases }.filter { !$0.hasPrefix("__") }
    return pages + functions + OutOfScope.families.flatMap(\.names)
  }

  private static func leftOut(_ name: String) -> Phrase? {
    if let family = OutOfScope.family(of: name) {
      let what: Phrase = TabularOperatorName.named(name).map { " (\($0.summary))" } ?? ""
      let verdict: Phrase =
        family.isPlanned
        ? "`\(name)`\(what) is KQL, but Regn does not implement it yet: it is one of the \(family.name)"
        : "`\(name)`\(what) is KQL, but Regn does not implement \(family.name)"
      return "\(verdict). \(family.reason)"
    }
    guard let statement = OutOfScope.statements.first(where: { $0.name == name }) else { return nil }
    return "`\(name)` is a statement of KQL that Regn does not implement. \(statement.reason)"
  }
}
