import RegnData

/// Values of one type as words of 64 bits, to be kept, compared and hashed in flat arrays: numbers are their
/// bits, strings and all else that is longer are numbers of entries in one growing dictionary.
final class ValueKeys {
  let type: ScalarType
  /// Whether equal values get equal keys also when they are written differently (1.5 and 1.50, 0.0 and -0.0).
  private let isCanonical: Bool
  private var interned = StringDictionaryBuilder()
  /// The dictionary of the last column, and what its codes are here; `unknown` where not yet met.
  private var dictionary: StringDictionary?
  private var codes: [UInt32] = []

  private static let unknown = UInt32.max
  /// Marks, in the scale's place of a decimal's key, that the key is an entry's number.
  private static let isEntry: UInt64 = 0xFF

  init(type: ScalarType, canonical: Bool) {
    self.type = type
    isCanonical = canonical
  }

  /// Whether keys are numbers 0, 1, 2 … of entries in order of their first use (or 0 and 1).
  var isDense: Bool { type == .string || type == .guid || type == .dynamic || type == .bool }

  var byteCount: Int { interned.count * 40 + codes.capacity * 4 }

  /// The keys of a column's elements; one when it is constant. Null rows have any key.
  func keys(_ column: Column) -> Buffer<UInt64> {
    switch column.storage {
    case .bool(let values): return buffer(values.count) { values.base[$0] ? 1 : 0 }
    case .int32(let values): return buffer(values.count) { UInt64(bitPattern: Int64(values.base[$0])) }
    case .int64(let values):
      return Buffer(
        allocation: values.allocation,
        base: UnsafeRawPointer(values.base).assumingMemoryBound(to: UInt64.self), count: values.count)
    case .real(let values):
      if !isCanonical { return buffer(values.count) { values.base[$0].bitPattern } }
      return buffer(values.count) {
        let value = values.base[$0]
        return value == 0 ? 0 : value.isNaN ? Double.nan.bitPattern : value.bitPattern
      }
    case .scaled(let values, let scale):
      return buffer(values.count) { index in
        let value = values.base[index]
        // Most need nothing of what makes equal values equal keys.
        if value >> 55 == value >> 63, scale < 255, !isCanonical || scale == 0 || value % 10 != 0 {
          return UInt64(bitPattern: value &<< 8) | UInt64(scale)
        }
        return key(Decimal(coefficient: Int128(value), scale: scale))
      }
    case .decimal(let values): return buffer(values.count) { key(values.base[$0]) }
    case .guid(let values):
      return buffer(values.count) { index in
        withUnsafeBytes(of: values.base[index]) { entry($0) }
      }
    case .dictionary(let codes, let dictionary): return keys(codes, dictionary)
    case .strings(let strings), .dynamic(let strings):
      return buffer(strings.count) { UInt64(interned.code(for: strings.bytes($0))) }
    }
  }

  /// The key of an encoded dynamic value.
  func key(_ value: DynamicRef) -> UInt64 { UInt64(interned.code(for: value.bytes)) }

  /// The key of one row.
  func key(_ column: Column, row: Int) -> UInt64 {
    switch column.storage {
    case .int64(let values): UInt64(bitPattern: values.base[row &* column.stride])
    case .real(let values) where !isCanonical: values.base[row &* column.stride].bitPattern
    default: keys(column.slice(row..<row + 1)).base[0]
    }
  }

  @inline(__always)
  private func buffer(_ count: Int, _ key: (Int) -> UInt64) -> Buffer<UInt64> {
    Buffer(count: count) { target in
      for index in 0..<count { target[index] = key(index) }
    }
  }

  private func entry(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    UInt64(interned.code(for: bytes.bindMemory(to: UInt8.self)))
  }

  private func key(_ value: Decimal) -> UInt64 {
    let value = isCanonical ? value.normalized : value
    if value.scale < 255, let small = Int64(exactly: value.coefficient), small >> 55 == small >> 63 {
      return UInt64(bitPattern: small &<< 8) | UInt64(value.scale)
    }
    var parts = (value.coefficient, Int128(value.scale))
    return withUnsafeBytes(of: &parts) { entry($0) << 8 | Self.isEntry }
  }

  private func keys(_ columnCodes: Buffer<UInt32>, _ dictionary: StringDictionary) -> Buffer<UInt64> {
    if self.dictionary?.lineage != dictionary.lineage {
      codes.removeAll(keepingCapacity: true)
    }
    self.dictionary = dictionary
    codes.grow(to: dictionary.count, filling: Self.unknown)
    return codes.withUnsafeMutableBufferPointer { codes in
      buffer(columnCodes.count) { index in
        let code = Int(columnCodes.base[index])
        var known = codes[code]
        if known == Self.unknown {
          known = interned.code(for: dictionary.bytes(UInt32(code)))
          codes[code] = known
        }
        return UInt64(known)
      }
    }
  }

