import CRegnScan
import RegnData

/// Makes columns of the fields of one column of a file, block by block, for one worker.
final class ColumnReader {
  let kind: ColumnKind
  let marks: NumberMarks
  let quote: UInt8?
  let encoding: TextEncoding
  /// Whether text that is not UTF-8 means that the file is not.
  let isEncodingAssumed: Bool
  /// Whether rows whose value does not fit are noted and left null, rather than ending the read.
  let collectsBadRows: Bool

  /// The rows of the last read whose value does not fit, if they are collected.
  var badRows: [Int] = []
  /// The rows of the last read in which text follows a closing quote.
  var malformedQuotes: [Int] = []
  /// The rows of the last read with repaired UTF-8.
  var invalidRows: [Int] = []

  var coder: TextCoder?
  /// Whether there are too many different texts for codes.
  var givesUpCodes = false
  var textsSeen = 0
  var scratch: [UInt8] = []

  /// The bytes that the reader keeps from one block to the next.
  var byteCount: Int { coder?.byteCount ?? 0 }

  /// Beyond so many distinct texts a column keeps its texts, not codes.
  static let dictionaryLimit = 1 << 18
  /// After so many texts those that keep being new are kept as they are, too; and those of which nearly all
  /// are new, as names and addresses, after fewer.
  static let textsOnTrial = 100_000
  static let textsOnFirstTrial = 16_384

  init(
    kind: ColumnKind, marks: NumberMarks, quote: UInt8?, encoding: TextEncoding, isEncodingAssumed: Bool,
    collectsBadRows: Bool
  ) {
    self.kind = kind
    self.marks = marks
    self.quote = quote
    self.encoding = encoding
    self.isEncodingAssumed = isEncodingAssumed
    self.collectsBadRows = collectsBadRows
    if kind.type == .string { coder = TextCoder(encoding: encoding) }
  }

  /// The column's values of a batch. Throws when one does not fit, unless such rows are collected.
  func read(_ fields: FieldColumn) throws(FieldFailure) -> Column {
    if !badRows.isEmpty { badRows = [] }
    if !malformedQuotes.isEmpty { malformedQuotes = [] }
    if !invalidRows.isEmpty { invalidRows = [] }
    switch kind {
    // No field is read as dynamic: what agrees with a dynamic column of another file is text.
    case .string, .dynamic: return Column(type: .string, storage: try readText(fields))
    case .int:
      let (buffer, validity) = try values(fields, zero: Int32(0)) { start, count in
        Self.integer(start, count, limit: 9).map { Int32(truncatingIfNeeded: $0) }
      } slow: { text in
        guard let number = NumberText(text, marks: self.marks), number.kind == .int else { return nil }
        return number.scaled(to: 0).map { Int32(truncatingIfNeeded: $0) }
      } plain: {
        regn_read_int32(fields.plain, $0, $1)
      }
      return Column(type: .int, storage: .int32(buffer), validity: validity)
    case .long:
      let (buffer, validity) = try values(fields, zero: Int64(0)) { start, count in
        Self.integer(start, count, limit: 18)
      } slow: { text in
        guard let number = NumberText(text, marks: self.marks), number.kind == .int || number.kind == .long
        else {
          return nil
        }
        return number.scaled(to: 0)
      } plain: {
        regn_read_int64(fields.plain, $0, $1)
      }
      return Column(type: .long, storage: .int64(buffer), validity: validity)
    case .scaled(let scale):
      let (buffer, validity) = try readScaled(fields, scale: scale)
      return Column(type: .decimal, storage: .scaled(buffer, scale: scale), validity: validity)
    case .decimal:
      let (buffer, validity) = try values(fields, zero: Decimal(coefficient: 0, scale: 0)) { _, _ in
        nil
      } slow: { text in
        guard let number = NumberText(text, marks: self.marks), !number.hasLeadingZero else { return nil }
        return number.decimal
      }
      return Column(type: .decimal, storage: .decimal(buffer), validity: validity)
    case .real:
      let mark = marks.decimal
      let (buffer, validity) = try values(fields, zero: 0.0) { start, count in
        Self.real(start, count, mark: mark)
      } slow: { text in
        if let number = NumberText(text, marks: self.marks) {
          return number.hasLeadingZero ? nil : number.real(of: text, marks: self.marks)
        }
        return NumberText.isNonFinite(text) ? parseReal(text) : nil
      }
      return Column(type: .real, storage: .real(buffer), validity: validity)
    case .bool:
      let (buffer, validity) = try values(fields, zero: false) { _, _ in
        nil
      } slow: {
        BoolText.value($0)
      }
      return Column(type: .bool, storage: .bool(buffer), validity: validity)
    case .datetime(let format):
      let (order, separator) = (format.order, format.separator(of: fields))
      let (buffer, validity) = try values(fields, zero: Int64(0)) { start, count in
        if count == 10, let ticks = DateText.plainDate(start, format: format) { return ticks }
        return count >= 8 ? DateText.ticks(start, count, format: format) : nil
      } slow: {
        DateText.ticks($0, format: format)
      } plain: {
        regn_read_dates(fields.plain, $0, order, separator, $1)
      }
      return Column(type: .datetime, storage: .int64(buffer), validity: validity)
    case .guid:
      let (buffer, validity) = try values(fields, zero: Guid.zero) { start, count in
        count == 36 ? Guid(parsing: UTF8Bytes(start: start, count: count)) : nil
      } slow: {
        Guid(parsing: $0)
      }
      return Column(type: .guid, storage: .guid(buffer), validity: validity)
    case .timespan:
      let (buffer, validity) = try values(fields, zero: Int64(0)) { _, _ in
        nil
      } slow: {
        Timespan(parsing: $0)?.ticks
      }
      return Column(type: .timespan, storage: .int64(buffer), validity: validity)
    }
  }

