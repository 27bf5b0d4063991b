import Glibc
import RegnData

/// The values of one page in the form in which they lie there: those that are there, nulls left out.
struct ParquetValues {
  private enum Source {
    case plain
    case truth(HybridDecoder)
    case delta(DeltaDecoder)
    /// The lengths of all texts, and where the next begins.
    case lengths(DeltaDecoder)
    /// What each text has of the one before, and the lengths of the rest.
    case prefixes(DeltaDecoder, lengths: DeltaDecoder)
    /// The first bytes of all values, then the second, and so on; `count` of each.
    case split(count: Int)
  }

  private let bytes: UTF8Bytes
  private let base: UnsafePointer<UInt8>
  private var source: Source
  /// Where the next value lies: in bytes, in bits of truth values, in values of split ones.
  private var position = 0
  /// The bytes of a value of fixed length; 0 where each says how long it is.
  private let length: Int
  /// What the texts of the page are kept in memory by.
  private let heap: Allocation?
  /// The text before the next.
  private var previous: [UInt8] = []

  /// - Parameters:
  ///   - limit: the most values that the page can have.
  ///   - heap: what keeps `bytes`.
  init(
    _ bytes: UTF8Bytes, encoding: Int, type: ParquetPhysicalType, length: Int, limit: Int, heap: Allocation?
  ) throws(ParquetFailure) {
    guard let base = bytes.baseAddress else { throw .cut }
    self.bytes = bytes
    self.base = base
    self.heap = heap
    switch type {
    case .boolean, .bytes: self.length = 0
    case .int32, .float: self.length = 4
    case .int64, .double: self.length = 8
    case .int96, .fixed: self.length = length
    }
    switch (ParquetEncoding(rawValue: encoding), type) {
    case (.plain, _): source = .plain
    case (.rle, .boolean):
      guard bytes.count >= 4 else { throw .cut }
      let count = Int(UnsafeRawPointer(base).loadUnaligned(as: UInt32.self))
      guard count <= bytes.count - 4 else { throw .cut }
      source = .truth(try HybridDecoder(UTF8Bytes(rebasing: bytes[4..<4 + count]), width: 1))
    case (.deltaBinaryPacked, .int32), (.deltaBinaryPacked, .int64):
      source = .delta(try DeltaDecoder(bytes, limit: limit))
    case (.deltaLengthByteArray, .bytes):
      let lengths = try DeltaDecoder(bytes, limit: limit)
      position = try Self.end(of: lengths)
      source = .lengths(lengths)
    case (.deltaByteArray, .bytes), (.deltaByteArray, .fixed):
      let prefixes = try DeltaDecoder(bytes, limit: limit)
      let start = try Self.end(of: prefixes)
      let lengths = try DeltaDecoder(UTF8Bytes(rebasing: bytes[start...]), limit: limit)
      guard lengths.count == prefixes.count else {
        throw ParquetFailure(what: "the beginnings and the rests of a page's texts are not as many")
      }
      position = start + (try Self.end(of: lengths))
      source = .prefixes(prefixes, lengths: lengths)
    case (.byteStreamSplit, .int32), (.byteStreamSplit, .float), (.byteStreamSplit, .int64),
      (.byteStreamSplit, .double), (.byteStreamSplit, .fixed):
      source = .split(count: bytes.count / self.length)
    case (let known?, _):
      throw ParquetFailure(
        what: "a page of its values is encoded as \("\(known)" as String), which does not suit them")
    case (nil, _):
      throw ParquetFailure(what: "a page is encoded in a way (\(encoding)) that is not read here")
    }
  }

