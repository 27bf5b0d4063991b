import RegnData

/// The string functions, in order of name.
let stringFunctions: [FunctionDefinition] = []