  // MARK: - Values

  /// Reads runs of fields by `plain`, which answers where it stops, the field there by `fast`, and what that
  /// does not take with care.
  @inline(__always)
  private func values<Element: BitwiseCopyable & Sendable>(
    _ fields: FieldColumn, zero: Element, fast: (UnsafePointer<UInt8>, Int) -> Element?,
    slow: (UTF8Bytes) -> Element?,
    plain: (_ first: Int, UnsafeMutablePointer<Element>) -> Int = { first, _ in first }
  ) throws(FieldFailure) -> (Buffer<Element>, Buffer<Bool>?) {
    let allocation = Allocation(byteCount: fields.rows * MemoryLayout<Element>.stride)
    let target = allocation.address.bindMemory(to: Element.self, capacity: max(fields.rows, 1))
    var validity = ValidityBuilder(rows: fields.rows)
    let data = fields.data
    var row = plain(0, target)
    while row < fields.rows {
      let (start, end) = fields.bounds(row)
      if let value = fast(data + start, end &- start) {
        target[row] = value
      } else {
        target[row] = try carefully(fields, row, zero: zero, &validity, slow: slow)
      }
      row = plain(row &+ 1, target)
    }
    return (
      Buffer(allocation: allocation, base: UnsafePointer(target), count: fields.rows), validity.finish()
    )
  }

  @inline(never)
  private func carefully<Element>(
    _ fields: FieldColumn, _ row: Int, zero: Element, _ validity: inout ValidityBuilder,
    slow: (UTF8Bytes) -> Element?
  ) throws(FieldFailure) -> Element {
    let text = fields.text(row)
    if text.isEmpty {
      validity.setNull(row)
      return zero
    }
    if let quote, text[0] == quote {
      let content = QuotedField.content(text, quote: quote)
      if content.isClosed, !content.isWellFormed { malformedQuotes.append(row) }
      var failure: FieldFailure?
      let value = content.text.withUnsafeBufferPointer { content -> Element in
        do throws(FieldFailure) {
          return try self.value(content.trimmed, row, zero: zero, &validity, slow: slow)
        } catch {
          failure = error
          return zero
        }
      }
      if let failure { throw failure }
      return value
    }
    return try value(text.trimmed, row, zero: zero, &validity, slow: slow)
  }

  private func value<Element>(
    _ text: UTF8Bytes, _ row: Int, zero: Element, _ validity: inout ValidityBuilder,
    slow: (UTF8Bytes) -> Element?
  ) throws(FieldFailure) -> Element {
    if let value = slow(text) { return value }
    validity.setNull(row)
    if MissingMark.isMissing(text) { return zero }
    guard collectsBadRows else {
      throw FieldFailure(row: row, problem: .kind(Self.kind(of: text, marks: marks, in: kind)))
    }
    badRows.append(row)
    return zero
  }

  /// The kind that a text would be read as.
  static func kind(of text: UTF8Bytes, marks: NumberMarks, in column: ColumnKind) -> ColumnKind {
    switch column {
    case .int, .long, .scaled, .decimal, .real:
      NumberText(text, marks: marks)?.kind ?? (NumberText.isNonFinite(text) ? .real : .string)
    default: .string
    }
  }

