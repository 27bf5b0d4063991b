import RegnData
import RegnSyntax

extension Binder {
  /// `narrow()`: a row for each cell, with the number of its row, its column's name and its value as text.
  func bindNarrow(_ plugin: PluginCall, _ input: BoundTable) -> BoundTable? {
    guard plugin.call.arguments.isEmpty else {
      report(.argumentCount, "narrow() takes no arguments", at: plugin.call.span)
      return nil
    }
    let names = input.columns.map { Binder.quoted($0.name) }.joined(separator: ", ")
    let cells = input.columns.map { "tostring(\(Binder.written($0.name)))" }.joined(separator: ", ")
    return expand(
      """
      __input | serialize | \
      project Row = row_number(0), __names = pack_array(\(names)), __cells = pack_array(\(cells))
      | mv-expand Column = __names to typeof(string), Value = __cells to typeof(string)
      | project Row, Column, Value
      """, over: ["__input": input])
  }
}
