import RegnData
import RegnFunctions
import RegnPhrases
import RegnSyntax

/// A form of a function chosen for a call.
struct Match {
  let signature: Signature
  /// The arguments, converted to what the form takes, defaults filled in.
  let arguments: [BoundExpression]
  /// The result's type; for forms with several columns the first's.
  let type: ScalarType
}

extension Binder {
  /// What it costs to take a value of one type for another without being told to; nil when KQL does not.
  func conversionCost(from: ScalarType, to: ScalarType) -> Int? {
    if from == to { return 0 }
    switch (from, to) {
    case (.int, .long): return 1
    case (.int, .real), (.long, .real): return 2
    case (.int, .decimal), (.long, .decimal): return 3
    case (.real, .decimal): return 4
    case (.decimal, .real): return 5
    case (.dynamic, _): return 8
    default: return nil
    }
  }

  /// The type that values of several types have in common; nil when they have none.
  func commonType(_ types: [ScalarType]) -> ScalarType? {
    var common: ScalarType?
    for type in types {
      guard let known = common, known != type else {
        common = type
        continue
      }
      if known == .dynamic {
        common = type
      } else if type == .dynamic {
        continue
      } else if known.isNumeric, type.isNumeric {
        let order: [ScalarType] = [.int, .long, .real, .decimal]
        common =
          (order.firstIndex(of: known) ?? 0) > (order.firstIndex(of: type) ?? 0) ? known : type
      } else {
        return nil
      }
    }
    return common
  }

  /// The parameters that a form has for a number of arguments; nil when it does not take so many.
  private func parameters(_ signature: Signature, count: Int) -> [Parameter]? {
    let fixed = signature.parameters
    guard let variadic = signature.variadic else {
      let required = fixed.filter { !$0.isOptional }.count
      return count >= required && count <= fixed.count ? Array(fixed.prefix(count)) : nil
    }
    let before = fixed.count - variadic.count
    let rest = count - before
    guard rest >= 0, rest % variadic.count == 0, variadic.times.contains(rest / variadic.count) else {
      // Fewer arguments than a variadic form repeats are allowed where it may repeat zero times.
      return nil
    }
    let repeated = Array(fixed.suffix(variadic.count))
    return Array(fixed.prefix(before))
      + (0..<(rest / variadic.count)).flatMap { _ in repeated }
  }

