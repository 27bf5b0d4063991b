import RegnData

/// Tables that are at hand without being named: those that were imported. A table given to the session hides
/// one of the same name, and that hides a built-in one.
public protocol TableLibrary: Sendable {
  /// The names of the tables, sorted.
  var names: [String] { get }
  /// The table of a name; nil when there is none. Throws `ExecutionError` when it is there and cannot be
  /// opened.
  func open(_ name: String) throws -> (any TableSource)?
}
