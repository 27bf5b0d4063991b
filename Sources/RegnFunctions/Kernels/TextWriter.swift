import RegnData

/// Appends the printed form of a column's values, which is what `tostring` and `strcat` write; null writes
/// nothing.
struct TextWriter {
  private enum Source {
    case bool(Buffer<Bool>)
    case long(Buffer<Int64>)
    case real(Buffer<Double>)
    case decimal(Buffer<Decimal>)
    case datetime(Buffer<Int64>)
    case timespan(Buffer<Int64>)
    case guid(Buffer<Guid>)
    case dictionary(Buffer<UInt32>, StringDictionary)
    case string(StringArray)
    case dynamic(StringArray)
  }

  private let source: Source
  private let column: Column
  private let stride: Int

  init(_ column: Column) {
    self.column = column
    stride = column.stride
    source =
      switch column.type {
      case .bool: .bool(column.bools)
      case .int, .long: .long(column.longs)
      case .real: .real(column.reals)
      case .decimal: .decimal(column.decimals)
      case .datetime: .datetime(column.longs)
      case .timespan: .timespan(column.longs)
      case .guid: .guid(column.guids)
      case .string:
        if case .dictionary(let codes, let dictionary) = column.storage {
          .dictionary(codes, dictionary)
        } else {
          .string(column.strings)
        }
      case .dynamic: .dynamic(column.strings)
      }
  }

  /// Appends the text of row `row`.
  @inline(__always)
  func append(_ row: Int, to output: inout [UInt8]) {
    if column.isNull(row) { return }
    let index = row &* stride
    switch source {
    case .bool(let values):
      if values.base[index] { output.append(literal: "true") } else { output.append(literal: "false") }
    case .long(let values): output.append(long: values.base[index])
    case .real(let values): output.append(real: values.base[index])
    case .decimal(let values): values.base[index].append(to: &output)
    case .datetime(let values): DateTime(ticks: values.base[index]).append(to: &output)
    case .timespan(let values): Timespan(ticks: values.base[index]).append(to: &output)
    case .guid(let values): values.base[index].append(to: &output)
    case .dictionary(let codes, let dictionary):
      output.append(contentsOf: dictionary.bytes(codes.base[index]))
    case .string(let strings): output.append(contentsOf: strings.bytes(index))
    case .dynamic(let values): appendDynamicText(values.bytes(index), to: &output)
    }
  }
}
