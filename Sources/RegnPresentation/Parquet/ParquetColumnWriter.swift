import RegnData

/// Where the values of a column in a group of rows were written, for the footer.
struct ParquetWrittenColumn {
  let type: ParquetColumnType
  let name: String
  var rowCount = 0
  var nullCount = 0
  var dataOffset = 0
  var dictionaryOffset: Int?
  var unpackedSize = 0
  var size = 0
  /// The smallest and the largest value; nil where none is told.
  var bounds: (minimum: [UInt8], maximum: [UInt8])?

  /// Writes the structure ColumnChunk.
  func write(to thrift: inout ThriftWriter) {
    thrift.write(2, long: 0)
    thrift.write(3) { place in
      place.write(1, int: type.physical)
      place.write(2, ints: dictionaryOffset == nil ? [0, 3] : [0, 3, 8])
      place.write(3, texts: [name])
      place.write(4, int: 1)
      place.write(5, long: rowCount)
      place.write(6, long: unpackedSize)
      place.write(7, long: size)
      place.write(9, long: dataOffset)
      if let dictionaryOffset { place.write(11, long: dictionaryOffset) }
      place.write(12) { statistics in
        statistics.write(3, long: nullCount)
        if let bounds {
          statistics.write(5, binary: bounds.maximum)
          statistics.write(6, binary: bounds.minimum)
        }
      }
    }
  }
}

/// Writes the values of a column in a group of rows as pages packed by Snappy.
struct ParquetColumnWriter: ~Copyable {
  private var values: ParquetColumnValues
  private let isRequired: Bool
  private(set) var written: ParquetWrittenColumn
  /// For each value its place in `dictionary`; nil where values are written as they are.
  private var codes: [UInt32]?
  /// The dictionary's values, as they lie in the file.
  private var dictionary: [UInt8] = []
  private var dictionaryCount = 0
  private var packer = SnappyPacker()

  /// The most rows of a page, and the bytes of texts from which on it ends.
  private static let pageRows = 1 << 15
  private static let pageBytes = 1 << 20
  /// Texts beyond this are no bounds.
  private static let boundLength = 64

  init(_ values: consuming ParquetColumnValues, name: String, isRequired: Bool) {
    self.isRequired = isRequired
    written = ParquetWrittenColumn(type: values.type, name: name)
    written.rowCount = values.rowCount
    written.nullCount = values.nullCount
    self.values = values
    switch self.values.type {
    case .text where self.values.isCoded:
      let entries = self.values.dictionary.entries
      for index in 0..<entries.count { dictionary.append(parquetText: entries.bytes(index)) }
      dictionaryCount = entries.count
      codes = self.values.codes
      written.bounds = Self.bounds(entries.count) { entries.bytes($0) }
    case .text:
      let (bytes, ends) = (self.values.bytes, self.values.ends)
      written.bounds = bytes.withUnsafeBufferPointer { bytes in
        Self.bounds(ends.count) { UTF8Bytes(rebasing: bytes[($0 == 0 ? 0 : ends[$0 - 1])..<ends[$0]]) }
      }
    case .json, .guid, .decimal128: break
    case .bool: written.bounds = Self.bounds(self.values)
    default:
      codeWords()
      written.bounds = Self.bounds(self.values)
    }
  }

  // MARK: Dictionaries

  /// Gives numbers codes, where that takes clearly less room.
  private mutating func codeWords() {
    let words = values.words
    guard words.count >= 64 else { return }
    var slots = [UInt32](repeating: 0, count: 1 << 17)
    var distinct: [UInt64] = []
    var found: [UInt32] = []
    found.reserveCapacity(words.count)
    for word in words {
      var slot = Int(truncatingIfNeeded: mix(word)) & (slots.count - 1)
      while slots[slot] != 0, distinct[Int(slots[slot]) - 1] != word { slot = (slot + 1) & (slots.count - 1) }
      if slots[slot] == 0 {
        distinct.append(word)
        // So many codes are no shorter than what they stand for.
        guard distinct.count <= 1 << 15, distinct.count * 2 <= found.count + 1024 else { return }
        slots[slot] = UInt32(distinct.count)
      }
      found.append(slots[slot] - 1)
    }
    let bits = Self.width(of: distinct.count)
    let width = values.type.width
    guard distinct.count * width + words.count * bits / 8 < words.count * width / 4 * 3 else { return }
    for word in distinct { dictionary.append(parquet: word, width: width) }
    dictionaryCount = distinct.count
    codes = found
  }

  /// The bits that codes of so many values take; one at least, as not all readers know codes of none.
  private static func width(of count: Int) -> Int {
    count < 2 ? 1 : Int.bitWidth - (count - 1).leadingZeroBitCount
  }

  // MARK: Bounds

  private static func bounds(
    _ count: Int, _ text: (Int) -> UTF8Bytes
  ) -> (minimum: [UInt8], maximum: [UInt8])? {
    guard count > 0 else { return nil }
    var low = 0
    var high = 0
    for index in 1..<max(count, 1) {
      if compareBytes(text(index), text(low)) < 0 { low = index }
      if compareBytes(text(index), text(high)) > 0 { high = index }
    }
    guard text(low).count <= boundLength, text(high).count <= boundLength else { return nil }
    return (Array(text(low)), Array(text(high)))
  }