  // MARK: Merging

  /// What another worker's keys are here.
  func translation(of other: ValueKeys) -> Translation {
    let entries = other.interned.snapshot()
    return Translation(
      type: type,
      codes: (0..<entries.count).map { interned.code(for: entries.bytes(UInt32($0))) })
  }

  struct Translation {
    fileprivate let type: ScalarType
    fileprivate let codes: [UInt32]

    /// Whether all keys stay what they are.
    var isIdentity: Bool { codes.isEmpty }

    @inline(__always)
    func callAsFunction(_ key: UInt64) -> UInt64 {
      switch type {
      case .string, .guid, .dynamic: UInt64(codes[Int(key)])
      case .decimal: key & 0xFF == ValueKeys.isEntry ? UInt64(codes[Int(key >> 8)]) << 8 | 0xFF : key
      default: key
      }
    }
  }

  // MARK: Back to values

  /// Reads keys back, when no more keys are made.
  func reader() -> Reader { Reader(type: type, entries: interned.snapshot().entries) }

  struct Reader {
    let type: ScalarType
    let entries: StringArray

    private func bytes(_ key: UInt64) -> Bytes { entries.bytes(Int(key)) }

    private func decimal(_ key: UInt64) -> Decimal {
      if key & 0xFF != ValueKeys.isEntry {
        return Decimal(coefficient: Int128(Int64(bitPattern: key) >> 8), scale: Int(key & 0xFF))
      }
      let raw = UnsafeRawBufferPointer(bytes(key >> 8))
      return Decimal(
        coefficient: raw.loadUnaligned(fromByteOffset: 0, as: Int128.self),
        scale: Int(raw.loadUnaligned(fromByteOffset: 16, as: Int128.self)))
    }

    /// The encoded value of a dynamic key.
    func dynamic(_ key: UInt64) -> DynamicRef { DynamicRef(bytes(key)) }

    func append(_ key: UInt64, to writer: inout DynamicWriter) {
      switch type {
      case .bool: writer.append(key != 0)
      case .int, .long: writer.append(Int64(bitPattern: key))
      case .datetime: writer.append(DateTime(ticks: Int64(bitPattern: key)))
      case .timespan: writer.append(Timespan(ticks: Int64(bitPattern: key)))
      case .real: writer.append(Double(bitPattern: key))
      case .decimal: writer.append(decimal(key))
      case .guid: writer.append(UnsafeRawBufferPointer(bytes(key)).loadUnaligned(as: Guid.self))
      case .string: writer.append(string: bytes(key))
      case .dynamic: writer.append(dynamic(key))
      }
    }

    /// A column with the value of each key; null (for strings: empty) where `isSet` is false.
    func column(_ keys: UnsafeBufferPointer<UInt64>, isSet: UnsafeBufferPointer<Bool>) -> Column {
      let rows = Array(0..<keys.count)
      return rows.withUnsafeBufferPointer { rows in
        switch type {
        case .bool: groupColumn(rows, type: type) { isSet[$0] ? keys[$0] != 0 : nil }
        case .int: groupColumn(rows, type: type) { isSet[$0] ? Int32(truncatingIfNeeded: keys[$0]) : nil }
        case .long, .datetime, .timespan:
          groupColumn(rows, type: type) { isSet[$0] ? Int64(bitPattern: keys[$0]) : nil }
        case .real: groupColumn(rows, type: type) { isSet[$0] ? Double(bitPattern: keys[$0]) : nil }
        case .decimal: groupColumn(rows, type: type) { isSet[$0] ? decimal(keys[$0]) : nil }
        case .guid:
          groupColumn(rows, type: type) {
            isSet[$0] ? UnsafeRawBufferPointer(bytes(keys[$0])).loadUnaligned(as: Guid.self) : nil
          }
        case .string, .dynamic: texts(keys, isSet)
        }
      }
    }

    private func texts(_ keys: UnsafeBufferPointer<UInt64>, _ isSet: UnsafeBufferPointer<Bool>) -> Column {
      let views = Buffer<StringView>(count: keys.count) { target in
        for row in 0..<keys.count {
          target[row] = isSet[row] ? entries.views.base[Int(keys[row])] : StringView()
        }
      }
      let array = StringArray(views: views, heaps: entries.heaps + [entries.views.allocation])
      if type == .string { return Column(type: .string, storage: .strings(array)) }
      let validity = isSet.contains(false) ? Buffer(Array(isSet)) : nil
      return Column(type: .dynamic, storage: .dynamic(array), validity: validity)
    }
  }
}
