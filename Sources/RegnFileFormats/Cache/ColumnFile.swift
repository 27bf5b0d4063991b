import RegnData
import Synchronization

/// A file of the cache: one column of one file, in blocks of the chunks in which it was read.
///
/// A header of 48 bytes (what it is, its version, place, length and checksum of the footer, checksum of the
/// header), the blocks in any order, the dictionary, if there is one, as a block of texts, and the footer:
/// what the column was read from and how, what reading it met, and the directory of the blocks. Numbers are
/// little-endian.
final class ColumnFile: Sendable {
  /// What the column was read from, how, and what is to be said of it.
  struct Head: Sendable {
    let stamp: FileStamp
    /// All that decides how the file's bytes become the column's values.
    let form: String
    let type: ScalarType
    /// What reading met whatever the columns, and what it met in this one.
    let met: ReadTally
    let metHere: ReadTally
    /// The lines in which that was.
    let lines: [Int: Int]
  }

  let head: Head
  /// The blocks of the chunks, in order.
  let blocks: [PackedBlock]
  let rows: Int
  /// The length of the file in bytes.
  let size: Int
  private let file: any OpenFile
  private let dictionaryBlock: PackedBlock?
  private let known = Mutex<StringDictionary?>(nil)

  /// What a file of the cache begins with, and the version of its form: raised whenever the form changes, or
  /// what reading makes of the same bytes.
  static let mark: UInt64 = 0x6E6D_756C_6F43_6E52
  static let version: UInt64 = 1
  static let headerSize = 48

  /// A file of the cache that is not as it was written.
  struct Damage: Error {}

  /// Opens a file of the cache; nil when it is not there or may not be read.
  init?(path: String) throws(Damage) {
    let system = PosixFileSystem()
    guard system.status(path)?.kind == .regular,
      let file = try? system.open(path, memory: MemoryBudget(limit: 1 << 20))
    else {
      return nil
    }
    do {
      let size = try file.status().size
      var header = PackedReader(try Self.bytes(of: file, 0..<Self.headerSize))
      let mark = try header.number(UInt64.self)
      let version = try header.number(UInt64.self)
      let (offset, length) = (try header.int(), try header.int())
      let checksum = try header.number(UInt64.self)
      let own = try header.number(UInt64.self)
      guard mark == Self.mark else { throw Damage() }
      // One of another version of Regn is none of ours.
      guard version == Self.version else { return nil }
      guard own == Self.headerChecksum(offset: offset, length: length, checksum: checksum),
        offset <= size, length == size - offset
      else { throw Damage() }
      let bytes = try Self.bytes(of: file, offset..<size)
      guard bytes.withUnsafeBytes({ BlockChecksum.of($0) }) == checksum else { throw Damage() }
      var footer = PackedReader(bytes)
      head = try Head(&footer)
      let hasDictionary = try footer.number(UInt8.self) == 1
      let dictionary = hasDictionary ? try PackedBlock(&footer, size: size) : nil
      guard hasDictionary == (dictionary?.form == .strings) else { throw Damage() }
      var blocks: [PackedBlock] = []
      var rows = 0
      for _ in 0..<(try footer.count(of: PackedBlock.entrySize)) {
        guard let block = try PackedBlock(&footer, size: size) else { throw Damage() }
        blocks.append(block)
        rows += block.rows
      }
      self.blocks = blocks
      self.rows = rows
      self.size = size
      self.file = file
      dictionaryBlock = dictionary
    } catch {
      throw Damage()
    }
  }

  /// The checksum of a header.
  static func headerChecksum(offset: Int, length: Int, checksum: UInt64) -> UInt64 {
    mix(mix(mix(version ^ mark) ^ UInt64(offset)) ^ UInt64(length)) ^ mix(checksum)
  }

