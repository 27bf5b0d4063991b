import CZlib
import RegnData

/// How compressed bytes are wrapped.
enum CompressedFormat: Sendable {
  /// RFC 1952, its header without optional fields.
  case gzip
  /// RFC 1950, with the largest window.
  case zlib
}

/// Compresses texts one after another; the stream's tables are made once.
final class Deflater {
  private var stream = z_stream()
  private let format: CompressedFormat
  private var isOpen: Bool
  private var body: [UInt8] = []

  init(_ format: CompressedFormat) {
    self.format = format
    isOpen = regn_deflate_begin(&stream, Z_DEFAULT_COMPRESSION, -MAX_WBITS) == Z_OK
  }

  deinit { if isOpen { deflateEnd(&stream) } }

  /// Appends the bytes compressed and wrapped; false where that failed.
  func compress(_ text: Bytes, to output: inout [UInt8]) -> Bool {
    guard isOpen, text.count < Int(UInt32.max), deflate(text) else { return false }
    switch format {
    case .gzip: output.append(contentsOf: [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF])
    case .zlib: output.append(contentsOf: [0x78, 0x01])
    }
    // As the reference's examples show, what gains nothing is stored as it is.
    if body.count + 1 >= text.count { Deflater.store(text, to: &output) } else { output += body }
    switch format {
    case .gzip:
      Deflater.append(UInt32(truncatingIfNeeded: checksum(text)).littleEndian, to: &output)
      Deflater.append(UInt32(text.count).littleEndian, to: &output)
    case .zlib: Deflater.append(UInt32(truncatingIfNeeded: checksum(text)).bigEndian, to: &output)
    }
    return true
  }

  private func deflate(_ text: Bytes) -> Bool {
    guard deflateReset(&stream) == Z_OK else { return false }
    let room = Int(deflateBound(&stream, uLong(text.count)))
    if body.count < room { body = [UInt8](repeating: 0, count: room) }
    stream.next_in = UnsafeMutablePointer(mutating: text.baseAddress)
    stream.avail_in = uInt(text.count)
    let capacity = body.count
    let written = body.withUnsafeMutableBufferPointer { target -> Int? in
      stream.next_out = target.baseAddress
      stream.avail_out = uInt(capacity)
      guard CZlib.deflate(&stream, Z_FINISH) == Z_STREAM_END else { return nil }
      return capacity - Int(stream.avail_out)
    }
    guard let written else { return false }
    body.removeLast(capacity - written)
    return true
  }

  private func checksum(_ text: Bytes) -> uLong {
    // Without bytes, zlib gives the value to begin with.
    switch format {
    case .gzip: crc32(0, text.baseAddress, uInt(text.count))
    case .zlib: text.isEmpty ? 1 : adler32(1, text.baseAddress, uInt(text.count))
    }
  }

  /// Blocks of bytes as they are (RFC 1951, 3.2.4).
  private static func store(_ text: Bytes, to output: inout [UInt8]) {
    var position = 0
    repeat {
      let count = min(text.count - position, 0xFFFF)
      let length = UInt16(count)
      output.append(position + count == text.count ? 1 : 0)
      append(length.littleEndian, to: &output)
      append((~length).littleEndian, to: &output)
      output.append(contentsOf: text.part(position..<position + count))
      position += count
    } while position < text.count
  }

  private static func append<Word: FixedWidthInteger>(_ word: Word, to output: inout [UInt8]) {
    withUnsafeBytes(of: word) { output.append(contentsOf: $0) }
  }
}

/// Decompresses texts one after another. What they grow to is reserved in the memory budget before it is
/// made, and released when the inflater goes.
final class Inflater {
  private var stream = z_stream()
  private let format: CompressedFormat
  private let isOpen: Bool
  private let execution: ExecutionContext
  private var reserved = 0
  private var piece = [UInt8](repeating: 0, count: 1 << 16)

  init(_ format: CompressedFormat, _ execution: ExecutionContext) {
    self.format = format
    self.execution = execution
    isOpen = regn_inflate_begin(&stream, format == .gzip ? MAX_WBITS + 16 : MAX_WBITS) == Z_OK
  }

  deinit {
    if isOpen { inflateEnd(&stream) }
    execution.memory.release(reserved)
  }

  /// Appends what the bytes stand for; false where they are not whole and sound. Throws RG0603 when that
  /// would take more memory than there may be.
  func decompress(_ compressed: Bytes, to output: inout [UInt8]) throws -> Bool {
    // A gzip header with optional fields is refused, as the reference says.
    if format == .gzip, compressed.count < 4 || compressed[3] != 0 { return false }
    guard isOpen, compressed.count < Int(UInt32.max), inflateReset(&stream) == Z_OK else { return false }
    stream.next_in = UnsafeMutablePointer(mutating: compressed.baseAddress)
    stream.avail_in = uInt(compressed.count)
    while true {
      let capacity = piece.count
      let (status, written) = piece.withUnsafeMutableBufferPointer { target in
        stream.next_out = target.baseAddress
        stream.avail_out = uInt(capacity)
        let status = inflate(&stream, Z_NO_FLUSH)
        return (status, capacity - Int(stream.avail_out))
      }
      guard status == Z_OK || status == Z_STREAM_END else { return false }
      try execution.memory.reserve(written)
      reserved += written
      output.append(contentsOf: piece[0..<written])
      if status == Z_STREAM_END { return stream.avail_in == 0 }
      // All was read, and it does not end.
      if written < capacity, stream.avail_in == 0 { return false }
      try execution.checkpoint()
    }
  }
}
