/// Counts the memory of dictionaries among chunks that are kept, each once though many columns share it.
public struct DictionaryTally: Sendable {
  /// The entries and bytes of the longest snapshot met of each growing dictionary.
  private var known: [ObjectIdentifier: (entries: Int, bytes: Int)] = [:]

  public init() {}

  /// The bytes of a chunk's dictionaries that were not counted before. The caller keeps the chunk.
  public mutating func newBytes(_ chunk: Chunk) -> Int {
    var bytes = 0
    for column in chunk.columns {
      if case .dictionary(_, let dictionary) = column.storage { bytes += newBytes(dictionary) }
    }
    return bytes
  }

  /// The bytes of a dictionary that were not counted before. The caller keeps the dictionary.
  public mutating func newBytes(_ dictionary: StringDictionary) -> Int {
    let before = known[dictionary.lineage] ?? (0, 0)
    guard dictionary.count > before.entries else { return 0 }
    let bytes = dictionary.byteCount
    known[dictionary.lineage] = (dictionary.count, max(bytes, before.bytes))
    return max(0, bytes - before.bytes)
  }
}

extension Chunk {
  /// The bytes that keeping the chunk costs, its dictionaries included.
  public var keptByteCount: Int {
    var tally = DictionaryTally()
    return rowByteCount + tally.newBytes(self)
  }
}
