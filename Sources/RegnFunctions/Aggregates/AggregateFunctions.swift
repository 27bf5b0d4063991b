import RegnData

/// The aggregate functions, in order of name.
let aggregateFunctions: [FunctionDefinition] = [
  avgFunction,
  avgifFunction,
  binaryAllAndFunction,
  binaryAllOrFunction,
  binaryAllXorFunction,
  countFunction,
  countifFunction,
  covarianceFunction,
  covarianceifFunction,
  covariancepFunction,
  covariancepifFunction,
  maxFunction,
  maxifFunction,
  minFunction,
  minifFunction,
  stdevFunction,
  stdevifFunction,
  stdevpFunction,
  sumFunction,
  sumifFunction,
  varianceFunction,
  varianceifFunction,
  variancepFunction,
  variancepifFunction,
]
