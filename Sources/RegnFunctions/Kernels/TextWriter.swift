import RegnData

/// Appends the printed form of a column's values, which is what `tostring` and `strcat` write; null writes
/// nothing.
struct TextWriter {
  private enum Kind {
    case bool, long, real, decimal, datetime, timespan, guid, dictionary, string, dynamic
  }

  private let kind: Kind
  /// The elements, of the type that `kind` tells; what owns them is kept beside, so that no reference is
  /// counted in a loop over rows.
  private let elements: UnsafeRawPointer
  /// The entries of a dictionary.
  private let entries: UnsafePointer<StringView>?
  private let validity: UnsafePointer<Bool>?
  private let stride: Int
  private let owners: [Column.Storage]
  private let column: Column

  init(_ column: Column) {
    self.column = column
    stride = column.stride
    validity = column.validity?.base
    func raw<Element>(_ buffer: Buffer<Element>) -> UnsafeRawPointer { UnsafeRawPointer(buffer.base) }
    var entries: UnsafePointer<StringView>?
    switch column.type {
    case .bool: (kind, elements, owners) = (.bool, raw(column.bools), [])
    case .int, .long:
      let longs = column.longs
      (kind, elements, owners) = (.long, raw(longs), [.int64(longs)])
    case .real:
      let reals = column.reals
      (kind, elements, owners) = (.real, raw(reals), [.real(reals)])
    case .decimal:
      let decimals = column.decimals
      (kind, elements, owners) = (.decimal, raw(decimals), [.decimal(decimals)])
    case .datetime:
      let ticks = column.longs
      (kind, elements, owners) = (.datetime, raw(ticks), [.int64(ticks)])
    case .timespan:
      let ticks = column.longs
      (kind, elements, owners) = (.timespan, raw(ticks), [.int64(ticks)])
    case .guid: (kind, elements, owners) = (.guid, raw(column.guids), [])
    case .string, .dynamic:
      if case .dictionary(let codes, let dictionary) = column.storage {
        (kind, elements, owners) = (.dictionary, raw(codes), [])
        entries = dictionary.entries.views.base
      } else {
        let strings = column.strings
        (kind, elements, owners) = (
          column.type == .string ? .string : .dynamic, raw(strings.views), [.strings(strings)]
        )
      }
    }
    self.entries = entries
  }

  /// Appends the text of row `row`.
  @inline(__always)
  func append(_ row: Int, to output: inout [UInt8]) {
    let index = row &* stride
    if let validity, !validity[index] { return }
    @inline(__always)
    func element<Element>(_ type: Element.Type) -> Element {
      elements.assumingMemoryBound(to: type)[index]
    }
    switch kind {
    case .bool:
      if element(Bool.self) { output.append(literal: "true") } else { output.append(literal: "false") }
    case .long: output.append(long: element(Int64.self))
    case .real: output.append(real: element(Double.self))
    case .decimal: element(Decimal.self).append(to: &output)
    case .datetime: DateTime(ticks: element(Int64.self)).append(to: &output)
    case .timespan: Timespan(ticks: element(Int64.self)).append(to: &output)
    case .guid: element(Guid.self).append(to: &output)
    case .dictionary:
      if let entries { output.append(contentsOf: bytes(entries + Int(element(UInt32.self)))) }
    case .string:
      output.append(contentsOf: bytes(elements.assumingMemoryBound(to: StringView.self) + index))
    case .dynamic:
      appendDynamicText(bytes(elements.assumingMemoryBound(to: StringView.self) + index), to: &output)
    }
  }

  /// The bytes of a string where its view lies.
  @inline(__always)
  private func bytes(_ view: UnsafePointer<StringView>) -> Bytes {
    let count = view.pointee.count
    let raw = UnsafeRawPointer(view)
    if count <= StringView.inlineCapacity {
      return Bytes(start: (raw + 4).assumingMemoryBound(to: UInt8.self), count: count)
    }
    // Eight bytes in, a long string's view holds its address (see StringView).
    let address = UInt(raw.load(fromByteOffset: 8, as: UInt64.self))
    return Bytes(start: UnsafePointer(bitPattern: address), count: count)
  }
}
