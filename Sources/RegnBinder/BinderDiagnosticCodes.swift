import RegnSyntax

extension DiagnosticCode {
  /// The codes of names, types, data and scope; sorted by identifier.
  public static let binderCodes: [DiagnosticCode] = [
    unknownTable, unknownFunction, unknownOption, unknownColumn, duplicateColumn, tableAsScalar,
    scalarAsTable,
    aggregateOutside, columnOutsideAggregate, unknownParameter, missingParameter, joinKeyMissing,
    notSerialized, unknownName, nameIsFunction, fileNotAllowed, renderNotLast, severalTables,
    argumentCount, incompatibleTypes, notBoolean, notConstant, literalDoesNotFit, notComparable, unknownType,
    unknownSetting, parameterValue, integerDivision, numberAsText, unusableConstant,
    textNotRead, limitNotRaised,
    noSuchValue,
    outOfScope, notImplemented, planTooDeep, planTooLarge,
  ]

  public static let unknownTable = DiagnosticCode("RG0201", .error, "no table of that name")
  public static let unknownFunction = DiagnosticCode("RG0202", .error, "no function of that name")
  public static let unknownOption = DiagnosticCode("RG0203", .error, "an option or its value is not known")
  public static let unknownColumn = DiagnosticCode("RG0204", .error, "no column of that name")
  public static let duplicateColumn = DiagnosticCode("RG0205", .error, "two columns of one name")
  public static let tableAsScalar = DiagnosticCode("RG0206", .error, "a table where one value is needed")
  public static let scalarAsTable = DiagnosticCode("RG0207", .error, "a value where a table is needed")
  public static let aggregateOutside = DiagnosticCode("RG0208", .error, "an aggregate outside of summarize")
  public static let columnOutsideAggregate = DiagnosticCode(
    "RG0209", .error, "a column outside of an aggregate in summarize")
  public static let unknownParameter = DiagnosticCode("RG0210", .error, "no parameter of that name")
  public static let missingParameter = DiagnosticCode("RG0211", .error, "a parameter without a value")
  public static let joinKeyMissing = DiagnosticCode("RG0212", .error, "a join condition that cannot be used")
  public static let notSerialized = DiagnosticCode("RG0213", .error, "a window function over unordered rows")
  public static let unknownName = DiagnosticCode("RG0214", .error, "no such name here")
  public static let nameIsFunction = DiagnosticCode("RG0215", .error, "a function's name without a call")
  public static let fileNotAllowed = DiagnosticCode("RG0216", .error, "a file that cannot be opened")
  public static let renderNotLast = DiagnosticCode("RG0217", .error, "render is not the last operator")

  public static let severalTables = DiagnosticCode("RG0218", .error, "several tables where one is needed")

  public static let argumentCount = DiagnosticCode("RG0301", .error, "too few or too many arguments")
  public static let incompatibleTypes = DiagnosticCode("RG0302", .error, "types that do not go together")
  public static let notBoolean = DiagnosticCode("RG0303", .error, "a condition that is not true or false")
  public static let notConstant = DiagnosticCode("RG0304", .error, "a value that must be known beforehand")
  public static let literalDoesNotFit = DiagnosticCode(
    "RG0305", .error, "a literal that its type cannot hold")
  public static let notComparable = DiagnosticCode("RG0306", .error, "dynamic values as a key")
  public static let unknownType = DiagnosticCode("RG0307", .error, "no type of that name")
  public static let unknownSetting = DiagnosticCode("RG0308", .warning, "an unknown setting")
  public static let parameterValue = DiagnosticCode(
    "RG0309", .error, "a parameter's value is not of its type")
  public static let integerDivision = DiagnosticCode("RG0311", .note, "a division of whole numbers")
  public static let numberAsText = DiagnosticCode("RG0312", .error, "a number compared with text")

  public static let unusableConstant = DiagnosticCode(
    "RG0313", .error, "a value that a function cannot use")

  public static let textNotRead = DiagnosticCode("RG0314", .note, "a text that a conversion does not read")

  public static let limitNotRaised = DiagnosticCode("RG0315", .note, "a script that asks for a higher limit")

  public static let noSuchValue = DiagnosticCode("RG0420", .note, "a value that no row has")

  public static let outOfScope = DiagnosticCode("RG0510", .error, "KQL that Regn leaves out")
  public static let notImplemented = DiagnosticCode("RG0511", .error, "KQL that Regn does not have yet")
  public static let planTooDeep = DiagnosticCode("RG0512", .error, "too many steps, one upon another")
  public static let planTooLarge = DiagnosticCode("RG0513", .error, "a query that grows too large")
}
