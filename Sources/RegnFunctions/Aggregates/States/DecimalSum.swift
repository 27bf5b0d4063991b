import RegnData

/// Sums of decimals, exact: integers of 128 bits over one power of ten, of which the upper half is kept only
/// once a sum needs it. What does not fit there (very many digits, or sums beyond 38 digits) is kept beside
/// as decimals of 34 digits.
final class DecimalSum: AggregateState {
  private struct Cell: BitwiseCopyable {
    /// The sum, as far as the upper halves do not hold it: `low + high × 2⁶⁴`.
    var low: Int64 = 0
    var count: Int64 = 0
  }

  /// The largest power of ten that columns of scaled integers have.
  private static let maximumScale = 18

  private var cells: [Cell] = []
  /// The upper halves of the sums; none while all are 0.
  private var highs: [Int64] = []
  private var scale = 0
  private var extras: [Decimal] = []
  private let answer: (_ sum: Decimal, _ count: Int64) -> Decimal?

  /// `answer` makes a group's answer from the sum and the number of its values; nil is null.
  init(answer: @escaping (_ sum: Decimal, _ count: Int64) -> Decimal?) { self.answer = answer }

  var byteCount: Int {
    cells.capacity * MemoryLayout<Cell>.stride + highs.capacity * MemoryLayout<Int64>.stride
      + extras.capacity * MemoryLayout<Decimal>.stride
  }

  private func sum(of group: Int) -> Int128 {
    let low = Int128(cells[group].low)
    return highs.isEmpty ? low : low &+ Int128(highs[group]) &<< 64
  }

  private func set(_ sum: Int128, of group: Int) {
    let low = Int64(truncatingIfNeeded: sum)
    let high = Int64(truncatingIfNeeded: (sum &- Int128(low)) &>> 64)
    if high != 0 { highs.grow(to: cells.count, filling: 0) }
    if !highs.isEmpty { highs[group] = high }
    cells[group].low = low
  }

  func grow(to count: Int) {
    cells.grow(to: count, filling: Cell())
    if !highs.isEmpty { highs.grow(to: count, filling: 0) }
    if !extras.isEmpty { extras.grow(to: count, filling: .zero) }
  }

  func update(_ arguments: [Column], groups: GroupRows) throws {
    let column = arguments[0]
    guard let values = ScaledIntegers(column) else {
      let decimals = column.decimals
      for row in 0..<groups.count where !column.isNull(row) {
        try add(decimals.base[row &* column.stride], to: groups[row])
      }
      return
    }
    try raiseScale(to: values.scale)
    let factor = powersOfTen[scale - values.scale]
    let integers = values.integers.base
    if column.validity == nil, !column.isConstant {
      if let numbers = groups.numbers {
        try addRows(groups.count, factor: factor) { (Int(numbers[$0]), integers[$0]) }
      } else if factor == 1, groups.count > 0 {
        // A chunk's integers cannot leave 128 bits.
        var sum: Int128 = 0
        for row in 0..<groups.count { sum &+= Int128(integers[row]) }
        try add(sum, count: Int64(groups.count), to: 0)
      } else {
        try addRows(groups.count, factor: factor) { (0, integers[$0]) }
      }
    } else {
      for row in 0..<groups.count where !column.isNull(row) {
        try add(Int128(integers[row &* column.stride]) * Int128(factor), count: 1, to: groups[row])
      }
    }
  }

  @inline(__always)
  private func addRows(_ count: Int, factor: Int64, _ row: (Int) -> (group: Int, value: Int64)) throws {
    var overflowed: [Int] = []
    cells.withUnsafeMutableBufferPointer { cells in
      guard let base = cells.baseAddress else { return }
      for index in 0..<count {
        let (group, value) = row(index)
        let (term, overflowedTerm) =
          factor == 1 ? (value, false) : value.multipliedReportingOverflow(by: factor)
        let (sum, overflowedSum) = base[group].low.addingReportingOverflow(term)
        if overflowedTerm || overflowedSum {
          overflowed.append(index)
        } else {
          base[group].low = sum
          base[group].count &+= 1
        }
      }
    }
    for index in overflowed {
      let (group, value) = row(index)
      try add(Int128(value) * Int128(factor), count: 1, to: group)
    }
  }

