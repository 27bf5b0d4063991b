import RegnData

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
      let looksTyped = own.values > 0 && own.isTyped
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

  /// How many rows the header has, its first being one: a further row belongs to it when where the rows below
  /// it are numbers or dates it has nothing but text, in two columns at least.
  ///
  /// - Parameter below: what the records hold behind so many rows of a header.
  static func rowCount(of records: [[[UInt8]]], below: (Int) -> [ColumnEvidence]) -> Int {
    var count = 1
    while count < min(rowLimit, records.count - 1) {
      let body = below(count + 1)
      var named = 0
      for (index, text) in records[count].enumerated() where index < body.count && body[index].isTyped {
        var own = ColumnEvidence()
        own.add(text)
        if own.values > 0, own.isTyped { return count }
        if own.values > 0 { named += 1 }
      }
      guard named > 1 else { return count }
      count += 1
    }
    return count
  }

  // MARK: - Names

  /// The names of columns: the texts of a header's rows one after another; what stands over several columns
  /// in a row above others holds for those to its right as well.
  static func names(_ rows: [[[UInt8]]], width: Int, encoding: TextEncoding) -> [String] {
    var used = Set<String>()
    var above = [String](repeating: "", count: max(rows.count - 1, 0))
    return (0..<width).map { index in
      var parts: [String] = []
      for (row, texts) in rows.enumerated() {
        var part = index < texts.count ? name(texts[index], encoding) : ""
        if row < above.count {
          if part.isEmpty { part = above[row] } else { above[row] = part }
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
}
