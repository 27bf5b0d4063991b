import RegnData

/// Makes a column of a block's bytes.
enum BlockUnpacker {
  /// The rows of a block; nil when the bytes are not those of such a block.
  ///
  /// - Parameters:
  ///   - bytes: all of the block, aligned to 8.
  ///   - dictionary: what codes stand for; nil where the file has none.
  static func column(
    _ block: PackedBlock, _ bytes: UnsafeRawBufferPointer, type: ScalarType, dictionary: StringDictionary?
  ) -> Column? {
    guard let start = bytes.baseAddress, bytes.count >= block.leastSize else { return nil }
    let values = start + block.bitmapSize
    guard let storage = storage(block, values, end: start + bytes.count, dictionary) else { return nil }
    return Column(type: type, storage: storage, validity: block.nulls > 0 ? validity(block, start) : nil)
  }

  private static func validity(_ block: PackedBlock, _ bitmap: UnsafeRawPointer) -> Buffer<Bool> {
    let words = bitmap.assumingMemoryBound(to: UInt64.self)
    return Buffer(count: block.rows) { target in
      for row in 0..<block.rows { target[row] = words[row >> 6] &>> UInt64(row & 63) & 1 != 0 }
    }
  }

  private static func storage(
    _ block: PackedBlock, _ values: UnsafeRawPointer, end: UnsafeRawPointer, _ dictionary: StringDictionary?
  ) -> Column.Storage? {
    let rows = block.rows
    switch block.form {
    case .int32: return .int32(numbers(block, values))
    case .int64: return .int64(numbers(block, values))
    case .scaled: return .scaled(numbers(block, values), scale: Int(block.scale))
    case .codes:
      guard let dictionary, rows == 0 || (block.low >= 0 && block.high < Int64(dictionary.count)) else {
        return nil
      }
      return .dictionary(numbers(block, values), dictionary)
    case .real:
      return .real(
        Buffer(count: rows) {
          $0.update(from: values.assumingMemoryBound(to: Double.self), count: rows)
        })
    case .bool:
      let typed = values.assumingMemoryBound(to: UInt8.self)
      return .bool(Buffer(count: rows) { target in for row in 0..<rows { target[row] = typed[row] != 0 } })
    case .decimal:
      return .decimal(
        Buffer(count: rows) { target in
          for row in 0..<rows {
            let place = values + row &* 24
            target[row] = Decimal(
              coefficient: place.loadUnaligned(as: Int128.self),
              scale: Int(place.loadUnaligned(fromByteOffset: 16, as: Int64.self)))
          }
        })
    case .guid:
      return .guid(
        Buffer(count: rows) { target in
          for row in 0..<rows {
            let place = values + row &* 16
            target[row] = Guid(
              high: place.loadUnaligned(as: UInt64.self),
              low: place.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
          }
        })
    case .strings: return texts(block, values, end: end).map { .strings($0) }
    case .dynamic: return texts(block, values, end: end).map { .dynamic($0) }
    }
  }

  /// Integers, codes or lengths: what is written and the least of them.
  private static func numbers<Number: FixedWidthInteger & BitwiseCopyable & Sendable>(
    _ block: PackedBlock, _ source: UnsafeRawPointer
  ) -> Buffer<Number> {
    let low = Number(truncatingIfNeeded: block.low)
    let rows = block.rows
    return Buffer(count: rows) { target in
      @inline(__always)
      func add<Element: FixedWidthInteger & UnsignedInteger>(_ type: Element.Type) {
        let typed = source.assumingMemoryBound(to: Element.self)
        for row in 0..<rows { target[row] = Number(truncatingIfNeeded: typed[row]) &+ low }
      }
      switch block.width {
      case 0: target.initialize(repeating: low, count: rows)
      case 1: add(UInt8.self)
      case 2: add(UInt16.self)
      case 4: add(UInt32.self)
      default: add(UInt64.self)
      }
    }
  }

  private static func texts(
    _ block: PackedBlock, _ values: UnsafeRawPointer, end: UnsafeRawPointer
  ) -> StringArray? {
    let lengths: Buffer<Int64> = numbers(block, values)
    let source = values + block.numbersSize
    let size = end - source
    let heap = Allocation(byteCount: size)
    heap.address.copyMemory(from: source, byteCount: size)
    let start = UnsafePointer(heap.address.bindMemory(to: UInt8.self, capacity: max(size, 1)))
    var used = 0
    let views = Buffer<StringView>(count: block.rows) { target in
      for row in 0..<block.rows {
        let length = lengths.base[row]
        guard length >= 0, length <= Int64(size - used) else {
          used = -1
          return target.initialize(repeating: StringView(), count: block.rows)
        }
        target[row] = StringView(UTF8Bytes(start: start + used, count: Int(length)))
        used += Int(length)
      }
    }
    return used == size ? StringArray(views: views, heaps: [heap]) : nil
  }
}
