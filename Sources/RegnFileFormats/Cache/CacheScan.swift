import RegnData
import Synchronization

/// A scan of kept columns: workers take blocks in turn. Blocks of which no value passes a predicate are not
/// read, and of a block of which no row passes only the columns that the predicates test.
final class CacheScan: TableScan {
  private struct Test: Sendable {
    let predicate: ColumnPredicate
    let slot: Int
    /// The codes of texts that pass; nil when not known.
    let codes: [UInt32]?
  }

  private let path: String
  private let source: CachedSource
  private let columns: [KeptColumn]
  /// The places among `columns` of what chunks hold.
  private let wanted: [Int]
  private let tests: [Test]
  private let context: ExecutionContext
  private let blocks: [PackedBlock]
  private let scratch: [ScratchBytes]
  private let nextBlock = Atomic<Int>(0)
  /// Stands for the dictionaries and the bytes of a block for each worker.
  private let reservation: Reservation

  /// Columns of the same chunks, at least one. Errors: RG0603; a change where a dictionary is damaged.
  init(
    path: String, _ source: CachedSource, columns: [KeptColumn], wanted: [Int], predicates: [SlotPredicate],
    _ workers: Int,
    _ context: ExecutionContext
  ) throws {
    self.path = path
    self.source = source
    self.columns = columns
    self.wanted = wanted
    self.context = context
    blocks = columns[0].file.blocks
    scratch = (0..<max(workers, 1)).map { _ in ScratchBytes() }
    let used = Set(wanted + predicates.map(\.slot))
    let largest = used.map { slot in columns[slot].file.blocks.map(\.length).max() ?? 0 }.max() ?? 0
    reservation = try Reservation(
      context.memory,
      bytes: used.reduce(0) { $0 + columns[$1].file.dictionaryByteCount } + workers * largest)
    var tests: [Test] = []
    for predicate in predicates {
      let column = columns[predicate.slot]
      do throws(ColumnFile.Damage) {
        let dictionary = try column.file.dictionary()
        tests.append(
          Test(
            predicate: predicate.predicate, slot: predicate.slot,
            codes: dictionary.flatMap { predicate.predicate.passingCodes(of: $0) }))
      } catch {
        throw Self.damage(path, source, column)
      }
    }
    self.tests = tests
    context.progress.expect(rows: columns[0].file.rows)
  }

  /// Forgets a damaged column; gives what the statement begins anew for, with the column read from the file.
  private static func damage(
    _ path: String, _ source: CachedSource, _ column: KeptColumn
  ) -> SchemaChange {
    source.discard(column.file.head.form)
    return SchemaChange(path: path, change: .damagedCache, offset: 0, reason: "")
  }

  var sequenceLimit: Int { blocks.count }

  func next(worker: Int) throws -> Chunk? {
    while true {
      try context.checkpoint()
      let index = nextBlock.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < blocks.count else { return nil }
      let rows = blocks[index].rows
      context.progress.advance(rows: rows)
      guard tests.allSatisfy({ mayPass($0, index) }) else { continue }
      if let chunk = try chunk(index, rows: rows, scratch[worker]) { return chunk }
    }
  }

  /// Whether some value of a block may pass, by the ends of its range.
  private func mayPass(_ test: Test, _ index: Int) -> Bool {
    let block = columns[test.slot].file.blocks[index]
    switch block.form {
    case .int32, .int64, .scaled:
      return test.predicate.mayPass(
        from: block.low, to: block.high, isEmpty: !block.hasRange, hasNulls: block.nulls > 0)
    case .real:
      return test.predicate.mayPass(
        from: Double(bitPattern: UInt64(bitPattern: block.low)),
        to: Double(bitPattern: UInt64(bitPattern: block.high)), isEmpty: !block.hasRange)
    case .codes:
      guard let codes = test.codes else { return true }
      return codes.contains { block.low <= Int64($0) && Int64($0) <= block.high }
    default: return true
    }
  }

  private func chunk(_ index: Int, rows: Int, _ scratch: ScratchBytes) throws -> Chunk? {
    guard let first = tests.first else {
      let columns = try wanted.map { try column($0, index, scratch) }
      return Chunk(columns: columns, rowCount: rows, sequence: index)
    }
    return try withUnsafeTemporaryAllocation(of: UInt32.self, capacity: max(rows, 1)) { buffer in
      guard let passing = buffer.baseAddress else { return nil }
      var known: [Int: Column] = [:]
      func values(_ slot: Int) throws -> Column {
        if let column = known[slot] { return column }
        let column = try column(slot, index, scratch)
        known[slot] = column
        return column
      }
      var count = first.predicate.select(try values(first.slot), into: passing)
      for test in tests.dropFirst() where count > 0 {
        count = test.predicate.narrow(try values(test.slot), passing, count: count)
      }
      if count == 0 { return nil }
      let columns = try wanted.map { try values($0) }
      if count == rows { return Chunk(columns: columns, rowCount: rows, sequence: index) }
      let selection = UnsafeBufferPointer(start: UnsafePointer(passing), count: count)
      return Chunk(columns: columns.map { $0.gather(selection) }, rowCount: count, sequence: index)
    }
  }

  private func column(_ slot: Int, _ index: Int, _ scratch: ScratchBytes) throws -> Column {
    let column = columns[slot]
    do throws(ColumnFile.Damage) { return try column.file.column(index, scratch) } catch {
      throw Self.damage(path, source, column)
    }
  }
}
