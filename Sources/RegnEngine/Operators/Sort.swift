import RegnData
import Synchronization

/// Orders rows by keys, equal ones as they came.
struct SortOperator {
  struct Key {
    let expression: CompiledExpression
    let descending: Bool
    let nullsFirst: Bool
  }

  let keys: [Key]
  let types: [ScalarType]
  let context: ExecutionContext

  /// Sorts all rows of the pipeline; keeps the first `limit`, if given.
  func run(_ pipeline: Pipeline, limit: Int?) throws -> Chunk {
    if let limit, limit <= Chunk.preferredRowCount { return try top(limit, of: pipeline) }
    let rows = Chunk.concatenate(try collect(pipeline, context: context), types: types)
    let sorted = try sort(rows, workers: pipeline.workers(context))
    if let limit, limit < sorted.rowCount { return sorted.slice(0..<limit) }
    return sorted
  }

  /// Keeps only candidates for the first `limit` rows on the way, so that memory does not grow with the
  /// input.
  private func top(_ limit: Int, of pipeline: Pipeline) throws -> Chunk {
    let candidates = Mutex<[Chunk]>([])
    try parallel(workers: pipeline.workers(context)) { worker in
      var pending: [Chunk] = []
      var rows = 0
      while let chunk = try pipeline.next(worker: worker) {
        // The original place goes along as the last column, so that equal rows keep their order.
        pending.append(numbered(chunk))
        rows += chunk.rowCount
        if rows > 2 * limit + 4 * Chunk.preferredRowCount {
          pending = [try cut(pending, to: limit)]
          rows = pending[0].rowCount
        }
      }
      if !pending.isEmpty {
        let best = try cut(pending, to: limit)
        candidates.withLock { $0.append(best) }
      }
    }
    let best = candidates.withLock { $0 }
    guard !best.isEmpty else { return Chunk.concatenate([], types: types) }
    let result = try cut(best, to: limit)
    return result.with(columns: Array(result.columns.dropLast()))
  }

  private func numbered(_ chunk: Chunk) -> Chunk {
    let first = chunk.firstRow
    let places = Buffer<Int64>(count: chunk.rowCount) { target in
      for row in 0..<chunk.rowCount { target[row] = first + Int64(row) }
    }
    return chunk.with(columns: chunk.columns + [Column(type: .long, storage: .int64(places))])
  }

  private func cut(_ chunks: [Chunk], to limit: Int) throws -> Chunk {
    let all = Chunk.concatenate(chunks, types: types + [.long])
    let sorted = try sort(all, workers: 1, tieColumn: types.count)
    return sorted.slice(0..<min(limit, sorted.rowCount))
  }

  /// The rows of `chunk` in order.
  func sort(_ chunk: Chunk, workers: Int, tieColumn: Int? = nil) throws -> Chunk {
    guard chunk.rowCount > 1 else { return chunk }
    try context.checkpoint()
    var normalized = try keys.map { key in
      try NormalizedKey(
        key.expression.evaluate(chunk, context), rows: chunk.rowCount, descending: key.descending,
        nullsFirst: key.nullsFirst)
    }
    if let tieColumn {
      normalized.append(
        NormalizedKey(
          chunk.columns[tieColumn], rows: chunk.rowCount, descending: false, nullsFirst: false))
    }
    let memory = chunk.rowCount * 24
    try context.memory.reserve(memory)
    defer { context.memory.release(memory) }
    let order = try MergeSort(keys: normalized, rows: chunk.rowCount, context: context).run(workers: workers)
    return chunk.gather(order.pointer)
  }
}

/// Sort keys of one column as unsigned words: smaller words stand first. Strings that are not in a
/// dictionary give their first 8 bytes, and are compared whole where those are equal.
struct NormalizedKey: Sendable {
  let words: Buffer<UInt64>
  /// The whole strings, when the words do not decide.
  let strings: StringArray?
  let decimals: Buffer<Decimal>?
  /// Integers beside nulls: the words of the two lowest and highest are alike there.
  let integers: Buffer<Int64>?
  let descending: Bool

