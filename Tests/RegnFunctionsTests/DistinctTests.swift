import RegnData
import Testing

@testable import RegnFunctions

/// Distinct values that are so many that they are counted in parts, held against sets.
@Suite struct DistinctTests {
  private static let rows = 6_000

  /// A column of each kind of key, and texts that are equal where its values are.
  private static func columns() -> [(column: Column, texts: [String])] {
    var numbers = Numbers()
    let values: [Int64?] = (0..<rows).map { _ in
      numbers.next(9) == 0 ? nil : Int64(numbers.next(20_000)) - 10_000
    }
    let texts = values.map { $0.map { "\($0)" } ?? "" }
    // Some with more digits than a key has room for, one written in two ways.
    let large = values.map { $0.map { $0 % 7 == 0 ? $0 << 44 : $0 } }
    let decimals = large.map { value in
      value.map {
        Value.decimal(Decimal(coefficient: Int128($0) * ($0 % 2 == 0 ? 10 : 1), scale: $0 % 2 == 0 ? 3 : 2))
      }
        ?? .null(.decimal)
    }
    let halves = values.map { $0.map { $0 == 0 ? -0.0 : Double($0) / 2 } }
    return [
      (longs(values), texts), (reals(halves), texts),
      (Column(type: .decimal, values: decimals), large.map { $0.map { "\($0)" } ?? "" }),
      (money(values.map { $0 ?? 0 }, scale: 2), values.map { "\($0 ?? 0)" }),
      (
        Column(
          type: .datetime,
          values: values.map { $0.map { .datetime(DateTime(ticks: $0)) } ?? .null(.datetime) }), texts
      ),
    ]
  }

  private func feed(_ state: DistinctState, _ column: Column, _ groups: [UInt32]?, _ range: Range<Int>) {
    for start in stride(from: range.lowerBound, to: range.upperBound, by: 500) {
      let part = start..<min(start + 500, range.upperBound)
      let numbers = groups.map { Array($0[part]) }
      (numbers ?? []).withUnsafeBufferPointer {
        state.update(
          [column.slice(part)],
          groups: GroupRows(
            numbers: numbers == nil ? nil : $0.baseAddress, count: part.count, firstRow: Int64(start)))
      }
    }
  }

  @Test(arguments: [1, 7], [1, 3]) func countsInParts(groupCount: Int, workers: Int) throws {
    let groups = (0..<Self.rows).map { UInt32($0 * $0 % groupCount) }
    for (column, texts) in Self.columns() {
      let expected = (0..<groupCount).map { group in
        Int64(
          Set(texts.indices.filter { groups[$0] == UInt32(group) && !column.isNull($0) }.map { texts[$0] })
            .count)
      }
      // Both in parts, one of them, none.
      for sizes in [(100, 100), (100, 1 << 20), (1 << 20, 100), (1 << 20, 1 << 20)] {
        let first = DistinctState(type: column.type, tableSize: sizes.0)
        let second = DistinctState(type: column.type, tableSize: sizes.1)
        let half = Self.rows / 2
        let given = groupCount == 1 ? nil : groups
        let mirrored = given?.map { UInt32(groupCount - 1) - $0 }
        first.grow(to: groupCount)
        second.grow(to: groupCount)
        feed(first, column, given, 0..<half)
        feed(second, column, mirrored, half..<Self.rows)
        let mapping = (0..<groupCount).map { UInt32(groupCount - 1 - $0) }
        mapping.withUnsafeBufferPointer { first.merge(second, mapping: $0) }
        let context = ExecutionContext(workers: workers, now: .minimum)
        let answers = try first.finish(groups: groupCount, in: context)
        #expect((0..<groupCount).map { answers[0].value($0) } == expected.map { .long($0) }, "\(column.type)")
      }
    }
  }

  /// Groups that another state keeps to itself do not count.
  @Test func groupsThatAreLeftOut() throws {
    let (first, second) = (
      DistinctState(type: .long, tableSize: 10), DistinctState(type: .long, tableSize: 10)
    )
    let groups = (0..<Self.rows).map { UInt32($0 % 3) }
    first.grow(to: 1)
    second.grow(to: 3)
    feed(second, longs((0..<Self.rows).map { Int64($0 / 2) }), groups, 0..<Self.rows)
    [GroupRows.noGroup, 0, GroupRows.noGroup].withUnsafeBufferPointer { first.merge(second, mapping: $0) }
    let answers = try first.finish(groups: 1, in: ExecutionContext(now: .minimum))
    // Rows 1, 4, 7 …: halves of odd and even numbers that are all different.
    #expect(answers[0].value(0) == .long(Int64(Self.rows / 3)))
  }

  @Test func whatStandsThereSeveralTimesIsThrownOut() {
    var parts = PairParts(pairs: 1 << 20)
    for round in 0..<8 {
      for key in 0..<UInt64(200_000) { parts.append(UInt32(key % 5), key) }
      parts.tidy()
      if round > 5 { #expect(parts.byteCount < 24 * (1 << 20)) }
    }
    var seen: [UInt64: Int] = [:]
    for part in 0..<PairParts.partCount {
      parts.forEach(in: part) { group, key in
        #expect(UInt64(group) == key % 5)
        seen[key, default: 0] += 1
      }
    }
    #expect(seen.count == 200_000)
    // Since it was done last not more than the limit has come again.
    #expect(seen.values.reduce(0, +) <= 1 << 20)
  }
}
