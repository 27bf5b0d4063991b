#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Sixteen bytes that stand for a string: its length, and either all of it (up to 12 bytes) or its first
/// four bytes and a pointer to the whole, which a heap of the column keeps alive.
///
/// The form is that of Neumann and Freitag, "Umbra" (CIDR 2020): most comparisons end in the first 8 bytes.
@frozen
public struct StringView: BitwiseCopyable, Sendable {
  /// The length in bytes (low half) and the first four bytes (high half).
  @usableFromInline var head: UInt64
  /// Bytes 4 to 11 of a short string, zero padded, or the address of a long one.
  @usableFromInline var tail: UInt64

  @inlinable public static var inlineCapacity: Int { 12 }

  /// The empty string.
  @inlinable public init() {
    head = 0
    tail = 0
  }

  /// A view of `bytes`; beyond 12 bytes they must stay where they are as long as the view is used.
  @inlinable
  public init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.init()
    let count = bytes.count
    precondition(count <= Int(UInt32.max), "a string of 4 GiB or more")
    guard count > 0, let start = bytes.baseAddress else { return }
    withUnsafeMutableBytes(of: &self) { view in
      guard let target = view.baseAddress else { return }
      target.storeBytes(of: UInt32(truncatingIfNeeded: count), as: UInt32.self)
      if count <= StringView.inlineCapacity {
        memcpy(target + 4, start, count)
      } else {
        memcpy(target + 4, start, 4)
        target.storeBytes(of: UInt64(UInt(bitPattern: start)), toByteOffset: 8, as: UInt64.self)
      }
    }
  }

  /// A view of `count` bytes, at most 12, without a loop: twelve bytes from `start` on must be readable.
  @inlinable
  public init(short start: UnsafePointer<UInt8>, count: Int) {
    assert(count <= StringView.inlineCapacity)
    let raw = UnsafeRawPointer(start)
    let ofHead = UInt64(truncatingIfNeeded: min(count, 4)) &* 8
    let ofTail = UInt64(truncatingIfNeeded: max(count &- 4, 0)) &* 8
    let first = UInt64(raw.loadUnaligned(as: UInt32.self)) & ((1 &<< ofHead) &- 1)
    // A shift by 64 would be one by nothing.
    let kept = ofTail == 64 ? UInt64.max : (1 &<< ofTail) &- 1
    head = UInt64(truncatingIfNeeded: count) | first &<< 32
    tail = raw.loadUnaligned(fromByteOffset: 4, as: UInt64.self) & kept
  }

  /// The length in bytes.
  @inlinable public var count: Int { Int(UInt32(truncatingIfNeeded: head)) }

  @inlinable public var isEmpty: Bool { UInt32(truncatingIfNeeded: head) == 0 }

  @inlinable public var isInline: Bool { count <= StringView.inlineCapacity }

  /// The address of a string that is not inline.
  @inlinable public var address: UnsafePointer<UInt8>? { UnsafePointer(bitPattern: UInt(tail)) }

  /// Whether two strings are equal byte for byte.
  @inlinable
  public static func == (left: StringView, right: StringView) -> Bool {
    guard left.head == right.head else { return false }
    if left.tail == right.tail { return true }
    guard !left.isInline, let a = left.address, let b = right.address else { return false }
    return memcmp(a, b, left.count) == 0
  }
}

/// Strings (or encoded dynamic values) in a row: views, and the heaps that hold the long ones.
@frozen
public struct StringArray: Sendable {
  public let views: Buffer<StringView>
  /// What keeps the bytes of long strings alive; the same allocation at most once.
  public let heaps: [Allocation]

  @inlinable
  public init(views: Buffer<StringView>, heaps: [Allocation]) {
    self.views = views
    self.heaps = heaps
  }

  /// A copy of strings, for tests, constants and cold code.
  public init(_ strings: [String]) {
    var builder = StringArrayBuilder(capacity: strings.count)
    for string in strings { builder.append(string) }
    self = builder.finish()
  }

