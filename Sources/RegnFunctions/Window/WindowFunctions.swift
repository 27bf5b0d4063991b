import RegnData

/// The window functions, in order of name.
let windowFunctions: [FunctionDefinition] = [
  nextFunction,
  prevFunction,
  rowCumsumFunction,
  rowNumberFunction,
  rowRankDenseFunction,
  rowRankMinFunction,
  rowWindowSessionFunction,
]
