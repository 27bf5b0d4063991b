import CZlib

/// The bytes are the parts of a workbook, with a byte of zero between one and the next: a sheet, the texts
/// that cells share, the formats, and what stands before the list of sheets. They are put into an archive
/// here, as its checksums would keep a fuzzer out.
func fuzzWorkbook(_ bytes: [UInt8]) {
  var parts = bytes.split(separator: 0, maxSplits: 3, omittingEmptySubsequences: false).map(Array.init)
  while parts.count < 4 { parts.append([]) }
  let sheets = #"<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#
  fuzzFile(
    archive([
      ("xl/workbook.xml", Array("<workbook>".utf8) + parts[3] + Array(sheets.utf8)),
      (
        "xl/_rels/workbook.xml.rels",
        Array(
          #"<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="s.xml"/></Relationships>"#.utf8)
      ),
      ("xl/s.xml", parts[0]), ("xl/sharedStrings.xml", parts[1]), ("xl/styles.xml", parts[2]),
    ]), named: "t.xlsx",
    // Within a remark or a literal text, too, a block ends before what looks like a row.
    mayRefuseBlocks: true)
}

/// A zip archive of files that are stored as they are; those without a byte are left out.
private func archive(_ files: [(name: String, bytes: [UInt8])]) -> [UInt8] {
  var all: [UInt8] = []
  var list: [UInt8] = []
  var count = 0
  func number(_ value: Int, _ length: Int) -> [UInt8] {
    (0..<length).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
  for file in files where !file.bytes.isEmpty {
    let sum = Int(crc32(0, file.bytes, UInt32(file.bytes.count)))
    let common =
      number(20, 2) + number(0, 8) + number(sum, 4) + number(file.bytes.count, 4)
      + number(file.bytes.count, 4) + number(file.name.utf8.count, 2) + number(0, 2)
    list += number(0x0201_4B50, 4) + number(20, 2) + common + number(0, 10) + number(all.count, 4)
    list += Array(file.name.utf8)
    all += number(0x0403_4B50, 4) + common + Array(file.name.utf8) + file.bytes
    count += 1
  }
  let start = all.count
  return all + list + number(0x0605_4B50, 4) + number(0, 4) + number(count, 2) + number(count, 2)
    + number(list.count, 4) + number(start, 4) + number(0, 2)
}
