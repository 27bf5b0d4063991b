import RegnBinder
import RegnSyntax
import Synchronization

/// What the names of a document's parts are to one another: which columns are the same, and where the script
/// defines what.
struct NameMap: Sendable {
  private var links: [ColumnID: ColumnID] = [:]
  private(set) var definitions: [ColumnID: (part: Int, span: SourceSpan)] = [:]
  private(set) var columns: [ColumnID: PlanColumn] = [:]
  private(set) var automatic: Set<ColumnID> = []
  private var ties: [(ColumnID, ColumnID)] = []
  /// The definitions of each name, in order.
  private var globals: [String: [(part: Int, span: SourceSpan)]] = [:]

  init(_ parts: [Part]) {
    for (index, part) in parts.enumerated() {
      for name in part.givenNames { globals[name.name, default: []].append((index, name.span)) }
      guard let names = part.bound?.names else { continue }
      links.merge(names.links) { first, _ in first }
      columns.merge(names.columns) { first, _ in first }
      for (id, span) in names.definitions { definitions[id] = (index, span) }
      automatic.formUnion(names.automatic)
      ties += names.ties
    }
  }

  /// The last definition of a name in the parts before one.
  func definition(of name: String, before part: Int) -> Symbol? {
    globals[name]?.last { $0.part < part }.map { .global(part: $0.part, $0.span) }
  }

  /// The column that a column is, under the same name, at its beginning.
  func symbol(_ id: ColumnID) -> Symbol {
    var id = id
    // Links lead back in the text; the count is against circles.
    for _ in 0..<10_000 {
      if definitions[id] != nil { return .column(id) }
      guard let next = links[id] else { break }
      id = next
    }
    if let origin = columns[id]?.origin, !origin.table.isEmpty {
      return .tableColumn(table: origin.table, place: origin.column)
    }
    return .column(id)
  }

  /// The symbols that one name stands for together with this one.
  func tied(to symbol: Symbol) -> Set<Symbol> {
    var found: Set<Symbol> = [symbol]
    let pairs = ties.map { (self.symbol($0.0), self.symbol($0.1)) }
    var grew = true
    while grew {
      grew = false
      for (first, second) in pairs where found.contains(first) != found.contains(second) {
        found.formUnion([first, second])
        grew = true
      }
    }
    return found
  }
}

/// A name map that is made when first asked for, shared by the copies of a document.
final class NameMapCache: Sendable {
  private let map = Mutex<NameMap?>(nil)

  func value(of parts: [Part]) -> NameMap {
    map.withLock { known in
      if let known { return known }
      let made = NameMap(parts)
      known = made
      return made
    }
  }
}
