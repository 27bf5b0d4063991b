import RegnData

/// What one group keeps of the values that it has seen: a few bytes without references, so that the state of
/// a million groups is one array.
protocol Accumulator: BitwiseCopyable {
  associatedtype Element: ColumnElement
  /// An empty group.
  init()
  mutating func add(_ value: Element)
  mutating func merge(_ other: Self)

  // The loops over rows and groups have one body for all accumulators, and are requirements all the same:
  // what stands for a requirement is compiled for each conforming type, where a method of the generic class
  // below is compiled once and would call `add` through the protocol for every row.

  /// Adds empty groups until there are `count`.
  static func grow(_ cells: inout [Self], to count: Int)
  /// Adds each row's value to its group.
  static func fold(_ column: Column, _ groups: GroupRows, into cells: inout [Self])
  /// Merges groups into those that `mapping` names.
  static func merge(_ others: [Self], into cells: inout [Self], mapping: UnsafeBufferPointer<UInt32>)
}

extension Accumulator {
  static func grow(_ cells: inout [Self], to count: Int) { cells.grow(to: count, filling: Self()) }

  static func fold(_ column: Column, _ groups: GroupRows, into cells: inout [Self]) {
    if Element.self == Int64.self, case .int32(let narrow) = column.storage {
      // Widened on the way, rather than copied to 64 bits first.
      fold(column, groups, &cells) { row in unsafeBitCast(Int64(narrow.base[row]), to: Element.self) }
    } else {
      let values = Element.elements(of: column)
      fold(column, groups, &cells) { row in values.base[row] }
    }
  }

  @inline(__always)
  private static func fold(
    _ column: Column, _ groups: GroupRows, _ cells: inout [Self], _ value: (Int) -> Element
  ) {
    cells.withUnsafeMutableBufferPointer { cells in
      guard column.validity == nil, !column.isConstant else {
        let stride = column.stride
        for row in 0..<groups.count where !column.isNull(row) {
          cells[groups[row]].add(value(row &* stride))
        }
        return
      }
      if let numbers = groups.numbers {
        guard let base = cells.baseAddress else { return }
        for row in 0..<groups.count { base[Int(numbers[row])].add(value(row)) }
      } else if groups.count > 0 {
        var cell = cells[0]
        for row in 0..<groups.count { cell.add(value(row)) }
        cells[0] = cell
      }
    }
  }

  static func merge(_ others: [Self], into cells: inout [Self], mapping: UnsafeBufferPointer<UInt32>) {
    for group in 0..<min(others.count, mapping.count) where mapping[group] != GroupRows.noGroup {
      cells[Int(mapping[group])].merge(others[group])
    }
  }
}

/// An aggregate that folds the values of one column, nulls left out, group by group.
final class FoldState<Cell: Accumulator>: AggregateState {
  private(set) var cells: [Cell] = []
  private let result: (UnsafeBufferPointer<Cell>) throws -> Column

  /// `result` makes the answer column from the cells of all groups.
  init(_ cell: Cell.Type, result: @escaping (UnsafeBufferPointer<Cell>) throws -> Column) {
    self.result = result
  }

  var byteCount: Int { cells.capacity * MemoryLayout<Cell>.stride }

  func grow(to count: Int) { Cell.grow(&cells, to: count) }

  func update(_ arguments: [Column], groups: GroupRows) { Cell.fold(arguments[0], groups, into: &cells) }

  func merge(_ other: any AggregateState, mapping: UnsafeBufferPointer<UInt32>) {
    guard let other = other as? FoldState<Cell> else { return }
    Cell.merge(other.cells, into: &cells, mapping: mapping)
  }

  func finish(groups count: Int, in context: ExecutionContext) throws -> [Column] {
    grow(to: count)
    return [
      try cells.withUnsafeBufferPointer { try result(UnsafeBufferPointer(rebasing: $0[0..<count])) }
    ]
  }
}

extension Array {
  /// Appends `value` until there are `count` elements.
  @inline(__always)
  mutating func grow(to count: Int, filling value: Element) {
    if count > self.count { append(contentsOf: repeatElement(value, count: count - self.count)) }
  }
}

/// A column with one element a group, made of its cell; nil becomes null.
func groupColumn<Cell, R: ColumnElement>(
  _ cells: UnsafeBufferPointer<Cell>, type: ScalarType, _ value: (Cell) throws -> R?
) rethrows -> Column {
  try groupColumn(count: cells.count, type: type) { try value(cells[$0]) }
}

/// A column with one element a group, made of the group's number; nil becomes null.
@inline(__always)
func groupColumn<R: ColumnElement>(count: Int, type: ScalarType, _ value: (Int) throws -> R?) rethrows
  -> Column
{
  var nulls = false
  let valid = Buffer<Bool>(repeating: true, count: count)
  let validBase = UnsafeMutablePointer(mutating: valid.base)
  let result = try Buffer<R>(count: count) { target in
    for group in 0..<count {
      if let element = try value(group) {
        target[group] = element
      } else {
        target[group] = R.filler
        validBase[group] = false
        nulls = true
      }
    }
  }
  return Column(type: type, storage: R.storage(result), validity: nulls ? valid : nil)
}
