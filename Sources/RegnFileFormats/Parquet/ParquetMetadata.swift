import RegnData

/// What a Parquet file's footer says: columns, groups of rows, and where their bytes lie.
struct ParquetMetadata: Sendable {
  /// The columns and groups of columns, each before those within it; the first stands for the whole.
  var schema: [ParquetElement] = []
  var rowGroups: [ParquetRowGroup] = []
  var notes: [String: String] = [:]
  var createdBy = ""
  /// For each column of values, whether its smallest and largest values are ordered as its type says.
  var orders: [Bool] = []

  /// Reads a footer. Errors: `ParquetFailure`.
  init(_ bytes: UTF8Bytes) throws(ParquetFailure) {
    var reader = ThriftReader(bytes)
    try reader.enter()
    var last = 0
    while let field = try reader.field(after: &last) {
      switch (field.id, field.kind) {
      case (2, .list):
        let list = try reader.list(minimumSize: 3)
        for _ in 0..<list.count { schema.append(try ParquetElement(&reader, list.kind)) }
      case (4, .list):
        let leaves = schema.count { $0.childCount == nil }
        let list = try reader.list(minimumSize: 4)
        for _ in 0..<list.count {
          rowGroups.append(try ParquetRowGroup(&reader, list.kind, columns: leaves))
        }
      case (5, .list):
        let list = try reader.list(minimumSize: 3)
        for _ in 0..<list.count { try readNote(&reader, list.kind) }
      case (6, .binary): createdBy = try reader.text()
      case (7, .list):
        let list = try reader.list()
        for _ in 0..<list.count { orders.append(try Self.choice(&reader, list.kind)?.id == 1) }
      default: try reader.skip(field.kind)
      }
    }
  }

  private mutating func readNote(
    _ reader: inout ThriftReader, _ kind: ThriftReader.Kind
  ) throws(ParquetFailure) {
    guard kind == .structure else { return try reader.skip(kind) }
    try reader.enter()
    var last = 0
    var key = ""
    var value = ""
    while let field = try reader.field(after: &last) {
      switch (field.id, field.kind) {
      case (1, .binary): key = try reader.text()
      case (2, .binary): value = try reader.text()
      default: try reader.skip(field.kind)
      }
    }
    reader.leave()
    notes[key] = value
  }

  /// Of a union: which field it has, with the whole numbers and truth values that stand in it.
  static func choice(
    _ reader: inout ThriftReader, _ kind: ThriftReader.Kind
  ) throws(ParquetFailure) -> (id: Int, numbers: [Int: Int])? {
    guard kind == .structure else {
      try reader.skip(kind)
      return nil
    }
    try reader.enter()
    defer { reader.leave() }
    var last = 0
    var found: (id: Int, numbers: [Int: Int])?
    while let field = try reader.field(after: &last) {
      guard field.kind == .structure, found == nil else {
        try reader.skip(field.kind)
        continue
      }
      var numbers: [Int: Int] = [:]
      try reader.enter()
      var inner = 0
      while let part = try reader.field(after: &inner) {
        switch part.kind {
        case .yes: numbers[part.id] = 1
        case .no: numbers[part.id] = 0
        case .byte: numbers[part.id] = Int(try reader.byte())
        case .i16, .i32, .i64: numbers[part.id] = Int(truncatingIfNeeded: try reader.integer())
        case .structure: numbers[part.id] = try unit(&reader)
        default: try reader.skip(part.kind)
        }
      }
      reader.leave()
      found = (field.id, numbers)
    }
    return found
  }

  /// The number of the field that an inner union, such as the unit of a time, has.
  private static func unit(_ reader: inout ThriftReader) throws(ParquetFailure) -> Int {
    try reader.enter()
    defer { reader.leave() }
    var last = 0
    var id = 0
    while let field = try reader.field(after: &last) {
      id = field.id
      try reader.skip(field.kind)
    }
    return id
  }
}

/// How values lie in the file, with the numbers of the format.
enum ParquetPhysicalType: Int, Sendable {
  case boolean, int32, int64, int96, float, double, bytes, fixed
}

