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

  /// What the bytes of `range` unpack to, with its CRC-32. Errors: those of `Inflater`, and RG0603 more than
  /// `limit` bytes.
  static func unpack(
    _ file: any OpenFile, range: Range<Int>, framing: Framing, path: String, limit: Int
  ) throws(ExecutionError) -> (file: MemoryFile, checksum: UInt32) {
    let inflater = try Inflater(file, range: range, framing: framing, path: path)
    let blockSize = 1 << 20
    var blocks: [[UInt8]] = []
    while !inflater.hasEnded {
      var failure: ExecutionError?
      let block = [UInt8](unsafeUninitializedCapacity: blockSize) { target, filled in
        do throws(ExecutionError) {
          filled = try inflater.read(into: target)
        } catch {
          failure = error
        }
      }
      if let failure { throw failure }
      if inflater.total > limit {
        throw ExecutionError.outOfMemory(needed: inflater.total, limit: limit)
      }
      if !block.isEmpty { blocks.append(block) }
    }
    return (MemoryFile(blocks: blocks, blockSize: blockSize), inflater.checksum)
  }
}
