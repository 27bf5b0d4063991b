import RegnPhrases

/// The name of a tabular operator, with what help and completion say of it.
public struct TabularOperatorName: Sendable, Hashable {
  /// Where an operator may stand, and whether Regn has it.
  public enum Place: Sendable, Hashable {
    /// After `|`.
    case pipe
    /// At the start of a query.
    case source
    /// KQL, but not implemented by Regn.
    case outOfScope
  }

  /// The name as written in a query.
  public let name: String
  /// What it does, in one line.
  public let summary: Phrase
  /// Where it may stand. print, range, datatable and externaldata begin a query; union, find, search and
  /// evaluate may.
  public let place: Place

  /// All names, sorted.
  public static let all: [TabularOperatorName] = [
    .init(name: "as", summary: "names the table so far", place: .pipe),
    .init(name: "consume", summary: "reads all rows and gives none", place: .pipe),
    .init(name: "count", summary: "the number of rows", place: .pipe),
    .init(name: "datatable", summary: "a table written out in the query", place: .source),
    .init(name: "distinct", summary: "the different rows of some columns", place: .pipe),
    .init(name: "evaluate", summary: "runs a plug-in such as pivot", place: .pipe),
    .init(name: "extend", summary: "adds columns", place: .pipe),
    .init(name: "externaldata", summary: "a table read from a file", place: .source),
    .init(name: "facet", summary: "a table of counts for each of several columns", place: .pipe),
    .init(
      name: "filter", summary: "keeps the rows for which a condition is true; the same as where", place: .pipe
    ),
    .init(name: "find", summary: "rows of any table that meet a condition", place: .pipe),
    .init(name: "fork", summary: "several results of one input", place: .pipe),
    .init(name: "getschema", summary: "the columns and their types, as a table", place: .pipe),
    .init(name: "graph-mark-components", summary: "marks connected parts of a graph", place: .outOfScope),
    .init(name: "graph-match", summary: "finds patterns in a graph", place: .outOfScope),
    .init(name: "graph-merge", summary: "joins graphs", place: .outOfScope),
    .init(name: "graph-shortest-paths", summary: "finds shortest paths in a graph", place: .outOfScope),
    .init(name: "graph-to-table", summary: "turns a graph into tables", place: .outOfScope),
    .init(name: "graph-where-edges", summary: "keeps some edges of a graph", place: .outOfScope),
    .init(name: "graph-where-nodes", summary: "keeps some nodes of a graph", place: .outOfScope),
    .init(name: "invoke", summary: "calls a function with the table as its first argument", place: .pipe),
    .init(name: "join", summary: "pairs the rows of two tables that match", place: .pipe),
    .init(name: "limit", summary: "so many rows, whichever; the same as take", place: .pipe),
    .init(name: "lookup", summary: "adds the columns of a small table", place: .pipe),
    .init(name: "macro-expand", summary: "runs a subquery over several places", place: .outOfScope),
    .init(name: "make-graph", summary: "makes a graph of a table of edges", place: .outOfScope),
    .init(name: "make-series", summary: "arrays of aggregates over equal steps", place: .pipe),
    .init(name: "mv-apply", summary: "a subquery over the elements of each row's array", place: .pipe),
    .init(name: "mv-expand", summary: "a row for each element of an array", place: .pipe),
    .init(name: "order", summary: "puts rows in order; the same as sort", place: .pipe),
    .init(name: "parse", summary: "takes a text apart by a pattern", place: .pipe),
    .init(name: "parse-kv", summary: "takes a text of keys and values apart", place: .pipe),
    .init(name: "parse-where", summary: "takes a text apart and keeps the rows that fit", place: .pipe),
    .init(name: "partition", summary: "a subquery for each value of a column", place: .pipe),
    .init(name: "print", summary: "a table of one row", place: .source),
    .init(name: "project", summary: "chooses and makes columns", place: .pipe),
    .init(name: "project-away", summary: "leaves columns out", place: .pipe),
    .init(name: "project-by-names", summary: "chooses columns by names given as values", place: .pipe),
    .init(name: "project-keep", summary: "keeps only some columns, in the table's order", place: .pipe),
    .init(name: "project-rename", summary: "gives columns other names", place: .pipe),
    .init(name: "project-reorder", summary: "moves columns to the front", place: .pipe),
    .init(name: "range", summary: "a table of one column with equal steps", place: .source),
    .init(name: "reduce", summary: "groups similar texts", place: .pipe),
    .init(name: "render", summary: "shows the result as a chart", place: .pipe),
    .init(name: "sample", summary: "so many rows, taken at random", place: .pipe),
    .init(name: "sample-distinct", summary: "so many different values of a column", place: .pipe),
    .init(name: "scan", summary: "carries states along ordered rows", place: .pipe),
    .init(name: "search", summary: "rows in which a text occurs", place: .pipe),
    .init(name: "serialize", summary: "fixes the order of rows for window functions", place: .pipe),
    .init(name: "sort", summary: "puts rows in order", place: .pipe),
    .init(name: "summarize", summary: "one row for each group", place: .pipe),
    .init(name: "take", summary: "so many rows, whichever", place: .pipe),
    .init(name: "top", summary: "the first rows in an order", place: .pipe),
    .init(name: "top-hitters", summary: "the most frequent values", place: .pipe),
    .init(name: "top-nested", summary: "the first of the first, level by level", place: .pipe),
    .init(name: "union", summary: "the rows of several tables", place: .pipe),
    .init(name: "where", summary: "keeps the rows for which a condition is true", place: .pipe),
  ]

  private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  /// The entry of a name; nil when it is no operator.
  public static func named(_ name: String) -> TabularOperatorName? { byName[name] }

  /// Whether `name` is an operator's.
  static func isName(_ name: String) -> Bool {
    byName[name] != nil || name == "mvexpand" || name == "mvapply"
  }

  /// Whether the name, standing where a `|` should be, is taken for an operator: not words that mean
  /// something else in other operators, nor those that begin a query.
  var canFollowWithoutPipe: Bool { place == .pipe && name != "as" && name != "filter" }

  /// Whether a function of the same name exists, so that a bracket after it means a call.
  var isFunctionToo: Bool {
    ["count", "range", "search", "parse", "top", "sample", "find", "take", "limit"].contains(name)
  }
}
