import RegnData
import RegnPhrases

/// An open file that a table is read from, unpacked where it was packed.
public struct FileInput: Sendable {
  /// Where the file is, as messages name it.
  public let path: String
  /// The bytes of the table, unpacked.
  public let file: any OpenFile
  /// The file as it lies at the path, packed or not.
  let origin: any OpenFile
  /// The name whose ending tells of the format: the path, or what it is called within an archive.
  public let name: String
  /// The part of the file that is asked for, such as a workbook's sheet: what follows `#` behind the path.
  public let part: String?
  /// How the file was packed, to stand before what was detected, such as `gzip, `; empty when it was not.
  public let packing: Phrase
  /// Where bytes that are held in memory are counted.
  let memory: MemoryBudget

  /// Opens a file, and unpacks it when it is packed: by gzip, or in a zip archive beside no other table. The
  /// path may name a part of the file behind `#`.
  /// Errors: those of `FileSystem.open`, RG0622 to RG0624, RG0603 when there is no room in `memory` for what
  /// it unpacks to.
  public init(
    _ path: String, fileSystem: any FileSystem, memory: MemoryBudget = .unlimited
  ) throws(ExecutionError) {
    let (place, part) = Self.split(path, fileSystem: fileSystem)
    let origin = try fileSystem.open(place, memory: memory)
    var input = FileInput(
      path: place == "-" ? "standard input" : place, file: origin, origin: origin, name: place, part: part,
      packing: "", memory: memory)
    // A file may be packed twice, such as one packed by gzip in an archive; more often nobody does.
    for _ in 0..<2 {
      guard let unpacked = try input.unpacked() else { break }
      input = unpacked
    }
    self = input
  }

  private init(
    path: String, file: any OpenFile, origin: any OpenFile, name: String, part: String?, packing: Phrase,
    memory: MemoryBudget
  ) {
    self.path = path
    self.file = file
    self.origin = origin
    self.name = name
    self.part = part
    self.packing = packing
    self.memory = memory
  }

  /// A path without the part that it names behind `#`, and the part. `#` may belong to a file's name, too.
  public static func split(_ path: String, fileSystem: any FileSystem) -> (path: String, part: String?) {
    guard path != "-", fileSystem.status(path) == nil else { return (path, nil) }
    for hash in path.indices where path[hash] == "#" {
      let place = String(path[..<hash])
      guard place == "-" || GlobPattern.isPattern(place) || fileSystem.status(place)?.kind == .regular else {
        continue
      }
      return (place, String(path[path.index(after: hash)...]))
    }
    return (path, nil)
  }

  /// What the file unpacks to; nil when it is not packed, or as packed as its format is.
  private func unpacked() throws(ExecutionError) -> FileInput? {
    let signature = try bytes(0..<4)
    if signature.starts(with: [0x1F, 0x8B]) {
      let file = try Unpacking.unpack(
        self.file, range: 0..<(try self.file.status().size), framing: .gzip, path: path, memory: memory
      ).file
      let inner = FileTables.suffix(of: name) == "gz" ? String(name.dropLast(3)) : name
      return FileInput(
        path: path, file: file, origin: origin, name: inner, part: part, packing: "\(packing)gzip, ",
        memory: memory)
    }
    guard signature == [0x50, 0x4B, 0x03, 0x04] || signature == [0x50, 0x4B, 0x05, 0x06] else { return nil }
    let archive = try ZipArchive(self)
    if archive.isWorkbook { return nil }
    let entry = try archive.tableEntry()
    return FileInput(
      path: path, file: try archive.open(entry), origin: origin, name: entry.name, part: part,
      packing: "\(packing)\(entry.name) in a zip archive, ", memory: memory)
  }

  /// The bytes of `range`, fewer where the file ends before. Errors: RG0617.
  func bytes(_ range: Range<Int>) throws(ExecutionError) -> [UInt8] { try file.bytes(range) }

  /// The first bytes, behind a byte order mark of UTF-8. Errors: RG0617.
  func head() throws(ExecutionError) -> [UInt8] {
    let head = try bytes(0..<min(try file.status().size, 1 << 16))
    return head.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(head.dropFirst(3)) : head
  }

  /// The line, counted from 1, that the byte at `offset` stands in.
  func line(of offset: Int) -> Int { ReadReport(path: path, file: file, lineEnd: 0x0A).line(of: offset) }
}