/// A column, or a group of columns, as the footer describes it.
struct ParquetElement: Sendable {
  enum Repetition: Int, Sendable { case required, optional, repeated }

  var type: ParquetPhysicalType?
  /// The bytes of a value of fixed length.
  var length = 0
  var repetition = Repetition.required
  var name = ""
  /// How many of the next elements stand right within this one; nil for a column of values.
  var childCount: Int?
  var meaning: ParquetMeaning?

  init(_ reader: inout ThriftReader, _ kind: ThriftReader.Kind) throws(ParquetFailure) {
    guard kind == .structure else { throw ParquetFailure(what: "its columns are not described") }
    var converted: Int?
    var scale = 0
    var precision = 0
    try reader.enter()
    var last = 0
    while let field = try reader.field(after: &last) {
      switch (field.id, field.kind) {
      case (1, .i32):
        let number = try reader.count()
        type = ParquetPhysicalType(rawValue: number)
        guard type != nil else { throw ParquetFailure(what: "a column is of the unknown type \(number)") }
      case (2, .i32): length = try reader.count()
      case (3, .i32): repetition = Repetition(rawValue: try reader.count()) ?? .required
      case (4, .binary): name = try reader.text()
      case (5, .i32):
        let children = try reader.count()
        if children > 0 { childCount = children }
      case (6, .i32): converted = try reader.count()
      case (7, .i32): scale = try reader.count()
      case (8, .i32): precision = try reader.count()
      case (10, .structure):
        if let choice = try ParquetMetadata.choice(&reader, .structure) {
          meaning = ParquetMeaning(logical: choice.id, choice.numbers)
        }
      default: try reader.skip(field.kind)
      }
    }
    reader.leave()
    // A group that holds nothing is told from a column by having no type.
    if type == nil, childCount == nil { childCount = 0 }
    if meaning == nil, let converted {
      meaning = ParquetMeaning(converted: converted, scale: scale, precision: precision)
    }
  }
}

/// What a column's values mean beyond how they lie in the file.
enum ParquetMeaning: Sendable, Hashable {
  /// In how many parts a second is counted.
  enum Unit: Int, Sendable {
    case milliseconds = 1
    case microseconds = 2
    case nanoseconds = 3
  }

  case text, map, list
  case decimal(scale: Int, precision: Int)
  case date
  case time(Unit)
  case timestamp(Unit, isUTC: Bool)
  case integer(bits: Int, isSigned: Bool)
  case nothing, json, uuid, half, interval

  /// The meaning that a number of LogicalType and what stands in it name; nil for those without a form here.
  init?(logical: Int, _ numbers: [Int: Int]) {
    switch logical {
    case 1, 4: self = .text
    case 2: self = .map
    case 3: self = .list
    case 5: self = .decimal(scale: numbers[1] ?? 0, precision: numbers[2] ?? 0)
    case 6: self = .date
    case 7: self = .time(Unit(rawValue: numbers[2] ?? 1) ?? .milliseconds)
    case 8: self = .timestamp(Unit(rawValue: numbers[2] ?? 1) ?? .milliseconds, isUTC: numbers[1] == 1)
    case 10: self = .integer(bits: numbers[1] ?? 32, isSigned: numbers[2] == 1)
    case 11: self = .nothing
    case 12: self = .json
    case 14: self = .uuid
    case 15: self = .half
    default: return nil
    }
  }

  /// The meaning that a number of the older ConvertedType names.
  init?(converted: Int, scale: Int, precision: Int) {
    switch converted {
    case 0, 4: self = .text
    case 1, 2: self = .map
    case 3: self = .list
    case 5: self = .decimal(scale: scale, precision: precision)
    case 6: self = .date
    case 7: self = .time(.milliseconds)
    case 8: self = .time(.microseconds)
    case 9: self = .timestamp(.milliseconds, isUTC: true)
    case 10: self = .timestamp(.microseconds, isUTC: true)
    case 11...14: self = .integer(bits: 8 << (converted - 11), isSigned: false)
    case 15...18: self = .integer(bits: 8 << (converted - 15), isSigned: true)
    case 19: self = .json
    case 21: self = .interval
    default: return nil
    }
  }
}

