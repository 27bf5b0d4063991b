import RegnData
import RegnPhrases
import RegnSyntax

// Remarks about values that no row has: a municipality spelt otherwise, a year that is not in the table. They
// come from column statistics; no row is read.
extension Binder {
  /// What is known of the values of an expression that shows a table's column.
  private struct KnownColumn {
    /// `costs.municipality`.
    let name: String
    let statistics: ColumnStatistics
  }

  private func known(_ column: BoundExpression) -> KnownColumn? {
    guard silence == 0, case .column(let id, _) = column, let origin = origins[id],
      let statistics = origin.source.statistics(ofColumn: origin.column)
    else { return nil }
    let name = origin.source.schema.columns[origin.column].name
    return KnownColumn(
      name: origin.table.isEmpty ? name : "\(origin.table).\(name)", statistics: statistics)
  }

  /// Checks both operands of a comparison, a literal against a column.
  func checkValues(
    _ view: BinaryExpression, _ operation: BinaryOperator, _ left: BoundExpression, _ right: BoundExpression
  ) {
    for (column, literal, expression, isTurned) in [
      (left, right, view.right, false), (right, left, view.left, true),
    ] {
      guard Binder.isLiteral(expression), let value = literal.constantValue, !value.isNull else { continue }
      switch operation {
      case .equal, .notEqual: checkValue(column, value, at: expression.span)
      case .equalIgnoringCase: checkValue(column, value, at: expression.span, ignoringCase: true)
      case .has, .hasCS, .contains, .containsCS, .startsWith, .startsWithCS, .endsWith, .endsWithCS,
        .hasPrefix,
        .hasPrefixCS, .hasSuffix, .hasSuffixCS:
        if !isTurned, !view.isNegated { checkPart(column, value, operation, at: expression.span) }
      case .less: checkRange(column, value, isTurned ? .greater : .less, at: expression.span)
      case .lessOrEqual:
        checkRange(column, value, isTurned ? .greaterOrEqual : .lessOrEqual, at: expression.span)
      case .greater: checkRange(column, value, isTurned ? .less : .greater, at: expression.span)
      case .greaterOrEqual:
        checkRange(column, value, isTurned ? .lessOrEqual : .greaterOrEqual, at: expression.span)
      default: break
      }
    }
  }

  /// Remarks that a value is not there: the same thing once, and not for each value of a long list.
  private func remark(_ message: Phrase, at span: SourceSpan, label: Phrase = "", fixes: [Fix] = []) {
    let before = diagnostics.filter { $0.code == .noSuchValue }
    guard before.count < 10, !before.contains(where: { $0.message == message }) else { return }
    report(.noSuchValue, message, at: span, label: label, fixes: fixes)
  }

  /// Whether an expression is a literal, perhaps with a sign.
  static func isLiteral(_ expression: Expression) -> Bool {
    switch expression.unparenthesized {
    case .literal: true
    case .prefix(let view):
      if case .literal = view.operand { view.operatorToken?.text == "-" } else { false }
    default: false
    }
  }

  // MARK: - Equality

  /// Notes a value that no row of a column has, with the nearest one that a row has.
  func checkValue(
    _ column: BoundExpression, _ value: Value, at span: SourceSpan, ignoringCase: Bool = false
  ) {
    switch value {
    case .string(let text):
      guard column.type == .string, let known = known(column), let values = known.statistics.values else {
        return
      }
      let folded = text.lowercased()
      if values.contains(where: { $0.value == text || (ignoringCase && $0.value.lowercased() == folded) }) {
        return
      }
      reportMissing("no row of \(known.name) is \"\(text)\"", text, values, at: span)
    case .int, .long, .real:
      guard column.type == .int || column.type == .long, let number = value.double, let known = known(column),
        let values = known.statistics.values
      else { return }
      let isThere = value.integer.map { wanted in values.contains { $0.value == "\(wanted)" } }
      if isThere ?? (number.rounded() == number && values.contains { Double($0.value) == number }) { return }
      let listed = values.compactMap { Int64($0.value) }.sorted().map { "\($0)" }
      remark(
        "no row of \(known.name) is \(tree.text[span])", at: span,
        label: listed.count <= 12 && listed.count > 1
          ? "its values are \(listed.joined(separator: ", "))" : rangeText(known) ?? "")
    default: break
    }
  }

  /// Reports a text that no row has, with the likeliest of those that are there.
  private func reportMissing(
    _ message: Phrase, _ text: String, _ values: [(value: String, count: Int)], at span: SourceSpan,
    isPart: Bool = false
  ) {
    guard let best = likeliest(text, values, isPart: isPart) else {
      return remark(message, at: span)
    }
    let isCase = best.lowercased() == text.lowercased()
    remark(
      message, at: span,
      label: isCase
        ? "did you mean \"\(best)\"? (=~ does not mind capitals)" : "did you mean \"\(best)\"?",
      fixes: [Fix("Change to \"\(best)\"", replace: span, with: "\"\(Binder.escaped(best))\"")])
  }

  /// The value that a text was most likely meant to be: the nearest in spelling, or the one whose words it
  /// contains, such as `Aarhus Kommune`.
  private func likeliest(_ text: String, _ values: [(value: String, count: Int)], isPart: Bool) -> String? {
    if let near = nearest(text, in: values.lazy.map(\.value)) { return near }
    guard text.utf8.count <= 200 else { return nil }
    if isPart, let part = spelledOtherwise(text, values) { return part }
    let words = foldedForComparison(text).split { !$0.properties.isAlphabetic && !("0"..."9").contains($0) }
    for count in (1..<max(words.count, 1)).reversed() {
      let beginning = Array(words[0..<count].joined(separator: [" "]))
      if let found = values.first(where: { foldedForComparison($0.value) == beginning }) {
        return found.value
      }
    }
    // One word of several: `Midtjyland` in `Region Midtjylland`.
    guard text.utf8.count > 3 else { return nil }
    return values.first { value, _ in
      let words = value.split { !$0.isLetter && !$0.isNumber }.map(String.init)
      return words.count > 1 && (words.contains(text) || nearest(text, in: words) != nil)
    }?.value
  }

