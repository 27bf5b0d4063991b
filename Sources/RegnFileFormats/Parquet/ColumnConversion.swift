import RegnData

extension Value {
  /// The value's text as csv has it; empty for null.
  var plainText: String {
    switch self {
    case .null: return ""
    case .bool(let value): return value ? "true" : "false"
    case .int(let value): return "\(value)"
    case .long(let value): return "\(value)"
    case .real(let value):
      var bytes: [UInt8] = []
      bytes.append(real: value)
      return String(decoding: bytes, as: UTF8.self)
    case .decimal(let value): return value.text
    case .string(let value): return value
    case .datetime(let value): return value.text
    case .timespan(let value): return value.text
    case .guid(let value): return value.text
    case .dynamic(let bytes): return bytes.withUnsafeBufferPointer { DynamicRef($0).text }
    }
  }
}

extension Column {
  /// The same values as a wider kind, for files that are read as one table. Errors: `ParquetMisfit` for a
  /// number that has no room beside the decimals of others.
  func converted(to kind: ColumnKind) throws(ParquetMisfit) -> Column {
    switch (kind, storage) {
    case (.long, .int32): return retyped(.long)
    case (.real, .int32), (.real, .int64), (.real, .scaled), (.real, .decimal):
      return Column(type: .real, storage: .real(reals), validity: validity)
    case (.decimal, .int32), (.decimal, .int64), (.decimal, .scaled):
      return Column(type: .decimal, storage: .decimal(decimals), validity: validity)
    case (.scaled(let scale), .int32), (.scaled(let scale), .int64), (.scaled(let scale), .scaled):
      var own = 0
      var numbers = longs
      if case .scaled(let buffer, let known) = storage { (numbers, own) = (buffer, known) }
      var misfit: Int64?
      let scaled = Buffer<Int64>(count: count) { target in
        for row in 0..<count {
          let value = isNull(row) ? 0 : numbers[row]
          let fitting = ScaledInteger.rescale(value, from: own, to: scale)
          if fitting == nil { misfit = value }
          target[row] = fitting ?? 0
        }
      }
      if let misfit {
        throw ParquetMisfit(kind: .decimal, text: Decimal(coefficient: Int128(misfit), scale: own).text)
      }
      return Column(type: .decimal, storage: .scaled(scaled, scale: scale), validity: validity)
    case (.string, _) where type != .string:
      var builder = StringArrayBuilder(capacity: count)
      for row in 0..<count { builder.append(value(row).plainText) }
      return Column(type: .string, storage: .strings(builder.finish()))
    default: return self
    }
  }
}
