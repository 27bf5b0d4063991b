import RegnData
import Synchronization

/// What a list of tables says of each, without decoding any figure.
public struct TableDescription: Sendable, Hashable {
  /// The name in queries, such as `costs`.
  public let name: String
  public let title: String
  /// What the table holds, in a sentence.
  public let description: String
  public let rowCount: Int
  public let columnCount: Int
  /// Whether the figures come from a model, not from accounts.
  public let isModelled: Bool
}

/// The built-in tables: Statistics Denmark's figures on the 98 municipalities, and what belongs to them.
///
/// They are constant data in the program, written by `scripts/make-dataset.py` from `data/*.csv`. Nothing is
/// decoded before a column is read. Where the figures come from stands in `docs/data-sources.md`.
public enum Dataset {
  /// All built-in tables, sorted by name.
  public static var tables: [TableDescription] {
    PackedTable.all.map {
      TableDescription(
        name: $0.name, title: $0.title, description: $0.description, rowCount: $0.rowCount,
        columnCount: $0.columnCount, isModelled: $0.isModelled)
    }
  }

  private static let opened = Mutex<[Int: DatasetTable]>([:])

  /// The table of that exact name, or nil. The same object each time, so columns are decoded once a process.
  public static func open(_ name: String) -> DatasetTable? {
    guard let packed = PackedTable.named(name) else { return nil }
    return opened.withLock { opened in
      if let known = opened[packed.index] { return known }
      let table = DatasetTable(packed)
      opened[packed.index] = table
      return table
    }
  }
}
