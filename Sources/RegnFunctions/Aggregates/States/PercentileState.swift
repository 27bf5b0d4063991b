import RegnData

/// Keeps the values of each group, and picks those at the asked places by selection when all are there.
///
/// The nearest-rank percentile: the least value to which at least so many percent of the values are less or
/// equal; of 0 percent the least value.
final class PercentileState: AggregateState {
  private let type: ScalarType
  private let percentiles: [Double]
  private let isWeighted: Bool
  private let asArray: Bool
  private var blocks: [ValueBlock] = []
  private var keptBytes = 0

  /// With `weighted` the second argument is each value's weight. With `asArray` there is one dynamic column,
  /// else one column a percentile.
  init(type: ScalarType, percentiles: [Double], weighted: Bool, asArray: Bool) {
    self.type = type
    self.percentiles = percentiles
    isWeighted = weighted
    self.asArray = asArray
  }

  var byteCount: Int { keptBytes }

  func grow(to count: Int) {}

  func update(_ arguments: [Column], groups: GroupRows) {
    var values = arguments[0].flattened
    var weights = isWeighted ? arguments[1].flattened : nil
    var numbers = groups.numbers.map { numbers in
      Buffer<UInt32>(count: groups.count) { $0.update(from: numbers, count: groups.count) }
    }
    if values.mayHaveNulls || isWeighted {
      // Weights that are null or not above 0 count for nothing.
      let longs = weights?.longs
      var kept = 0
      let rows = Buffer<UInt32>(count: groups.count) { target in
        for row in 0..<groups.count {
          target[kept] = UInt32(truncatingIfNeeded: row)
          let counts =
            !values.isNull(row) && (weights.map { !$0.isNull(row) } ?? true)
            && (longs.map { $0.base[row] > 0 } ?? true)
          kept += counts ? 1 : 0
        }
      }
      if kept < groups.count {
        let selection = rows.slice(0..<kept)
        values = values.gather(selection)
        weights = weights?.gather(selection)
        numbers = numbers.map { numbers in
          Buffer(count: kept) { target in
            for index in 0..<kept { target[index] = numbers.base[Int(selection[index])] }
          }
        }
      }
    }
    guard values.count > 0 else { return }
    blocks.append(ValueBlock(values: values, groups: numbers, weights: weights?.longs))
    keptBytes += blocks[blocks.count - 1].byteCount
  }

  func merge(_ other: any AggregateState, mapping: UnsafeBufferPointer<UInt32>) {
    guard let other = other as? PercentileState else { return }
    let leavesOut = mapping.contains(GroupRows.noGroup)
    for var block in other.blocks {
      if leavesOut {
        let groups = block.groups ?? Buffer(repeating: 0, count: block.values.count)
        block = block.keeping { mapping[Int(groups.base[$0])] != GroupRows.noGroup }
      }
      if let groups = block.groups {
        block.groups = Buffer(count: groups.count) { target in
          for row in 0..<groups.count { target[row] = mapping[Int(groups.base[row])] }
        }
      } else if mapping.count > 0, mapping[0] != 0 {
        block.groups = Buffer(repeating: mapping[0], count: block.values.count)
      }
      blocks.append(block)
      keptBytes += block.byteCount
    }
  }

  func finish(groups count: Int, in context: ExecutionContext) throws -> [Column] {
    let type = type
    let columns: [Column]
    switch type {
    case .real:
      columns = try answers(
        count, context, { Self.ordered($0.reals) },
        { keys, valid in
          Column(
            type: type,
            storage: .real(
              Buffer(count: keys.count) { for row in 0..<keys.count { $0[row] = Self.real(keys[row]) } }),
            validity: valid)
        })
    case .decimal:
      if let scale = commonScale() {
        columns = try answers(
          count, context, { Self.scaled($0, to: scale) },
          { Column(type: .decimal, storage: .scaled($0, scale: scale), validity: $1) })
      } else {
        columns = try answers(
          count, context, { $0.decimals }, { Column(type: .decimal, storage: .decimal($0), validity: $1) })
      }
    default:
      columns = try answers(
        count, context, { $0.longs },
        { Column(type: type == .int ? .long : type, storage: .int64($0), validity: $1) })
    }
    blocks = []
    return asArray ? [arrays(columns, count)] : columns
  }

  // MARK: Values in order

  /// Doubles as integers of the same order; NaN comes first.
  private static func ordered(_ values: Buffer<Double>) -> Buffer<Int64> {
    Buffer(count: values.count) { target in
      for index in 0..<values.count {
        let value = values.base[index]
        let bits = Int64(bitPattern: value.bitPattern)
        target[index] = value.isNaN ? .min : value == 0 ? 0 : bits ^ (bits >> 63 & .max)
      }
    }
  }

