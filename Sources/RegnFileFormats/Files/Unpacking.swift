import CZlib
import RegnData

/// Unpacks compressed bytes into memory, block by block, and refuses what grows out of all proportion.
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
    fileprivate var windowBits: Int32 { self == .gzip ? 15 + 16 : -15 }
  }

  /// What the bytes of `range` unpack to, with its CRC-32. Errors: RG0622 damaged or cut short, RG0623 out of
  /// all proportion, RG0603 no room in `memory`, and those of reading.
  static func unpack(
    _ file: any OpenFile, range: Range<Int>, framing: Framing, path: String, memory: MemoryBudget
  ) throws(ExecutionError) -> (file: MemoryFile, checksum: UInt32) {
    var stream = z_stream()
    guard regn_inflate_begin(&stream, framing.windowBits) == Z_OK else {
      throw ExecutionError.fault("zlib could not be started")
    }
    defer { inflateEnd(&stream) }
    let blockSize = 1 << 20
    let held = held(in: memory, path: path)
    var source = [UInt8](repeating: 0, count: 1 << 18)
    var offset = range.lowerBound
    var blocks: [[UInt8]] = []
    var total = 0
    var checksum: UInt = crc32(0, nil, 0)
    var available = 0
    var used = 0
    var hasEnded = false
    while !hasEnded {
      try held.grow(by: blockSize)
      var failure: ExecutionError?
      let block = [UInt8](unsafeUninitializedCapacity: blockSize) { target, filled in
        do throws(ExecutionError) {
          while filled < blockSize, !hasEnded {
            if used == available {
              used = 0
              available = try read(&source, of: file, at: &offset, end: range.upperBound)
              if available == 0 { throw FileFailure.damaged(path, "it ends before its packed data does") }
            }
            let status = source.withUnsafeMutableBufferPointer { source -> Int32 in
              stream.next_in = source.baseAddress?.advanced(by: used)
              stream.avail_in = UInt32(available - used)
              stream.next_out = target.baseAddress?.advanced(by: filled)
              stream.avail_out = UInt32(blockSize - filled)
              return inflate(&stream, Z_NO_FLUSH)
            }
            used = available - Int(stream.avail_in)
            filled = blockSize - Int(stream.avail_out)
            switch status {
            case Z_OK, Z_BUF_ERROR: break
            case Z_STREAM_END:
              if used == available {
                used = 0
                available = try read(&source, of: file, at: &offset, end: range.upperBound)
              }
              // Some writers fill up with zeros behind the last member.
              hasEnded = framing == .raw || available == 0 || source[used] != 0x1F
              if !hasEnded { inflateReset(&stream) }
            default: throw FileFailure.damaged(path, "its packed data is damaged")
            }
          }
        } catch {
          failure = error
        }
      }
      if let failure { throw failure }
      total += block.count
      if total > harmlessSize, total / ratioLimit > range.count { throw FileFailure.expandsTooMuch(path) }
      if framing == .raw { checksum = crc32(checksum, block, UInt32(block.count)) }
      if !block.isEmpty { blocks.append(block) }
    }
    try held.resize(to: total)
    return (
      MemoryFile(blocks: blocks, blockSize: blockSize, held: held), UInt32(truncatingIfNeeded: checksum)
    )
  }

  /// What unpacked bytes are counted by.
  static func held(in memory: MemoryBudget, path: String) -> HeldBytes {
    HeldBytes(
      memory, path: path, what: "is unpacked into memory", hint: "unpack it first: a file is read in parts")
  }

  private static func read(
    _ target: inout [UInt8], of file: any OpenFile, at offset: inout Int, end: Int
  ) throws(ExecutionError) -> Int {
    var failure: ExecutionError?
    let wanted = min(target.count, end - offset)
    let count = target.withUnsafeMutableBytes { target -> Int in
      do throws(ExecutionError) {
        return try file.read(into: UnsafeMutableRawBufferPointer(rebasing: target[..<wanted]), at: offset)
      } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw failure }
    offset += count
    return count
  }
}
