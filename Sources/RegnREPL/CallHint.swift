import RegnData
import RegnFunctions
import RegnPhrases
import RegnSyntax

/// How the function is called whose parentheses the cursor is in.
enum CallHint {
  /// The line for a text that ends at the cursor: `percentile(expr, >percentile<)` and what the function
  /// gives. The argument at the cursor stands between `>` and `<`. Nil outside of all calls.
  static func line(_ head: String, _ language: Language = .en) -> [StyledText]? {
    let source = SourceText(head)
    let tree = Parser.parse(source, options: Parser.Options(allowsLeadingPipe: true))
    var open: [(name: String, argument: Int)] = []
    var previous: (text: String, isName: Bool) = ("", false)
    for token in tree.tokens {
      let text = source[token.span]
      switch token.kind {
      case .openParen: open.append((previous.isName ? previous.text : "", 0))
      case .openBracket, .openBrace: open.append(("", 0))
      case .closeParen, .closeBracket, .closeBrace: _ = open.popLast()
      case .comma: if let last = open.indices.last { open[last].argument += 1 }
      // A new step, and nothing that was left open belongs to it; but `toscalar(T | …)` goes on.
      case .semicolon: open = []
      default: break
      }
      previous = (text, token.kind == .identifier)
    }
    for call in open.reversed() {
      if let function = FunctionLibrary.function(named: call.name) {
        return line(function, called: call.name, argument: call.argument, language)
      }
    }
    return nil
  }

  private static func line(
    _ function: FunctionDefinition, called name: String, argument: Int, _ language: Language
  ) -> [StyledText] {
    // The first form that has so many arguments.
    let form = function.signatures.first { place(of: argument, in: $0) != nil } ?? function.signatures.first
    guard let form else { return [] }
    let marked = place(of: argument, in: form)
    var pieces = [StyledText("  \(name)(", style: "2")]
    for (index, parameter) in form.parameters.enumerated() {
      if index > 0 { pieces.append(StyledText(", ", style: "2")) }
      let text = parameter.isOptional ? "[\(parameter.name)]" : parameter.name
      pieces.append(index == marked ? StyledText(">\(text)<", style: "1") : StyledText(text, style: "2"))
    }
    if let variadic = form.variadic, variadic.times.upperBound > 1 {
      pieces.append(StyledText(", …", style: "2"))
    }
    return pieces + [StyledText(")  \(function.summary.text(language))", style: "2")]
  }

  /// The parameter that the argument of a number stands for; nil when the form has no such argument.
  private static func place(of argument: Int, in form: Signature) -> Int? {
    let count = form.parameters.count
    if argument < count { return argument }
    guard let variadic = form.variadic, variadic.count > 0 else { return nil }
    let first = count - variadic.count
    let round = (argument - first) / variadic.count
    return round < variadic.times.upperBound ? first + (argument - first) % variadic.count : nil
  }
}
