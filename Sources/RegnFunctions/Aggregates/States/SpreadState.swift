import RegnData

/// What one group keeps of pairs of numbers, to tell how they spread: their sums, and that of their products.
/// A pair may be twice the same number.
protocol PairSums: BitwiseCopyable {
  /// The same of integers.
  associatedtype Integers: IntegerPairSums
  init()
  init(_ integers: Integers)
  mutating func add(_ x: Double, _ y: Double)
  mutating func merge(_ other: Self)

  // Requirements, so that they are compiled for each conforming type: see `Accumulator`.

  /// Adds each row's pair to its group, unless one of it is null.
  static func fold(_ x: Column, _ y: Column, _ groups: GroupRows, into cells: inout SpreadCells<Self>)
}

/// Sums of pairs of integers in 64 bits, as long as they fit.
protocol IntegerPairSums: BitwiseCopyable {
  init()
  /// Adds a pair; false where the sums have no room for it, and stay what they are.
  mutating func add(_ x: Int32, _ y: Int32) -> Bool
  /// Adds another group's pairs; false where the sums have no room for them, and stay what they are.
  mutating func merge(_ other: Self) -> Bool
}

/// The sums of all groups. A pair of integers of 32 bits is added to integers, which takes a fraction of the
/// time and of the memory; other pairs, and those for which these have no room, to what has room for all.
/// Both are exact, so that it does not matter which took a pair.
struct SpreadCells<Sums: PairSums> {
  private(set) var count = 0
  /// None until a pair is added to them.
  fileprivate var integers: [Sums.Integers] = []
  /// None until a pair is added to them.
  fileprivate var wide: [Sums] = []

  var byteCount: Int {
    integers.capacity * MemoryLayout<Sums.Integers>.stride + wide.capacity * MemoryLayout<Sums>.stride
  }

  mutating func grow(to count: Int) {
    self.count = max(count, self.count)
    if !integers.isEmpty { integers.grow(to: count, filling: .init()) }
    if !wide.isEmpty { wide.grow(to: count, filling: .init()) }
  }

  /// The sums of a group.
  func sums(of group: Int) -> Sums {
    var sums = wide.isEmpty ? Sums() : wide[group]
    if !integers.isEmpty { sums.merge(Sums(integers[group])) }
    return sums
  }

  mutating func merge(_ other: SpreadCells, mapping: UnsafeBufferPointer<UInt32>) {
    if !other.integers.isEmpty { integers.grow(to: count, filling: .init()) }
    for group in 0..<min(other.count, mapping.count) where mapping[group] != GroupRows.noGroup {
      let target = Int(mapping[group])
      if !other.wide.isEmpty { merge(other.wide[group], into: target) }
      if !other.integers.isEmpty, !integers[target].merge(other.integers[group]) {
        merge(Sums(other.integers[group]), into: target)
      }
    }
  }

  private mutating func merge(_ sums: Sums, into group: Int) {
    wide.grow(to: count, filling: .init())
    wide[group].merge(sums)
  }
}

extension PairSums {
  static func fold(_ x: Column, _ y: Column, _ groups: GroupRows, into cells: inout SpreadCells<Self>) {
    let (xStride, yStride) = (x.stride, y.stride)
    let hasNulls = x.mayHaveNulls || y.mayHaveNulls
    guard case .int32(let xs) = x.storage, case .int32(let ys) = y.storage else {
      let (xs, ys) = (x.reals, y.reals)
      cells.wide.grow(to: cells.count, filling: .init())
      return cells.wide.withUnsafeMutableBufferPointer { wide in
        for row in 0..<groups.count {
          if hasNulls, x.isNull(row) || y.isNull(row) { continue }
          wide[groups[row]].add(xs.base[row &* xStride], ys.base[row &* yStride])
        }
      }
    }
    var left: [Int] = []
    cells.integers.grow(to: cells.count, filling: .init())
    cells.integers.withUnsafeMutableBufferPointer { integers in
      for row in 0..<groups.count {
        if hasNulls, x.isNull(row) || y.isNull(row) { continue }
        if !integers[groups[row]].add(xs.base[row &* xStride], ys.base[row &* yStride]) { left.append(row) }
      }
    }
    guard !left.isEmpty else { return }
    cells.wide.grow(to: cells.count, filling: .init())
    for row in left {
      cells.wide[groups[row]].add(Double(xs.base[row &* xStride]), Double(ys.base[row &* yStride]))
    }
  }
}

/// An aggregate that tells how the values of one or two columns spread, rows with a null left out.
final class SpreadState<Sums: PairSums>: AggregateState {
  private var cells = SpreadCells<Sums>()
  private let answer: @Sendable (Sums) -> Double?

  init(_ answer: @escaping @Sendable (Sums) -> Double?) { self.answer = answer }

  var byteCount: Int { cells.byteCount }

  func grow(to count: Int) { cells.grow(to: count) }

  func update(_ arguments: [Column], groups: GroupRows) {
    Sums.fold(arguments[0], arguments[arguments.count - 1], groups, into: &cells)
  }

  func merge(_ other: any AggregateState, mapping: UnsafeBufferPointer<UInt32>) {
    guard let other = other as? SpreadState<Sums> else { return }
    cells.merge(other.cells, mapping: mapping)
  }

  func finish(groups count: Int, in context: ExecutionContext) -> [Column] {
    grow(to: count)
    return [groupColumn(count: count, type: .real) { answer(cells.sums(of: $0)) }]
  }
}