  init(_ column: Column, rows: Int, descending: Bool, nullsFirst: Bool) {
    let flat = column.flattened
    var strings: StringArray?
    var decimals: Buffer<Decimal>?
    let raw: Buffer<UInt64>
    switch flat.storage {
    case .bool(let buffer):
      raw = Buffer(count: rows) { t in for r in 0..<rows { t[r] = buffer.base[r] ? 1 << 33 : 1 << 32 } }
    case .int32, .int64:
      let buffer = flat.longs
      raw = Buffer(count: rows) { target in
        for row in 0..<rows { target[row] = UInt64(bitPattern: buffer.base[row]) ^ (1 << 63) }
      }
    case .scaled(let buffer, _):
      raw = Buffer(count: rows) { target in
        for row in 0..<rows { target[row] = UInt64(bitPattern: buffer.base[row]) ^ (1 << 63) }
      }
    case .real(let buffer):
      raw = Buffer(count: rows) { target in
        for row in 0..<rows { target[row] = NormalizedKey.word(of: buffer.base[row]) }
      }
    case .decimal(let buffer):
      decimals = buffer
      raw = Buffer(count: rows) { target in
        for row in 0..<rows { target[row] = NormalizedKey.word(of: buffer.base[row].doubleValue) }
      }
    case .dictionary(let codes, let dictionary):
      let ranks = dictionary.ranks()
      raw = Buffer(count: rows) { target in
        for row in 0..<rows { target[row] = UInt64(ranks[Int(codes.base[row])]) }
      }
    case .guid, .strings, .dynamic:
      let array = NormalizedKey.comparable(flat, rows: rows)
      strings = array
      raw = Buffer(count: rows) { target in
        for row in 0..<rows {
          var word: UInt64 = 0
          for (place, byte) in array.bytes(row).prefix(8).enumerated() {
            word |= UInt64(byte) << UInt64(56 - 8 * place)
          }
          target[row] = word
        }
      }
    }
    var words = raw
    if descending {
      words = Buffer(count: rows) { target in for row in 0..<rows { target[row] = ~raw.base[row] } }
    }
    // Nulls go beyond every value: the extreme words are made free for them by saturating, and integers that
    // fall together there are compared whole.
    if flat.mayHaveNulls {
      let plain = words
      words = Buffer(count: rows) { target in
        for row in 0..<rows {
          if flat.isNull(row) {
            target[row] = nullsFirst ? 0 : .max
          } else {
            target[row] = min(max(plain.base[row], 1), .max - 1)
          }
        }
      }
    }
    self.words = words
    self.strings = strings
    self.decimals = decimals
    self.descending = descending
    integers = flat.mayHaveNulls && type64(flat) ? flat.longs : nil
  }

  /// A word that orders doubles: NaN before all numbers, as Kusto sorts it.
  private static func word(of value: Double) -> UInt64 {
    if value.isNaN { return 0 }
    let bits = (value == 0 ? 0 : value).bitPattern
    return bits >> 63 == 1 ? ~bits : bits | (1 << 63)
  }

  /// Byte strings whose byte order is the values' order.
  private static func comparable(_ column: Column, rows: Int) -> StringArray {
    switch column.storage {
    case .guid(let guids):
      var builder = StringArrayBuilder(capacity: rows)
      for row in 0..<rows {
        var text: [UInt8] = []
        guids.base[row].append(to: &text)
        builder.append(text)
      }
      return builder.finish()
    default: return column.strings
    }
  }

  /// Whether row `left` stands before `right` (negative), after (positive), or neither (0).
  @inline(__always)
  func compare(_ left: Int, _ right: Int) -> Int {
    let a = words.base[left]
    let b = words.base[right]
    if a != b { return a < b ? -1 : 1 }
    if strings == nil, decimals == nil, integers == nil { return 0 }
    return compareWhole(left, right)
  }

