import RegnData

let base64EncodeToStringFunction = FunctionDefinition(
  "base64_encode_tostring", aliases: ["base64_encodestring"], category: .string,
  summary: "The text's UTF-8 in base64.",
  signatures: [
    .scalar([Parameter("string", .string)], result: .type(.string)) { arguments, context in
      mapStrings(arguments[0], context) { appendBase64($0, to: &$1) }
    }
  ],
  examples: [FunctionExample("print x = base64_encode_tostring('Kusto')", "x\nS3VzdG8=")])

let base64EncodeFromArrayFunction = FunctionDefinition(
  "base64_encode_fromarray", category: .string,
  summary: "An array of byte values in base64; empty where they are no valid UTF-8 text.",
  signatures: [
    .scalar([Parameter("base64_string_decoded_as_a_byte_array", .dynamic)], result: .type(.string)) {
      arguments, context in
      let arrays = arguments[0].strings
      return stringRows(context) { row, output in
        if arguments[0].isNull(row) { return false }
        let array = DynamicRef(arrays.bytes(row &* arguments[0].stride))
        guard array.kind == .array else { return false }
        var bytes: [UInt8] = []
        for index in 0..<array.count {
          guard let value = array.value(at: index).asLong, let byte = UInt8(exactly: value) else {
            return false
          }
          bytes.append(byte)
        }
        return bytes.withUnsafeBufferPointer { bytes in
          guard isUTF8(bytes) else { return false }
          appendBase64(bytes, to: &output)
          return true
        }
      }
    }
  ],
  examples: [
    FunctionExample("print x = base64_encode_fromarray(dynamic([75, 117, 115, 116, 111]))", "x\nS3VzdG8=")
  ])

/// The bytes of a guid lie as .NET lays them: the first three groups least significant byte first.
let base64EncodeFromGuidFunction = FunctionDefinition(
  "base64_encode_fromguid", category: .string, summary: "The sixteen bytes of a guid in base64.",
  signatures: [
    .scalar([Parameter("guid", .type(.guid))], result: .type(.string)) { arguments, context in
      let guids = arguments[0].guids
      return stringRows(context) { row, output in
        if arguments[0].isNull(row) { return false }
        guidBytes(guids.base[row &* arguments[0].stride]).withUnsafeBufferPointer {
          appendBase64($0, to: &output)
        }
        return true
      }
    }
  ],
  examples: [
    FunctionExample(
      "print x = base64_encode_fromguid(toguid('ae3133f2-6e22-49ae-b06a-16e6a9b212eb'))",
      "x\n8jMxriJurkmwahbmqbIS6w==")
  ])

let base64DecodeToStringFunction = FunctionDefinition(
  "base64_decode_tostring", aliases: ["base64_decodestring"], category: .string,
  summary: "The text that is given in base64; empty where it is no base64 or no UTF-8.",
  signatures: [
    .scalar([Parameter("base64_string", .string)], result: .type(.string)) { arguments, context in
      mapStrings(arguments[0], context) { text, output in
        guard let bytes = decodeBase64(text) else { return }
        bytes.withUnsafeBufferPointer { if isUTF8($0) { output.append(contentsOf: $0) } }
      }
    }
  ],
  examples: [FunctionExample("print x = base64_decode_tostring('S3VzdG8=')", "x\nKusto")])

let base64DecodeToArrayFunction = FunctionDefinition(
  "base64_decode_toarray", aliases: ["base64_decodearray"], category: .string,
  summary: "The byte values that are given in base64, as an array; null where it is no base64.",
  signatures: [
    .scalar([Parameter("base64_string", .string)], result: .type(.dynamic)) { arguments, context in
      let texts = arguments[0].strings
      return try dynamicRows(context) { row, writer in
        guard let bytes = decodeBase64(texts.bytes(row &* arguments[0].stride)) else { return false }
        writer.beginArray()
        for byte in bytes { writer.append(Int64(byte)) }
        writer.endArray()
        return true
      }
    }
  ],
  examples: [FunctionExample("print x = base64_decode_toarray('S3VzdG8=')", "x\n\"[75,117,115,116,111]\"")])

