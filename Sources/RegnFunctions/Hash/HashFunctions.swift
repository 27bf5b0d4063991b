import RegnData

/// The hash functions, in order of name.
let hashFunctions: [FunctionDefinition] = [newGuidFunction]
