import RegnData
import RegnPhrases

/// The least (or greatest) value of each group.
final class ExtremeState<Store: ExtremeStore>: AggregateState {
  private var store: Store
  private var isSet: [Bool] = []
  private let type: ScalarType
  private let wantsGreatest: Bool

  init(_ store: Store, type: ScalarType, greatest: Bool) {
    self.store = store
    self.type = type
    wantsGreatest = greatest
  }

  var byteCount: Int { store.byteCount + isSet.capacity }

  func grow(to count: Int) {
    store.grow(to: count)
    isSet.grow(to: count, filling: false)
  }

  func update(_ arguments: [Column], groups: GroupRows) {
    store.settle(on: arguments[0])
    store.fold(arguments[0], groups, isSet: &isSet, greatest: wantsGreatest)
  }

  func merge(_ other: any AggregateState, mapping: UnsafeBufferPointer<UInt32>) {
    guard let other = other as? ExtremeState<Store> else { return }
    store.settle(on: &other.store)
    for theirs in 0..<min(other.isSet.count, mapping.count)
    where other.isSet[theirs] && mapping[theirs] != GroupRows.noGroup {
      let group = Int(mapping[theirs])
      if isSet[group] {
        let order = store.compare(other.store, theirs, to: group)
        guard wantsGreatest ? order > 0 : order < 0 else { continue }
      }
      isSet[group] = true
      store.set(other.store, theirs, group: group)
    }
  }

  func finish(groups count: Int, in context: ExecutionContext) -> [Column] {
    grow(to: count)
    return [store.column(count: count, type: type) { isSet[$0] }]
  }
}

/// The least value of 64 bits; a group that has seen none holds the greatest there is.
struct LeastInteger: Accumulator {
  var value = Int64.max
  var isSet = false

  @inline(__always)
  mutating func add(_ other: Int64) {
    value = min(value, other)
    isSet = true
  }

  mutating func merge(_ other: LeastInteger) {
    if other.isSet { add(other.value) }
  }
}

/// The greatest value of 64 bits.
struct GreatestInteger: Accumulator {
  var value = Int64.min
  var isSet = false

  @inline(__always)
  mutating func add(_ other: Int64) {
    value = max(value, other)
    isSet = true
  }

  mutating func merge(_ other: GreatestInteger) {
    if other.isSet { add(other.value) }
  }
}

/// The least double, NaN only when there is nothing else.
struct LeastReal: Accumulator {
  var value = Double.nan
  var isSet = false

  @inline(__always)
  mutating func add(_ other: Double) {
    value = value <= other || other.isNaN ? value : other
    isSet = true
  }

  mutating func merge(_ other: LeastReal) {
    if other.isSet { add(other.value) }
  }
}

/// The greatest double, NaN only when there is nothing else.
struct GreatestReal: Accumulator {
  var value = Double.nan
  var isSet = false

  @inline(__always)
  mutating func add(_ other: Double) {
    value = value >= other || other.isNaN ? value : other
    isSet = true
  }

  mutating func merge(_ other: GreatestReal) {
    if other.isSet { add(other.value) }
  }
}

/// Integers of 64 bits as a column of `type`, in 32 bits where that is how ints are stored.
func integerColumn<Cell>(
  _ cells: UnsafeBufferPointer<Cell>, _ type: ScalarType, _ value: (Cell) -> Int64?
) -> Column {
  guard type == .int else { return groupColumn(cells, type: type, value) }
  return groupColumn(cells, type: type) { (cell: Cell) -> Int32? in
    value(cell).map { Int32(truncatingIfNeeded: $0) }
  }
}

/// The types that min, max, arg_min and arg_max order.
let orderedTypes: [ScalarType] = [
  .int, .long, .real, .decimal, .datetime, .timespan, .string, .bool, .guid,
]

private func extremeState(_ type: ScalarType, greatest: Bool) -> any AggregateState {
  switch type {
  case .int, .long, .datetime, .timespan:
    return greatest
      ? FoldState(GreatestInteger.self) { cells in integerColumn(cells, type) { $0.isSet ? $0.value : nil } }
      : FoldState(LeastInteger.self) { cells in integerColumn(cells, type) { $0.isSet ? $0.value : nil } }
  case .real:
    // Of 0 and -0, which are equal, 0 is the answer, whichever came first.
    return greatest
      ? FoldState(GreatestReal.self) { cells in
        groupColumn(cells, type: type) { $0.isSet ? $0.value + 0 : nil }
      }
      : FoldState(LeastReal.self) { cells in
        groupColumn(cells, type: type) { $0.isSet ? $0.value + 0 : nil }
      }
  case .decimal: return ExtremeState(DecimalExtremes(), type: type, greatest: greatest)
  case .string: return ExtremeState(StringExtremes(), type: type, greatest: greatest)
  case .bool: return ExtremeState(FixedExtremes<Bool>(), type: type, greatest: greatest)
  case .guid: return ExtremeState(FixedExtremes<Guid>(), type: type, greatest: greatest)
  case .dynamic: return ExtremeState(DynamicExtremes(), type: type, greatest: greatest)
  }
}

private func extremeFunction(_ name: String, greatest: Bool, summary: Phrase, answer: Int)
  -> FunctionDefinition
{
  FunctionDefinition(
    name, kind: .aggregate, category: .aggregation, summary: summary,
    signatures: [
      .aggregate([Parameter("x", .oneOf(orderedTypes + [.dynamic]))], result: .sameAs(0)) { types, _ in
        extremeState(types[0], greatest: greatest)
      }
    ],
    examples: [
      FunctionExample("datatable(x: long) [3, 1, 2] | summarize \(name)(x)", "\(name)_x\n\(answer)")
    ])
}

let minFunction = extremeFunction(
  "min", greatest: false, summary: "The least of the values that are not null.", answer: 1)

let maxFunction = extremeFunction(
  "max", greatest: true, summary: "The greatest of the values that are not null.", answer: 3)

let minifFunction = minFunction.filtered(
  "minif", summary: "The least value of the rows for which a predicate is true.",
  example: FunctionExample("range x from 1 to 5 step 1 | summarize minif(x, x > 3)", "minif_x\n4"))

let maxifFunction = maxFunction.filtered(
  "maxif", summary: "The greatest value of the rows for which a predicate is true.",
  example: FunctionExample("range x from 1 to 5 step 1 | summarize maxif(x, x < 3)", "maxif_x\n2"))
