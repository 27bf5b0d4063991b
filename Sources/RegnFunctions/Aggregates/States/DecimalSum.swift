import RegnData

/// Sums of decimals, exact: integers of 128 bits over one power of ten. What does not fit there (very many
/// digits, or sums beyond 38 digits) is kept beside as decimals of 34 digits.
final class DecimalSum: AggregateState {
  private struct Cell: BitwiseCopyable {
    var sum: Int128 = 0
    var count: Int64 = 0
  }

  /// The largest power of ten that columns of scaled integers have.
  private static let maximumScale = 18

  private var cells: [Cell] = []
  private var scale = 0
  private var extras: [Decimal] = []
  private let answer: (_ sum: Decimal, _ count: Int64) -> Decimal?

  /// `answer` makes a group's answer from the sum and the number of its values; nil is null.
  init(answer: @escaping (_ sum: Decimal, _ count: Int64) -> Decimal?) { self.answer = answer }

  var byteCount: Int {
    cells.capacity * MemoryLayout<Cell>.stride + extras.capacity * MemoryLayout<Decimal>.stride
  }

  func grow(to count: Int) {
    cells.grow(to: count, filling: Cell())
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
        let term = factor == 1 ? Int128(value) : Int128(value) &* Int128(factor)
        let (sum, overflow) = base[group].sum.addingReportingOverflow(term)
        if overflow {
          overflowed.append(index)
        } else {
          base[group].sum = sum
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
    let (sum, overflow) = cells[group].sum.addingReportingOverflow(value)
    if overflow {
      try addExtra(try decimal(cells[group].sum), to: group)
      cells[group].sum = value
    } else {
      cells[group].sum = sum
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
    for group in cells.indices where cells[group].sum != 0 {
      let (sum, overflow) = cells[group].sum.multipliedReportingOverflow(by: factor)
      if overflow {
        try addExtra(try decimal(cells[group].sum), to: group)
        cells[group].sum = 0
      } else {
        cells[group].sum = sum
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
      try add(other.cells[group].sum, count: other.cells[group].count, to: target)
      if !other.extras.isEmpty, other.extras[group].coefficient != 0 {
        try addExtra(other.extras[group], to: target)
      }
    }
  }

  func finish(groups count: Int) throws -> [Column] {
    grow(to: count)
    var answers: [Decimal?] = []
    answers.reserveCapacity(count)
    var fits = true
    for group in 0..<count {
      var sum = try decimal(cells[group].sum)
      if !extras.isEmpty, extras[group].coefficient != 0 {
        guard let total = sum.adding(extras[group]) else { throw ExecutionError.decimalOverflow }
        sum = total
      }
      let value = answer(sum, cells[group].count)
      fits = fits && (value.map { $0.scale == scale && Int64(exactly: $0.coefficient) != nil } ?? true)
      answers.append(value)
    }
    return answers.withUnsafeBufferPointer { answers in
      guard fits else { return [groupColumn(answers, type: .decimal) { $0 }] }
      let column = groupColumn(answers, type: .decimal) { (value: Decimal?) -> Int64? in
        value.flatMap { Int64(exactly: $0.coefficient) }
      }
      return [Column(type: .decimal, storage: .scaled(column.longs, scale: scale), validity: column.validity)]
    }
  }
}
