import RegnData

/// Packs the rows of a column into the bytes of a block. One for each worker.
struct BlockPacker {
  private let scratch = ScratchBytes()

  /// The bytes that it keeps.
  var byteCount: Int { scratch.byteCount }

  /// Packs a column, and hands the block on with its bytes, which last no longer than `body` runs.
  ///
  /// - Parameter codes: for each code of the column's dictionary that of the file's.
  func pack<Result>(
    _ column: Column, codes: [UInt32] = [],
    _ body: (_ block: PackedBlock, _ bytes: UnsafeRawBufferPointer) -> Result
  ) -> Result {
    withExtendedLifetime(scratch) {
      var block = packed(column, codes)
      let bytes = UnsafeRawBufferPointer(start: scratch.room(0), count: block.length)
      block.checksum = BlockChecksum.of(bytes)
      return body(block, bytes)
    }
  }

  /// Packs a column into the scratch.
  private func packed(_ column: Column, _ codes: [UInt32]) -> PackedBlock {
    var block: PackedBlock
    switch column.storage {
    case .int32(let buffer): block = integers(.int32, buffer, column.validity)
    case .int64(let buffer): block = integers(.int64, buffer, column.validity)
    case .scaled(let buffer, let scale):
      block = integers(.scaled, buffer, column.validity)
      block.scale = UInt8(scale)
    case .dictionary(let buffer, _):
      block = codes.withUnsafeBufferPointer { codes in
        self.codes(buffer, codes)
      }
    case .real(let buffer): block = reals(buffer, column.validity)
    case .bool(let buffer):
      block = plain(.bool, buffer, column.validity, size: 1) { value, target in
        target.storeBytes(of: value ? 1 : 0, as: UInt8.self)
      }
    case .decimal(let buffer):
      block = plain(.decimal, buffer, column.validity, size: 24) { value, target in
        target.storeBytes(of: value.coefficient, as: Int128.self)
        target.storeBytes(of: Int64(value.scale), toByteOffset: 16, as: Int64.self)
      }
    case .guid(let buffer):
      block = plain(.guid, buffer, column.validity, size: 16) { value, target in
        target.storeBytes(of: value.high, as: UInt64.self)
        target.storeBytes(of: value.low, toByteOffset: 8, as: UInt64.self)
      }
    case .strings(let strings): block = texts(.strings, strings, column.validity)
    case .dynamic(let values): block = texts(.dynamic, values, column.validity)
    }
    return block
  }

  // MARK: - Parts

  /// A block for some rows, which of them are null counted.
  private func block(_ form: PackedBlock.Form, rows: Int, _ validity: Buffer<Bool>?) -> PackedBlock {
    var block = PackedBlock(form: form)
    block.rows = rows
    if let validity {
      var valid = 0
      for row in 0..<rows { valid &+= validity.base[row] ? 1 : 0 }
      block.nulls = rows - valid
    }
    return block
  }

  /// Makes room for the whole block and writes the bitmap; gives where the values begin.
  private func begin(_ block: PackedBlock, _ validity: Buffer<Bool>?) -> UnsafeMutableRawPointer {
    let start = scratch.room(block.length)
    guard block.nulls > 0, let validity else { return start }
    for word in 0..<(block.bitmapSize / 8) {
      var bits: UInt64 = 0
      for row in (word * 64)..<min(word * 64 + 64, block.rows) where validity.base[row] {
        bits |= 1 &<< UInt64(row & 63)
      }
      start.storeBytes(of: bits, toByteOffset: word * 8, as: UInt64.self)
    }
    return start + block.bitmapSize
  }

  /// The bytes that a difference up to `range` takes.
  static func width(of range: UInt64) -> UInt8 {
    if range == 0 { return 0 }
    if range <= UInt64(UInt8.max) { return 1 }
    if range <= UInt64(UInt16.max) { return 2 }
    return range <= UInt64(UInt32.max) ? 4 : 8
  }

  /// Writes numbers less `low` in `width` bytes each, and zeros up to a multiple of 8 bytes.
  @inline(__always)
  private static func write(
    _ block: PackedBlock, to target: UnsafeMutableRawPointer, number: (Int) -> Int64
  ) {
    @inline(__always)
    func fill<Element: FixedWidthInteger & UnsignedInteger>(_ type: Element.Type) {
      let typed = target.assumingMemoryBound(to: Element.self)
      for row in 0..<block.rows { typed[row] = Element(truncatingIfNeeded: number(row) &- block.low) }
    }
    let used = block.rows * Int(block.width)
    for place in used..<block.numbersSize { target.storeBytes(of: 0, toByteOffset: place, as: UInt8.self) }
    switch block.width {
    case 0: break
    case 1: fill(UInt8.self)
    case 2: fill(UInt16.self)
    case 4: fill(UInt32.self)
    default: fill(UInt64.self)
    }
  }

