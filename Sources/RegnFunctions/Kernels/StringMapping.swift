import RegnData

/// Applies `transform` to each string, once for each entry where the column has a dictionary: it appends
/// the result's bytes to `output`, which is empty when called.
@inline(__always)
func mapStrings(
  _ a: Column, _ context: KernelContext, _ transform: (_ text: Bytes, _ output: inout [UInt8]) throws -> Void
) rethrows -> Column {
  var output: [UInt8] = []
  if case .dictionary(let codes, let dictionary) = a.storage, !a.isConstant, dictionary.count <= a.count {
    var builder = StringDictionaryBuilder()
    var mapping: [UInt32] = []
    mapping.reserveCapacity(dictionary.count)
    for code in 0..<dictionary.count {
      output.removeAll(keepingCapacity: true)
      try transform(dictionary.bytes(UInt32(code)), &output)
      mapping.append(output.withUnsafeBufferPointer { builder.code(for: $0) })
    }
    let mapped = Buffer<UInt32>(count: codes.count) { target in
      for row in 0..<codes.count { target[row] = mapping[Int(codes.base[row])] }
    }
    return Column(type: .string, storage: .dictionary(mapped, builder.snapshot()))
  }
  let strings = a.strings
  return try stringRows(context) { row, output in
    try transform(strings.bytes(row &* a.stride), &output)
    return true
  }
}

/// A column of `type` from each string's value, found once for each entry where the column has a
/// dictionary; nil becomes null.
@inline(__always)
func mapString<R: ColumnElement>(
  _ a: Column, _ context: KernelContext, to type: ScalarType, _ value: (Bytes) throws -> R?
) rethrows -> Column {
  if case .dictionary(let codes, let dictionary) = a.storage, !a.isConstant, dictionary.count <= a.count {
    // Answers and which of them are values, side by side: the loop over rows only copies.
    var nulls = false
    let known = Buffer<Bool>(repeating: true, count: dictionary.count)
    let knownBase = UnsafeMutablePointer(mutating: known.base)
    let answers = try Buffer<R>(count: dictionary.count) { target in
      for code in 0..<dictionary.count {
        if let answer = try value(dictionary.bytes(UInt32(code))) {
          target[code] = answer
        } else {
          target[code] = R.filler
          knownBase[code] = false
          nulls = true
        }
      }
    }
    let result = Buffer<R>(count: codes.count) { target in
      for row in 0..<codes.count { target[row] = answers.base[Int(codes.base[row])] }
    }
    let validity: Buffer<Bool>? =
      nulls
      ? Buffer(count: codes.count) { target in
        for row in 0..<codes.count { target[row] = known.base[Int(codes.base[row])] }
      } : nil
    return Column(type: type, storage: R.storage(result), validity: validity)
  }
  let strings = a.strings
  return try rowsOptional(context, to: type) { row in try value(strings.bytes(row &* a.stride)) }
}

/// A bool column of each string's answer, asked once for each entry where the column has a dictionary.
@inline(__always)
func testStrings(_ a: Column, _ context: KernelContext, _ test: (Bytes) -> Bool) -> Column {
  let rows = context.rows
  let result = Buffer<Bool>(count: rows) { target in
    if case .dictionary(let codes, let dictionary) = a.storage, !a.isConstant, dictionary.count <= 2 * rows {
      fillByCode(codes, dictionary, target, test)
    } else if a.isConstant {
      if rows > 0 { target.initialize(repeating: test(a.stringBytes(0)), count: rows) }
    } else {
      let strings = a.strings
      for row in 0..<rows { target[row] = test(strings.bytes(row)) }
    }
  }
  return Column(type: .bool, storage: .bool(result))
}

/// A string column (or, with `type` dynamic, one of encoded values) of what `write` appends for each row;
/// where it returns false, null (for string: empty).
@inline(__always)
func stringRows(
  _ context: KernelContext, type: ScalarType = .string,
  _ write: (_ row: Int, _ output: inout [UInt8]) throws -> Bool
) rethrows -> Column {
  var output: [UInt8] = []
  if type == .string {
    var strings = StringArrayBuilder(capacity: context.rows)
    for row in 0..<context.rows {
      output.removeAll(keepingCapacity: true)
      if try write(row, &output) {
        output.withUnsafeBufferPointer { strings.append($0) }
      } else {
        strings.appendEmpty()
      }
    }
    return Column(type: .string, storage: .strings(strings.finish()))
  }
  var builder = ColumnBuilder(type: type, capacity: context.rows)
  for row in 0..<context.rows {
    output.removeAll(keepingCapacity: true)
    if try write(row, &output) {
      output.withUnsafeBufferPointer { builder.append(bytes: $0) }
    } else {
      builder.appendNull()
    }
  }
  return builder.finish()
}

/// The printed forms of a column's values; a column of strings as it is.
func asText(_ column: Column, _ context: KernelContext) -> Column {
  Conversion.convert(column, to: .string, context)
}

extension Column {
  /// The constant string of a constant column, or nil.
  var constantString: String? {
    guard isConstant, type == .string else { return nil }
    return String(decoding: stringBytes(0), as: UTF8.self)
  }
}

/// A string column whose rows each are a part of the same row's text; long parts share its memory. Asked
/// once for each entry where the column has a dictionary.
@inline(__always)
func mapSlices(_ a: Column, _ context: KernelContext, _ slice: (Bytes) throws -> Bytes) rethrows -> Column {
  if case .dictionary(let codes, let dictionary) = a.storage, !a.isConstant, dictionary.count <= a.count {
    var builder = StringDictionaryBuilder()
    var mapping: [UInt32] = []
    mapping.reserveCapacity(dictionary.count)
    for code in 0..<dictionary.count {
      mapping.append(builder.code(for: try slice(dictionary.bytes(UInt32(code)))))
    }
    let mapped = Buffer<UInt32>(count: codes.count) { target in
      for row in 0..<codes.count { target[row] = mapping[Int(codes.base[row])] }
    }
    return Column(type: .string, storage: .dictionary(mapped, builder.snapshot()))
  }
  let strings = a.strings
  return try sliceRows(strings, context) { row in try slice(strings.bytes(row &* a.stride)) }
}

/// A string column whose rows each are a part of some text of `strings`, whose memory long parts share.
@inline(__always)
func sliceRows(
  _ strings: StringArray, _ context: KernelContext, _ slice: (Int) throws -> Bytes
) rethrows -> Column {
  let views = try Buffer<StringView>(count: context.rows) { target in
    for row in 0..<context.rows { target[row] = StringView(try slice(row)) }
  }
  return Column(
    type: .string,
    storage: .strings(StringArray(views: views, heaps: strings.heaps + [strings.views.allocation])))
}

extension UnsafeBufferPointer where Element == UInt8 {
  /// The bytes of a range, without a copy.
  @inline(__always)
  func part(_ range: Range<Int>) -> Bytes { Bytes(rebasing: self[range]) }
}
