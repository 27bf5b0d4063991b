import RegnData

/// Unpacks compressed bytes into memory, block by block.
enum Unpacking {
  /// Text hardly ever packs to a 200th of its size; deflate's own limit is some 1,030.
  static let ratioLimit = 200
  /// Up to so many bytes the ratio does not matter.
  static let harmlessSize = 1 << 26

  /// How the bytes are framed.
  enum Framing {
    /// Members of gzip, one after another.
    case gzip
    /// Deflate's bytes alone, as in a zip archive.
    case raw

    /// zlib's number for it.
    var windowBits: Int32 { self == .gzip ? 15 + 16 : -15 }
  }

  /// What the bytes of `range` unpack to, with its CRC-32. Errors: those of `Inflater`, and RG0603 no room in
  /// `memory`.
  static func unpack(
    _ file: any OpenFile, range: Range<Int>, framing: Framing, path: String, memory: MemoryBudget
  ) throws(ExecutionError) -> (file: MemoryFile, checksum: UInt32) {
    let inflater = try Inflater(file, range: range, framing: framing, path: path)
    let blockSize = 1 << 20
    let held = held(in: memory, path: path)
    var blocks: [[UInt8]] = []
    while !inflater.hasEnded {
      try held.grow(by: blockSize)
      var failure: ExecutionError?
      let block = [UInt8](unsafeUninitializedCapacity: blockSize) { target, filled in
        do throws(ExecutionError) {
          filled = try inflater.read(into: target)
        } catch {
          failure = error
        }
      }
      if let failure { throw failure }
      if !block.isEmpty { blocks.append(block) }
    }
    try held.resize(to: inflater.total)
    return (MemoryFile(blocks: blocks, blockSize: blockSize, held: held), inflater.checksum)
  }

  /// What unpacked bytes are counted by.
  static func held(in memory: MemoryBudget, path: String) -> HeldBytes {
    HeldBytes(
      memory, path: path, what: "is unpacked into memory", hint: "unpack it first: a file is read in parts")
  }
}