  // MARK: - Forms

  private func integers<Element: FixedWidthInteger & SignedInteger & BitwiseCopyable & Sendable>(
    _ form: PackedBlock.Form, _ buffer: Buffer<Element>, _ validity: Buffer<Bool>?
  ) -> PackedBlock {
    var block = block(form, rows: buffer.count, validity)
    let base = buffer.base
    var low = Element.max
    var high = Element.min
    if block.nulls > 0, let validity {
      for row in 0..<buffer.count where validity.base[row] {
        low = min(low, base[row])
        high = max(high, base[row])
      }
    } else {
      for row in 0..<buffer.count {
        low = min(low, base[row])
        high = max(high, base[row])
      }
    }
    block.hasRange = low <= high
    if block.hasRange { (block.low, block.high) = (Int64(low), Int64(high)) }
    block.width = Self.width(of: UInt64(bitPattern: block.high &- block.low))
    block.length = block.leastSize
    let target = begin(block, validity)
    if block.nulls > 0, let validity {
      let least = block.low
      Self.write(block, to: target) { validity.base[$0] ? Int64(base[$0]) : least }
    } else {
      Self.write(block, to: target) { Int64(base[$0]) }
    }
    return block
  }

  private func codes(_ buffer: Buffer<UInt32>, _ codes: UnsafeBufferPointer<UInt32>) -> PackedBlock {
    var block = block(.codes, rows: buffer.count, nil)
    guard let mapping = codes.baseAddress, buffer.count > 0 else { return block }
    let base = buffer.base
    var low = UInt32.max
    var high = UInt32.min
    for row in 0..<buffer.count {
      let code = mapping[Int(base[row])]
      low = min(low, code)
      high = max(high, code)
    }
    (block.low, block.high, block.hasRange) = (Int64(low), Int64(high), true)
    block.width = Self.width(of: UInt64(high - low))
    block.length = block.leastSize
    Self.write(block, to: begin(block, nil)) { Int64(mapping[Int(base[$0])]) }
    return block
  }

  private func reals(_ buffer: Buffer<Double>, _ validity: Buffer<Bool>?) -> PackedBlock {
    var low = Double.infinity
    var high = -Double.infinity
    for row in 0..<buffer.count where validity?.base[row] ?? true {
      // What is no number is neither below nor above.
      if buffer.base[row] < low { low = buffer.base[row] }
      if buffer.base[row] > high { high = buffer.base[row] }
    }
    var block = plain(.real, buffer, validity, size: 8) { value, target in
      target.storeBytes(of: value.bitPattern, as: UInt64.self)
    }
    block.hasRange = low <= high
    block.low = Int64(bitPattern: low.bitPattern)
    block.high = Int64(bitPattern: high.bitPattern)
    return block
  }

  @inline(__always)
  private func plain<Element>(
    _ form: PackedBlock.Form, _ buffer: Buffer<Element>, _ validity: Buffer<Bool>?, size: Int,
    store: (Element, UnsafeMutableRawPointer) -> Void
  ) -> PackedBlock {
    var block = block(form, rows: buffer.count, validity)
    block.length = block.leastSize
    let target = begin(block, validity)
    for row in 0..<buffer.count {
      let place = target + row &* size
      if block.nulls > 0, let validity, !validity.base[row] {
        for byte in 0..<size { place.storeBytes(of: 0, toByteOffset: byte, as: UInt8.self) }
      } else {
        store(buffer.base[row], place)
      }
    }
    return block
  }

  private func texts(
    _ form: PackedBlock.Form, _ strings: StringArray, _ validity: Buffer<Bool>?
  ) -> PackedBlock {
    var block = block(form, rows: strings.count, validity)
    let views = strings.views.base
    var low = Int64.max
    var high = Int64.min
    var total = 0
    for row in 0..<strings.count {
      let count = views[row].count
      low = min(low, Int64(count))
      high = max(high, Int64(count))
      total += count
    }
    if low <= high { (block.low, block.high) = (low, high) }
    block.width = Self.width(of: UInt64(block.high - block.low))
    block.length = block.leastSize + total
    let target = begin(block, validity)
    Self.write(block, to: target) { Int64(views[$0].count) }
    var place = target + block.numbersSize
    for row in 0..<strings.count {
      let bytes = strings.bytes(row)
      guard let source = bytes.baseAddress, bytes.count > 0 else { continue }
      place.copyMemory(from: source, byteCount: bytes.count)
      place += bytes.count
    }
    return block
  }
}
