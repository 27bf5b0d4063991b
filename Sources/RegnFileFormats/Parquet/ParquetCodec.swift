import CLibZstd
import CZlib
import RegnData

/// How the bytes of pages are packed, with the numbers of the format.
enum ParquetCodec: Int, Sendable {
  case none = 0
  case snappy = 1
  case gzip = 2
  case zstd = 6
  case lz4 = 7

  /// The codec of a number. Errors: `ParquetFailure` for those that are not read here.
  init(number: Int) throws(ParquetFailure) {
    if let known = ParquetCodec(rawValue: number) {
      self = known
      return
    }
    let names = [3: "LZO", 4: "Brotli", 5: "LZ4 in Hadoop's framing"]
    throw ParquetFailure(
      what: "its pages are packed by \(names[number] ?? "codec \(number)"), which is not read here",
      hint: "have it written with snappy, gzip or zstd")
  }

  /// Unpacks `source` to exactly `target.count` bytes. Behind `target` there must be room for
  /// `unpackedPadding` bytes more, and that many must be readable behind `source`.
  func unpack(_ source: UTF8Bytes, to target: UnsafeMutableBufferPointer<UInt8>) throws(ParquetFailure) {
    let isWhole =
      switch self {
      case .none: copy(source, to: target)
      case .snappy: Snappy.unpack(source, to: target)
      case .lz4: LZ4.unpack(source, to: target)
      case .gzip: inflate(source, to: target)
      case .zstd: regn_zstd_unpack(target.baseAddress, target.count, source.baseAddress, source.count) == 0
      }
    guard isWhole else { throw ParquetFailure(what: "a page's packed bytes are damaged") }
  }

  private func copy(_ source: UTF8Bytes, to target: UnsafeMutableBufferPointer<UInt8>) -> Bool {
    guard source.count == target.count else { return false }
    if let from = source.baseAddress, let to = target.baseAddress {
      to.update(from: from, count: source.count)
    }
    return true
  }

  /// Bytes framed by gzip or zlib.
  private func inflate(_ source: UTF8Bytes, to target: UnsafeMutableBufferPointer<UInt8>) -> Bool {
    var stream = z_stream()
    guard regn_inflate_begin(&stream, 15 + 32) == Z_OK else { return false }
    defer { inflateEnd(&stream) }
    stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
    stream.avail_in = UInt32(source.count)
    stream.next_out = target.baseAddress
    stream.avail_out = UInt32(target.count)
    return CZlib.inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_out == 0
  }

  /// Loads what the codec needs and the program does not have in itself. Errors: RG0656.
  func prepare(_ path: String) throws(ExecutionError) {
    guard self == .zstd, let reason = Self.missingZstd else { return }
    throw ExecutionError(
      code: "RG0656", message: "\(path) is packed by Zstandard, and its library is not there: \(reason)",
      hint: "install it (Debian's package libzstd1), or write the file with another compression")
  }

  /// Why there is no Zstandard; nil when it is there. Looked for once.
  private static let missingZstd: String? = regn_zstd_load().map { String(cString: $0) }
}

/// The bytes that must be readable, or free, behind those that the decoders of pages work on.
let unpackedPadding = 32
