import RegnData

/// Pairs of a group and a key in parts by a hash of their keys, the same pair perhaps many times: what is too
/// much for one hash table in a cache is put aside in order first, and counted a part at a time.
///
/// After Shatdal, Kant and Naughton, "Cache conscious algorithms for relational query processing" (VLDB
/// 1994).
struct PairParts: Sendable {
  /// Some pairs of a part. Unchecked because whoever shares one with others adds only behind what they know.
  private struct Block: @unchecked Sendable {
    let allocation: Allocation
    let keys: UnsafeMutablePointer<UInt64>
    let groups: UnsafeMutablePointer<UInt32>
    var count = 0

    init() {
      allocation = Allocation(byteCount: blockSize * (MemoryLayout<UInt64>.size + MemoryLayout<UInt32>.size))
      keys = allocation.address.bindMemory(to: UInt64.self, capacity: blockSize)
      groups = (allocation.address + blockSize * MemoryLayout<UInt64>.size)
        .bindMemory(to: UInt32.self, capacity: blockSize)
    }
  }

  static let partCount = 256
  private static let blockSize = 2048

  /// Of each part the blocks that are full, or are others' too, and the one that is being filled.
  private var full = [[Block]](repeating: [], count: partCount)
  private var open = (0..<partCount).map { _ in Block() }
  private var blockCount = partCount
  /// With so many blocks pairs that stand there several times are thrown out; and the least that this may be.
  private var limit: Int
  private let firstLimit: Int

  /// - Parameter pairs: so many may stand there until those are thrown out that do so several times.
  init(pairs: Int = 1 << 24) {
    firstLimit = pairs / Self.blockSize
    limit = firstLimit
  }

  var byteCount: Int { blockCount * Self.blockSize * 12 }

  @inline(__always)
  mutating func append(_ group: UInt32, _ key: UInt64) {
    let part = Int(truncatingIfNeeded: mix(key) >> 56)
    if open[part].count == Self.blockSize { beginBlock(part) }
    let place = open[part].count
    open[part].keys[place] = key
    open[part].groups[place] = group
    open[part].count = place + 1
  }

  @inline(never)
  private mutating func beginBlock(_ part: Int) {
    full[part].append(open[part])
    open[part] = Block()
    blockCount += 1
  }

  /// Adds the pairs of another that has its pairs in the same parts, without a copy.
  mutating func adopt(_ other: PairParts) {
    for part in 0..<Self.partCount {
      full[part] += other.full[part]
      full[part].append(other.open[part])
    }
    blockCount += other.blockCount
  }

  /// All pairs of a part.
  func forEach(in part: Int, _ body: (_ group: UInt32, _ key: UInt64) -> Void) {
    for block in full[part] + [open[part]] {
      for place in 0..<block.count { body(block.groups[place], block.keys[place]) }
    }
  }

  /// Throws out what stands there several times, when much has come since that was done last: what is kept
  /// is in proportion to the distinct pairs.
  mutating func tidy() {
    guard blockCount >= limit else { return }
    var table = PairTable()
    let old = self
    full = [[Block]](repeating: [], count: Self.partCount)
    open = (0..<Self.partCount).map { _ in Block() }
    blockCount = Self.partCount
    for part in 0..<Self.partCount {
      table.removeAll()
      old.forEach(in: part) { if table.insert($0, $1).isNew { append($0, $1) } }
    }
    limit = max(firstLimit, 2 * blockCount)
  }
}
