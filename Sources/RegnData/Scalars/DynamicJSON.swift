extension DynamicRef: ByteWritable, CustomStringConvertible {
  /// Appends the value as JSON, without spaces, as Kusto writes it: `{"a":1,"b":[1,2.5,null],"c":1.0}`.
  ///
  /// Datetimes, timespans, guids, decimals and reals that are not finite become strings. Text beyond ASCII
  /// stays as it is.
  public func append(to bytes: inout [UInt8]) {
    appendJSON(to: &bytes, depth: 0)
  }

  public var description: String { text }

  /// Appends the value as `tostring()` gives it: a string bare, a null as nothing, all else as JSON.
  public func appendAsString(to bytes: inout [UInt8]) {
    if isNull { return }
    if let string = stringBytes {
      bytes.append(contentsOf: string)
    } else {
      append(to: &bytes)
    }
  }

  private func appendJSON(to bytes: inout [UInt8], depth: Int) {
    switch kind {
    case .null: bytes.append(literal: "null")
    case .bool: bytes.append(literal: asBool == true ? "true" : "false")
    case .long: bytes.append(long: asLong ?? 0)
    case .real: bytes.append(jsonReal: asReal ?? 0)
    case .string: bytes.append(jsonString: stringBytes ?? UTF8Bytes(start: nil, count: 0))
    case .decimal: appendQuoted(asDecimal, to: &bytes)
    case .datetime: appendQuoted(asDateTime, to: &bytes)
    case .timespan: appendQuoted(asTimespan, to: &bytes)
    case .guid: appendQuoted(asGuid, to: &bytes)
    case .array, .bag:
      let isBag = kind == .bag
      // No parser makes this depth, nor a query of bearable length; the guard is for the stack's sake.
      guard depth < 2_000 else { return bytes.append(literal: "null") }
      bytes.append(isBag ? 0x7B : 0x5B)
      for index in 0..<count {
        if index > 0 { bytes.append(0x2C) }
        if isBag {
          bytes.append(jsonString: key(at: index))
          bytes.append(0x3A)
        }
        value(at: index).appendJSON(to: &bytes, depth: depth + 1)
      }
      bytes.append(isBag ? 0x7D : 0x5D)
    }
  }

  private func appendQuoted(_ value: (some ByteWritable)?, to bytes: inout [UInt8]) {
    bytes.append(0x22)
    value?.append(to: &bytes)
    bytes.append(0x22)
  }
}

extension Array where Element == UInt8 {
  /// Appends a real as JSON: whole numbers keep `.0`, and what is not finite becomes a string.
  public mutating func append(jsonReal value: Double) {
    guard value.isFinite else {
      append(0x22)
      append(real: value)
      return append(0x22)
    }
    let start = count
    append(real: value)
    for index in start..<count where self[index] == 0x2E || self[index] == 0x45 { return }
    append(literal: ".0")
  }

  /// Appends text as a JSON string, in quotes; only quotes, backslashes and control characters are escaped.
  public mutating func append(jsonString text: UTF8Bytes) {
    append(0x22)
    var start = 0
    for index in 0..<text.count {
      let byte = text[index]
      guard byte < 0x20 || byte == 0x22 || byte == 0x5C else { continue }
      append(contentsOf: text.slice(start..<index))
      start = index + 1
      append(0x5C)
      switch byte {
      case 0x08: append(0x62)
      case 0x09: append(0x74)
      case 0x0A: append(0x6E)
      case 0x0C: append(0x66)
      case 0x0D: append(0x72)
      case 0x22, 0x5C: append(byte)
      default:
        append(literal: byte < 0x10 ? "u000" : "u001")
        append(byte & 15 < 10 ? byte & 15 + 0x30 : byte & 15 + 0x57)
      }
    }
    append(contentsOf: text.slice(start..<text.count))
    append(0x22)
  }

  /// Appends the UTF-8 of a scalar.
  public mutating func append(scalar: Unicode.Scalar) {
    let value = scalar.value
    if value < 0x80 {
      append(UInt8(truncatingIfNeeded: value))
    } else if value < 0x800 {
      append(UInt8(truncatingIfNeeded: 0xC0 | value >> 6))
      append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
    } else if value < 0x10000 {
      append(UInt8(truncatingIfNeeded: 0xE0 | value >> 12))
      append(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3F))
      append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
    } else {
      append(UInt8(truncatingIfNeeded: 0xF0 | value >> 18))
      append(UInt8(truncatingIfNeeded: 0x80 | value >> 12 & 0x3F))
      append(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3F))
      append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
    }
  }
}
