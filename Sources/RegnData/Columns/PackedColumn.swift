import CRegnScan

/// Values of one KQL type in the few bytes that tables in memory keep them in; scans make a `Column` of some
/// rows at a time.
///
/// Whole numbers, times and decimals of one scale take 1, 2, 4 or 8 bytes as their range needs, codes of a
/// dictionary 1, 2 or 4 as there are texts, other texts their own bytes and two more, and what is the same in
/// all rows takes none. All else is kept as it is in a `Column`.
public struct PackedColumn: Sendable {
  public let type: ScalarType
  /// The number of rows.
  public let count: Int
  private let form: Form
  /// Which rows hold a value; nil when all do, and where the column is kept as it is.
  let validity: Buffer<Bool>?

  private enum Form {
    case plain(Column)
    case numbers(PackedIntegers, Kind)
    case codes(PackedIntegers, StringDictionary)
    case texts(PackedTexts)
  }

  /// How numbers lie in the columns that scans give.
  private enum Kind {
    case int32, int64
    case scaled(Int)

    /// The numbers in 32 or in 64 bits, whichever it is.
    func storage(
      _ int32: @autoclosure () -> Buffer<Int32>, _ int64: @autoclosure () -> Buffer<Int64>
    ) -> Column.Storage {
      switch self {
      case .int32: .int32(int32())
      case .int64: .int64(int64())
      case .scaled(let scale): .scaled(int64(), scale: scale)
      }
    }
  }

  private init(type: ScalarType, count: Int, form: Form, validity: Buffer<Bool>?) {
    self.type = type
    self.count = count
    self.form = form
    self.validity = validity
  }

  /// A column as it is, sharing its memory.
  public init(unpacked column: Column) {
    self.init(type: column.type, count: column.count, form: .plain(column), validity: nil)
  }

  /// The rows of `pieces`, one after another, all of them of `type`.
  public init(_ pieces: [Column], type: ScalarType) {
    let pieces = pieces.map(\.flattened)
    guard let kind = Self.kind(of: pieces) else {
      let hasViews = pieces.contains { if case .strings = $0.storage { true } else { false } }
      if hasViews, let texts = PackedTexts(pieces.map(\.strings)) {
        self.init(type: type, count: texts.count, form: .texts(texts), validity: nil)
        return
      }
      let column = Column.concatenate(pieces, type: type)
      guard case .dictionary(let codes, let dictionary) = column.storage, !column.isConstant else {
        self.init(unpacked: column)
        return
      }
      self.init(codes: [(codes, Array(0..<UInt32(dictionary.count)))], of: dictionary)
      return
    }
    let validity = Column.validity(of: pieces)
    let isTime = type == .datetime || type == .timespan
    let numbers = PackedIntegers(
      pieces.compactMap { column in
        switch column.storage {
        case .int32(let buffer): .int32(buffer, validity: column.validity)
        case .int64(let buffer), .scaled(let buffer, _): .int64(buffer, validity: column.validity)
        default: nil
        }
      }, units: isTime ? Unit.times : [])
    self.init(type: type, count: numbers.count, form: .numbers(numbers, kind), validity: validity)
  }

  /// How numbers lie in all of the columns; nil where they are none, or lie in ways that do not go together.
  private static func kind(of columns: [Column]) -> Kind? {
    var kind: Kind?
    for column in columns {
      switch (column.storage, kind) {
      case (.int32, nil): kind = .int32
      case (.int32, .int32), (.int32, .int64): break
      case (.int64, nil), (.int64, .int32), (.int64, .int64): kind = .int64
      case (.scaled(_, let scale), nil): kind = .scaled(scale)
      case (.scaled(_, let scale), .scaled(let known)) where scale == known: break
      default: return nil
      }
    }
    return kind
  }

  /// The codes of `pieces`, one after another, each first looked up in its mapping to codes of `dictionary`.
  public init(codes pieces: [(codes: Buffer<UInt32>, mapping: [UInt32])], of dictionary: StringDictionary) {
    let count = pieces.reduce(0) { $0 + $1.codes.count }
    let codes = PackedIntegers(codesBelow: dictionary.count, count: count) { target, width in
      var place = target
      for piece in pieces {
        regn_pack_codes(piece.codes.base, piece.codes.count, piece.mapping, Int32(width), place)
        place += piece.codes.count * width
      }
    }
    self.init(type: .string, count: count, form: .codes(codes, dictionary), validity: nil)
  }

  /// The dictionary that its codes are of; nil when it has none.
  public var dictionary: StringDictionary? {
    switch form {
    case .plain(let column):
      if case .dictionary(_, let dictionary) = column.storage { dictionary } else { nil }
    case .codes(_, let dictionary): dictionary
    case .numbers, .texts: nil
    }
  }

  /// The same texts with codes of a longer snapshot of the same growing dictionary.
  public func with(_ dictionary: StringDictionary) -> PackedColumn {
    guard case .codes(let codes, let own) = form, own.lineage == dictionary.lineage else { return self }
    return PackedColumn(type: type, count: count, form: .codes(codes, dictionary), validity: nil)
  }

