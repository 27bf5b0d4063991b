/// What a learner's answer has otherwise than the solution's, without what would be right.
public enum Difference: Sendable, Hashable {
  /// How many rows there are, and how many there should be.
  case rows(Int, wanted: Int)
  /// Columns that the task asks for are not there.
  case missingColumns([String])
  /// There are columns that the task does not ask for.
  case surplusColumns([String])
  /// All columns are there, in another order than this.
  case columnOrder([String])
  /// The columns are right but must have these names.
  case names([String])
  /// A column holds texts where numbers are wanted, or the other way around.
  case kind(column: String, wantsNumbers: Bool)
  /// Every number of a column is so many times the right one.
  case factor(column: String, Double)
  /// Every number of a column has the wrong sign.
  case sign(column: String)
  /// Every number of a column is less than one away from the right one.
  case rounding(column: String)
  /// So many rows have another value in a column; `first` names one of them, when rows have names.
  case values(column: String, rows: Int, of: Int, first: String?)
  /// The values of each column are right, but not beside those that they belong to.
  case pairing
  /// All rows are there, in another order.
  case rowOrder
  /// The answer is not drawn as `render` would with this kind.
  case drawing(String)
}
