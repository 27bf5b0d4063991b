import RegnBinder
import RegnData
import RegnFunctions
import RegnManual
import RegnPhrases
import RegnSyntax

/// The forms of the function whose arguments are being written.
public struct SignatureHelp: Sendable, Hashable {
  /// One form.
  public struct Form: Sendable, Hashable {
    /// `round(number, precision)`.
    public let label: String
    /// The parameters as they stand in the label.
    public let parameters: [String]
  }

  public let forms: [Form]
  /// What the function gives, in a sentence; empty when not known.
  public let summary: Phrase
  /// The form that fits the number of arguments so far.
  public let activeForm: Int
  /// The parameter that the cursor is at.
  public let activeParameter: Int
}

extension Document {
  /// The forms of the innermost call around an offset; nil outside calls.
  public func signatureHelp(at offset: Int) -> SignatureHelp? {
    let part = parts[partIndex(at: max(0, offset - 1))]
    let head = SourceText(bytes: Array(part.tree.text.bytes.prefix(max(0, offset - part.start))))
    let place = CompletionPlace(head)
    guard let call = place.call else { return nil }
    if case .function(let function)? = scope(at: offset).binding(call.name) {
      let parameters = function.declaration.parameters.map(\.text)
      return SignatureHelp(
        forms: [.init(label: "\(call.name)(\(parameters.joined(separator: ", ")))", parameters: parameters)],
        summary: "a function of this script", activeForm: 0,
        activeParameter: min(call.argument, max(0, parameters.count - 1)))
    }
    guard let function = FunctionLibrary.function(named: call.name) else { return nil }
    var forms: [SignatureHelp.Form] = []
    var counts: [(most: Int, repeats: Int)] = []
    for signature in function.signatures {
      let form = SignatureHelp.Form(function.name, signature)
      guard !forms.contains(form) else { continue }
      forms.append(form)
      let repeats = signature.variadic.map { $0.times.upperBound > 1 ? $0.count : 0 } ?? 0
      counts.append((signature.parameters.count, repeats))
    }
    let active = counts.firstIndex { call.argument < $0.most || $0.repeats > 0 } ?? max(0, forms.count - 1)
    guard active < forms.count else { return nil }
    let (most, repeats) = counts[active]
    // Behind the last one, those that may be repeated come round again.
    var parameter = call.argument
    if parameter >= most, repeats > 0 { parameter = most - repeats + (parameter - most) % repeats }
    return SignatureHelp(
      forms: forms, summary: function.summary, activeForm: active,
      activeParameter: min(parameter, max(0, most - 1)))
  }

  /// The names in force in the part that holds an offset.
  private func scope(at offset: Int) -> Environment {
    let index = partIndex(at: max(0, offset - 1))
    return environment(before: index)
  }

  /// What the manual says of a completion, in Markdown; nil when there is nothing more to say.
  public func documentation(of item: CompletionItem, _ language: Language = .en) -> String? {
    let name = item.text.last == "(" ? String(item.text.dropLast()) : item.text
    switch item.kind {
    case .function:
      return FunctionLibrary.function(named: name).map { FunctionEntry($0).markdown(level: 3, language) }
    case .tabularOperator: return ManualPage.named(name)?.markdown
    case .keyword: return ExpressionOperator.named(name)?.markdown(level: 3, language)
    case .table: return context.catalog.table(named: name).map { Self.text(onTable: name, $0, language) }
    case .column, .option, .value, .variable, .type, .file: return nil
    }
  }
}

extension SignatureHelp.Form {
  init(_ name: String, _ signature: Signature) {
    var parameters: [String] = []
    for parameter in signature.parameters {
      parameters.append(parameter.isOptional ? "[\(parameter.name)]" : parameter.name)
    }
    let more = signature.variadic.map { $0.times.upperBound > 1 ? ", …" : "" } ?? ""
    self.init(label: "\(name)(\(parameters.joined(separator: ", "))\(more))", parameters: parameters)
  }
}
