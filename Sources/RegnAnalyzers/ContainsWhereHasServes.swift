import RegnBinder
import RegnData
import RegnSyntax

/// `contains` looks inside words; where the known values hold the text as a whole word anyway, `has` finds
/// the same and says what is meant.
let containsWhereHasServes = Analyzer(
  code: DiagnosticCode("RG0702", .note, "contains where has finds the same")
) { analysis in
  analysis.steps.flatMap { step -> [Diagnostic] in
    guard case .where(let view) = step.operation else { return [] }
    return view.condition.node.descendants.compactMap { node in
      guard let binary = BinaryExpression(node), binary.operator == .contains, !binary.isNegated,
        case .name(let name) = binary.left.unparenthesized, let column = step.input.column(name.name),
        case .literal(let literal) = binary.right.unparenthesized, let text = literal.stringValue,
        let values = column.statistics?.values, hasFindsTheSame(text, among: values.map(\.value))
      else { return nil }
      return Diagnostic(
        containsWhereHasServes.code, "`has` finds the same values here, as whole words",
        at: binary.operatorSpan,
        label: "`contains` would also find \"\(text)\" inside of words",
        fixes: [Fix("Change to `has`", replace: binary.operatorSpan, with: "has")])
    }
  }
}

/// Whether each value that contains a text holds it as a whole word, and some value does.
private func hasFindsTheSame(_ text: String, among values: [String]) -> Bool {
  guard !text.isEmpty, text.unicodeScalars.allSatisfy(isWordLetter) else { return false }
  let wanted = text.lowercased()
  var found = false
  for value in values {
    let lower = value.lowercased()
    guard lower.contains(wanted) else { continue }
    found = true
    let words = lower.unicodeScalars.split { !isWordLetter($0) }.map { String(String.UnicodeScalarView($0)) }
    guard words.contains(wanted) else { return false }
  }
  return found
}

private func isWordLetter(_ scalar: Unicode.Scalar) -> Bool { UTF8Text.isAlphanumeric(scalar.value) }
