import RegnData

/// The least or greatest value that each group has seen, of one type.
protocol ExtremeStore {
  /// A chunk's values, ready to be compared.
  associatedtype Source
  /// The bytes kept.
  var byteCount: Int { get }
  mutating func grow(to count: Int)
  func source(_ column: Column) -> Source
  /// How element `index` compares with what the group holds: positive when it is greater.
  func compare(_ source: Source, _ index: Int, to group: Int) -> Int
  mutating func set(_ source: Source, _ index: Int, group: Int)
  /// As `compare`, with what another store's group holds.
  func compare(_ other: Self, _ otherGroup: Int, to group: Int) -> Int
  mutating func set(_ other: Self, _ otherGroup: Int, group: Int)
  /// The values of groups 0 ..< `count`, null where `isSet` says so.
  func column(count: Int, type: ScalarType, isSet: (Int) -> Bool) -> Column

  // One body for all stores, and a requirement all the same: so it is compiled for each store, without a call
  // through the protocol for every row.

  /// Keeps the least or the greatest value of each group, nulls left out.
  mutating func fold(_ column: Column, _ groups: GroupRows, isSet: inout [Bool], greatest: Bool)
}

extension ExtremeStore {
  mutating func fold(_ column: Column, _ groups: GroupRows, isSet: inout [Bool], greatest: Bool) {
    let source = source(column)
    let stride = column.stride
    let hasNulls = column.mayHaveNulls
    for row in 0..<groups.count {
      if hasNulls, column.isNull(row) { continue }
      let group = groups[row]
      if isSet[group] {
        let order = compare(source, row &* stride, to: group)
        guard greatest ? order > 0 : order < 0 else { continue }
      } else {
        isSet[group] = true
      }
      set(source, row &* stride, group: group)
    }
  }
}

/// Elements of fixed width that can be ordered.
protocol OrderedElement: ColumnElement {
  /// Less than, equal to or greater than 0.
  func order(_ other: Self) -> Int
  /// As `order`, with what is no number (NaN) behind all that is, if asked.
  func order(_ other: Self, placesNaNLast: Bool) -> Int
}

extension OrderedElement {
  @inline(__always)
  func order(_ other: Self, placesNaNLast: Bool) -> Int { order(other) }
}

extension Int64: OrderedElement {
  @inline(__always)
  func order(_ other: Int64) -> Int { self < other ? -1 : self > other ? 1 : 0 }
}

extension Int32: OrderedElement {
  @inline(__always)
  func order(_ other: Int32) -> Int { self < other ? -1 : self > other ? 1 : 0 }
}

/// NaN comes before all numbers.
extension Double: OrderedElement {
  @inline(__always)
  func order(_ other: Double) -> Int {
    if self < other { return -1 }
    if self > other { return 1 }
    if self == other { return 0 }
    return isNaN ? (other.isNaN ? 0 : -1) : 1
  }

  @inline(__always)
  func order(_ other: Double, placesNaNLast: Bool) -> Int {
    let result = order(other)
    return placesNaNLast && isNaN != other.isNaN ? -result : result
  }
}

extension Bool: OrderedElement {
  func order(_ other: Bool) -> Int { (self ? 1 : 0) - (other ? 1 : 0) }
}

extension Decimal: OrderedElement {
  func order(_ other: Decimal) -> Int { Decimal.compare(self, other) }
}

extension Guid: OrderedElement {
  func order(_ other: Guid) -> Int { self < other ? -1 : self == other ? 0 : 1 }
}

/// Extremes of fixed width.
struct FixedExtremes<Element: OrderedElement>: ExtremeStore {
  private var values: [Element] = []
  /// For the least: what is no number counts only when there is nothing else, as for the greatest.
  private let placesNaNLast: Bool

  init(placesNaNLast: Bool = false) { self.placesNaNLast = placesNaNLast }

  var byteCount: Int { values.capacity * MemoryLayout<Element>.stride }

  mutating func grow(to count: Int) { values.grow(to: count, filling: Element.filler) }

  func source(_ column: Column) -> Buffer<Element> { Element.elements(of: column) }

  @inline(__always)
  func compare(_ source: Buffer<Element>, _ index: Int, to group: Int) -> Int {
    source.base[index].order(values[group], placesNaNLast: placesNaNLast)
  }

  @inline(__always)
  mutating func set(_ source: Buffer<Element>, _ index: Int, group: Int) {
    values[group] = source.base[index]
  }

