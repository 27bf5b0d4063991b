/// Builds encoded dynamic values, one after the other, at the end of its bytes.
///
/// Values nest by `beginArray` … `endArray` and `beginBag` … `endBag`, where each value of a bag follows an
/// `append(key:)`. A key given twice keeps its first place and its last value.
public struct DynamicWriter: Sendable {
  private struct Frame {
    var start: Int
    var firstOffset: Int
    var isBag: Bool
  }

  /// What has been written; a value is complete when nothing is open.
  public private(set) var bytes: [UInt8] = []
  /// Whether an array or bag passed 4 GiB, which the encoding cannot hold: a null stands in its place.
  public private(set) var hasOverflowed = false

  private var frames: [Frame] = []
  private var offsets: [Int] = []

  public init() {}

  /// Forgets everything, but keeps the memory for the next value.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    frames.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    hasOverflowed = false
  }

  /// How many arrays and bags are open.
  public var depth: Int { frames.count }

  /// Calls `body` with the one value that has been written; a null if there is none.
  public func withValue<Result>(_ body: (DynamicRef) -> Result) -> Result {
    bytes.withUnsafeBufferPointer { body(DynamicRef($0)) }
  }

  // MARK: Scalars

  public mutating func appendNull() {
    begin(DynamicTag.null)
  }

  public mutating func append(_ value: Bool) {
    begin(value ? DynamicTag.yes : DynamicTag.no)
  }

  public mutating func append(_ value: Int64) {
    if let small = Int8(exactly: value) {
      begin(DynamicTag.smallLong)
      bytes.append(UInt8(bitPattern: small))
    } else {
      begin(DynamicTag.long)
      appendRaw(value)
    }
  }

  public mutating func append(_ value: Double) {
    begin(DynamicTag.real)
    appendRaw(value)
  }

  public mutating func append(_ value: Decimal) {
    begin(DynamicTag.decimal)
    appendRaw(value.coefficient)
    appendRaw(UInt16(clamping: value.scale))
  }

  /// Appends a string's UTF-8.
  public mutating func append(string: UTF8Bytes) {
    begin(DynamicTag.string)
    appendRaw(UInt32(clamping: string.count))
    bytes.append(contentsOf: string)
  }

  public mutating func append(string: some StringProtocol) {
    append(string: Array(string.utf8))
  }

  public mutating func append(string: [UInt8]) {
    string.withUnsafeBufferPointer { append(string: $0) }
  }

  public mutating func append(_ value: DateTime) {
    begin(DynamicTag.datetime)
    appendRaw(value.ticks)
  }

  public mutating func append(_ value: Timespan) {
    begin(DynamicTag.timespan)
    appendRaw(value.ticks)
  }

  public mutating func append(_ value: Guid) {
    begin(DynamicTag.guid)
    appendRaw(value.high)
    appendRaw(value.low)
  }

  /// Appends a copy of an encoded value.
  public mutating func append(_ value: DynamicRef) {
    noteElement()
    bytes.append(contentsOf: value.bytes)
  }

  // MARK: Arrays and bags

  public mutating func beginArray() { open(DynamicTag.array) }
  public mutating func endArray() { close() }
  public mutating func beginBag() { open(DynamicTag.bag) }
  public mutating func endBag() { close() }

  /// Appends the key of the next value of the open bag.
  public mutating func append(key: UTF8Bytes) {
    beginKey()
    appendRaw(UInt32(clamping: key.count))
    bytes.append(contentsOf: key)
  }

  public mutating func append(key: some StringProtocol) {
    Array(key.utf8).withUnsafeBufferPointer { append(key: $0) }
  }

  // MARK: Text in pieces, for parsers that undo escapes

  /// Begins a string, or the key of an entry, whose bytes follow by `appendText`; gives what `endText` needs.
  mutating func beginText(isKey: Bool) -> Int {
    if isKey { beginKey() } else { begin(DynamicTag.string) }
    appendRaw(UInt32(0))
    return bytes.count
  }

  mutating func appendText(_ text: UTF8Bytes) {
    bytes.append(contentsOf: text)
  }

  mutating func appendText(_ byte: UInt8) {
    bytes.append(byte)
  }

  mutating func appendText(_ scalar: Unicode.Scalar) {
    bytes.append(scalar: scalar)
  }

  mutating func endText(_ start: Int) {
    patch(UInt32(clamping: bytes.count - start), at: start - 4)
  }

  // MARK: Undoing

  /// A place to go back to when what follows turns out wrong.
  struct Mark {
    fileprivate var bytes: Int
    fileprivate var frames: Int
    fileprivate var offsets: Int
  }

  var mark: Mark { Mark(bytes: bytes.count, frames: frames.count, offsets: offsets.count) }

  mutating func goBack(to mark: Mark) {
    bytes.removeLast(bytes.count - mark.bytes)
    frames.removeLast(frames.count - mark.frames)
    offsets.removeLast(offsets.count - mark.offsets)
  }

  // MARK: Insides

  private mutating func begin(_ tag: UInt8) {
    noteElement()
    bytes.append(tag)
  }

  /// An element of an array is found by its offset; a bag's entry by that of its key.
  private mutating func noteElement() {
    if let frame = frames.last, !frame.isBag { offsets.append(bytes.count - frame.start) }
  }

  private mutating func beginKey() {
    if let frame = frames.last { offsets.append(bytes.count - frame.start) }
  }

  private mutating func open(_ tag: UInt8) {
    begin(tag)
    frames.append(Frame(start: bytes.count - 1, firstOffset: offsets.count, isBag: tag == DynamicTag.bag))
    appendRaw(UInt32(0))
    appendRaw(UInt32(0))
  }

  private mutating func close() {
    guard let frame = frames.popLast() else { return }
    if frame.isBag { dropRepeatedKeys(frame) }
    let count = offsets.count - frame.firstOffset
    let size = bytes.count - frame.start + 4 * count
    if size <= Int(UInt32.max) {
      for index in frame.firstOffset..<offsets.count { appendRaw(UInt32(truncatingIfNeeded: offsets[index])) }
      patch(UInt32(truncatingIfNeeded: size), at: frame.start + 1)
      patch(UInt32(truncatingIfNeeded: count), at: frame.start + 5)
    } else {
      hasOverflowed = true
      bytes.removeLast(bytes.count - frame.start)
      bytes.append(DynamicTag.null)
    }
    offsets.removeLast(count)
  }

  /// Lets the first entry of a key stand for the last, and forgets the later ones.
  private mutating func dropRepeatedKeys(_ frame: Frame) {
    let first = frame.firstOffset
    let count = offsets.count - first
    guard count > 1 else { return }
    // Slots hold 1 + the entry's number among those kept; few keys are compared each with each.
    let capacity = count <= 8 ? 0 : 1 << (Int.bitWidth - (2 * count).leadingZeroBitCount)
    var slots = [Int32](repeating: 0, count: capacity)
    var kept = 0
    bytes.withUnsafeBufferPointer { bytes in
      func key(_ offset: Int) -> UTF8Bytes {
        let start = frame.start + offset
        let length = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: start, as: UInt32.self)
        return bytes.slice(start + 4..<start + 4 + Int(length))
      }
      for index in 0..<count {
        let offset = offsets[first + index]
        let text = key(offset)
        var found: Int?
        if capacity == 0 {
          found = (0..<kept).first { equalBytes(key(offsets[first + $0]), text) }
        } else {
          var slot = Int(truncatingIfNeeded: hashBytes(text)) & (capacity - 1)
          while slots[slot] != 0 {
            let candidate = Int(slots[slot]) - 1
            if equalBytes(key(offsets[first + candidate]), text) {
              found = candidate
              break
            }
            slot = (slot + 1) & (capacity - 1)
          }
          if found == nil { slots[slot] = Int32(truncatingIfNeeded: kept + 1) }
        }
        if let found {
          offsets[first + found] = offset
        } else {
          offsets[first + kept] = offset
          kept += 1
        }
      }
    }
    offsets.removeLast(count - kept)
  }

  private mutating func appendRaw<Number: BitwiseCopyable>(_ value: Number) {
    withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
  }

  private mutating func patch(_ value: UInt32, at position: Int) {
    bytes.withUnsafeMutableBytes { $0.storeBytes(of: value, toByteOffset: position, as: UInt32.self) }
  }
}
