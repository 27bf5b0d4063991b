import RegnData
import RegnSyntax

extension Binder {
  /// The value of a literal; nil after a mistake.
  func bindLiteral(_ literal: LiteralExpression) -> Value? {
    let content = literal.content
    func unfit(_ type: ScalarType) -> Value? {
      // The parser reports what has not the form of its type; here only what the type cannot hold.
      if !tree.diagnostics.contains(where: {
        $0.span.start < literal.span.end && literal.span.start < $0.span.end
      }) {
        report(
          .literalDoesNotFit, "\(literal.text) is not \(type.withArticle)", at: literal.span,
          label: type.literalHint)
      }
      return nil
    }
    let isNull = literal.isNull
    switch literal.type {
    case .string: return literal.stringValue.map { .string($0) }
    case .long:
      if isNull { return .null(.long) }
      return literal.longValue.map { .long($0) } ?? unfit(.long)
    case .int:
      if isNull { return .null(.int) }
      return literal.longValue.flatMap { Int32(exactly: $0) }.map { .int($0) } ?? unfit(.int)
    case .real:
      if isNull { return .null(.real) }
      noteThousands(literal)
      return literal.realValue.map { .real($0) } ?? unfit(.real)
    case .bool:
      if isNull { return .null(.bool) }
      return literal.boolValue.map { .bool($0) } ?? unfit(.bool)
    case .decimal:
      if isNull { return .null(.decimal) }
      return Decimal(content).map { .decimal($0) } ?? unfit(.decimal)
    case .datetime:
      if isNull { return .null(.datetime) }
      // The reference page on the type: `datetime()` is the current time.
      if content.isEmpty { return .datetime(constantContext.now) }
      return DateTime(content).map { .datetime($0) } ?? unfit(.datetime)
    case .timespan:
      if isNull { return .null(.timespan) }
      if let ticks = literal.timespanTicks { return .timespan(Timespan(ticks: ticks)) }
      return Timespan(content).map { .timespan($0) } ?? unfit(.timespan)
    case .guid:
      if isNull { return .null(.guid) }
      return Guid(content).map { .guid($0) } ?? unfit(.guid)
    case .null: return .null(.dynamic)
    }
  }

  /// Notes `1.000`, which a Dane reads as a thousand.
  private func noteThousands(_ literal: LiteralExpression) {
    let text = literal.text
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...3).contains(parts[0].utf8.count), parts[1].utf8.count == 3,
      !text.hasPrefix("0"), text.hasSuffix("0"),
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
    else { return }
    var meant = text
    while meant.hasSuffix("0") { meant.removeLast() }
    if meant.hasSuffix(".") { meant.removeLast() }
    report(
      .decimalComma, "\(text) means \(meant) in KQL, where `.` is the decimal point",
      at: literal.span, label: "for thousands write \(parts.joined())",
      fixes: [Fix("Write \(parts.joined())", replace: literal.span, with: parts.joined())])
  }

  /// The value of `dynamic(…)`.
  func bindDynamic(_ literal: DynamicLiteral) -> BoundExpression? {
    let span = literal.content
    let source = Array(literal.node.tree.text.bytes[span.start..<max(span.start, span.end)])
    var writer = DynamicWriter()
    do {
      try source.withUnsafeBufferPointer { try writer.append(dynamicLiteral: $0) }
    } catch {
      if !hasSyntaxError(in: literal.span) {
        report(.literalDoesNotFit, "this is not a dynamic value", at: literal.span)
      }
      return nil
    }
    if writer.withValue({ $0.isNull }) { return .constant(.null(.dynamic)) }
    return .constant(.dynamic(writer.bytes))
  }
}
