import RegnData

/// A column of records.
struct JSONColumn: Sendable, Hashable {
  let name: String
  let kind: ColumnKind
}

/// Finds the columns of records: keys in the order in which they first occur, and what their values need.
struct JSONInference {
  /// What the values of a key were.
  private struct Evidence {
    var name: String
    var hasBool = false
    var hasLong = false
    var hasLarge = false
    var hasReal = false
    var hasDate = false
    var hasText = false
    var hasNested = false

    /// The narrowest kind that keeps all of them; whole numbers with decimals are real, and what has nothing
    /// in common is text, or dynamic when arrays and objects are among it.
    var kind: ColumnKind {
      if hasNested { return .dynamic }
      let isNumber = hasLong || hasLarge || hasReal
      let isText = hasDate || hasText
      if [hasBool, isNumber, isText].count(where: { $0 }) > 1 { return .string }
      if hasBool { return .bool }
      if isNumber { return hasReal ? .real : hasLarge ? .decimal : .long }
      return hasText || !hasDate ? .string : .datetime(.yearMonthDay)
    }
  }

  private var evidence: [Evidence] = []
  private var places: [String: Int] = [:]
  /// The place of each key in the order of the record before: keys mostly stand in the same order.
  private var order: [(key: [UInt8], place: Int)] = []
  private(set) var records = 0
  /// Whether a record took several lines where one takes a line each.
  private(set) var spansLines = false

  /// The columns of what was looked at.
  var columns: [JSONColumn] { evidence.map { JSONColumn(name: $0.name, kind: $0.kind) } }

  /// Looks at the records of a block. Errors: the first that is none.
  mutating func add(_ block: JSONBlocks.Block, layout: JSONLayout) throws(JSONRecordFailure) {
    var failure: JSONRecordFailure?
    block.bytes.withUnsafeBufferPointer { bytes in
      var parser = JSONRecordParser(bytes)
      var reader = JSONRecordSeparators(layout: layout, follows: block.follows)
      do throws(JSONRecordFailure) {
        while try reader.next(&parser) {
          try parser.beginRecord()
          var index = 0
          while let (key, value) = try parser.nextMember(isFirst: index == 0) {
            see(value, at: place(of: key, index: index))
            index += 1
          }
          records += 1
          if reader.spansLines(parser) { spansLines = true }
        }
      } catch {
        failure = error
        if reader.spansLines(parser) { spansLines = true }
      }
    }
    if let failure { throw failure }
  }

  private mutating func place(of key: JSONToken, index: Int) -> Int {
    if index < order.count, order[index].key.elementsEqual(key.bytes) { return order[index].place }
    let name = JSONText.string(key)
    let place = places[name] ?? evidence.count
    if place == evidence.count {
      places[name] = place
      evidence.append(Evidence(name: name))
    }
    if index < order.count { order[index] = (Array(key.bytes), place) }
    if index == order.count { order.append((Array(key.bytes), place)) }
    return place
  }

  private mutating func see(_ value: JSONToken, at place: Int) {
    switch value.kind {
    case .null: break
    case .yes, .no: evidence[place].hasBool = true
    case .integer:
      if value.bytes.count <= 18 || parseLong(value.bytes) != nil {
        evidence[place].hasLong = true
      } else if value.bytes.count <= 34 {
        evidence[place].hasLarge = true
      } else {
        evidence[place].hasReal = true
      }
    case .real: evidence[place].hasReal = true
    case .text:
      guard !evidence[place].hasText else { return }
      if JSONText.ticks(value.bytes) == nil {
        evidence[place].hasText = true
      } else {
        evidence[place].hasDate = true
      }
    case .escapedText: evidence[place].hasText = true
    case .array, .bag: evidence[place].hasNested = true
    }
  }
}

/// What stands between records.
struct JSONRecordSeparators {
  private let layout: JSONLayout
  private var follows: Bool
  /// Where the record begins that was moved to last.
  private var start = 0

  /// `follows` says whether a record stood before the block.
  init(layout: JSONLayout, follows: Bool) {
    self.layout = layout
    self.follows = follows
  }

  /// Moves to the next record; says whether there is one.
  mutating func next(_ parser: inout JSONRecordParser) throws(JSONRecordFailure) -> Bool {
    if follows, layout == .lines {
      // The record before must have ended on its line.
      while !parser.isAtEnd, parser.bytes[parser.position] != 0x0A {
        guard parser.take(0x20) || parser.take(0x09) || parser.take(0x0D) else {
          throw parser.failure("a record a line is read; this one does not end with its line")
        }
      }
    }
    parser.skipSpaces()
    if parser.isAtEnd { return false }
    if layout == .list, follows {
      guard parser.take(0x2C) else { throw parser.failure("`,` should stand between records") }
      parser.skipSpaces()
    }
    follows = true
    start = parser.position
    return true
  }

  /// Whether what the parser has read of the record takes several lines where one takes a line each.
  func spansLines(_ parser: JSONRecordParser) -> Bool {
    // Where a record ends too early, the parser stands behind the end.
    layout == .lines && parser.bytes[start..<min(parser.position, parser.bytes.count)].contains(0x0A)
  }
}

/// Texts of JSON.
enum JSONText {
  /// A text with its escapes resolved.
  static func string(_ token: JSONToken) -> String {
    guard token.kind == .escapedText else { return String(decoding: token.bytes, as: UTF8.self) }
    var writer = DynamicWriter()
    guard unescape(token, with: &writer) else { return String(decoding: token.bytes, as: UTF8.self) }
    return writer.withValue { $0.string ?? "" }
  }

  /// Resolves a text's escapes into a writer's one value; says whether they are right.
  static func unescape(_ token: JSONToken, with writer: inout DynamicWriter) -> Bool {
    writer.removeAll()
    guard let start = token.bytes.baseAddress else { return false }
    // The quotes stand around it.
    let quoted = UTF8Bytes(start: start - 1, count: token.bytes.count + 2)
    return (try? writer.append(json: quoted)) != nil
  }

  /// The ticks of a date `2024-12-31`, with or without a time; nil for other texts.
  static func ticks(_ text: UTF8Bytes) -> Int64? {
    guard text.count >= 10, text[4] == 0x2D, text[7] == 0x2D else { return nil }
    return DateText.ticks(text, format: .yearMonthDay)
  }
}
