import RegnData

/// Which of a text's records are the table: what stands above and below it are notes, or another table.
struct TableBounds {
  /// The records of the table, its header among them.
  private(set) var rows: Range<Int>
  /// What is left out, for a message: lines above the table, lines below it.
  private(set) var above: Range<Int>
  private(set) var below: Range<Int>
  /// Whether what stands below is a table of its own.
  private(set) var isOtherBelow = false

  private let ends: FieldEnds
  private let records: [(fields: Range<Int>, start: Int)]
  private let width: Int

  /// - Parameters:
  ///   - width: the usual number of fields.
  ///   - isWhole: whether the records go on to the end of the text.
  ///   - looksAbove: whether the first records may be notes.
  init(
    _ ends: FieldEnds, _ records: [(fields: Range<Int>, start: Int)], width: Int, isWhole: Bool,
    looksAbove: Bool
  ) {
    self.ends = ends
    self.records = records
    self.width = width
    rows = 0..<records.count
    above = 0..<0
    below = records.count..<records.count
    guard width > 1, records.count > 1 else { return }
    if looksAbove { findStart() }
    if isWhole { findEnd() }
  }

  /// How many fields of a record hold something, and whether only the first does.
  private func filled(_ record: Int) -> (count: Int, isFirstOnly: Bool) {
    var count = 0
    var isFirst = false
    for field in 0..<records[record].fields.count
    where ends.text(records[record], field).contains(where: { $0 != 0 }) {
      count += 1
      if field == 0 { isFirst = true }
    }
    return (count, isFirst && count == 1)
  }

  private func isNote(_ record: Int) -> Bool {
    let count = records[record].fields.count
    let filled = filled(record)
    if filled.count <= 1 { return true }
    // `Udtrukket: 31-12-2024` in two cells of a wider table.
    guard width > 2, filled.count == 2, count <= 2 || filled.count * 2 < width else { return false }
    return ends.text(records[record], 0).last == 0x3A
  }

  /// Whether a blank line stands before a record.
  private func isApart(_ record: Int) -> Bool {
    guard record > 0 else { return false }
    let end = Int(ends.positions[records[record - 1].fields.upperBound - 1]) + 1
    return records[record].start > end
  }

  // MARK: - Above

  private mutating func findStart() {
    // Notes are few; a table of many rows with one value each is none.
    let limit = min(records.count - 1, 60)
    var start = 0
    while start < limit, isNote(start) { start += 1 }
    guard start > 0, !isNote(start) else { return findBlockAbove() }
    // A first row with all its fields and one value may be a header with names left out.
    let last = start - 1
    if records[last].fields.count == width, !isApart(start), isTyped(start), !isTyped(last),
      filled(last).isFirstOnly == false || start == 1 && width == 2
    {
      start -= 1
    }
    setStart(start)
    findBlockAbove()
  }

  private mutating func setStart(_ start: Int) {
    rows = start..<rows.upperBound
    above = 0..<start
  }

  /// A block of few lines of another width, a blank line below it, and the table after that.
  private mutating func findBlockAbove() {
    let limit = records.count - 1
    guard limit > rows.lowerBound + 1 else { return }
    for record in (rows.lowerBound + 1)..<limit where isApart(record) {
      let block = rows.lowerBound..<record
      let isOther = block.allSatisfy { records[$0].fields.count != width && records[$0].fields.count < width }
      let goesOn = (record..<min(record + 3, records.count)).allSatisfy { records[$0].fields.count == width }
      if isOther, goesOn, records.count - record > block.count { setStart(record) }
      return
    }
  }

  /// Makes the last line above the table its header.
  mutating func takeLineAbove() { setStart(above.upperBound - 1) }

  /// Whether a record has a number or a date.
  private func isTyped(_ record: Int) -> Bool {
    (0..<records[record].fields.count).contains { ColumnEvidence.isTyped(ends.text(records[record], $0)) }
  }

  // MARK: - Below

  private mutating func findEnd() {
    findOther()
    var end = rows.upperBound
    // A note's lines may have a blank line only above the first of them.
    var apart = end
    while end > rows.lowerBound + 2, records[end - 1].fields.count <= width {
      let filled = filled(end - 1)
      guard filled.count == 0 || filled.isFirstOnly else { break }
      if filled.count > 0, isWrittenOtherwise(end - 1) { break }
      end -= 1
      if filled.count == 0 || isMarked(end) || isApart(end) && !isKnown(end) { apart = end }
    }
    guard apart < rows.upperBound else { return }
    rows = rows.lowerBound..<apart
    below = apart..<records.count
  }

  /// Whether a line that the delimiter does not split is a row all the same: another splits it into as many
  /// values, and numbers and dates stand where the row above has them.
  private func isWrittenOtherwise(_ record: Int) -> Bool {
    guard width > 2, records[record].fields.count == 1, records[record - 1].fields.count == width else {
      return false
    }
    return HeaderFinder.splits(of: ends.text(records[record], 0), width: width).contains { texts in
      let typed = texts.map(ColumnEvidence.isTyped)
      return typed.contains(true)
        && typed == (0..<width).map { ColumnEvidence.isTyped(ends.text(records[record - 1], $0)) }
    }
  }

  /// Whether a record reads as a note does: its only text is a long one, or begins as notes do.
  private func isMarked(_ record: Int) -> Bool {
    let text = String(decoding: ends.text(records[record], 0), as: UTF8.self)
    let start = text.lowercased()
    for mark in [
      "note", "anm.", "anmærkning", "kilde", "source", "*", "¹", "1)", "1.)", "(1)", "©", "http", "udtr",
      "opdateret", "enhed:", "footnote", "fodnote",
    ] where start.hasPrefix(mark) {
      return true
    }
    guard text.utf8.count > 40 else { return false }
    let body = rows.lowerBound..<min(rows.upperBound - 1, rows.lowerBound + 200)
    let longest = body.filter { $0 != record }.map { ends.text(records[$0], 0).count }.max() ?? 0
    return text.utf8.count > 2 * longest
  }

  /// Whether the first field of a record is one that rows above have: a short row, no note.
  private func isKnown(_ record: Int) -> Bool {
    let text = ends.text(records[record], 0)
    return rows.prefix { $0 < record }.suffix(1000).contains { ends.text(records[$0], 0) == text }
  }

  /// Another table behind a blank line: its rows have a width of their own, or it begins with a row of names.
  private mutating func findOther() {
    guard rows.count > 4 else { return }
    var start = rows.lowerBound + 2
    while start + 1 < rows.upperBound {
      defer { start += 1 }
      guard isApart(start) else { continue }
      let count = records[start].fields.count
      let rest = start..<rows.upperBound
      let isOfOtherWidth =
        count != width && count > 1 && rest.count { records[$0].fields.count == count } * 5 >= rest.count * 4
      let isSame =
        count == width && !isTyped(start) && isTyped(start + 1) && isTyped(start - 1)
        && filled(start).count == width
      guard isOfOtherWidth || isSame else { continue }
      // Of two tables the one with more rows is read; a short one above is like notes.
      if isOfOtherWidth, rest.count > start - rows.lowerBound { continue }
      below = start..<records.count
      isOtherBelow = true
      rows = rows.lowerBound..<start
      return
    }
  }
}
