import RegnData

/// The operators of the language as functions of two or more columns, in order of name. The binder turns
/// `a + b` into a call of `__add`, `a has b` into one of `__has`, and negated forms into `not` around one.
let operatorFunctions: [FunctionDefinition] = [
  addOperator, andOperator, divideOperator, equalOperator, greaterOperator,
  greaterOrEqualOperator, lessOperator, lessOrEqualOperator, moduloOperator,
  multiplyOperator, negateOperator, notEqualOperator, orOperator,
  subtractOperator, notFunction,
]
