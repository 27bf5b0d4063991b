/// The bytes are the pages of a column of Parquet, behind eight that say what column it is: its type, how
/// often it may stand in a row, how it is packed, what it means, its scale, its rows, its values, the length
/// of values of fixed length. The footer is made of them here, as its places would not stay right.
func fuzzPages(_ bytes: [UInt8]) {
  guard bytes.count > 8 else { return }
  let head = bytes[..<8].map(Int.init)
  let pages = bytes[8...]
  let type = head[0] % 8
  let codecs = [0, 1, 2, 6, 7]
  // Fields of Thrift's compact protocol: a step to the field's number and its kind in a byte, then its value.
  var footer: [UInt8] = []
  func field(_ step: Int, _ kind: Int) { footer.append(UInt8(step << 4 | kind)) }
  func number(_ step: Int, _ value: Int, kind: Int = 5) {
    field(step, kind)
    var rest = UInt(value) << 1
    while rest >= 0x80 {
      footer.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    footer.append(UInt8(rest))
  }
  func long(_ step: Int, _ value: Int) { number(step, value, kind: 6) }
  let name: [UInt8] = [1, 0x63]
  number(1, 2)
  // The schema: the whole, and its one column.
  footer += [0x19, 0x2C]
  footer += [0x48] + name
  number(1, 1)
  footer.append(0)
  number(1, type)
  number(1, head[7])
  number(1, head[1] % 3)
  footer += [0x18] + name
  if head[3] < 22 {
    number(2, head[3])
    number(1, head[4] % 40)
    number(1, 1 + head[4] / 6)
  }
  footer.append(0)
  long(1, head[5])
  // One group of rows with one column.
  footer += [0x19, 0x1C, 0x19, 0x1C]
  long(2, 4)
  footer.append(0x1C)
  number(1, type)
  footer += [0x19, 0x05, 0x19, 0x18] + name
  number(1, codecs[head[2] % codecs.count])
  long(1, head[6])
  long(1, pages.count)
  long(1, pages.count)
  long(2, 4)
  footer += [0, 0]
  long(1, pages.count)
  long(1, head[5])
  footer += [0, 0]
  let length = (0..<4).map { UInt8(truncatingIfNeeded: footer.count >> (8 * $0)) }
  fuzzFile(Array("PAR1".utf8) + pages + footer + length + Array("PAR1".utf8), named: "t.parquet")
}
