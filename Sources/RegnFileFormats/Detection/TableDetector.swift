import CRegnScan
import RegnData

/// Finds out the form of a file of delimited text.
struct TableDetector {
  let path: String
  let options: CSVOptions
  /// Where text that must be converted as a whole is counted.
  let memory: MemoryBudget

  /// The text of the file (converted, when it is UTF-16), its length and its form. Errors: RG0614 not text,
  /// RG0615 empty, and those of reading.
  func detect(_ file: any OpenFile) throws(ExecutionError) -> (
    file: any OpenFile, size: Int, detection: Detection
  ) {
    var file = file
    var size = try file.status().size
    var head = try bytes(of: file, 0..<min(size, options.sampleSize))
    if head.isEmpty { throw FileFailure.empty(path) }
    var others = try middleBlocks(of: file, size: size)
    var found = head.withUnsafeBufferPointer {
      DetectedEncoding(head: $0, others: others, isWhole: head.count == size)
    }
    if let wanted = options.encoding, wanted != found.encoding {
      found = DetectedEncoding(wanted)
    }
    if found.encoding == .utf16LittleEndian || found.encoding == .utf16BigEndian {
      file = try TextConversion.utf8(
        fromUTF16: file, size: size, isBigEndian: found.encoding == .utf16BigEndian,
        held: HeldBytes(
          memory, path: path, what: "is UTF-16 and is made UTF-8 in memory", hint: "save it as UTF-8 first"))
      size = try file.status().size
      head = try bytes(of: file, 0..<min(size, options.sampleSize))
      others = try middleBlocks(of: file, size: size)
      if head.isEmpty { throw FileFailure.empty(path) }
    }
    try checkIsText(head)
    let start = found.encoding == .utf8 ? found.markLength : 0
    let lineEnd = Self.lineEnd(of: head)
    // The header, at least, must be in the sample.
    while head.count < size, !head.dropFirst(start).contains(lineEnd.byte), head.count < 1 << 26 {
      head = try bytes(of: file, 0..<min(size, head.count * 4))
    }
    let isWhole = head.count == size
    let sample = head.withUnsafeBufferPointer { head in
      Sample(UTF8Bytes(rebasing: head[start...]), isWhole: isWhole)
    }
    let detection = detect(sample, offset: start, encoding: found, lineEnd: lineEnd, others: others)
    guard let detection else { throw FileFailure.empty(path) }
    return (file, size, detection)
  }

