import RegnData

/// Reads the cells of one column of a chunk, row by row, without touching a reference count.
///
/// It holds bare pointers: valid while the column it was made of lives (`withReaders` sees to that).
struct CellReader: BitwiseCopyable {
  enum Kind: BitwiseCopyable {
    case bool, int32, int64, datetime, timespan, real, scaled, decimal, guid, string, code, dynamic
  }

  let kind: Kind
  private let base: UnsafeRawPointer
  /// The strings that a dictionary's codes stand for.
  private let entries: UnsafePointer<StringView>?
  private let validity: UnsafePointer<Bool>?
  private let stride: Int
  private let scale: Int

  init(_ column: Column) {
    var scale = 0
    var entries: UnsafePointer<StringView>?
    switch column.storage {
    case .bool(let buffer): (kind, base) = (.bool, UnsafeRawPointer(buffer.base))
    case .int32(let buffer): (kind, base) = (.int32, UnsafeRawPointer(buffer.base))
    case .int64(let buffer):
      kind = column.type == .datetime ? .datetime : column.type == .timespan ? .timespan : .int64
      base = UnsafeRawPointer(buffer.base)
    case .real(let buffer): (kind, base) = (.real, UnsafeRawPointer(buffer.base))
    case .scaled(let buffer, let places):
      (kind, base) = (.scaled, UnsafeRawPointer(buffer.base))
      scale = places
    case .decimal(let buffer): (kind, base) = (.decimal, UnsafeRawPointer(buffer.base))
    case .guid(let buffer): (kind, base) = (.guid, UnsafeRawPointer(buffer.base))
    case .dictionary(let codes, let dictionary):
      (kind, base) = (.code, UnsafeRawPointer(codes.base))
      entries = dictionary.entries.views.base
    case .strings(let strings): (kind, base) = (.string, UnsafeRawPointer(strings.views.base))
    case .dynamic(let values): (kind, base) = (.dynamic, UnsafeRawPointer(values.views.base))
    }
    self.entries = entries
    self.scale = scale
    validity = column.validity?.base
    stride = column.stride
  }

  /// Whether the cell is null; a dynamic value that holds null is.
  @inline(__always)
  func isNull(_ row: Int) -> Bool {
    if let validity, !validity[row &* stride] { return true }
    return kind == .dynamic && bytes(row).first ?? 0 == 0
  }

  @inline(__always)
  private func load<Element: BitwiseCopyable>(_ row: Int, as type: Element.Type) -> Element {
    base.assumingMemoryBound(to: type)[row &* stride]
  }

  /// The bytes of a string, or of an encoded dynamic value.
  @inline(__always)
  func bytes(_ row: Int) -> UTF8Bytes {
    let view: UnsafePointer<StringView>
    if kind == .code, let entries {
      view = entries + Int(load(row, as: UInt32.self))
    } else {
      view = base.assumingMemoryBound(to: StringView.self) + row &* stride
    }
    let count = view.pointee.count
    if view.pointee.isInline {
      let start = (UnsafeRawPointer(view) + 4).assumingMemoryBound(to: UInt8.self)
      return UTF8Bytes(start: start, count: count)
    }
    return UTF8Bytes(start: view.pointee.address, count: count)
  }

  /// The ticks of a datetime or timespan, or an integer.
  @inline(__always)
  func integer(_ row: Int) -> Int64 {
    kind == .int32 ? Int64(load(row, as: Int32.self)) : load(row, as: Int64.self)
  }

  /// A number as a double; nil for a null and for what is no number.
  func double(_ row: Int) -> Double? {
    if isNull(row) { return nil }
    switch kind {
    case .int32, .int64: return Double(integer(row))
    case .real: return load(row, as: Double.self)
    case .scaled: return Decimal(coefficient: Int128(load(row, as: Int64.self)), scale: scale).doubleValue
    case .decimal: return load(row, as: Decimal.self).doubleValue
    default: return nil
    }
  }

  /// Appends the text of a cell that is not null, as csv has it (without quotes): a string as it is, a
  /// dynamic value as JSON.
  @inline(__always)
  func appendText(_ row: Int, to target: inout [UInt8]) {
    switch kind {
    case .bool: target.append(literal: load(row, as: Bool.self) ? "true" : "false")
    case .int32, .int64: target.append(long: integer(row))
    case .datetime: DateTime(ticks: integer(row)).append(to: &target)
    case .timespan: Timespan(ticks: integer(row)).append(to: &target)
    case .real: target.append(real: load(row, as: Double.self))
    case .scaled: target.append(scaled: load(row, as: Int64.self), scale: scale)
    case .decimal: load(row, as: Decimal.self).append(to: &target)
    case .guid: load(row, as: Guid.self).append(to: &target)
    case .string, .code: target.append(contentsOf: bytes(row))
    case .dynamic: DynamicRef(bytes(row)).append(to: &target)
    }
  }

  /// Appends a cell as JSON: a null as `null`, numbers bare but for decimals, dynamic values nested, all else
  /// as a string.
  @inline(__always)
  func appendJSON(_ row: Int, to target: inout [UInt8]) {
    if isNull(row) { return target.append(literal: "null") }
    switch kind {
    case .bool, .int32, .int64, .dynamic: appendText(row, to: &target)
    case .real: target.append(jsonReal: load(row, as: Double.self))
    case .string, .code: target.append(jsonString: bytes(row))
    case .datetime, .timespan, .scaled, .decimal, .guid:
      target.append(0x22)
      appendText(row, to: &target)
      target.append(0x22)
    }
  }
}

extension Chunk {
  /// Calls `body` with a reader for each column.
  func withReaders<Result>(_ body: (UnsafeBufferPointer<CellReader>) throws -> Result) rethrows -> Result {
    try withExtendedLifetime(columns) {
      try columns.map { CellReader($0) }.withUnsafeBufferPointer(body)
    }
  }
}
