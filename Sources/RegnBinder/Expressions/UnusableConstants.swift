import RegnData
import RegnFunctions
import RegnSyntax

extension Binder {
  /// Notes a date or a number in Danish form that a conversion does not read, and that is null therefore.
  func noteUnreadText(
    _ function: FunctionDefinition, _ view: CallExpression, _ arguments: [BoundExpression],
    _ result: BoundExpression
  ) {
    guard result.constantValue?.isNull == true, let text = arguments.first?.constantValue?.text,
      let argument = view.arguments.first
    else { return }
    let bytes = Array(text.utf8)
    func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    var written: String?
    if result.type == .datetime {
      let parts = text.split { $0 == "-" || $0 == "." || $0 == "/" }.map(String.init)
      if parts.count == 3, parts.allSatisfy({ $0.utf8.allSatisfy(isDigit) }), parts[2].utf8.count == 4,
        parts[0].utf8.count <= 2, parts[1].utf8.count <= 2
      {
        func padded(_ part: String) -> String { part.utf8.count == 1 ? "0" + part : part }
        written = "\(parts[2])-\(padded(parts[1]))-\(padded(parts[0]))"
      }
    } else if result.type.isNumeric, bytes.contains(UInt8(ascii: ",")), bytes.first.map(isDigit) == true,
      bytes.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") })
    {
      let parts = text.split(separator: ",", omittingEmptySubsequences: false)
      if parts.count == 2 { written = parts[0].filter { $0 != "." } + "." + parts[1] }
    }
    guard let written else { return }
    report(
      .textNotRead, "\(view.name)() does not read \"\(text)\", so this is null", at: argument.span,
      label: "write: \"\(written)\"",
      fixes: [Fix("Write \"\(written)\"", replace: argument.span, with: "\"\(written)\"")])
  }

  /// Whether a call can use the constants it is given. Patterns, time zones, units and the like are tried on
  /// one row that is otherwise empty, so that a wrong one is reported where it stands and before anything
  /// runs.
  func canUseConstants(_ call: BoundCall, spans: [SourceSpan], at span: SourceSpan) -> Bool {
    guard silence == 0, call.function.kind == .scalar, call.signature.isDeterministic,
      case .scalar(let kernel) = call.signature.kernel
    else { return true }
    var texts: [Int] = []
    var lists: [Int] = []
    let columns = call.arguments.enumerated().map { place, argument -> Column in
      guard let value = argument.constantValue else {
        return Column(value: argument.type == .string ? .string("") : .null(argument.type), count: 1)
      }
      if case .string = value, place < spans.count { texts.append(place) }
      if case .dynamic = value, place < spans.count { lists.append(place) }
      return Column(value: value, count: 1)
    }
    guard !texts.isEmpty else { return true }
    do {
      _ = try kernel(columns, KernelContext(rows: 1, firstRow: 0, execution: constantContext))
      return true
    } catch let error as ExecutionError where error.code == "RG0606" || error.code == "RG0608" {
      // The failure quotes the text that it is about.
      let said = Array("\(error.message)\(error.hint)".utf8)
      let quoted = texts.first { place in
        guard let text = call.arguments[place].constantValue?.text else { return false }
        return contains(said, Array("`\(text.prefix(60))".utf8))
      }
      let place = (quoted ?? lists.first ?? texts.first).map { spans[$0] } ?? span
      let offset =
        error.code == "RG0608" ? error.hint.description.split(separator: " ").last.flatMap { Int($0) } : nil
      report(
        .unusableConstant, error.message,
        at: offset.flatMap { self.place(of: $0, inLiteral: place) } ?? place,
        label: offset == nil ? error.hint : "")
      return false
    } catch {
      return true
    }
  }

  private func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      part.withUnsafeBufferPointer { UTF8Text.firstOffset(of: $0, in: bytes, from: 0) != nil }
    }
  }

  /// Where byte `offset` of a string literal's value stands in the text; nil when escapes make that unclear.
  private func place(of offset: Int, inLiteral span: SourceSpan) -> SourceSpan? {
    let bytes = tree.text.bytes[span.start..<span.end]
    let isVerbatim = bytes.first == UInt8(ascii: "@")
    let start = span.start + (isVerbatim ? 2 : 1)
    let quotes: [UInt8] = [UInt8(ascii: "'"), UInt8(ascii: "\"")]
    guard let quote = isVerbatim ? bytes.dropFirst().first : bytes.first, quotes.contains(quote),
      isVerbatim || !bytes.contains(UInt8(ascii: "\\")), start + offset < span.end
    else { return nil }
    return SourceSpan(start + offset, min(start + offset + 1, span.end))
  }
}
