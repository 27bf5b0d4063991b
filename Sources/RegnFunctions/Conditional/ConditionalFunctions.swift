import RegnData

/// The conditional functions, in order of name.
let conditionalFunctions: [FunctionDefinition] = []
