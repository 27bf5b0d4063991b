/// An entry of a PX file's head: `KEYWORD[language]("sub", "keys")=values;`.
struct PXEntry: Sendable {
  var keyword = ""
  /// The language between brackets; empty for the file's own.
  var language = ""
  /// What stands between the parentheses, such as a variable's name.
  var subject: [String] = []
  /// The values; texts on several lines without a comma between are one.
  var values: [String] = []
}
