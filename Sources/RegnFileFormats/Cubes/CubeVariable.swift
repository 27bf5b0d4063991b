import RegnPhrases

/// A variable of a table of statistics: what its values are called, and their codes where there are any.
struct CubeVariable: Sendable {
  /// The name, which becomes a column's.
  let name: String
  /// What the variable is called in words, when that is another text.
  let label: String
  /// The codes of the values; nil when they have none but their texts.
  let codes: [String]?
  /// The texts of the values, as many as there are codes.
  let texts: [String]
  /// What it measures: `time`, `place`, `contents`; empty when not known.
  var role: Phrase = ""

  /// How many values it has.
  var count: Int { texts.count }
}
