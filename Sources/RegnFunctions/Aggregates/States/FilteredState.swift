import RegnData
import RegnPhrases

/// An aggregate over the rows for which a predicate is true: `sumif` is this around `sum`.
final class FilteredState: AggregateState {
  private let inner: any AggregateState
  private let predicateIndex: Int

  /// The argument at `predicateIndex` is the predicate; `inner` gets the others.
  init(_ inner: any AggregateState, predicateAt predicateIndex: Int) {
    self.inner = inner
    self.predicateIndex = predicateIndex
  }

  var byteCount: Int { inner.byteCount }

  func grow(to count: Int) throws { try inner.grow(to: count) }

  func update(_ arguments: [Column], groups: GroupRows) throws {
    let predicate = arguments[predicateIndex]
    var others = arguments
    others.remove(at: predicateIndex)
    let bools = predicate.bools
    if predicate.isConstant {
      if predicate.count > 0, !predicate.isNull(0), bools[0] { try inner.update(others, groups: groups) }
      return
    }
    var kept = 0
    let rows = Buffer<UInt32>(count: groups.count) { target in
      if let validity = predicate.validity {
        for row in 0..<groups.count {
          target[kept] = UInt32(truncatingIfNeeded: row)
          kept &+= bools.base[row] && validity.base[row] ? 1 : 0
        }
      } else {
        for row in 0..<groups.count {
          target[kept] = UInt32(truncatingIfNeeded: row)
          kept &+= bools.base[row] ? 1 : 0
        }
      }
    }
    if kept == 0 { return }
    if kept == groups.count { return try inner.update(others, groups: groups) }
    let selection = UnsafeBufferPointer(start: rows.base, count: kept)
    let gathered = others.map { $0.gather(selection) }
    let offsets = groups.offsets.map { offsets in
      Buffer<UInt32>(count: kept) { target in
        for index in 0..<kept { target[index] = offsets[Int(selection[index])] }
      }
    }
    let numbers = groups.numbers.map { numbers in
      Buffer<UInt32>(count: kept) { target in
        for index in 0..<kept { target[index] = numbers[Int(selection[index])] }
      }
    }
    try withExtendedLifetime((offsets, numbers, rows)) {
      try inner.update(
        gathered,
        groups: GroupRows(
          numbers: numbers?.base, count: kept, firstRow: groups.firstRow,
          offsets: offsets?.base ?? rows.base))
    }
  }

  func merge(_ other: any AggregateState, mapping: UnsafeBufferPointer<UInt32>) throws {
    guard let other = other as? FilteredState else { return }
    try inner.merge(other.inner, mapping: mapping)
  }

  func finish(groups count: Int, in context: ExecutionContext) throws -> [Column] {
    try inner.finish(groups: count, in: context)
  }
}

extension Signature {
  /// The form of an aggregate that takes a predicate too, as its parameter number `index`.
  func filtered(predicateAt index: Int) -> Signature {
    guard case .aggregate(let make) = kernel else { return self }
    var parameters = parameters
    parameters.insert(Parameter("predicate", .bool), at: index)
    return .aggregate(parameters, variadic: variadic, result: result) { types, constants in
      var (types, constants) = (types, constants)
      types.remove(at: index)
      constants.remove(at: index)
      return FilteredState(try make(types, constants), predicateAt: index)
    }
  }
}

extension FunctionDefinition {
  /// The aggregate that takes only the rows for which a predicate, its parameter number `index`, is true.
  func filtered(
    _ name: String, aliases: [String] = [], predicateAt index: Int = 1, summary: Phrase,
    example: FunctionExample, naming: ResultNaming? = nil
  ) -> FunctionDefinition {
    FunctionDefinition(
      name, aliases: aliases, kind: .aggregate, category: category, summary: summary,
      signatures: signatures.map { $0.filtered(predicateAt: index) }, examples: [example],
      naming: naming ?? self.naming)
  }
}
