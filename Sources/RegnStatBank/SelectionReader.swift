import RegnData
import RegnPhrases
import RegnSyntax

/// Finds out what `VARIABLE=VALUES` stands for in a table, before anything is asked for.
public struct SelectionReader {
  private let info: TableInfo

  public init(_ info: TableInfo) { self.info = info }

  /// The selection that the arguments stand for, and what to say of the variables that they leave out.
  ///
  /// A variable that is left out is eliminated where the table allows it; of the time the latest period is
  /// taken, as the StatBank does; of any other all values are. Throws `ExecutionError` RG0650.
  public func read(_ arguments: [String]) throws(ExecutionError) -> (selection: Selection, remarks: [Phrase])
  {
    var chosen: [Int: Set<Int>] = [:]
    for argument in arguments {
      guard let equal = argument.firstIndex(of: "="), equal > argument.startIndex else {
        throw StatBankFailure.wrong(
          "\(argument) says no values of a variable", hint: "write VARIABLE=VALUES, such as \(example)")
      }
      let variable = try self.variable(String(argument[..<equal]))
      let values = String(argument[argument.index(after: equal)...])
      chosen[variable, default: []].formUnion(try places(values, of: info.variables[variable]))
    }
    var parts: [Selection.Part] = []
    var eliminated: [TableInfo.Variable] = []
    var remarks: [Phrase] = []
    for (place, variable) in info.variables.enumerated() {
      if let places = chosen[place] {
        parts.append(Selection.Part(variable: variable, places: places.sorted()))
      } else if variable.canBeEliminated {
        eliminated.append(variable)
      } else if variable.isTime, let last = variable.values.indices.last {
        parts.append(Selection.Part(variable: variable, places: [last]))
        remarks.append(
          "\(variable.code) (\(variable.text)) was left out: the latest period, \(variable.values[last].text)"
        )
      } else {
        parts.append(Selection.Part(variable: variable, places: Array(variable.values.indices)))
        remarks.append(
          """
          \(variable.code) (\(variable.text)) was left out and has no total: \
          all \(variable.values.count) values are taken
          """)
      }
    }
    if !eliminated.isEmpty {
      let names = eliminated.map { "\($0.code) (\($0.text))" }.joined(separator: ", ")
      remarks.append("left out, so the figures are totals over: \(names)")
    }
    return (Selection(parts: parts, eliminated: eliminated), remarks)
  }

  private var example: String {
    guard let variable = info.variables.first, let value = variable.values.first else { return "Tid=2024" }
    return "\(variable.code)=\(value.code)"
  }

  // MARK: - Variables

  private func variable(_ name: String) throws(ExecutionError) -> Int {
    let folded = foldedForComparison(name)
    if let place = info.variables.firstIndex(where: { foldedForComparison($0.code) == folded }) {
      return place
    }
    if let place = info.variables.firstIndex(where: { foldedForComparison($0.text) == folded }) {
      return place
    }
    let near = nearest(name, in: info.variables.flatMap { [$0.code, $0.text] })
    throw StatBankFailure.wrong(
      near.map { "\(info.id) has no variable \(name); did you mean \($0)?" }
        ?? "\(info.id) has no variable \(name)",
      hint: "it has \(info.variables.map { "\($0.code) (\($0.text))" as String }.joined(separator: ", "))")
  }

  // MARK: - Values

  /// The places of the values that a list stands for.
  private func places(_ text: String, of variable: TableInfo.Variable) throws(ExecutionError) -> [Int] {
    // A text may hold commas of its own.
    if let place = try exact(text, of: variable) { return [place] }
    var places: [Int] = []
    for item in ValueList.items(text) { places += try self.item(item, of: variable) }
    if places.isEmpty {
      throw StatBankFailure.wrong(
        "no value of \(variable.code) is named", hint: "\(variable.code)=* takes all")
    }
    return places
  }

