/// What a tabular statement answers, ready to be shown or written.
public struct ResultTable: Sendable {
  /// The result's name: given by `as`, or `Table_0`, `Table_1` …
  public let name: String
  public let columns: [ColumnSchema]
  /// The rows in order.
  public let chunks: [Chunk]
  /// Where the figures come from, each source once.
  public let sources: [Provenance]
  /// What `render` asked for.
  public let render: RenderRequest?

  public init(
    name: String, columns: [ColumnSchema], chunks: [Chunk], sources: [Provenance] = [],
    render: RenderRequest? = nil
  ) {
    self.name = name
    self.columns = columns
    self.chunks = chunks
    self.sources = sources
    self.render = render
  }

  public var rowCount: Int { chunks.reduce(0) { $0 + $1.rowCount } }

  /// All rows as one chunk.
  public var rows: Chunk { Chunk.concatenate(chunks, types: columns.map(\.type)) }

  /// Whether any of the figures come from a model.
  public var isModelled: Bool { sources.contains(where: \.isModelled) }
}

/// A `render` at the end of a query.
public struct RenderRequest: Sendable, Hashable {
  /// The visualization's name, such as `barchart`.
  public let kind: String
  /// The properties after `with`, such as `title`, `xcolumn`, `ycolumns`, `series`.
  public let properties: [String: String]

  public init(kind: String, properties: [String: String] = [:]) {
    self.kind = kind
    self.properties = properties
  }
}
