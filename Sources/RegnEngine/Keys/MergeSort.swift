import RegnData

/// Sorts row numbers by keys: runs in parallel, then merges. Stable.
struct MergeSort {
  let keys: [NormalizedKey]
  let rows: Int
  let context: ExecutionContext
  private static let runLength = 1 << 16

  /// The bytes that a row takes while it is sorted; it stands in two places.
  static let entrySize = MemoryLayout<Entry>.stride

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
    let runs = (rows + MergeSort.runLength - 1) / MergeSort.runLength
    let counter = AtomicCounter()
    nonisolated(unsafe) let entries = front
    try context.parallel(workers: min(workers, runs)) { _ in
      while true {
        let run = counter.take()
        guard run < runs else { return }
        try context.checkpoint()
        let start = run * MergeSort.runLength
        let length = min(MergeSort.runLength, rows - start)
        for row in start..<(start + length) {
          entries[row] = Entry(word: first?.base[row] ?? 0, row: UInt32(truncatingIfNeeded: row))
        }
        var part = UnsafeMutableBufferPointer(start: entries + start, count: length)
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
      try context.parallel(workers: min(workers, pairs)) { _ in
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
    return try Buffer(count: rows) { target in
      for start in stride(from: 0, to: rows, by: MergeSort.runLength) {
        try context.checkpoint()
        for row in start..<min(start + MergeSort.runLength, rows) { target[row] = sorted[row].row }
      }
    }
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
