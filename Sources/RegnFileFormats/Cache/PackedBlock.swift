import RegnData

/// Where a block of a column lies in its file, how, and what is known of its values.
struct PackedBlock: Sendable {
  /// How values lie in a block. Behind a bitmap of the rows that hold a value, padded to 8 bytes and there
  /// only where some do not, stand:
  enum Form: UInt8, Sendable {
    /// what is added to the least in 0, 1, 2, 4 or 8 bytes each; the columns differ in memory alone;
    case int32, int64, scaled
    /// the same of codes of the file's dictionary;
    case codes
    /// doubles;
    case real
    /// a byte each;
    case bool
    /// coefficients of 16 bytes and scales of 8;
    case decimal
    /// 16 bytes each;
    case guid
    /// lengths as integers are written, padded to 8 bytes, and the texts' bytes;
    case strings
    /// the same of encoded dynamic values.
    case dynamic
  }

  /// The place of the block's first byte in the file, and the number of its bytes.
  var offset = 0
  var length = 0
  var checksum: UInt64 = 0
  /// The chunk's place among those of the scan that wrote it.
  var sequence = 0
  var rows = 0
  var nulls = 0
  let form: Form
  /// The bytes of each integer, code or length.
  var width: UInt8 = 0
  /// The decimals of scaled integers.
  var scale: UInt8 = 0
  /// The ends of the range of integers, codes, lengths, or doubles (by their bits), those of nulls left out.
  var low: Int64 = 0
  var high: Int64 = 0
  /// Whether any value stands between the ends: not where all are null or no number.
  var hasRange = false

  init(form: Form) { self.form = form }

  /// The bytes of an entry of the directory.
  static let entrySize = 8 * 8 + 4

  func write(to target: inout PackedBytes) {
    target.append(offset)
    target.append(length)
    target.append(checksum)
    target.append(sequence)
    target.append(rows)
    target.append(nulls)
    target.append(low)
    target.append(high)
    target.append(form.rawValue)
    target.append(width)
    target.append(scale)
    target.append(UInt8(hasRange ? 1 : 0))
  }

  /// An entry of the directory of a file of `size` bytes; nil when it is not one.
  init?(_ source: inout PackedReader, size: Int) throws(PackedReader.Short) {
    let (offset, length, checksum) = (try source.int(), try source.int(), try source.number(UInt64.self))
    let (sequence, rows, nulls) = (try source.int(), try source.int(), try source.int())
    let (low, high) = (try source.number(Int64.self), try source.number(Int64.self))
    let form = Form(rawValue: try source.number(UInt8.self))
    let (width, scale) = (try source.number(UInt8.self), try source.number(UInt8.self))
    let hasRange = try source.number(UInt8.self) != 0
    guard let form, offset <= size, length <= size - offset, rows < 1 << 31, nulls <= rows,
      [0, 1, 2, 4, 8].contains(width), scale <= 18
    else { return nil }
    self.init(form: form)
    (self.offset, self.length, self.checksum) = (offset, length, checksum)
    (self.sequence, self.rows, self.nulls) = (sequence, rows, nulls)
    (self.low, self.high, self.hasRange) = (low, high, hasRange)
    (self.width, self.scale) = (width, scale)
  }

  /// The bytes of the bitmap.
  var bitmapSize: Int { nulls == 0 ? 0 : (rows + 63) / 64 * 8 }

  /// The bytes of the integers, codes or lengths, padded.
  var numbersSize: Int { (rows * Int(width) + 7) / 8 * 8 }

  /// The fewest bytes that such a block has.
  var leastSize: Int {
    let values: Int =
      switch form {
      case .int32, .int64, .scaled, .codes, .strings, .dynamic: numbersSize
      case .real: rows * 8
      case .bool: rows
      case .decimal: rows * 24
      case .guid: rows * 16
      }
    return bitmapSize + values
  }
}
