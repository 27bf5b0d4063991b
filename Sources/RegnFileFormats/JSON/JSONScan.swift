import CRegnScan
import RegnData

/// A scan of a file of records: workers take blocks in turn and make chunks of them.
final class JSONScan: TableScan {
  private let blocks: BlockTurns<JSONBlocks>
  private let workers: [JSONWorker]
  let sequenceLimit: Int

  init(table: JSONTable, request: ScanRequest, context: ExecutionContext) {
    blocks = BlockTurns(
      JSONBlocks(
        input: table.input, layout: table.layout, start: table.start, size: table.size,
        blockSize: table.blockSize), context: context, knownRows: table.knownRows)
    workers = (0..<max(request.workers, 1)).map { _ in JSONWorker(table: table, columns: request.columns) }
    sequenceLimit = JSONBlocks.limit(size: table.size, blockSize: table.blockSize)
    context.progress.expect(bytes: table.size - table.start)
  }

  func next(worker: Int) throws -> Chunk? {
    try blocks.next { (block, sequence) in try workers[worker].read(block, sequence: sequence) }
  }
}

/// What one worker keeps from block to block. Only its own thread uses it.
private final class JSONWorker: @unchecked Sendable {
  private let table: JSONTable
  private let builders: [JSONColumnBuilder]
  /// For each column of the table, its builder; nil when it is not asked for.
  private let wanted: [JSONColumnBuilder?]
  /// For each column asked for, its builder.
  private let columns: [JSONColumnBuilder]
  /// The columns by key, as the key's text, with the code the column's place.
  private var keys = StringDictionaryBuilder()
  private let keyBytes: [[UInt8]]
  /// For each column, the last record of a block that has it, counted from 1.
  private var seen: [Int]

  init(table: JSONTable, columns: [Int]) {
    self.table = table
    var wanted = [JSONColumnBuilder?](repeating: nil, count: table.columns.count)
    for place in columns where wanted[place] == nil {
      wanted[place] = JSONColumnBuilder(kind: table.columns[place].kind)
    }
    self.wanted = wanted
    builders = wanted.compactMap { $0 }
    self.columns = columns.compactMap { wanted[$0] }
    keyBytes = table.columns.map { Array($0.name.utf8) }
    seen = Array(repeating: 0, count: table.columns.count)
    for key in keyBytes { _ = key.withUnsafeBufferPointer { keys.code(for: $0) } }
  }

  func read(_ block: JSONBlocks.Block, sequence: Int) throws -> Chunk {
    let valid = block.bytes.withUnsafeBufferPointer { regn_valid_utf8($0.baseAddress, $0.count) }
    guard valid == block.bytes.count else {
      throw JSONTable.broken(
        table.input, block,
        JSONRecordFailure(offset: valid, what: "a byte that is not UTF-8, which JSON is written in"))
    }
    for index in seen.indices { seen[index] = 0 }
    var rows = 0
    var failure: JSONRecordFailure?
    var unforeseen: (offset: Int, what: String)?
    block.bytes.withUnsafeBufferPointer { bytes in
      do throws(JSONRecordFailure) {
        var parser = JSONRecordParser(bytes)
        var separators = JSONRecordSeparators(layout: table.layout, follows: block.follows)
        while try separators.next(&parser) {
          try parser.beginRecord()
          rows += 1
          var index = 0
          var expected = 0
          while let (key, value) = try parser.nextMember(isFirst: index == 0) {
            index += 1
            guard let place = place(of: key, expected: expected) else {
              unforeseen = (parser.position, "the key \"\(JSONText.string(key).prefix(40))\" is new")
              return
            }
            expected = place + 1
            guard seen[place] != rows else {
              throw parser.failure(
                "the key \"\(JSONText.string(key).prefix(40))\" stands twice in one record")
            }
            seen[place] = rows
            guard let builder = wanted[place] else { continue }
            if !builder.append(value) {
              if value.kind == .array || value.kind == .bag || value.kind == .escapedText,
                builder.kind == .dynamic || builder.kind == .string
              {
                throw parser.failure("the value of \"\(table.columns[place].name)\" is not JSON")
              }
              let text = String(decoding: value.bytes.prefix(40), as: UTF8.self)
              unforeseen = (parser.position, "\(text) is no \(builder.kind.text)")
              return
            }
          }
          if separators.spansLines(parser) {
            throw parser.failure("a record a line is read; this one goes on in the next line")
          }
          for builder in builders where builder.count < rows { builder.appendNull() }
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw JSONTable.broken(table.input, block, failure) }
    if let unforeseen {
      let offset = block.offset + unforeseen.offset
      // What was looked at as a whole can have nothing new, unless it is not what it was.
      if table.isComplete { throw FileFailure.changed(table.path) }
      throw SchemaChange(
        path: table.path, change: .unforeseen, offset: offset,
        reason: """
          line \(table.input.line(of: offset)): \(unforeseen.what); \
          the whole file is looked at for its columns
          """)
    }
    let parts = Dictionary(
      uniqueKeysWithValues: builders.map { (ObjectIdentifier($0), $0.take()) })
    return Chunk(
      columns: columns.compactMap { parts[ObjectIdentifier($0)] }, rowCount: rows, sequence: sequence)
  }

  /// The column of a key, which mostly is the one after the last.
  @inline(__always)
  private func place(of key: JSONToken, expected: Int) -> Int? {
    if expected < keyBytes.count, key.kind == .text, keyBytes[expected].count == key.bytes.count {
      let isExpected = keyBytes[expected].withUnsafeBufferPointer { compareBytes($0, key.bytes) == 0 }
      if isExpected { return expected }
    }
    if key.kind == .text { return keys.knownCode(of: key.bytes).map { Int($0) } }
    return withUTF8Bytes(of: JSONText.string(key)) { keys.knownCode(of: $0) }.map { Int($0) }
  }
}
