import RegnData

/// A field that was found with care.
struct CarefulField {
  enum Form {
    case plain
    /// Within quotes; nothing in it is written in another way than it is meant.
    case quoted
    /// Within quotes, with doubled quotes or backslashes to undo.
    case escaped
    /// From its opening quote on, with text behind the closing one.
    case trailing
  }
  /// Where its text stands.
  let start: Int
  let end: Int
  let form: Form
}

/// A record that was found with care.
struct CarefulRecord {
  var fields: [CarefulField] = []
  /// Where its line end begins, and what comes behind that.
  var end = 0
  var next = 0
  /// Fields with a quote that is neither doubled nor closes them.
  var strays = 0
  /// Fields with text behind a closing quote.
  var trailing = 0
  var isClosed = true
  var spansLines = false
  var isClean: Bool { strays == 0 && trailing == 0 && isClosed }
}

/// Splits text whose quotes may be out of place.
///
/// A quote closes a field only where the field ends. What a quote opens that is not closed so is text, if the
/// line alone has as many fields as the others; a line end is part of a field only where nothing speaks
/// against it.
struct CarefulSplitter {
  let dialect: Dialect
  /// The usual number of fields; nil while it is not known.
  var width: Int?
  /// From here on no quote closes a field: where it was looked for in vain.
  private var isUnclosedFrom = Int.max

  /// A field of more bytes is not taken for one of several lines.
  private static let longestField = 1 << 20

  init(dialect: Dialect, width: Int? = nil) {
    self.dialect = dialect
    self.width = width
  }

  /// The record at `start`, which must be before the end of the text.
  mutating func record(_ text: UTF8Bytes, at start: Int) -> CarefulRecord {
    let strict = parse(text, start, withinLine: false, takesStrays: true)
    if strict.isClean, !strict.spansLines || width == nil || strict.fields.count == width { return strict }
    var line = parse(text, start, withinLine: true, takesStrays: true)
    if line.strays > 0, line.fields.count != width {
      let other = parse(text, start, withinLine: true, takesStrays: false)
      if other.fields.count == width { line = other }
    }
    if line.fields.count == width { return line }
    if strict.isClean { return strict }
    if strict.isClosed, strict.fields.count == width {
      // Not where it would take a row with it that the next line is.
      let isRowBelow =
        line.next < text.count
        && parse(text, line.next, withinLine: true, takesStrays: true).fields.count == width
      if !isRowBelow { return strict }
    }
    // The text may end within a quote, as one that was cut short does.
    if !strict.isClosed, !strict.spansLines { return strict }
    return line
  }

  private mutating func parse(
    _ text: UTF8Bytes, _ start: Int, withinLine: Bool, takesStrays: Bool
  ) -> CarefulRecord {
    var record = CarefulRecord()
    var position = start
    while true {
      var end = position
      var open = position
      if let quote = dialect.quote {
        while open < text.count, text[open] == 0x20, dialect.delimiter != [0x20] { open += 1 }
        if open < text.count, text[open] == quote,
          let close = closing(text, open, quote, withinLine: withinLine), takesStrays || close.strays == 0
        {
          record.fields.append(close.field)
          if close.strays > 0 { record.strays += 1 }
          if close.field.form == .trailing { record.trailing += 1 }
          if !close.isClosed { record.isClosed = false }
          if close.spansLines { record.spansLines = true }
          end = close.after
          open = -1
        }
      }
      if open >= 0 {
        while end < text.count, !isLineEnd(text, end), !isDelimiter(text, end) { end += 1 }
        record.fields.append(CarefulField(start: position, end: end, form: .plain))
        // A quote at a field's start that was not taken for one.
        if open < end, text[open] == dialect.quote { record.strays += 1 }
      }
      guard end < text.count, !isLineEnd(text, end) else {
        record.end = end
        record.next = behindLineEnd(text, end)
        return record
      }
      position = end + dialect.delimiter.count
    }
  }

  private struct Closing {
    var field: CarefulField
    /// Where what ends the field begins.
    var after: Int
    var strays = 0
    var isClosed = true
    var spansLines = false
  }

