import RegnData
import RegnFunctions
import RegnPhrases

/// What the manual says of a function: its forms, what it gives, what its parameters take, and its examples.
public struct FunctionEntry {
  private let function: FunctionDefinition

  public init(_ function: FunctionDefinition) { self.function = function }

  /// The entry in Markdown, under a heading of the level.
  public func markdown(level: Int, _ language: Language = .en) -> String {
    func said(_ phrase: Phrase) -> String { phrase.text(language) }
    var parts = ["\(String(repeating: "#", count: level)) \(function.name)", said(function.summary)]
    parts.append("```\n\(forms.joined(separator: "\n"))\n```")
    let parameters = parameterLines.map { "| `\($0.name)` | \(said($0.takes)) |" }
    if !parameters.isEmpty {
      let heads = "| \(said("parameter")) | \(said("takes")) |"
      parts.append("\(heads)\n|---|---|\n" + parameters.joined(separator: "\n"))
    }
    var remarks: [Phrase] = []
    if let columns { remarks.append(columns) } else if let result { remarks.append("Gives \(result).") }
    if !function.aliases.isEmpty {
      remarks.append("Also called \(Phrase.and(function.aliases.map { "`\($0)`" })).")
    }
    if !remarks.isEmpty { parts.append(said(remarks.joined(separator: " "))) }
    for example in function.examples { parts.append(ExampleText.markdown(example)) }
    return parts.joined(separator: "\n\n") + "\n"
  }

  // MARK: - Forms

  /// How it is called: a line for each form that differs in its parameters' names.
  var forms: [String] {
    var texts: [String] = []
    for signature in function.signatures {
      let text = "\(function.name)(\(Self.parameterList(signature)))"
      if !texts.contains(text) { texts.append(text) }
    }
    return texts
  }

  private static func parameterList(_ signature: Signature) -> String {
    let parameters = signature.parameters
    var text = ""
    for (place, parameter) in parameters.enumerated() {
      let separator = place == 0 ? "" : ", "
      text += parameter.isOptional ? " [\(separator)\(parameter.name)]" : separator + parameter.name
    }
    if let variadic = signature.variadic, variadic.times.upperBound > 1 { text += ", …" }
    while text.hasPrefix(" ") { text.removeFirst() }
    return text
  }

  // MARK: - Parameters

  private struct ParameterText {
    let name: String
    var types: [ScalarType] = []
    var words: [Phrase] = []
    var isOptional = false
    var isConstant = true
    var isRepeated = false
    var defaultValue: Value?
  }

  private var parameterLines: [(name: String, takes: Phrase)] {
    var found: [ParameterText] = []
    for signature in function.signatures {
      let repeated = signature.variadic.map { signature.parameters.count - $0.count } ?? .max
      for (place, parameter) in signature.parameters.enumerated() {
        let index =
          found.firstIndex { $0.name == parameter.name }
          ?? {
            found.append(ParameterText(name: parameter.name))
            return found.count - 1
          }()
        switch parameter.accepts {
        case .type(let type): found[index].types.append(type)
        case .oneOf(let types): found[index].types += types
        case .any: found[index].words.append("any value")
        case .common: found[index].words.append("any value, of one type with the others")
        case .commonOrdered:
          found[index].words.append("a number, datetime or timespan, of one type with the others")
        case .table: found[index].words.append("a table")
        }
        found[index].isOptional = found[index].isOptional || parameter.isOptional
        found[index].isConstant = found[index].isConstant && parameter.mustBeConstant
        found[index].isRepeated = found[index].isRepeated || place >= repeated
        found[index].defaultValue = found[index].defaultValue ?? parameter.defaultValue
      }
    }
    return found.map { parameter in
      var text =
        parameter.words.min { $0.description < $1.description } ?? Words.types(parameter.types)
      if parameter.isConstant { text = "\(text), constant" }
      if parameter.isRepeated { text = "\(text); may be repeated" }
      if parameter.isOptional {
        let shown = parameter.defaultValue.flatMap(Self.shown)
        text = shown.map { "\(text); may be left out: then \($0)" } ?? "\(text); may be left out"
      }
      return (parameter.name, text)
    }
  }

  private static func shown(_ value: Value) -> String? {
    switch value {
    case .bool(let value): "`\(value)`"
    case .int(let value): "`\(value)`"
    case .long(let value): "`\(value)`"
    case .real(let value): "`\(value)`"
    case .decimal(let value): "`\(value.text)`"
    case .timespan(let value): "`\(value.text)`"
    case .string(let value): value.isEmpty ? nil : "`\"\(value)\"`"
    default: nil
    }
  }

  // MARK: - The result

  /// How a call on its own becomes several columns.
  private var columns: Phrase? {
    switch function.parts {
    case .one: return nil
    case .named(let parts):
      let columns = Phrase.and(parts.map { "`\($0.ending)` (\($0.type.rawValue))" })
      return """
        Gives several values. On its own in `extend`, `project` or `print` it becomes columns whose names \
        end in \(columns); within an expression it is an array of these.
        """
    case .eachArray(let ending):
      return """
        Given several arrays, it becomes a column for each, its name ending in `\(ending)`, when it stands \
        on its own in `extend`, `project` or `print`.
        """
    }
  }

  /// The type of what it gives, where that is always the same or an argument's own.
  private var result: Phrase? {
    var own: [String] = []
    var types: [ScalarType] = []
    for signature in function.signatures {
      switch signature.result {
      case .type(let type): types.append(type)
      case .sameAs(let place) where place < signature.parameters.count:
        own.append(signature.parameters[place].name)
      case .common: own.append("")
      case .sameAs, .computed, .columns: return nil
      }
    }
    if Set(types).count == 1, own.isEmpty { return Words.types(types) }
    // Forms for several types, each giving the type of the same argument.
    for (place, parameter) in (function.signatures.first?.parameters ?? []).enumerated() {
      let follows = function.signatures.allSatisfy { signature in
        guard place < signature.parameters.count, signature.parameters[place].name == parameter.name else {
          return false
        }
        switch (signature.result, signature.parameters[place].accepts) {
        case (.type(let type), .type(let taken)): return type == taken
        case (.sameAs(let other), _): return other == place
        default: return false
        }
      }
      if follows { return "the type of `\(parameter.name)`" }
    }
    if types.isEmpty, Set(own) == [""] { return "the type that the arguments have in common" }
    return own.isEmpty ? Words.types(types) : nil
  }
}

/// Words that several entries are made of.
enum Words {
  /// Types in words, the four of numbers as one.
  static func types(_ types: [ScalarType]) -> Phrase {
    var known = Set(types)
    if known == Set(ScalarType.allCases) { return "any value" }
    let numbers: Set<ScalarType> = [.int, .long, .real, .decimal]
    let hasNumbers = known.isSuperset(of: numbers)
    if hasNumbers { known.subtract(numbers) }
    let others = ScalarType.allCases.filter { known.contains($0) }
    var words = others.map { Phrase(verbatim: $0.rawValue) }
    if hasNumbers {
      words.insert("a number", at: 0)
    } else if let first = words.first {
      words[0] = others.first == .int ? "an \(first)" : "a \(first)"
    }
    let list = Phrase.or(words)
    return others.last == .dynamic ? "\(list) value" : list
  }

  /// A list with commas in lines of at most 100 columns where words allow it, ended by a line end.
  static func filled(_ start: String, _ items: [String]) -> String {
    var text = ""
    var line = start
    for (place, item) in items.enumerated() {
      let part = item + (place + 1 == items.count ? "" : ",")
      if !line.isEmpty, line.count + 1 + part.count > 100 {
        text += line + "\n"
        line = part
      } else {
        line += (line.isEmpty ? "" : " ") + part
      }
    }
    return text + line + "\n"
  }
}
