import RegnData

/// The math functions, in order of name.
let mathFunctions: [FunctionDefinition] = [
  absFunction
]
