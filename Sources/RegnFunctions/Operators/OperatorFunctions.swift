import RegnData

/// The operators of the language as functions of two or more columns, in order of name. The binder turns
/// `a + b` into a call of `__add`, `a has b` into one of `__has`, and negated forms into `not` around one.
let operatorFunctions: [FunctionDefinition] = [
  addOperator, andOperator, betweenOperator, containsOperator, containsCaseSensitiveOperator, divideOperator,
  endsWithOperator, endsWithCaseSensitiveOperator, equalOperator, equalInsensitiveOperator, greaterOperator,
  greaterOrEqualOperator, hasOperator, hasAllOperator, hasAnyOperator, hasCaseSensitiveOperator,
  hasPrefixOperator, hasPrefixCaseSensitiveOperator, hasSuffixOperator, hasSuffixCaseSensitiveOperator,
  inOperator, inInsensitiveOperator, lessOperator, lessOrEqualOperator, matchesRegexOperator, moduloOperator,
  multiplyOperator, negateOperator, notEqualOperator, notEqualInsensitiveOperator, orOperator,
  startsWithOperator, startsWithCaseSensitiveOperator, subtractOperator, notFunction,
]
