import CRegnScan
import RegnData
import RegnPhrases

/// Finds out the form of a file of delimited text.
struct TableDetector {
  let path: String
  let options: CSVOptions
  /// Where text that must be converted as a whole is counted.
  let memory: MemoryBudget

  /// The text of the file, its length and its form. The text is a copy where it was converted from UTF-16 or
  /// had to be tidied. Errors: RG0614 not text, RG0615 empty, RG0618 a record that the user wants to end
  /// reading, and those of reading.
  func detect(_ file: any OpenFile) throws(ExecutionError) -> DetectedText {
    var text = try OpenedText(file, sampleSize: options.sampleSize)
    if text.head.isEmpty { throw FileFailure.empty(path) }
    var found = text.head.withUnsafeBufferPointer {
      DetectedEncoding(head: $0, others: text.others, isWhole: text.isWhole)
    }
    if let wanted = options.encoding, wanted != found.encoding { found = DetectedEncoding(wanted) }
    if found.encoding == .utf16LittleEndian || found.encoding == .utf16BigEndian {
      text = try OpenedText(
        try TextConversion.utf8(
          fromUTF16: file, size: text.size, isBigEndian: found.encoding == .utf16BigEndian,
          held: HeldBytes(
            memory, path: path, what: "is UTF-16 and is made UTF-8 in memory", hint: "save it as UTF-8 first")
        ),
        sampleSize: options.sampleSize)
      if text.head.isEmpty { throw FileFailure.empty(path) }
    }
    try checkIsText(text.head)
    var start = found.encoding == .utf8 ? found.markLength : 0
    let ends = LineEnds(text.head)
    start = try self.start(in: text, from: start, lineEnd: ends.usual.byte)
    if start >= text.size {
      throw options.skippedLines > 0
        ? FileFailure.skippedAll(path, lines: options.skippedLines) : FileFailure.empty(path)
    }
    // The header, at least, must be in the sample.
    while !text.isWhole, !text.head.dropFirst(start).contains(ends.usual.byte), text.head.count < 1 << 26 {
      text.head = try text.file.bytes(0..<min(text.size, text.head.count * 4))
    }
    var sample = text.sample(from: start)
    let detector = DialectDetector(
      sample: sample, lineEnd: ends.usual.byte, returnsEndLines: ends.isMixed,
      prefersTab: path.lowercased().hasSuffix(".tsv") || path.lowercased().hasSuffix(".tab"),
      encoding: found.encoding, delimiter: options.delimiter,
      quote: options.quote.map { $0 == 0 ? .none : $0 })
    let candidates = detector.candidates()
    guard let best = candidates.first else { throw FileFailure.empty(path) }
    var form = TextForm(best, ends: ends, encoding: found, candidates: candidates)
    if needsTidying(best, sample, ends), text.size - start <= TextTidier.limit {
      let tidier = TextTidier(path: path, dialect: best.dialect, width: best.width)
      let tidied = try tidier.tidied(text.file, from: start, size: text.size)
      form.tally = tidied.tally
      form.isTidied = true
      form.delimiter = tidier.delimiter
      form.quote = 0x22
      form.lineEnd = .lineFeed
      // Lines left out above still count.
      form.linesBefore = start > 0 ? text.head[..<min(start, text.head.count)].count { $0 == 0x0A } : 0
      text = try OpenedText(tidied.file, sampleSize: options.sampleSize)
      start = 0
      sample = text.sample(from: 0)
    } else if best.dialect.delimiter.isEmpty {
      form.delimiter = sample.unusedDelimiter
    }
    if !DialectDetector.isFound(best), options.delimiter == nil {
      form.notes.append("no delimiter splits the lines alike, so the file is read as one column")
    }
    guard let detection = detect(sample, offset: start, form, text) else { throw FileFailure.empty(path) }
    return DetectedText(file: text.file, size: text.size, detection: detection, tally: form.tally)
  }

