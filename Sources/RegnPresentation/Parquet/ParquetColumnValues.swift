import Glibc
import RegnData

/// The values of a column in a group of rows, as they lie in a Parquet file: nulls left out.
struct ParquetColumnValues: ~Copyable {
  let type: ParquetColumnType
  /// Which rows have a value; empty where all do.
  private(set) var valid: [Bool] = []
  private(set) var rowCount = 0
  /// Numbers, and the bits of reals.
  private(set) var words: [UInt64] = []
  /// The bytes of guids and of long decimals, sixteen a value, and of texts.
  private(set) var bytes: [UInt8] = []
  /// Where each text ends among the bytes; as long as texts have no codes.
  private(set) var ends: [Int] = []
  /// The different texts, and the code of each row's, as long as there are few.
  private var texts = StringDictionaryBuilder()
  private(set) var codes: [UInt32] = []
  private var hasCodes: Bool
  /// What the codes of a dictionary of the result became here.
  private var known: (lineage: ObjectIdentifier, codes: [UInt32])?

  /// Beyond so many different texts there are no codes.
  private static let codeLimit = 1 << 15

  init(_ type: ParquetColumnType) {
    self.type = type
    hasCodes = type == .text
  }

  /// The number of values that are there.
  var count: Int {
    switch type {
    case .text where hasCodes: codes.count
    case .text, .json: ends.count
    case .decimal128, .guid: bytes.count / 16
    default: words.count
    }
  }

  var nullCount: Int { rowCount - count }

  /// Whether texts have codes; then `dictionary` has them.
  var isCoded: Bool { hasCodes }
  var dictionary: StringDictionary { mutating get { texts.snapshot() } }

  /// Adds rows of a result's column.
  mutating func append(_ column: Column, _ rows: Range<Int>) {
    let part = column.slice(rows)
    let start = rowCount
    rowCount += rows.count
    if part.mayHaveNulls || type == .json || !valid.isEmpty {
      if valid.isEmpty { valid = [Bool](repeating: true, count: start) }
      for row in 0..<part.count {
        // A dynamic value that is null is a null here, too.
        valid.append(!part.isNull(row) && (type != .json || part.stringBytes(row).first ?? 0 != 0))
      }
    }
    let stride = part.stride
    valid.withUnsafeBufferPointer { valid in
      let isThere = valid.isEmpty ? nil : UnsafeBufferPointer(rebasing: valid[start...])
      func each(_ body: (Int) -> Void) {
        for row in 0..<rows.count where isThere?[row] ?? true { body(row &* stride) }
      }
      switch type {
      case .bool:
        let values = part.bools
        each { words.append(values[$0] ? 1 : 0) }
      case .real:
        let values = part.reals
        each { words.append(values[$0].bitPattern) }
      case .int, .long:
        let values = part.longs
        each { words.append(UInt64(bitPattern: values[$0])) }
      case .microseconds:
        let values = part.longs
        each { words.append(UInt64(bitPattern: (values[$0] - DateTime.unixEpoch.ticks) / 10)) }
      case .nanoseconds:
        let values = part.longs
        each { words.append(UInt64(bitPattern: (values[$0] - DateTime.unixEpoch.ticks) * 100)) }
      case .length:
        let values = part.longs
        each { words.append(UInt64(bitPattern: values[$0] * 100)) }
      case .decimal64(let scale):
        if case .scaled(let values, scale) = part.storage {
          each { words.append(UInt64(bitPattern: values[$0])) }
        } else {
          let values = part.decimals
          each { words.append(UInt64(truncatingIfNeeded: values[$0].scaled(to: scale) ?? 0)) }
        }
      case .decimal128(let scale):
        let values = part.decimals
        each { append(big: UInt128(bitPattern: values[$0].scaled(to: scale) ?? 0)) }
      case .guid:
        let values = part.guids
        each { append(big: UInt128(values[$0].high) << 64 | UInt128(values[$0].low)) }
      case .text where part.type == .string: append(texts: part)
      case .text: appendPlain(part, each)
      case .json: appendPlain(part, each)
      }
    }
  }

  /// A number of sixteen bytes, the highest first.
  private mutating func append(big value: UInt128) {
    withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
  }

  private mutating func append(texts part: Column) {
    let stride = part.stride
    if hasCodes, case .dictionary(let from, let dictionary) = part.storage {
      var mapping: [UInt32] = []
      if let known, known.lineage == dictionary.lineage { mapping = known.codes }
      known = nil
      if mapping.count < dictionary.count {
        mapping += repeatElement(.max, count: dictionary.count - mapping.count)
      }
      for row in 0..<part.count {
        let code = Int(from.base[row &* stride])
        if mapping[code] == .max { mapping[code] = texts.code(for: dictionary.bytes(UInt32(code))) }
        codes.append(mapping[code])
      }
      known = (dictionary.lineage, mapping)
    } else {
      let strings = part.strings
      for row in 0..<part.count {
        if hasCodes {
          codes.append(texts.code(for: strings.bytes(row &* stride)))
          if texts.count > Self.codeLimit { giveCodesUp() }
        } else {
          append(plain: strings.bytes(row &* stride))
        }
      }
    }
    // Texts of which most are new are as well written as they are.
    if hasCodes, texts.count > Self.codeLimit || codes.count > 4096 && texts.count > codes.count / 2 {
      giveCodesUp()
    }
  }

  private mutating func giveCodesUp() {
    let entries = texts.snapshot().entries
    for code in codes { append(plain: entries.bytes(Int(code))) }
    codes = []
    texts = StringDictionaryBuilder()
    hasCodes = false
  }

  private mutating func append(plain text: UTF8Bytes) {
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
  }

  /// Adds the texts of values of other types.
  private mutating func appendPlain(_ part: Column, _ each: ((Int) -> Void) -> Void) {
    hasCodes = false
    let reader = CellReader(part)
    withExtendedLifetime(part) {
      each { row in
        reader.appendText(row, to: &bytes)
        ends.append(bytes.count)
      }
    }
  }

  /// The bytes of text number `index`, of those without codes.
  func range(ofText index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }
}
