import RegnData
import RegnPhrases

/// A table that is read from a file, and may turn out otherwise than detected.
public protocol FileTable: TableSource {
  /// Where the file is, or the pattern of several.
  var path: String { get }
  /// The files that the table is made of.
  var files: [String] { get }
  /// How each column's values are read and stored, in the order of the schema.
  var columnKinds: [ColumnKind] { get }
  /// The same table with these kinds of columns; wider ones only.
  func with(kinds: [ColumnKind]) -> Self
  /// Whether a scan of this table threw the change.
  func owns(_ change: SchemaChange) -> Bool
  /// The table with room for what the scan met, from which the statement starts over.
  func widened(for change: SchemaChange) -> Self
  /// What reading met since the last call, as messages for standard error.
  func takeMessages() -> [Phrase]
  /// What was assumed of each file of delimited text.
  var detections: [(path: String, detection: Detection)] { get }
}

extension FileTable {
  public var files: [String] { [path] }
  public func owns(_ change: SchemaChange) -> Bool { change.path == path }
  public func takeMessages() -> [Phrase] { [] }
  public var detections: [(path: String, detection: Detection)] { [] }
}
