/// Case and class of code points by Unicode's data, one code point for one, as .NET maps them: ß has no upper
/// case.
///
/// The first 2,048 (Latin, Greek, Cyrillic, …) come from tables that are made when first needed.
enum CaseMapping {
  private static let tableSize = 0x800

  private static let lowerTable: [UInt16] = table { simple($0, $0.properties.lowercaseMapping) }
  private static let upperTable: [UInt16] = table { simple($0, $0.properties.uppercaseMapping) }
  private static let foldTable: [UInt16] = table { slowFold($0) }
  private static let alphanumericTable: [Bool] = (0..<UInt32(tableSize)).map { value in
    Unicode.Scalar(value).map { isAlphanumericByProperties($0) } ?? false
  }

  private static func table(_ map: (Unicode.Scalar) -> UInt32) -> [UInt16] {
    (0..<UInt32(tableSize)).map { value in
      let mapped = Unicode.Scalar(value).map(map) ?? value
      return mapped < 0x10000 ? UInt16(mapped) : UInt16(value)
    }
  }

  static func lower(_ value: UInt32) -> UInt32 {
    if value < tableSize { return UInt32(lowerTable[Int(value)]) }
    guard let scalar = Unicode.Scalar(value) else { return value }
    return simple(scalar, scalar.properties.lowercaseMapping)
  }

  static func upper(_ value: UInt32) -> UInt32 {
    if value < tableSize { return UInt32(upperTable[Int(value)]) }
    guard let scalar = Unicode.Scalar(value) else { return value }
    return simple(scalar, scalar.properties.uppercaseMapping)
  }

  /// Simple case folding: what differs by case alone folds to the same code point.
  static func fold(_ value: UInt32) -> UInt32 {
    if value < tableSize { return UInt32(foldTable[Int(value)]) }
    guard let scalar = Unicode.Scalar(value) else { return value }
    return slowFold(scalar)
  }

  /// Lower of upper, so that ς and σ, or ſ and s, meet. The dotless ı is no kind of i.
  private static func slowFold(_ scalar: Unicode.Scalar) -> UInt32 {
    if scalar.value == 0x131 { return scalar.value }
    let upper = simple(scalar, scalar.properties.uppercaseMapping)
    guard let upperScalar = Unicode.Scalar(upper) else { return upper }
    return simple(upperScalar, upperScalar.properties.lowercaseMapping)
  }

  /// The mapping if it is one code point, else the code point itself.
  private static func simple(_ scalar: Unicode.Scalar, _ mapping: String) -> UInt32 {
    var scalars = mapping.unicodeScalars.makeIterator()
    guard let only = scalars.next(), scalars.next() == nil else { return scalar.value }
    return only.value
  }

  /// Whether a code point belongs to a term: a letter, a digit or number, or a mark on one.
  static func isAlphanumeric(_ value: UInt32) -> Bool {
    if value < 0x80 {
      let byte = UInt8(truncatingIfNeeded: value)
      return byte.isASCIILetter || byte.isASCIIDigit
    }
    if value < tableSize { return alphanumericTable[Int(value)] }
    return Unicode.Scalar(value).map { isAlphanumericByProperties($0) } ?? false
  }

  private static func isAlphanumericByProperties(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .nonspacingMark, .spacingMark:
      true
    default: false
    }
  }
}

extension UTF8Text {
  /// Appends the text in lower case, code point by code point.
  public static func appendLowercased(_ text: UTF8Bytes, to bytes: inout [UInt8]) {
    appendMapped(text, to: &bytes, ascii: { $0.asciiLowercased }, other: CaseMapping.lower)
  }

  /// Appends the text in upper case, code point by code point.
  public static func appendUppercased(_ text: UTF8Bytes, to bytes: inout [UInt8]) {
    appendMapped(text, to: &bytes, ascii: { $0.asciiUppercased }, other: CaseMapping.upper)
  }

  /// Appends the text with its case folded: texts that differ by case alone give the same bytes.
  public static func appendFolded(_ text: UTF8Bytes, to bytes: inout [UInt8]) {
    appendMapped(text, to: &bytes, ascii: { $0.asciiLowercased }, other: CaseMapping.fold)
  }

  @inline(__always)
  private static func appendMapped(
    _ text: UTF8Bytes, to bytes: inout [UInt8], ascii: (UInt8) -> UInt8, other: (UInt32) -> UInt32
  ) {
    var position = 0
    while position < text.count {
      // Runs of ASCII are copied whole and mapped in place.
      let end = asciiPrefix(text, from: position)
      if end > position {
        let start = bytes.count
        bytes.append(contentsOf: text.slice(position..<end))
        bytes.withUnsafeMutableBufferPointer { copy in
          for index in start..<copy.count { copy[index] = ascii(copy[index]) }
        }
        position = end
      }
      while position < text.count, text[position] >= 0x80 {
        let (value, length) = scalar(in: text, at: position)
        bytes.append(scalar: Unicode.Scalar(other(value)) ?? "\u{FFFD}")
        position += length
      }
    }
  }

  /// Whether a code point belongs to a term of `has`: a letter, a digit or a mark on one, of any script.
  public static func isAlphanumeric(_ scalar: UInt32) -> Bool {
    CaseMapping.isAlphanumeric(scalar)
  }

  /// Whether two texts are equal but for case: KQL's `=~`.
  public static func equalsIgnoringCase(_ left: UTF8Bytes, _ right: UTF8Bytes) -> Bool {
    var first = 0
    var second = 0
    while first < left.count, second < right.count {
      let a = left[first]
      let b = right[second]
      if a < 0x80, b < 0x80 {
        guard a.asciiLowercased == b.asciiLowercased else { return false }
        first += 1
        second += 1
      } else {
        let (leftValue, leftLength) = scalar(in: left, at: first)
        let (rightValue, rightLength) = scalar(in: right, at: second)
        guard CaseMapping.fold(leftValue) == CaseMapping.fold(rightValue) else { return false }
        first += leftLength
        second += rightLength
      }
    }
    return first == left.count && second == right.count
  }
}