  /// The part of a value that is the text but for its spelling: `Taastrup` for `tåstrup`.
  private func spelledOtherwise(_ text: String, _ values: [(value: String, count: Int)]) -> String? {
    let wanted = foldedForComparison(text)
    guard wanted.count > 1 else { return nil }
    for (value, _) in values where value.utf8.count <= 200 {
      let characters = Array(value)
      for start in characters.indices {
        var end = start
        var part: [Unicode.Scalar] = []
        while part.count < wanted.count, end < characters.count {
          part += foldedForComparison(String(characters[end]))
          end += 1
        }
        if part == wanted { return String(characters[start..<end]) }
      }
    }
    return nil
  }

  /// A text as it stands between double quotes.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result
  }

  // MARK: - Parts of texts

  /// Notes a text of which no row has a part.
  private func checkPart(
    _ column: BoundExpression, _ value: Value, _ operation: BinaryOperator, at span: SourceSpan
  ) {
    guard case .string(let text) = value, !text.isEmpty, column.type == .string, let known = known(column),
      let values = known.statistics.values
    else { return }
    let folded = Array(text.lowercased().utf8)
    let message: Phrase
    let isThere: ([UInt8]) -> Bool
    switch operation {
    case .startsWith, .startsWithCS:
      message = "no row of \(known.name) begins with \"\(text)\""
      isThere = { $0.starts(with: folded) }
    case .endsWith, .endsWithCS:
      message = "no row of \(known.name) ends with \"\(text)\""
      isThere = { $0.suffix(folded.count).elementsEqual(folded) }
    default:
      message =
        operation == .contains || operation == .containsCS
        ? "no row of \(known.name) contains \"\(text)\"" : "no row of \(known.name) has \"\(text)\""
      isThere = { value in
        value.withUnsafeBufferPointer { value in
          folded.withUnsafeBufferPointer { UTF8Text.firstOffset(of: $0, in: value, from: 0) != nil }
        }
      }
    }
    if values.contains(where: { isThere(Array($0.value.lowercased().utf8)) }) { return }
    reportMissing(message, text, values, at: span, isPart: true)
  }

  // MARK: - Ranges

  private enum Side {
    case less, lessOrEqual, greater, greaterOrEqual

    /// The side as a message speaks of it.
    var words: Phrase {
      switch self {
      case .less: "less than"
      case .lessOrEqual: "less than or equal to"
      case .greater: "greater than"
      case .greaterOrEqual: "greater than or equal to"
      }
    }
  }

  /// Notes a comparison that no row passes, the whole range of the column being on the other side.
  private func checkRange(_ column: BoundExpression, _ value: Value, _ bound: Side, at span: SourceSpan) {
    guard
      column.type.isNumeric && value.type.isNumeric || column.type == .datetime && value.type == .datetime,
      Binder.position(value) != nil,
      let known = known(column), !isPassed(known, value, bound), let range = rangeText(known)
    else { return }
    remark("no row of \(known.name) is \(bound.words) \(tree.text[span])", at: span, label: range)
  }

  /// Notes `between` ends that hold no row.
  func checkBetween(
    _ column: BoundExpression, _ lower: BoundExpression, _ upper: BoundExpression, at span: SourceSpan
  ) {
    guard
      column.type.isNumeric && lower.type.isNumeric || column.type == .datetime && lower.type == .datetime,
      let low = lower.constantValue,
      let high = upper.constantValue, let first = Binder.position(low), let last = Binder.position(high),
      column.constantValue == nil
    else { return }
    if first > last {
      remark(
        "no value is between these ends: the first is greater than the last", at: span,
        label: "write the smaller one first")
      return
    }
    guard let known = known(column), let range = rangeText(known),
      !isPassed(known, low, .greaterOrEqual) || !isPassed(known, high, .lessOrEqual)
    else { return }
    remark("no row of \(known.name) is between these ends", at: span, label: range)
  }

  /// Whether some row may pass; true when nothing is known.
  private func isPassed(_ known: KnownColumn, _ value: Value, _ bound: Side) -> Bool {
    guard let low = known.statistics.minimum.flatMap(Binder.position),
      let high = known.statistics.maximum.flatMap(Binder.position), let place = Binder.position(value)
    else { return true }
    switch bound {
    case .less: return low < place
    case .lessOrEqual: return low <= place
    case .greater: return high > place
    case .greaterOrEqual: return high >= place
    }
  }

  /// A value's place among those of its column.
  private static func position(_ value: Value) -> Double? {
    if case .datetime(let time) = value { return Double(time.ticks) }
    return value.double
  }

  /// `it goes from 2016 to 2024`.
  private func rangeText(_ known: KnownColumn) -> Phrase? {
    guard let low = known.statistics.minimum.flatMap(Binder.plainText),
      let high = known.statistics.maximum.flatMap(Binder.plainText)
    else { return nil }
    return low == high ? "all its values are \(low)" : "it goes from \(low) to \(high)"
  }

  private static func plainText(_ value: Value) -> String? {
    switch value {
    case .int(let number): "\(number)"
    case .long(let number): "\(number)"
    case .real(let number): "\(number)"
    case .decimal(let number): number.text
    case .datetime(let time):
      time.text.hasSuffix("T00:00:00.0000000Z") ? String(time.text.prefix(10)) : time.text
    default: nil
    }
  }
}
