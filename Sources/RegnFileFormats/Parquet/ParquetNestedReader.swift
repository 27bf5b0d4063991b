import RegnData
import RegnPhrases

/// Reads a nested column as dynamic values: from the levels of its columns of values it puts lists, maps and
/// groups together. Used by one thread at a time.
final class ParquetNestedReader {
  /// A column of values, and how far it has been used.
  private struct Cursor {
    let reader: ParquetLeafReader
    var definitions: [UInt8] = []
    var repetitions: [UInt8] = []
    var values: Column?
    var place = 0
    var value = 0
    var isAtEnd = false
  }

  private let node: ParquetNode
  /// The number of the first column of values.
  private let first: Int
  private var cursors: [Cursor]
  private var writer = DynamicWriter()
  private let reservation: Reservation
  /// How many levels the row at hand has used.
  private var steps = 0
  private var builtBytes = 0

  init(node: ParquetNode, first: Int, leaves: [ParquetLeafReader], context: ExecutionContext) {
    self.node = node
    self.first = first
    cursors = leaves.map { Cursor(reader: $0) }
    reservation = Reservation(context.memory)
  }

  var remarks: [Phrase] { cursors.flatMap(\.reader.remarks) }

  /// The next `count` rows. Errors: `ParquetFailure`, `ParquetMisfit`, those of reading and of memory.
  func read(_ count: Int) throws -> Column {
    var builder = StringArrayBuilder(capacity: count)
    var isFull = true
    let valid = Allocation(byteCount: count)
    let flags = valid.address.assumingMemoryBound(to: Bool.self)
    builtBytes = 0
    for row in 0..<count {
      writer.removeAll()
      steps = 0
      for index in cursors.indices {
        guard try repetition(first + index) == 0 else {
          throw ParquetFailure(what: "the lists of a nested column do not agree")
        }
      }
      try append(node)
      guard !writer.hasOverflowed else { throw ParquetFailure(what: "a nested value is larger than 4 GB") }
      flags[row] = writer.withValue { !$0.isNull }
      isFull = isFull && flags[row]
      builder.append(writer.bytes)
      builtBytes = builder.byteCount
    }
    try reservation.resize(to: builtBytes)
    return Column(
      type: .dynamic, storage: .dynamic(builder.finish()),
      validity: isFull ? nil : Buffer(allocation: valid, base: UnsafePointer(flags), count: count))
  }

  // MARK: Levels

  /// The repetition of what comes next of a column; nil at the end.
  private func repetition(_ leaf: Int) throws -> UInt8? {
    try refill(leaf)
    let cursor = leaf - first
    return cursors[cursor].isAtEnd ? nil : cursors[cursor].repetitions[cursors[cursor].place]
  }

  private func definition(_ leaf: Int) throws -> Int {
    try refill(leaf)
    let cursor = leaf - first
    guard !cursors[cursor].isAtEnd else {
      throw ParquetFailure(what: "a column has fewer values than there are rows")
    }
    return Int(cursors[cursor].definitions[cursors[cursor].place])
  }

  private func refill(_ leaf: Int) throws {
    let index = leaf - first
    guard cursors[index].place == cursors[index].definitions.count, !cursors[index].isAtEnd else { return }
    var definitions: [UInt8] = []
    var repetitions: [UInt8] = []
    let values = try cursors[index].reader.readLevels(definitions: &definitions, repetitions: &repetitions)
    cursors[index].isAtEnd = values == nil
    cursors[index].values = values
    cursors[index].definitions = definitions
    cursors[index].repetitions = repetitions
    cursors[index].place = 0
    cursors[index].value = 0
  }

  /// Goes on behind what comes next of a column.
  private func advance(_ leaf: Int) throws {
    let full = try definition(leaf) == cursors[leaf - first].reader.leaf.definition
    cursors[leaf - first].place += 1
    if full { cursors[leaf - first].value += 1 }
    steps += 1
    // A few bytes of the file may stand for very many nulls.
    if steps & 0xFFFF == 0 { try reservation.resize(to: builtBytes + 2 * writer.bytes.count + 16 * steps) }
  }

