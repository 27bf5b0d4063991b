import RegnData
import Synchronization

/// Finds the value that would stand at a place if many were sorted, without moving them.
///
/// A sorted sample gives two values that very likely have the wanted one between them. One pass then counts
/// what lies below and keeps the few between, of which the wanted one is selected; where it lies outside, a
/// second pass looks there. After Floyd and Rivest, "Expected time bounds for selection", CACM 18 (1975).
struct SampledSelection<Element: OrderedElement> {
  private let runs: [Buffer<Element>]
  private let count: Int
  private let sample: [Element]

  private static var sampleSize: Int { 16_384 }
  /// So many values are looked at before those of them that lie between are kept.
  private static var pieceSize: Int { 4096 }

  /// The values are those of all runs, one at least.
  init(_ runs: [Buffer<Element>]) {
    self.runs = runs.filter { $0.count > 0 }
    count = runs.reduce(0) { $0 + $1.count }
    sample = Self.sample(of: self.runs, count: count).sorted { $0.order($1) < 0 }
  }

  /// Values at places by chance, the same ones each time: every nth one might be in step with the data.
  private static func sample(of runs: [Buffer<Element>], count: Int) -> [Element] {
    let size = min(sampleSize, count / 16)
    var sample: [Element] = []
    sample.reserveCapacity(size)
    // One place in each of as many stretches of the same length, in ascending order.
    var (run, start) = (0, 0)
    for stretch in 0..<size {
      let (first, end) = (stretch * count / size, (stretch + 1) * count / size)
      let place = first + Int(mix(UInt64(stretch)) % UInt64(end - first))
      while place - start >= runs[run].count {
        start += runs[run].count
        run += 1
      }
      sample.append(runs[run].base[place - start])
    }
    return sample
  }

  /// The value at place `rank` of all in order; the first place is 0.
  func value(at rank: Int, workers: Int, in context: ExecutionContext) throws -> Element {
    // Four times the standard deviation of a middle place in the sample, or more.
    let margin = 2 * Double(sample.count).squareRoot()
    let place = Double(rank) / Double(count) * Double(sample.count)
    let (below, above) = (Int(place - margin), Int(place + margin) + 1)
    var lower = below > 0 ? sample[below] : nil
    var upper = above < sample.count ? sample[above] : nil
    while true {
      var found = try look(between: lower, and: upper, workers, context)
      let behindLower = found.below + found.atLower
      if rank < found.below {
        (lower, upper) = (nil, lower)
      } else if let lower, rank < behindLower {
        return lower
      } else if rank < behindLower + found.between.count {
        let rank = rank - behindLower
        return found.between.withUnsafeMutableBufferPointer { values in
          select([rank], in: values)
          return values[rank]
        }
      } else if let upper, rank < behindLower + found.between.count + found.atUpper {
        return upper
      } else {
        (lower, upper) = (upper, nil)
      }
    }
  }

  /// How many values lie below or at two bounds, and those between. A bound that is missing excludes none.
  private struct Found {
    var below = 0
    var atLower = 0
    var between: [Element] = []
    var atUpper = 0
  }

  private func look(
    between lower: Element?, and upper: Element?, _ workers: Int, _ context: ExecutionContext
  ) throws -> Found {
    let all = Mutex(Found())
    try context.parallel(workers: workers) { worker in
      var found = Found()
      for index in stride(from: worker, to: runs.count, by: workers) {
        try context.checkpoint()
        Self.look(in: runs[index], between: lower, and: upper, &found)
      }
      all.withLock { all in
        all.below += found.below
        all.atLower += found.atLower
        all.between += found.between
        all.atUpper += found.atUpper
      }
    }
    return all.withLock { $0 }
  }

  /// Every value is written behind those kept so far, and stays there if it is one: no branch depends on it.
  private static func look(
    in run: Buffer<Element>, between lower: Element?, and upper: Element?, _ found: inout Found
  ) {
    let (low, high) = (lower ?? .filler, upper ?? .filler)
    let (hasLower, hasUpper) = (lower != nil, upper != nil)
    withUnsafeTemporaryAllocation(of: Element.self, capacity: pieceSize) { kept in
      guard let target = kept.baseAddress else { return }
      for start in stride(from: 0, to: run.count, by: pieceSize) {
        var (below, atLower, between, atUpper) = (0, 0, 0, 0)
        for index in start..<min(start + pieceSize, run.count) {
          let value = run.base[index]
          let fromLower = hasLower ? value.order(low) : 1
          let fromUpper = hasUpper ? value.order(high) : -1
          below &+= fromLower < 0 ? 1 : 0
          atLower &+= fromLower == 0 ? 1 : 0
          atUpper &+= fromUpper == 0 ? 1 : 0
          target[between] = value
          between &+= fromLower > 0 && fromUpper < 0 ? 1 : 0
        }
        found.below += below
        found.atLower += atLower
        found.between += kept[..<between]
        found.atUpper += atUpper
      }
    }
  }
}