  private func add(_ value: Int128, count: Int64, to group: Int) throws {
    let (sum, overflow) = sum(of: group).addingReportingOverflow(value)
    if overflow {
      try addExtra(try decimal(self.sum(of: group)), to: group)
      set(value, of: group)
    } else {
      set(sum, of: group)
    }
    cells[group].count += count
  }

  private func add(_ value: Decimal, to group: Int) throws {
    if value.scale > scale, value.scale <= Self.maximumScale { try raiseScale(to: value.scale) }
    if value.scale <= scale, let scaled = value.scaled(to: scale) {
      try add(scaled, count: 1, to: group)
    } else {
      try addExtra(value, to: group)
      cells[group].count += 1
    }
  }

  private func addExtra(_ value: Decimal, to group: Int) throws {
    extras.grow(to: cells.count, filling: .zero)
    guard let sum = extras[group].adding(value) else { throw ExecutionError.decimalOverflow }
    extras[group] = sum
  }

  private func raiseScale(to newScale: Int) throws {
    guard newScale > scale else { return }
    let factor = Int128(powersOfTen[newScale - scale])
    for group in cells.indices {
      let sum = sum(of: group)
      if sum == 0 { continue }
      let (raised, overflow) = sum.multipliedReportingOverflow(by: factor)
      if overflow {
        try addExtra(try decimal(sum), to: group)
        set(0, of: group)
      } else {
        set(raised, of: group)
      }
    }
    scale = newScale
  }

  /// A sum as a decimal, rounded half to even where it has more than 34 digits.
  private func decimal(_ sum: Int128) throws -> Decimal {
    if Decimal(sum) != nil { return Decimal(coefficient: sum, scale: scale) }
    var (kept, dropped, keptScale) = (sum, Int128(1), scale)
    while Decimal(kept) == nil {
      dropped *= 10
      kept = sum / dropped
      keptScale -= 1
    }
    let rest = sum - kept * dropped
    if rest.magnitude * 2 > dropped.magnitude || (rest.magnitude * 2 == dropped.magnitude && kept % 2 != 0) {
      kept += Int128(sum.signum())
    }
    guard keptScale >= 0, Decimal(kept) != nil else { throw ExecutionError.decimalOverflow }
    return Decimal(coefficient: kept, scale: keptScale)
  }

  func merge(_ other: any AggregateState, mapping: UnsafeBufferPointer<UInt32>) throws {
    guard let other = other as? DecimalSum else { return }
    try raiseScale(to: other.scale)
    try other.raiseScale(to: scale)
    for group in 0..<min(other.cells.count, mapping.count) where mapping[group] != GroupRows.noGroup {
      let target = Int(mapping[group])
      try add(other.sum(of: group), count: other.cells[group].count, to: target)
      if !other.extras.isEmpty, other.extras[group].coefficient != 0 {
        try addExtra(other.extras[group], to: target)
      }
    }
  }

  func finish(groups count: Int, in context: ExecutionContext) throws -> [Column] {
    grow(to: count)
    return try [scaledColumn(count) ?? groupColumn(count: count, type: .decimal, answer)]
  }

  /// The answers as integers over the power of ten of the sums; nil where not all are that.
  private func scaledColumn(_ count: Int) throws -> Column? {
    var fits = true
    let column = try groupColumn(count: count, type: .decimal) { group -> Int64? in
      guard fits, let value = try answer(group) else { return nil }
      fits = value.scale == scale
      guard let integer = Int64(exactly: value.coefficient) else {
        fits = false
        return nil
      }
      return integer
    }
    guard fits else { return nil }
    return Column(type: .decimal, storage: .scaled(column.longs, scale: scale), validity: column.validity)
  }

  private func answer(_ group: Int) throws -> Decimal? {
    var sum = try decimal(sum(of: group))
    if !extras.isEmpty, extras[group].coefficient != 0 {
      guard let total = sum.adding(extras[group]) else { throw ExecutionError.decimalOverflow }
      sum = total
    }
    return answer(sum, cells[group].count)
  }
}
