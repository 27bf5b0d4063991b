/// Bracketed classes: ranges, named classes, nesting and set operations.
extension Parser {
  private enum Operation {
    case intersection, difference, symmetricDifference
  }

  /// Reads a class, from its `[` through its `]`.
  mutating func bracketedClass(level: Int) throws(RegexError) -> ScalarSet {
    let start = position
    if level >= Limits.depth { throw tooDeep(at: start) }
    position += 1
    let negate = take("^")
    var left: (set: ScalarSet, operation: Operation)?
    var items: [ScalarRange] = []
    skipVerbose()
    while byte() == UInt8(ascii: "-") {
      items.append(ScalarRange(low: 0x2D, high: 0x2D))
      position += 1
      skipVerbose()
    }
    if items.isEmpty && take("]") { items.append(ScalarRange(low: 0x5D, high: 0x5D)) }
    while true {
      skipVerbose()
      if atEnd { throw failure("this class is not closed; a `]` is missing", at: start) }
      if take("]") { break }
      if items.count > 1 << 16 { items = ScalarSet(items).ranges }
      if let operation = takeOperation() {
        left = (combined(left, ScalarSet(items)), operation)
        items = []
        continue
      }
      if byte() == UInt8(ascii: "[") {
        if let named = try posixClass() {
          items.append(contentsOf: named.ranges)
        } else {
          items.append(contentsOf: try bracketedClass(level: level + 1).ranges)
        }
        continue
      }
      items.append(contentsOf: try rangeOrItem(classStart: start).ranges)
    }
    let set = combined(left, ScalarSet(items))
    return negate ? try negated(set, start: start) : set
  }

  private mutating func takeOperation() -> Operation? {
    if take("&&") { return .intersection }
    if take("--") { return .difference }
    if take("~~") { return .symmetricDifference }
    return nil
  }

  private func combined(_ left: (set: ScalarSet, operation: Operation)?, _ right: ScalarSet) -> ScalarSet {
    guard let left else { return right }
    switch left.operation {
    case .intersection: return left.set.intersection(right)
    case .difference: return left.set.subtracting(right)
    case .symmetricDifference: return left.set.symmetricDifference(right)
    }
  }

  /// One character, a range of them, or a named class.
  private mutating func rangeOrItem(classStart: Int) throws(RegexError) -> ScalarSet {
    let start = position
    let first = try classItem()
    skipVerbose()
    guard byte() == UInt8(ascii: "-"), !sees("--") else { return set(of: first) }
    // A hyphen before the closing bracket stands for itself.
    let hyphen = position
    position += 1
    skipVerbose()
    if atEnd { throw failure("this class is not closed; a `]` is missing", at: classStart) }
    if byte() == UInt8(ascii: "]") {
      position = hyphen
      return set(of: first)
    }
    let last = try classItem()
    guard case .literal(let low) = first, case .literal(let high) = last else {
      throw failure("a range goes from one character to another, not to or from a class", from: start)
    }
    if low > high { throw failure("this range ends before it begins", from: start) }
    return folded(ScalarSet([ScalarRange(low: low, high: high)]))
  }

  private func set(of item: Escape) -> ScalarSet {
    switch item {
    case .literal(let scalar): folded(ScalarSet(scalar))
    case .set(let set): set
    case .look: .none
    }
  }

  private mutating func classItem() throws(RegexError) -> Escape {
    let start = position
    let item: Escape = byte() == UInt8(ascii: "\\") ? try escape() : .literal(takeScalar())
    if case .look = item {
      throw failure("an assertion such as `\\b` cannot stand in a class; a backspace is `\\x08`", from: start)
    }
    if case .literal(let scalar) = item, scalar > 0x7F, !flags.unicode {
      throw failure("without Unicode mode a class holds ASCII only; use `(?u)`", from: start)
    }
    return item
  }

  /// `[:alpha:]` and its like, or nil where the bracket begins a class of its own.
  private mutating func posixClass() throws(RegexError) -> ScalarSet? {
    guard sees("[:") else { return nil }
    let start = position
    position += 2
    let negate = take("^")
    var name = ""
    while byte() >= 0x61 && byte() <= 0x7A && name.utf8.count < 8 {
      name.unicodeScalars.append(Unicode.Scalar(byte()))
      position += 1
    }
    guard take(":]"), let ranges = Self.posixRanges[name] else {
      position = start
      return nil
    }
    let set = folded(ScalarSet(ranges.map { ScalarRange(low: $0.0, high: $0.1) }))
    return negate ? try negated(set, start: start) : set
  }

  private static let posixRanges: [String: [(UInt32, UInt32)]] = [
    "alnum": [(0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A)],
    "alpha": [(0x41, 0x5A), (0x61, 0x7A)],
    "ascii": [(0x00, 0x7F)],
    "blank": [(0x09, 0x09), (0x20, 0x20)],
    "cntrl": [(0x00, 0x1F), (0x7F, 0x7F)],
    "digit": [(0x30, 0x39)],
    "graph": [(0x21, 0x7E)],
    "lower": [(0x61, 0x7A)],
    "print": [(0x20, 0x7E)],
    "punct": [(0x21, 0x2F), (0x3A, 0x40), (0x5B, 0x60), (0x7B, 0x7E)],
    "space": [(0x09, 0x0D), (0x20, 0x20)],
    "upper": [(0x41, 0x5A)],
    "word": [(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)],
    "xdigit": [(0x30, 0x39), (0x41, 0x46), (0x61, 0x66)],
  ]
}
