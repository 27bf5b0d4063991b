import RegnData

/// Sort keys of one column as unsigned words: smaller words stand first. Strings that are not in a
/// dictionary give their first 8 bytes, and are compared whole where those are equal.
struct NormalizedKey: Sendable {
  let words: Buffer<UInt64>
  /// What is compared where the words do not decide.
  private let whole: Whole
  private let descending: Bool
  /// Whether the lowest and the highest word stand for null and nothing else.
  private let hasNulls: Bool

  /// How values became words: words of the same form can be compared, whichever columns they come from. Nil
  /// for those that only mean something within their column.
  let form: Form?

  enum Form: Hashable, Sendable {
    case bools, longs, reals, decimals, strings
    case scaled(Int)
  }

  private enum Whole: Sendable {
    /// Equal words are equal values.
    case nothing
    case strings(StringArray)
    case decimals(Buffer<Decimal>)
    /// Integers beside nulls: the words of the two lowest and of the two highest are alike.
    case integers(Buffer<Int64>)
  }

  /// What keys are compared with.
  enum Scope {
    /// Those of the same column.
    case column
    /// Those of other columns of the same form, too.
    case form
    /// Those of all columns of the same type; their values are brought into one form.
    case type
  }

  /// The keys of a column's rows, made by so many workers.
  init(
    _ column: Column, descending: Bool, nullsFirst: Bool, workers: Int, context: ExecutionContext,
    comparedWithin scope: Scope = .column
  ) throws {
    let flat = scope == .type ? NormalizedKey.inOneForm(column.flattened) : column.flattened
    let rows = flat.count
    let hasNulls = scope != .column || flat.mayHaveNulls
    // NaN stands beside the nulls, inside of them, whatever the direction (sort-operator).
    let beside: UInt64 = nullsFirst ? 1 : .max - 1
    let encoding = Encoding(flat, nan: descending ? ~beside : beside)
    whole =
      switch encoding {
      case .longs(let buffer): hasNulls ? .integers(buffer) : .nothing
      case .decimals(let buffer): .decimals(buffer)
      case .strings(let strings): .strings(strings)
      case .bools, .reals, .ranks: .nothing
      }
    form =
      switch flat.storage {
      case .bool: .bools
      case .int32, .int64: .longs
      case .scaled(_, let scale): .scaled(scale)
      case .real: .reals
      case .decimal: .decimals
      case .strings, .guid: .strings
      case .dictionary, .dynamic: nil
      }
    self.descending = descending
    self.hasNulls = hasNulls
    let block = Chunk.preferredRowCount
    let blocks = (rows + block - 1) / block
    words = try Buffer(count: rows) { target in
      nonisolated(unsafe) let target = target
      let next = AtomicCounter()
      try context.parallel(workers: min(workers, blocks)) { _ in
        while true {
          let index = next.take()
          guard index < blocks else { return }
          try context.checkpoint()
          let range = index * block..<min((index + 1) * block, rows)
          encoding.write(range, to: target)
          if descending { for row in range { target[row] = ~target[row] } }
          guard hasNulls else { continue }
          // Nulls go beyond every value: the extreme words are made free for them by saturating.
          for row in range {
            target[row] =
              flat.isNull(row) ? (nullsFirst ? 0 : .max) : min(max(target[row], 1), .max - 1)
          }
        }
      }
    }
  }

  /// Whether equal words are equal values, also beside words of other keys that can be compared with these.
  var isDecidedByWords: Bool {
    switch whole {
    case .nothing: return true
    case .strings, .decimals: return false
    case .integers:
      // Only the extreme words stand for several values.
      var isExtreme = false
      for row in 0..<words.count {
        let word = words.base[row]
        isExtreme = isExtreme || word == 1 || word == .max - 1
      }
      return !isExtreme
    }
  }

  /// The form in which a column gives its words.
  private enum Encoding: Sendable {
    case bools(Buffer<Bool>)
    case longs(Buffer<Int64>)
    /// Numbers, and the word of what is none.
    case reals(Buffer<Double>, nan: UInt64)
    case decimals(Buffer<Decimal>)
    /// Codes, and the rank of each.
    case ranks(Buffer<UInt32>, [UInt32])
    case strings(StringArray)

