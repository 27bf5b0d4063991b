import RegnData

/// The date and time functions, in order of name.
let dateTimeFunctions: [FunctionDefinition] = []
