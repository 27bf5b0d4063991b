import RegnData
import Testing

@testable import RegnFunctions

/// Percentiles of many values, held against sorted ones.
@Suite struct PercentileTests {
  /// Percentiles of so many values that several workers part and pick them.
  @Test func percentilesByWorkers() throws {
    var numbers = Numbers()
    let count = 3 * Chunk.preferredRowCount
    let groupCount = 50
    // Group 7 has no values.
    let groups = (0..<count).map { _ in UInt32(numbers.next(groupCount)) }.map { $0 == 7 ? 8 : $0 }
    let values = (0..<count).map { _ in Int64(numbers.next(1_000)) }
    let percentiles = [99.0, 0, 50, 50.5, 100]
    let expected = percentiles.map { percentile in
      (0..<groupCount).map { group -> String in
        let sorted = values.indices.filter { groups[$0] == UInt32(group) }.map { values[$0] }.sorted()
        let rank = Int((percentile * Double(sorted.count) / 100).rounded(.up))
        return sorted.isEmpty ? "null" : "\(sorted[max(rank, 1) - 1])"
      }
    }
    for workers in [1, 2, 5] {
      let state = PercentileState(type: .long, percentiles: percentiles, weighted: false, asArray: false)
      let x = longs(values)
      groups.withUnsafeBufferPointer { groups in
        for start in stride(from: 0, to: count, by: 10_000) {
          let end = min(start + 10_000, count)
          state.update(
            [x.slice(start..<end)],
            groups: GroupRows(
              numbers: groups.baseAddress.map { $0 + start }, count: end - start, firstRow: Int64(start)))
        }
      }
      let context = ExecutionContext(workers: workers, now: .minimum)
      let answers = try state.finish(groups: groupCount, in: context)
      #expect(answers.map { column in (0..<groupCount).map { column.value($0).shown } } == expected)
    }
  }

  /// Selection gives what sorting gives, whatever the order of the input.
  @Test func selection() {
    var numbers = Numbers()
    for count in [1, 2, 30, 1_000, 5_000] {
      for kind in 0..<4 {
        var values = (0..<count).map { index -> Int64 in
          switch kind {
          case 0: Int64(numbers.next(1_000_000))
          case 1: Int64(numbers.next(3))
          case 2: Int64(index)
          default: Int64(count - index)
          }
        }
        let sorted = values.sorted()
        let ranks = Array(Set([0, count / 4, count / 2, count - 1])).sorted()
        values.withUnsafeMutableBufferPointer { select(ranks[...], in: $0) }
        for rank in ranks { #expect(values[rank] == sorted[rank]) }
        #expect(values.sorted() == sorted)
      }
    }
  }

  /// What values lie like: by chance, few different ones, nearly all the same, in order and against it, in
  /// step, and far apart.
  static let kinds: [@Sendable (_ index: Int, _ random: Int) -> Int64] = [
    { _, random in Int64(random) - 500_000 }, { _, random in Int64(random % 3) },
    { index, _ in index == 77_777 ? 5 : 6 }, { index, _ in Int64(index) }, { index, _ in -Int64(index) },
    { index, _ in Int64(index % 16) }, { _, random in Int64(random % 50) << (random % 45) },
  ]

  /// The value at a place among many, without moving them.
  @Test(arguments: kinds.indices) func sampledSelection(kind: Int) throws {
    var numbers = Numbers()
    for count in [1, 15, 16, 5_000, 100_000] {
      let values = (0..<count).map { Self.kinds[kind]($0, numbers.next(1_000_000)) }
      let sorted = values.sorted()
      let middle = count / 3
      let runs = [Buffer(Array(values[..<middle])), Buffer([]), Buffer(Array(values[middle...]))]
      for workers in [1, 3] {
        let context = ExecutionContext(workers: workers, now: .minimum)
        let selection = SampledSelection(runs)
        for rank in [0, 1, count / 4, count / 2, count * 9 / 10, count - 2, count - 1]
        where (0..<count).contains(rank) {
          #expect(try selection.value(at: rank, workers: workers, in: context) == sorted[rank])
        }
      }
    }
  }

  /// All values in one group, and values in several that are kept in 32 bits in some blocks and in 64 in
  /// others.
  @Test(arguments: [1, 3]) func valuesOfSeveralWidths(groupCount: Int) throws {
    var numbers = Numbers()
    let blocks: [[Int64]] = (0..<4).map { block in
      (0..<20_000).map { _ in Int64(numbers.next(1_000_000)) << (block == 2 ? 20 : 0) - 400_000 }
    }
    let all = blocks.flatMap { $0 }
    func answers(_ type: ScalarType, _ column: (Int, [Int64]) -> Column) throws -> [String] {
      let state = PercentileState(type: type, percentiles: [25, 90], weighted: false, asArray: false)
      for (index, block) in blocks.enumerated() {
        let groups = block.indices.map { UInt32($0 % groupCount) }
        groups.withUnsafeBufferPointer { groups in
          state.update(
            [column(index, block)],
            groups: GroupRows(
              numbers: groupCount > 1 ? groups.baseAddress : nil, count: block.count, firstRow: 0))
        }
      }
      let columns = try state.finish(
        groups: groupCount, in: ExecutionContext(workers: 2, now: .minimum))
      return columns.flatMap { column in (0..<groupCount).map { column.value($0).shown } }
    }
    /// By sorting all values of a group, which `shown` writes.
    func expected<Number: Comparable>(_ values: [Number], _ shown: (Number) -> String) -> [String] {
      [25.0, 90].flatMap { percentile in
        (0..<groupCount).map { group in
          let own = stride(from: group, to: 20_000, by: groupCount)
          let sorted = (0..<4).flatMap { block in own.map { values[block * 20_000 + $0] } }.sorted()
          return shown(sorted[Int((percentile * Double(sorted.count) / 100).rounded(.up)) - 1])
        }
      }
    }
    #expect(try answers(.long) { longs($1) } == expected(all) { "\($0)" })
    #expect(
      try answers(.real) { reals($1.map { Double($0) / 8 }) }
        == expected(all.map { Double($0) / 8 }) { Value.real($0).shown })
    // The second block has one digit more behind the point.
    #expect(
      try answers(.decimal) { index, block in
        index == 1 ? money(block.map { $0 * 10 }, scale: 3) : money(block, scale: 2)
      }
        == expected(all) { Value.decimal(Decimal(coefficient: Int128($0) * 10, scale: 3)).shown })
    // What does not fit into 64 bits at the common scale is a decimal of 128, with a scale of its own.
    #expect(
      try answers(.decimal) { index, block in
        index == 1 ? money([Int64](repeating: -1, count: block.count), scale: 18) : money(block, scale: 0)
      }
        == expected(all.indices.map { $0 / 20_000 == 1 ? 0 : all[$0] < 0 ? all[$0] : all[$0] + 1 }) {
          $0 == 0 ? "-0.000000000000000001" : "\($0 < 0 ? $0 : $0 - 1)"
        })
  }
}
