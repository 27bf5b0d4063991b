import CRegnScan
import RegnData

/// Fields of some rows: where each begins and ends in a block's bytes.
///
/// Field `index` of row `row` is data[p[0] + 1 ..< p[1]] with p = positions + row × stride + index × step.
/// With a step of 1 the end of a field is that which the next begins after; with a step of 2 both are given.
struct FieldBatch {
  /// The block's bytes, with room for loads of sixteen bytes behind and eight before.
  let data: UnsafePointer<UInt8>
  let positions: UnsafePointer<UInt32>
  let stride: Int
  let step: Int
  let rows: Int
  /// The field that a carriage return is taken off from: the last of a line; -1 when that was done.
  let lastField: Int
  /// Whether any quote stands in the block.
  let hasQuotes: Bool

  /// The fields of one column.
  @inline(__always)
  func column(_ index: Int) -> FieldColumn {
    FieldColumn(
      data: data, positions: positions + index &* step, stride: stride, rows: rows,
      trimsReturn: index == lastField,
      hasQuotes: hasQuotes)
  }
}

/// The fields of one column of some rows.
struct FieldColumn {
  let data: UnsafePointer<UInt8>
  let positions: UnsafePointer<UInt32>
  let stride: Int
  let rows: Int
  let trimsReturn: Bool
  let hasQuotes: Bool

  /// Where field `row` begins and ends in `data`.
  @inline(__always)
  func bounds(_ row: Int) -> (start: Int, end: Int) {
    let place = positions + row &* stride
    let start = Int(place[0]) &+ 1
    var end = Int(place[1])
    if trimsReturn, end > start, data[end &- 1] == 0x0D { end &-= 1 }
    return (start, end)
  }

  /// The fields as loops in C take them.
  var plain: regn_fields {
    regn_fields(
      data: data, positions: positions, stride: stride, rows: rows, trims_return: trimsReturn ? 1 : 0)
  }

  func text(_ row: Int) -> UTF8Bytes {
    let (start, end) = bounds(row)
    return UTF8Bytes(start: data + start, count: end - start)
  }
}

/// A field that does not fit its column.
struct FieldFailure: Error {
  enum Problem {
    /// The text is of this kind.
    case kind(ColumnKind)
    /// The text is not UTF-8, and no other text so far told that the file is.
    case encoding
  }

  let row: Int
  let problem: Problem
}

/// Which rows hold a value; takes no memory while all do.
struct ValidityBuilder: ~Copyable {
  private let rows: Int
  private var flags: UnsafeMutablePointer<Bool>?
  private var allocation: Allocation?

  init(rows: Int) { self.rows = rows }

  mutating func setNull(_ row: Int) {
    if let flags {
      flags[row] = false
      return
    }
    let fresh = Allocation(byteCount: rows)
    let pointer = fresh.address.bindMemory(to: Bool.self, capacity: max(rows, 1))
    pointer.initialize(repeating: true, count: rows)
    pointer[row] = false
    allocation = fresh
    flags = pointer
  }

  func finish() -> Buffer<Bool>? {
    guard let flags, let allocation else { return nil }
    return Buffer(allocation: allocation, base: UnsafePointer(flags), count: rows)
  }
}
