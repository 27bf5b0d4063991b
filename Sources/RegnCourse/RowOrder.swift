import RegnData
import RegnSyntax

/// The order that a query asks its rows to stand in.
struct RowOrder {
  /// The columns that it sorts by, as far as they are plain names.
  let keys: [String]

  /// Nil for a query that does not sort, or sorts before a step that gives its rows in no order.
  init?(of query: String) {
    let queries = Parser.parse(SourceText(query)).root.statements.compactMap { statement in
      if case .query(let query) = statement { query } else { nil }
    }
    guard let last = queries.last, case .pipe(let pipe) = last.expression else { return nil }
    for step in pipe.operators.reversed() {
      switch step {
      case .sort(let sort):
        keys = RowOrder.names(sort.keys)
        return
      case .top(let top):
        keys = RowOrder.names(top.keys)
        return
      case .as, .extend, .project, .projectAway, .projectKeep, .projectRename, .projectReorder, .render,
        .serialize, .take, .where:
        continue
      default: return nil
      }
    }
    return nil
  }

  /// The places of the columns whose values must stand in order. Rows that agree in them may stand in any:
  /// the query does not say. All columns when those it sorts by are not in the answer.
  func columns(of answer: ResultTable) -> [Int] {
    let places = keys.compactMap { key in answer.columns.firstIndex { $0.name == key } }
    return places.isEmpty ? Array(answer.columns.indices) : places
  }

  private static func names(_ keys: [OrderedExpression]) -> [String] {
    keys.compactMap { key in if case .name(let name) = key.expression { name.name } else { nil } }
  }
}
