import RegnData

let toHexFunction = FunctionDefinition(
  "tohex", category: .conversion,
  summary: "The number in hexadecimal digits, padded with zeros to a least length.",
  signatures: [
    .scalar(
      [Parameter("value", .long), Parameter("minLength", .long, default: .long(0))], result: .type(.string)
    ) { arguments, context in
      let values = arguments[0]
      let lengths = arguments[1]
      let numbers = values.longs
      let widths = lengths.longs
      return stringRows(context) { row, output in
        if values.isNull(row) { return false }
        let width = lengths.isNull(row) ? 0 : widths[row &* lengths.stride]
        appendHex(
          UInt64(bitPattern: numbers[row &* values.stride]), width: Int(max(0, min(width, 16))), &output)
        return true
      }
    }
  ],
  examples: [
    FunctionExample(
      "print a = tohex(256), b = tohex(-256), c = tohex(256, 8)", "a,b,c\n100,ffffffffffffff00,00000100")
  ])

/// Appends a number in lower-case hexadecimal digits, at least `width` of them.
func appendHex(_ value: UInt64, width: Int, _ output: inout [UInt8]) {
  let significant = (64 - value.leadingZeroBitCount + 3) / 4
  var digit = max(significant, width, 1)
  while digit > 0 {
    digit -= 1
    let nibble = UInt8(truncatingIfNeeded: (value >> UInt64(digit * 4)) & 15)
    output.append(nibble < 10 ? 0x30 + nibble : 0x57 + nibble)
  }
}