  private func skip(_ node: ParquetNode) throws {
    switch node {
    case .leaf(let leaf): try advance(leaf)
    case .bag(let fields, _): for field in fields { try skip(field.node) }
    case .array(let element, _, _, _): try skip(element)
    case .map(let key, let value, _, _, _):
      try advance(key)
      try skip(value)
    }
  }

  // MARK: Values

  private func append(_ node: ParquetNode) throws {
    switch node {
    case .leaf(let leaf):
      let index = leaf - first
      if try definition(leaf) == cursors[index].reader.leaf.definition, let values = cursors[index].values {
        writer.append(values, row: cursors[index].value)
      } else {
        writer.appendNull()
      }
      try advance(leaf)
    case .bag(let fields, let level):
      guard try definition(node.firstLeaf) >= level else { return try appendNull(node) }
      writer.beginBag()
      for field in fields {
        field.name.withUnsafeBufferPointer { writer.append(key: $0) }
        try append(field.node)
      }
      writer.endBag()
    case .array(let element, let level, let filled, let repetition):
      let found = try definition(element.firstLeaf)
      guard found >= level else { return try appendNull(node) }
      writer.beginArray()
      if found < filled {
        try skip(node)
      } else {
        repeat { try append(element) } while try goesOn(element.firstLeaf, level: repetition)
      }
      writer.endArray()
    case .map(let key, let value, let level, let filled, let repetition):
      let found = try definition(key)
      guard found >= level else { return try appendNull(node) }
      writer.beginBag()
      if found < filled {
        try skip(node)
      } else {
        repeat {
          try appendKey(key)
          try append(value)
        } while try goesOn(key, level: repetition)
      }
      writer.endBag()
    }
  }

  private func appendNull(_ node: ParquetNode) throws {
    writer.appendNull()
    try skip(node)
  }

  /// Whether what comes next belongs to the list of this level.
  private func goesOn(_ leaf: Int, level: Int) throws -> Bool {
    guard let next = try repetition(leaf) else { return false }
    guard next <= level else { throw ParquetFailure(what: "the lists of a nested column do not agree") }
    return next == level
  }

  /// Appends a map's key: a text as it is, of others their text.
  private func appendKey(_ leaf: Int) throws {
    let index = leaf - first
    let isThere = try definition(leaf) == cursors[index].reader.leaf.definition
    if isThere, let values = cursors[index].values {
      if case .strings(let texts) = values.storage {
        writer.append(key: texts.bytes(cursors[index].value))
      } else {
        writer.append(key: values.value(cursors[index].value).plainText)
      }
    } else {
      writer.append(key: "")
    }
    try advance(leaf)
  }
}

extension DynamicWriter {
  /// Appends a row of a column, whatever its type.
  mutating func append(_ column: Column, row: Int) {
    if column.isNull(row) { return appendNull() }
    switch column.storage {
    case .bool(let buffer): append(buffer[row])
    case .int32(let buffer): append(Int64(buffer[row]))
    case .int64(let buffer):
      switch column.type {
      case .datetime: append(DateTime(ticks: buffer[row]))
      case .timespan: append(Timespan(ticks: buffer[row]))
      default: append(buffer[row])
      }
    case .real(let buffer): append(buffer[row])
    case .scaled(let buffer, let scale): append(Decimal(coefficient: Int128(buffer[row]), scale: scale))
    case .decimal(let buffer): append(buffer[row])
    case .guid(let buffer): append(buffer[row])
    case .dictionary(let codes, let dictionary): append(string: dictionary.bytes(codes[row]))
    case .strings(let texts): append(string: texts.bytes(row))
    case .dynamic(let values): append(DynamicRef(values.bytes(row)))
    }
  }
}
