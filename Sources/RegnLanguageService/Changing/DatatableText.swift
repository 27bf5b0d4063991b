import RegnBinder
import RegnData

extension Document {
  /// A result as a `datatable` that gives the same rows.
  public static func datatable(of result: ResultTable) -> String {
    let columns = result.columns.map { "\(Binder.written($0.name)): \($0.type.rawValue)" }
    var text = "datatable(\(columns.joined(separator: ", "))) [\n"
    let rows = result.rows
    for row in 0..<rows.rowCount {
      let cells = rows.columns.map { literal($0.value(row)) }
      text += "    \(cells.joined(separator: ", ")),\n"
    }
    return text + "]"
  }

  /// A value as a query writes it.
  static func literal(_ value: Value) -> String {
    switch value {
    case .null(let type): type == .string ? "\"\"" : "\(type.rawValue)(null)"
    case .bool(let value): "\(value)"
    case .int(let value): "int(\(value))"
    case .long(let value): "\(value)"
    case .real(let value):
      value.isNaN ? "real(nan)" : value.isInfinite ? "real(\(value < 0 ? "-inf" : "+inf"))" : "\(value)"
    case .decimal(let value): "decimal(\(value.text))"
    case .string(let value): Binder.quoted(value)
    case .datetime(let value): "datetime(\(value.text))"
    case .timespan(let value): "time(\(value.text))"
    case .guid(let value): "guid(\(value.text))"
    case .dynamic(let encoded):
      "dynamic(\(encoded.withUnsafeBufferPointer { DynamicRef($0).text }))"
    }
  }
}
