import RegnData

/// Rows in memory, parted by the hashes of their keys: rows of equal keys lie in one part. One worker puts
/// them there.
final class PartedRows {
  /// So many that the groups of a part of ten million rows fit into a processor's caches.
  static let count = 64

  /// The rows of one chunk, part by part, in a part in their order.
  struct Rows {
    let chunk: Chunk
    /// For each of the rows its place in the chunk that it came from.
    let places: Buffer<UInt32>
    /// Part p ends in front of row `ends[p]`.
    let ends: [Int]
    /// The number of the first row of the chunk that they came from.
    let firstRow: Int64

    /// Where the rows of a part lie.
    func range(_ part: Int) -> Range<Int> { (part == 0 ? 0 : ends[part - 1])..<ends[part] }
  }

  private(set) var chunks: [Rows] = []
  private let reservation: Reservation

  init(_ memory: MemoryBudget) { reservation = Reservation(memory) }

  /// Takes in rows of a chunk: its number of the first row, and columns of which the first `keyCount` are the
  /// keys. Throws `ExecutionError` (RG0603).
  func add(_ columns: [Column], keyCount: Int, rows: Int, firstRow: Int64) throws {
    guard rows > 0 else { return }
    let whole = Chunk(columns: columns, rowCount: rows, sequence: 0)
    try reservation.grow(by: whole.rowByteCount + rows * 4)
    var ends: [Int] = []
    let places = Buffer<UInt32>(count: rows) { places in
      ends = KeyHash.part(
        Array(columns.prefix(keyCount)), rows: rows, count: Self.count, shift: 58, to: places)
    }
    chunks.append(Rows(chunk: whole.gather(places), places: places, ends: ends, firstRow: firstRow))
  }
}