  /// The decimals' scale, where they have one.
  var scale: Int? {
    switch form {
    case .numbers(_, .scaled(let scale)): return scale
    case .plain(let column): if case .scaled(_, let scale) = column.storage { return scale }
    default: break
    }
    return nil
  }

  // MARK: - Rows

  /// All rows.
  public var unpacked: Column { unpacked(0..<count) }

  /// The rows of `range`; a constant column where all are the same.
  public func unpacked(_ range: Range<Int>) -> Column {
    switch form {
    case .plain(let column): return column.slice(range)
    case .codes(let codes, let dictionary):
      return Column(type: type, storage: .dictionary(codes.codes(range), dictionary))
    case .texts(let texts): return Column(type: type, storage: .strings(texts.texts(range)))
    case .numbers(let numbers, let kind):
      let validity = validity?.slice(range)
      if let constant = constant(numbers, kind, validity: validity, count: range.count) { return constant }
      let storage = kind.storage(numbers.int32(range), numbers.int64(range))
      return Column(type: type, storage: storage, validity: validity)
    }
  }

  /// The rows at `rows`, counted from row `start`, in that order; a constant column where all are the same.
  public func gathered(_ rows: UnsafeBufferPointer<UInt32>, from start: Int) -> Column {
    switch form {
    case .plain(let column): return column.slice(start..<column.count).gather(rows)
    case .codes(let codes, let dictionary):
      return Column(type: type, storage: .dictionary(codes.codes(rows, from: start), dictionary))
    case .texts(let texts): return Column(type: type, storage: .strings(texts.texts(rows, from: start)))
    case .numbers(let numbers, let kind):
      let validity = validity.map { validity in
        Buffer<Bool>(count: rows.count) { target in
          for index in 0..<rows.count { target[index] = validity.base[start + Int(rows[index])] }
        }
      }
      if let constant = constant(numbers, kind, validity: validity, count: rows.count) { return constant }
      let storage = kind.storage(numbers.int32(rows, from: start), numbers.int64(rows, from: start))
      return Column(type: type, storage: storage, validity: validity)
    }
  }

  /// A column of one number throughout; nil when there are several.
  private func constant(
    _ numbers: PackedIntegers, _ kind: Kind, validity: Buffer<Bool>?, count: Int
  ) -> Column? {
    guard let value = numbers.constant else { return nil }
    let isSpread = validity != nil
    let elements = isSpread ? count : 1
    let storage = kind.storage(
      Buffer(repeating: Int32(truncatingIfNeeded: value), count: elements),
      Buffer(repeating: value, count: elements))
    return isSpread
      ? Column(type: type, storage: storage, validity: validity)
      : Column(constant: storage, type: type, validity: nil, count: count)
  }

  // MARK: - What is known

  /// The bytes that the column keeps in memory, a dictionary's entries left out.
  public var ownByteCount: Int {
    let own: Int
    switch form {
    case .plain(let column):
      if case .dictionary(let codes, _) = column.storage {
        own = codes.byteCount
      } else {
        own = column.byteCount
      }
    case .numbers(let numbers, _): own = numbers.bytes.byteCount
    case .codes(let codes, _): own = codes.bytes.byteCount
    case .texts(let texts): own = texts.byteCount
    }
    return own + (validity?.byteCount ?? 0)
  }

  /// Whether it can have values of a range that a predicate passes.
  func mayPass(_ predicate: ColumnPredicate) -> Bool {
    guard case .numbers(let numbers, _) = form else { return true }
    let range = numbers.range ?? 0...0
    return predicate.mayPass(
      from: range.lowerBound, to: range.upperBound, isEmpty: numbers.range == nil, hasNulls: validity != nil)
  }

  /// The numbers and which of them are not null; nil when it holds something else.
  var numbers: (PackedIntegers, validity: Buffer<Bool>?)? {
    if case .numbers(let numbers, _) = form { (numbers, validity) } else { nil }
  }

  /// The codes of a dictionary; nil when it holds something else.
  var codes: PackedIntegers? { if case .codes(let codes, _) = form { codes } else { nil } }

  /// Whether it holds texts that are no codes, packed.
  var hasTexts: Bool { if case .texts = form { true } else { false } }

  /// A number as the value that it stands for.
  func value(_ number: Int64) -> Value {
    switch (type, form) {
    case (.int, _): .int(Int32(truncatingIfNeeded: number))
    case (.datetime, _): .datetime(DateTime(ticks: number))
    case (.timespan, _): .timespan(Timespan(ticks: number))
    case (_, .numbers(_, .scaled(let scale))): .decimal(Decimal(coefficient: Int128(number), scale: scale))
    default: .long(number)
    }
  }

  /// The column as it is, where it is not packed.
  var plain: Column? { if case .plain(let column) = form { column } else { nil } }
}
