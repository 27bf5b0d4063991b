import RegnData
import Synchronization

/// Counts the distinct values of each group, exactly.
final class DistinctState: AggregateState {
  private let keys: ValueKeys
  private var counts: [Int64] = []
  /// While the keys are small numbers: a row of bits for each group.
  private var bits: [UInt64] = []
  private var wordsPerGroup = 1
  private var isDense: Bool
  private var table = PairTable()
  /// In the place of the table, where it became large and most pairs are new.
  private var parts: PairParts?
  /// The rows so far, and with more than how many pairs the table is held against them.
  private var rowsSeen = 0
  private var tableLimit: Int

  /// Beyond so many words of bits the table takes over.
  private static let maximumWords = 1 << 20

  /// A table of so many pairs as is given up at the soonest no longer stands in a processor's cache.
  init(type: ScalarType, tableSize: Int = 1 << 17) {
    tableLimit = tableSize
    keys = ValueKeys(type: type, canonical: true)
    isDense = keys.isDense
  }

  var byteCount: Int {
    counts.capacity * 8 + bits.capacity * 8 + table.byteCount + (parts?.byteCount ?? 0) + keys.byteCount
  }

  func grow(to count: Int) {
    counts.grow(to: count, filling: 0)
    guard isDense else { return }
    if counts.count * wordsPerGroup > Self.maximumWords { return leaveBits() }
    bits.grow(to: counts.count * wordsPerGroup, filling: 0)
  }

  func update(_ arguments: [Column], groups: GroupRows) {
    let column = arguments[0]
    let values = keys.keys(column)
    let stride = column.stride
    if column.isConstant, groups.numbers == nil {
      if groups.count > 0, !column.isNull(0) { insert(values, 1, stride: 0, groups, nulls: nil) }
      return
    }
    insert(values, groups.count, stride: stride, groups, nulls: column.mayHaveNulls ? column : nil)
  }

