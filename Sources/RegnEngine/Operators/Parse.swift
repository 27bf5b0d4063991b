import RegnBinder
import RegnData
import RegnFunctions
import RegnRegex

/// Splits a string by the texts of a pattern into columns.
struct ParseStage: Stage {
  private enum Part: Sendable {
    case skip
    case text([UInt8])
    /// The number of the captured column.
    case capture(Int)
  }

  /// A pattern of kind=regex, and the group of each captured column.
  private struct RegexPattern: Sendable {
    let regex: Regex
    let groups: [Int]
  }

  private let source: CompiledExpression
  /// The pattern of kind=regex; nil for the other kinds, which use `parts`.
  private let pattern: RegexPattern?
  private let parts: [Part]
  private let types: [ScalarType]
  private let isRelaxed: Bool
  private let dropsUnmatched: Bool
  private let context: ExecutionContext

  init(_ step: ParseStep, source: CompiledExpression, context: ExecutionContext) throws {
    if case .regex(let flags) = step.kind {
      pattern = try ParseStage.compile(step, flags: flags)
    } else {
      pattern = nil
    }
    self.source = source
    var parts: [Part] = []
    var types: [ScalarType] = []
    for part in step.parts {
      switch part {
      case .skip: parts.append(.skip)
      case .text(let text): parts.append(.text(Array(text.utf8)))
      case .column(let column):
        parts.append(.capture(types.count))
        types.append(column.type)
      }
    }
    self.parts = parts
    self.types = types
    isRelaxed = step.kind == .relaxed
    dropsUnmatched = step.dropsUnmatched
    self.context = context
  }

  func process(_ chunk: Chunk, worker: Int) throws -> Chunk? {
    let column = try source.evaluate(chunk, context)
    let strings = column.strings
    var builders: [StringArrayBuilderBox] = []
    for _ in types { builders.append(StringArrayBuilderBox()) }
    var matched = [Bool](repeating: false, count: chunk.rowCount)
    var captures = [Range<Int>](repeating: 0..<0, count: types.count)
    let matcher = pattern.map { Matcher($0.regex) }
    for row in 0..<chunk.rowCount {
      if row & 0xFFF == 0 { try context.checkpoint() }
      let text = strings.bytes(row &* column.stride)
      if let pattern, let matcher {
        matched[row] = matcher.findGroups(in: text) != nil
        for (index, group) in pattern.groups.enumerated() { captures[index] = matcher.group(group) ?? 0..<0 }
      } else {
        matched[row] = match(text, &captures)
      }
      for (index, builder) in builders.enumerated() {
        let range = matched[row] ? captures[index] : 0..<0
        builder.strings.append(UnsafeBufferPointer(rebasing: text[range]))
      }
    }
    var added: [Column] = []
    for (index, builder) in builders.enumerated() {
      let captured = Column(type: .string, storage: .strings(builder.strings.snapshot()))
      added.append(
        types[index] == .string
          ? captured
          : Conversion.convert(
            captured, to: types[index],
            KernelContext(rows: chunk.rowCount, firstRow: chunk.firstRow, execution: context)))
    }
    if !isRelaxed { rejectPartialRows(&added, &matched) }
    let result = chunk.with(columns: chunk.columns + added)
    guard dropsUnmatched else { return result }
    let rows = matched.indices.filter { matched[$0] }.map { UInt32($0) }
    return rows.withUnsafeBufferPointer { result.gather($0) }
  }

  /// The regular expression that a pattern of kind=regex stands for: texts as they are, for each column what
  /// its type looks like, and for `*` anything. Both take as much as they can, unless the flag U says
  /// otherwise (parse-operator, the outputs under "Regex mode").
  private static func compile(_ step: ParseStep, flags: String) throws -> RegexPattern {
    var text = flags.isEmpty ? "\\A" : "(?\(flags))\\A"
    var count = 0
    for part in step.parts {
      switch part {
      case .skip: text += ".*"
      case .text(let regex): text += regex
      case .column(let column):
        let shape: String =
          switch column.type {
          case .int, .long: "-?\\d+"
          case .real, .decimal: "-?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?"
          default: ".*"
          }
        text += "(?P<regn_\(count)>\(shape))"
        count += 1
      }
    }
    do {
      let regex = try Regex(text)
      return RegexPattern(
        regex: regex, groups: (0..<count).map { regex.captureNames.firstIndex(of: "regn_\($0)") ?? 0 })
    } catch {
      throw ExecutionError(
        code: "RG0606", message: "the pattern of parse is not a regular expression: \(error.message)",
        hint: "the whole pattern reads \(text)")
    }
  }

