/// The options of tabular operators, such as `kind=` of join: what the binder accepts and completion offers.
public enum OperatorOptions {
  /// An option and the words that it takes; no words where a name, a number or a text is written.
  public struct Option: Sendable {
    public let name: String
    public let words: [String]

    init(_ name: String, _ words: [String] = []) {
      self.name = name
      self.words = words
    }
  }

  /// The options of an operator, sorted by name; those that only steer a cluster (`hint.…`) are passed over.
  public static func of(_ operation: String) -> [Option] { all[operation] ?? [] }

  /// The words that an option of an operator takes.
  static func words(_ option: String, of operation: String) -> [String] {
    of(operation).first { $0.name == option }?.words ?? []
  }

  private static let bags = ["bag", "array"]
  private static let flags = ["true", "false"]

  private static let all: [String: [Option]] = [
    "find": [Option("datascope"), Option("withsource")],
    // KQL's other words for some of the kinds stand last: a message names the first.
    "join": [
      Option("kind", JoinKind.allCases.map(\.rawValue) + ["anti", "leftantisemi", "rightantisemi"])
    ],
    "lookup": [Option("kind", ["leftouter", "inner"])],
    "make-series": [Option("kind", ["nonempty"])],
    "mv-apply": [Option("id"), Option("with_itemindex")],
    "mv-expand": [Option("bagexpansion", bags), Option("kind", bags), Option("with_itemindex")],
    "parse": [Option("flags"), Option("kind", ["simple", "relaxed", "regex"])],
    "parse-kv": [
      Option("escape"), Option("greedy", flags), Option("kv_delimiter"), Option("pair_delimiter"),
      Option("quote"), Option("regex"),
    ],
    "parse-where": [Option("flags"), Option("kind", ["simple", "relaxed", "regex"])],
    "reduce": [Option("characters"), Option("kind", ["source"]), Option("threshold")],
    "render": [
      Option("accumulate", flags), Option("anomalycolumns"),
      Option("kind", ["default", "stacked", "stacked100", "unstacked"]),
      Option("legend", ["visible", "hidden"]), Option("series"), Option("title"),
      Option("xaxis", ["linear", "log"]), Option("xcolumn"), Option("xtitle"),
      Option("yaxis", ["linear", "log"]), Option("ycolumns"), Option("ymax"), Option("ymin"),
      Option("ysplit", ["none", "axes", "panels"]), Option("ytitle"),
    ],
    "search": [Option("kind", ["case_insensitive", "case_sensitive", "default"])],
    "step": [Option("output", SequenceStep.Output.allCases.map(\.rawValue))],
    "summarize": [Option("bin")],
    "union": [Option("isfuzzy", flags), Option("kind", ["outer", "inner"]), Option("withsource")],
  ]
}
