import RegnData

/// The list of what a zip archive holds, and taking one file out of it.
struct ZipArchive {
  /// A file of the archive.
  struct Entry {
    let name: String
    let method: Int
    let isEncrypted: Bool
    let checksum: UInt32
    let packedSize: Int
    let size: Int
    /// Where its local header begins.
    let offset: Int
  }

  private let input: FileInput
  private let size: Int
  let entries: [Entry]

  /// Reads the list at the end of an archive. Errors: RG0622, RG0624, and those of reading.
  init(_ input: FileInput) throws(ExecutionError) {
    self.input = input
    size = try input.file.status().size
    // The end record is 22 bytes and a comment of at most 65,535.
    let tailStart = max(0, size - 65_557)
    let tail = try input.bytes(tailStart..<size)
    guard
      let end = stride(from: tail.count - 22, through: 0, by: -1).first(where: {
        Self.number(tail, $0, 4) == 0x0605_4B50
      })
    else { throw FileFailure.damaged(input.path, "the list at its end is missing, so it was cut short") }
    let count = Self.number(tail, end + 10, 2)
    let length = Self.number(tail, end + 12, 4)
    let start = Self.number(tail, end + 16, 4)
    guard count != 0xFFFF, length != 0xFFFF_FFFF, start != 0xFFFF_FFFF else {
      throw FileFailure.archive(
        input.path, "is a zip archive of more than 4 GB", hint: "unpack it first, or pack the file with gzip")
    }
    guard start + length <= tailStart + end else {
      throw FileFailure.damaged(input.path, "the list at its end is damaged")
    }
    let list = try input.bytes(start..<start + length)
    var entries: [Entry] = []
    var place = 0
    while entries.count < count {
      guard place + 46 <= list.count, Self.number(list, place, 4) == 0x0201_4B50 else {
        throw FileFailure.damaged(input.path, "the list at its end is damaged")
      }
      let nameLength = Self.number(list, place + 28, 2)
      let rest = Self.number(list, place + 30, 2) + Self.number(list, place + 32, 2)
      guard place + 46 + nameLength + rest <= list.count else {
        throw FileFailure.damaged(input.path, "the list at its end is damaged")
      }
      entries.append(
        Entry(
          name: String(decoding: list[place + 46..<place + 46 + nameLength], as: UTF8.self),
          method: Self.number(list, place + 10, 2), isEncrypted: Self.number(list, place + 8, 2) & 1 != 0,
          checksum: UInt32(Self.number(list, place + 16, 4)), packedSize: Self.number(list, place + 20, 4),
          size: Self.number(list, place + 24, 4), offset: Self.number(list, place + 42, 4)))
      place += 46 + nameLength + rest
    }
    self.entries = entries
  }

  /// The one file that a table can be in. Errors: RG0624 when there is none, or several.
  func tableEntry() throws(ExecutionError) -> Entry {
    if entries.contains(where: { $0.name == "[Content_Types].xml" }) {
      throw FileFailure.archive(
        input.path, "is an Excel workbook (or a document)", hint: "save the sheet as CSV first")
    }
    let files = entries.filter { entry in
      let name = entry.name.split(separator: "/").last ?? ""
      return !entry.name.hasSuffix("/") && !name.hasPrefix(".") && !entry.name.hasPrefix("__MACOSX/")
    }
    guard !files.isEmpty else {
      throw FileFailure.archive(input.path, "is a zip archive with no file in it", hint: "look into it")
    }
    if files.count == 1 { return files[0] }
    let known = files.filter { entry in
      FileReader.all.contains { $0.extensions.contains(FileTables.suffix(of: entry.name)) }
    }
    if known.count == 1 { return known[0] }
    let shown = known.isEmpty ? files : known
    let names = shown.prefix(5).map(\.name).joined(separator: ", ") + (shown.count > 5 ? ", …" : "")
    throw FileFailure.archive(
      input.path, "is a zip archive of \(shown.count) files: \(names)",
      hint: "a table is read from an archive with one file; unpack it and bind each file")
  }

  /// The bytes of a file of the archive. Errors: RG0622 to RG0624, RG0603, and those of reading.
  func open(_ entry: Entry) throws(ExecutionError) -> MemoryFile {
    let path = "\(input.path)/\(entry.name)"
    guard !entry.isEncrypted else {
      throw FileFailure.archive(path, "is encrypted", hint: "unpack it with its password first")
    }
    guard entry.method == 0 || entry.method == 8 else {
      throw FileFailure.archive(
        path, "is packed by method \(entry.method)",
        hint: "unpack it first, or pack it the usual way (deflate)")
    }
    let header = try input.bytes(entry.offset..<entry.offset + 30)
    guard header.count == 30, Self.number(header, 0, 4) == 0x0403_4B50 else {
      throw FileFailure.damaged(path, "its place in the archive is damaged")
    }
    let start = entry.offset + 30 + Self.number(header, 26, 2) + Self.number(header, 28, 2)
    guard start <= size, entry.packedSize <= size - start else {
      throw FileFailure.damaged(path, "the archive was cut short")
    }
    if entry.method == 0 {
      let held = Unpacking.held(in: input.memory, path: path)
      try held.grow(by: entry.packedSize)
      return MemoryFile(
        blocks: [try input.bytes(start..<start + entry.packedSize)], blockSize: max(entry.packedSize, 1),
        held: held)
    }
    let (file, checksum) = try Unpacking.unpack(
      input.file, range: start..<start + entry.packedSize, framing: .raw, path: path,
      memory: input.memory)
    guard checksum == entry.checksum, file.status().size == entry.size else {
      throw FileFailure.damaged(path, "what it unpacks to is not what was packed")
    }
    return file
  }

  /// A number of `length` bytes, the lowest first.
  private static func number(_ bytes: [UInt8], _ place: Int, _ length: Int) -> Int {
    var value = 0
    for index in (0..<length).reversed() { value = value << 8 | Int(bytes[place + index]) }
    return value
  }
}
