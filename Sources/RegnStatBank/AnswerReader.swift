import RegnData

/// Reads the figures that the StatBank sends (fields between semicolons) and writes them as the rows that are
/// stored. Nothing is taken that was not asked for.
public struct AnswerReader {
  private let selection: Selection
  private let stored: StoredColumns
  /// For each variable of the selection, the place of a value by its code or its text.
  private let places: [[ArraySlice<UInt8>: Int]]
  /// For each field of the answer, the variable of the selection; nil for the figure. Empty before the
  /// header.
  private var fields: [Int?] = []
  /// What came behind the last line end.
  private var rest: [UInt8] = []
  /// The cell last met in each variable: rows that follow each other mostly share them.
  private var last: [(text: ArraySlice<UInt8>, place: Int)?]
  private var lines = 0

  /// How many rows were read.
  public private(set) var rows = 0

  public init(_ selection: Selection, _ stored: StoredColumns) {
    self.selection = selection
    self.stored = stored
    last = Array(repeating: nil, count: selection.parts.count)
    places = selection.parts.map { part in
      var places: [ArraySlice<UInt8>: Int] = [:]
      // Codes come last, so that they win.
      for place in part.places { places[Array(part.variable.values[place].text.utf8)[...]] = place }
      for place in part.places { places[Array(part.variable.values[place].code.utf8)[...]] = place }
      return places
    }
  }

  /// Takes what has come and gives the rows of it that are whole. Throws `ExecutionError` RG0655.
  public mutating func read(_ bytes: UnsafeRawBufferPointer) throws(ExecutionError) -> [UInt8] {
    var out: [UInt8] = []
    var start = 0
    while let end = bytes[start...].firstIndex(of: 0x0A) {
      rest.append(contentsOf: bytes[start..<end])
      start = end + 1
      // A line end within quotes is part of a text; no text of the StatBank has one, but a broken answer may.
      try line(rest[...], into: &out)
      rest.removeAll(keepingCapacity: true)
    }
    rest.append(contentsOf: bytes[start...])
    if rest.count > 1 << 20 { throw StatBankFailure.unreadable("a line of more than a million bytes") }
    return out
  }

  /// Says that all has come. Throws `ExecutionError` RG0655 when the last line has no end.
  public mutating func finish() throws(ExecutionError) {
    if !rest.isEmpty { throw StatBankFailure.unreadable("it ends in the middle of line \(lines + 1)") }
    if fields.isEmpty { throw StatBankFailure.unreadable("it is empty") }
  }

  private mutating func line(_ bytes: ArraySlice<UInt8>, into out: inout [UInt8]) throws(ExecutionError) {
    lines += 1
    var bytes = bytes
    if bytes.last == 0x0D { bytes.removeLast() }
    if bytes.isEmpty { return }
    if fields.isEmpty { return try header(bytes) }
    let texts = AnswerReader.fields(of: bytes)
    guard texts.count == fields.count else {
      throw StatBankFailure.unreadable("line \(lines) has \(texts.count) fields and not \(fields.count)")
    }
    var placesOfRow = [Int](repeating: 0, count: last.count)
    var figure: ArraySlice<UInt8> = []
    for (text, field) in zip(texts, fields) {
      if let field { placesOfRow[field] = try place(text, of: field) } else { figure = text }
    }
    for (part, place) in placesOfRow.enumerated() {
      out += stored.cells[part][place]
      out.append(UInt8(ascii: ","))
    }
    try append(figure: figure, to: &out)
    out.append(0x0A)
    rows += 1
    if rows > selection.rows { throw StatBankFailure.unreadable("it has more rows than were asked for") }
  }

  private mutating func place(_ text: ArraySlice<UInt8>, of part: Int) throws(ExecutionError) -> Int {
    if let last = last[part], last.text.elementsEqual(text) { return last.place }
    guard let place = places[part][text] else {
      let variable = selection.parts[part].variable.code
      throw StatBankFailure.unreadable(
        "line \(lines) has \(String(decoding: text, as: UTF8.self)) for \(variable), which was not asked for")
    }
    last[part] = (ArraySlice(Array(text)), place)
    return place
  }

  /// A figure with a decimal point; empty when there is none. Decimals come behind a comma or a point, and
  /// nothing between thousands; `..` and other marks of only points, dashes and letters mean none.
  private func append(figure: ArraySlice<UInt8>, to out: inout [UInt8]) throws(ExecutionError) {
    guard figure.contains(where: { (0x30...0x39).contains($0) }) else { return }
    var marks = 0
    for (place, byte) in figure.enumerated() {
      switch byte {
      case 0x30...0x39: out.append(byte)
      case UInt8(ascii: "-") where place == 0: out.append(byte)
      case UInt8(ascii: ","), UInt8(ascii: "."):
        marks += 1
        out.append(UInt8(ascii: "."))
      default: marks = 2
      }
    }
    if marks > 1 {
      throw StatBankFailure.unreadable(
        "line \(lines): \(String(decoding: figure, as: UTF8.self)) is no figure")
    }
  }

  private mutating func header(_ bytes: ArraySlice<UInt8>) throws(ExecutionError) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let line = bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes
    let names = AnswerReader.fields(of: line).map { String(decoding: $0, as: UTF8.self).uppercased() }
    let wanted = selection.parts.map { $0.variable.code.uppercased() }
    var found: [Int?] = []
    for name in names.dropLast() { found.append(wanted.firstIndex(of: name)) }
    guard names.last == StoredColumns.figure, Set(found) == Set(wanted.indices.map { $0 }),
      found.count == wanted.count
    else {
      throw StatBankFailure.unreadable(
        """
        its columns are \(names.prefix(20).joined(separator: ", ")) \
        and not \((wanted + [StoredColumns.figure]).joined(separator: ", "))
        """)
    }
    fields = found + [nil]
  }

  /// The fields of a line; one in quotes may hold semicolons, and quotes twice.
  private static func fields(of line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    let quote = UInt8(ascii: "\"")
    guard line.contains(quote) else {
      return line.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
    }
    var fields: [ArraySlice<UInt8>] = []
    var field: [UInt8] = []
    var isInside = false
    var isQuoted = false
    var index = line.startIndex
    while index < line.endIndex {
      let byte = line[index]
      let next = line.index(after: index)
      if isInside, byte == quote, next < line.endIndex, line[next] == quote {
        field.append(quote)
        index = next
      } else if byte == quote, isInside || field.isEmpty && !isQuoted {
        isInside.toggle()
        isQuoted = true
      } else if byte == UInt8(ascii: ";"), !isInside {
        fields.append(field[...])
        field = []
        isQuoted = false
      } else {
        field.append(byte)
      }
      index = line.index(after: index)
    }
    return fields + [field[...]]
  }
}