  private static func bytes(of file: any OpenFile, _ range: Range<Int>) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: range.count)
    let read = try bytes.withUnsafeMutableBytes { try file.read(into: $0, at: range.lowerBound) }
    guard read == range.count else { throw Damage() }
    return bytes
  }

  /// The bytes of the dictionary in memory, and of a block.
  var dictionaryByteCount: Int { dictionaryBlock.map { $0.length + 16 * $0.rows } ?? 0 }

  /// What the codes stand for; nil when the column has none. Read once.
  func dictionary() throws(Damage) -> StringDictionary? {
    guard let block = dictionaryBlock else { return nil }
    do {
      return try known.withLock { known in
        if let known { return known }
        guard case .strings(let entries) = try values(of: block, ScratchBytes(), nil).storage else {
          throw Damage()
        }
        let dictionary = StringDictionary(entries: entries)
        known = dictionary
        return dictionary
      }
    } catch {
      throw Damage()
    }
  }

  /// The rows of block `index`. Safe from any thread; each has a scratch of its own.
  func column(_ index: Int, _ scratch: ScratchBytes) throws(Damage) -> Column {
    let block = blocks[index]
    return try values(of: block, scratch, block.form == .codes ? dictionary() : nil)
  }

  private func values(
    of block: PackedBlock, _ scratch: ScratchBytes, _ dictionary: StringDictionary?
  ) throws(Damage) -> Column {
    let column = withExtendedLifetime(scratch) { () -> Column? in
      let bytes = UnsafeMutableRawBufferPointer(start: scratch.room(block.length), count: block.length)
      guard let read = try? file.read(into: bytes, at: block.offset), read == block.length,
        BlockChecksum.of(UnsafeRawBufferPointer(bytes)) == block.checksum
      else { return nil }
      return BlockUnpacker.column(
        block, UnsafeRawBufferPointer(bytes), type: head.type, dictionary: dictionary)
    }
    guard let column else { throw Damage() }
    return column
  }

  /// Whether another column's blocks are of the same chunks.
  func hasChunks(of other: ColumnFile) -> Bool {
    blocks.count == other.blocks.count
      && zip(blocks, other.blocks).allSatisfy { $0.rows == $1.rows && $0.sequence == $1.sequence }
  }
}

extension ColumnFile.Head {
  func write(to target: inout PackedBytes) {
    stamp.write(to: &target)
    target.append(form)
    target.append(type.rawValue)
    met.write(to: &target)
    metHere.write(to: &target)
    target.append(lines.count)
    for (offset, line) in lines.sorted(by: { $0.key < $1.key }) {
      target.append(offset)
      target.append(line)
    }
  }

  init(_ source: inout PackedReader) throws {
    stamp = try FileStamp(&source)
    form = try source.text()
    guard let type = ScalarType(rawValue: try source.text()) else { throw ColumnFile.Damage() }
    self.type = type
    met = try ReadTally(&source)
    metHere = try ReadTally(&source)
    var lines: [Int: Int] = [:]
    for _ in 0..<(try source.count(of: 16)) {
      let offset = try source.int()
      lines[offset] = try source.int()
    }
    self.lines = lines
  }
}

extension FileStamp {
  func write(to target: inout PackedBytes) {
    target.append(size)
    target.append(modified)
    target.append(changed)
    target.append(sample)
  }

  init(_ source: inout PackedReader) throws(PackedReader.Short) {
    self.init(
      size: try source.int(), modified: try source.number(Int64.self),
      changed: try source.number(Int64.self), sample: try source.number(UInt64.self))
  }
}

extension ReadTally {
  func write(to target: inout PackedBytes) {
    for entry in entries {
      target.append(entry.count)
      target.append(entry.offsets.count)
      for offset in entry.offsets { target.append(offset) }
    }
  }

  init(_ source: inout PackedReader) throws(PackedReader.Short) {
    self.init()
    for kind in ReadReport.Kind.allCases {
      let count = try source.int()
      var offsets: [Int] = []
      for _ in 0..<(try source.count(of: 8)) { offsets.append(try source.int()) }
      if count > 0 { add(kind, count: count, offsets: offsets) }
    }
  }
}
