import Glibc
import RegnData
import Synchronization

/// Writes a file of the cache beside its place, and puts it there once it is whole. Workers write their
/// blocks at the same time. What cannot be written is given up in silence: a cache may miss.
final class ColumnFileWriter: Sendable {
  private struct State: ~Copyable {
    var blocks: [PackedBlock] = []
    var dictionary = StringDictionaryBuilder()
    /// What the codes of each worker's dictionary became; its later snapshots continue its earlier ones.
    var codes: [ObjectIdentifier: [UInt32]] = [:]
    /// Keeps the dictionaries alive that are known by their identity.
    var kept: [ObjectIdentifier: StringDictionary] = [:]
  }

  private let path: String
  private let temporary: String
  private let descriptor: Int32
  private let end = Atomic<Int>(ColumnFile.headerSize)
  private let isGivenUp = Atomic<Bool>(false)
  private let state: Mutex<State>

  /// Begins to write; nil when nothing can be written there.
  init?(path: String) {
    guard let file = TemporaryFile.open(beside: path) else { return nil }
    self.path = path
    (descriptor, temporary) = file
    state = Mutex(State())
  }

  deinit {
    close(descriptor)
    // Not there any more when it is in its place.
    unlink(temporary)
  }

  /// Whether nothing more need be written.
  var hasFailed: Bool { isGivenUp.load(ordering: .relaxed) }

  /// The bytes of the dictionary so far.
  var byteCount: Int { state.withLock { $0.dictionary.byteCount } }

  /// Leaves the file's place as it was.
  func giveUp() {
    isGivenUp.store(true, ordering: .relaxed)
    unlink(temporary)
  }

  /// Adds a chunk's rows. Safe from any thread; each has a packer of its own.
  func append(_ column: Column, sequence: Int, _ packer: BlockPacker) {
    guard !hasFailed else { return }
    let block = packer.pack(column.flattened, codes: codes(of: column)) { packed, bytes in
      var block = packed
      block.sequence = sequence
      return write(&block, bytes) ? block : nil
    }
    guard let block else { return giveUp() }
    state.withLock { $0.blocks.append(block) }
  }

  /// For each code of a column's dictionary that of the file's.
  private func codes(of column: Column) -> [UInt32] {
    guard case .dictionary(_, let dictionary) = column.storage else { return [] }
    return state.withLock { state in
      var codes = state.codes.removeValue(forKey: dictionary.lineage) ?? []
      for code in codes.count..<max(codes.count, dictionary.count) {
        codes.append(state.dictionary.code(for: dictionary.bytes(UInt32(code))))
      }
      state.codes[dictionary.lineage] = codes
      state.kept[dictionary.lineage] = dictionary
      return codes
    }
  }

  /// Writes a block behind the others. Its parts begin at multiples of 8.
  private func write(_ block: inout PackedBlock, _ bytes: UnsafeRawBufferPointer) -> Bool {
    block.offset = end.wrappingAdd((bytes.count + 7) / 8 * 8, ordering: .relaxed).oldValue
    return TemporaryFile.write(bytes, to: descriptor, at: block.offset)
  }

  /// Puts the file in its place once all chunks were added. Whether that was done; gives its length.
  func commit(_ head: ColumnFile.Head) -> Int? {
    guard !hasFailed else { return nil }
    return state.withLock { state in
      var footer = PackedBytes()
      head.write(to: &footer)
      if state.dictionary.count > 0 {
        let entries = Column(type: .string, storage: .strings(state.dictionary.snapshot().entries))
        let block = BlockPacker().pack(entries) { packed, bytes in
          var block = packed
          return write(&block, bytes) ? block : nil
        }
        guard let block else { return nil }
        footer.append(UInt8(1))
        block.write(to: &footer)
      } else {
        footer.append(UInt8(0))
      }
      footer.append(state.blocks.count)
      for block in state.blocks.sorted(by: { $0.sequence < $1.sequence }) { block.write(to: &footer) }
      let offset = end.load(ordering: .relaxed)
      let length = footer.bytes.count
      let checksum = footer.bytes.withUnsafeBytes { BlockChecksum.of($0) }
      var header = PackedBytes()
      header.append(ColumnFile.mark)
      header.append(ColumnFile.version)
      header.append(offset)
      header.append(length)
      header.append(checksum)
      header.append(ColumnFile.headerChecksum(offset: offset, length: length, checksum: checksum))
      guard footer.bytes.withUnsafeBytes({ TemporaryFile.write($0, to: descriptor, at: offset) }),
        header.bytes.withUnsafeBytes({ TemporaryFile.write($0, to: descriptor, at: 0) }),
        fsync(descriptor) == 0, rename(temporary, path) == 0
      else { return nil }
      return offset + length
    }
  }
}
