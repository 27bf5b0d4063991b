import RegnData
import RegnPhrases

/// Finds the names of a table's columns: whether its first rows hold them, and how many do.
enum HeaderFinder {
  /// The most rows that a header may have.
  static let rowLimit = 4

  /// Whether a record holds names: where the rows below are numbers or dates, it must not be one.
  ///
  /// - Parameters:
  ///   - body: what the records below hold.
  ///   - notes: gets what could have been decided otherwise.
  static func isHeader(
    _ first: [[UInt8]], _ body: [ColumnEvidence], hasRows: Bool, _ notes: inout [Phrase]
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
      let looksTyped = own.isTyped(above: index < body.count ? body[index] : ColumnEvidence())
      if looksTyped {
        isTyped = true
        if text.count == 4, let year = Int(String(decoding: text, as: UTF8.self)),
          (1900...2100).contains(year)
        {
          years.append(year)
        }
      }
      guard index < body.count, body[index].values > 0 else { continue }
      guard body[index].isTyped else { continue }
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

  /// How many rows the header has: rows that have nothing but text where the rows below them are numbers or
  /// dates, the last of them in two columns at least. `first` is what the first row alone was taken for.
  ///
  /// - Parameter below: what the records hold behind so many rows of a header.
  static func rowCount(of records: [[[UInt8]]], first: Int, below: (Int) -> [ColumnEvidence]) -> Int {
    guard let names = records.first, first == 1 || !names.contains(where: ColumnEvidence.isTyped) else {
      return first
    }
    var count = first
    for rows in 2...max(min(rowLimit, records.count - 1), 2) where rows < records.count {
      let body = below(rows)
      let places = body.indices.filter { body[$0].isTyped }
      let last = records[rows - 1]
      let named = places.count { $0 < last.count && !last[$0].isEmpty }
      let isText = records[..<rows].allSatisfy { row in
        !places.contains { $0 < row.count && ColumnEvidence.isTyped(row[$0]) }
      }
      guard isText else { break }
      if named > 1 { count = rows }
    }
    return count
  }

  // MARK: - Names

  /// The names of columns: the texts of a header's rows one after another. What stands in the first of
  /// several rows holds for the columns to its right as well that have no text there but one in the last row.
  static func names(_ rows: [[[UInt8]]], width: Int, encoding: TextEncoding) -> [String] {
    var used = Set<String>()
    var above = ""
    return (0..<width).map { index in
      var parts: [String] = []
      for (row, texts) in rows.enumerated() {
        var part = index < texts.count ? name(texts[index], encoding) : ""
        if row == 0, rows.count > 1 {
          if !part.isEmpty {
            above = part
          } else if let below = rows.last, index < below.count, !below[index].isEmpty {
            part = above
          }
        }
        if !part.isEmpty, parts.last != part { parts.append(part) }
      }
      let name = parts.joined(separator: " ")
      return unique(name.isEmpty ? "column\(index + 1)" : name, among: &used)
    }
  }

  /// A text of a file without white space at its ends.
  static func name(_ text: [UInt8], _ encoding: TextEncoding) -> String {
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

  /// The name, with a number behind it where it is taken.
  static func unique(_ name: String, among used: inout Set<String>) -> String {
    var candidate = name
    var number = 2
    while !used.insert(candidate).inserted {
      candidate = "\(name)_\(number)"
      number += 1
    }
    return candidate
  }

  /// The names in a row above a table that is written with another delimiter than it; nil when that gives not
  /// as many as there are columns.
  static func names(in line: [UInt8], width: Int) -> [[UInt8]]? {
    splits(of: line, width: width).first { Set($0).count == width && !$0.contains([]) }
  }

  /// The fields of a line by each usual delimiter that splits it into so many.
  static func splits(of line: [UInt8], width: Int) -> [[[UInt8]]] {
    guard width > 1, !line.isEmpty else { return [] }
    return line.withUnsafeBufferPointer { line in
      ([[0x3B], [0x09], [0x7C], [0x2C], [0x20]] as [[UInt8]]).compactMap { delimiter in
        var splitter = CarefulSplitter(dialect: Dialect(delimiter: delimiter, quote: 0x22))
        let record = splitter.record(line, at: 0)
        guard record.fields.count == width else { return nil }
        return record.fields.map { splitter.content(of: $0, in: line) }
      }
    }
  }
}
