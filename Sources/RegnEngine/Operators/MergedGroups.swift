import RegnData

/// The groups of several parts in the order of their first rows. In each part they stand in this order
/// already, so a morsel is a run of each part's groups: the worker that asks for it puts them together, and
/// nothing is copied before.
final class MergedGroups: ReadyRows {
  private let parts: [FinishedGroups]
  private let types: [ScalarType]
  /// For each morsel, and for the end, where it begins in each part.
  private let cuts: [[Int]]
  private let nextMorsel = AtomicCounter()
  private let context: ExecutionContext

  init(_ parts: [FinishedGroups], types: [ScalarType], context: ExecutionContext) {
    self.parts = parts
    self.types = types
    self.context = context
    cuts = Self.cuts(parts.map(\.firstRows))
  }

  var rowCount: Int { parts.reduce(0) { $0 + $1.rows.rowCount } }

  var sequenceLimit: Int { cuts.count - 1 }

  func next(worker: Int) throws -> Chunk? {
    try context.checkpoint()
    let morsel = nextMorsel.take()
    guard morsel < sequenceLimit else { return nil }
    var runs: [(part: FinishedGroups, range: Range<Int>)] = []
    for (part, (start, end)) in zip(parts, zip(cuts[morsel], cuts[morsel + 1])) where start < end {
      runs.append((part, start..<end))
    }
    let columns = types.indices.map { index in
      Column.concatenate(runs.map { $0.part.rows.columns[index].slice($0.range) }, type: types[index])
    }
    let count = runs.reduce(0) { $0 + $1.range.count }
    let rows = Chunk(columns: columns, rowCount: count, sequence: morsel)
    // Numbered from the morsel's first chunk, as they are put in order by their chunks.
    let base = (runs.map { $0.part.firstRows[$0.range.lowerBound] }.min() ?? 0) & ~0xFFFF_FFFF
    var firstRows: [Int64] = []
    firstRows.reserveCapacity(count)
    for run in runs { firstRows += run.part.firstRows[run.range].lazy.map { $0 - base } }
    let chunk = rows.gather(order(byFirstRows: firstRows))
    return Chunk(columns: chunk.columns, rowCount: count, sequence: morsel)
  }

  /// Cuts parts with these first rows into morsels of about the usual size: as the largest part is cut
  /// evenly, so are, about, the others.
  private static func cuts(_ parts: [[Int64]]) -> [[Int]] {
    let count = parts.reduce(0) { $0 + $1.count }
    guard let largest = parts.max(by: { $0.count < $1.count }), count > 0 else { return [[]] }
    let step = max(1, largest.count * Chunk.preferredRowCount / count)
    var cuts = [parts.map { _ in 0 }]
    for first in stride(from: step, to: largest.count, by: step).map({ largest[$0] }) {
      cuts.append(parts.map { partitioningIndex(of: $0, at: first) })
    }
    return cuts + [parts.map(\.count)]
  }

  /// The first place in an ascending list whose number is not less than another.
  private static func partitioningIndex(of rows: [Int64], at row: Int64) -> Int {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle] < row { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