  func compare(_ other: Self, _ otherGroup: Int, to group: Int) -> Int {
    other.values[otherGroup].order(values[group], placesNaNLast: placesNaNLast)
  }

  mutating func set(_ other: Self, _ otherGroup: Int, group: Int) { values[group] = other.values[otherGroup] }

  func column(count: Int, type: ScalarType, isSet: (Int) -> Bool) -> Column {
    let groups = Array(0..<count)
    let column = groups.withUnsafeBufferPointer { groups in
      groupColumn(groups, type: type) { group in isSet(group) ? values[group] : nil }
    }
    if type == .int, case .int64 = column.storage {
      let narrow = Int32.elements(of: column)
      return Column(type: .int, storage: .int32(narrow), validity: column.validity)
    }
    return column
  }
}

/// Extreme strings. Each group owns room for its string, which is written over by later ones.
struct StringExtremes: ExtremeStore {
  /// Where a group's string lies in `heap`.
  private struct Slot {
    var start = 0
    var count: UInt32 = 0
    var capacity: UInt32 = 0
  }

  private var slots: [Slot] = []
  private var heap: [UInt8] = []

  var byteCount: Int { slots.capacity * MemoryLayout<Slot>.stride + heap.capacity }

  mutating func grow(to count: Int) { slots.grow(to: count, filling: Slot()) }

  func source(_ column: Column) -> StringArray { column.strings }

  private func withBytes<Result>(_ group: Int, _ body: (Bytes) -> Result) -> Result {
    let slot = slots[group]
    return heap.withUnsafeBufferPointer {
      body(Bytes(rebasing: $0[slot.start..<slot.start + Int(slot.count)]))
    }
  }

  func compare(_ source: StringArray, _ index: Int, to group: Int) -> Int {
    withBytes(group) { compareBytes(source.bytes(index), $0) }
  }

  mutating func set(_ source: StringArray, _ index: Int, group: Int) {
    set(source.bytes(index), group: group)
  }

  private mutating func set(_ bytes: Bytes, group: Int) {
    if bytes.count > Int(slots[group].capacity) {
      let capacity = max(8, bytes.count + bytes.count / 2)
      slots[group].start = heap.count
      slots[group].capacity = UInt32(clamping: capacity)
      heap.append(contentsOf: repeatElement(0, count: capacity))
    }
    let start = slots[group].start
    slots[group].count = UInt32(clamping: bytes.count)
    heap.withUnsafeMutableBufferPointer { heap in
      for offset in 0..<bytes.count { heap[start + offset] = bytes[offset] }
    }
  }

  func compare(_ other: Self, _ otherGroup: Int, to group: Int) -> Int {
    other.withBytes(otherGroup) { theirs in withBytes(group) { compareBytes(theirs, $0) } }
  }

  mutating func set(_ other: Self, _ otherGroup: Int, group: Int) {
    let copy = other.withBytes(otherGroup) { Array($0) }
    copy.withUnsafeBufferPointer { set($0, group: group) }
  }

  func column(count: Int, type: ScalarType, isSet: (Int) -> Bool) -> Column {
    var builder = ColumnBuilder(type: type, capacity: count)
    for group in 0..<count {
      if isSet(group) { withBytes(group) { builder.append(bytes: $0) } } else { builder.appendNull() }
    }
    return builder.finish()
  }
}

/// Extreme decimals: integers while all columns have one scale, decimals as soon as two differ.
struct DecimalExtremes: ExtremeStore {
  enum Source {
    case scaled(Buffer<Int64>)
    case decimals(Buffer<Decimal>)
  }

  private var scaled = FixedExtremes<Int64>()
  private var decimals = FixedExtremes<Decimal>()
  /// The scale of `scaled`; nil before the first column.
  private var scale: Int?
  private var isScaled = true
  private var count = 0

  var byteCount: Int { scaled.byteCount + decimals.byteCount }

  mutating func grow(to count: Int) {
    self.count = max(count, self.count)
    if isScaled { scaled.grow(to: count) } else { decimals.grow(to: count) }
  }

  /// Settles on integers or decimals before a column's values are compared.
  mutating func prepare(_ column: Column) {
    guard isScaled else { return }
    if case .scaled(_, let columnScale) = column.storage, scale == nil || scale == columnScale {
      scale = columnScale
    } else {
      useDecimals()
    }
  }

