extension DiagnosticCode {
  /// The codes of reading a text: lexical, syntactic, foreign habits, and the limits that reading itself
  /// keeps; sorted by identifier.
  public static let syntaxCodes: [DiagnosticCode] = [
    unclosedString, unknownCharacter, typographicQuote, oddSpace, unknownEscape, invalidNumber, invalidUTF8,
    unclosedMultilineString, dashComment, blockComment, invalidLiteral,
    expected, sqlQuery, unknownOperator, missingPipe, unclosedBracket, unmatchedBracket, missingSemicolon,
    equalForEquality, notEqualSign, like, isNull, nullWord, notWord, upperCaseKeyword, countStar, groupBy,
    foreignLogic, doubledQuote, caseWhen, betweenAnd, cellRange, semicolonInCall, formulaStart, decimalComma,
    ifFunction, foreignOperator, chainedComparison, missingSource, literalCall, concatenation,
    trailingSeparator, foreignComparison, sqlJoin,
    nestedTooDeeply, expressionTooLong, tooManyOperators, managementCommand, tooManyMistakes,
  ]

  public static let unclosedString = DiagnosticCode("RG0001", .error, "a string is not closed")
  public static let unknownCharacter = DiagnosticCode("RG0002", .error, "a character that KQL does not use")
  public static let typographicQuote = DiagnosticCode("RG0003", .error, "typographic quotation marks")
  public static let oddSpace = DiagnosticCode("RG0004", .warning, "a space that is not a plain space")
  public static let unknownEscape = DiagnosticCode("RG0005", .error, "an unknown escape in a string")
  public static let invalidNumber = DiagnosticCode("RG0006", .error, "a number that cannot be read")
  public static let invalidUTF8 = DiagnosticCode("RG0007", .error, "bytes that are not UTF-8")
  public static let unclosedMultilineString = DiagnosticCode(
    "RG0008", .error, "a multi-line string is not closed")
  public static let dashComment = DiagnosticCode("RG0009", .error, "a comment that begins with `--`")
  public static let blockComment = DiagnosticCode("RG0010", .error, "a comment between `/*` and `*/`")
  public static let invalidLiteral = DiagnosticCode("RG0011", .error, "a literal that is not of its type")

  public static let expected = DiagnosticCode("RG0101", .error, "something else was expected here")
  public static let sqlQuery = DiagnosticCode("RG0102", .error, "an SQL query")
  public static let unknownOperator = DiagnosticCode("RG0103", .error, "no operator of that name")
  public static let missingPipe = DiagnosticCode("RG0104", .error, "a `|` is missing")
  public static let unclosedBracket = DiagnosticCode("RG0105", .error, "a bracket is not closed")
  public static let unmatchedBracket = DiagnosticCode(
    "RG0106", .error, "a closing bracket without an opening one")
  public static let missingSemicolon = DiagnosticCode("RG0107", .error, "a `;` is missing between statements")
  public static let equalForEquality = DiagnosticCode("RG0108", .error, "`=` where `==` is meant")
  public static let notEqualSign = DiagnosticCode("RG0109", .error, "`<>` where `!=` is meant")
  public static let like = DiagnosticCode("RG0110", .error, "SQL's LIKE")
  public static let isNull = DiagnosticCode("RG0111", .error, "SQL's IS NULL")
  public static let nullWord = DiagnosticCode("RG0112", .error, "SQL's NULL")
  public static let notWord = DiagnosticCode("RG0113", .error, "SQL's NOT")
  public static let upperCaseKeyword = DiagnosticCode("RG0114", .error, "a keyword in upper case")
  public static let countStar = DiagnosticCode("RG0115", .error, "SQL's COUNT(*)")
  public static let groupBy = DiagnosticCode("RG0116", .error, "SQL's GROUP BY")
  public static let foreignLogic = DiagnosticCode("RG0118", .error, "`&&`, `||` or `!` for and, or, not")
  public static let doubledQuote = DiagnosticCode("RG0119", .error, "a quote within a string")
  public static let caseWhen = DiagnosticCode("RG0120", .error, "SQL's CASE WHEN")
  public static let betweenAnd = DiagnosticCode("RG0121", .error, "SQL's BETWEEN … AND …")
  public static let cellRange = DiagnosticCode("RG0122", .error, "a spreadsheet's range of cells")
  public static let semicolonInCall = DiagnosticCode("RG0123", .error, "`;` between arguments")
  public static let formulaStart = DiagnosticCode("RG0124", .error, "a spreadsheet formula")
  public static let decimalComma = DiagnosticCode("RG0125", .note, "a decimal comma, or digits in groups")
  public static let ifFunction = DiagnosticCode("RG0126", .error, "a spreadsheet's IF")
  public static let foreignOperator = DiagnosticCode("RG0127", .error, "another language's operator or sign")
  public static let chainedComparison = DiagnosticCode("RG0128", .error, "comparisons do not chain")
  public static let missingSource = DiagnosticCode("RG0129", .error, "a query without a table")
  public static let literalCall = DiagnosticCode("RG0130", .error, "a type name called like a function")
  public static let concatenation = DiagnosticCode("RG0131", .error, "`||` or `&` to join text")
  public static let trailingSeparator = DiagnosticCode("RG0132", .error, "a separator with nothing after it")

  public static let foreignComparison = DiagnosticCode("RG0133", .error, "another language's comparison")
  public static let sqlJoin = DiagnosticCode("RG0134", .error, "SQL's condition of a join")

  public static let nestedTooDeeply = DiagnosticCode("RG0501", .error, "nested too deeply")
  public static let expressionTooLong = DiagnosticCode("RG0502", .error, "an expression that is too long")
  public static let tooManyOperators = DiagnosticCode("RG0503", .error, "too many operators in one pipe")
  public static let managementCommand = DiagnosticCode("RG0504", .error, "a management command")
  public static let tooManyMistakes = DiagnosticCode("RG0505", .note, "more mistakes than are shown")
}