  private func bytes(of file: any OpenFile, _ range: Range<Int>) throws(ExecutionError) -> [UInt8] {
    var failure: ExecutionError?
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { target, filled in
      do throws(ExecutionError) {
        filled = try file.read(into: UnsafeMutableRawBufferPointer(target), at: range.lowerBound)
      } catch {
        failure = error
        filled = 0
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Some blocks beyond the head, so that what a file's later part holds is seen before it is met.
  private func middleBlocks(of file: any OpenFile, size: Int) throws(ExecutionError) -> [[UInt8]] {
    let rest = size - options.sampleSize
    let length = 1 << 14
    guard rest > 0 else { return [] }
    let count = min(8, max(1, rest / (4 * length)))
    var blocks: [[UInt8]] = []
    for index in 1...count {
      let end = options.sampleSize + rest * index / count
      blocks.append(try bytes(of: file, max(options.sampleSize, end - length)..<end))
    }
    return blocks
  }

  private func checkIsText(_ head: [UInt8]) throws(ExecutionError) {
    let signatures: [(bytes: [UInt8], name: String)] = [
      (Array("PAR1".utf8), "a Parquet file"), ([0x28, 0xB5, 0x2F, 0xFD], "a zstd file"),
      (Array("%PDF".utf8), "a PDF document"), ([0x7F, 0x45, 0x4C, 0x46], "a program"),
      (Array("SQLite format 3".utf8), "an SQLite database"),
      ([0xD0, 0xCF, 0x11, 0xE0], "an old Excel workbook"), ([0x89, 0x50, 0x4E, 0x47], "a picture"),
      ([0xFF, 0xD8, 0xFF], "a picture"), (Array("GIF8".utf8), "a picture"),
    ]
    for signature in signatures where head.starts(with: signature.bytes) {
      throw ExecutionError(
        code: "RG0614", message: "\(path) is \(signature.name), not delimited text",
        hint: "export it as CSV, or unpack it, first")
    }
    let controls = head.count {
      $0 < 0x20 && !($0 >= 0x09 && $0 <= 0x0D) && $0 != 0x1F && $0 != 0x01 && $0 != 0x1A
    }
    if controls > 3, controls * 20 > head.count { throw FileFailure.notText(path) }
  }

  private static func lineEnd(of head: [UInt8]) -> LineEnd {
    var feeds = 0
    var returns = 0
    var pairs = 0
    for index in head.indices {
      if head[index] == 0x0A {
        feeds += 1
        if index > 0, head[index - 1] == 0x0D { pairs += 1 }
      } else if head[index] == 0x0D {
        returns += 1
      }
    }
    if feeds == 0, returns > 0 { return .carriageReturn }
    return pairs * 2 > feeds ? .carriageReturnLineFeed : .lineFeed
  }

  // MARK: - The form

  private func detect(
    _ sample: Sample, offset: Int, encoding: DetectedEncoding, lineEnd: LineEnd, others: [[UInt8]]
  ) -> Detection? {
    var notes: [String] = []
    let detector = DialectDetector(
      sample: sample, lineEnd: lineEnd.byte,
      prefersTab: path.lowercased().hasSuffix(".tsv") || path.lowercased().hasSuffix(".tab"))
    let quote: UInt8? = options.quote.map { $0 == 0 ? nil : $0 } ?? detector.quote()
    let delimiter: UInt8
    if let wanted = options.delimiter {
      delimiter = wanted
    } else {
      let found = detector.delimiter(quote: quote)
      delimiter = found.byte
      if !found.isFound {
        notes.append("no delimiter splits the lines alike, so the file is read as one column")
      }
    }
    let ends = sample.ends(delimiter: delimiter, quote: quote, lineEnd: lineEnd.byte)
    let records = ends.records()
    guard let first = records.first else { return nil }

    var counts: [Int: Int] = [:]
    for record in records.dropFirst() { counts[record.fields.count, default: 0] += 1 }
    let usual =
      counts.max {
        ($0.value, $0.key == first.fields.count ? 1 : 0) < ($1.value, $1.key == first.fields.count ? 1 : 0)
      }
    var width = first.fields.count
    // Rows that all end in a delimiter are wider than their header.
    if let usual, usual.key > width, usual.value * 2 > records.count - 1 { width = usual.key }
    var evidence = [ColumnEvidence](repeating: ColumnEvidence(), count: width)
    for record in records.dropFirst() { Self.add(record, of: ends, to: &evidence) }
    for block in others {
      let sample = block.withUnsafeBufferPointer { Sample($0, isWhole: false) }
      let ends = sample.ends(delimiter: delimiter, quote: quote, lineEnd: lineEnd.byte)
      var records = ends.records().dropFirst()
      // A block may begin within quotes. Only what it holds either way is certain.
      if let quote, block.contains(quote) {
        let others = sample.ends(delimiter: delimiter, quote: quote, lineEnd: lineEnd.byte, fromInside: true)
        guard let certain = ends.firstCommonEnd(others) else { continue }
        records = records.drop { $0.start <= certain }
      }
      for record in records where record.fields.count == width { Self.add(record, of: ends, to: &evidence) }
    }

    let firstTexts = (0..<first.fields.count).map { ends.text(first, $0) }
    let hasHeader =
      options.hasHeader ?? self.hasHeader(firstTexts, evidence, hasRows: records.count > 1, &notes)
    if !hasHeader { Self.add(first, of: ends, to: &evidence) }
    let marks = self.marks(evidence, delimiter: delimiter, &notes)

    var columns: [DetectedColumn] = []
    var used = Set<String>()
    for index in 0..<width {
      var name = ""
      if hasHeader, index < firstTexts.count { name = Self.name(firstTexts[index], encoding.encoding) }
      name = Self.unique(name.isEmpty ? "column\(index + 1)" : name, among: &used)
      let isText = options.allText || options.textColumns.contains(name)
      let kind = isText ? .string : evidence[index].kind(marks)
      columns.append(DetectedColumn(name: name, kind: kind))
      if case .datetime = kind, evidence[index].isDateAmbiguous, kind == .datetime(.dayMonthYear) {
        notes.append("\(name): day and month could be told apart in no row; read with the day first")
      }
    }
    let hasExtra =
      options.onError == .nullsAndExtra
      && records.dropFirst(hasHeader ? 1 : 0).contains { record in
        record.fields.count > width + 1
          || record.fields.count == width + 1 && !ends.text(record, width).isEmpty
      }
    if hasExtra {
      columns.append(DetectedColumn(name: Self.unique("_extra", among: &used), kind: .string))
    }
    return Detection(
      encoding: encoding.encoding, hasByteOrderMark: encoding.markLength > 0,
      isEncodingAssumed: encoding.isAssumed,
      delimiter: delimiter, quote: quote, lineEnd: lineEnd, hasHeader: hasHeader, marks: marks,
      columns: columns,
      hasExtra: hasExtra,
      dataOffset: offset
        + (hasHeader ? min(Int(ends.positions[first.fields.upperBound - 1]) + 1, sample.count) : 0),
      sampledRows: records.count, notes: notes)
  }

  private static func add(
    _ record: (fields: Range<Int>, start: Int), of ends: FieldEnds, to evidence: inout [ColumnEvidence]
  ) {
    for index in 0..<min(record.fields.count, evidence.count) {
      evidence[index].add(ends.text(record, index))
    }
  }

  // MARK: - Names

  private static func name(_ text: [UInt8], _ encoding: TextEncoding) -> String {
    var name: String
    if encoding == .windows1252 {
      var bytes: [UInt8] = []
      text.withUnsafeBufferPointer { TextConversion.appendWindows1252($0, to: &bytes) }
      name = String(decoding: bytes, as: UTF8.self)
    } else {
      name = String(decoding: text, as: UTF8.self)
    }
    while let first = name.first, first.isWhitespace { name.removeFirst() }
    while let last = name.last, last.isWhitespace { name.removeLast() }
    return name
  }

  private static func unique(_ name: String, among used: inout Set<String>) -> String {
    var candidate = name
    var number = 2
    while !used.insert(candidate).inserted {
      candidate = "\(name)_\(number)"
      number += 1
    }
    return candidate
  }

  // MARK: - Header

  /// Whether the first record holds names: where the rows below are numbers or dates, it must not be one.
  private func hasHeader(
    _ first: [[UInt8]], _ body: [ColumnEvidence], hasRows: Bool, _ notes: inout [String]
  ) -> Bool {
    var isNamed = false
    var isData = false
    var isTyped = false
    var hasEmpty = false
    var years: [Int] = []
    for (index, text) in first.enumerated() {
      var own = ColumnEvidence()
      own.add(text)
      if text.isEmpty { hasEmpty = true }
      let looksTyped = own.values > 0 && (own.kind(.danish) != .string || own.kind(.english) != .string)
      if looksTyped {
        isTyped = true
        if text.count == 4, let year = Int(String(decoding: text, as: UTF8.self)),
          (1900...2100).contains(year)
        {
          years.append(year)
        }
      }
      guard index < body.count, body[index].values > 0 else { continue }
      let below = [body[index].kind(.danish), body[index].kind(.english)]
      guard below.contains(where: { $0 != .string }) else { continue }
      if own.values == 0 { continue }
      if looksTyped { isData = true } else { isNamed = true }
    }
    if isNamed { return true }
    // Years as names of columns: all different, in order.
    let inOrder = zip(years, years.dropFirst()).allSatisfy { $0 < $1 }
    if years.count > 1, inOrder, years.count + 1 >= first.count, isTyped {
      notes.append("the first row is read as names, as it holds a series of years")
      return true
    }
    if isData || isTyped || (hasEmpty && first.count > 1) { return false }
    if first.allSatisfy(\.isEmpty) { return false }
    let distinct = Set(first).count == first.count
    if distinct, hasRows, !body.contains(where: { $0.kind(.danish) != .string }) {
      notes.append("all columns are text; the first row is taken for their names")
    }
    return distinct
  }

  // MARK: - Numbers

  /// The notation that the columns as a whole speak for.
  private func marks(_ evidence: [ColumnEvidence], delimiter: UInt8, _ notes: inout [String]) -> NumberMarks {
    if let mark = options.decimalMark { return mark == 0x2C ? .danish : .english }
    var danish = 0
    var english = 0
    var ambiguous = 0
    for column in evidence where column.values > 0 {
      let fitsDanish = column.danish.numbers == column.values
      let fitsEnglish = column.english.numbers == column.values
      if fitsDanish, !fitsEnglish { danish += 1 }
      if fitsEnglish, !fitsDanish { english += 1 }
      if fitsDanish, fitsEnglish, column.danish.ambiguous + column.english.ambiguous > 0 { ambiguous += 1 }
    }
    if danish > 0, english == 0 { return .danish }
    if english > 0, danish == 0 { return .english }
    // Files that separate fields by semicolons do so because the comma is taken.
    let usual: NumberMarks = delimiter == 0x3B ? .danish : .english
    if danish > 0 {
      let chosen = delimiter == 0x3B || delimiter == 0x2C ? usual : danish > english ? .danish : .english
      notes.append(
        "some columns have decimals after a comma and some after a point; read with a decimal "
          + (chosen == .danish ? "comma" : "point") + ", the others stay text")
      return chosen
    }
    if ambiguous > 0 {
      let example = usual == .danish ? ("1.299", "1299") : ("1,299", "1299")
      notes.append(
        "numbers such as \(example.0) could have three decimals or be grouped; here it is read "
          + "as \(example.1), and a decimal \(usual == .danish ? "comma" : "point") is assumed")
    }
    return usual
  }
}

extension DetectedEncoding {
  /// An encoding that the user gave; a byte order mark that fits it is skipped all the same by conversion.
  init(_ encoding: TextEncoding) {
    self.encoding = encoding
    markLength = 0
    isAssumed = false
  }
}

extension LineEnd {
  /// The byte that ends a record; the CR before a LF is taken off the last field.
  var byte: UInt8 { self == .carriageReturn ? 0x0D : 0x0A }
}
