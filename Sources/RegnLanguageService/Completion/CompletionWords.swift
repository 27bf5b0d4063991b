import RegnBinder
import RegnPhrases

/// Words of the grammar, for completion.
enum CompletionWords {
  /// The words that compare texts or look into lists.
  static let comparisons: Set<String> = [
    "in", "has", "contains", "startswith", "endswith", "hasprefix", "hassuffix", "has_cs", "contains_cs",
    "startswith_cs", "endswith_cs", "hasprefix_cs", "hassuffix_cs", "has_any", "has_all", "between",
  ]

  /// The words after which a value comes.
  static let leading: Set<String> = comparisons.union([
    "and", "or", "by", "on", "of", "where", "with", "from", "to", "step", "default", "not", "regex", "in",
  ])

  /// What may follow a whole value, with a word on each.
  static let operators: [(word: String, detail: Phrase)] = [
    ("==", "equal"), ("!=", "not equal"), ("and", "both are true"), ("or", "one of them is true"),
    ("has", "holds the whole word"), ("contains", "holds the letters"), ("in", "is one of a list"),
    ("startswith", "begins with"), ("endswith", "ends with"), ("between", "from … to, both included"),
    ("=~", "equal, whatever the case"), ("in~", "is one of a list, whatever the case"),
    ("!has", "does not hold the word"), ("!contains", "does not hold the letters"),
    ("!in", "is none of a list"), ("!between", "outside"), ("!startswith", "does not begin with"),
    ("!endswith", "does not end with"), ("has_any", "holds one of the words"),
    ("has_all", "holds all of the words"), ("matches regex", "fits a regular expression"),
    ("hasprefix", "holds a word that begins so"), ("hassuffix", "holds a word that ends so"),
  ]

  /// The words that go on an operator.
  static func clauses(of operation: String?, given: [String]) -> [(word: String, detail: Phrase)] {
    func rest(_ words: [(String, Phrase)]) -> [(word: String, detail: Phrase)] {
      words.filter { !given.contains($0.0) }.map { (word: $0.0, detail: $0.1) }
    }
    switch operation {
    case "summarize": return rest([("by", "the columns that make the groups")])
    case "sort", "order":
      return given.contains("by")
        ? [
          ("desc", "the largest first"), ("asc", "the smallest first"), ("nulls first", "nulls before all"),
          ("nulls last", "nulls behind all"),
        ] : [("by", "the columns to sort by")]
    case "top":
      return given.contains("by")
        ? [("desc", "the largest first"), ("asc", "the smallest first")] : [("by", "the column to order by")]
    case "join", "lookup": return rest([("on", "the columns that both sides have")])
    case "render": return rest([("with", "title, columns and other properties")])
    case "make-series":
      return rest([
        ("default", "what stands where there are no rows"), ("on", "the axis"), ("from", "its start"),
        ("to", "its end"), ("step", "its step"), ("by", "a series for each"),
      ])
    case "partition": return rest([("by", "a subquery for each value")])
    case "parse", "parse-where": return rest([("with", "the pattern")])
    case "parse-kv": return rest([("as", "the keys and their types"), ("with", "the signs between")])
    case "mv-expand": return rest([("to typeof(", "the elements' type"), ("limit", "the most rows a row")])
    case "mv-apply": return rest([("to typeof(", "the elements' type"), ("on", "the subquery")])
    case "range": return rest([("from", "the first value"), ("to", "the last"), ("step", "the distance")])
    case "top-nested": return rest([("of", "the column"), ("by", "the measure")])
    case "sample-distinct", "top-hitters": return rest([("of", "the column")])
    case "count": return rest([("as", "another name for Count")])
    default: return []
    }
  }
}

extension OperatorOptions {
  /// Whether an operator has the option.
  static func isOption(_ name: String, of operation: String) -> Bool {
    of(operation).contains { $0.name == name } || name == "output"
  }
}