  private mutating func useDecimals() {
    guard isScaled else { return }
    isScaled = false
    let held = Column(
      type: .decimal,
      storage: .scaled(scaled.column(count: count, type: .long) { _ in true }.longs, scale: scale ?? 0))
    let values = held.decimals
    decimals.grow(to: count)
    for group in 0..<count { decimals.set(values, group, group: group) }
    scaled = FixedExtremes<Int64>()
  }

  /// Settles on what two workers' states can both be.
  static func align(_ left: inout DecimalExtremes, _ right: inout DecimalExtremes) {
    if left.isScaled, right.isScaled, left.scale == nil || right.scale == nil || left.scale == right.scale {
      left.scale = left.scale ?? right.scale
      return
    }
    left.useDecimals()
    right.useDecimals()
  }

  func source(_ column: Column) -> Source {
    if isScaled, case .scaled(let buffer, _) = column.storage { return .scaled(buffer) }
    return .decimals(column.decimals)
  }

  @inline(__always)
  func compare(_ source: Source, _ index: Int, to group: Int) -> Int {
    switch source {
    case .scaled(let buffer): scaled.compare(buffer, index, to: group)
    case .decimals(let buffer): decimals.compare(buffer, index, to: group)
    }
  }

  @inline(__always)
  mutating func set(_ source: Source, _ index: Int, group: Int) {
    switch source {
    case .scaled(let buffer): scaled.set(buffer, index, group: group)
    case .decimals(let buffer): decimals.set(buffer, index, group: group)
    }
  }

  func compare(_ other: Self, _ otherGroup: Int, to group: Int) -> Int {
    isScaled
      ? scaled.compare(other.scaled, otherGroup, to: group)
      : decimals.compare(other.decimals, otherGroup, to: group)
  }

  mutating func set(_ other: Self, _ otherGroup: Int, group: Int) {
    if isScaled {
      scaled.set(other.scaled, otherGroup, group: group)
    } else {
      decimals.set(other.decimals, otherGroup, group: group)
    }
  }

  func column(count: Int, type: ScalarType, isSet: (Int) -> Bool) -> Column {
    guard isScaled else { return decimals.column(count: count, type: type, isSet: isSet) }
    let column = scaled.column(count: count, type: .long, isSet: isSet)
    return Column(
      type: .decimal, storage: .scaled(column.longs, scale: scale ?? 0), validity: column.validity)
  }
}

extension ExtremeStore {
  /// Called before a column's values are compared.
  mutating func settle(on column: Column) {
    if var decimals = self as? DecimalExtremes {
      decimals.prepare(column)
      if let settled = decimals as? Self { self = settled }
    }
  }

  /// Called before another worker's values are compared.
  mutating func settle(on other: inout Self) {
    if var decimals = self as? DecimalExtremes, var others = other as? DecimalExtremes {
      DecimalExtremes.align(&decimals, &others)
      if let settled = decimals as? Self, let settledOther = others as? Self {
        self = settled
        other = settledOther
      }
    }
  }
}

/// Extreme dynamic values, in the order of `DynamicRef`.
struct DynamicExtremes: ExtremeStore {
  private var values: [[UInt8]] = []

  var byteCount: Int { values.reduce(0) { $0 + $1.capacity } }

  mutating func grow(to count: Int) { values.grow(to: count, filling: []) }

  func source(_ column: Column) -> StringArray { column.strings }

  func compare(_ source: StringArray, _ index: Int, to group: Int) -> Int {
    values[group].withUnsafeBufferPointer { compareDynamic(source.bytes(index), $0) }
  }

  mutating func set(_ source: StringArray, _ index: Int, group: Int) {
    values[group] = Array(source.bytes(index))
  }

  func compare(_ other: Self, _ otherGroup: Int, to group: Int) -> Int {
    other.values[otherGroup].withUnsafeBufferPointer { theirs in
      values[group].withUnsafeBufferPointer { compareDynamic(theirs, $0) }
    }
  }

  mutating func set(_ other: Self, _ otherGroup: Int, group: Int) { values[group] = other.values[otherGroup] }

  func column(count: Int, type: ScalarType, isSet: (Int) -> Bool) -> Column {
    var builder = ColumnBuilder(type: type, capacity: count)
    for group in 0..<count {
      if isSet(group) {
        values[group].withUnsafeBufferPointer { builder.append(bytes: $0) }
      } else {
        builder.appendNull()
      }
    }
    return builder.finish()
  }
}