  /// Outside relaxed mode a row with one value that does not fit its type is not matched at all.
  private func rejectPartialRows(_ columns: inout [Column], _ matched: inout [Bool]) {
    var rejected = false
    for column in columns where column.mayHaveNulls {
      for row in matched.indices where matched[row] && column.isNull(row) {
        matched[row] = false
        rejected = true
      }
    }
    guard rejected else { return }
    let rows = matched.indices.map { matched[$0] ? UInt32($0) : Column.noRow }
    columns = columns.map { column in rows.withUnsafeBufferPointer { column.gather(orNull: $0) } }
  }

  /// Finds each text after the one before it; what stands between belongs to the part between.
  private func match(_ text: UnsafeBufferPointer<UInt8>, _ captures: inout [Range<Int>]) -> Bool {
    var position = 0
    var open: Int?
    var skips = false
    /// What belongs to a column that ends at `end` at the latest: all of it, or with `*` behind it what its
    /// type looks like.
    func captured(_ index: Int, to end: Int) -> Range<Int> {
      let whole = position..<end
      guard skips else { return whole }
      return position..<(position + ParseStage.prefixLength(of: text[whole], as: types[index]))
    }
    for part in parts {
      switch part {
      case .skip: skips = true
      case .capture(let index): open = index
      case .text(let needle):
        let found: Int
        if open == nil, !skips {
          guard starts(text, with: needle, at: position) else { return false }
          found = position
        } else {
          guard let place = find(needle, in: text, from: position) else { return false }
          found = place
        }
        if let index = open { captures[index] = captured(index, to: found) }
        position = found + needle.count
        open = nil
        skips = false
      }
    }
    if let index = open { captures[index] = captured(index, to: text.count) }
    return open != nil || skips || position == text.count
  }

  /// The longest of a value that is looked for, but for numbers: a datetime with its time zone.
  private static let longestValue = 48

  /// How many bytes at the beginning of a text read as a value of a type; 0 when none do.
  private static func prefixLength(of text: Slice<UnsafeBufferPointer<UInt8>>, as type: ScalarType) -> Int {
    let bytes = UnsafeBufferPointer(rebasing: text)
    func digits(from start: Int) -> Int {
      var end = start
      while end < bytes.count, bytes[end] &- 0x30 < 10 { end += 1 }
      return end
    }
    switch type {
    case .string, .dynamic: return bytes.count
    case .int, .long, .real, .decimal:
      var start = 0
      while start < bytes.count, bytes[start] == UInt8(ascii: " ") { start += 1 }
      if start < bytes.count, bytes[start] == UInt8(ascii: "-") { start += 1 }
      var end = digits(from: start)
      guard end > start else { return 0 }
      guard type == .real || type == .decimal else { return end }
      if end < bytes.count, bytes[end] == UInt8(ascii: "."), digits(from: end + 1) > end + 1 {
        end = digits(from: end + 1)
      }
      if end < bytes.count, bytes[end] | 0x20 == UInt8(ascii: "e") {
        let sign = end + 1 < bytes.count ? bytes[end + 1] : 0
        let power = end + (sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") ? 2 : 1)
        if digits(from: power) > power { end = digits(from: power) }
      }
      return end
    case .bool, .datetime, .timespan, .guid:
      var length = min(bytes.count, longestValue)
      while length > 0, !isValue(UnsafeBufferPointer(rebasing: bytes[..<length]), type) { length -= 1 }
      return length
    }
  }

  private static func isValue(_ text: UnsafeBufferPointer<UInt8>, _ type: ScalarType) -> Bool {
    switch type {
    case .datetime: DateTime(parsing: text) != nil
    case .timespan: Timespan(parsing: text) != nil
    case .guid: Guid(parsing: text) != nil
    default: text.elementsEqual("true".utf8) || text.elementsEqual("false".utf8)
    }
  }

  private func starts(_ text: UnsafeBufferPointer<UInt8>, with needle: [UInt8], at place: Int) -> Bool {
    place + needle.count <= text.count && text[place..<(place + needle.count)].elementsEqual(needle)
  }

  private func find(_ needle: [UInt8], in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard !needle.isEmpty else { return start }
    return needle.withUnsafeBufferPointer { UTF8Text.firstOffset(of: $0, in: text, from: start) }
  }
}

/// Holds a builder, which cannot be copied, in a list.
private final class StringArrayBuilderBox {
  var strings = StringArrayBuilder()
}