/// Some rows of the file: for each column of values, where they lie.
struct ParquetRowGroup: Sendable {
  var columns: [ParquetColumnChunk] = []
  var rowCount = 0

  init(
    _ reader: inout ThriftReader, _ kind: ThriftReader.Kind, columns count: Int
  ) throws(ParquetFailure) {
    guard kind == .structure else { throw ParquetFailure(what: "its groups of rows are not described") }
    try reader.enter()
    var last = 0
    while let field = try reader.field(after: &last) {
      switch (field.id, field.kind) {
      case (1, .list):
        let list = try reader.list(minimumSize: 8)
        guard list.count == count else {
          throw ParquetFailure(what: "a group of rows has \(list.count) columns instead of \(count)")
        }
        columns.reserveCapacity(count)
        for _ in 0..<count { columns.append(try ParquetColumnChunk(&reader, list.kind)) }
      case (3, .i64): rowCount = try reader.count()
      default: try reader.skip(field.kind)
      }
    }
    reader.leave()
    guard columns.count == count else { throw ParquetFailure(what: "a group of rows lacks its columns") }
  }
}

/// The values of one column in one group of rows.
struct ParquetColumnChunk: Sendable {
  var codec = 0
  var valueCount = 0
  /// The bytes of all its pages, packed and with their heads.
  var byteCount = 0
  var dataOffset = 0
  var dictionaryOffset: Int?
  var nullCount: Int?
  /// The smallest and largest values, as the file has them.
  var minimum: [UInt8]?
  var maximum: [UInt8]?
  /// The same in their older form, whose order is only certain for signed numbers.
  var oldMinimum: [UInt8]?
  var oldMaximum: [UInt8]?
  var isEncrypted = false
  /// The name of another file that the values lie in; empty when it is this one.
  var otherFile = ""

  /// Where the pages lie in the file.
  var range: Range<Int> {
    var start = dataOffset
    if let dictionaryOffset, dictionaryOffset > 0, dictionaryOffset < dataOffset { start = dictionaryOffset }
    let (end, overflow) = start.addingReportingOverflow(byteCount)
    return start..<(overflow ? start : end)
  }

  init(_ reader: inout ThriftReader, _ kind: ThriftReader.Kind) throws(ParquetFailure) {
    guard kind == .structure else { throw ParquetFailure(what: "a column's place is not described") }
    try reader.enter()
    var last = 0
    while let field = try reader.field(after: &last) {
      switch (field.id, field.kind) {
      case (1, .binary): otherFile = try reader.text()
      case (3, .structure): try readPlace(&reader)
      case (8, .structure), (9, .binary):
        isEncrypted = true
        try reader.skip(field.kind)
      default: try reader.skip(field.kind)
      }
    }
    reader.leave()
  }

  private mutating func readPlace(_ reader: inout ThriftReader) throws(ParquetFailure) {
    try reader.enter()
    var last = 0
    while let field = try reader.field(after: &last) {
      switch (field.id, field.kind) {
      case (4, .i32): codec = try reader.count()
      case (5, .i64): valueCount = try reader.count()
      case (7, .i64): byteCount = try reader.count()
      case (9, .i64): dataOffset = try reader.count()
      case (11, .i64): dictionaryOffset = try reader.count()
      case (12, .structure): try readStatistics(&reader)
      default: try reader.skip(field.kind)
      }
    }
    reader.leave()
  }

  private mutating func readStatistics(_ reader: inout ThriftReader) throws(ParquetFailure) {
    try reader.enter()
    var last = 0
    while let field = try reader.field(after: &last) {
      switch (field.id, field.kind) {
      case (1, .binary): oldMaximum = Array(try reader.binary())
      case (2, .binary): oldMinimum = Array(try reader.binary())
      case (3, .i64): nullCount = try reader.count()
      case (5, .binary): maximum = Array(try reader.binary())
      case (6, .binary): minimum = Array(try reader.binary())
      default: try reader.skip(field.kind)
      }
    }
    reader.leave()
  }
}
