import CZlib
import RegnData

/// Unpacks compressed bytes of a file piece by piece, and refuses what grows out of all proportion. For one
/// thread at a time.
final class Inflater: @unchecked Sendable {
  private let file: any OpenFile
  private let framing: Unpacking.Framing
  private let path: String
  private let end: Int
  private let packedSize: Int
  /// Lies still in memory, as zlib asks of it.
  private let stream: UnsafeMutablePointer<z_stream>
  private var source = [UInt8](repeating: 0, count: 1 << 18)
  private var offset: Int
  private var available = 0
  private var used = 0
  /// Whether the last byte has been given.
  private(set) var hasEnded = false
  /// The bytes given so far.
  private(set) var total = 0
  private var sum: UInt = crc32(0, nil, 0)

  /// Begins with the packed bytes of `range`.
  init(
    _ file: any OpenFile, range: Range<Int>, framing: Unpacking.Framing, path: String
  ) throws(ExecutionError) {
    self.file = file
    self.framing = framing
    self.path = path
    offset = range.lowerBound
    end = range.upperBound
    packedSize = range.count
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    guard regn_inflate_begin(stream, framing.windowBits) == Z_OK else {
      throw ExecutionError.fault("zlib could not be started")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// The CRC-32 of what was given, of `raw` framing.
  var checksum: UInt32 { UInt32(truncatingIfNeeded: sum) }

  /// Fills `target`; fewer bytes only at the end. Errors: RG0622 damaged or cut short, RG0623 out of all
  /// proportion, and those of reading.
  func read(into target: UnsafeMutableBufferPointer<UInt8>) throws(ExecutionError) -> Int {
    var filled = 0
    while filled < target.count, !hasEnded {
      if used == available {
        try refill()
        if available == 0 { throw FileFailure.damaged(path, "it ends before its packed data does") }
      }
      let status = source.withUnsafeMutableBufferPointer { source -> Int32 in
        stream.pointee.next_in = source.baseAddress?.advanced(by: used)
        stream.pointee.avail_in = UInt32(available - used)
        stream.pointee.next_out = target.baseAddress?.advanced(by: filled)
        stream.pointee.avail_out = UInt32(truncatingIfNeeded: target.count - filled)
        return inflate(stream, Z_NO_FLUSH)
      }
      used = available - Int(stream.pointee.avail_in)
      filled = target.count - Int(stream.pointee.avail_out)
      switch status {
      case Z_OK, Z_BUF_ERROR: break
      case Z_STREAM_END:
        if used == available { try refill() }
        // Some writers fill up with zeros behind the last member.
        hasEnded = framing == .raw || available == 0 || source[used] != 0x1F
        if !hasEnded { inflateReset(stream) }
      default: throw FileFailure.damaged(path, "its packed data is damaged")
      }
    }
    total += filled
    if total > Unpacking.harmlessSize, total / Unpacking.ratioLimit > packedSize {
      throw FileFailure.expandsTooMuch(path)
    }
    if framing == .raw { sum = crc32(sum, target.baseAddress, UInt32(truncatingIfNeeded: filled)) }
    return filled
  }

  private func refill() throws(ExecutionError) {
    var failure: ExecutionError?
    let wanted = min(source.count, end - offset)
    available = source.withUnsafeMutableBytes { source -> Int in
      do throws(ExecutionError) {
        return try file.read(into: UnsafeMutableRawBufferPointer(rebasing: source[..<wanted]), at: offset)
      } catch {
        failure = error
        return 0
      }
    }
    used = 0
    if let failure { throw failure }
    offset += available
  }
}
