/// Some rows of a table: columns of equal length, and where they stand among the table's chunks.
public struct Chunk: Sendable {
  public let columns: [Column]
  public let rowCount: Int
  /// Orders chunks that workers produce out of turn: ascending is the table's order.
  public let sequence: Int

  /// The number of rows that operators aim at in a chunk.
  @inlinable public static var preferredRowCount: Int { 32_768 }

  public init(columns: [Column], rowCount: Int, sequence: Int) {
    assert(columns.allSatisfy { $0.count == rowCount })
    self.columns = columns
    self.rowCount = rowCount
    self.sequence = sequence
  }

  /// The rows at `rows`, in that order.
  public func gather(_ rows: UnsafeBufferPointer<UInt32>) -> Chunk {
    Chunk(columns: columns.map { $0.gather(rows) }, rowCount: rows.count, sequence: sequence)
  }

  /// The rows at `rows`, in that order.
  public func gather(_ rows: Buffer<UInt32>) -> Chunk {
    withExtendedLifetime(rows) { gather(rows.pointer) }
  }

  /// The rows of `range`.
  public func slice(_ range: Range<Int>) -> Chunk {
    Chunk(columns: columns.map { $0.slice(range) }, rowCount: range.count, sequence: sequence)
  }

  /// The same rows with other columns.
  public func with(columns: [Column]) -> Chunk {
    Chunk(columns: columns, rowCount: rowCount, sequence: sequence)
  }

  /// The bytes that the columns keep in memory.
  public var byteCount: Int { columns.reduce(0) { $0 + $1.byteCount } }

  /// The bytes that keeping the chunk's rows costs, without what it shares with other chunks.
  ///
  /// A chunk without columns, which only counts rows, costs something too: there may be very many.
  public var rowByteCount: Int { columns.reduce(Self.ownByteCount) { $0 + $1.rowByteCount } }

  /// What a chunk costs beside its columns.
  private static var ownByteCount: Int { 64 }

  /// The rows of chunks, in order of their sequence, as one.
  public static func concatenate(_ chunks: [Chunk], types: [ScalarType]) -> Chunk {
    let ordered = chunks.sorted { $0.sequence < $1.sequence }
    let columns = types.indices.map { index in
      Column.concatenate(ordered.map { $0.columns[index] }, type: types[index])
    }
    return Chunk(columns: columns, rowCount: ordered.reduce(0) { $0 + $1.rowCount }, sequence: 0)
  }
}