let base64DecodeToGuidFunction = FunctionDefinition(
  "base64_decode_toguid", category: .string,
  summary: "The guid whose bytes are given in base64; null where they are no sixteen bytes.",
  signatures: [
    .scalar([Parameter("base64_string", .string)], result: .type(.guid)) { arguments, context in
      mapString(arguments[0], context, to: .guid) { text -> Guid? in
        guard let bytes = decodeBase64(text), bytes.count == 16 else { return nil }
        var ordered: [UInt8] = []
        for index in guidByteOrder { ordered.append(bytes[index]) }
        return Guid(
          high: ordered[0..<8].reduce(0) { $0 << 8 | UInt64($1) },
          low: ordered[8..<16].reduce(0) { $0 << 8 | UInt64($1) })
      }
    }
  ],
  examples: [
    FunctionExample(
      "print x = base64_decode_toguid('8jMxriJurkmwahbmqbIS6w==')", "x\nae3133f2-6e22-49ae-b06a-16e6a9b212eb")
  ])

private let guidByteOrder = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]

private func guidBytes(_ guid: Guid) -> [UInt8] {
  let bytes = (0..<16).map { index in
    UInt8(truncatingIfNeeded: (index < 8 ? guid.high : guid.low) >> UInt64(56 - index % 8 * 8))
  }
  return guidByteOrder.map { bytes[$0] }
}

/// Appends bytes in base64 with padding (RFC 4648).
func appendBase64(_ bytes: Bytes, to output: inout [UInt8]) {
  func digit(_ value: UInt32) -> UInt8 {
    let value = UInt8(value & 63)
    switch value {
    case 0..<26: return 0x41 + value
    case 26..<52: return 0x61 + value - 26
    case 52..<62: return 0x30 + value - 52
    case 62: return 0x2B
    default: return 0x2F
    }
  }
  var position = 0
  while position < bytes.count {
    let rest = min(3, bytes.count - position)
    var word = UInt32(bytes[position]) << 16
    if rest > 1 { word |= UInt32(bytes[position + 1]) << 8 }
    if rest > 2 { word |= UInt32(bytes[position + 2]) }
    output.append(digit(word >> 18))
    output.append(digit(word >> 12))
    output.append(rest > 1 ? digit(word >> 6) : 0x3D)
    output.append(rest > 2 ? digit(word) : 0x3D)
    position += 3
  }
}

/// The bytes of base64 text, whose padding may be missing; nil for any other text.
func decodeBase64(_ text: Bytes) -> [UInt8]? {
  var bytes: [UInt8] = []
  var word: UInt32 = 0
  var digits = 0
  var end = text.count
  while end > 0, text.count - end < 2, text[end - 1] == 0x3D { end -= 1 }
  if end < text.count, text.count % 4 != 0 { return nil }
  for index in 0..<end {
    let value: UInt8
    switch text[index] {
    case 0x41...0x5A: value = text[index] - 0x41
    case 0x61...0x7A: value = text[index] - 0x61 + 26
    case 0x30...0x39: value = text[index] - 0x30 + 52
    case 0x2B: value = 62
    case 0x2F: value = 63
    default: return nil
    }
    word = word << 6 | UInt32(value)
    digits += 1
    if digits == 4 {
      bytes.append(UInt8(truncatingIfNeeded: word >> 16))
      bytes.append(UInt8(truncatingIfNeeded: word >> 8))
      bytes.append(UInt8(truncatingIfNeeded: word))
      digits = 0
      word = 0
    }
  }
  switch digits {
  case 0: break
  case 2: bytes.append(UInt8(truncatingIfNeeded: word >> 4))
  case 3:
    bytes.append(UInt8(truncatingIfNeeded: word >> 10))
    bytes.append(UInt8(truncatingIfNeeded: word >> 2))
  default: return nil
  }
  return bytes
}
