import RegnData

/// Writes Thrift's compact protocol, in which Parquet has its footer and the heads of its pages.
struct ThriftWriter {
  private(set) var bytes: [UInt8] = []
  /// The number of the field before the next, of each structure that is open.
  private var fields: [Int] = [0]

  private mutating func append(varint value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private mutating func append(number value: Int) {
    append(varint: UInt64(bitPattern: Int64(value << 1) ^ Int64(value >> 63)))
  }

  /// The head of a field: fields come in order, close to one another.
  private mutating func begin(_ field: Int, kind: UInt8) {
    let step = field - fields[fields.count - 1]
    bytes.append(UInt8(truncatingIfNeeded: step) << 4 | kind)
    fields[fields.count - 1] = field
  }

  mutating func write(_ field: Int, int value: Int) {
    begin(field, kind: 5)
    append(number: value)
  }

  mutating func write(_ field: Int, long value: Int) {
    begin(field, kind: 6)
    append(number: value)
  }

  mutating func write(_ field: Int, bool value: Bool) { begin(field, kind: value ? 1 : 2) }

  mutating func write(_ field: Int, byte value: UInt8) {
    begin(field, kind: 3)
    bytes.append(value)
  }

  mutating func write(_ field: Int, binary value: [UInt8]) {
    begin(field, kind: 8)
    append(varint: UInt64(value.count))
    bytes += value
  }

  mutating func write(_ field: Int, text value: String) { write(field, binary: Array(value.utf8)) }

  mutating func write(_ field: Int, _ body: (inout ThriftWriter) -> Void) {
    begin(field, kind: 12)
    writeStructure(body)
  }

  private mutating func writeStructure(_ body: (inout ThriftWriter) -> Void) {
    fields.append(0)
    body(&self)
    fields.removeLast()
    bytes.append(0)
  }

  /// A list of structures.
  mutating func write<Element>(
    _ field: Int, list: [Element], _ body: (inout ThriftWriter, Element) -> Void
  ) {
    beginList(field, count: list.count, kind: 12)
    for element in list { writeStructure { body(&$0, element) } }
  }

  mutating func write(_ field: Int, ints: [Int]) {
    beginList(field, count: ints.count, kind: 5)
    for value in ints { append(number: value) }
  }

  mutating func write(_ field: Int, texts: [String]) {
    beginList(field, count: texts.count, kind: 8)
    for text in texts {
      append(varint: UInt64(text.utf8.count))
      bytes += Array(text.utf8)
    }
  }

  private mutating func beginList(_ field: Int, count: Int, kind: UInt8) {
    begin(field, kind: 9)
    if count < 15 {
      bytes.append(UInt8(count) << 4 | kind)
    } else {
      bytes.append(0xF0 | kind)
      append(varint: UInt64(count))
    }
  }

  /// Ends what is written outside of any field.
  mutating func end() { bytes.append(0) }
}
