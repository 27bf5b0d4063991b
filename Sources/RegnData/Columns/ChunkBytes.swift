#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A chunk as one block of bytes, for files that this process writes and reads again: numbers lie there as
/// they do in memory, so that a block that was read is a chunk at once, without a copy.
///
/// Each column is four words (form and flags, scale or dictionary, elements, bytes of long texts), then its
/// elements, its validity and its long texts, each from a multiple of 16 bytes on. Texts of dictionaries that
/// stay in memory are written as codes.
package struct ChunkBytes {
  /// The bytes of the block.
  package let allocation: Allocation

  /// A block of bytes that was read.
  package init(_ allocation: Allocation) { self.allocation = allocation }

  /// The bytes of a chunk's columns. `dictionary` gives the number under which a dictionary is kept in
  /// memory, or nil when its texts are to be written.
  package init(_ chunk: Chunk, dictionary: (StringDictionary) -> Int?) {
    let parts = chunk.columns.map { Part($0, dictionary: dictionary) }
    allocation = Allocation(
      byteCount: parts.reduce(ChunkBytes.headSize) { $0 + ChunkBytes.headSize + $1.byteCount })
    // What lies between the parts is written, too: no byte of the file is left to chance.
    memset(allocation.address, 0, allocation.byteCount)
    var head = allocation.address
    head.storeBytes(of: Int64(chunk.rowCount), as: Int64.self)
    head.storeBytes(of: Int64(parts.count), toByteOffset: 8, as: Int64.self)
    head += ChunkBytes.headSize
    for part in parts { head = part.write(to: head) }
  }

  /// The chunk of a block. `dictionary` gives the dictionary of a number. Throws `ExecutionError` when the
  /// bytes are not those of a chunk with columns of these types.
  package func chunk(
    types: [ScalarType], sequence: Int, dictionary: (Int) -> StringDictionary?
  ) throws -> Chunk {
    var reader = Reader(allocation: allocation, place: 0)
    let head = try reader.words()
    guard head.1 == types.count else { throw ChunkBytes.damaged }
    let rows = head.0
    let columns = try types.map { type in try reader.column(type, rows: rows, dictionary: dictionary) }
    return Chunk(columns: columns, rowCount: rows, sequence: sequence)
  }

  static let damaged = ExecutionError.fault("a block of rows in a temporary file is not one")

  fileprivate static let headSize = 32
  fileprivate static func padded(_ count: Int) -> Int { (count + 15) & ~15 }

  fileprivate enum Form: Int {
    case bool, int32, int64, real, scaled, decimal, guid, codes, strings, dynamic

    var width: Int {
      switch self {
      case .bool: 1
      case .int32, .codes: 4
      case .int64, .real, .scaled: 8
      case .decimal: MemoryLayout<Decimal>.stride
      case .guid: MemoryLayout<Guid>.stride
      case .strings, .dynamic: MemoryLayout<StringView>.stride
      }
    }
  }

  fileprivate static let constantFlag = 1 << 8
  fileprivate static let validityFlag = 1 << 9

  // MARK: - Writing

  private struct Part {
    let column: Column
    let form: Form
    /// The scale of decimals, the number of a dictionary.
    let detail: Int
    /// Elements that are written as they lie.
    let elements: UnsafeRawBufferPointer
    /// Texts whose long ones are written behind the elements.
    let strings: StringArray?
    let count: Int
    let heapBytes: Int

    init(_ column: Column, dictionary: (StringDictionary) -> Int?) {
      self.column = column
      var detail = 0
      var strings: StringArray?
      func raw<Element>(_ buffer: Buffer<Element>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(buffer.pointer)
      }
      switch column.storage {
      case .bool(let buffer): (form, elements) = (.bool, raw(buffer))
      case .int32(let buffer): (form, elements) = (.int32, raw(buffer))
      case .int64(let buffer): (form, elements) = (.int64, raw(buffer))
      case .real(let buffer): (form, elements) = (.real, raw(buffer))
      case .scaled(let buffer, let scale):
        (form, elements) = (.scaled, raw(buffer))
        detail = scale
      case .decimal(let buffer): (form, elements) = (.decimal, raw(buffer))
      case .guid(let buffer): (form, elements) = (.guid, raw(buffer))
      case .dictionary(let codes, let entries):
        if let number = dictionary(entries) {
          (form, elements) = (.codes, raw(codes))
          detail = number
        } else {
          let array = column.strings
          (form, elements) = (.strings, raw(array.views))
          strings = array
        }
      case .strings(let array):
        (form, elements) = (.strings, raw(array.views))
        strings = array
      case .dynamic(let array):
        (form, elements) = (.dynamic, raw(array.views))
        strings = array
      }
      self.detail = detail
      self.strings = strings
      count = column.storage.count
      var long = 0
      if let strings {
        for view in strings.views.pointer where !view.isInline { long += view.count }
      }
      heapBytes = long
    }

    var byteCount: Int {
      padded(elements.count) + padded(column.validity?.byteCount ?? 0) + padded(heapBytes)
    }

    /// Writes the part, and gives the place behind it.
    func write(to start: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
      var flags = form.rawValue
      if column.isConstant { flags |= constantFlag }
      if column.validity != nil { flags |= validityFlag }
      for (index, word) in [flags, detail, count, heapBytes].enumerated() {
        start.storeBytes(of: Int64(word), toByteOffset: 8 * index, as: Int64.self)
      }
      var target = start + headSize
      let first = target
      if let source = elements.baseAddress { target.copyMemory(from: source, byteCount: elements.count) }
      target += padded(elements.count)
      if let validity = column.validity {
        target.copyMemory(from: validity.base, byteCount: validity.byteCount)
        target += padded(validity.byteCount)
      }
      if let strings, heapBytes > 0 {
        let views = first.assumingMemoryBound(to: StringView.self)
        var offset = 0
        for index in 0..<count where !strings.views.base[index].isInline {
          let bytes = strings.bytes(index)
          if let source = bytes.baseAddress {
            (target + offset).copyMemory(from: source, byteCount: bytes.count)
          }
          // Instead of its address: where it lies among the long texts.
          views[index].tail = UInt64(offset)
          offset += bytes.count
        }
        target += padded(heapBytes)
      }
      return target
    }
  }

  // MARK: - Reading

  private struct Reader {
    let allocation: Allocation
    var place: Int

    mutating func words() throws -> (Int, Int, Int, Int) {
      guard place + headSize <= allocation.byteCount else { throw damaged }
      let words = (allocation.address + place).assumingMemoryBound(to: Int64.self)
      place += headSize
      return (Int(words[0]), Int(words[1]), Int(words[2]), Int(words[3]))
    }

    private mutating func take(_ count: Int) throws -> UnsafeMutableRawPointer {
      guard count >= 0, count <= allocation.byteCount - place else { throw damaged }
      let start = allocation.address + place
      place += padded(count)
      return start
    }

    private mutating func buffer<Element>(_ count: Int, of: Element.Type) throws -> Buffer<Element> {
      let start = try take(count * MemoryLayout<Element>.stride)
      return Buffer(
        allocation: allocation, base: UnsafePointer(start.bindMemory(to: Element.self, capacity: count)),
        count: count)
    }

    mutating func column(
      _ type: ScalarType, rows: Int, dictionary: (Int) -> StringDictionary?
    ) throws -> Column {
      let (flags, detail, count, heapBytes) = try words()
      let isConstant = flags & constantFlag != 0
      guard let form = Form(rawValue: flags & 0xFF), count == (isConstant ? 1 : rows) else { throw damaged }
      let elements = place
      _ = try take(count * form.width)
      let validity: Buffer<Bool>? = flags & validityFlag == 0 ? nil : try buffer(count, of: Bool.self)
      let heap = place
      _ = try take(heapBytes)
      let end = place
      place = elements
      let storage: Column.Storage
      switch form {
      case .bool: storage = .bool(try buffer(count, of: Bool.self))
      case .int32: storage = .int32(try buffer(count, of: Int32.self))
      case .int64: storage = .int64(try buffer(count, of: Int64.self))
      case .real: storage = .real(try buffer(count, of: Double.self))
      case .scaled: storage = .scaled(try buffer(count, of: Int64.self), scale: detail)
      case .decimal: storage = .decimal(try buffer(count, of: Decimal.self))
      case .guid: storage = .guid(try buffer(count, of: Guid.self))
      case .codes:
        guard let entries = dictionary(detail) else { throw damaged }
        storage = .dictionary(try buffer(count, of: UInt32.self), entries)
      case .strings, .dynamic:
        let views = try take(count * form.width).bindMemory(to: StringView.self, capacity: count)
        let texts = UInt64(UInt(bitPattern: allocation.address + heap))
        for index in 0..<count where !views[index].isInline { views[index].tail += texts }
        let array = StringArray(
          views: Buffer(allocation: allocation, base: UnsafePointer(views), count: count),
          heaps: heapBytes > 0 ? [allocation] : [])
        storage = form == .strings ? .strings(array) : .dynamic(array)
      }
      place = end
      return isConstant
        ? Column(constant: storage, type: type, validity: validity, count: rows)
        : Column(type: type, storage: storage, validity: validity)
    }
  }
}