  private static func real(_ key: Int64) -> Double {
    key == .min ? .nan : Double(bitPattern: UInt64(bitPattern: key ^ (key >> 63 & .max)))
  }

  /// The scale that all blocks of decimals can have as 64-bit integers; nil when there is none.
  private func commonScale() -> Int? {
    var scale = 0
    for block in blocks {
      guard let integers = ScaledIntegers(block.values) else { return nil }
      scale = max(scale, integers.scale)
    }
    let fits = blocks.allSatisfy { ScaledIntegers($0.values)?.rescaled(to: scale) != nil }
    return fits ? scale : nil
  }

  private static func scaled(_ column: Column, to scale: Int) -> Buffer<Int64> {
    ScaledIntegers(column)?.rescaled(to: scale) ?? Buffer(repeating: 0, count: column.count)
  }

  // MARK: Picking

  /// A column for each percentile. Each worker picks those of some of the groups.
  private func answers<Element: OrderedElement>(
    _ count: Int, _ context: ExecutionContext, _ elements: @escaping @Sendable (Column) -> Buffer<Element>,
    _ column: (Buffer<Element>, Buffer<Bool>?) -> Column
  ) throws -> [Column] {
    let rows = blocks.reduce(0) { $0 + $1.values.count }
    let workers = rows <= 2 * Chunk.preferredRowCount ? 1 : context.workers
    let grouped = try GroupedValues(blocks, groups: count, workers: workers, in: context, elements)
    let (percentiles, isWeighted) = (percentiles, isWeighted)
    let ascending = percentiles.sorted()
    // One percentile's answers after another's.
    let picked = try Buffer<Element>(count: percentiles.count * count) { picked in
      nonisolated(unsafe) let picked = picked
      try context.parallel(workers: workers) { worker in
        var ranks: [Int] = []
        for group in worker * count / workers..<(worker + 1) * count / workers {
          if group % 1024 == 0 { try context.checkpoint() }
          let values = grouped.values(of: group)
          if !isWeighted {
            ranks.removeAll(keepingCapacity: true)
            for percentile in ascending where !values.isEmpty {
              let rank = Self.rank(percentile, of: values.count)
              if rank != ranks.last { ranks.append(rank) }
            }
            select(ranks[...], in: values)
          }
          for (index, percentile) in percentiles.enumerated() {
            picked[index * count + group] =
              values.isEmpty
              ? .filler
              : isWeighted
                ? Self.pick(percentile, of: values, weights: grouped.weights(of: group))
                : values[Self.rank(percentile, of: values.count)]
          }
        }
      }
    }
    let validity =
      grouped.hasEmpty
      ? Buffer<Bool>(count: count) { valid in
        for group in 0..<count { valid[group] = !grouped.range(of: group).isEmpty }
      } : nil
    return percentiles.indices.map { column(picked.slice($0 * count..<($0 + 1) * count), validity) }
  }

  /// The place of a percentile among so many values in order, of which there is one at least.
  private static func rank(_ percentile: Double, of count: Int) -> Int {
    let rank = (percentile * Double(count) / 100).rounded(.up)
    return min(max(Int(rank) - 1, 0), count - 1)
  }

  private static func pick<Element: OrderedElement>(
    _ percentile: Double, of values: UnsafeMutableBufferPointer<Element>, weights: Buffer<Int64>
  ) -> Element {
    let order = values.indices.sorted { values[$0].order(values[$1]) < 0 }
    let total = order.reduce(Int128(0)) { $0 + Int128(weights[$1]) }
    let wanted = max(Int128((percentile * Double(total) / 100).rounded(.up)), 1)
    var passed: Int128 = 0
    for place in order {
      passed += Int128(weights[place])
      if passed >= wanted { return values[place] }
    }
    return values[order[order.count - 1]]
  }

  private func arrays(_ columns: [Column], _ count: Int) -> Column {
    let encoders = columns.map { DynamicEncoder($0) }
    var builder = ColumnBuilder(type: .dynamic, capacity: count)
    var writer = DynamicWriter()
    for group in 0..<count {
      if columns.first?.isNull(group) ?? true {
        builder.appendNull()
        continue
      }
      writer.removeAll()
      writer.beginArray()
      for encoder in encoders { encoder.append(group, to: &writer) }
      writer.endArray()
      writer.bytes.withUnsafeBufferPointer { builder.append(bytes: $0) }
    }
    return builder.finish()
  }
}
