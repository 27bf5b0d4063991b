import RegnBinder
import RegnData
import RegnFunctions

/// An expression ready to run over chunks whose columns stand in known places.
indirect enum CompiledExpression: Sendable {
  case column(Int)
  case constant(Value)
  case call(ScalarKernel, [CompiledExpression], isDeterministic: Bool, type: ScalarType)
  case convert(CompiledExpression, ScalarType)
  /// Whether the value is among the keys of a set made before the statement ran.
  case member(CompiledExpression, ValueSet)
}

extension CompiledExpression {
  var isConstant: Bool {
    if case .constant = self { true } else { false }
  }

  /// The expression's values for the rows of `chunk`: constant, or a row for each.
  func evaluate(_ chunk: Chunk, _ execution: ExecutionContext) throws -> Column {
    switch self {
    case .column(let index): return chunk.columns[index]
    case .constant(let value): return Column(value: value, count: chunk.rowCount)
    case .convert(let inner, let type):
      let column = try inner.evaluate(chunk, execution)
      return try onceIfConstant([column], chunk, execution) { arguments, context in
        Conversion.convert(arguments[0], to: type, context)
      }
    case .call(let kernel, let parts, let isDeterministic, _):
      let arguments = try parts.map { try $0.evaluate(chunk, execution) }
      if isDeterministic {
        return try checked(try onceIfConstant(arguments, chunk, execution, kernel), execution)
      }
      return try checked(
        try kernel(
          arguments,
          KernelContext(rows: chunk.rowCount, firstRow: chunk.firstRow, execution: execution)),
        execution)
    case .member(let inner, let set):
      return set.contains(try inner.evaluate(chunk, execution), rows: chunk.rowCount)
    }
  }

  /// Refuses texts and dynamic values that have grown beyond the memory limit, as they do when calls that
  /// multiply them are nested.
  private func checked(_ column: Column, _ execution: ExecutionContext) throws -> Column {
    switch column.storage {
    case .strings, .dynamic:
      let bytes = column.byteCount
      guard bytes > 1 << 24 else { return column }
      try execution.memory.reserve(bytes)
      execution.memory.release(bytes)
      return column
    default: return column
    }
  }

  /// Runs a kernel over one row when all arguments are constant, and lets its answer stand for every row.
  private func onceIfConstant(
    _ arguments: [Column], _ chunk: Chunk, _ execution: ExecutionContext, _ kernel: ScalarKernel
  ) throws -> Column {
    guard arguments.allSatisfy(\.isConstant) else {
      return try kernel(
        arguments, KernelContext(rows: chunk.rowCount, firstRow: chunk.firstRow, execution: execution))
    }
    let single = arguments.map { $0.slice(0..<1) }
    let answer = try kernel(single, KernelContext(rows: 1, firstRow: chunk.firstRow, execution: execution))
    return Column(
      constant: answer.storage, type: answer.type, validity: answer.validity, count: chunk.rowCount)
  }
}

extension Chunk {
  /// A number for the chunk's first row that grows with the order of chunks.
  var firstRow: Int64 { Int64(sequence) << 32 }
}
