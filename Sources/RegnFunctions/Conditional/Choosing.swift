import RegnData

/// Which of some columns each row takes its value from.
struct Choices {
  let buffer: Buffer<UInt8>
  private let base: UnsafeMutablePointer<UInt8>

  /// Every row takes column `all`.
  init(rows: Int, all: UInt8 = 0) {
    buffer = Buffer(repeating: all, count: rows)
    base = UnsafeMutablePointer(mutating: buffer.base)
  }

  subscript(row: Int) -> UInt8 {
    get { base[row] }
    // The buffer is this value's own until it is handed on.
    nonmutating set { base[row] = newValue }
  }
}

/// A column whose rows each come from one of `columns`, all of one type.
func choose(_ columns: [Column], _ choices: Choices, _ context: KernelContext) -> Column {
  let rows = context.rows
  let type = columns[0].type
  let validity: Buffer<Bool>? =
    columns.contains { $0.validity != nil }
    ? Buffer(count: rows) { target in
      for row in 0..<rows { target[row] = !columns[Int(choices[row])].isNull(row) }
    } : nil

  func pick<Element>(_ buffers: [Buffer<Element>]) -> Buffer<Element> {
    Buffer(count: rows) { target in
      if buffers.count == 2 {
        let (first, second) = (buffers[0].base, buffers[1].base)
        let (firstStride, secondStride) = (columns[0].stride, columns[1].stride)
        for row in 0..<rows {
          target[row] = choices[row] == 0 ? first[row &* firstStride] : second[row &* secondStride]
        }
        return
      }
      for row in 0..<rows {
        let choice = Int(choices[row])
        target[row] = buffers[choice].base[row &* columns[choice].stride]
      }
    }
  }

  let storage: Column.Storage
  switch type {
  case .bool: storage = .bool(pick(columns.map(\.bools)))
  case .int, .long, .datetime, .timespan:
    storage = .int64(pick(columns.map(\.longs)))
    if type == .int {
      return Column(
        type: .int, storage: .int32(Int32.elements(of: Column(type: .long, storage: storage))),
        validity: validity)
    }
  case .real: storage = .real(pick(columns.map(\.reals)))
  case .decimal:
    let scaled = columns.compactMap { ScaledIntegers($0) }
    let scale = scaled.map(\.scale).max() ?? 0
    let aligned = scaled.compactMap { $0.rescaled(to: scale) }
    storage =
      aligned.count == columns.count
      ? .scaled(pick(aligned), scale: scale) : .decimal(pick(columns.map(\.decimals)))
  case .guid: storage = .guid(pick(columns.map(\.guids)))
  case .string: return chooseStrings(columns, choices, context)
  case .dynamic:
    let arrays = columns.map(\.strings)
    storage = .dynamic(StringArray(views: pick(arrays.map(\.views)), heaps: heaps(arrays)))
  }
  return Column(type: type, storage: storage, validity: validity)
}

/// Views are copied, not bytes. When all are constants the answer has a dictionary of them.
private func chooseStrings(_ columns: [Column], _ choices: Choices, _ context: KernelContext) -> Column {
  let rows = context.rows
  if columns.allSatisfy(\.isConstant) {
    var builder = StringDictionaryBuilder()
    let codes = columns.map { builder.code(for: $0.stringBytes(0)) }
    let result = Buffer<UInt32>(count: rows) { target in
      for row in 0..<rows { target[row] = codes[Int(choices[row])] }
    }
    return Column(type: .string, storage: .dictionary(result, builder.snapshot()))
  }
  let arrays = columns.map(\.strings)
  let views = Buffer<StringView>(count: rows) { target in
    for row in 0..<rows {
      let choice = Int(choices[row])
      target[row] = arrays[choice].views.base[row &* columns[choice].stride]
    }
  }
  return Column(type: .string, storage: .strings(StringArray(views: views, heaps: heaps(arrays))))
}

/// What keeps the long strings of several arrays alive.
private func heaps(_ arrays: [StringArray]) -> [Allocation] {
  var all: [Allocation] = []
  for array in arrays {
    for heap in array.heaps where !all.contains(where: { $0 === heap }) { all.append(heap) }
  }
  return all
}

/// A column for the rows of a call: as it is, or a constant standing for all of them.
func spread(_ column: Column, _ context: KernelContext) -> Column {
  guard column.isConstant, column.count != context.rows else { return column }
  return Column(
    constant: column.storage, type: column.type, validity: column.validity, count: context.rows)
}
