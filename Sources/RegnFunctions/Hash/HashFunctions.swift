import RegnData

/// The hash functions, in order of name.
let hashFunctions: [FunctionDefinition] = [
  hashFunction, hashCombineFunction, hashManyFunction, hashMD5Function, hashSHA1Function,
  hashSHA256Function, hashXXHash64Function, newGuidFunction,
]
