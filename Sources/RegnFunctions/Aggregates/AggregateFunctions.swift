import RegnData

/// The aggregate functions, in order of name.
let aggregateFunctions: [FunctionDefinition] = [
  sumFunction
]
