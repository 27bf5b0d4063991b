import RegnData

let urlEncodeFunction = FunctionDefinition(
  "url_encode", category: .string,
  summary: "The text with what a URL cannot hold as percent signs and hexadecimal digits, spaces as +.",
  signatures: [encoding(spaceAsPlus: true)],
  examples: [
    FunctionExample(
      "print x = url_encode('https://www.bing.com/hello world')",
      "x\nhttps%3a%2f%2fwww.bing.com%2fhello+world")
  ])

let urlEncodeComponentFunction = FunctionDefinition(
  "url_encode_component", category: .string,
  summary: "The text with what a URL's part cannot hold as percent signs and hexadecimal digits.",
  signatures: [encoding(spaceAsPlus: false)],
  examples: [
    FunctionExample(
      "print x = url_encode_component('https://www.bing.com/hello world')",
      "x\nhttps%3a%2f%2fwww.bing.com%2fhello%20world")
  ])

let urlDecodeFunction = FunctionDefinition(
  "url_decode", category: .string, summary: "The text that was encoded for a URL; a + becomes a space.",
  signatures: [
    .scalar([Parameter("encoded_url", .string)], result: .type(.string)) { arguments, context in
      mapStrings(arguments[0], context) { appendURLDecoded($0, to: &$1) }
    }
  ],
  examples: [
    FunctionExample("print x = url_decode('https%3a%2f%2fwww.bing.com%2f')", "x\nhttps://www.bing.com/")
  ])

private func encoding(spaceAsPlus: Bool) -> Signature {
  .scalar([Parameter("url", .string)], result: .type(.string)) { arguments, context in
    mapStrings(arguments[0], context) { text, output in
      for byte in text {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x21, 0x2A, 0x28, 0x29:
          output.append(byte)
        case 0x20 where spaceAsPlus: output.append(0x2B)
        default:
          output.append(0x25)
          appendHex(UInt64(byte), width: 2, &output)
        }
      }
    }
  }
}

/// Appends text with `%xx` decoded; what is no such escape stays, and bytes that are no UTF-8 become U+FFFD.
func appendURLDecoded(_ text: Bytes, to output: inout [UInt8]) {
  var decoded: [UInt8] = []
  decoded.reserveCapacity(text.count)
  var position = 0
  while position < text.count {
    let byte = text[position]
    if byte == 0x25, position + 2 < text.count, let high = hexDigit(text[position + 1]),
      let low = hexDigit(text[position + 2])
    {
      decoded.append(high << 4 | low)
      position += 3
    } else {
      decoded.append(byte == 0x2B ? 0x20 : byte)
      position += 1
    }
  }
  output.append(contentsOf: String(decoding: decoded, as: UTF8.self).utf8)
}

/// The value of a hexadecimal digit, or nil.
func hexDigit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case 0x30...0x39: byte - 0x30
  case 0x41...0x46: byte - 0x37
  case 0x61...0x66: byte - 0x57
  default: nil
  }
}
