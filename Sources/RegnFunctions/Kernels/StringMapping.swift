import RegnData

/// Applies `transform` to each string, once for each entry where the column has a dictionary: it appends
/// the result's bytes to `output`, which is empty when called.
@inline(__always)
func mapStrings(
  _ a: Column, _ context: KernelContext, _ transform: (_ text: Bytes, _ output: inout [UInt8]) -> Void
) -> Column {
  var output: [UInt8] = []
  if case .dictionary(let codes, let dictionary) = a.storage, !a.isConstant, dictionary.count <= a.count {
    var builder = StringDictionaryBuilder()
    var mapping: [UInt32] = []
    mapping.reserveCapacity(dictionary.count)
    for code in 0..<dictionary.count {
      output.removeAll(keepingCapacity: true)
      transform(dictionary.bytes(UInt32(code)), &output)
      mapping.append(output.withUnsafeBufferPointer { builder.code(for: $0) })
    }
    let mapped = Buffer<UInt32>(count: codes.count) { target in
      for row in 0..<codes.count { target[row] = mapping[Int(codes.base[row])] }
    }
    return Column(type: .string, storage: .dictionary(mapped, builder.snapshot()))
  }
  let strings = a.strings
  return stringRows(context) { row, output in
    transform(strings.bytes(row &* a.stride), &output)
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
    var results: [R?] = []
    results.reserveCapacity(dictionary.count)
    for code in 0..<dictionary.count { results.append(try value(dictionary.bytes(UInt32(code)))) }
    return rowsOptional(context, to: type) { row in results[Int(codes.base[row])] }
  }
  let strings = a.strings
  return try rowsOptional(context, to: type) { row in try value(strings.bytes(row &* a.stride)) }
}

/// A string column (or, with `type` dynamic, one of encoded values) of what `write` appends for each row;
/// where it returns false, null (for string: empty).
@inline(__always)
func stringRows(
  _ context: KernelContext, type: ScalarType = .string,
  _ write: (_ row: Int, _ output: inout [UInt8]) throws -> Bool
) rethrows -> Column {
  var builder = ColumnBuilder(type: type, capacity: context.rows)
  var output: [UInt8] = []
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

extension Column {
  /// The constant string of a constant column, or nil.
  var constantString: String? {
    guard isConstant, type == .string else { return nil }
    return String(decoding: stringBytes(0), as: UTF8.self)
  }
}
