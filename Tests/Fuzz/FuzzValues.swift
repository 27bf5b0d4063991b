import RegnData

/// The bytes, made UTF-8 as all readers do, are read as JSON, as a dynamic literal and as single values; what
/// was read and written is read again.
func fuzzValues(_ bytes: [UInt8]) {
  let text = String(decoding: bytes, as: UTF8.self)
  Array(text.utf8).withUnsafeBufferPointer { bytes in
    for isLiteral in [false, true] {
      var writer = DynamicWriter()
      do {
        if isLiteral { try writer.append(dynamicLiteral: bytes) } else { try writer.append(json: bytes) }
      } catch { continue }
      writer.withValue { value in
        let text = Array(value.text.utf8)
        var again = DynamicWriter()
        do {
          try text.withUnsafeBufferPointer { text throws(DynamicParseError) in try again.append(json: text) }
        } catch { fatalError("what was written is not JSON: \(value.text)") }
        again.withValue { copy in
          require(copy.text == value.text, "\(value.text) is read as \(copy.text)")
          _ = (copy.stableHash, copy.compare(value))
        }
        _ = DynamicValue(value).encoded
      }
    }
  }
  if let value = Decimal(text) {
    require(Decimal(value.text) == value, "the decimal \(value.text) is another when read again")
  }
  if let value = DateTime(text) {
    require(DateTime(value.text) == value, "the datetime \(value.text) is another when read again")
  }
  if let value = Timespan(text) {
    require(Timespan(value.text) == value, "the timespan \(value.text) is another when read again")
  }
  if let value = Guid(text) {
    require(Guid(value.text) == value, "the guid \(value.text) is another when read again")
  }
}
