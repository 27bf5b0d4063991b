import RegnData

/// The math functions, in order of name.
let mathFunctions: [FunctionDefinition] = [
  absFunction, acosFunction, asinFunction, atanFunction, atan2Function, betaCDFFunction, betaInvFunction,
  betaPDFFunction, binFunction, binAtFunction, binaryAndFunction, binaryNotFunction, binaryOrFunction,
  binaryShiftLeftFunction, binaryShiftRightFunction, binaryXorFunction, bitsetCountOnesFunction,
  ceilingFunction, convertAngleFunction, convertEnergyFunction, convertForceFunction, convertLengthFunction,
  convertMassFunction, convertSpeedFunction, convertTemperatureFunction, convertVolumeFunction, cosFunction,
  cotFunction, degreesFunction, erfFunction, erfcFunction, expFunction,
  exp10Function, exp2Function, gammaFunction, logFunction, log10Function, log2Function, logGammaFunction,
  piFunction, powFunction, radiansFunction, randFunction, roundFunction, signFunction, sinFunction,
  sqrtFunction, tanFunction, welchTestFunction,
]