  /// Whether the scanner would not find the fields as they are meant.
  private func needsTidying(_ best: DialectCandidate, _ sample: Sample, _ ends: LineEnds) -> Bool {
    let dialect = best.dialect
    if options.isFixed { return false }
    if options.tidies || best.hasStrayQuotes || dialect.hasBackslash || dialect.delimiter.count > 1 {
      return true
    }
    if dialect.returnsEndLines { return true }
    guard dialect.quote != nil, let delimiter = dialect.delimiter.first, delimiter != 0x20 else {
      return false
    }
    let fields = sample.ends(delimiter: delimiter, quote: dialect.quote, lineEnd: ends.usual.byte)
    return fields.hasSpacedQuotes(fields.records())
  }

  /// Where the text begins behind the lines that are to be skipped.
  private func start(in text: OpenedText, from start: Int, lineEnd: UInt8) throws(ExecutionError) -> Int {
    var start = start
    for _ in 0..<options.skippedLines {
      guard let end = text.head[min(start, text.head.count)...].firstIndex(of: lineEnd) else {
        throw FileFailure.skippedAll(path, lines: options.skippedLines)
      }
      start = end + 1
    }
    return start
  }

  private func checkIsText(_ head: [UInt8]) throws(ExecutionError) {
    let signatures: [(bytes: [UInt8], name: Phrase)] = [
      ([0x28, 0xB5, 0x2F, 0xFD], "a zstd file"),
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

  // MARK: - The form

  private func detect(
    _ sample: Sample, offset: Int, _ form: TextForm, _ text: OpenedText
  ) -> Detection? {
    var notes = form.notes
    let ends = sample.ends(delimiter: form.delimiter, quote: form.quote, lineEnd: form.lineEnd.byte)
    let all = ends.records()
    guard !all.isEmpty else { return nil }
    var bounds = TableBounds(
      ends, all, width: options.isFixed ? 1 : form.width, isWhole: sample.isWhole,
      looksAbove: options.skippedLines == 0)
    let records = Array(all[bounds.rows])
    guard let first = records.first else { return nil }
    let width = Self.width(records)
    let tail = sample.isWhole || options.isFixed ? Tail(end: text.size) : Tail(text, form)

    /// What the records behind so many rows hold.
    func evidence(behind rows: Int, atMost limit: Int = .max) -> [ColumnEvidence] {
      var evidence = [ColumnEvidence](repeating: ColumnEvidence(), count: width)
      for record in records.dropFirst(rows).prefix(limit) { Self.add(record, of: ends, to: &evidence) }
      return evidence
    }
    func texts(_ record: (fields: Range<Int>, start: Int)) -> [[UInt8]] {
      (0..<record.fields.count).map { ends.text(record, $0) }
    }
    var body = evidence(behind: 1)
    addOthers(text, form, before: tail.end, to: &body)
    var headerRows =
      options.headerRows
      ?? (HeaderFinder.isHeader(texts(first), body, hasRows: records.count > 1, &notes) ? 1 : 0)
    if options.headerRows == nil, records.count > 2 {
      // A text among numbers makes a column text; without the header's further rows it may be none.
      headerRows = HeaderFinder.rowCount(
        of: records.prefix(HeaderFinder.rowLimit + 1).map(texts), first: headerRows
      ) {
        evidence(behind: $0, atMost: 50)
      }
    }
    headerRows = min(headerRows, records.count)
    var namesAbove: [[UInt8]]?
    if options.headerRows == nil, headerRows == 0, let last = bounds.above.last, all[last].fields.count == 1 {
      namesAbove = HeaderFinder.names(in: ends.text(all[last], 0), width: width)
      if namesAbove != nil { bounds.takeLineAbove() }
    }
    var headerReason: Phrase = "the first row is like those below it"
    if namesAbove != nil {
      headerReason = "the row above is split by another delimiter into as many names"
    } else if options.headerRows != nil {
      headerReason = "you said so"
    } else if headerRows > 1 {
      headerReason = "so many rows hold text over numbers or dates"
    } else if headerRows == 1 {
      headerReason =
        body.contains(where: \.isTyped)
        ? "the first row holds text over numbers or dates" : "the first row's texts are all different"
    }
    if headerRows == 0 {
      Self.add(first, of: ends, to: &body)
    } else if headerRows > 1 {
      body = evidence(behind: headerRows)
      addOthers(text, form, before: tail.end, to: &body)
    }
    let (marks, marksReason) = Self.marks(
      body, delimiter: form.written.first ?? 0, decimalMark: options.decimalMark, &notes)

    let names = HeaderFinder.names(
      namesAbove.map { [$0] } ?? records.prefix(headerRows).map(texts), width: width,
      encoding: form.encoding.encoding)
    var columns: [DetectedColumn] = []
    for (index, name) in names.enumerated() {
      let isText = options.allText || options.textColumns.contains(name)
      let kind = isText ? .string : body[index].kind(marks)
      columns.append(DetectedColumn(name: name, kind: kind, facts: body[index].facts))
      if kind == .datetime(.dayMonthYear), body[index].isDateAmbiguous {
        notes.append("\(name): day and month could be told apart in no row; read with the day first")
      }
    }
    let hasExtra =
      options.onError == .nullsAndExtra
      && records.dropFirst(headerRows).contains { record in
        record.fields.count > width + 1
          || record.fields.count == width + 1 && !ends.text(record, width).isEmpty
      }
    if hasExtra {
      var used = Set(names)
      columns.append(DetectedColumn(name: HeaderFinder.unique("_extra", among: &used), kind: .string))
    }
    var dataStart = bounds.rows.lowerBound == 0 && namesAbove == nil ? 0 : first.start
    if headerRows > 0 { dataStart = ends.end(of: records[headerRows - 1]) }
    var dataEnd = tail.end
    if !bounds.below.isEmpty { dataEnd = offset + all[bounds.below.lowerBound].start }
    let leftOut = LeftOut.of(bounds, all, ends, form.encoding.encoding, offset: offset) + tail.leftOut
    return Detection(
      encoding: form.encoding.encoding, hasByteOrderMark: form.encoding.markLength > 0,
      isEncodingAssumed: form.encoding.isAssumed, delimiter: form.delimiter, quote: form.quote,
      lineEnd: form.lineEnd, headerRows: namesAbove == nil ? headerRows : 1, marks: marks, columns: columns,
      hasExtra: hasExtra,
      dataOffset: offset + min(dataStart, sample.count), dataEnd: dataEnd, sampledRows: records.count,
      notes: notes, leftOut: leftOut,
      form: form.description,
      reasons: DetectionReasons(
        encoding: form.encoding.reason, header: headerReason, marks: marksReason,
        isDelimiterGiven: options.delimiter != nil),
      candidates: form.candidates)
  }

  /// The number of columns: the fields of the first record, or those of most records when these have more.
  private static func width(_ records: [(fields: Range<Int>, start: Int)]) -> Int {
    guard let first = records.first else { return 0 }
    var counts: [Int: Int] = [:]
    for record in records.dropFirst() { counts[record.fields.count, default: 0] += 1 }
    let usual = counts.max {
      ($0.value, $0.key == first.fields.count ? 1 : 0) < ($1.value, $1.key == first.fields.count ? 1 : 0)
    }
    // Rows that all end in a delimiter are wider than their header.
    if let usual, usual.key > first.fields.count, usual.value * 2 > records.count - 1 { return usual.key }
    return first.fields.count
  }

  /// Adds what blocks from further on in the file hold.
  private func addOthers(
    _ text: OpenedText, _ form: TextForm, before end: Int, to evidence: inout [ColumnEvidence]
  ) {
    for (index, block) in text.others.enumerated() {
      let start = text.otherOffsets[index]
      let block = start + block.count > end ? Array(block.prefix(max(end - start, 0))) : block
      let sample = block.withUnsafeBufferPointer { Sample($0, isWhole: false) }
      let ends = sample.ends(delimiter: form.delimiter, quote: form.quote, lineEnd: form.lineEnd.byte)
      var records = ends.records().dropFirst()
      // A block may begin within quotes. Only what it holds either way is certain.
      if let quote = form.quote, block.contains(quote) {
        let others = sample.ends(
          delimiter: form.delimiter, quote: quote, lineEnd: form.lineEnd.byte, fromInside: true)
        guard let certain = ends.firstCommonEnd(others) else { continue }
        records = records.drop { $0.start <= certain }
      }
      for record in records where record.fields.count == evidence.count {
        Self.add(record, of: ends, to: &evidence)
      }
    }
  }

  private static func add(
    _ record: (fields: Range<Int>, start: Int), of ends: FieldEnds, to evidence: inout [ColumnEvidence]
  ) {
    for index in 0..<min(record.fields.count, evidence.count) {
      ends.withText(record, index) { evidence[index].add($0) }
    }
  }

  // MARK: - Numbers

  /// The notation that the columns as a whole speak for.
  static func marks(
    _ evidence: [ColumnEvidence], delimiter: UInt8, decimalMark: UInt8?, _ notes: inout [Phrase]
  ) -> (marks: NumberMarks, reason: Phrase) {
    if let mark = decimalMark { return (mark == 0x2C ? .danish : .english, "you said so") }
    var danish = 0
    var english = 0
    var ambiguous = 0
    for column in evidence where column.values > 0 && !column.hasMixedUnits {
      let fitsDanish = column.danish.numbers == column.values
      let fitsEnglish = column.english.numbers == column.values
      if fitsDanish, !fitsEnglish { danish += 1 }
      if fitsEnglish, !fitsDanish { english += 1 }
      if fitsDanish, fitsEnglish, column.danish.ambiguous + column.english.ambiguous > 0 { ambiguous += 1 }
    }
    func columns(_ number: Int) -> Phrase { number == 1 ? "1 column" : "\(number) columns" }
    if danish > 0, english == 0 {
      return (.danish, "\(columns(danish)) can be read with a decimal comma alone")
    }
    if english > 0, danish == 0 {
      return (.english, "\(columns(english)) can be read with a decimal point alone")
    }
    // Files that separate fields by semicolons do so because the comma is taken.
    let usual: NumberMarks = delimiter == 0x3B ? .danish : .english
    if danish > 0 {
      // A decimal comma is hardly anything else; what has a point may be the number of an account.
      let chosen = delimiter == 0x2C ? usual : .danish
      notes.append(
        chosen == .danish
          ? """
          some columns have decimals after a comma and some after a point; read with a decimal comma, \
          the others stay text
          """
          : """
          some columns have decimals after a comma and some after a point; read with a decimal point, \
          the others stay text
          """)
      return (
        chosen,
        "\(columns(danish)) with decimals after a comma, \(columns(english)) with decimals after a point"
      )
    }
    if ambiguous > 0 {
      notes.append(
        usual == .danish
          ? """
          numbers such as 1.299 could have three decimals or be grouped; here it is read as 1299, and a \
          decimal comma is assumed
          """
          : """
          numbers such as 1,299 could have three decimals or be grouped; here it is read as 1299, and a \
          decimal point is assumed
          """)
    }
    return (
      usual,
      delimiter == 0x3B
        ? "no column tells; files with semicolons mostly have it" : "no column tells; most files have it"
    )
  }
}

extension DetectedEncoding {
  /// An encoding that the user gave; a byte order mark that fits it is skipped all the same by conversion.
  init(_ encoding: TextEncoding) {
    self.encoding = encoding
    markLength = 0
    isAssumed = false
    reason = "you said so"
  }
}

/// The text that a table is read from.
struct DetectedText {
  let file: any OpenFile
  /// The length of the text in bytes.
  let size: Int
  let detection: Detection
  /// What was out of place where the text was tidied.
  let tally: ReadTally
}
