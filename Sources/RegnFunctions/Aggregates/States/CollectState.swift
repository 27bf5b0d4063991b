import RegnData

/// Rows of values kept for each group until the end, in flat arrays: lists, sets, bags and schemas.
final class CollectState: AggregateState {
  /// What is kept of the rows.
  enum Kind {
    case list
    case listWithNulls
    /// Distinct values; elements of dynamic arrays one by one.
    case set
    /// Distinct values as they are.
    case distinct
    /// Dynamic bags, others skipped.
    case bags
  }

  /// Writes a group's answer from its keys in row order; false is null.
  typealias Write =
    @Sendable (_ keys: ArraySlice<UInt64?>, _ reader: ValueKeys.Reader, _ writer: inout DynamicWriter) -> Bool

  private let kind: Kind
  private let limit: Int
  private let write: Write
  private let keys: ValueKeys

  private var rowGroups: [UInt32] = []
  private var rowKeys: [UInt64] = []
  private var rowOrders: [Int64] = []
  /// The place within the row of an element of a dynamic array; empty for other types.
  private var rowElements: [UInt32] = []
  private var rowIsNull: [Bool] = []
  private var table = PairTable()
  private var counts: [Int] = []
  /// The last row of each group.
  private var lastOrders: [Int64] = []

  /// KQL's limit to the elements of lists and sets.
  static let maximumSize = 1_048_576

  init(_ kind: Kind, type: ScalarType, limit: Int, write: @escaping Write) {
    self.kind = kind
    self.limit = limit
    self.write = write
    keys = ValueKeys(type: type, canonical: kind == .set)
  }

  private var isDistinct: Bool { kind == .set || kind == .distinct }

  var byteCount: Int {
    rowGroups.capacity * 4 + rowKeys.capacity * 8 + rowOrders.capacity * 8 + rowElements.capacity * 4
      + rowIsNull.capacity + table.byteCount + counts.capacity * 16 + keys.byteCount
  }

  func grow(to count: Int) {
    counts.grow(to: count, filling: 0)
    lastOrders.grow(to: count, filling: .min)
  }

  func update(_ arguments: [Column], groups: GroupRows) {
    let column = arguments[0]
    if keys.type == .dynamic, kind == .set || kind == .bags { return updateDynamic(column, groups) }
    let values = keys.keys(column)
    let stride = column.stride
    let hasNulls = column.mayHaveNulls
    for row in 0..<groups.count {
      let isNull = hasNulls && column.isNull(row)
      if isNull, kind != .listWithNulls { continue }
      append(groups[row], values.base[row &* stride], groups.order(row), element: 0, isNull: isNull)
    }
  }

  private func updateDynamic(_ column: Column, _ groups: GroupRows) {
    let strings = column.strings
    for row in 0..<groups.count where !column.isNull(row) {
      let value = DynamicRef(strings.bytes(row &* column.stride))
      let (group, order) = (groups[row], groups.order(row))
      switch (kind, value.kind) {
      case (.bags, .bag): append(group, keys.key(value), order, element: 0, isNull: false)
      case (.bags, _), (_, .null): break
      case (_, .array):
        for index in 0..<value.count {
          let element = value.value(at: index)
          if element.isNull { continue }
          append(group, keys.key(element), order, element: UInt32(index), isNull: false)
        }
      default: append(group, keys.key(value), order, element: 0, isNull: false)
      }
    }
  }

  @inline(__always)
  private func append(_ group: Int, _ key: UInt64, _ order: Int64, element: UInt32, isNull: Bool) {
    // Rows past the limit are left out, unless they turn out to stand before others.
    if counts[group] >= limit, order > lastOrders[group] { return }
    if isDistinct {
      let (number, isNew) = table.insert(UInt32(truncatingIfNeeded: group), key)
      if !isNew {
        if order < rowOrders[number] {
          rowOrders[number] = order
          rowElements[number] = element
        }
        return
      }
      rowElements.append(element)
    } else {
      rowGroups.append(UInt32(truncatingIfNeeded: group))
      rowKeys.append(key)
      if kind == .listWithNulls { rowIsNull.append(isNull) }
    }
    rowOrders.append(order)
    counts[group] += 1
    lastOrders[group] = max(lastOrders[group], order)
  }

  func merge(_ other: any AggregateState, mapping: UnsafeBufferPointer<UInt32>) {
    guard let other = other as? CollectState else { return }
    let translation = keys.translation(of: other.keys)
    // Every row of both: which are past the limit is only known when all are there.
    for group in lastOrders.indices { lastOrders[group] = .max }
    for number in 0..<other.rowOrders.count {
      let theirs = Int(isDistinct ? other.table.groups[number] : other.rowGroups[number])
      guard theirs < mapping.count, mapping[theirs] != GroupRows.noGroup else { continue }
      append(
        Int(mapping[theirs]), translation(isDistinct ? other.table.keys[number] : other.rowKeys[number]),
        other.rowOrders[number], element: isDistinct ? other.rowElements[number] : 0,
        isNull: kind == .listWithNulls && other.rowIsNull[number])
    }
  }

  func finish(groups count: Int, in context: ExecutionContext) throws -> [Column] {
    grow(to: count)
    let rows = numbersByGroup(count)
    let reader = keys.reader()
    let allKeys = isDistinct ? table.keys : rowKeys
    var builder = ColumnBuilder(type: .dynamic, capacity: count)
    var writer = DynamicWriter()
    var groupKeys: [UInt64?] = []
    for group in 0..<count {
      var numbers = rows.numbers[rows.starts[group]..<rows.starts[group + 1]]
      sortByOrder(&numbers)
      groupKeys.removeAll(keepingCapacity: true)
      for number in numbers.prefix(limit) {
        let isNull = kind == .listWithNulls && rowIsNull[Int(number)]
        groupKeys.append(isNull ? nil : allKeys[Int(number)])
      }
      writer.removeAll()
      if write(groupKeys[...], reader, &writer) {
        if writer.hasOverflowed { throw ExecutionError.tooLargeDynamic }
        writer.bytes.withUnsafeBufferPointer { builder.append(bytes: $0) }
      } else {
        builder.appendNull()
      }
    }
    return [builder.finish()]
  }

  /// The numbers of the rows, those of a group side by side (a counting sort), and where each group starts.
  private func numbersByGroup(_ count: Int) -> (numbers: [UInt32], starts: [Int]) {
    let groups = isDistinct ? table.groups : rowGroups
    var starts = [Int](repeating: 0, count: count + 1)
    for group in groups { starts[Int(group) + 1] += 1 }
    for group in 0..<count { starts[group + 1] += starts[group] }
    var next = starts
    var numbers = [UInt32](repeating: 0, count: groups.count)
    for (number, group) in groups.enumerated() {
      numbers[next[Int(group)]] = UInt32(truncatingIfNeeded: number)
      next[Int(group)] += 1
    }
    return (numbers, starts)
  }

  private func sortByOrder(_ numbers: inout ArraySlice<UInt32>) {
    func isBefore(_ a: UInt32, _ b: UInt32) -> Bool {
      let (left, right) = (rowOrders[Int(a)], rowOrders[Int(b)])
      if left != right { return left < right }
      if isDistinct, rowElements[Int(a)] != rowElements[Int(b)] {
        return rowElements[Int(a)] < rowElements[Int(b)]
      }
      return a < b
    }
    for index in numbers.indices.dropFirst() where isBefore(numbers[index], numbers[index - 1]) {
      numbers.sort(by: isBefore)
      return
    }
  }
}
