import RegnData

/// The dynamic functions, in order of name.
let dynamicFunctions: [FunctionDefinition] = []