  /// The form that takes the arguments with the least conversion; reports when none does.
  func resolve(
    _ function: FunctionDefinition, _ arguments: [BoundExpression], spans: [SourceSpan], at span: SourceSpan,
    shown: String
  ) -> Match? {
    var best: (cost: Int, match: Match)?
    var takesCount = false
    var firstMisfit: (place: Int, needed: [ScalarType])?
    var constantMissing: Int?
    for signature in function.signatures {
      guard let parameters = parameters(signature, count: arguments.count) else { continue }
      takesCount = true
      switch fit(signature, parameters, arguments) {
      case .fits(let cost, let match):
        if cost < best?.cost ?? .max { best = (cost, match) }
      case .misfit(let place, let needed):
        if let known = firstMisfit, known.place == place {
          firstMisfit = (place, known.needed + needed)
        } else if firstMisfit == nil || place > firstMisfit?.place ?? 0 {
          firstMisfit = (place, needed)
        }
      case .notConstant(let place): constantMissing = place
      }
      if best?.cost == 0 { break }
    }
    if let best { return best.match }
    guard takesCount else {
      // What is missing could not be read.
      if hasSyntaxError(in: span) { return nil }
      if let (comma, number) = decimalComma(spans), arguments.count > 1 {
        // What was said of the number's first half does not hold.
        diagnostics.removeAll {
          $0.severity == .note && span.start <= $0.span.start && $0.span.end <= span.end
        }
        report(
          .argumentCount, "\(shown) takes \(arityText(function, arguments.count)), not \(arguments.count)",
          at: comma,
          label: "a decimal point is written `.`: \(number)",
          fixes: [Fix("Write \(number)", replace: comma, with: number)])
        return nil
      }
      report(
        .argumentCount, "\(shown) takes \(arityText(function, arguments.count)), not \(arguments.count)",
        at: span, label: "write: \(Binder.signatureText(function))")
      return nil
    }
    if let place = constantMissing {
      report(
        .notConstant, "this argument of \(shown) must be known before the query runs",
        at: place < spans.count ? spans[place] : span)
      return nil
    }
    let types = arguments.map { $0.type.rawValue }
    if function.name.hasPrefix("__"), types.count == 2 {
      reportOperands(function, arguments, spans: spans, at: span, shown: shown)
    } else if function.name.hasPrefix("__"), types.count == 1 {
      report(
        .incompatibleTypes, "\(shown) does not go before \(arguments[0].type.withArticle)",
        at: spans.first ?? span)
    } else if let misfit = firstMisfit, misfit.place < arguments.count, !misfit.needed.isEmpty {
      let given = arguments[misfit.place].type
      let place = misfit.place < spans.count ? spans[misfit.place] : span
      let conversion = conversion(from: given, toOneOf: misfit.needed)
      let call = conversion.map { "\($0)(\(tree.text[place]))" }
      report(
        .incompatibleTypes,
        "\(shown) takes \(ScalarType.words(misfit.needed)) here, not \(given.withArticle)", at: place,
        label: misfit.needed.allSatisfy { $0 == .bool }
          ? "a bool is true or false: compare it with something"
          : call.map { "to convert it write: \($0)" } ?? "write: \(Binder.signatureText(function))",
        fixes: call.map { [Fix("Convert it", replace: place, with: $0)] } ?? [])
    } else if function.name != "case" || !reportCase(arguments, spans: spans, at: span) {
      report(
        .incompatibleTypes, "\(shown) does not take \(types.joined(separator: ", "))", at: span,
        label: "write: \(Binder.signatureText(function))")
    }
    return nil
  }

  /// What is wrong with the arguments of `case`.
  private func reportCase(_ arguments: [BoundExpression], spans: [SourceSpan], at span: SourceSpan) -> Bool {
    guard arguments.count % 2 == 1 else {
      report(
        .argumentCount, "case() ends with a value for the rows that fit no condition", at: span,
        label: "write: case(condition, value, …, otherwise)")
      return true
    }
    for place in stride(from: 0, to: arguments.count - 1, by: 2)
    where arguments[place].type != .bool && arguments[place].type != .dynamic {
      report(
        .notBoolean, "a condition must be true or false; this is \(arguments[place].type.withArticle)",
        at: spans[place], label: "write: case(condition, value, …, otherwise)")
      return true
    }
    let first = arguments[1].type
    for place in Array(stride(from: 3, to: arguments.count, by: 2)) + [arguments.count - 1]
    where commonType([first, arguments[place].type]) == nil {
      report(
        .incompatibleTypes,
        """
        the values of case() are of one type; the first is \(first.withArticle), \
        this is \(arguments[place].type.withArticle)
        """, at: spans[place],
        label: first == .string ? "to convert it write: tostring(\(tree.text[spans[place]]))" : "")
      return true
    }
    return false
  }

  /// The function that makes of a value what is needed, where that is likely meant.
  private func conversion(from given: ScalarType, toOneOf needed: [ScalarType]) -> String? {
    if needed.allSatisfy({ $0 == .string }) { return given == .dynamic ? nil : "tostring" }
    guard given == .string else { return nil }
    if needed.contains(.real) { return "toreal" }
    if needed.contains(.long) { return "tolong" }
    if needed.contains(.datetime) { return "todatetime" }
    return needed.contains(.dynamic) ? "parse_json" : nil
  }

