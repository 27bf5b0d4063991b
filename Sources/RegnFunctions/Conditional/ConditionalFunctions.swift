import RegnData

/// The conditional functions, in order of name.
let conditionalFunctions: [FunctionDefinition] = [
  assertFunction, caseFunction, coalesceFunction, iffFunction, maxOfFunction, minOfFunction,
]
