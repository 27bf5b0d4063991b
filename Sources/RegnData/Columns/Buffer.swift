#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A block of memory that buffers share; freed with its last buffer.
public final class Allocation: @unchecked Sendable {
  public let address: UnsafeMutableRawPointer
  public let byteCount: Int

  /// Allocates `byteCount` uninitialised bytes, aligned to 16.
  public init(byteCount: Int) {
    self.byteCount = byteCount
    address = UnsafeMutableRawPointer.allocate(byteCount: max(byteCount, 16), alignment: 16)
  }

  deinit { address.deallocate() }
}

/// An immutable run of fixed-width elements. Slices share memory.
@frozen
public struct Buffer<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  public let allocation: Allocation
  public let base: UnsafePointer<Element>
  public let count: Int

  @inlinable
  public init(allocation: Allocation, base: UnsafePointer<Element>, count: Int) {
    self.allocation = allocation
    self.base = base
    self.count = count
  }

  /// A buffer of `count` elements that `fill` initialises, all of them.
  @inlinable
  public init(count: Int, fill: (UnsafeMutablePointer<Element>) throws -> Void) rethrows {
    let allocation = Allocation(byteCount: count * MemoryLayout<Element>.stride)
    let pointer = allocation.address.bindMemory(to: Element.self, capacity: Swift.max(count, 1))
    try fill(pointer)
    self.init(allocation: allocation, base: UnsafePointer(pointer), count: count)
  }

  /// A copy of an array's elements.
  @inlinable
  public init(_ elements: [Element]) {
    self.init(count: elements.count) { pointer in
      elements.withUnsafeBufferPointer { source in
        if let start = source.baseAddress { pointer.update(from: start, count: source.count) }
      }
    }
  }

  /// `count` times the same element.
  @inlinable
  public init(repeating element: Element, count: Int) {
    self.init(count: count) { $0.initialize(repeating: element, count: count) }
  }

  @inlinable
  public subscript(index: Int) -> Element {
    assert(index >= 0 && index < count, "index \(index) out of \(count)")
    return base[index]
  }

  /// The elements of `range`, sharing this buffer's memory.
  @inlinable
  public func slice(_ range: Range<Int>) -> Buffer {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "slice out of range")
    return Buffer(allocation: allocation, base: base + range.lowerBound, count: range.count)
  }

  @inlinable
  public var pointer: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: base, count: count) }

  /// The elements as an array, for tests and cold code.
  public var array: [Element] { Array(pointer) }

  /// The bytes that the elements take.
  @inlinable
  public var byteCount: Int { count * MemoryLayout<Element>.stride }
}

/// A growing run of fixed-width elements that becomes a `Buffer` without a copy.
///
/// A snapshot may be taken at any time: elements already appended are never changed or moved under it.
public struct BufferBuilder<Element: BitwiseCopyable & Sendable>: ~Copyable {
  @usableFromInline var allocation: Allocation
  @usableFromInline var base: UnsafeMutablePointer<Element>
  @usableFromInline var capacity: Int
  public private(set) var count: Int

  public init(capacity: Int = 0) {
    self.capacity = max(capacity, 16)
    allocation = Allocation(byteCount: self.capacity * MemoryLayout<Element>.stride)
    base = allocation.address.bindMemory(to: Element.self, capacity: self.capacity)
    count = 0
  }

  public mutating func reserve(_ additional: Int) {
    if count + additional > capacity { grow(to: count + additional) }
  }

  @inline(never)
  private mutating func grow(to needed: Int) {
    let newCapacity = max(needed, capacity * 2)
    let newAllocation = Allocation(byteCount: newCapacity * MemoryLayout<Element>.stride)
    let newBase = newAllocation.address.bindMemory(to: Element.self, capacity: newCapacity)
    newBase.update(from: base, count: count)
    allocation = newAllocation
    base = newBase
    capacity = newCapacity
  }

  public mutating func append(_ element: Element) {
    if count == capacity { grow(to: count + 1) }
    base[count] = element
    count += 1
  }

  public mutating func append(repeating element: Element, count additional: Int) {
    reserve(additional)
    (base + count).initialize(repeating: element, count: additional)
    count += additional
  }

  public mutating func append(_ elements: UnsafeBufferPointer<Element>) {
    reserve(elements.count)
    if let start = elements.baseAddress { (base + count).update(from: start, count: elements.count) }
    count += elements.count
  }

  public subscript(index: Int) -> Element {
    get {
      assert(index >= 0 && index < count)
      return base[index]
    }
    set {
      assert(index >= 0 && index < count)
      base[index] = newValue
    }
  }

  /// The bytes that the builder keeps, room for more elements included.
  public var byteCount: Int { capacity * MemoryLayout<Element>.stride }

  /// What was appended so far; later appends do not disturb it (assignments through the subscript do).
  public func snapshot() -> Buffer<Element> {
    Buffer(allocation: allocation, base: UnsafePointer(base), count: count)
  }
}