  private func item(_ item: String, of variable: TableInfo.Variable) throws(ExecutionError) -> [Int] {
    if let place = try exact(item, of: variable) { return [place] }
    if let rule = PeriodRule(item) {
      let count = variable.values.count
      return try found((0..<count).filter { rule.matches($0, of: count) }, item, variable)
    }
    if item.hasPrefix("<") || item.hasPrefix(">") {
      guard let bounds = ValueBound.bounds(item) else {
        throw StatBankFailure.wrong(
          "\(item) is no condition on values of \(variable.code)",
          hint: "write \(variable.code)='>=2016' or \(variable.code)='>=2016<=2020'")
      }
      var places = Array(variable.values.indices)
      for bound in bounds {
        let kept = try self.places(within: bound, of: variable)
        places.removeAll { !kept.contains($0) }
      }
      return try found(places, item, variable)
    }
    if item.contains("*") {
      return try found(
        variable.values.indices.filter { ValueList.matches(variable.values[$0].code, pattern: item) }, item,
        variable)
    }
    throw missing(item, variable)
  }

  private func found(
    _ places: [Int], _ item: String, _ variable: TableInfo.Variable
  ) throws(ExecutionError) -> [Int] {
    if !places.isEmpty { return places }
    throw StatBankFailure.wrong(
      "\(item) fits no value of \(variable.code)", hint: "it has \(SelectionReader.sample(variable))")
  }

  /// The value of this code, or of this text.
  private func exact(_ item: String, of variable: TableInfo.Variable) throws(ExecutionError) -> Int? {
    if let place = variable.values.firstIndex(where: { $0.code == item }) { return place }
    let folded = foldedForComparison(item)
    if let place = variable.values.firstIndex(where: { foldedForComparison($0.code) == folded }) {
      return place
    }
    let places = variable.values.indices.filter { foldedForComparison(variable.values[$0].text) == folded }
    if places.count > 1 {
      throw StatBankFailure.wrong(
        "\(places.count) values of \(variable.code) are called \(item)",
        hint: "name one by its code: \(places.map { variable.values[$0].code }.joined(separator: ", "))")
    }
    return places.first
  }

  private func missing(_ item: String, _ variable: TableInfo.Variable) -> ExecutionError {
    var near = nearest(item, in: variable.values.lazy.map(\.text))
    // Codes are short: one that differs in a single sign is likely meant, however short.
    near = variable.values.first { editDistance($0.code, item) == 1 }?.code ?? near
    return StatBankFailure.wrong(
      near.map { "no value \(item) of \(variable.code); did you mean \($0)?" }
        ?? "no value \(item) of \(variable.code)",
      hint: "it has \(SelectionReader.sample(variable))")
  }

  /// Some of a variable's values.
  static func sample(_ variable: TableInfo.Variable) -> Phrase {
    func named(_ value: TableInfo.Variable.Value) -> String {
      value.code == value.text ? value.code : "\(value.code) (\(value.text))"
    }
    let values = variable.values
    if values.count <= 6 { return Phrase(verbatim: values.map(named).joined(separator: ", ")) }
    let first = values.prefix(3).map(named).joined(separator: ", ")
    return "\(values.count) values: \(first) … \(values.last.map(named) ?? "")"
  }

  /// The places of the values on one side of a bound. Where the bound is a value, its place in the table's
  /// order decides; a period is also compared with a part of its code, such as a year.
  private func places(
    within bound: ValueBound, of variable: TableInfo.Variable
  ) throws(ExecutionError) -> Set<Int> {
    if let place = try exact(bound.value, of: variable) {
      return Set(
        variable.values.indices.filter { index in
          index == place ? bound.includesEqual : (index > place) == bound.isLower
        })
    }
    guard variable.isTime else { throw missing(bound.value, variable) }
    return Set(
      variable.values.indices.filter { index in
        let code = variable.values[index].code
        return code.hasPrefix(bound.value)
          ? bound.includesEqual : (code > bound.value) == bound.isLower
      })
  }
}