  private func insert(
    _ values: Buffer<UInt64>, _ count: Int, stride: Int, _ groups: GroupRows, nulls: Column?
  ) {
    rowsSeen += count
    if isDense {
      var largest: UInt64 = 0
      for index in 0..<values.count { largest = max(largest, values.base[index]) }
      makeRoom(for: Int(largest))
    }
    if isDense {
      let words = wordsPerGroup
      counts.withUnsafeMutableBufferPointer { counts in
        bits.withUnsafeMutableBufferPointer { bits in
          for row in 0..<count {
            if let nulls, nulls.isNull(row) { continue }
            let group = groups[row]
            let key = Int(truncatingIfNeeded: values.base[row &* stride])
            let word = group &* words &+ key >> 6
            let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: key & 63)
            counts[group] &+= bits[word] & bit == 0 ? 1 : 0
            bits[word] |= bit
          }
        }
      }
    } else if parts != nil {
      withParts { parts in
        for row in 0..<count {
          if let nulls, nulls.isNull(row) { continue }
          parts.append(UInt32(truncatingIfNeeded: groups[row]), values.base[row &* stride])
        }
        parts.tidy()
      }
    } else {
      withTable { table, counts in
        for row in 0..<count {
          if let nulls, nulls.isNull(row) { continue }
          let group = groups[row]
          if table.insert(UInt32(truncatingIfNeeded: group), values.base[row &* stride]).isNew {
            counts[group] &+= 1
          }
        }
      }
      if table.count > tableLimit { judgeTable() }
    }
  }

  /// Gives the table up where most rows brought a new pair.
  private func judgeTable() {
    tableLimit = 2 * table.count
    if 2 * table.count > rowsSeen { leaveTable() }
  }

  private func leaveTable() {
    guard parts == nil else { return }
    var fresh = PairParts()
    for number in 0..<table.count { fresh.append(table.groups[number], table.keys[number]) }
    parts = fresh
    table = PairTable()
    counts.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
  }

  private func insert(_ group: Int, _ key: UInt64) {
    if isDense { makeRoom(for: Int(truncatingIfNeeded: key)) }
    if isDense {
      let word = group &* wordsPerGroup &+ Int(truncatingIfNeeded: key >> 6)
      let bit: UInt64 = 1 &<< (key & 63)
      if bits[word] & bit == 0 { counts[group] &+= 1 }
      bits[word] |= bit
    } else if parts != nil {
      parts?.append(UInt32(truncatingIfNeeded: group), key)
    } else if table.insert(UInt32(truncatingIfNeeded: group), key).isNew {
      counts[group] &+= 1
    }
  }

  /// Lends the table and the counts as variables of a loop's own: the properties of an object are guarded
  /// against being changed from elsewhere at each access.
  @inline(__always)
  private func withTable(_ body: (inout PairTable, UnsafeMutableBufferPointer<Int64>) -> Void) {
    var own = PairTable()
    swap(&own, &table)
    counts.withUnsafeMutableBufferPointer { body(&own, $0) }
    swap(&own, &table)
  }

  /// The same with the parts.
  @inline(__always)
  private func withParts(_ body: (inout PairParts) -> Void) {
    guard var own = parts else { return }
    parts = nil
    body(&own)
    parts = own
  }

  /// Widens the rows of bits to hold `key`, or gives them up.
  private func makeRoom(for key: Int) {
    let needed = key >> 6 + 1
    guard needed > wordsPerGroup else { return }
    var words = wordsPerGroup
    while words < needed { words *= 2 }
    if counts.count * words > Self.maximumWords { return leaveBits() }
    var wider = [UInt64](repeating: 0, count: counts.count * words)
    for group in counts.indices {
      for word in 0..<wordsPerGroup { wider[group * words + word] = bits[group * wordsPerGroup + word] }
    }
    bits = wider
    wordsPerGroup = words
  }

  private func forEachBit(_ body: (_ group: Int, _ key: UInt64) -> Void) {
    for (index, word) in bits.enumerated() where word != 0 {
      var rest = word
      let (group, position) = index.quotientAndRemainder(dividingBy: wordsPerGroup)
      while rest != 0 {
        body(group, UInt64(position * 64 + rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
  }

  private func leaveBits() {
    guard isDense else { return }
    isDense = false
    forEachBit { group, key in _ = table.insert(UInt32(truncatingIfNeeded: group), key) }
    bits = []
  }

  func merge(_ other: any AggregateState, mapping: UnsafeBufferPointer<UInt32>) {
    guard let other = other as? DistinctState else { return }
    let translation = keys.translation(of: other.keys)
    func add(_ theirs: Int, _ key: UInt64) {
      guard theirs < mapping.count, mapping[theirs] != GroupRows.noGroup else { return }
      insert(Int(mapping[theirs]), translation(key))
    }
    if other.isDense {
      other.forEachBit(add)
      return
    }
    leaveBits()
    rowsSeen += other.rowsSeen
    if let theirs = other.parts {
      leaveTable()
      if translation.isIdentity, mapping.count == 1, mapping[0] == 0 {
        withParts { $0.adopt(theirs) }
      } else {
        for part in 0..<PairParts.partCount { theirs.forEach(in: part) { add(Int($0), $1) } }
      }
      withParts { $0.tidy() }
      return
    }
    let pairs = other.table
    guard parts == nil else {
      for number in 0..<pairs.count { add(Int(pairs.groups[number]), pairs.keys[number]) }
      return
    }
    withTable { table, counts in
      for number in 0..<pairs.count {
        let theirs = Int(pairs.groups[number])
        guard theirs < mapping.count, mapping[theirs] != GroupRows.noGroup else { continue }
        let group = mapping[theirs]
        if table.insert(group, translation(pairs.keys[number])).isNew { counts[Int(group)] += 1 }
      }
    }
  }

  func finish(groups count: Int, in context: ExecutionContext) throws -> [Column] {
    grow(to: count)
    if let parts { try countParts(parts, in: context) }
    return [Column(type: .long, storage: .int64(Buffer(Array(counts[0..<count]))))]
  }

  /// Each worker counts the pairs of some of the parts.
  private func countParts(_ parts: PairParts, in context: ExecutionContext) throws {
    let groupCount = counts.count
    let total = Mutex(counts)
    let next = Atomic<Int>(0)
    try context.parallel(workers: context.workers) { _ in
      var own = [Int64](repeating: 0, count: groupCount)
      var table = PairTable()
      while true {
        let part = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard part < PairParts.partCount else { break }
        try context.checkpoint()
        table.removeAll()
        own.withUnsafeMutableBufferPointer { own in
          parts.forEach(in: part) { group, key in
            if table.insert(group, key).isNew { own[Int(group)] &+= 1 }
          }
        }
      }
      total.withLock { total in
        for group in 0..<groupCount { total[group] += own[group] }
      }
    }
    counts = total.withLock { $0 }
    self.parts = nil
  }
}

private let accuracy = Parameter("accuracy", .oneOf([.int, .long]), optional: true, constant: true)

let countDistinctFunction = FunctionDefinition(
  "count_distinct", kind: .aggregate, category: .aggregation,
  summary: "The number of distinct values that are not null.",
  signatures: [
    .aggregate([Parameter("expr", .any)], result: .type(.long)) { types, _ in DistinctState(type: types[0]) }
  ],
  examples: [
    FunctionExample("datatable(x: long) [1, 2, 2] | summarize count_distinct(x)", "count_distinct_x\n2")
  ])

let countDistinctifFunction = countDistinctFunction.filtered(
  "count_distinctif", summary: "The number of distinct values of the rows for which a predicate is true.",
  example: FunctionExample(
    "datatable(x: long) [1, 2, 2] | summarize count_distinctif(x, x > 1)", "count_distinctif_x\n1"))

let dcountFunction = FunctionDefinition(
  "dcount", kind: .aggregate, category: .aggregation,
  summary: "The number of distinct values that are not null, counted exactly whatever accuracy is asked for.",
  signatures: [
    .aggregate([Parameter("expr", .any), accuracy], result: .type(.long)) { types, _ in
      DistinctState(type: types[0])
    }
  ],
  examples: [FunctionExample("datatable(x: long) [1, 2, 2] | summarize dcount(x)", "dcount_x\n2")])

let dcountifFunction = dcountFunction.filtered(
  "dcountif", summary: "The number of distinct values of the rows for which a predicate is true.",
  example: FunctionExample(
    "datatable(x: long) [1, 2, 2] | summarize dcountif(x, x > 1)", "dcountif_x\n1"))