  private static func bounds(_ values: borrowing ParquetColumnValues) -> (minimum: [UInt8], maximum: [UInt8])?
  {
    guard let first = values.words.first else { return nil }
    let width = max(values.type.width, 1)
    func bytes(_ word: UInt64) -> [UInt8] {
      var bytes: [UInt8] = []
      bytes.append(parquet: word, width: width)
      return bytes
    }
    if values.type == .real {
      var low = Double.infinity
      var high = -Double.infinity
      for word in values.words where !Double(bitPattern: word).isNaN {
        low = min(low, Double(bitPattern: word))
        high = max(high, Double(bitPattern: word))
      }
      guard low <= high else { return nil }
      // Either zero may stand among the values.
      return (
        bytes((low == 0 ? -0.0 : low).bitPattern), bytes((high == 0 ? 0.0 : high).bitPattern)
      )
    }
    var low = Int64(bitPattern: first)
    var high = low
    for word in values.words {
      low = min(low, Int64(bitPattern: word))
      high = max(high, Int64(bitPattern: word))
    }
    return (bytes(UInt64(bitPattern: low)), bytes(UInt64(bitPattern: high)))
  }

  // MARK: Pages

  /// Writes all pages; `offset` is the place of the first in the file. Errors: what the sink throws, and
  /// RG0630 for a text that no page has room for.
  mutating func write(offset: Int, to sink: ByteSink) throws {
    written.dataOffset = offset
    if codes != nil {
      written.dictionaryOffset = offset
      let count = dictionaryCount
      try write(dictionary, to: sink) { head in
        head.write(1, int: 2)
        return {
          $0.write(7) {
            $0.write(1, int: count)
            $0.write(2, int: 0)
          }
        }
      }
      written.dataOffset = offset + written.size
    }
    var row = 0
    var value = 0
    repeat {
      var end = min(row + Self.pageRows, values.rowCount)
      if codes == nil, values.type.width == 0, values.type != .bool { end = endOfPage(row, value, end) }
      let there =
        values.valid.isEmpty ? end - row : values.valid[row..<end].reduce(0) { $0 + ($1 ? 1 : 0) }
      try writePage(rows: row..<end, values: value..<value + there, to: sink)
      row = end
      value += there
    } while row < values.rowCount
  }

  /// The row at which a page of texts is full.
  private func endOfPage(_ row: Int, _ value: Int, _ limit: Int) -> Int {
    var end = row
    var next = value
    while end < limit {
      if values.valid.isEmpty || values.valid[end] {
        if end > row,
          values.range(ofText: next).upperBound - values.range(ofText: value).lowerBound > Self.pageBytes
        {
          break
        }
        next += 1
      }
      end += 1
    }
    return end
  }

  private mutating func writePage(rows: Range<Int>, values part: Range<Int>, to sink: ByteSink) throws {
    var body: [UInt8] = []
    if !isRequired {
      var levels = HybridEncoder(width: 1)
      if values.valid.isEmpty {
        levels.write(repeatElement(1, count: rows.count))
      } else {
        levels.write(values.valid[rows].map { $0 ? 1 : 0 })
      }
      body.append(parquet: UInt64(levels.bytes.count), width: 4)
      body += levels.bytes
    }
    if let codes {
      let width = Self.width(of: dictionaryCount)
      var encoder = HybridEncoder(width: width)
      encoder.write(codes[part])
      body.append(UInt8(width))
      body += encoder.bytes
    } else {
      appendPlain(part, to: &body)
    }
    let encoding = codes == nil ? 0 : 8
    try write(body, to: sink) { head in
      head.write(1, int: 0)
      return {
        $0.write(5) {
          $0.write(1, int: rows.count)
          $0.write(2, int: encoding)
          $0.write(3, int: 3)
          $0.write(4, int: 3)
        }
      }
    }
  }

  private func appendPlain(_ part: Range<Int>, to body: inout [UInt8]) {
    switch values.type {
    case .bool:
      for start in stride(from: part.lowerBound, to: part.upperBound, by: 8) {
        var byte: UInt8 = 0
        for index in start..<min(start + 8, part.upperBound) {
          byte |= UInt8(values.words[index]) << UInt8(index - start)
        }
        body.append(byte)
      }
    case .text, .json:
      values.bytes.withUnsafeBufferPointer { bytes in
        for index in part {
          body.append(parquetText: UTF8Bytes(rebasing: bytes[values.range(ofText: index)]))
        }
      }
    case .decimal128, .guid: body += values.bytes[16 * part.lowerBound..<16 * part.upperBound]
    default: for word in values.words[part] { body.append(parquet: word, width: values.type.width) }
    }
  }

  /// Writes a page. `head` writes its kind, and gives what stands behind its sizes.
  private mutating func write(
    _ body: [UInt8], to sink: ByteSink, _ head: (inout ThriftWriter) -> ((inout ThriftWriter) -> Void)
  ) throws {
    guard body.count < 1 << 30 else {
      throw ExecutionError(
        code: "RG0630", message: "a text in column \"\(written.name)\" is too long for Parquet",
        hint: "write it as csv, or leave the column out")
    }
    var packed: [UInt8] = []
    body.withUnsafeBufferPointer { packer.pack($0, to: &packed) }
    var thrift = ThriftWriter()
    let rest = head(&thrift)
    thrift.write(2, int: body.count)
    thrift.write(3, int: packed.count)
    rest(&thrift)
    thrift.end()
    written.unpackedSize += thrift.bytes.count + body.count
    written.size += thrift.bytes.count + packed.count
    try thrift.bytes.withUnsafeBufferPointer(sink)
    try packed.withUnsafeBufferPointer(sink)
  }
}

extension Array where Element == UInt8 {
  /// Appends the lowest `width` bytes of a number, the lowest first.
  mutating func append(parquet word: UInt64, width: Int) {
    Swift.withUnsafeBytes(of: word.littleEndian) { append(contentsOf: $0[..<width]) }
  }

  /// Appends a text behind its length.
  fileprivate mutating func append(parquetText text: UTF8Bytes) {
    append(parquet: UInt64(text.count), width: 4)
    append(contentsOf: text)
  }
}
