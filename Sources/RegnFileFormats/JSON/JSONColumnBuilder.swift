import RegnData

/// Makes columns of the values of one key, block by block, for one worker.
final class JSONColumnBuilder {
  let kind: ColumnKind
  private(set) var count = 0
  private var valid = BufferBuilder<Bool>()
  private var hasNulls = false
  private var bools = BufferBuilder<Bool>()
  private var longs = BufferBuilder<Int64>()
  private var reals = BufferBuilder<Double>()
  private var decimals = BufferBuilder<Decimal>()
  private var codes = BufferBuilder<UInt32>()
  private var texts = StringArrayBuilder()
  /// The texts seen so far, from one block to the next.
  private var dictionary = StringDictionaryBuilder()
  private var hasDictionary = true
  private var writer = DynamicWriter()

  init(kind: ColumnKind) { self.kind = kind }

  /// Beyond so many different texts a column keeps its texts, not codes.
  private static let dictionaryLimit = 1 << 14

  func appendNull() {
    if kind == .string {
      append(UTF8Bytes(start: nil, count: 0))
      return
    }
    hasNulls = true
    switch kind {
    case .bool: bools.append(false)
    case .real: reals.append(0)
    case .decimal: decimals.append(.zero)
    case .dynamic: texts.appendEmpty()
    default: longs.append(0)
    }
    valid.append(false)
    count += 1
  }

  private func append(_ text: UTF8Bytes) {
    if hasDictionary { codes.append(dictionary.code(for: text)) } else { texts.append(text) }
    count += 1
  }

  /// Appends a value; says whether it has a place in the column.
  func append(_ value: JSONToken) -> Bool {
    if value.kind == .null {
      appendNull()
      return true
    }
    switch kind {
    case .bool:
      guard value.kind == .yes || value.kind == .no else { return false }
      bools.append(value.kind == .yes)
    case .long:
      guard value.kind == .integer, let number = Self.long(value.bytes) else { return false }
      longs.append(number)
    case .real:
      guard value.kind == .integer || value.kind == .real, let number = parseReal(value.bytes) else {
        return false
      }
      reals.append(number)
    case .decimal:
      guard value.kind == .integer, value.bytes.count <= 34, let number = Decimal(parsing: value.bytes) else {
        return false
      }
      decimals.append(number)
    case .datetime:
      guard value.kind == .text, let ticks = JSONText.ticks(value.bytes) else { return false }
      longs.append(ticks)
    case .string:
      if value.kind == .escapedText {
        guard JSONText.unescape(value, with: &writer) else { return false }
        writer.withValue { append($0.stringBytes ?? UTF8Bytes(start: nil, count: 0)) }
      } else {
        // Of what is not text its JSON is the text.
        append(value.bytes)
      }
      return true
    default:
      writer.removeAll()
      let isText = value.kind == .text || value.kind == .escapedText
      guard let start = value.bytes.baseAddress else { return false }
      let json = isText ? UTF8Bytes(start: start - 1, count: value.bytes.count + 2) : value.bytes
      guard (try? writer.append(json: json)) != nil else { return false }
      texts.append(writer.bytes)
    }
    valid.append(true)
    count += 1
    return true
  }

  @inline(__always)
  private static func long(_ bytes: UTF8Bytes) -> Int64? {
    guard bytes.count <= 18 else { return parseLong(bytes) }
    var position = bytes.first == 0x2D ? 1 : 0
    var value: Int64 = 0
    while position < bytes.count {
      value = value &* 10 &+ Int64(bytes[position] &- 0x30)
      position += 1
    }
    return bytes.first == 0x2D ? -value : value
  }

  /// The column of what was appended since the last call.
  func take() -> Column {
    let storage: Column.Storage
    switch kind {
    case .bool: storage = .bool(bools.snapshot())
    case .real: storage = .real(reals.snapshot())
    case .decimal: storage = .decimal(decimals.snapshot())
    case .dynamic: storage = .dynamic(texts.snapshot())
    case .string where hasDictionary: storage = .dictionary(codes.snapshot(), dictionary.snapshot())
    case .string: storage = .strings(texts.snapshot())
    default: storage = .int64(longs.snapshot())
    }
    let column = Column(type: kind.type, storage: storage, validity: hasNulls ? valid.snapshot() : nil)
    if dictionary.count > Self.dictionaryLimit {
      hasDictionary = false
      dictionary = StringDictionaryBuilder()
    }
    count = 0
    hasNulls = false
    valid = BufferBuilder()
    bools = BufferBuilder()
    longs = BufferBuilder()
    reals = BufferBuilder()
    decimals = BufferBuilder()
    codes = BufferBuilder()
    texts = StringArrayBuilder()
    return column
  }
}
