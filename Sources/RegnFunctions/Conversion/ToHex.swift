import RegnData

let toHexFunction = FunctionDefinition(
  "tohex", category: .conversion,
  summary: "The number in hexadecimal digits, padded with zeros to a least length.",
  signatures: [
    // An int below zero has 8 digits, a long 16 (reference page).
    .scalar([Parameter("value", .int), minLength], result: .type(.string)) { arguments, context in
      hexadecimal(arguments, mask: 0xFFFF_FFFF, context)
    },
    .scalar([Parameter("value", .long), minLength], result: .type(.string)) { arguments, context in
      hexadecimal(arguments, mask: .max, context)
    },
  ],
  examples: [
    FunctionExample(
      "print a = tohex(256), b = tohex(-256), c = tohex(256, 8)", "a,b,c\n100,ffffffffffffff00,00000100")
  ])

private let minLength = Parameter("minLength", .long, default: .long(0))

private func hexadecimal(_ arguments: [Column], mask: UInt64, _ context: KernelContext) -> Column {
  let (values, lengths) = (arguments[0], arguments[1])
  let (numbers, widths) = (values.longs, lengths.longs)
  return stringRows(context) { row, output in
    if values.isNull(row) { return false }
    let width = lengths.isNull(row) ? 0 : widths[row &* lengths.stride]
    let number = UInt64(bitPattern: numbers[row &* values.stride]) & mask
    appendHex(number, width: Int(max(0, min(width, 16))), &output)
    return true
  }
}

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
