import RegnPhrases

/// A column as a table's user sees it.
public struct ColumnSchema: Sendable, Hashable {
  public let name: String
  public let type: ScalarType
  /// What the column holds, in a sentence; empty when not known.
  public let description: Phrase
  /// The unit of the values, such as `kr` or `persons`; empty when there is none.
  public let unit: String
  /// Whether the values were computed by Regn from others (then the description says how).
  public let isComputed: Bool
  /// Where the values come from, such as `Statistics Denmark, FOLK1A`; empty when not known.
  public let source: String

  public init(
    name: String, type: ScalarType, description: Phrase = "", unit: String = "", isComputed: Bool = false,
    source: String = ""
  ) {
    self.name = name
    self.type = type
    self.description = description
    self.unit = unit
    self.isComputed = isComputed
    self.source = source
  }
}

/// The columns of a table, in order.
public struct TableSchema: Sendable, Hashable {
  public let columns: [ColumnSchema]

  public init(_ columns: [ColumnSchema]) { self.columns = columns }

  /// The place of a column by its exact name.
  public func index(of name: String) -> Int? { columns.firstIndex { $0.name == name } }
}

/// Where a table's figures come from.
public struct Provenance: Sendable, Hashable {
  /// Who publishes the figures, such as `Statistics Denmark`; for a file, its path.
  public let publisher: Phrase
  /// The publisher's table numbers, such as `REGK31`.
  public let tableIDs: [String]
  /// The licence's short name, such as `CC BY 4.0`; empty when not known.
  public let licence: String
  /// The period that the figures cover, and when they were taken.
  public let date: Phrase
  /// What a reader of any figure must know: how computed columns came about, breaks in series. Few and short:
  /// they stand in the source line.
  public let notes: [Phrase]
  /// What a user of the table should beware of, in whole sentences; shown on request.
  public let caveats: [Phrase]
  /// The table's title; empty when there is none.
  public let title: Phrase
  /// The unit of the figures when most columns share one, such as `kr, current prices`; empty otherwise.
  public let unit: String
  /// Whether the figures come from a model, not from accounts. Said with every result that reads them.
  public var isModelled: Bool

  public init(
    publisher: Phrase, tableIDs: [String] = [], licence: String = "", date: Phrase = "",
    notes: [Phrase] = [], caveats: [Phrase] = [], title: Phrase = "", unit: String = "",
    isModelled: Bool = false
  ) {
    self.publisher = publisher
    self.tableIDs = tableIDs
    self.licence = licence
    self.date = date
    self.notes = notes
    self.caveats = caveats
    self.title = title
    self.unit = unit
    self.isModelled = isModelled
  }

  /// One line that names the source, to stand under a result.
  public var sourceLine: Phrase {
    var line: [Phrase] = isModelled ? ["MODELLED figures — "] : []
    line.append(publisher)
    if !tableIDs.isEmpty { line.append(", \(Phrase.and(tableIDs))") }
    if !licence.isEmpty { line.append(" (\(Phrase(known: licence)))") }
    for note in notes { line.append("; \(note)") }
    return line.joined()
  }
}

/// What is known of a column's values, for completion, hovers, diagnostics and plans.
public struct ColumnStatistics: Sendable {
  public let rowCount: Int
  public let nullCount: Int
  /// The number of distinct values, when counted.
  public let distinctCount: Int?
  public let minimum: Value?
  public let maximum: Value?
  /// Every distinct value with its number of rows, commonest first (ties in order of value); nil when there
  /// are too many to keep.
  public let values: [(value: String, count: Int)]?

  public init(
    rowCount: Int, nullCount: Int, distinctCount: Int? = nil, minimum: Value? = nil, maximum: Value? = nil,
    values: [(value: String, count: Int)]? = nil
  ) {
    self.rowCount = rowCount
    self.nullCount = nullCount
    self.distinctCount = distinctCount
    self.minimum = minimum
    self.maximum = maximum
    self.values = values
  }
}
