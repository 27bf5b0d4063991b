import RegnData

/// The values of some columns in one chosen row of each group.
struct KeptRows {
  private let keys: [ValueKeys]
  private var values: [[UInt64]]
  private var isSet: [[Bool]]

  init(types: [ScalarType]) {
    keys = types.map { ValueKeys(type: $0, canonical: false) }
    values = types.map { _ in [] }
    isSet = types.map { _ in [] }
  }

  var byteCount: Int {
    values.reduce(0) { $0 + $1.capacity * 9 } + keys.reduce(0) { $0 + $1.byteCount }
  }

  mutating func grow(to count: Int) {
    for column in values.indices {
      values[column].grow(to: count, filling: 0)
      isSet[column].grow(to: count, filling: false)
    }
  }

  /// Takes row `rows[i]` of every column for group `groups[i]`.
  mutating func set(_ columns: [Column], rows: [UInt32], groups: [UInt32]) {
    for (index, column) in columns.enumerated() {
      let chosen = rows.withUnsafeBufferPointer { column.gather($0) }
      let chosenKeys = keys[index].keys(chosen)
      for place in groups.indices {
        let group = Int(groups[place])
        isSet[index][group] = !chosen.isNull(place)
        values[index][group] = chosenKeys.base[place &* chosen.stride]
      }
    }
  }

  /// Takes other groups' rows: `pairs` of theirs and ours.
  mutating func set(_ other: KeptRows, _ pairs: [(theirs: Int, ours: Int)]) {
    for index in values.indices {
      let translation = keys[index].translation(of: other.keys[index])
      for (theirs, ours) in pairs {
        isSet[index][ours] = other.isSet[index][theirs]
        values[index][ours] = translation(other.values[index][theirs])
      }
    }
  }

  func columns(count: Int) -> [Column] {
    keys.indices.map { index in
      values[index].withUnsafeBufferPointer { values in
        isSet[index].withUnsafeBufferPointer { isSet in
          keys[index].reader().column(
            UnsafeBufferPointer(rebasing: values[0..<count]),
            isSet: UnsafeBufferPointer(rebasing: isSet[0..<count]))
        }
      }
    }
  }
}

/// The row with the least or greatest value of the first column, the earliest of equals. Rows where it is
/// null only count when the group has no other.
final class ArgExtremeState<Store: ExtremeStore>: AggregateState {
  private enum Standing: UInt8 {
    case empty
    case null
    case value
  }

  private var store: Store
  private var standings: [Standing] = []
  private var orders: [Int64] = []
  private var kept: KeptRows
  private let type: ScalarType
  private let wantsGreatest: Bool
  /// The chunk's row that each group has now; only meaningful for those in `touched`.
  private var winners: [UInt32] = []
  private var isTouched: [Bool] = []

  init(_ store: Store, types: [ScalarType], greatest: Bool) {
    self.store = store
    type = types[0]
    kept = KeptRows(types: Array(types.dropFirst()))
    wantsGreatest = greatest
  }

  var byteCount: Int { store.byteCount + orders.capacity * 14 + kept.byteCount }

  func grow(to count: Int) {
    store.grow(to: count)
    standings.grow(to: count, filling: .empty)
    orders.grow(to: count, filling: .max)
    winners.grow(to: count, filling: 0)
    isTouched.grow(to: count, filling: false)
    kept.grow(to: count)
  }

  /// Whether a value that compares as `comparison` with a group's, from a row at `order`, takes its place.
  @inline(__always)
  private func wins(_ comparison: Int, _ order: Int64, _ group: Int) -> Bool {
    if comparison == 0 { return order < orders[group] }
    return wantsGreatest ? comparison > 0 : comparison < 0
  }

  func update(_ arguments: [Column], groups: GroupRows) {
    let column = arguments[0]
    store.settle(on: column)
    let source = store.source(column)
    let stride = column.stride
    let hasNulls = column.mayHaveNulls
    var touched: [UInt32] = []
    for row in 0..<groups.count {
      let group = groups[row]
      let order = groups.order(row)
      if hasNulls, column.isNull(row) {
        if standings[group] == .value || (standings[group] == .null && order > orders[group]) { continue }
        standings[group] = .null
      } else {
        if standings[group] == .value,
          !wins(store.compare(source, row &* stride, to: group), order, group)
        {
          continue
        }
        standings[group] = .value
        store.set(source, row &* stride, group: group)
      }
      orders[group] = order
      winners[group] = UInt32(truncatingIfNeeded: row)
      if !isTouched[group] {
        isTouched[group] = true
        touched.append(UInt32(truncatingIfNeeded: group))
      }
    }
    kept.set(Array(arguments.dropFirst()), rows: touched.map { winners[Int($0)] }, groups: touched)
    for group in touched { isTouched[Int(group)] = false }
  }

