/// A compiled pattern of `format_datetime` or `format_timespan`.
///
/// The reference pages of the two functions list the letters and the delimiters (space and `/-:,._[]`);
/// anything else is an error that says where it stands.
public struct DateTimePattern: Hashable, Sendable {
  /// What the pattern formats; the two differ in their letters.
  public enum Subject: Sendable {
    case datetime
    case timespan
  }

  /// Why a pattern is not one: the byte at `offset` begins a run that has no meaning.
  public struct Failure: Error, Hashable, Sendable {
    /// From the start of the pattern, in bytes.
    public var offset: Int
    /// The length of the run, in bytes.
    public var length: Int

    public init(offset: Int, length: Int) {
      self.offset = offset
      self.length = length
    }
  }

  private enum Element: Hashable {
    case literal(UInt8)
    /// The letter of the field and how often it stands.
    case field(UInt8, Int)
  }

  private let elements: [Element]

  /// Compiles a pattern.
  public init(_ pattern: UTF8Bytes, for subject: Subject) throws(Failure) {
    var elements: [Element] = []
    var position = 0
    while position < pattern.count {
      let byte = pattern[position]
      var length = 1
      while position + length < pattern.count, pattern[position + length] == byte { length += 1 }
      if Self.isDelimiter(byte) {
        elements.append(contentsOf: repeatElement(.literal(byte), count: length))
      } else if Self.isField(byte, length, subject) {
        elements.append(.field(byte, length))
      } else {
        throw Failure(offset: position, length: length)
      }
      position += length
    }
    self.elements = elements
  }

  /// Compiles a pattern; see `init(_:for:)` for bytes.
  public init(_ pattern: some StringProtocol, for subject: Subject) throws(Failure) {
    let result = withUTF8Bytes(of: pattern) { bytes in
      Result { () throws(Failure) in try DateTimePattern(bytes, for: subject) }
    }
    self = try result.get()
  }

  private static func isDelimiter(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x2F, 0x2D, 0x3A, 0x2C, 0x2E, 0x5F, 0x5B, 0x5D: true
    default: false
    }
  }

  private static func isField(_ letter: UInt8, _ length: Int, _ subject: Subject) -> Bool {
    switch letter {
    case 0x64: length <= (subject == .timespan ? 8 : 2)  // d
    case 0x66, 0x46: length <= 7  // f F
    case 0x68, 0x48, 0x6D, 0x73: length <= 2  // h H m s
    case 0x4D, 0x74: length <= 2 && subject == .datetime  // M t
    case 0x79: (length <= 2 || length == 4) && subject == .datetime  // y
    default: false
    }
  }

  /// Appends a datetime by a pattern that was compiled for one.
  public func append(_ value: DateTime, to bytes: inout [UInt8]) {
    let (year, month, day) = value.date
    let hour = value.hour
    for element in elements {
      guard case .field(let letter, let length) = element else {
        if case .literal(let byte) = element { bytes.append(byte) }
        continue
      }
      switch letter {
      case 0x64: bytes.append(digits: UInt64(day), width: length)
      case 0x4D: bytes.append(digits: UInt64(month), width: length)
      case 0x79: bytes.append(digits: UInt64(length == 4 ? year : year % 100), width: length)
      case 0x48: bytes.append(digits: UInt64(hour), width: length)
      case 0x68: bytes.append(digits: UInt64(hour % 12 == 0 ? 12 : hour % 12), width: length)
      case 0x6D: bytes.append(digits: UInt64(value.minute), width: length)
      case 0x73: bytes.append(digits: UInt64(value.second), width: length)
      case 0x74:
        bytes.append(hour < 12 ? 0x41 : 0x50)
        if length == 2 { bytes.append(0x4D) }
      default:
        Self.appendFraction(UInt64(value.fractionTicks), letter, length, dropsPoint: true, to: &bytes)
      }
    }
  }

  /// Appends a timespan by a pattern that was compiled for one. The sign is not shown: no letter stands for
  /// it.
  public func append(_ value: Timespan, to bytes: inout [UInt8]) {
    let magnitude = value.ticks.magnitude
    let seconds = magnitude / 10_000_000
    for element in elements {
      guard case .field(let letter, let length) = element else {
        if case .literal(let byte) = element { bytes.append(byte) }
        continue
      }
      switch letter {
      case 0x64: bytes.append(digits: seconds / 86_400, width: length)
      case 0x48, 0x68: bytes.append(digits: seconds / 3600 % 24, width: length)
      case 0x6D: bytes.append(digits: seconds / 60 % 60, width: length)
      case 0x73: bytes.append(digits: seconds % 60, width: length)
      default: Self.appendFraction(magnitude % 10_000_000, letter, length, dropsPoint: false, to: &bytes)
      }
    }
  }

  /// The first `length` decimals of a second; `F` leaves out zeros at the end, and in a datetime the point
  /// too when nothing follows it.
  private static func appendFraction(
    _ ticks: UInt64, _ letter: UInt8, _ length: Int, dropsPoint: Bool, to bytes: inout [UInt8]
  ) {
    var value = ticks
    var width = length
    for _ in length..<7 { value /= 10 }
    if letter == 0x46 {
      while width > 0, value % 10 == 0 {
        value /= 10
        width -= 1
      }
      if width == 0 {
        if dropsPoint, bytes.last == 0x2E { bytes.removeLast() }
        return
      }
    }
    bytes.append(digits: value, width: width)
  }
}
