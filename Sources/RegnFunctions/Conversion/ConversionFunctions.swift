import RegnData

/// The conversion functions, in order of name.
let conversionFunctions: [FunctionDefinition] = []
