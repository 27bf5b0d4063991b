import RegnData

/// What the texts of a column could be.
struct ColumnEvidence {
  /// Texts that are no missing mark.
  private(set) var values = 0
  /// Missing marks.
  private(set) var missing = 0
  /// The first text that is no number in either notation, and the first with a leading zero.
  private var firstText: [UInt8]?
  private var firstCode: [UInt8]?
  private var bools = 0
  /// What stands beside the numbers; nil when nothing does.
  private(set) var unit: NumberUnit?
  /// Whether some numbers have another unit than others, or none.
  private(set) var hasMixedUnits = false
  private var guids = 0
  /// Bit of `DateFormat.rawValue`: every value so far is a date of this form.
  private var dateFormats: UInt8 = 0b111
  private(set) var danish = NumberEvidence()
  private(set) var english = NumberEvidence()

  mutating func add(_ text: [UInt8]) { text.withUnsafeBufferPointer { add($0) } }

  mutating func add(_ text: UTF8Bytes) {
    if MissingMark.isMissing(text) {
      missing += 1
      return
    }
    values += 1
    // Once a value was no date, plain digits are a whole number and nothing else.
    if dateFormats == 0, Self.isPlain(text) {
      if unit != nil { hasMixedUnits = true }
      danish.addPlain(digits: text.count)
      english.addPlain(digits: text.count)
      return
    }
    if isBool(text) { bools += 1 }
    if text.count == 36, Guid(parsing: text) != nil { guids += 1 }
    if dateFormats != 0 {
      for format in DateFormat.allCases where dateFormats & (1 << format.rawValue) != 0 {
        if DateText.ticks(text, format: format) == nil { dateFormats &= ~(1 << format.rawValue) }
      }
    }
    // A column in which both notations failed stays text whatever comes.
    if danish.numbers + 1 < values, english.numbers + 1 < values { return }
    // What is a number in one notation need not be looked at in the other, once another value was none there.
    var (number, other) = Self.numbers(text, english: english.numbers + 1 >= values)
    var unit: NumberUnit?
    if number == nil, other == nil, let found = NumberUnit.found(in: text) {
      unit = found.unit
      (number, other) = Self.numbers(UTF8Bytes(rebasing: text[found.number]), english: true)
    }
    if values == 1 { self.unit = unit } else if self.unit != unit { hasMixedUnits = true }
    danish.add(text, number)
    english.add(text, other)
    if firstText == nil, number == nil, other == nil { firstText = Array(text) }
    if firstCode == nil, let number, number.hasLeadingZero { firstCode = Array(text) }
  }

  /// Whether a text is one to nine digits, without a leading zero.
  private static func isPlain(_ text: UTF8Bytes) -> Bool {
    guard text.count <= 9, text[0] != 0x30 || text.count == 1 else { return false }
    for byte in text where byte &- 0x30 >= 10 { return false }
    return true
  }

  /// A text as a number in the Danish notation and in the English one, which may be left alone where the text
  /// is a number in the other.
  private static func numbers(
    _ text: UTF8Bytes, english isAsked: Bool
  ) -> (danish: NumberText?, english: NumberText?) {
    let number = NumberText(text, marks: .danish)
    // Without a mark both notations read the same.
    guard text.contains(where: { $0 == 0x2C || $0 == 0x2E }) else { return (number, number) }
    return (number, isAsked || number == nil ? NumberText(text, marks: .english) : nil)
  }

  /// What an explanation tells of the column.
  var facts: ColumnFacts {
    ColumnFacts(
      values: values, missing: missing, text: firstText, code: firstCode, isDateAmbiguous: isDateAmbiguous,
      unit: unit, hasMixedUnits: hasMixedUnits)
  }

  /// Whether the values are of a kind that a name may look like, too: `Ja`, `25 %`.
  private var isLikeNames: Bool { values > 0 && (bools == values || unit != nil && !hasMixedUnits) }

  /// Whether the values are something else than text, and no names above what `below` holds.
  func isTyped(above below: ColumnEvidence) -> Bool {
    guard values > 0, isTyped else { return false }
    return !isLikeNames || below.isLikeNames && unit == below.unit
  }

  private func isBool(_ text: UTF8Bytes) -> Bool { BoolText.value(text) != nil }

  /// Whether the dates could be day first as well as month first.
  var isDateAmbiguous: Bool { values > 0 && dateFormats & 0b110 == 0b110 }

  func numbers(_ marks: NumberMarks) -> NumberEvidence { marks.decimal == 0x2C ? danish : english }

  /// Whether the values are something else than text, in either notation of numbers.
  var isTyped: Bool { kind(.danish) != .string || kind(.english) != .string }