  /// An integer of up to `limit` plain digits; nil also for leading zeros, which make a text of it.
  @inline(__always)
  private static func integer(_ start: UnsafePointer<UInt8>, _ count: Int, limit: Int) -> Int64? {
    let sign = start[0] == 0x2D ? 1 : 0
    let digits = count &- sign
    let first = start + sign
    guard digits > 0, digits <= limit, first[0] != 0x30 || digits == 1 else { return nil }
    guard let magnitude = DigitWords.long(first, digits) else { return nil }
    let value = Int64(truncatingIfNeeded: magnitude)
    return sign == 1 ? 0 &- value : value
  }

  /// Decimals of one scale: whole digits, the mark, and exactly `scale` digits are read fast.
  private func readScaled(_ fields: FieldColumn, scale: Int) throws(FieldFailure) -> (
    Buffer<Int64>, Buffer<Bool>?
  ) {
    let mark = marks.decimal
    let power = UInt64(powersOfTen[scale])
    let slow: (UTF8Bytes) -> Int64? = { text in
      guard let number = NumberText(text, marks: self.marks), !number.hasLeadingZero, number.digits <= 18
      else {
        return nil
      }
      return number.scaled(to: scale)
    }
    guard scale <= 8 else {
      return try values(fields, zero: Int64(0), fast: { _, _ in nil }, slow: slow)
    }
    let powers = powersOfTen
    return try powers.withUnsafeBufferPointer {
      (powers: UnsafeBufferPointer<Int64>) throws(FieldFailure) -> (Buffer<Int64>, Buffer<Bool>?) in
      try values(
        fields, zero: Int64(0),
        fast: { (start, count) -> Int64? in
          let sign = start[0] == 0x2D ? 1 : 0
          let first = start + sign
          let length = count &- sign
          // Where the mark stands when all decimals are there; else it is looked for behind.
          var whole = length &- scale &- 1
          if whole <= 0 || first[whole] != mark {
            whole = max(whole, 0) &+ 1
            while whole < length, first[whole] != mark { whole &+= 1 }
            // A whole number, or too few digits.
            if whole >= length {
              guard length > 0, length &+ scale <= 18, first[0] != 0x30 || length == 1,
                let value = DigitWords.long(first, length)
              else { return nil }
              let scaled = Int64(truncatingIfNeeded: value &* power)
              return sign == 1 ? 0 &- scaled : scaled
            }
          }
          let decimals = length &- whole &- 1
          guard whole > 0, decimals > 0, whole &+ scale <= 18, first[0] != 0x30 || whole == 1,
            let wholeValue = DigitWords.long(first, whole)
          else { return nil }
          let fraction: UInt64
          if decimals == 2, scale == 2 {
            // What most files of money have.
            let tens = first[whole &+ 1] &- 0x30
            let ones = first[whole &+ 2] &- 0x30
            guard tens < 10, ones < 10 else { return nil }
            fraction = UInt64(tens) &* 10 &+ UInt64(ones)
          } else {
            guard let digits = DigitWords.value(first + (whole &+ 1), decimals) else { return nil }
            fraction = digits &* UInt64(truncatingIfNeeded: powers[scale &- decimals])
          }
          let magnitude = Int64(truncatingIfNeeded: wholeValue &* power &+ fraction)
          // Signs come in no order that a branch could be foretold by.
          let negative = Int64(sign)
          return (magnitude ^ (0 &- negative)) &+ negative
        }, slow: slow,
        plain: { first, target in
          (1...7).contains(scale)
            ? regn_read_scaled(fields.plain, first, Int32(scale), mark, target) : first
        })
    }
  }

  /// A real of up to 15 digits and few decimals, exact in both parts so that one division rounds once.
  @inline(__always)
  private static func real(_ start: UnsafePointer<UInt8>, _ count: Int, mark: UInt8) -> Double? {
    var position = start[0] == 0x2D ? 1 : 0
    let isNegative = position == 1
    guard count > position, count <= 17, start[position] &- 0x30 < 10 else { return nil }
    if start[position] == 0x30, count > position + 1, start[position &+ 1] != mark { return nil }
    var mantissa: Int64 = 0
    var decimals = -1
    while position < count {
      let digit = start[position] &- 0x30
      if digit < 10 {
        mantissa = mantissa &* 10 &+ Int64(digit)
        if decimals >= 0 { decimals &+= 1 }
      } else if start[position] == mark, decimals < 0 {
        decimals = 0
      } else {
        return nil
      }
      position &+= 1
    }
    guard decimals != 0, mantissa < 1 << 53 else { return nil }
    var value = Double(mantissa)
    if decimals > 0 {
      var power = 1.0
      for _ in 0..<decimals { power *= 10 }
      value /= power
    }
    return isNegative ? -value : value
  }
}
