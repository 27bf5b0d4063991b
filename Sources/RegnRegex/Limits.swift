/// What a pattern may ask for. A pattern beyond a limit is refused with a `RegexError`; nothing is cut short.
enum Limits {
  /// Bytes of UTF-8 in a pattern.
  static let patternLength = 32_768
  /// Groups, classes and repetitions within one another.
  static let depth = 200
  /// Instructions of the compiled pattern: repetitions are written out, so `(a{1000}){1000}` would be a
  /// million.
  static let instructions = 50_000
  /// The largest number in `{n,m}`.
  static let repetition = 50_000
  /// Instructions times slots of capture groups: the memory that finding groups in a long text may need.
  static let captureCells = 4_000_000
}
