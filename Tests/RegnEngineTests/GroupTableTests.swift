import RegnData
import Testing

@testable import RegnEngine

/// Groups are numbered in order of first sight whatever bits their keys take, and are found again.
@Suite struct GroupTableTests {
  private let memory = MemoryBudget(limit: .max / 2)

  private func column(_ type: ScalarType, _ values: [Value]) -> Column {
    var builder = ColumnBuilder(type: type)
    for value in values { builder.append(value) }
    return builder.finish()
  }

  private func insert(_ table: GroupTable, _ columns: [Column]) throws -> [UInt32] {
    var groups = [UInt32](repeating: .max, count: columns[0].count)
    try groups.withUnsafeMutableBufferPointer {
      guard let base = $0.baseAddress else { return }
      try table.insert(columns, rows: columns[0].count, into: base)
    }
    return groups
  }

  private func lookup(_ table: GroupTable, _ columns: [Column]) -> [UInt32] {
    var groups = [UInt32](repeating: .max, count: columns[0].count)
    groups.withUnsafeMutableBufferPointer {
      guard let base = $0.baseAddress else { return }
      table.lookup(columns, rows: columns[0].count, into: base)
    }
    return groups
  }

  /// Numbers by chance, in windows that widen: near 0, around a million, at the ends of 64 bits.
  private func number(_ step: Int, _ generator: inout SeededGenerator) -> Int64 {
    switch (step, generator.next() % 4) {
    case (0, _), (_, 0): Int64(generator.next() % 7)
    case (1, _), (_, 1): 1_000_000 - Int64(generator.next() % 300)
    case (2, _), (_, 2): Int64(bitPattern: generator.next()) >> 20
    default:
      generator.next() % 2 == 0 ? .min + Int64(generator.next() % 3) : .max - Int64(generator.next() % 3)
    }
  }

  @Test(arguments: [
    [ScalarType.long], [.int, .long], [.long, .string], [.datetime, .bool, .real], [.string, .string, .int],
    [.long, .long, .long],
  ])
  func numbersWhatADictionaryNumbers(_ types: [ScalarType]) throws {
    var generator = SeededGenerator(11)
    let table = try GroupTable(types: types, memory: memory)
    var known: [[Value]: UInt32] = [:]
    var order: [[Value]] = []
    for step in 0..<6 {
      let rows = (0..<500).map { _ in
        types.map { type -> Value in
          if step > 1, type != .string, generator.next() % 9 == 0 { return .null(type) }
          let number = number(step, &generator)
          return switch type {
          case .bool: .bool(number % 2 == 0)
          case .int: .int(Int32(truncatingIfNeeded: number))
          case .datetime: .datetime(DateTime(ticks: number))
          case .real: .real(Double(number) / 4)
          case .string: .string("n\(number % 500)")
          default: .long(number)
          }
        }
      }
      let columns = types.indices.map { key in column(types[key], rows.map { $0[key] }) }
      let expected = rows.map { row -> UInt32 in
        if let group = known[row] { return group }
        known[row] = UInt32(order.count)
        order.append(row)
        return UInt32(order.count - 1)
      }
      #expect(try insert(table, columns) == expected)
    }
    #expect(table.count == order.count)
    let keys = table.keyColumns()
    for (group, row) in order.enumerated() { #expect(keys.map { $0.value(group) } == row) }
    let found = lookup(table, keys)
    for (group, row) in order.enumerated() {
      let isNull = row.contains { if case .null = $0 { true } else { false } }
      #expect(found[group] == (isNull ? Column.noRow : UInt32(group)))
    }
  }

  @Test func findsNothingThatWasNotThere() throws {
    let table = try GroupTable(types: [.long, .string], memory: memory)
    _ = try insert(
      table, [column(.long, [.long(10), .long(17)]), column(.string, [.string("a"), .string("b")])])
    let others: [Int64] = [.min, -1, 0, 9, 11, 18, 10 + (1 << 40), .max]
    let texts = [Value](repeating: .string("a"), count: others.count)
    #expect(
      lookup(table, [column(.long, others.map { .long($0) }), column(.string, texts)])
        == others.map { _ in Column.noRow })
    #expect(
      lookup(table, [column(.long, [.long(10), .long(10)]), column(.string, [.string("c"), .string("a")])])
        == [Column.noRow, 0])
  }

  @Test func takesNoMoreBitsThanItMust() {
    var range = KeyRange()
    range.fit(2007, 2024)
    #expect(range.bits == 5)
    #expect(range.holds(2000, 2030) && !range.holds(2000, 2040))
    range.fit(.min, .max)
    #expect(range.bits == 64 && range.holds(.min, .max))
    range.fit(.max - 5, .max)
    #expect(range.bits == 3 && range.holds(.max - 5, .max))
    range.fit(.min, .min + 2)
    #expect(range.bits == 2 && range.holds(.min, .min + 2))
    range.fit(7, 7)
    #expect(range.bits == 0 && range.holds(7, 7) && !range.holds(8, 8))
  }
}
