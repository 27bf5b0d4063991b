import RegnData

/// What the dialects of delimited text have in common: how a cell is quoted or guarded.
struct DelimitedRows {
  var delimiter: UInt8 = 0x2C
  /// Whether reals and decimals have a decimal comma.
  var hasDecimalComma = false
  /// Whether text that a spreadsheet would take for a formula gets an apostrophe in front.
  var isSafe = false
  /// Whether an empty string is written `""`, so that it differs from a null.
  var marksEmptyStrings = false

  private var scratch: [UInt8] = []

  init() {}

  /// Writes all rows of a result.
  mutating func write(_ result: ResultTable, to output: inout ByteOutput) throws {
    // An empty line would not be seen as a row: where it is all there is, an empty cell is quoted.
    let isAlone = result.columns.count == 1 && !marksEmptyStrings
    for chunk in result.chunks {
      try chunk.withReaders { readers in
        for row in 0..<chunk.rowCount {
          for index in 0..<readers.count {
            if index > 0 { output.bytes.append(delimiter) }
            let start = output.bytes.count
            append(readers[index], row: row, to: &output.bytes)
            if isAlone, output.bytes.count == start { output.bytes.append(literal: "\"\"") }
          }
          output.bytes.append(0x0A)
          try output.flushIfFull()
        }
      }
    }
  }

  /// Writes the line of column names, each with its type after a colon if `withTypes`.
  mutating func writeHeader(_ columns: [ColumnSchema], withTypes: Bool = false, to output: inout ByteOutput) {
    for (index, column) in columns.enumerated() {
      if index > 0 { output.bytes.append(delimiter) }
      let text = withTypes ? "\(column.name):\(column.type.rawValue)" : column.name
      withUTF8Bytes(of: text) { append(text: $0, to: &output.bytes) }
    }
    output.bytes.append(0x0A)
  }

  @inline(__always)
  private mutating func append(_ reader: CellReader, row: Int, to bytes: inout [UInt8]) {
    if reader.isNull(row) { return }
    switch reader.kind {
    case .string, .code: append(text: reader.bytes(row), to: &bytes)
    case .dynamic:
      scratch.removeAll(keepingCapacity: true)
      reader.appendText(row, to: &scratch)
      let text = scratch
      text.withUnsafeBufferPointer { append(text: $0, to: &bytes) }
    case .timespan:
      if isSafe, reader.integer(row) < 0 { bytes.append(0x27) }
      reader.appendText(row, to: &bytes)
    case .real, .scaled, .decimal:
      let start = bytes.count
      reader.appendText(row, to: &bytes)
      // A spreadsheet knows no such number, and would look for a name.
      if isSafe, bytes[start...].starts(with: [0x2D, 0x49]) { bytes.insert(0x27, at: start) }
      if hasDecimalComma, let point = bytes[start...].firstIndex(of: 0x2E) { bytes[point] = 0x2C }
    case .bool, .int32, .int64, .datetime, .guid: reader.appendText(row, to: &bytes)
    }
  }

  /// Appends text, guarded, and quoted where it needs to be.
  private func append(text: UTF8Bytes, to bytes: inout [UInt8]) {
    let guards = isSafe && looksLikeFormula(text)
    var needsQuotes = text.isEmpty && marksEmptyStrings
    for byte in text where byte == delimiter || byte == 0x22 || byte == 0x0A || byte == 0x0D {
      needsQuotes = true
      break
    }
    if needsQuotes { bytes.append(0x22) }
    if guards { bytes.append(0x27) }
    if needsQuotes {
      for byte in text {
        if byte == 0x22 { bytes.append(0x22) }
        bytes.append(byte)
      }
      bytes.append(0x22)
    } else {
      bytes.append(contentsOf: text)
    }
  }

  /// Whether a spreadsheet would take the text for a formula: it begins with one of `=` `+` `-` `@` tab CR
  /// and is no number.
  private func looksLikeFormula(_ text: UTF8Bytes) -> Bool {
    switch text.first {
    case 0x3D, 0x40, 0x09, 0x0D: return true
    case 0x2B, 0x2D:
      var digits = 0
      var marks = 0
      for byte in text.dropFirst() {
        if byte >= 0x30, byte <= 0x39 {
          digits += 1
        } else if byte == 0x2E || byte == 0x2C {
          marks += 1
        } else {
          // With an exponent it may still be a number.
          return parseReal(text)?.isFinite != true
        }
      }
      return digits == 0 || marks > 1
    default: return false
    }
  }
}
