import RegnData
import Testing

/// What is packed comes out as it was, whole, in slices and by rows.
@Suite struct PackedColumnTests {
  private func check(
    _ pieces: [Column], bytes: Int? = nil, _ location: SourceLocation = #_sourceLocation
  ) {
    let type = pieces[0].type
    let whole = Column.concatenate(pieces, type: type)
    let packed = PackedColumn(pieces, type: type)
    let expected = (0..<whole.count).map { whole.value($0) }
    func values(_ column: Column) -> [Value] { (0..<column.count).map { column.value($0) } }
    #expect(packed.count == expected.count, sourceLocation: location)
    #expect(packed.type == type, sourceLocation: location)
    #expect(values(packed.unpacked) == expected, sourceLocation: location)
    for range in [0..<0, 1..<expected.count, expected.count / 3..<expected.count - 1] {
      #expect(values(packed.unpacked(range)) == Array(expected[range]), sourceLocation: location)
    }
    let start = expected.count / 4
    let rows = (0..<UInt32(expected.count - start)).filter { $0 % 3 != 1 }
    rows.withUnsafeBufferPointer { rows in
      let gathered = packed.gathered(rows, from: start)
      #expect(values(gathered) == rows.map { expected[start + Int($0)] }, sourceLocation: location)
    }
    if let bytes { #expect(packed.ownByteCount == bytes, sourceLocation: location) }
  }

  private func longs(_ values: [Int64?], _ type: ScalarType = .long) -> Column {
    Column(
      type: type, storage: .int64(Buffer(values.map { $0 ?? 77 })),
      validity: values.contains(nil) ? Buffer(values.map { $0 != nil }) : nil)
  }

  @Test(
    arguments: [
      ([5, 260], 1), ([5, 261], 2), ([-1, 65_534], 2), ([-1, 65_535], 4), ([0, 4_294_967_295], 4),
      ([0, 4_294_967_296], 8), ([.min, .max], 8), ([.min, .min + 9], 1), ([-3, -3], 0),
    ] as [([Int64], Int)])
  func numbersTakeTheBytesOfTheirRange(ends: [Int64], width: Int) {
    let values = (0..<50).map { ends[$0 % 2] }
    check([longs(values)], bytes: 50 * width)
    check([longs(values), longs(values)], bytes: 100 * width)
    let small = values.map { Int32(truncatingIfNeeded: $0) }
    if small.map({ Int64($0) }) == values {
      check([Column(type: .int, storage: .int32(Buffer(small)))], bytes: 50 * width)
      check([Column(type: .long, storage: .int32(Buffer(small))), longs(values)])
    }
  }

  @Test func wholeRangeOfInt32() {
    check([Column(type: .int, storage: .int32(Buffer([.min, .max, 0, -1, 5])))], bytes: 20)
  }

  @Test func nullsDoNotCount() {
    // What stands where a value is missing is out of the range of the others.
    check([longs([1, nil, 3, nil, 2, 1, 1, 3])], bytes: 8 + 8)
    check([longs([nil, nil, nil, nil])], bytes: 0 + 4)
    check([longs([4, nil, 4, 4]), longs([4, 4, 4, 4])], bytes: 0 + 8)
    check([Column.nulls(.int, count: 5), Column.nulls(.int, count: 3)], bytes: 0 + 8)
    let days = longs([nil, 864_000_000_000, nil, 864_000_000_000 * 3, 0], .datetime)
    check([days], bytes: 5 + 5)
  }

  @Test func timesStandInDaysOrSeconds() {
    let day: Int64 = 864_000_000_000
    let second: Int64 = 10_000_000
    let start = DateTime(year: 1992, month: 1, day: 1)?.ticks ?? 0
    check([longs((0..<200).map { start + $0 * 11 * day }, .datetime)], bytes: 200 * 2)
    check([longs((0..<200).map { start + 5 * second + $0 * day }, .datetime)], bytes: 200)
    check([longs((0..<200).map { start + $0 * $0 * second }, .datetime)], bytes: 200 * 2)
    check([longs((0..<200).map { start + $0 * 3_601 * second }, .timespan)], bytes: 200 * 4)
    check([longs((0..<200).map { start + $0 * day + ($0 == 150 ? 1 : 0) }, .datetime)], bytes: 200 * 8)
    check([longs((0..<200).map { $0 * day })], bytes: 200 * 8)
  }

  @Test func decimalsOfOneScale() {
    func column(_ values: [Int64], _ scale: Int) -> Column {
      Column(type: .decimal, storage: .scaled(Buffer(values), scale: scale))
    }
    check([column([100, 2_500, -1, 7], 2), column([9, 8, 7], 2)], bytes: 7 * 2)
    check([column([100, 250, -1, 7], 2), column([9, 8, 7], 1)])
  }

  @Test func textsAsCodes() {
    var builder = StringDictionaryBuilder()
    func codes(_ texts: [String]) -> Column {
      let codes = texts.map { text in
        var text = text
        return text.withUTF8 { builder.code(for: $0) }
      }
      return Column(type: .string, storage: .dictionary(Buffer(codes), builder.snapshot()))
    }
    let few = codes((0..<90).map { "\($0 % 7)" })
    check([few], bytes: 90)
    check([few, codes((0..<300).map { "text \($0)" })], bytes: 390 * 2)
    check([codes(["", "", ""]), Column(value: .string("x"), count: 4)])
  }

  @Test func textsAsTheirBytes() {
    /// Texts of lengths around those that are handled in a way of their own, in one piece and in several.
    func check(lengths: [Int], count: Int, _ sourceLocation: SourceLocation = #_sourceLocation) {
      let texts = (0..<count).map { row in
        String(repeating: ["a", "xyz", "ø"][row % 3], count: lengths[row % lengths.count]) + "\(row % 7)"
      }
      let values = Column(type: .string, values: texts.map { .string($0) })
      let third = count / 3
      for pieces in [[values], [values.slice(0..<third), values.slice(third..<count)]] {
        let packed = PackedColumn(pieces, type: .string)
        #expect(packed.count == count, sourceLocation: sourceLocation)
        let bytes = texts.reduce(0) { $0 + $1.utf8.count }
        #expect(packed.ownByteCount <= bytes + 2 * count + count / 64 + 20, sourceLocation: sourceLocation)
        func strings(_ column: Column) -> [String] {
          (0..<column.count).map { String(decoding: column.stringBytes($0), as: UTF8.self) }
        }
        #expect(strings(packed.unpacked) == texts, sourceLocation: sourceLocation)
        let range = third..<max(third, count - 1)
        #expect(strings(packed.unpacked(range)) == Array(texts[range]), sourceLocation: sourceLocation)
        let rows = (0..<UInt32(count - third)).filter { $0 % 5 != 2 }
        let gathered = rows.withUnsafeBufferPointer { packed.gathered($0, from: third) }
        #expect(
          strings(gathered) == rows.map { texts[third + Int($0)] }, sourceLocation: sourceLocation)
        // Short texts are the same whether they stand in the view or are made anew.
        let views = (packed.unpacked.strings, values.strings)
        withExtendedLifetime(views) {
          #expect(
            zip(views.0.views.pointer, views.1.views.pointer)
              .allSatisfy { $0.isInline == $1.isInline && $0 == $1 }, sourceLocation: sourceLocation)
        }
      }
    }
    check(lengths: [3], count: 1)
    for count in [2, 255, 256, 257, 1_000] {
      check(lengths: [0, 1, 3, 4, 5, 11, 12, 13, 14, 15, 16, 17, 31, 32, 33, 63, 64, 65, 200], count: count)
      check(lengths: [0], count: count)
    }
    // Two bytes reach to the last text of a block, however long that is itself.
    check(lengths: [120], count: 512)
  }

  @Test func textsTooLongToPackStayAsTheyAre() {
    let texts = (0..<300).map { String(repeating: "x", count: $0 == 7 ? 70_000 : 3) }
    let column = PackedColumn([Column(type: .string, values: texts.map { .string($0) })], type: .string)
    #expect(column.unpacked.strings.string(7) == texts[7] && column.unpacked.strings.string(299) == "xxx")
  }

  @Test func allElseStaysAsItIs() {
    check([Column(type: .real, values: [.real(1.5), .null(.real), .real(-2), .real(.infinity)])])
    check([Column(type: .bool, values: [.bool(true), .null(.bool), .bool(false), .bool(true)])])
  }

  @Test func statisticsAreThoseOfTheWholeColumn() {
    for spread in [1, 40, 70_000, 1 << 40] {
      let pieces = (1...3).map { piece in
        longs((0..<100).map { $0 * 7 % 9 == 0 ? nil : Int64($0 * $0 * 7_919 * piece % spread) - 20 })
      }
      let found = PackedColumn.statistics(ofParts: pieces.map { PackedColumn([$0], type: .long) })
      let whole = Column.concatenate(pieces, type: .long).statistics()
      #expect(found.rowCount == whole.rowCount && found.nullCount == whole.nullCount)
      #expect(found.minimum == whole.minimum && found.maximum == whole.maximum)
      guard spread < 1 << 16 else { continue }
      #expect(found.distinctCount == whole.distinctCount)
      #expect(found.values?.map(\.value) == whole.values?.map(\.value))
      #expect(found.values?.map(\.count) == whole.values?.map(\.count))
    }
    // Parts in days and parts in seconds; three dates in all.
    let day: Int64 = 864_000_000_000
    let dates = [[0, day, day], [0, 0, day + 10_000_000]].map { longs($0.map { $0 }, .datetime) }
    let found = PackedColumn.statistics(ofParts: dates.map { PackedColumn([$0], type: .datetime) })
    #expect(found.distinctCount == nil || found.distinctCount == 3)
    let whole = PackedColumn.statistics(ofParts: [PackedColumn([dates[0]], type: .datetime)])
    #expect(whole.distinctCount == 2 && whole.maximum == .datetime(DateTime(ticks: day)))
  }
}

extension PackedColumnTests {
  /// Numbers that take as many bytes as they have are read in their place.
  @Test func numbersOfFullSizeAreNotCopied() {
    let numbers = Column(type: .int, storage: .int32(Buffer((1...100_000).map { Int32($0) })))
    let packed = PackedColumn([numbers], type: .int)
    guard case .int32(let first) = packed.unpacked(0..<10).storage,
      case .int32(let other) = packed.unpacked(5..<20).storage
    else {
      Issue.record("no integers")
      return
    }
    #expect(first.base + 5 == other.base)
  }
}
