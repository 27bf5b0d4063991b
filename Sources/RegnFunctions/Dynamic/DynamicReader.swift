import RegnData

/// The values of a dynamic column, row by row.
struct DynamicReader {
  private let column: Column
  private let strings: StringArray
  private let stride: Int

  init(_ column: Column) {
    self.column = column
    strings = column.strings
    stride = column.stride
  }

  /// The value in a row; a null where the row is null.
  subscript(row: Int) -> DynamicRef {
    column.isNull(row) ? .null : DynamicRef(strings.bytes(row &* stride))
  }

  /// The array in a row; nil when it holds something else.
  func array(_ row: Int) -> DynamicRef? {
    let value = self[row]
    return value.kind == .array ? value : nil
  }

  /// The bag in a row; nil when it holds something else.
  func bag(_ row: Int) -> DynamicRef? {
    let value = self[row]
    return value.kind == .bag ? value : nil
  }
}

/// Whole numbers of a column, row by row; nil where null.
struct LongReader {
  private let column: Column
  private let values: Buffer<Int64>

  init(_ column: Column) {
    self.column = column
    values = column.longs
  }

  subscript(row: Int) -> Int64? { column.isNull(row) ? nil : values.base[row &* column.stride] }
}

extension DynamicRef {
  /// The elements of an array (or the values of a bag's entries) in order.
  var elements: LazyMapSequence<Range<Int>, DynamicRef> {
    (0..<count).lazy.map { value(at: $0) }
  }
}

extension DynamicWriter {
  mutating func appendArray(_ elements: some Sequence<DynamicRef>) {
    beginArray()
    for element in elements { append(element) }
    endArray()
  }
}

/// Refuses values that would not fit the memory limit before many of them are made, and lets a long row be
/// interrupted.
struct GrowthGuard {
  private let execution: ExecutionContext
  private var pending = 0
  private var total = 0
  private var steps = 0

  init(_ context: KernelContext) { execution = context.execution }

  /// Counts `bytes` more. Throws RG0603 when all that was counted does not fit.
  mutating func count(_ bytes: Int) throws {
    pending += bytes
    guard pending > 1 << 20 else { return }
    total += pending
    pending = 0
    try execution.memory.reserve(total)
    execution.memory.release(total)
  }

  /// Counts one of many steps within a row. Throws when the statement is to stop.
  mutating func step() throws {
    steps &+= 1
    if steps & 63 == 0 { try execution.checkpoint() }
  }
}
