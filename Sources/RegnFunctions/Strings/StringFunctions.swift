import RegnData

/// The string functions, in order of name.
let stringFunctions: [FunctionDefinition] = [
  parseKvFunction, reduceFunction,
  base64DecodeToArrayFunction, base64DecodeToGuidFunction, base64DecodeToStringFunction,
  base64EncodeFromArrayFunction, base64EncodeFromGuidFunction, base64EncodeToStringFunction, countOfFunction,
  extractFunction, extractAllFunction, formatBytesFunction, gzipCompressFunction, gzipDecompressFunction,
  indexOfFunction, indexOfRegexFunction, parseCommandLineFunction, parseCSVFunction, parsePathFunction,
  parseUrlFunction, parseUrlQueryFunction,
  parseVersionFunction, punycodeDomainFromStringFunction, punycodeDomainToStringFunction,
  punycodeFromStringFunction, punycodeToStringFunction, regexQuoteFunction, replaceRegexFunction,
  replaceStringFunction, replaceStringsFunction, reverseFunction, splitFunction, strcatFunction,
  strcatDelimFunction, strcmpFunction, stringSizeFunction, strlenFunction, strrepFunction,
  substringFunction, toLowerFunction, toUpperFunction, translateFunction, trimFunction, trimEndFunction,
  trimStartFunction, unicodeCodepointsFromStringFunction, unicodeCodepointsToStringFunction,
  urlDecodeFunction, urlEncodeFunction, urlEncodeComponentFunction, zlibCompressFunction,
  zlibDecompressFunction,
]
