import CZlib
import RegnData

/// Writes a zip archive, file after file, to a sink that only goes forward. The same content makes the same
/// bytes: no time is written.
final class ZipWriter {
  private struct Entry {
    let name: [UInt8]
    let offset: Int
    var checksum: UInt = crc32(0, nil, 0)
    var packedSize = 0
    var size = 0
  }

  private let sink: ByteSink
  private var entries: [Entry] = []
  private var offset = 0
  /// Lies still in memory, as zlib asks of it.
  private let stream: UnsafeMutablePointer<z_stream>
  private var packed = [UInt8](repeating: 0, count: 1 << 16)

  /// Quick rather than small: what comes is text with much in common.
  private static let level: Int32 = 4
  /// Places and sizes are of 32 bits.
  private static let sizeLimit = 0xFFFF_FFFF

  init(sink: @escaping ByteSink) throws {
    self.sink = sink
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    guard regn_deflate_begin(stream, Self.level, -15) == Z_OK else {
      throw ExecutionError.fault("zlib could not be started")
    }
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  /// Begins a file; its name is ASCII.
  func begin(_ name: String) throws {
    let entry = Entry(name: Array(name.utf8), offset: offset)
    entries.append(entry)
    deflateReset(stream)
    var header: [UInt8] = []
    header.append(number: 0x0403_4B50, 4)
    appendCommon(entry, to: &header)
    header += entry.name
    try put(header)
  }

  /// Adds to the file that was begun last.
  func write(_ bytes: [UInt8]) throws {
    guard !bytes.isEmpty else { return }
    let index = entries.count - 1
    entries[index].size += bytes.count
    entries[index].checksum = crc32(entries[index].checksum, bytes, UInt32(bytes.count))
    try pack(bytes, Z_NO_FLUSH)
  }

  /// Ends the file that was begun last.
  func end() throws {
    try pack([], Z_FINISH)
    let entry = entries[entries.count - 1]
    guard entry.size <= Self.sizeLimit, offset <= Self.sizeLimit else {
      throw ExecutionError(
        code: "RG0630", message: "the workbook would be larger than 4 GB",
        hint: "take fewer rows, or --format csv")
    }
    // What was not known when the file began.
    var descriptor: [UInt8] = []
    descriptor.append(number: 0x0807_4B50, 4)
    appendSizes(entry, to: &descriptor)
    try put(descriptor)
  }

  /// Writes a whole file.
  func write(_ name: String, _ text: String) throws {
    try begin(name)
    try write(Array(text.utf8))
    try end()
  }

  /// Writes the list at the archive's end.
  func finish() throws {
    let start = offset
    for entry in entries {
      var record: [UInt8] = []
      record.append(number: 0x0201_4B50, 4)
      record.append(number: 20, 2)
      appendCommon(entry, sizes: true, to: &record)
      // Neither remark nor disk nor attributes.
      record += [UInt8](repeating: 0, count: 10)
      record.append(number: entry.offset, 4)
      record += entry.name
      try put(record)
    }
    var tail: [UInt8] = []
    tail.append(number: 0x0605_4B50, 4)
    tail.append(number: 0, 4)
    tail.append(number: entries.count, 2)
    tail.append(number: entries.count, 2)
    tail.append(number: offset - start, 4)
    tail.append(number: start, 4)
    tail.append(number: 0, 2)
    try put(tail)
  }

  /// What both headers of a file have: version, flags (sizes follow the data), method, the earliest time that
  /// there is, checksum and sizes, the lengths of name and extra field.
  private func appendCommon(_ entry: Entry, sizes: Bool = false, to bytes: inout [UInt8]) {
    bytes.append(number: 20, 2)
    bytes.append(number: 8, 2)
    bytes.append(number: 8, 2)
    bytes.append(number: 0, 2)
    bytes.append(number: 0x21, 2)
    if sizes { appendSizes(entry, to: &bytes) } else { bytes += [UInt8](repeating: 0, count: 12) }
    bytes.append(number: entry.name.count, 2)
    bytes.append(number: 0, 2)
  }

  private func appendSizes(_ entry: Entry, to bytes: inout [UInt8]) {
    bytes.append(number: Int(entry.checksum), 4)
    bytes.append(number: entry.packedSize, 4)
    bytes.append(number: entry.size, 4)
  }

  private func pack(_ bytes: [UInt8], _ flush: Int32) throws {
    var input = bytes
    try input.withUnsafeMutableBufferPointer { input in
      stream.pointee.next_in = input.baseAddress
      stream.pointee.avail_in = UInt32(input.count)
      var isDone = false
      while !isDone {
        let count = packed.withUnsafeMutableBufferPointer { target -> Int in
          stream.pointee.next_out = target.baseAddress
          stream.pointee.avail_out = UInt32(target.count)
          isDone = deflate(stream, flush) == Z_STREAM_END
          return target.count - Int(stream.pointee.avail_out)
        }
        if flush == Z_NO_FLUSH { isDone = stream.pointee.avail_out > 0 }
        entries[entries.count - 1].packedSize += count
        if count > 0 { try put(packed[..<count]) }
      }
    }
  }

  private func put(_ bytes: some Collection<UInt8>) throws {
    offset += bytes.count
    try Array(bytes).withUnsafeBufferPointer(sink)
  }
}

extension Array where Element == UInt8 {
  /// Appends a number as `length` bytes, the lowest first.
  fileprivate mutating func append(number: Int, _ length: Int) {
    for index in 0..<length { append(UInt8(truncatingIfNeeded: number >> (8 * index))) }
  }
}
