import CRegnScan

/// Whole numbers in few bytes: how far each is from the least, in a unit that divides all of them. Where that
/// takes no less than the numbers themselves they stand as they are, and can be read in their place.
struct PackedIntegers: Sendable {
  let count: Int
  /// The least and the greatest of the numbers that are not null; nil when there is none.
  let range: ClosedRange<Int64>?
  /// What a packed 0 stands for.
  let base: Int64
  /// What one step of a packed number stands for.
  let unit: Int64
  /// The bytes of a number: 1, 2, 4 or 8, or 0 where all are the same.
  let width: Int
  let bytes: Buffer<UInt8>

  /// The first of a run of numbers as a table in memory has them.
  enum Piece {
    case int32(Buffer<Int32>, validity: Buffer<Bool>?)
    case int64(Buffer<Int64>, validity: Buffer<Bool>?)

    var count: Int {
      switch self {
      case .int32(let buffer, _): buffer.count
      case .int64(let buffer, _): buffer.count
      }
    }
  }

  /// Numbers of pieces, one after another; those that are null may become any.
  ///
  /// - Parameter units: what the numbers may be multiples of, ascending; tried from the greatest.
  init(_ pieces: [Piece], units: [Unit] = []) {
    var low = Int64.max
    var high = Int64.min
    for piece in pieces {
      switch piece {
      case .int32(let buffer, let validity):
        withBytes(of: validity) { regn_range_of_int32(buffer.base, $0, buffer.count, &low, &high) }
      case .int64(let buffer, let validity):
        withBytes(of: validity) { regn_range_of_int64(buffer.base, $0, buffer.count, &low, &high) }
      }
    }
    count = pieces.reduce(0) { $0 + $1.count }
    guard low < high else {
      range = low == high ? low...low : nil
      (base, unit, width, bytes) = (low == high ? low : 0, 1, 0, Buffer(count: 0) { _ in })
      return
    }
    range = low...high
    let span = UInt64(bitPattern: high &- low)
    let plainWidth = Self.width(of: span)
    for candidate in units.reversed() {
      let greatest = span / UInt64(candidate.size)
      let width = Self.width(of: greatest)
      guard width < plainWidth else { continue }
      let packed = Self.packed(pieces, from: low, unit: candidate, greatest: greatest, width: width)
      if let packed {
        (base, unit, self.width, bytes) = (low, candidate.size, width, packed)
        return
      }
    }
    let isOwnSize = plainWidth == 8 || plainWidth == 4 && low >= 0 && high <= Int64(Int32.max)
    let base = isOwnSize ? 0 : low
    (self.base, unit, width) = (base, 1, plainWidth)
    bytes = Buffer(count: count * plainWidth) { target in
      var place = UnsafeMutableRawPointer(target)
      for piece in pieces {
        switch piece {
        case .int32(let buffer, _):
          regn_pack_int32(buffer.base, buffer.count, base, Int32(plainWidth), place)
        case .int64(let buffer, _):
          regn_pack_int64(buffer.base, buffer.count, base, Int32(plainWidth), place)
        }
        place += piece.count * plainWidth
      }
    }
  }

  /// Codes, which count from 0 and are less than `limit`.
  init(codesBelow limit: Int, count: Int, fill: (_ target: UnsafeMutableRawPointer, _ width: Int) -> Void) {
    let width = Self.width(of: UInt64(max(limit - 1, 1)))
    self.count = count
    self.width = width
    range = 0...Int64(max(limit - 1, 0))
    (base, unit) = (0, 1)
    bytes = Buffer(count: count * width) { fill(UnsafeMutableRawPointer($0), width) }
  }

  /// The bytes that numbers from 0 to `greatest` need each.
  private static func width(of greatest: UInt64) -> Int {
    greatest <= UInt64(UInt8.max)
      ? 1 : greatest <= UInt64(UInt16.max) ? 2 : greatest <= UInt64(UInt32.max) ? 4 : 8
  }

  /// The quotients of all numbers; nil when a unit does not divide one.
  private static func packed(
    _ pieces: [Piece], from low: Int64, unit: Unit, greatest: UInt64, width: Int
  ) -> Buffer<UInt8>? {
    var isExact = true
    let count = pieces.reduce(0) { $0 + $1.count }
    let bytes = Buffer<UInt8>(count: count * width) { target in
      var place = UnsafeMutableRawPointer(target)
      for piece in pieces {
        guard isExact, case .int64(let buffer, let validity) = piece else {
          isExact = false
          return
        }
        isExact = withBytes(of: validity) { valid in
          regn_pack_units(
            buffer.base, valid, buffer.count, low, unit.divisor, greatest, Int32(width), place) == 1
        }
        place += piece.count * width
      }
    }
    return isExact ? bytes : nil
  }

