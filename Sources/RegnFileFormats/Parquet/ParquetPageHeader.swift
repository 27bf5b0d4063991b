import RegnData

/// How the values of a page are encoded, with the numbers of the format.
enum ParquetEncoding: Int, Sendable {
  case plain = 0
  case plainDictionary = 2
  case rle = 3
  case bitPacked = 4
  case deltaBinaryPacked = 5
  case deltaLengthByteArray = 6
  case deltaByteArray = 7
  case rleDictionary = 8
  case byteStreamSplit = 9
}

/// What stands before a page's bytes.
struct ParquetPageHeader {
  enum Kind: Equatable {
    case data
    /// A page of the second version: levels lie before the values, never packed.
    case dataV2(definitions: Int, repetitions: Int)
    case dictionary
    /// An index, or what a later version of the format adds.
    case other
  }

  var kind = Kind.other
  var unpackedSize = 0
  var size = 0
  var checksum: UInt32?
  /// The number of values, nulls among them.
  var valueCount = 0
  var encoding = 0
  /// How the levels of a page of the first version are encoded.
  var levels = ParquetEncoding.rle.rawValue
  var isPacked = true

  init(_ reader: inout ThriftReader) throws(ParquetFailure) {
    var number: Int64 = -1
    var definitions = 0
    var repetitions = 0
    try reader.enter()
    var last = 0
    while let field = try reader.field(after: &last) {
      switch (field.id, field.kind) {
      case (1, .i32): number = try reader.integer()
      case (2, .i32): unpackedSize = try reader.count()
      case (3, .i32): size = try reader.count()
      case (4, .i32): checksum = UInt32(truncatingIfNeeded: try reader.integer())
      case (5, .structure), (7, .structure), (8, .structure):
        try reader.enter()
        var inner = 0
        while let part = try reader.field(after: &inner) {
          switch (field.id, part.id, part.kind) {
          case (_, 1, .i32): valueCount = try reader.count()
          case (5, 2, .i32), (7, 2, .i32), (8, 4, .i32): encoding = try reader.count()
          case (5, 3, .i32): levels = try reader.count()
          case (8, 5, .i32): definitions = try reader.count()
          case (8, 6, .i32): repetitions = try reader.count()
          case (8, 7, .no): isPacked = false
          default: try reader.skip(part.kind)
          }
        }
        reader.leave()
      default: try reader.skip(field.kind)
      }
    }
    reader.leave()
    switch number {
    case 0: kind = .data
    case 2: kind = .dictionary
    case 3: kind = .dataV2(definitions: definitions, repetitions: repetitions)
    default: kind = .other
    }
  }
}
