import CZlib
import Glibc
import RegnData

/// The pages of one column in one group of rows, one after another, unpacked.
struct ParquetPages: ~Copyable {
  /// A page of data or a dictionary.
  struct Page {
    let header: ParquetPageHeader
    /// The levels of a page of the second version; empty for others, whose levels stand among `values`.
    let repetitions: UTF8Bytes
    let definitions: UTF8Bytes
    let values: UTF8Bytes
    /// What keeps `values` in memory, where it is kept beyond the next page.
    let heap: Allocation?
  }

  private let file: any OpenFile
  private let codec: ParquetCodec
  private let end: Int
  private var position: Int
  /// Whether the bytes of pages are kept beyond the next, as texts point into them.
  private let keepsPages: Bool
  private let reservation: Reservation
  /// Bytes of the file, read ahead.
  private var window: Allocation
  private var windowStart = 0
  private var windowCount = 0
  private var unpacked = Allocation(byteCount: 0)
  private let progress: Progress

  private static let readAhead = 1 << 20
  /// Pages are mostly of 1 MB; nobody writes larger ones than this.
  private static let pageLimit = 1 << 30

  /// - Parameter keepsPages: whether what is read of a page points into it.
  init(
    file: any OpenFile, range: Range<Int>, codec: ParquetCodec, keepsPages: Bool, context: ExecutionContext
  ) throws {
    self.file = file
    self.codec = codec
    self.keepsPages = keepsPages
    position = range.lowerBound
    end = range.upperBound
    progress = context.progress
    reservation = Reservation(context.memory)
    let capacity = min(range.count, Self.readAhead)
    try reservation.grow(by: capacity)
    window = Allocation(byteCount: capacity + unpackedPadding)
  }

  /// The place in the file behind the last page that was given.
  var offset: Int { position }

  /// The next page; nil at the end. Errors: `ParquetFailure`, and those of reading and of memory.
  mutating func next() throws -> Page? {
    while position < end {
      let header = try readHeader()
      if header.kind == .other {
        guard header.size <= end - position else { throw ParquetFailure.cut }
        position += header.size
        continue
      }
      return try read(header)
    }
    return nil
  }

  private mutating func readHeader() throws -> ParquetPageHeader {
    var length = min(1 << 12, end - position)
    while true {
      let bytes = UTF8Bytes(start: try bytes(at: position, count: length), count: length)
      do throws(ParquetFailure) {
        var reader = ThriftReader(bytes)
        let header = try ParquetPageHeader(&reader)
        position += reader.position
        progress.advance(bytes: reader.position)
        return header
      } catch {
        // Statistics may make it long.
        guard error.isCut, length < min(1 << 24, end - position) else { throw error }
        length = min(length * 16, end - position)
      }
    }
  }

  private mutating func read(_ header: ParquetPageHeader) throws -> Page {
    guard header.size <= end - position else { throw ParquetFailure.cut }
    guard header.unpackedSize <= Self.pageLimit else {
      throw ParquetFailure(what: "a page says that it holds more than a gigabyte")
    }
    var packed = UTF8Bytes(start: try bytes(at: position, count: header.size), count: header.size)
    position += header.size
    progress.advance(bytes: header.size)
    if let checksum = header.checksum, crc32(0, packed.baseAddress, UInt32(packed.count)) != UInt(checksum) {
      throw ParquetFailure(what: "a page's checksum is not that of its bytes")
    }
    var size = header.unpackedSize
    var levels = 0
    var repetitions = 0
    if case .dataV2(let definitions, let count) = header.kind {
      repetitions = count
      levels = definitions + repetitions
      guard levels <= header.size, levels <= size else { throw ParquetFailure.cut }
      size -= levels
    }
    let isPacked = codec != .none && header.isPacked
    if !isPacked, header.size != header.unpackedSize {
      throw ParquetFailure(what: "a page that is not packed says that it has two sizes")
    }
    let levelBytes = packed
    packed = UTF8Bytes(rebasing: packed[levels...])
    var values = packed
    var heap: Allocation?
    if isPacked || keepsPages {
      try reserve(size)
      let buffer = UnsafeMutableBufferPointer(
        start: unpacked.address.assumingMemoryBound(to: UInt8.self), count: size)
      // A page of nothing but nulls may have no packed bytes at all.
      if size > 0 || !packed.isEmpty { try (isPacked ? codec : .none).unpack(packed, to: buffer) }
      values = UTF8Bytes(buffer)
      if keepsPages { heap = unpacked }
    }
    return Page(
      header: header, repetitions: UTF8Bytes(rebasing: levelBytes[..<repetitions]),
      definitions: UTF8Bytes(rebasing: levelBytes[repetitions..<levels]), values: values, heap: heap)
  }

  /// Makes room for an unpacked page: in the last page's place, unless something still points there.
  private mutating func reserve(_ size: Int) throws {
    let wanted = size + unpackedPadding
    if unpacked.byteCount >= wanted, isKnownUniquelyReferenced(&unpacked) { return }
    try reservation.resize(to: window.byteCount + wanted)
    unpacked = Allocation(byteCount: wanted)
  }

  /// `count` bytes of the file from `place` on, with padding behind them that may be read.
  private mutating func bytes(at place: Int, count: Int) throws -> UnsafePointer<UInt8> {
    let known = place - windowStart
    if known < 0 || known + count > windowCount {
      let kept = known >= 0 && known < windowCount ? windowCount - known : 0
      let wanted = min(max(count, Self.readAhead), end - place)
      if wanted + unpackedPadding > window.byteCount {
        try reservation.resize(to: wanted + unpackedPadding + unpacked.byteCount)
        let larger = Allocation(byteCount: wanted + unpackedPadding)
        memcpy(larger.address, window.address + max(known, 0), kept)
        window = larger
      } else if kept > 0 {
        memmove(window.address, window.address + known, kept)
      }
      windowStart = place
      windowCount = kept
      let target = UnsafeMutableRawBufferPointer(start: window.address + kept, count: wanted - kept)
      windowCount += try file.read(into: target, at: place + kept)
      guard windowCount >= count else {
        throw ParquetFailure(what: "the file ends within a column's values")
      }
      return UnsafePointer(window.address.assumingMemoryBound(to: UInt8.self))
    }
    return UnsafePointer((window.address + known).assumingMemoryBound(to: UInt8.self))
  }
}