  /// The one number that all are, where no bytes are kept.
  var constant: Int64? { width == 0 ? base : nil }

  /// Where the number of a row stands.
  func address(of row: Int) -> UnsafeRawPointer { UnsafeRawPointer(bytes.base) + row * width }

  /// The rows in their place, where packed numbers are those that they stand for and of this size.
  private func inPlace<Element: FixedWidthInteger>(_ rows: Range<Int>, as type: Element.Type) -> Buffer<
    Element
  >? {
    guard base == 0, unit == 1, width == MemoryLayout<Element>.size else { return nil }
    let start = address(of: rows.lowerBound).bindMemory(to: Element.self, capacity: rows.count)
    return Buffer(allocation: bytes.allocation, base: start, count: rows.count)
  }

  /// The numbers of some rows; not where all are one.
  func int32(_ rows: Range<Int>) -> Buffer<Int32> {
    inPlace(rows, as: Int32.self)
      ?? Buffer(count: rows.count) { target in
        regn_unpack_int32(address(of: rows.lowerBound), Int32(width), rows.count, base, target)
      }
  }

  func int64(_ rows: Range<Int>) -> Buffer<Int64> {
    inPlace(rows, as: Int64.self)
      ?? Buffer(count: rows.count) { target in
        regn_unpack_int64(address(of: rows.lowerBound), Int32(width), rows.count, base, unit, target)
      }
  }

  /// The codes of some rows.
  func codes(_ rows: Range<Int>) -> Buffer<UInt32> {
    inPlace(rows, as: UInt32.self)
      ?? Buffer(count: rows.count) { target in
        target.withMemoryRebound(to: Int32.self, capacity: rows.count) { target in
          regn_unpack_int32(address(of: rows.lowerBound), Int32(width), rows.count, 0, target)
        }
      }
  }

  /// The numbers of the rows at `rows`, counted from row `start`; not where all are one.
  func int32(_ rows: UnsafeBufferPointer<UInt32>, from start: Int) -> Buffer<Int32> {
    Buffer(count: rows.count) { target in
      regn_gather_int32(address(of: start), Int32(width), rows.baseAddress, rows.count, base, target)
    }
  }

  func int64(_ rows: UnsafeBufferPointer<UInt32>, from start: Int) -> Buffer<Int64> {
    Buffer(count: rows.count) { target in
      regn_gather_int64(address(of: start), Int32(width), rows.baseAddress, rows.count, base, unit, target)
    }
  }

  func codes(_ rows: UnsafeBufferPointer<UInt32>, from start: Int) -> Buffer<UInt32> {
    Buffer(count: rows.count) { target in
      target.withMemoryRebound(to: Int32.self, capacity: rows.count) { target in
        regn_gather_int32(address(of: start), Int32(width), rows.baseAddress, rows.count, 0, target)
      }
    }
  }

  /// Counts each number that is not null at (number - base) / unit of `counters`.
  func count(
    into counters: UnsafeMutablePointer<Int64>, from base: Int64, unit: Int64, validity: Buffer<Bool>?
  ) {
    guard range != nil else { return }
    let first = Int((self.base &- base) / unit)
    guard width > 0 else {
      counters[first] += Int64(validity?.pointer.count { $0 } ?? count)
      return
    }
    withBytes(of: validity) { valid in
      regn_count_packed(bytes.base, Int32(width), valid, count, first, Int(self.unit / unit), counters)
    }
  }
}

/// What times are often multiples of.
struct Unit: Sendable {
  let size: Int64
  /// The form in which it is divided by.
  let divisor: regn_unit

  init(_ size: Int64) {
    self.size = size
    let shift = size.trailingZeroBitCount
    let odd = UInt64(size) >> UInt64(shift)
    // Newton's method doubles the bits that are right; an odd number is its own inverse modulo 8.
    var inverse = odd
    for _ in 0..<5 { inverse = inverse &* (2 &- odd &* inverse) }
    divisor = regn_unit(inverse: inverse, shift: Int32(shift))
  }

  /// Seconds and days, in ticks.
  static let times = [Unit(10_000_000), Unit(864_000_000_000)]
}

/// Calls `body` with which rows from `start` on hold a value, as bytes; nil when all do.
func withBytes<Result>(
  of validity: Buffer<Bool>?, from start: Int = 0, _ body: (UnsafePointer<UInt8>?) -> Result
) -> Result {
  guard let validity else { return body(nil) }
  return validity.base.withMemoryRebound(to: UInt8.self, capacity: validity.count) { body($0 + start) }
}
