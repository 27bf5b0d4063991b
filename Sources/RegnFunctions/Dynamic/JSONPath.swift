import RegnData

/// A path into a dynamic value: `$.name`, `$['name']`, `$.list[0]`.
struct JSONPath {
  enum Step {
    case key([UInt8])
    case index(Int)
  }

  var steps: [Step] = []

  /// Reads a path that begins with `$`; nil when it is none.
  init?(_ text: Bytes) {
    guard text.count > 0, text[0] == 0x24 else { return nil }
    var position = 1
    while position < text.count {
      if text[position] == 0x2E {
        let start = position + 1
        position = start
        while position < text.count, text[position] != 0x2E, text[position] != 0x5B { position += 1 }
        guard position > start else { return nil }
        steps.append(.key(Array(text[start..<position])))
      } else if text[position] == 0x5B {
        guard let step = Self.bracket(text, &position) else { return nil }
        steps.append(step)
      } else {
        return nil
      }
    }
  }

  private static func bracket(_ text: Bytes, _ position: inout Int) -> Step? {
    position += 1
    guard position < text.count else { return nil }
    let quote = text[position]
    if quote == 0x22 || quote == 0x27 {
      position += 1
      var key: [UInt8] = []
      while position < text.count, text[position] != quote {
        if text[position] == 0x5C, position + 1 < text.count { position += 1 }
        key.append(text[position])
        position += 1
      }
      guard position + 1 < text.count, text[position + 1] == 0x5D else { return nil }
      position += 2
      return .key(key)
    }
    let start = position
    while position < text.count, text[position] != 0x5D { position += 1 }
    guard position < text.count, let index = parseLong(Bytes(rebasing: text[start..<position])) else {
      return nil
    }
    position += 1
    return .index(Int(index))
  }

  /// A path, or where the text does not begin with `$` the key that it is.
  static func pathOrKey(_ text: Bytes) -> JSONPath? {
    if text.count > 0, text[0] == 0x24, let path = JSONPath(text) { return path }
    return JSONPath(key: Array(text))
  }

  private init(key: [UInt8]) { steps = [.key(key)] }

  /// What the path leads to; nil when there is nothing.
  func find(in value: DynamicRef) -> DynamicRef? {
    var current = value
    for step in steps {
      let next =
        switch step {
        case .key(let key): key.withUnsafeBufferPointer { current.value(forKey: $0) }
        case .index(let index): current.element(at: index)
        }
      guard let next else { return nil }
      current = next
    }
    return current
  }
}

/// The paths of a string column, read once where it is constant.
struct PathReader {
  private let strings: StringArray
  private let stride: Int
  private let constant: JSONPath?
  private let read: (Bytes) -> JSONPath?

  init(_ column: Column, read: @escaping (Bytes) -> JSONPath?) {
    strings = column.strings
    stride = column.stride
    self.read = read
    constant = column.isConstant && column.count > 0 ? read(column.stringBytes(0)) : nil
  }

  subscript(row: Int) -> JSONPath? { stride == 0 ? constant : read(strings.bytes(row)) }
}