  /// Whether a text alone is something else than text.
  static func isTyped(_ text: [UInt8]) -> Bool {
    var evidence = ColumnEvidence()
    evidence.add(text)
    return evidence.isTyped
  }

  /// The kind of the column, numbers being written with `marks`.
  func kind(_ marks: NumberMarks) -> ColumnKind {
    guard values > 0 else { return .string }
    if bools == values { return .bool }
    if guids == values { return .guid }
    for format in DateFormat.allCases where dateFormats & (1 << format.rawValue) != 0 {
      return .datetime(format)
    }
    return hasMixedUnits ? .string : numbers(marks).kind(values: values)
  }
}

/// What the texts of a column are as numbers of one notation.
struct NumberEvidence {
  private(set) var numbers = 0
  /// Numbers that could be read with decimals or with groups.
  private(set) var ambiguous = 0
  private var joined: ColumnKind?
  private var wholeDigits = 0
  private var shortest = Int.max
  private var scale = 0

  /// Takes a text, and what it is as a number.
  mutating func add(_ text: UTF8Bytes, _ number: NumberText?) {
    guard let number else {
      // `NaN`, `inf` and the like: hardly any other text begins so.
      if let first = text.first, first == 0x2D || first | 0x20 == 0x69 || first | 0x20 == 0x6E,
        NumberText.isNonFinite(text)
      {
        numbers += 1
        joined = joined?.joined(with: .real) ?? .real
      }
      return
    }
    numbers += 1
    if number.isAmbiguous { ambiguous += 1 }
    joined = joined?.joined(with: number.kind) ?? number.kind
    wholeDigits = max(wholeDigits, number.wholeDigits)
    shortest = min(shortest, number.isGrouped || number.isNegative ? 0 : number.wholeDigits)
    scale = max(scale, number.scale)
  }

  /// Takes a whole number of so many digits, nine at most.
  mutating func addPlain(digits: Int) {
    numbers += 1
    if joined != .int { joined = joined?.joined(with: .int) ?? .int }
    wholeDigits = max(wholeDigits, digits)
    shortest = min(shortest, digits)
  }

  func kind(values: Int) -> ColumnKind {
    guard numbers == values, let joined else { return .string }
    switch joined {
    case .long where shortest == wholeDigits && wholeDigits >= 10:
      // Ten or more digits and always as many: a civil registration number, an account, an article, no
      // quantity.
      return .string
    case .scaled(let scale) where wholeDigits + scale > 18: return .decimal
    case .decimal where wholeDigits + scale > 34: return .real
    default: return joined
    }
  }
}

/// The words for true and false, in English and Danish.
enum BoolText {
  static func value(_ text: UTF8Bytes) -> Bool? {
    func `is`(_ word: StaticString) -> Bool { text.equalsIgnoringASCIICase(word) }
    switch text.count {
    case 2: return `is`("ja") ? true : nil
    case 3: return `is`("nej") ? false : nil
    case 4: return `is`("true") || `is`("sand") ? true : nil
    case 5: return `is`("false") || `is`("falsk") ? false : nil
    default: return nil
    }
  }
}

/// The texts that mean "no value" in columns that are not text.
enum MissingMark {
  static func isMissing(_ text: UTF8Bytes) -> Bool {
    switch text.count {
    case 0: return true
    case 1: return text[0] == 0x2D || text[0] == 0x2E || text[0] == 0x85
    case 2:
      return text[0] == 0x2E && text[1] == 0x2E || text[0] == 0x4E && text[1] == 0x41
        || text[0] == 0x5C && text[1] == 0x4E
    case 3:
      return text[0] == 0xE2 && text[1] == 0x80 && text[2] == 0xA6
        || text[0] | 0x20 == 0x6E && text[1] == 0x2F && text[2] | 0x20 == 0x61
    case 4:
      guard text[0] | 0x20 == 0x6E || text[0] == 0x23 else { return false }
      return text.elementsEqual("NULL".utf8) || text.elementsEqual("null".utf8)
        || text.elementsEqual("#N/A".utf8)
    default: return false
    }
  }
}

/// What spoke for the type of a column.
struct ColumnFacts: Sendable, Hashable {
  /// Values seen, and marks of missing ones.
  var values = 0
  var missing = 0
  /// The first text that is no number.
  var text: [UInt8]?
  /// The first number with a leading zero.
  var code: [UInt8]?
  var isDateAmbiguous = false
  /// What stands beside the numbers.
  var unit: NumberUnit?
  /// Whether some numbers have another unit than others, or none.
  var hasMixedUnits = false
}
