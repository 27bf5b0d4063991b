import RegnData

let isAsciiFunction = FunctionDefinition(
  "isascii", category: .string, summary: "Whether the text has only characters of ASCII.",
  signatures: [
    .scalar([Parameter("value", .any)], result: .type(.bool)) { arguments, context in
      testStrings(asText(arguments[0], context), context) { isASCII($0) }
    }
  ],
  examples: [FunctionExample("print x = isascii('Aarhus'), y = isascii('Ærø')", "x,y\ntrue,false")])

let isUTF8Function = FunctionDefinition(
  "isutf8", category: .string, summary: "Whether the text is well-formed UTF-8.",
  signatures: [
    .scalar([Parameter("value", .any)], result: .type(.bool)) { arguments, context in
      testStrings(asText(arguments[0], context), context) { isUTF8($0) }
    }
  ],
  examples: [FunctionExample("print x = isutf8('Ærø')", "x\ntrue")])

/// Whether all bytes are below 128.
func isASCII(_ bytes: Bytes) -> Bool {
  guard let start = bytes.baseAddress else { return true }
  var union: UInt64 = 0
  var offset = 0
  let raw = UnsafeRawPointer(start)
  while offset + 8 <= bytes.count {
    union |= raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    offset += 8
  }
  while offset < bytes.count {
    union |= UInt64(bytes[offset])
    offset += 1
  }
  return union & 0x8080_8080_8080_8080 == 0
}

/// Whether bytes are well-formed UTF-8 (Unicode, table 3-7).
func isUTF8(_ bytes: Bytes) -> Bool {
  var index = 0
  func continues(_ offset: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
    index + offset < bytes.count && range.contains(bytes[index + offset])
  }
  while index < bytes.count {
    let byte = bytes[index]
    switch byte {
    case 0..<0x80: index += 1
    case 0xC2...0xDF:
      guard continues(1) else { return false }
      index += 2
    case 0xE0...0xEF:
      let second: ClosedRange<UInt8> = byte == 0xE0 ? 0xA0...0xBF : byte == 0xED ? 0x80...0x9F : 0x80...0xBF
      guard continues(1, second), continues(2) else { return false }
      index += 3
    case 0xF0...0xF4:
      let second: ClosedRange<UInt8> = byte == 0xF0 ? 0x90...0xBF : byte == 0xF4 ? 0x80...0x8F : 0x80...0xBF
      guard continues(1, second), continues(2), continues(3) else { return false }
      index += 4
    default: return false
    }
  }
  return true
}