  /// Two neighbouring arguments that end and begin as `1,5` does, and the number meant.
  private func decimalComma(_ spans: [SourceSpan]) -> (span: SourceSpan, number: String)? {
    func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    for (left, right) in zip(spans, spans.dropFirst()) where right.start == left.end + 1 && !right.isEmpty {
      var start = left.end
      while start > left.start, isDigit(tree.text.bytes[start - 1]) { start -= 1 }
      let digits = tree.text.bytes[right.start..<right.end]
      guard start < left.end, digits.allSatisfy(isDigit), tree.text.bytes[left.end] == UInt8(ascii: ",")
      else {
        continue
      }
      let whole = tree.text[SourceSpan(start, left.end)]
      return (SourceSpan(start, right.end), "\(whole).\(tree.text[right])")
    }
    return nil
  }

  private func reportOperands(
    _ function: FunctionDefinition, _ arguments: [BoundExpression], spans: [SourceSpan], at span: SourceSpan,
    shown: String
  ) {
    let left = arguments[0].type
    let right = arguments[1].type
    var label: Phrase = ""
    var fixes: [Fix] = []
    if function.name == "__add", left == .string || right == .string, spans.count == 2 {
      let call = "strcat(\(tree.text[spans[0]]), \(tree.text[spans[1]]))"
      label = call.utf8.count <= 60 ? "to join text write: \(call)" : "to join text write: strcat(…, …)"
      fixes = [Fix("Write `strcat`", replace: span, with: call)]
    } else if left == .string, arguments[0].constantValue == nil, right.isNumeric {
      label = "turn the text into a number: toreal(…)"
    } else if left == .datetime || right == .datetime, left == .string || right == .string {
      let textPlace = left == .string ? 0 : 1
      label = "to read a date from text write: todatetime(…)"
      if case .constant(.string(let text)) = arguments[textPlace], DateTime(text) != nil {
        label = "write: datetime(\(text))"
        fixes = [Fix("Write a datetime", replace: spans[textPlace], with: "datetime(\(text))")]
      }
    } else if left == .datetime && right.isNumeric, function.name == "__add" || function.name == "__subtract"
    {
      label = "a length of time has a unit: \(tree.text[spans[1]])d, \(tree.text[spans[1]])h …"
      if case .constant(.long) = arguments[1] {
        fixes = [Fix("Make it days", replace: spans[1], with: "\(tree.text[spans[1]])d")]
      }
    } else if left.isNumeric && right == .datetime || left == .datetime && right.isNumeric {
      label = "to take a date's year write: getyear(…)"
    } else if !left.isNumeric, function.name != "__equal", left == .dynamic || right == .dynamic {
      label = "convert the dynamic value first: tolong(…), toreal(…), tostring(…)"
    } else if left != .string, Binder.textOperators.contains(function.name) {
      let call = "tostring(\(tree.text[spans[0]]))"
      label = "turn it into text first: \(call)"
      fixes = [Fix("Turn it into text", replace: spans[0], with: call)]
    }
    report(
      .incompatibleTypes, "\(shown) does not go between \(left.withArticle) and \(right.withArticle)",
      at: span,
      label: label, fixes: fixes)
  }

  private static let textOperators: Set<String> = [
    "__has", "__has_cs", "__contains", "__contains_cs", "__startswith", "__startswith_cs", "__endswith",
    "__endswith_cs", "__hasprefix", "__hasprefix_cs", "__hassuffix", "__hassuffix_cs", "__matches_regex",
    "__equal_insensitive",
  ]

  private enum Fit {
    case fits(cost: Int, Match)
    case misfit(place: Int, needed: [ScalarType])
    case notConstant(place: Int)
  }