  @inline(never)
  private func compareWhole(_ left: Int, _ right: Int) -> Int {
    var order = 0
    if let strings {
      order = compareBytes(strings.bytes(left), strings.bytes(right))
    } else if let decimals {
      let a = decimals.base[left]
      let b = decimals.base[right]
      order = a < b ? -1 : (b < a ? 1 : 0)
    } else if let integers, words.base[left] != 0, words.base[left] != .max {
      order =
        integers.base[left] < integers.base[right]
        ? -1 : (integers.base[left] == integers.base[right] ? 0 : 1)
    }
    return descending ? -order : order
  }
}

/// Whether the column's elements are 64-bit integers.
private func type64(_ column: Column) -> Bool {
  if case .int64 = column.storage { true } else { false }
}

/// Sorts row numbers by keys: runs in parallel, then merges. Stable.
struct MergeSort {
  let keys: [NormalizedKey]
  let rows: Int
  let context: ExecutionContext
  private static let runLength = 1 << 16

  private struct Entry {
    var word: UInt64
    var row: UInt32
  }

  @inline(__always)
  private func before(_ left: Entry, _ right: Entry) -> Bool {
    if left.word != right.word { return left.word < right.word }
    return tied(left, right)
  }

  private func tied(_ left: Entry, _ right: Entry) -> Bool {
    for key in keys {
      let order = key.compare(Int(left.row), Int(right.row))
      if order != 0 { return order < 0 }
    }
    return left.row < right.row
  }

  /// The row numbers in order.
  func run(workers: Int) throws -> Buffer<UInt32> {
    nonisolated(unsafe) var front = UnsafeMutablePointer<Entry>.allocate(capacity: rows)
    nonisolated(unsafe) var back = UnsafeMutablePointer<Entry>.allocate(capacity: rows)
    defer {
      front.deallocate()
      back.deallocate()
    }
    let first = keys.first?.words
    for row in 0..<rows {
      front[row] = Entry(word: first?.base[row] ?? 0, row: UInt32(truncatingIfNeeded: row))
    }
    let runs = (rows + MergeSort.runLength - 1) / MergeSort.runLength
    let counter = AtomicCounter()
    let entries = front
    nonisolated(unsafe) let sortEntries = entries
    try parallel(workers: min(workers, runs)) { _ in
      while true {
        let run = counter.take()
        guard run < runs else { return }
        try context.checkpoint()
        let start = run * MergeSort.runLength
        let length = min(MergeSort.runLength, rows - start)
        var part = UnsafeMutableBufferPointer(start: sortEntries + start, count: length)
        part.sort { before($0, $1) }
      }
    }
    var width = MergeSort.runLength
    while width < rows {
      let pairs = (rows + 2 * width - 1) / (2 * width)
      let next = AtomicCounter()
      let step = width
      nonisolated(unsafe) let from = front
      nonisolated(unsafe) let to = back
      try parallel(workers: min(workers, pairs)) { _ in
        while true {
          let pair = next.take()
          guard pair < pairs else { return }
          let low = pair * 2 * step
          try merge(from, to, low, min(low + step, rows), min(low + 2 * step, rows))
        }
      }
      swap(&front, &back)
      width *= 2
    }
    let sorted = front
    return Buffer(count: rows) { target in for row in 0..<rows { target[row] = sorted[row].row } }
  }

  private func merge(
    _ from: UnsafeMutablePointer<Entry>, _ to: UnsafeMutablePointer<Entry>, _ low: Int, _ middle: Int,
    _ high: Int
  ) throws {
    var left = low
    var right = middle
    var place = low
    while place < high {
      if place & 0xFFFF == 0 { try context.checkpoint() }
      if right >= high || (left < middle && !before(from[right], from[left])) {
        to[place] = from[left]
        left += 1
      } else {
        to[place] = from[right]
        right += 1
      }
      place += 1
    }
  }
}
