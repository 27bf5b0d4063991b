import CRegnScan
import Glibc
import RegnData

/// Cuts a part of a workbook into blocks of whole elements, such as rows, while it is being unpacked.
struct XMLBlocks: BlockSource {
  /// A stretch of the part, and where it begins in it.
  struct Block: FileBlock {
    let bytes: [UInt8]
    let offset: Int
    var range: Range<Int> { offset..<offset + bytes.count }
  }

  private let stream: ZipEntryStream
  /// The name of the element before which blocks are cut.
  private let element: StaticString
  /// The name of what they stand in; behind its end nothing is cut.
  private let container: StaticString
  private let path: String
  private let blockSize: Int
  private var offset = 0
  private var rest: [UInt8] = []
  private var isFirst = true

  /// A longer element is refused.
  private static let elementLimit = 1 << 28

  init(
    _ stream: ZipEntryStream, cutBefore element: StaticString, within container: StaticString, path: String,
    blockSize: Int = 1 << 20
  ) {
    self.stream = stream
    self.element = element
    self.container = container
    self.path = path
    self.blockSize = blockSize
  }

  /// The most blocks that a part of `size` bytes can be cut into: each two together are longer than a block.
  static func limit(size: Int, blockSize: Int) -> Int { 2 * (size / blockSize) + 4 }

  /// The next block; nil at the end, when the part has been found whole. Errors: those of `Inflater`, RG0625
  /// text that is not UTF-8, RG0619 an element without end.
  mutating func next() throws(ExecutionError) -> Block? {
    var bytes = rest
    rest = []
    var wanted = blockSize
    while !stream.hasEnded {
      if bytes.count < wanted { try stream.read(wanted - bytes.count, appendingTo: &bytes) }
      if stream.hasEnded { break }
      if !hasEnd(bytes), let cut = lastStart(bytes) {
        rest = Array(bytes[cut...])
        bytes.removeLast(bytes.count - cut)
        break
      }
      guard wanted < Self.elementLimit else {
        throw FileFailure.recordTooLong(path, limit: Self.elementLimit)
      }
      wanted *= 2
    }
    guard !bytes.isEmpty else { return nil }
    if isFirst {
      isFirst = false
      do throws(XMLFailure) {
        try WorkbookParts.checkEncoding(bytes)
      } catch {
        throw WorkbookParts.broken(path, error)
      }
    }
    let valid = bytes.withUnsafeBufferPointer { regn_valid_utf8($0.baseAddress, $0.count) }
    guard valid == bytes.count else {
      throw FileFailure.broken(path, "a byte that is not UTF-8, which workbooks are written in")
    }
    let block = Block(bytes: bytes, offset: offset)
    offset += bytes.count
    return block
  }

  /// Whether the end of what the elements stand in is there.
  private func hasEnd(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      var from = 0
      while let found = bytes.firstPlace(of: container, from: from) {
        // Behind `</`, and a prefix if it has one.
        var place = found - 1
        while place > 0, bytes[place] != 0x3C, bytes[place] != 0x2F, bytes[place] != 0x3E { place -= 1 }
        if place > 0, bytes[place] == 0x2F, bytes[place - 1] == 0x3C { return true }
        from = found + container.utf8CodeUnitCount
      }
      return false
    }
  }

  /// Where the last element of the name begins, but for one at the very start.
  private func lastStart(_ bytes: [UInt8]) -> Int? {
    let length = element.utf8CodeUnitCount
    return bytes.withUnsafeBufferPointer { bytes -> Int? in
      guard let base = bytes.baseAddress else { return nil }
      var place = bytes.count
      while place > 1 {
        place -= 1
        guard bytes[place] == 0x3C else { continue }
        var name = place + 1
        // A name may have a prefix.
        while name < bytes.count, name < place + 20, bytes[name] | 0x20 &- 0x61 < 26 || bytes[name] == 0x5F {
          name += 1
        }
        if name < bytes.count, bytes[name] == 0x3A { name += 1 } else { name = place + 1 }
        guard name + length < bytes.count, memcmp(base + name, element.utf8Start, length) == 0 else {
          continue
        }
        let next = bytes[name + length]
        if next == 0x20 || next == 0x3E || next == 0x2F || next == 0x0A || next == 0x0D || next == 0x09 {
          return place
        }
      }
      return nil
    }
  }
}
