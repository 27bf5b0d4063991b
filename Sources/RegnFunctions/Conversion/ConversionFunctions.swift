import RegnData

/// The conversion functions, in order of name.
let conversionFunctions: [FunctionDefinition] = [
  getTypeFunction, isAsciiFunction, isEmptyFunction, isFiniteFunction, isInfFunction, isNaNFunction,
  isNotEmptyFunction, isNotNullFunction, isNullFunction, isUTF8Function, toBoolFunction, toDateTimeFunction,
  toDecimalFunction, toGuidFunction, toHexFunction, toIntFunction, toLongFunction, toRealFunction,
  toStringFunction, toTimespanFunction,
]