  /// Where the bytes of differences end.
  private static func end(of differences: DeltaDecoder) throws(ParquetFailure) -> Int {
    var copy = differences
    var left = copy.count
    var failure: ParquetFailure?
    withUnsafeTemporaryAllocation(of: Int64.self, capacity: 1024) { buffer in
      guard let target = buffer.baseAddress else { return }
      do throws(ParquetFailure) {
        while left > 0 {
          let part = min(left, 1024)
          try copy.decode(part, to: target)
          left -= part
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return copy.position
  }

  // MARK: Numbers

  /// The next `count` values of four or eight bytes.
  mutating func decode<Element: FixedWidthInteger & BitwiseCopyable>(
    _ count: Int, to target: UnsafeMutablePointer<Element>
  ) throws(ParquetFailure) {
    let size = MemoryLayout<Element>.size
    switch source {
    case .plain:
      guard count <= (bytes.count - position) / size else { throw .cut }
      memcpy(target, base + position, count * size)
      position += count * size
    case .split(let all):
      guard count <= all - position else { throw .cut }
      for index in 0..<count {
        var value: Element = 0
        for byte in 0..<size {
          value |=
            Element(truncatingIfNeeded: base[byte &* all &+ position &+ index])
            &<< Element(truncatingIfNeeded: 8 &* byte)
        }
        target[index] = value
      }
      position += count
    case .delta(var decoder):
      if Element.bitWidth == 64 {
        try target.withMemoryRebound(to: Int64.self, capacity: count) { (target) throws(ParquetFailure) in
          try decoder.decode(count, to: target)
        }
      } else {
        var failure: ParquetFailure?
        withUnsafeTemporaryAllocation(of: Int64.self, capacity: max(count, 1)) { buffer in
          guard let wide = buffer.baseAddress else { return }
          do throws(ParquetFailure) {
            try decoder.decode(count, to: wide)
            for index in 0..<count { target[index] = Element(truncatingIfNeeded: wide[index]) }
          } catch {
            failure = error
          }
        }
        if let failure { throw failure }
      }
      source = .delta(decoder)
    default: throw ParquetFailure(what: "a page of numbers is encoded as texts are")
    }
  }

  /// The next `count` truth values.
  mutating func decode(_ count: Int, to target: UnsafeMutablePointer<Bool>) throws(ParquetFailure) {
    switch source {
    case .plain:
      guard count <= bytes.count * 8 - position else { throw .cut }
      for index in 0..<count {
        let bit = position &+ index
        target[index] = (base[bit >> 3] >> UInt8(truncatingIfNeeded: bit & 7)) & 1 == 1
      }
      position += count
    case .truth(var decoder):
      _ = try decoder.decode(count, to: target)
      source = .truth(decoder)
    default: throw ParquetFailure(what: "a page of truth values is encoded as others are")
    }
  }

  // MARK: Bytes

  /// The most bytes that texts put together of beginnings and rests may take at once.
  private static var joinedLimit: Int { 1 << 28 }

  /// The next `count` texts, or values of fixed length, as views; and what keeps those that are long.
  mutating func decode(
    _ count: Int, to target: UnsafeMutablePointer<StringView>
  ) throws(ParquetFailure) -> Allocation? {
    switch source {
    case .plain where length > 0:
      guard count <= (bytes.count - position) / length else { throw .cut }
      for index in 0..<count {
        target[index] = StringView(UTF8Bytes(start: base + position + index * length, count: length))
      }
      position += count * length
      return heap
    case .plain:
      for index in 0..<count {
        guard bytes.count &- position >= 4 else { throw .cut }
        let size = Int(UnsafeRawPointer(base + position).loadUnaligned(as: UInt32.self))
        position &+= 4
        guard size <= bytes.count &- position else { throw .cut }
        target[index] = StringView(UTF8Bytes(start: base + position, count: size))
        position &+= size
      }
      return heap
    case .lengths(var decoder):
      try Self.lengths(count, &decoder) { (index, size) throws(ParquetFailure) in
        guard size >= 0, size <= bytes.count &- position else { throw .cut }
        target[index] = StringView(UTF8Bytes(start: base + position, count: size))
        position &+= size
      }
      source = .lengths(decoder)
      return heap
    case .prefixes(var prefixes, var decoder):
      let joined = try join(count, &prefixes, &decoder, to: target)
      source = .prefixes(prefixes, lengths: decoder)
      return joined
    case .split(let all):
      guard count <= all - position else { throw .cut }
      let joined = Allocation(byteCount: count * length)
      let place = joined.address.assumingMemoryBound(to: UInt8.self)
      for index in 0..<count {
        let value = place + index * length
        for byte in 0..<length { value[byte] = base[byte &* all &+ position &+ index] }
        target[index] = StringView(UTF8Bytes(start: value, count: length))
      }
      position += count
      return joined
    default: throw ParquetFailure(what: "a page of texts is encoded as numbers are")
    }
  }

  /// Hands on the next `count` lengths, each with its place.
  private static func lengths(
    _ count: Int, _ decoder: inout DeltaDecoder, _ body: (Int, Int) throws(ParquetFailure) -> Void
  ) throws(ParquetFailure) {
    let all = UnsafeMutablePointer<Int64>.allocate(capacity: max(count, 1))
    defer { all.deallocate() }
    try decoder.decode(count, to: all)
    for index in 0..<count { try body(index, Int(all[index])) }
  }

  private mutating func join(
    _ count: Int, _ prefixes: inout DeltaDecoder, _ rests: inout DeltaDecoder,
    to target: UnsafeMutablePointer<StringView>
  ) throws(ParquetFailure) -> Allocation {
    let all = UnsafeMutablePointer<Int64>.allocate(capacity: max(count * 2, 1))
    defer { all.deallocate() }
    try prefixes.decode(count, to: all)
    try rests.decode(count, to: all + count)
    // All is known before memory is taken.
    var before = previous.count
    var total = 0
    for index in 0..<count {
      let (prefix, rest) = (all[index], all[count + index])
      guard prefix >= 0, prefix <= before, rest >= 0, rest <= bytes.count else { throw .cut }
      before = Int(prefix + rest)
      total += before
      guard total <= Self.joinedLimit else {
        throw ParquetFailure(what: "a page's texts take more than 256 MB")
      }
      guard length == 0 || before == length else {
        throw ParquetFailure(what: "a value is not of its column's length")
      }
    }
    let heap = Allocation(byteCount: total)
    var place = heap.address.assumingMemoryBound(to: UInt8.self)
    try previous.withUnsafeBufferPointer { (previous) throws(ParquetFailure) in
      var last = previous.baseAddress ?? base
      for index in 0..<count {
        let (prefix, rest) = (Int(all[index]), Int(all[count + index]))
        guard rest <= bytes.count &- position else { throw ParquetFailure.cut }
        memcpy(place, last, prefix)
        memcpy(place + prefix, base + position, rest)
        position &+= rest
        target[index] = StringView(UTF8Bytes(start: place, count: prefix + rest))
        last = UnsafePointer(place)
        place += prefix + rest
      }
    }
    if count > 0 {
      let size = Int(all[count - 1] + all[2 * count - 1])
      previous = Array(UTF8Bytes(start: place - size, count: size))
    }
    return heap
  }
}
