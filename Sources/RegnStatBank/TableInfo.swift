import RegnData

/// What the StatBank tells of a table: the answer to `tableinfo`.
public struct TableInfo: Sendable, Hashable {
  /// A variable of a table, such as the area or the time.
  public struct Variable: Sendable, Hashable {
    /// A value of a variable.
    public struct Value: Sendable, Hashable {
      /// The code, such as `101`.
      public let code: String
      /// What it stands for, such as `Copenhagen`.
      public let text: String
    }

    /// The code, such as `OMRÅDE`.
    public let code: String
    /// What it stands for, such as `region`.
    public let text: String
    /// Whether figures can be asked for without it: then they are those of all its values together.
    public let canBeEliminated: Bool
    public let isTime: Bool
    public let values: [Value]

    /// Whether each value's code is its text.
    public var isPlain: Bool { values.allSatisfy { $0.code == $0.text } }
  }

  /// The table's number, such as `FOLK1A`.
  public let id: String
  public let title: String
  /// What is counted, by what; in a sentence.
  public let description: String
  public let unit: String
  /// When the figures were last updated, as the StatBank writes it.
  public let updated: String
  /// What readers must know; empty when there is nothing.
  public let footnote: String
  /// In the order of the table.
  public let variables: [Variable]

  /// Reads an answer. Throws `ExecutionError` RG0655 when it is not what it should be.
  public init(json: String) throws(ExecutionError) {
    guard let answer = DynamicValue(json: json) else {
      throw StatBankFailure.unreadable("the answer about the table is not JSON")
    }
    let variables = answer["variables"]?.elements.compactMap(Variable.init) ?? []
    guard let id = answer["id"]?.text, !id.isEmpty, !variables.isEmpty else {
      throw StatBankFailure.unreadable("the answer about the table names no variables")
    }
    self.id = id
    title = answer["text"]?.text ?? ""
    description = answer["description"]?.text ?? ""
    unit = answer["unit"]?.text ?? ""
    updated = answer["updated"]?.text ?? ""
    let note = answer["footnote"]
    footnote = oneLine(note?["text"]?.text ?? note?.text ?? "")
    self.variables = variables
  }
}

extension TableInfo.Variable {
  fileprivate init?(_ json: DynamicValue) {
    guard let code = json["id"]?.text, !code.isEmpty else { return nil }
    self.code = code
    text = json["text"]?.text ?? code
    canBeEliminated = json["elimination"] == .bool(true)
    isTime = json["time"] == .bool(true)
    values = (json["values"]?.elements ?? []).compactMap { value in
      guard let code = value["id"]?.text else { return nil }
      return Value(code: code, text: value["text"]?.text ?? code)
    }
  }
}

/// A text with its line breaks and runs of spaces as single spaces.
func oneLine(_ text: String) -> String {
  text.split { $0.isWhitespace }.joined(separator: " ")
}

extension DynamicValue {
  /// The value of a key of a bag.
  subscript(_ key: String) -> DynamicValue? {
    guard case .bag(let entries) = self else { return nil }
    return entries.first { $0.key == key }?.value
  }

  /// The elements of an array; of anything else none.
  var elements: [DynamicValue] {
    if case .array(let elements) = self { elements } else { [] }
  }

  /// A text, or a number as it is written.
  var text: String? {
    switch self {
    case .string(let text): text
    case .long(let number): "\(number)"
    default: nil
    }
  }

  /// A whole number.
  var integer: Int? {
    if case .long(let number) = self { Int(number) } else { nil }
  }
}