  /// The quoted field that opens at `open`; nil when the line has no quote that closes it.
  private mutating func closing(
    _ text: UTF8Bytes, _ open: Int, _ quote: UInt8, withinLine: Bool
  ) -> Closing? {
    var position = open + 1
    var strays = 0
    var hasEscapes = false
    var spansLines = false
    /// A doubled quote at the end of a field, whose second half may close it.
    var doubled: Closing?
    /// The first quote within, and whether another follows.
    var within: (first: Int, isOnly: Bool)?
    let limit = withinLine ? text.count : min(text.count, open + Self.longestField)
    if !withinLine, open >= isUnclosedFrom { return unclosed(text, open, spansLines: true) }
    func closed(_ end: Int, _ after: Int, _ strays: Int) -> Closing {
      Closing(
        field: CarefulField(start: open + 1, end: end, form: hasEscapes ? .escaped : .quoted), after: after,
        strays: strays, spansLines: spansLines)
    }
    while position < limit {
      let byte = text[position]
      if byte == 0x0A || byte == 0x0D, isLineEnd(text, position) {
        if withinLine { break }
        // The last line end of the text is not within it.
        if behindLineEnd(text, position) < text.count { spansLines = true }
      }
      if byte == 0x5C, dialect.hasBackslash, position + 1 < text.count {
        hasEscapes = true
        position += 2
        continue
      }
      guard byte == quote else {
        position += 1
        continue
      }
      if position + 1 < text.count, text[position + 1] == quote {
        if doubled == nil, let after = fieldEnd(text, position + 2) {
          doubled = closed(position + 1, after, strays + 1)
        }
        hasEscapes = true
        position += 2
        continue
      }
      if let after = fieldEnd(text, position + 1) { return closed(position, after, strays) }
      within = (within?.first ?? position, within == nil)
      strays += 1
      position += 1
    }
    if !withinLine {
      if limit == text.count { isUnclosedFrom = min(isUnclosedFrom, open) }
      return unclosed(text, open, spansLines: spansLines)
    }
    if let doubled { return doubled }
    guard let within, within.isOnly else { return nil }
    // Text behind a quote that closes: it belongs to the field, up to what ends that.
    var end = within.first
    while end < text.count, !isLineEnd(text, end), !isDelimiter(text, end) { end += 1 }
    return Closing(field: CarefulField(start: open, end: end, form: .trailing), after: end)
  }

  private func unclosed(_ text: UTF8Bytes, _ open: Int, spansLines: Bool) -> Closing {
    Closing(
      field: CarefulField(start: open + 1, end: text.count, form: .escaped), after: text.count,
      isClosed: false, spansLines: spansLines)
  }

  // MARK: - Bytes

  /// Where the field ends when nothing but spaces comes before; nil when something else does.
  private func fieldEnd(_ text: UTF8Bytes, _ start: Int) -> Int? {
    var position = start
    while position < text.count, text[position] == 0x20, dialect.delimiter != [0x20] { position += 1 }
    return position >= text.count || isLineEnd(text, position) || isDelimiter(text, position)
      ? position : nil
  }

  private func isDelimiter(_ text: UTF8Bytes, _ position: Int) -> Bool {
    let delimiter = dialect.delimiter
    guard let first = delimiter.first, text[position] == first else { return false }
    if delimiter.count == 1 { return true }
    guard position + delimiter.count <= text.count else { return false }
    for index in 1..<delimiter.count where text[position + index] != delimiter[index] { return false }
    return true
  }

  private func isLineEnd(_ text: UTF8Bytes, _ position: Int) -> Bool {
    let byte = text[position]
    if byte == 0x0A { return true }
    guard byte == 0x0D else { return false }
    return dialect.returnsEndLines || position + 1 >= text.count || text[position + 1] == 0x0A
  }

  private func behindLineEnd(_ text: UTF8Bytes, _ position: Int) -> Int {
    guard position < text.count else { return text.count }
    let isPair = text[position] == 0x0D && position + 1 < text.count && text[position + 1] == 0x0A
    return position + (isPair ? 2 : 1)
  }

  /// The content of a field as it is meant.
  func content(of field: CarefulField, in text: UTF8Bytes) -> [UInt8] {
    let bytes = UTF8Bytes(rebasing: text[field.start..<field.end])
    switch field.form {
    case .plain, .quoted: return Array(bytes)
    case .trailing: return QuotedField.content(bytes, quote: dialect.quote ?? 0x22).text
    case .escaped:
      var content: [UInt8] = []
      content.reserveCapacity(bytes.count)
      var position = 0
      while position < bytes.count {
        let byte = bytes[position]
        let next = position + 1 < bytes.count ? bytes[position + 1] : 0
        if byte == dialect.quote, next == byte { position += 1 }
        if byte == 0x5C, dialect.hasBackslash, next == dialect.quote || next == 0x5C {
          content.append(next)
          position += 2
          continue
        }
        content.append(byte)
        position += 1
      }
      return content
    }
  }
}
