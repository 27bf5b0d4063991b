import RegnData

/// Some rows without nulls: their values, their groups (nil: all of group 0) and, where values have weights,
/// these.
struct ValueBlock: Sendable {
  var values: KeptValues
  var groups: Buffer<UInt32>?
  var weights: Buffer<Int64>?

  var byteCount: Int { values.byteCount + (groups?.byteCount ?? 0) + (weights?.byteCount ?? 0) }

  /// The rows for which that holds.
  func keeping(_ holds: (Int) -> Bool) -> ValueBlock {
    let rows = Buffer((0..<UInt32(values.count)).filter { holds(Int($0)) })
    return ValueBlock(
      values: values.gather(rows), groups: groups.map { $0.gather(rows) },
      weights: weights.map { $0.gather(rows) })
  }
}

/// The values of many groups, those of one group side by side.
struct GroupedValues<Element: OrderedElement> {
  private let values: Buffer<Element>
  /// The weights of the values; empty where they have none.
  private let weights: Buffer<Int64>
  /// Group g begins at place `starts[g]` and ends in front of `starts[g + 1]`.
  private let starts: [Int]

  /// The places of a group's values among all.
  func range(of group: Int) -> Range<Int> { starts[group]..<starts[group + 1] }

  /// Whether there are groups without values.
  var hasEmpty: Bool { starts.indices.dropFirst().contains { starts[$0] == starts[$0 - 1] } }

  /// A group's values. Whoever alone asks for them may put them in another order.
  func values(of group: Int) -> UnsafeMutableBufferPointer<Element> {
    let range = range(of: group)
    return UnsafeMutableBufferPointer(
      start: UnsafeMutablePointer(mutating: values.base) + range.lowerBound, count: range.count)
  }

  /// The weights of a group's values, in their first order.
  func weights(of group: Int) -> Buffer<Int64> { weights.slice(range(of: group)) }

  /// Parts the values of blocks by their groups. Each worker counts and moves those of some of the blocks.
  init(
    _ blocks: [ValueBlock], groups count: Int, workers: Int, in context: ExecutionContext,
    _ elements: @escaping @Sendable (KeptValues) -> Buffer<Element>
  ) throws {
    // For each worker and group the number of its values, then the place of the next.
    nonisolated(unsafe) let places = UnsafeMutablePointer<Int>.allocate(capacity: max(workers * count, 1))
    defer { places.deallocate() }
    places.initialize(repeating: 0, count: workers * count)
    try context.parallel(workers: workers) { worker in
      let numbers = places + worker * count
      for index in stride(from: worker, to: blocks.count, by: workers) {
        if let groups = blocks[index].groups {
          for row in 0..<groups.count { numbers[Int(groups.base[row])] += 1 }
        } else {
          numbers[0] += blocks[index].values.count
        }
      }
    }
    var starts = [0]
    starts.reserveCapacity(count + 1)
    var total = 0
    for group in 0..<count {
      for worker in 0..<workers {
        let index = worker * count + group
        (places[index], total) = (total, total + places[index])
      }
      starts.append(total)
    }
    let hasWeights = blocks.contains { $0.weights != nil }
    var allWeights = Buffer<Int64>(count: 0) { _ in }
    values = try Buffer(count: total) { values in
      nonisolated(unsafe) let values = values
      allWeights = try Buffer(count: hasWeights ? total : 0) { weights in
        nonisolated(unsafe) let weights = weights
        try context.parallel(workers: workers) { worker in
          for index in stride(from: worker, to: blocks.count, by: workers) {
            try context.checkpoint()
            let block = blocks[index]
            let source = elements(block.values)
            let next = places + worker * count
            // Where it is a copy nobody else holds it.
            withExtendedLifetime(source) {
              guard let groups = block.groups else {
                (values + next[0]).update(from: source.base, count: source.count)
                if let own = block.weights { (weights + next[0]).update(from: own.base, count: own.count) }
                next[0] += source.count
                return
              }
              for row in 0..<source.count {
                let group = Int(groups.base[row])
                let place = next[group]
                values[place] = source.base[row]
                if let own = block.weights { weights[place] = own.base[row] }
                next[group] = place + 1
              }
            }
          }
        }
      }
    }
    weights = allWeights
    self.starts = starts
  }
}
