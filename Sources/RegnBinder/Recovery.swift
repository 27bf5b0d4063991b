import RegnData
import RegnSyntax

/// What is not known of a table's columns because of a mistake before it: names that may be columns, about
/// which nothing is said.
public struct ColumnGaps: Sendable {
  /// Whether any name may be a column.
  var isOpen = false
  /// Columns whose expressions were wrong.
  var names: Set<String> = []

  static let none = ColumnGaps()
  static let open = ColumnGaps(isOpen: true)

  func mayHold(_ name: String) -> Bool { isOpen || names.contains(name) }

  func union(_ other: ColumnGaps) -> ColumnGaps {
    ColumnGaps(isOpen: isOpen || other.isOpen, names: names.union(other.names))
  }
}

extension BoundTable {
  /// A table of which nothing is known, in place of one that could not be bound; it never runs.
  static func unknown(columns: [PlanColumn] = [], gaps: ColumnGaps = .open) -> BoundTable {
    let rows = Chunk(columns: columns.map { Column(type: $0.type, values: []) }, rowCount: 0, sequence: 0)
    var table = BoundTable(plan: .values(ValuesStep(columns: columns, rows: rows)), isSerialized: true)
    table.gaps = gaps
    return table
  }
}

extension Binder {
  /// The table to go on with behind an operator that has a mistake, so that mistakes further on are found in
  /// the same go. Nothing that rests on the mistake is reported.
  func recovered(after operation: TabularOperator, from input: BoundTable) -> BoundTable {
    var table = input
    // Whether the rows would have had an order is not known.
    table.isSerialized = true
    switch operation {
    case .where, .sort, .take, .top, .sample, .as, .render: return table
    case .extend(let view):
      table.gaps.names.formUnion(names(view.columns))
      return table
    case .serialize(let view):
      table.gaps.names.formUnion(names(view.columns))
      return table
    case .project(let view):
      var kept: [PlanColumn] = []
      for case .name(let name) in view.columns {
        if let column = input.columns.first(where: { $0.name == name.name }) { kept.append(column) }
      }
      let gaps = ColumnGaps(isOpen: view.columns.contains { if case .star = $0 { true } else { false } })
      return .unknown(columns: kept, gaps: gaps.union(ColumnGaps(names: names(view.columns))))
    default: return .unknown()
    }
  }

  private func names(_ columns: [Expression]) -> Set<String> {
    var names: Set<String> = []
    for column in columns {
      if case .named(let named) = column {
        names.formUnion(named.names.map(\.name))
      } else if let name = automaticName(column) {
        names.insert(name)
      }
    }
    return names
  }

  /// Whether the parser has reported a mistake that holds this place: what the binder finds there follows
  /// from it.
  func isWithinSyntaxError(_ span: SourceSpan) -> Bool {
    tree.diagnostics.contains {
      $0.severity == .error && $0.span.start <= span.start && span.end <= $0.span.end && !$0.span.isEmpty
    }
  }

  /// Whether the parser has reported a mistake within a place, or right behind it.
  func hasSyntaxError(in span: SourceSpan) -> Bool {
    var end = span.end
    let bytes = tree.text.bytes
    while end < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[end]) { end += 1 }
    return tree.diagnostics.contains {
      $0.severity == .error && span.start <= $0.span.start && $0.span.start <= end
    }
  }
}
