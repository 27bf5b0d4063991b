extension Column {
  /// The rows of `range`, sharing memory.
  public func slice(_ range: Range<Int>) -> Column {
    if isConstant { return Column(constant: storage, type: type, validity: validity, count: range.count) }
    if range == 0..<count { return self }
    let part: Storage =
      switch storage {
      case .bool(let buffer): .bool(buffer.slice(range))
      case .int32(let buffer): .int32(buffer.slice(range))
      case .int64(let buffer): .int64(buffer.slice(range))
      case .real(let buffer): .real(buffer.slice(range))
      case .scaled(let buffer, let scale): .scaled(buffer.slice(range), scale: scale)
      case .decimal(let buffer): .decimal(buffer.slice(range))
      case .guid(let buffer): .guid(buffer.slice(range))
      case .dictionary(let codes, let dictionary): .dictionary(codes.slice(range), dictionary)
      case .strings(let strings): .strings(strings.slice(range))
      case .dynamic(let values): .dynamic(values.slice(range))
      }
    return Column(type: type, storage: part, validity: validity?.slice(range))
  }

  /// The rows at `rows`, in that order.
  public func gather(_ rows: Buffer<UInt32>) -> Column {
    withExtendedLifetime(rows) { gather(rows.pointer) }
  }

  /// The rows at `rows`, in that order.
  public func gather(_ rows: UnsafeBufferPointer<UInt32>) -> Column {
    if isConstant {
      return Column(constant: storage, type: type, validity: validity, count: rows.count)
    }
    func pick<Element>(_ buffer: Buffer<Element>) -> Buffer<Element> {
      let base = buffer.base
      return Buffer(count: rows.count) { target in
        for index in 0..<rows.count { target[index] = base[Int(rows[index])] }
      }
    }
    func pick(_ strings: StringArray) -> StringArray {
      StringArray(views: pick(strings.views), heaps: strings.heaps)
    }
    let part: Storage =
      switch storage {
      case .bool(let buffer): .bool(pick(buffer))
      case .int32(let buffer): .int32(pick(buffer))
      case .int64(let buffer): .int64(pick(buffer))
      case .real(let buffer): .real(pick(buffer))
      case .scaled(let buffer, let scale): .scaled(pick(buffer), scale: scale)
      case .decimal(let buffer): .decimal(pick(buffer))
      case .guid(let buffer): .guid(pick(buffer))
      case .dictionary(let codes, let dictionary): .dictionary(pick(codes), dictionary)
      case .strings(let strings): .strings(pick(strings))
      case .dynamic(let values): .dynamic(pick(values))
      }
    return Column(type: type, storage: part, validity: validity.map { pick($0) })
  }

  /// The same rows with long texts of their own, where they hold on to much more text than they have: what a
  /// filter leaves of a block must not keep the whole block in memory.
  public var compacted: Column {
    let strings: StringArray
    switch storage {
    case .strings(let array), .dynamic(let array): strings = array
    default: return self
    }
    var used = 0
    for view in strings.views.pointer where !view.isInline { used += view.count }
    let held = strings.heaps.reduce(0) { $0 + $1.byteCount }
    guard held > 4 * used + 4096 else { return self }
    var builder = StringArrayBuilder(capacity: strings.count)
    for row in 0..<strings.count { builder.append(strings.bytes(row)) }
    let copy = builder.finish()
    let storage: Storage = type == .string ? .strings(copy) : .dynamic(copy)
    return isConstant
      ? Column(constant: storage, type: type, validity: validity, count: count)
      : Column(type: type, storage: storage, validity: validity)
  }

  /// The row number that stands for "no row" in `gather(orNull:)`.
  @inlinable public static var noRow: UInt32 { .max }

  /// The rows at `rows`; where the number is `noRow`, null (an empty string in a string column).
  public func gather(orNull rows: Buffer<UInt32>) -> Column {
    withExtendedLifetime(rows) { gather(orNull: rows.pointer) }
  }

  /// The rows at `rows`; where the number is `noRow`, null (an empty string in a string column).
  public func gather(orNull rows: UnsafeBufferPointer<UInt32>) -> Column {
    guard rows.contains(Column.noRow) else { return gather(rows) }
    let stride = stride
    func pick<Element>(_ buffer: Buffer<Element>, _ filler: Element) -> Buffer<Element> {
      let base = buffer.base
      return Buffer(count: rows.count) { target in
        for index in 0..<rows.count {
          target[index] = rows[index] == Column.noRow ? filler : base[Int(rows[index]) &* stride]
        }
      }
    }
    func pick(_ strings: StringArray) -> StringArray {
      StringArray(views: pick(strings.views, StringView()), heaps: strings.heaps)
    }
    let part: Storage
    switch storage {
    case .bool(let buffer): part = .bool(pick(buffer, false))
    case .int32(let buffer): part = .int32(pick(buffer, 0))
    case .int64(let buffer): part = .int64(pick(buffer, 0))
    case .real(let buffer): part = .real(pick(buffer, 0))
    case .scaled(let buffer, let scale): part = .scaled(pick(buffer, 0), scale: scale)
    case .decimal(let buffer): part = .decimal(pick(buffer, .zero))
    case .guid(let buffer): part = .guid(pick(buffer, .zero))
    case .dictionary(let codes, let dictionary):
      if let empty = dictionary.emptyCode {
        part = .dictionary(pick(codes, empty), dictionary)
      } else {
        part = .strings(pick(strings))
      }
    case .strings(let strings): part = .strings(pick(strings))
    case .dynamic(let values): part = .dynamic(pick(values))
    }
    let valid = Buffer<Bool>(count: rows.count) { target in
      for index in 0..<rows.count {
        target[index] =
          rows[index] != Column.noRow && (validity.map { $0.base[Int(rows[index]) &* stride] } ?? true)
      }
    }
    return Column(type: type, storage: part, validity: valid)
  }

  /// The same rows, with the empty string among a dictionary's entries, so that `gather(orNull:)` gives codes
  /// of the dictionary.
  public var admittingEmpty: Column {
    guard case .dictionary(let codes, let dictionary) = storage, dictionary.emptyCode == nil else {
      return self
    }
    let wider = Storage.dictionary(codes, dictionary.withEmpty())
    return isConstant
      ? Column(constant: wider, type: type, validity: nil, count: count) : Column(type: type, storage: wider)
  }

  /// The same column with an element for every row, also when it was constant.
  public var flattened: Column {
    guard isConstant else { return self }
    func spread<Element>(_ buffer: Buffer<Element>) -> Buffer<Element> {
      Buffer(repeating: buffer[0], count: count)
    }
    func spread(_ strings: StringArray) -> StringArray {
      StringArray(views: spread(strings.views), heaps: strings.heaps)
    }
    let full: Storage =
      switch storage {
      case .bool(let buffer): .bool(spread(buffer))
      case .int32(let buffer): .int32(spread(buffer))
      case .int64(let buffer): .int64(spread(buffer))
      case .real(let buffer): .real(spread(buffer))
      case .scaled(let buffer, let scale): .scaled(spread(buffer), scale: scale)
      case .decimal(let buffer): .decimal(spread(buffer))
      case .guid(let buffer): .guid(spread(buffer))
      case .dictionary(let codes, let dictionary): .dictionary(spread(codes), dictionary)
      case .strings(let strings): .strings(spread(strings))
      case .dynamic(let values): .dynamic(spread(values))
      }
    return Column(type: type, storage: full, validity: validity.map { spread($0) })
  }

  /// `count` nulls of a type (empty strings for string), as a constant column.
  public static func nulls(_ type: ScalarType, count: Int) -> Column {
    Column(value: .null(type), count: count)
  }

  /// The rows of `columns`, one after another. All must be of `type`; storages may differ.
  public static func concatenate(_ columns: [Column], type: ScalarType) -> Column {
    if columns.count == 1 { return columns[0] }
    let total = columns.reduce(0) { $0 + $1.count }
    let validity = validity(of: columns)
    func join<Element>(_ buffers: (Column) -> Buffer<Element>) -> Buffer<Element> {
      Buffer(count: total) { target in
        var offset = 0
        for column in columns where column.count > 0 {
          let buffer = buffers(column)
          if column.isConstant {
            (target + offset).initialize(repeating: buffer[0], count: column.count)
          } else {
            (target + offset).update(from: buffer.base, count: column.count)
          }
          offset += column.count
        }
      }
    }
    let storage: Storage
    switch type {
    case .bool: storage = .bool(join { $0.bools })
    case .int, .long, .datetime, .timespan:
      let narrow = columns.allSatisfy { if case .int32 = $0.storage { true } else { false } }
      if narrow, !columns.isEmpty {
        storage = .int32(
          join { column in
            if case .int32(let buffer) = column.storage { return buffer }
            return Buffer(count: 0) { _ in }
          })
      } else {
        storage = .int64(join { $0.longs })
      }
    case .real: storage = .real(join { $0.reals })
    case .decimal: storage = concatenateDecimals(columns, join: join, joinDecimals: join)
    case .guid: storage = .guid(join { $0.guids })
    case .string: storage = concatenateStrings(columns, join: join, joinViews: join)
    case .dynamic:
      storage = .dynamic(
        StringArray(views: join { $0.strings.views }, heaps: distinctHeaps(columns.map { $0.strings })))
    }
    return Column(type: type, storage: storage, validity: validity)
  }

  /// Which rows of `columns`, one after another, hold a value; nil when all do.
  static func validity(of columns: [Column]) -> Buffer<Bool>? {
    guard columns.contains(where: { $0.validity != nil }) else { return nil }
    return Buffer(count: columns.reduce(0) { $0 + $1.count }) { target in
      var offset = 0
      for column in columns {
        if let validity = column.validity {
          let stride = column.stride
          for row in 0..<column.count { target[offset + row] = validity.base[row &* stride] }
        } else {
          (target + offset).initialize(repeating: true, count: column.count)
        }
        offset += column.count
      }
    }
  }

  private static func concatenateDecimals(
    _ columns: [Column], join: ((Column) -> Buffer<Int64>) -> Buffer<Int64>,
    joinDecimals: ((Column) -> Buffer<Decimal>) -> Buffer<Decimal>
  ) -> Storage {
    var scales = Set<Int>()
    for column in columns where column.count > 0 {
      if case .scaled(_, let scale) = column.storage { scales.insert(scale) } else { scales.insert(-1) }
    }
    if scales.count == 1, let scale = scales.first, scale >= 0 {
      return .scaled(
        join { column in
          if case .scaled(let buffer, _) = column.storage { return buffer }
          return Buffer(count: 0) { _ in }
        }, scale: scale)
    }
    return .decimal(joinDecimals { $0.decimals })
  }

  private static func concatenateStrings(
    _ columns: [Column], join: ((Column) -> Buffer<UInt32>) -> Buffer<UInt32>,
    joinViews: ((Column) -> Buffer<StringView>) -> Buffer<StringView>
  ) -> Storage {
    // Snapshots of one growing dictionary keep their codes: the longest knows them all.
    var longest: StringDictionary?
    var sameDictionary = !columns.isEmpty
    for column in columns where column.count > 0 {
      guard case .dictionary(_, let dictionary) = column.storage,
        longest == nil || longest?.lineage == dictionary.lineage
      else {
        sameDictionary = false
        break
      }
      if dictionary.count >= longest?.count ?? 0 { longest = dictionary }
    }
    if sameDictionary, let longest {
      return .dictionary(
        join { column in
          if case .dictionary(let codes, _) = column.storage { return codes }
          return Buffer(count: 0) { _ in }
        }, longest)
    }
    let allDictionaries = columns.allSatisfy { column in
      if case .dictionary(_, let dictionary) = column.storage {
        return dictionary.count <= max(64, column.count / 4)
      }
      return false
    }
    if allDictionaries {
      var merged = StringDictionaryBuilder()
      var mappings: [ObjectIdentifier: [UInt32]] = [:]
      let codes = Buffer<UInt32>(count: columns.reduce(0) { $0 + $1.count }) { target in
        var offset = 0
        for column in columns {
          guard case .dictionary(let codes, let dictionary) = column.storage else { continue }
          var mapping = mappings[dictionary.lineage] ?? []
          for code in mapping.count..<max(mapping.count, dictionary.count) {
            mapping.append(merged.code(for: dictionary.bytes(UInt32(code))))
          }
          mappings[dictionary.lineage] = mapping
          let stride = column.stride
          for row in 0..<column.count { target[offset + row] = mapping[Int(codes.base[row &* stride])] }
          offset += column.count
        }
      }
      return .dictionary(codes, merged.snapshot())
    }
    return .strings(
      StringArray(views: joinViews { $0.strings.views }, heaps: distinctHeaps(columns.map { $0.strings })))
  }

  private static func distinctHeaps(_ arrays: [StringArray]) -> [Allocation] {
    var seen = Set<ObjectIdentifier>()
    var heaps: [Allocation] = []
    for array in arrays {
      for heap in array.heaps where seen.insert(ObjectIdentifier(heap)).inserted { heaps.append(heap) }
    }
    return heaps
  }
}