  @inlinable public var count: Int { views.count }

  /// The bytes of string `index`; they live as long as this array.
  @inlinable
  public func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    assert(index >= 0 && index < views.count)
    let view = views.base + index
    let count = view.pointee.count
    if count <= StringView.inlineCapacity {
      let start = (UnsafeRawPointer(view) + 4).assumingMemoryBound(to: UInt8.self)
      return UnsafeBufferPointer(start: start, count: count)
    }
    return UnsafeBufferPointer(start: view.pointee.address, count: count)
  }

  /// String `index` as a Swift string, for cold code.
  public func string(_ index: Int) -> String { String(decoding: bytes(index), as: UTF8.self) }

  /// The strings of `range`, sharing memory.
  @inlinable
  public func slice(_ range: Range<Int>) -> StringArray {
    StringArray(views: views.slice(range), heaps: heaps)
  }

  /// The bytes of the views and heaps.
  public var byteCount: Int { views.byteCount + heaps.reduce(0) { $0 + $1.byteCount } }
}

/// Builds a `StringArray`, copying long strings into blocks that never move.
public struct StringArrayBuilder: ~Copyable {
  private var views: BufferBuilder<StringView>
  private var heaps: [Allocation] = []
  private var block: UnsafeMutablePointer<UInt8>?
  private var blockUsed = 0
  private var blockCapacity = 0
  private var heapBytes = 0

  public init(capacity: Int = 0) { views = BufferBuilder(capacity: capacity) }

  public var count: Int { views.count }

  /// The bytes that the builder keeps.
  public var byteCount: Int { views.byteCount + heapBytes }

  /// The bytes of string `index`, as long as the builder or what it finished lives.
  public func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    assert(index >= 0 && index < views.count)
    let view = UnsafePointer(views.base + index)
    let count = view.pointee.count
    if count <= StringView.inlineCapacity {
      return UnsafeBufferPointer(
        start: (UnsafeRawPointer(view) + 4).assumingMemoryBound(to: UInt8.self), count: count)
    }
    return UnsafeBufferPointer(start: view.pointee.address, count: count)
  }

  public mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    if bytes.count <= StringView.inlineCapacity {
      views.append(StringView(bytes))
    } else {
      views.append(StringView(store(bytes)))
    }
  }

  public mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { append($0) } }

  public mutating func append(_ string: String) {
    var copy = string
    copy.withUTF8 { append($0) }
  }

  /// The empty string.
  public mutating func appendEmpty() { views.append(StringView()) }

  /// A view whose bytes a heap given by `keep` holds, or that is inline: nothing is copied.
  public mutating func append(view: StringView) { views.append(view) }

  /// Keeps an allocation alive for views appended as they are.
  public mutating func keep(_ heap: Allocation) {
    guard !heaps.contains(where: { $0 === heap }) else { return }
    heaps.append(heap)
    heapBytes += heap.byteCount
  }

  private mutating func store(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    if blockUsed + bytes.count > blockCapacity {
      blockCapacity = max(bytes.count, min(max(1024, blockCapacity * 2), 1 << 20))
      let allocation = Allocation(byteCount: blockCapacity)
      heaps.append(allocation)
      heapBytes += blockCapacity
      block = allocation.address.bindMemory(to: UInt8.self, capacity: blockCapacity)
      blockUsed = 0
    }
    guard let block, let source = bytes.baseAddress else { return bytes }
    let target = block + blockUsed
    target.update(from: source, count: bytes.count)
    blockUsed += bytes.count
    return UnsafeBufferPointer(start: target, count: bytes.count)
  }

  /// What was appended so far; later appends do not disturb it.
  public func snapshot() -> StringArray { StringArray(views: views.snapshot(), heaps: heaps) }

  public consuming func finish() -> StringArray { StringArray(views: views.snapshot(), heaps: heaps) }
}
