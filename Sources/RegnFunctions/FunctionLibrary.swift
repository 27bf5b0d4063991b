import RegnData

/// All functions of the language, sorted by name. A new function is its own file and one line in its
/// category's list.
public enum FunctionLibrary {
  /// Every function, in order of name.
  public static let all: [FunctionDefinition] =
    (operatorFunctions + mathFunctions + stringFunctions + conversionFunctions + dateTimeFunctions
    + conditionalFunctions
    + dynamicFunctions + seriesFunctions + windowFunctions + hashFunctions + aggregateFunctions
    + metadataFunctions)
    .sorted { $0.name < $1.name }

  /// The operators of the language, which stand between or before their operands, and `not`.
  public static let operators: [FunctionDefinition] = operatorFunctions

  private static let byName: [String: FunctionDefinition] = {
    var table: [String: FunctionDefinition] = [:]
    for function in all {
      table[function.name] = function
      for alias in function.aliases { table[alias] = function }
    }
    return table
  }()

  /// The function of a name or alias, exactly as written.
  public static func function(named name: String) -> FunctionDefinition? { byName[name] }
}
