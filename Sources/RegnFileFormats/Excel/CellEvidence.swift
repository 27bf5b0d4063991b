import RegnData

/// What the cells of a column could be read as.
struct CellEvidence {
  private(set) var text = ColumnEvidence()
  private var numbers: ColumnKind?
  private var wholeDigits = 0
  private var bools = 0
  private var dates = 0
  private var times = 0
  private var codes = 0
  /// How many of the numbers are shown as percent.
  private var percents = 0
  private var numberCount = 0
  /// Cells with a value.
  private(set) var values = 0

  /// More decimals than amounts have are those of a computation, whose numbers are only nearly exact.
  private static let decimalLimit = 6

  /// Takes a cell's value, its text with a decimal point and dates with the year first.
  mutating func add(_ value: CellValue, _ bytes: UTF8Bytes, isPercent: Bool) {
    switch value {
    case .nothing, .error, .uncomputed, .noDate: return
    case .text: text.add(bytes)
    case .number:
      numberCount += 1
      if isPercent { percents += 1 }
      let kind = kind(ofNumber: bytes)
      numbers = numbers?.joined(with: kind) ?? kind
    case .date: dates += 1
    case .time: times += 1
    case .bool: bools += 1
    case .code: codes += 1
    }
    values += 1
  }

  private mutating func kind(ofNumber bytes: UTF8Bytes) -> ColumnKind {
    guard let number = NumberText(bytes, marks: .english), number.exponent == nil else { return .real }
    wholeDigits = max(wholeDigits, number.wholeDigits)
    if number.scale == 0 { return number.wholeDigits <= 9 ? .int : number.wholeDigits <= 18 ? .long : .real }
    return number.scale <= Self.decimalLimit ? .scaled(number.scale) : .real
  }

  /// Whether the cells are something else than text, and no names above what `below` holds.
  func isTyped(above below: CellEvidence) -> Bool {
    isTyped && (text.values == 0 || text.isTyped(above: below.text))
  }

  /// Whether the cells are something else than text, in either notation of numbers.
  var isTyped: Bool { values > 0 && (kind(.danish) != .string || kind(.english) != .string) }

  /// Whether every number is shown as percent.
  var isPercent: Bool { percents > 0 && percents == numberCount }

  /// The narrowest kind that holds all cells, numbers in texts being written with `marks`.
  func kind(_ marks: NumberMarks) -> ColumnKind {
    var kinds: [ColumnKind] = []
    if let numbers {
      if case .scaled(let scale) = numbers, wholeDigits + scale > 18 {
        kinds.append(.real)
      } else {
        kinds.append(numbers)
      }
    }
    if text.values > 0 {
      // Beside numbers in cells of their own a unit says that the others have another.
      kinds.append(text.unit != nil && numberCount > 0 ? .string : text.kind(marks))
    }
    if dates > 0 {
      // Dates that are text decide the order of the parts; cells can be written in any.
      if case .datetime(let format)? = kinds.last {
        kinds.append(.datetime(format))
      } else {
        kinds.append(.datetime(.yearMonthDay))
      }
    }
    if times > 0 { kinds.append(.timespan) }
    if bools > 0 { kinds.append(.bool) }
    if codes > 0 { kinds.append(.string) }
    guard let first = kinds.first else { return .string }
    return kinds.dropFirst().reduce(first) { $0.joined(with: $1) }
  }
}