    init(_ column: Column, nan: UInt64) {
      switch column.storage {
      case .bool(let buffer): self = .bools(buffer)
      case .int32, .int64: self = .longs(column.longs)
      case .scaled(let buffer, _): self = .longs(buffer)
      case .real(let buffer): self = .reals(buffer, nan: nan)
      case .decimal(let buffer): self = .decimals(buffer)
      // Entries that no row has are not worth putting in order.
      case .dictionary(let codes, let dictionary) where dictionary.count <= column.count:
        self = .ranks(codes, dictionary.ranks())
      case .dictionary, .strings, .dynamic: self = .strings(column.strings)
      case .guid(let guids):
        var builder = StringArrayBuilder(capacity: guids.count)
        var text: [UInt8] = []
        for row in 0..<guids.count {
          text.removeAll(keepingCapacity: true)
          guids.base[row].append(to: &text)
          builder.append(text)
        }
        self = .strings(builder.finish())
      }
    }

    /// Writes the words of some rows, ascending.
    func write(_ rows: Range<Int>, to target: UnsafeMutablePointer<UInt64>) {
      switch self {
      case .bools(let buffer):
        for row in rows { target[row] = buffer.base[row] ? 1 << 33 : 1 << 32 }
      case .longs(let buffer):
        for row in rows { target[row] = UInt64(bitPattern: buffer.base[row]) ^ (1 << 63) }
      case .reals(let buffer, let nan):
        for row in rows { target[row] = buffer.base[row].isNaN ? nan : Encoding.word(of: buffer.base[row]) }
      case .decimals(let buffer):
        for row in rows { target[row] = Encoding.word(of: buffer.base[row].doubleValue) }
      case .ranks(let codes, let ranks):
        for row in rows { target[row] = UInt64(ranks[Int(codes.base[row])]) }
      case .strings(let strings):
        for row in rows {
          var word: UInt64 = 0
          let bytes = strings.bytes(row)
          for place in 0..<min(bytes.count, 8) { word |= UInt64(bytes[place]) << UInt64(56 - 8 * place) }
          target[row] = word
        }
      }
    }

    /// A word that orders numbers; none is among the two lowest or the two highest words.
    private static func word(of value: Double) -> UInt64 {
      let bits = (value == 0 ? 0 : value).bitPattern
      return bits >> 63 == 1 ? ~bits : bits | (1 << 63)
    }
  }

  /// The same values in the one form that columns of their type can all take.
  private static func inOneForm(_ column: Column) -> Column {
    switch column.storage {
    case .dictionary: Column(type: column.type, storage: .strings(column.strings))
    case .scaled: Column(type: column.type, storage: .decimal(column.decimals), validity: column.validity)
    default: column
    }
  }

  /// Whether row `left` stands before `right` (negative), after (positive), or neither (0).
  @inline(__always)
  func compare(_ left: Int, _ right: Int) -> Int {
    let a = words.base[left]
    let b = words.base[right]
    if a != b { return a < b ? -1 : 1 }
    if case .nothing = whole { return 0 }
    return compareWhole(left, right)
  }

  /// As `compare`, with a row of other keys that can be compared with these.
  func compare(_ left: Int, with other: NormalizedKey, _ right: Int) -> Int {
    let a = words.base[left]
    let b = other.words.base[right]
    if a != b { return a < b ? -1 : 1 }
    return compareWhole(left, right, of: other)
  }

  @inline(never)
  private func compareWhole(_ left: Int, _ right: Int) -> Int { compareWhole(left, right, of: self) }

  private func compareWhole(_ left: Int, _ right: Int, of other: NormalizedKey) -> Int {
    // What stands in the place of a null means nothing.
    if hasNulls, words.base[left] == 0 || words.base[left] == .max { return 0 }
    let order: Int
    switch (whole, other.whole) {
    case (.strings(let strings), .strings(let others)):
      order = compareBytes(strings.bytes(left), others.bytes(right))
    case (.decimals(let decimals), .decimals(let others)):
      let a = decimals.base[left]
      let b = others.base[right]
      order = a < b ? -1 : (b < a ? 1 : 0)
    case (.integers(let integers), .integers(let others)):
      let a = integers.base[left]
      let b = others.base[right]
      order = a < b ? -1 : (b < a ? 1 : 0)
    default: return 0
    }
    return descending ? -order : order
  }
}
