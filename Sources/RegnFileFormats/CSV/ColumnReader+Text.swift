import CRegnScan
import Glibc
import RegnData

// Text: as codes while there are few, else as views.
extension ColumnReader {
  func readText(_ fields: FieldColumn) throws(FieldFailure) -> Column.Storage {
    guard let coder else { return .strings(StringArray([])) }
    textsSeen += fields.rows
    if givesUpCodes { return .strings(try readViews(fields)) }
    let known = coder.count
    let codes = try readCodes(fields, coder)
    // Most of what came was new: what is to come will be, too.
    let new = coder.count - known
    let isMostlyNew =
      textsSeen > Self.textsOnTrial && new * 2 > fields.rows
      || textsSeen > Self.textsOnFirstTrial && new * 50 > fields.rows * 49
    givesUpCodes = isMostlyNew || coder.count > Self.dictionaryLimit
    return codes
  }

  private func readCodes(_ fields: FieldColumn, _ coder: TextCoder) throws(FieldFailure) -> Column.Storage {
    let allocation = Allocation(byteCount: fields.rows * 4)
    let codes = allocation.address.bindMemory(to: UInt32.self, capacity: max(fields.rows, 1))
    let quote = fields.hasQuotes ? self.quote : nil
    var row = 0
    while true {
      row = regn_text_codes(fields.plain, quote.map { Int32($0) } ?? -1, row, coder.table, codes)
      guard row < fields.rows else { break }
      let (start, end) = fields.bounds(row)
      if let quote, end > start, fields.data[start] == quote {
        codes[row] = try unquotedCode(fields, row, coder)
      } else {
        codes[row] = try newCode(fields.data + start, end - start, row, coder)
      }
      row += 1
    }
    return .dictionary(
      Buffer(allocation: allocation, base: UnsafePointer(codes), count: fields.rows), coder.snapshot())
  }

  @inline(never)
  private func newCode(
    _ start: UnsafePointer<UInt8>, _ count: Int, _ row: Int, _ coder: TextCoder
  ) throws(FieldFailure) -> UInt32 {
    let (code, isValid) = coder.insert(start, count)
    if !isValid {
      if isEncodingAssumed { throw FieldFailure(row: row, problem: .encoding) }
      invalidRows.append(row)
    }
    return code
  }

  @inline(never)
  private func unquotedCode(_ fields: FieldColumn, _ row: Int, _ coder: TextCoder) throws(FieldFailure)
    -> UInt32
  {
    let count = unquote(fields.text(row), row)
    var failure: FieldFailure?
    let code = scratch.withUnsafeBufferPointer { scratch -> UInt32 in
      guard let base = scratch.baseAddress else { return 0 }
      let start = base + 16
      let known = regn_text_code(coder.table, start, count)
      if known > 0 { return known - 1 }
      do throws(FieldFailure) {
        return try newCode(start, count, row, coder)
      } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw failure }
    return code
  }

  /// Puts the content of a quoted field into `scratch`, 16 bytes from both ends; answers its length.
  private func unquote(_ text: UTF8Bytes, _ row: Int) -> Int {
    let content = QuotedField.content(text, quote: quote ?? 0x22)
    if content.isClosed, !content.isWellFormed { malformedQuotes.append(row) }
    scratch.removeAll(keepingCapacity: true)
    scratch.append(contentsOf: repeatElement(0, count: 16))
    scratch.append(contentsOf: content.text)
    scratch.append(contentsOf: repeatElement(0, count: 16))
    return content.text.count
  }

  /// The texts themselves; the long ones in one heap of the chunk.
  private func readViews(_ fields: FieldColumn) throws(FieldFailure) -> StringArray {
    let heapSize = regn_heap_size(fields.plain)
    let heap = Allocation(byteCount: heapSize)
    let quote = fields.hasQuotes ? self.quote.map { Int32($0) } ?? -1 : -1
    var read = 0
    let views = Buffer<StringView>(count: fields.rows) { target in
      let views = UnsafeMutableRawPointer(target).assumingMemoryBound(to: regn_text_view.self)
      read = regn_read_views(fields.plain, quote, encoding == .windows1252 ? 1 : 0, heap.address, views)
    }
    guard read == fields.rows else { return try readViewsCarefully(fields) }
    return StringArray(views: views, heaps: heapSize > 0 ? [heap] : [])
  }

  /// Whether a text can be taken as it stands.
  @inline(__always)
  private func isPlainText(_ start: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    if regn_is_ascii(start, count) != 0 { return true }
    return encoding != .windows1252 && regn_valid_utf8(start, count) == count
  }

  private func readViewsCarefully(_ fields: FieldColumn) throws(FieldFailure) -> StringArray {
    var builder = StringArrayBuilder(capacity: fields.rows)
    for row in 0..<fields.rows {
      let text = fields.text(row)
      guard let quote, text.first == quote else {
        try append(text, row, to: &builder)
        continue
      }
      let content = QuotedField.content(text, quote: quote)
      if content.isClosed, !content.isWellFormed { malformedQuotes.append(row) }
      try content.text.withUnsafeBufferPointer { (text: UTF8Bytes) throws(FieldFailure) -> Void in
        try append(text, row, to: &builder)
      }
    }
    return builder.finish()
  }

  /// Appends a text of the file as UTF-8.
  private func append(
    _ text: UTF8Bytes, _ row: Int, to builder: inout StringArrayBuilder
  ) throws(FieldFailure) {
    if let start = text.baseAddress, !isPlainText(start, text.count) {
      scratch.removeAll(keepingCapacity: true)
      if encoding == .windows1252 {
        TextConversion.appendWindows1252(text, to: &scratch)
      } else {
        if isEncodingAssumed { throw FieldFailure(row: row, problem: .encoding) }
        invalidRows.append(row)
        TextConversion.appendRepaired(text, to: &scratch)
      }
      builder.append(scratch)
    } else {
      builder.append(text)
    }
  }
}
