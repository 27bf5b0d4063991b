import RegnData
import RegnRegex
import Synchronization

/// Compiled patterns, so that a constant pattern is compiled once and not for every chunk of rows.
enum RegexCache {
  private static let cache = Mutex<[String: Regex]>([:])
  /// Beyond so many patterns the cache starts over: patterns may come from data.
  private static let capacity = 128

  /// The compiled pattern. Throws RG0608 when the text is no pattern.
  static func regex(_ pattern: String) throws -> Regex {
    if let known = cache.withLock({ $0[pattern] }) { return known }
    do {
      let regex = try Regex(pattern)
      cache.withLock { cache in
        if cache.count >= capacity { cache.removeAll() }
        cache[pattern] = regex
      }
      return regex
    } catch {
      throw ExecutionError(
        code: "RG0608", message: "not a regular expression: \(error.message)",
        hint: "the pattern is `\(pattern.prefix(80))`, and what is wrong stands at byte \(error.offset)")
    }
  }
}

/// The pattern of each row of a text column. A pattern that comes again is not prepared again, unless many
/// others came in between.
struct RowPatterns {
  private let column: Column
  private let strings: StringArray
  private let wrap: (String) -> String
  private var last: Entry?
  /// What else was prepared, at a place that the hash of its text tells; empty until the pattern changes.
  private var others: [Entry?] = []
  /// A power of two.
  private static let capacity = 64

  private final class Entry {
    let text: [UInt8]
    let matcher: Matcher

    init(_ text: [UInt8], _ matcher: Matcher) {
      self.text = text
      self.matcher = matcher
    }

    func stands(for bytes: Bytes) -> Bool {
      text.withUnsafeBufferPointer { StringView($0) == StringView(bytes) }
    }
  }

  /// `wrap` makes of each text the pattern that is compiled.
  init(_ column: Column, wrap: @escaping (String) -> String = { $0 }) {
    self.column = column
    self.wrap = wrap
    strings = column.strings
  }

  /// The matcher for row `row`. Throws RG0608 when its text is no pattern.
  mutating func matcher(_ row: Int) throws -> Matcher {
    if column.isConstant, let last { return last.matcher }
    let bytes = strings.bytes(row &* column.stride)
    if let last, last.stands(for: bytes) { return last.matcher }
    if last != nil && others.isEmpty { others = Array(repeating: nil, count: Self.capacity) }
    let place = Int(truncatingIfNeeded: hashBytes(bytes)) & (Self.capacity - 1)
    if let known = others.isEmpty ? nil : others[place], known.stands(for: bytes) {
      last = known
      return known.matcher
    }
    let regex = try RegexCache.regex(wrap(String(decoding: bytes, as: UTF8.self)))
    let entry = Entry(Array(bytes), Matcher(regex))
    last = entry
    if !others.isEmpty { others[place] = entry }
    return entry.matcher
  }
}
