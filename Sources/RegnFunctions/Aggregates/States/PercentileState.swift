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
        numbers = numbers.map { $0.gather(selection) }
      }
    }
    guard values.count > 0 else { return }
    let block = ValueBlock(
      values: KeptValues(values, type: type), groups: numbers, weights: weights?.longs)
    blocks.append(block)
    keptBytes += block.byteCount
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
    let scale = blocks.reduce(0) { max($0, $1.values.scale ?? 0) }
    let columns: [Column]
    if blocks.allSatisfy({ $0.values.int32s(scale: scale) != nil }) {
      columns = try answers(count, context) {
        $0.int32s(scale: scale) ?? Buffer([])
      } column: {
        self.column($0.converted { Int64($0) }, scale, $1)
      }
    } else if blocks.allSatisfy({ $0.values.areInt64s(scale: scale) }) {
      columns = try answers(count, context) {
        $0.int64s(scale: scale) ?? Buffer([])
      } column: {
        self.column($0, scale, $1)
      }
    } else {
      columns = try answers(count, context) {
        $0.asDecimals
      } column: {
        Column(type: .decimal, storage: .decimal($0), validity: $1)
      }
    }
    blocks = []
    return asArray ? [arrays(columns, count)] : columns
  }

  /// The column of the integers that values were kept as.
  private func column(_ integers: Buffer<Int64>, _ scale: Int, _ validity: Buffer<Bool>?) -> Column {
    let storage: Column.Storage =
      switch type {
      case .real: .real(integers.converted { KeptValues.real($0) })
      case .decimal: .scaled(integers, scale: scale)
      default: .int64(integers)
      }
    return Column(type: type == .int ? .long : type, storage: storage, validity: validity)
  }

  // MARK: Picking

  /// A column for each percentile, of values as `elements` gives those of a block.
  private func answers<Element: OrderedElement>(
    _ count: Int, _ context: ExecutionContext,
    elements: @escaping @Sendable (KeptValues) -> Buffer<Element>,
    column: (Buffer<Element>, Buffer<Bool>?) -> Column
  ) throws -> [Column] {
    let rows = blocks.reduce(0) { $0 + $1.values.count }
    let workers = rows <= 2 * Chunk.preferredRowCount ? 1 : context.workers
    if count == 1, rows > 0, !isWeighted {
      let values = SampledSelection(blocks.map { elements($0.values) })
      return try percentiles.map { percentile in
        let rank = Self.rank(percentile, of: rows)
        return column(Buffer([try values.value(at: rank, workers: workers, in: context)]), nil)
      }
    }
    let grouped = try GroupedValues(blocks, groups: count, workers: workers, in: context, elements)
    let picked = try answers(grouped, count, workers, context)
    let validity =
      grouped.hasEmpty
      ? Buffer<Bool>(count: count) { valid in
        for group in 0..<count { valid[group] = !grouped.range(of: group).isEmpty }
      } : nil
    return percentiles.indices.map { column(picked.slice($0 * count..<($0 + 1) * count), validity) }
  }

  /// One percentile's answers after another's. Each worker picks those of some of the groups.
  private func answers<Element: OrderedElement>(
    _ grouped: GroupedValues<Element>, _ count: Int, _ workers: Int, _ context: ExecutionContext
  ) throws -> Buffer<Element> {
    let (percentiles, isWeighted) = (percentiles, isWeighted)
    let ascending = percentiles.sorted()
    return try Buffer<Element>(count: percentiles.count * count) { picked in
      nonisolated(unsafe) let picked = picked
      try context.parallel(workers: workers) { worker in
        var ranks: [Int] = []
        for group in worker * count / workers..<(worker + 1) * count / workers {
          if group % 1024 == 0 { try context.checkpoint() }
          let values = grouped.values(of: group)
          func put(_ value: (_ percentile: Double) -> Element) {
            for (index, percentile) in percentiles.enumerated() {
              picked[index * count + group] = value(percentile)
            }
          }
          if values.isEmpty {
            put { _ in .filler }
          } else if isWeighted {
            let weights = grouped.weights(of: group)
            put { Self.pick($0, of: values, weights: weights) }
          } else {
            ranks.removeAll(keepingCapacity: true)
            for percentile in ascending {
              let rank = Self.rank(percentile, of: values.count)
              if rank != ranks.last { ranks.append(rank) }
            }
            select(ranks[...], in: values)
            put { values[Self.rank($0, of: values.count)] }
          }
        }
      }
    }
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