  func merge(_ other: any AggregateState, mapping: UnsafeBufferPointer<UInt32>) {
    guard let other = other as? ArgExtremeState<Store> else { return }
    store.settle(on: &other.store)
    var pairs: [(theirs: Int, ours: Int)] = []
    for theirs in 0..<min(other.standings.count, mapping.count) where mapping[theirs] != GroupRows.noGroup {
      let group = Int(mapping[theirs])
      let order = other.orders[theirs]
      switch (other.standings[theirs], standings[group]) {
      case (.empty, _), (.null, .value): continue
      case (.null, .null): if order > orders[group] { continue }
      case (.value, .value):
        if !wins(store.compare(other.store, theirs, to: group), order, group) { continue }
      case (.null, .empty), (.value, .empty), (.value, .null): break
      }
      standings[group] = other.standings[theirs]
      if standings[group] == .value { store.set(other.store, theirs, group: group) }
      orders[group] = order
      pairs.append((theirs, group))
    }
    kept.set(other.kept, pairs)
  }

  func finish(groups count: Int, in context: ExecutionContext) -> [Column] {
    grow(to: count)
    return [store.column(count: count, type: type) { standings[$0] == .value }] + kept.columns(count: count)
  }
}

/// The first row of each group. With one column, the first row where it is neither null nor empty, if any.
final class FirstRowState: AggregateState {
  private var orders: [Int64] = []
  /// Whether the row that is kept is null or empty, and any other is better.
  private var isPoor: [Bool] = []
  private var kept: KeptRows
  private let prefersValues: Bool
  private var winners: [UInt32] = []
  private var isTouched: [Bool] = []

  init(types: [ScalarType]) {
    kept = KeptRows(types: types)
    prefersValues = types.count == 1
  }

  var byteCount: Int { orders.capacity * 14 + kept.byteCount }

  func grow(to count: Int) {
    orders.grow(to: count, filling: .max)
    isPoor.grow(to: count, filling: true)
    winners.grow(to: count, filling: 0)
    isTouched.grow(to: count, filling: false)
    kept.grow(to: count)
  }

  func update(_ arguments: [Column], groups: GroupRows) {
    guard let column = arguments.first else { return }
    var touched: [UInt32] = []
    let strings = prefersValues && column.type == .string ? column.strings : nil
    for row in 0..<groups.count {
      let group = groups[row]
      let order = groups.order(row)
      if !isPoor[group], order > orders[group] { continue }
      let isPoorRow =
        prefersValues
        && (strings.map { $0.views.base[row &* column.stride].isEmpty } ?? column.isNull(row))
      if isPoor[group] == isPoorRow ? order > orders[group] : isPoorRow { continue }
      isPoor[group] = isPoorRow
      orders[group] = order
      winners[group] = UInt32(truncatingIfNeeded: row)
      if !isTouched[group] {
        isTouched[group] = true
        touched.append(UInt32(truncatingIfNeeded: group))
      }
    }
    kept.set(arguments, rows: touched.map { winners[Int($0)] }, groups: touched)
    for group in touched { isTouched[Int(group)] = false }
  }

  func merge(_ other: any AggregateState, mapping: UnsafeBufferPointer<UInt32>) {
    guard let other = other as? FirstRowState else { return }
    var pairs: [(theirs: Int, ours: Int)] = []
    for theirs in 0..<min(other.orders.count, mapping.count)
    where other.orders[theirs] != .max && mapping[theirs] != GroupRows.noGroup {
      let group = Int(mapping[theirs])
      if isPoor[group] == other.isPoor[theirs]
        ? other.orders[theirs] > orders[group] : other.isPoor[theirs]
      {
        continue
      }
      isPoor[group] = other.isPoor[theirs]
      orders[group] = other.orders[theirs]
      pairs.append((theirs, group))
    }
    kept.set(other.kept, pairs)
  }

  func finish(groups count: Int, in context: ExecutionContext) -> [Column] {
    grow(to: count)
    return kept.columns(count: count)
  }
}