  private func fit(_ signature: Signature, _ parameters: [Parameter], _ arguments: [BoundExpression]) -> Fit {
    var converted = arguments
    var cost = 0
    var common: [Int] = []
    for (place, parameter) in parameters.enumerated() {
      let argument = arguments[place]
      if parameter.mustBeConstant, argument.constantValue == nil {
        if case .scalarQuery = argument {} else { return .notConstant(place: place) }
      }
      switch parameter.accepts {
      case .any: cost += 1
      case .table: return .misfit(place: place, needed: [])
      case .type(let type):
        if argument.type == type { break }
        if let step = conversionCost(from: argument.type, to: type) {
          cost += step * 4
          converted[place] = self.converted(argument, to: type)
        } else if argument.constantValue?.isNull == true, argument.type == .dynamic {
          converted[place] = .constant(.null(type))
        } else if type == .int, case .constant(.long(let number)) = argument, Int32(exactly: number) != nil {
          cost += 4
          converted[place] = self.converted(argument, to: type)
        } else {
          return .misfit(place: place, needed: [type])
        }
      case .oneOf(let types):
        if types.contains(argument.type) { break }
        let reachable = types.compactMap { type in
          conversionCost(from: argument.type, to: type).map { (type: type, cost: $0) }
        }
        guard let nearest = reachable.min(by: { $0.cost < $1.cost }) else {
          return .misfit(place: place, needed: types)
        }
        // Of the types that a dynamic value could become, a real loses least.
        let target = argument.type == .dynamic && types.contains(.real) ? .real : nearest.type
        cost += nearest.cost * 4
        converted[place] = self.converted(argument, to: target)
      case .common, .commonOrdered: common.append(place)
      }
    }
    var commonType: ScalarType?
    if !common.isEmpty {
      // A null literal takes the type of the others.
      let typed = common.filter {
        !(arguments[$0].constantValue?.isNull == true && arguments[$0].type == .dynamic)
      }
      guard let type = self.commonType((typed.isEmpty ? common : typed).map { arguments[$0].type }) else {
        return .misfit(place: common.last ?? 0, needed: [arguments[common[0]].type])
      }
      if case .commonOrdered = parameters[common[0]].accepts, !(type.isNumeric || type.isTicks) {
        return .misfit(place: common[0], needed: [.long, .real, .datetime, .timespan])
      }
      for place in common where arguments[place].type != type {
        cost += 1
        converted[place] = self.converted(arguments[place], to: type)
      }
      commonType = type
    }
    for parameter in signature.parameters.dropFirst(signature.variadic == nil ? parameters.count : .max) {
      if let value = parameter.defaultValue { converted.append(.constant(value)) }
    }
    let types = converted.map(\.type)
    let result: ScalarType?
    switch signature.result {
    case .type(let type): result = type
    case .sameAs(let place): result = place < types.count ? types[place] : nil
    case .common: result = commonType
    case .computed(let find): result = find(types, converted.map(\.constantValue))
    case .columns(let find): result = find(types, converted.map(\.constantValue)).first?.type
    }
    guard let result else { return .misfit(place: 0, needed: []) }
    return .fits(cost: cost, Match(signature: signature, arguments: converted, type: result))
  }

  // MARK: - Words

  private func arityText(_ function: FunctionDefinition, _ given: Int) -> Phrase {
    var low = Int.max
    var high = 0
    for signature in function.signatures {
      if let variadic = signature.variadic {
        let before = signature.parameters.count - variadic.count
        low = min(low, before + variadic.count * variadic.times.lowerBound)
        high = max(high, before + variadic.count * variadic.times.upperBound)
      } else {
        low = min(low, signature.parameters.filter { !$0.isOptional }.count)
        high = max(high, signature.parameters.count)
      }
    }
    if low == high { return low == 0 ? "no arguments" : counted(low, "argument") }
    if given > high, high >= 64 { return "at most \(high) arguments" }
    if high >= 64 { return "\(low) or more arguments" }
    if low == 0 { return "at most \(counted(high, "argument"))" }
    return "\(low) to \(high) arguments"
  }

  /// A function's fullest form as it is written, such as `round(x [, precision])`.
  public static func signatureText(_ function: FunctionDefinition) -> String {
    guard
      let signature = function.signatures.max(by: { $0.parameters.count < $1.parameters.count })
    else { return "\(function.name)()" }
    var text = ""
    for (place, parameter) in signature.parameters.enumerated() {
      let separator = place == 0 ? "" : ", "
      let gap = place == 0 ? "" : " "
      text += parameter.isOptional ? "\(gap)[\(separator)\(parameter.name)]" : separator + parameter.name
    }
    if signature.variadic != nil { text += ", …" }
    return "\(function.name)(\(text))"
  }
}
