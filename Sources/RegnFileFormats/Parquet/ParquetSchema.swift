import RegnData

/// A column of values as it lies in the file, with the levels that tell where it has none.
struct ParquetLeaf: Sendable {
  let type: ParquetPhysicalType
  /// The bytes of a value of fixed length.
  let length: Int
  let form: ParquetForm
  /// The level of definition at which there is a value.
  let definition: Int
  /// The most lists that it stands within.
  let repetition: Int
}

/// How columns of values make a value of a column that is nested.
indirect enum ParquetNode: Sendable {
  /// A value of the column of this number.
  case leaf(Int)
  /// Values by name; there from this level of definition on.
  case bag([(name: [UInt8], node: ParquetNode)], definition: Int)
  /// Elements: the list is there from level `definition` on, has elements from `filled` on, and goes on where
  /// a repetition is of `level`.
  case array(ParquetNode, definition: Int, filled: Int, level: Int)
  /// Values by key, with the same levels.
  case map(key: Int, ParquetNode, definition: Int, filled: Int, level: Int)

  /// The first of the columns of values.
  var firstLeaf: Int {
    switch self {
    case .leaf(let index): index
    case .bag(let fields, _): fields.first?.node.firstLeaf ?? 0
    case .array(let element, _, _, _): element.firstLeaf
    case .map(let key, _, _, _, _): key
    }
  }
}

/// A column of the table.
struct ParquetColumn: Sendable {
  let name: String
  let node: ParquetNode
  /// The numbers of its columns of values.
  let leaves: Range<Int>
  /// The form of a column that is not nested.
  var form: ParquetForm?
  /// What the values are read as.
  var kind: ColumnKind
  /// Whether bytes of which the file does not say that they are text are shown in base64.
  var hasBase64 = false
}

/// The columns of a Parquet file: nested as described, and flat as they lie there.
struct ParquetSchema: Sendable {
  private(set) var leaves: [ParquetLeaf] = []
  private(set) var columns: [ParquetColumn] = []

  private static let depthLimit = 30

  /// - Parameter timespans: columns of whole nanoseconds that stand for lengths of time.
  init(_ elements: [ParquetElement], timespans: Set<String>) throws(ParquetFailure) {
    guard let root = elements.first, let count = root.childCount else {
      throw ParquetFailure(what: "it describes no columns")
    }
    var place = 1
    var names = Set<String>()
    for _ in 0..<count {
      let first = leaves.count
      guard place < elements.count else { throw ParquetFailure(what: "it describes too few columns") }
      let element = elements[place]
      guard let node = try node(elements, &place, definition: 0, repetition: 0, depth: 0) else { continue }
      var name = element.name
      var number = 2
      while !names.insert(name).inserted {
        name = "\(element.name)_\(number)"
        number += 1
      }
      var form: ParquetForm?
      if case .leaf(let index) = node {
        if leaves[index].form == .int64, timespans.contains(name) {
          let leaf = leaves[index]
          leaves[index] = ParquetLeaf(
            type: leaf.type, length: leaf.length, form: .clock(ticks: 1, perTick: 100),
            definition: leaf.definition, repetition: leaf.repetition)
        }
        form = leaves[index].form
      }
      columns.append(
        ParquetColumn(
          name: name, node: node, leaves: first..<leaves.count, form: form, kind: form?.kind ?? .dynamic))
    }
    guard place == elements.count else {
      throw ParquetFailure(what: "it describes more columns than it has")
    }
  }

  /// The node of the element at `place`, which moves behind all that stands within; nil for a group that
  /// holds nothing. The levels are those of what it stands within.
  private mutating func node(
    _ elements: [ParquetElement], _ place: inout Int, definition: Int, repetition: Int, depth: Int
  ) throws(ParquetFailure) -> ParquetNode? {
    guard place < elements.count else { throw ParquetFailure(what: "it describes too few columns") }
    guard depth < Self.depthLimit else { throw ParquetFailure(what: "its columns nest too deeply") }
    let element = elements[place]
    let isRepeated = element.repetition == .repeated
    let inner = definition + (element.repetition == .required ? 0 : 1)
    let level = repetition + (isRepeated ? 1 : 0)
    guard
      let node = try content(
        elements, &place, definition: inner, repetition: level, depth: depth)
    else { return nil }
    return isRepeated ? .array(node, definition: definition, filled: inner, level: level) : node
  }

  /// The node of an element as though it stood there once.
  private mutating func content(
    _ elements: [ParquetElement], _ place: inout Int, definition: Int, repetition: Int, depth: Int
  ) throws(ParquetFailure) -> ParquetNode? {
    let element = elements[place]
    place += 1
    guard let count = element.childCount else {
      guard let type = element.type else { throw ParquetFailure(what: "a column has no type") }
      if type == .fixed, element.length < 1 || element.length > 1 << 20 {
        throw ParquetFailure(what: "the values of \"\(element.name)\" are of an impossible length")
      }
      leaves.append(
        ParquetLeaf(
          type: type, length: type == .int96 ? 12 : element.length, form: try ParquetForm(element, type),
          definition: definition, repetition: repetition))
      return .leaf(leaves.count - 1)
    }
    if element.meaning == .list || element.meaning == .map, count == 1, place < elements.count,
      elements[place].repetition == .repeated
    {
      let repeated = elements[place]
      let filled = definition + 1
      let level = repetition + 1
      if element.meaning == .map, repeated.childCount == 2, place + 1 < elements.count,
        elements[place + 1].childCount == nil, elements[place + 1].repetition != .repeated
      {
        place += 1
        guard
          case .leaf(let key)? = try node(
            elements, &place, definition: filled, repetition: level, depth: depth + 2),
          let value = try node(elements, &place, definition: filled, repetition: level, depth: depth + 2)
        else { throw ParquetFailure(what: "the map \"\(element.name)\" has no values") }
        return .map(key: key, value, definition: definition, filled: filled, level: level)
      }
      // The middle group stands for an element only in files of before there were rules for lists.
      let isElement =
        repeated.childCount != 1 || repeated.name == "array" || repeated.name == element.name + "_tuple"
      if element.meaning == .list, !isElement {
        place += 1
        guard
          let inside = try node(elements, &place, definition: filled, repetition: level, depth: depth + 2)
        else { return nil }
        return .array(inside, definition: definition, filled: filled, level: level)
      }
      guard
        let inside = try content(
          elements, &place, definition: filled, repetition: level, depth: depth + 1)
      else { return nil }
      return .array(inside, definition: definition, filled: filled, level: level)
    }
    var fields: [(name: [UInt8], node: ParquetNode)] = []
    for _ in 0..<count {
      guard place < elements.count else { throw ParquetFailure(what: "it describes too few columns") }
      let name = Array(elements[place].name.utf8)
      if let field = try node(
        elements, &place, definition: definition, repetition: repetition, depth: depth + 1)
      {
        fields.append((name, field))
      }
    }
    return fields.isEmpty ? nil : .bag(fields, definition: definition)
  }
}
