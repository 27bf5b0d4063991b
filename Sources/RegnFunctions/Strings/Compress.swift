import RegnData
import RegnPhrases

let gzipCompressFunction = compression(
  "gzip_compress_to_base64_string", .gzip, "The text compressed in gzip's format, in base64.",
  FunctionExample(
    "print x = gzip_compress_to_base64_string('1234567890qwertyuiop')",
    "x\nH4sIAAAAAAAA/wEUAOv/MTIzNDU2Nzg5MHF3ZXJ0eXVpb3A6m7f2FAAAAA=="))

let zlibCompressFunction = compression(
  "zlib_compress_to_base64_string", aliases: ["zlib_base64_compress"], .zlib,
  "The text compressed in zlib's format, in base64.",
  FunctionExample(
    "print x = zlib_compress_to_base64_string('1234567890qwertyuiop')",
    "x\neAEBFADr/zEyMzQ1Njc4OTBxd2VydHl1aW9wOAkGdw=="))

let gzipDecompressFunction = decompression(
  "gzip_decompress_from_base64_string", .gzip,
  "The text that is given compressed in gzip's format, in base64; empty where it is not.",
  FunctionExample(
    "print x = gzip_decompress_from_base64_string(gzip_compress_to_base64_string('Ærø'))", "x\nÆrø"))

let zlibDecompressFunction = decompression(
  "zlib_decompress_from_base64_string", .zlib,
  "The text that is given compressed in zlib's format, in base64; empty where it is not.",
  FunctionExample(
    "print x = zlib_decompress_from_base64_string('eJwLSS0uUSguKcrMS1cwNDIGACxqBQ4=')",
    "x\nTest string 123"))

private func compression(
  _ name: String, aliases: [String] = [], _ format: CompressedFormat, _ summary: Phrase,
  _ example: FunctionExample
) -> FunctionDefinition {
  FunctionDefinition(
    name, aliases: aliases, category: .string, summary: summary,
    signatures: [
      .scalar([Parameter("string", .string)], result: .type(.string)) { arguments, context in
        let deflater = Deflater(format)
        var compressed: [UInt8] = []
        return mapStrings(arguments[0], context) { text, output in
          compressed.removeAll(keepingCapacity: true)
          guard deflater.compress(text, to: &compressed) else { return }
          compressed.withUnsafeBufferPointer { appendBase64($0, to: &output) }
        }
      }
    ],
    examples: [example])
}

private func decompression(
  _ name: String, _ format: CompressedFormat, _ summary: Phrase, _ example: FunctionExample
) -> FunctionDefinition {
  FunctionDefinition(
    name, category: .string, summary: summary,
    signatures: [
      .scalar([Parameter("string", .string)], result: .type(.string)) { arguments, context in
        let inflater = Inflater(format, context.execution)
        let texts = arguments[0].strings
        return try stringRows(context) { row, output in
          guard let compressed = decodeBase64(texts.bytes(row &* arguments[0].stride)) else { return false }
          let isWhole = try compressed.withUnsafeBufferPointer {
            try inflater.decompress($0, to: &output)
          }
          return isWhole && output.withUnsafeBufferPointer { isUTF8($0) }
        }
      }
    ],
    examples: [example])
}
