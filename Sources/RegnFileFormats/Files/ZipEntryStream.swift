import CZlib
import RegnData

/// A file of a zip archive, read from its start to its end. What comes out is held against the archive's
/// checksum at the end. For one thread at a time.
final class ZipEntryStream {
  private enum Source {
    case stored(any OpenFile, Range<Int>)
    case packed(Inflater)
  }

  private let entry: ZipArchive.Entry
  private let source: Source
  private let path: String
  /// The bytes given so far.
  private(set) var total = 0
  private var sum: UInt = crc32(0, nil, 0)
  /// Whether the last byte has been given.
  private(set) var hasEnded = false

  init(
    _ entry: ZipArchive.Entry, file: any OpenFile, range: Range<Int>, path: String
  ) throws(ExecutionError) {
    self.entry = entry
    self.path = path
    source =
      entry.method == 0
      ? .stored(file, range) : .packed(try Inflater(file, range: range, framing: .raw, path: path))
  }

  /// Adds up to `count` bytes to `bytes`; fewer only at the end. Errors: those of `Inflater`.
  func read(_ count: Int, appendingTo bytes: inout [UInt8]) throws(ExecutionError) {
    guard !hasEnded else { return }
    var failure: ExecutionError?
    let block = [UInt8](unsafeUninitializedCapacity: count) { target, filled in
      do throws(ExecutionError) {
        switch source {
        case .packed(let inflater): filled = try inflater.read(into: target)
        case .stored(let file, let range):
          let wanted = min(count, range.count - total)
          filled = try file.read(
            into: UnsafeMutableRawBufferPointer(
              UnsafeMutableBufferPointer(rebasing: target[..<wanted])),
            at: range.lowerBound + total)
          sum = crc32(sum, target.baseAddress, UInt32(truncatingIfNeeded: filled))
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    total += block.count
    bytes.append(contentsOf: block)
    let checksum: UInt32
    switch source {
    case .packed(let inflater):
      hasEnded = inflater.hasEnded
      checksum = inflater.checksum
    case .stored(_, let range):
      hasEnded = total == range.count || block.isEmpty
      checksum = UInt32(truncatingIfNeeded: sum)
    }
    if hasEnded ? checksum != entry.checksum || total != entry.size : total > entry.size {
      throw FileFailure.damaged(path, "what it unpacks to is not what was packed")
    }
  }
}
