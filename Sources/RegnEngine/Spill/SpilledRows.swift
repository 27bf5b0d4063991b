import RegnData

/// Rows in a file, block by block, in the order in which they were written.
struct SpilledRows: Sendable {
  struct Block: Sendable {
    let start: Int
    let byteCount: Int
    let rowCount: Int
    let checksum: UInt64
  }

  let file: SpillFile
  let types: [ScalarType]
  let dictionaries: SpillDictionaries
  private(set) var blocks: [Block] = []
  private(set) var rowCount = 0
  /// The bytes of all blocks, which is about what the rows take in memory.
  private(set) var byteCount = 0
  /// The bytes of the largest block.
  private(set) var largestBlock = 0

  /// No rows yet.
  init(in file: SpillFile, types: [ScalarType], dictionaries: SpillDictionaries) {
    self.file = file
    self.types = types
    self.dictionaries = dictionaries
  }

  /// No rows, in the same file.
  var none: SpilledRows { SpilledRows(in: file, types: types, dictionaries: dictionaries) }

  /// Writes a chunk as one block. Throws `ExecutionError` (RG0660).
  mutating func append(_ chunk: Chunk) throws {
    guard chunk.rowCount > 0 else { return }
    let bytes = ChunkBytes(chunk, dictionary: dictionaries.number).allocation
    let raw = UnsafeRawBufferPointer(start: bytes.address, count: bytes.byteCount)
    let block = Block(
      start: try file.append(raw), byteCount: bytes.byteCount, rowCount: chunk.rowCount,
      checksum: hashBytes(raw.assumingMemoryBound(to: UInt8.self)))
    blocks.append(block)
    rowCount += block.rowCount
    byteCount += block.byteCount
    largestBlock = max(largestBlock, block.byteCount)
  }

  /// The rows of others, in the same file, behind these.
  mutating func append(_ other: SpilledRows) {
    blocks += other.blocks
    rowCount += other.rowCount
    byteCount += other.byteCount
    largestBlock = max(largestBlock, other.largestBlock)
  }

  /// Reads a block. Throws `ExecutionError`.
  func chunk(_ index: Int) throws -> Chunk {
    let block = blocks[index]
    let bytes = Allocation(byteCount: block.byteCount)
    let raw = UnsafeMutableRawBufferPointer(start: bytes.address, count: block.byteCount)
    try file.read(at: block.start, into: raw)
    guard hashBytes(UnsafeBufferPointer(raw.assumingMemoryBound(to: UInt8.self))) == block.checksum else {
      throw ExecutionError(
        code: "RG0660", message: "rows that were set aside in a temporary file came back changed",
        hint: "the disk may be failing; name a folder on another one with --temp-dir")
    }
    return try ChunkBytes(bytes).chunk(
      types: types, sequence: index, dictionary: dictionaries.dictionary)
  }
}
