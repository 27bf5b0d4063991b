import RegnData

/// Keeps the values of each group, and picks those at the asked places by selection when all are there.
///
/// The nearest-rank percentile: the least value to which at least so many percent of the values are less or
/// equal; of 0 percent the least value.
final class PercentileState: AggregateState {
  /// Some rows without nulls, their groups (nil: all of group 0) and, if asked for, weights.
  private struct Block {
    var values: Column
    var groups: Buffer<UInt32>?
    var weights: Buffer<Int64>?

    var byteCount: Int { values.byteCount + (groups?.byteCount ?? 0) + (weights?.byteCount ?? 0) }

    /// The rows for which that holds.
    func keeping(_ holds: (Int) -> Bool) -> Block {
      let rows = Buffer((0..<UInt32(values.count)).filter { holds(Int($0)) })
      func pick<Element>(_ buffer: Buffer<Element>) -> Buffer<Element> {
        Buffer(count: rows.count) { target in
          for index in 0..<rows.count { target[index] = buffer.base[Int(rows[index])] }
        }
      }
      return Block(
        values: values.gather(rows), groups: groups.map { pick($0) },
        weights: weights.map { pick($0) })
    }
  }

  private let type: ScalarType
  private let percentiles: [Double]
  private let isWeighted: Bool
  private let asArray: Bool
  private var blocks: [Block] = []
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
        let selection = UnsafeBufferPointer(start: rows.base, count: kept)
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
    blocks.append(Block(values: values, groups: numbers, weights: weights?.longs))
    keptBytes += values.byteCount + (numbers?.byteCount ?? 0) + (isWeighted ? values.count * 8 : 0)
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

  func finish(groups count: Int) throws -> [Column] {
    let columns: [Column]
    switch type {
    case .real:
      columns = answers(
        count, { Self.ordered($0.reals) },
        { keys, valid in
          Column(
            type: self.type,
            storage: .real(
              Buffer(count: keys.count) { for row in 0..<keys.count { $0[row] = Self.real(keys[row]) } }),
            validity: valid)
        })
    case .decimal:
      if let scale = commonScale() {
        columns = answers(
          count, { self.scaled($0, to: scale) },
          { keys, valid in
            Column(type: .decimal, storage: .scaled(Buffer(keys), scale: scale), validity: valid)
          })
      } else {
        columns = answers(
          count, { $0.decimals },
          { keys, valid in
            Column(type: .decimal, storage: .decimal(Buffer(keys)), validity: valid)
          })
      }
    default:
      columns = answers(
        count, { $0.longs },
        { keys, valid in
          Column(type: self.type == .int ? .long : self.type, storage: .int64(Buffer(keys)), validity: valid)
        })
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

  private func scaled(_ column: Column, to scale: Int) -> Buffer<Int64> {
    ScaledIntegers(column)?.rescaled(to: scale) ?? Buffer(repeating: 0, count: column.count)
  }

  // MARK: Picking

  private func answers<Element: OrderedElement>(
    _ count: Int, _ elements: (Column) -> Buffer<Element>, _ column: ([Element], Buffer<Bool>?) -> Column
  ) -> [Column] {
    var starts = [Int](repeating: 0, count: count + 1)
    for block in blocks {
      if let groups = block.groups {
        for row in 0..<groups.count { starts[Int(groups.base[row]) + 1] += 1 }
      } else {
        starts[1] += block.values.count
      }
    }
    for group in 0..<count { starts[group + 1] += starts[group] }
    let total = starts[count]
    var next = starts
    var weights = [Int64](repeating: 0, count: isWeighted ? total : 0)
    let values = Buffer<Element>(count: total) { target in
      for block in blocks {
        let source = elements(block.values)
        guard let groups = block.groups else {
          (target + next[0]).update(from: source.base, count: source.count)
          if let blockWeights = block.weights {
            for row in 0..<source.count { weights[next[0] + row] = blockWeights.base[row] }
          }
          next[0] += source.count
          continue
        }
        for row in 0..<source.count {
          let place = next[Int(groups.base[row])]
          target[place] = source.base[row]
          if let blockWeights = block.weights { weights[place] = blockWeights.base[row] }
          next[Int(groups.base[row])] = place + 1
        }
      }
    }
    let base = UnsafeMutablePointer(mutating: values.base)
    var picked = [[Element]](
      repeating: Array(repeating: Element.filler, count: count), count: percentiles.count)
    var valid = [Bool](repeating: true, count: count)
    var hasNulls = false
    for group in 0..<count {
      let segment = UnsafeMutableBufferPointer(
        start: base + starts[group], count: starts[group + 1] - starts[group])
      if segment.isEmpty {
        valid[group] = false
        hasNulls = true
      } else if isWeighted {
        pickWeighted(segment, weights[starts[group]..<starts[group + 1]], group, &picked)
      } else {
        pick(segment, group, &picked)
      }
    }
    let validity = hasNulls ? Buffer(valid) : nil
    return picked.map { column($0, validity) }
  }

  private func pick<Element: OrderedElement>(
    _ values: UnsafeMutableBufferPointer<Element>, _ group: Int, _ picked: inout [[Element]]
  ) {
    let ranks = percentiles.map { percentile in
      let rank = (percentile * Double(values.count) / 100).rounded(.up)
      return min(max(Int(rank) - 1, 0), values.count - 1)
    }
    select(Array(Set(ranks)).sorted()[...], in: values)
    for (index, rank) in ranks.enumerated() { picked[index][group] = values[rank] }
  }

  private func pickWeighted<Element: OrderedElement>(
    _ values: UnsafeMutableBufferPointer<Element>, _ weights: ArraySlice<Int64>, _ group: Int,
    _ picked: inout [[Element]]
  ) {
    let order = values.indices.sorted { values[$0].order(values[$1]) < 0 }
    let total = weights.reduce(Int128(0)) { $0 + Int128($1) }
    for (index, percentile) in percentiles.enumerated() {
      let wanted = max(Int128((percentile * Double(total) / 100).rounded(.up)), 1)
      var passed: Int128 = 0
      picked[index][group] = values[order[order.count - 1]]
      for place in order {
        passed += Int128(weights[weights.startIndex + place])
        if passed >= wanted {
          picked[index][group] = values[place]
          break
        }
      }
    }
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
