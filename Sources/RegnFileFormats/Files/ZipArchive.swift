import RegnData

/// The list of what a zip archive holds, and taking one file out of it.
struct ZipArchive: Sendable {
  /// A file of the archive.
  struct Entry: Sendable {
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
    var count = Self.number(tail, end + 10, 2)
    var length = Self.number(tail, end + 12, 4)
    var start = Self.number(tail, end + 16, 4)
    if count == 0xFFFF || length == 0xFFFF_FFFF || start == 0xFFFF_FFFF {
      // The numbers that had no room stand in a record of their own; where it is, 20 bytes before tell.
      guard end >= 20, Self.number(tail, end - 20, 4) == 0x0706_4B50,
        case let place = Self.number(tail, end - 12, 8), place >= 0, place <= size - 56,
        case let record = try input.bytes(place..<place + 56), record.count == 56,
        Self.number(record, 0, 4) == 0x0606_4B50
      else { throw FileFailure.damaged(input.path, "the list at its end is damaged") }
      count = Self.number(record, 32, 8)
      length = Self.number(record, 40, 8)
      start = Self.number(record, 48, 8)
    }
    guard start >= 0, length >= 0, start <= tailStart + end, length <= tailStart + end - start else {
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
      var sizes = [
        Self.number(list, place + 24, 4), Self.number(list, place + 20, 4), Self.number(list, place + 42, 4),
      ]
      if sizes.contains(0xFFFF_FFFF) {
        let extra = place + 46 + nameLength
        Self.widen(&sizes, list[extra..<extra + Self.number(list, place + 30, 2)])
      }
      guard sizes.allSatisfy({ $0 >= 0 }) else {
        throw FileFailure.damaged(input.path, "the list at its end is damaged")
      }
      entries.append(
        Entry(
          name: String(decoding: list[place + 46..<place + 46 + nameLength], as: UTF8.self),
          method: Self.number(list, place + 10, 2), isEncrypted: Self.number(list, place + 8, 2) & 1 != 0,
          checksum: UInt32(Self.number(list, place + 16, 4)), packedSize: sizes[1], size: sizes[0],
          offset: sizes[2]))
      place += 46 + nameLength + rest
    }
    self.entries = entries
  }

  /// Whether the archive is an Excel workbook, whose sheets are tables.
  var isWorkbook: Bool { entries.contains { $0.name == WorkbookParts.mainPart } }

  /// The file of this name.
  func entry(_ name: String) -> Entry? { entries.first { $0.name == name } }

  /// The one file that a table can be in. Errors: RG0624 when there is none, or several.
  func tableEntry() throws(ExecutionError) -> Entry {
    if entries.contains(where: { $0.name == "[Content_Types].xml" || $0.name == "mimetype" }) {
      throw FileFailure.archive(
        input.path, "is an office document, but no Excel workbook (.xlsx)",
        hint: "if it has a table, save that as .xlsx or CSV first")
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

  /// The bytes of a file of the archive, in memory. Errors: RG0622 to RG0624, RG0603, and those of reading.
  func open(_ entry: Entry) throws(ExecutionError) -> MemoryFile {
    let (range, path) = try place(of: entry)
    if entry.method == 0 {
      let held = Unpacking.held(in: input.memory, path: path)
      try held.grow(by: entry.packedSize)
      let stream = try ZipEntryStream(entry, file: input.file, range: range, path: path)
      var bytes: [UInt8] = []
      bytes.reserveCapacity(entry.packedSize)
      while !stream.hasEnded { try stream.read(1 << 20, appendingTo: &bytes) }
      return MemoryFile(blocks: [bytes], blockSize: max(bytes.count, 1), held: held)
    }
    let (file, checksum) = try Unpacking.unpack(
      input.file, range: range, framing: .raw, path: path, memory: input.memory)
    guard checksum == entry.checksum, file.status().size == entry.size else {
      throw FileFailure.damaged(path, "what it unpacks to is not what was packed")
    }
    return file
  }

  /// A file of the archive, to be read from its start piece by piece. Errors: RG0622, RG0624, and those of
  /// reading.
  func stream(_ entry: Entry) throws(ExecutionError) -> ZipEntryStream {
    let (range, path) = try place(of: entry)
    return try ZipEntryStream(entry, file: input.file, range: range, path: path)
  }

  /// Where the packed bytes of a file lie, and what messages call the file.
  private func place(of entry: Entry) throws(ExecutionError) -> (range: Range<Int>, path: String) {
    let path = "\(input.path)/\(entry.name)"
    guard !entry.isEncrypted else {
      throw FileFailure.archive(path, "is encrypted", hint: "unpack it with its password first")
    }
    guard entry.method == 0 || entry.method == 8 else {
      throw FileFailure.archive(
        path, "is packed by method \(entry.method)",
        hint: "unpack it first, or pack it the usual way (deflate)")
    }
    guard entry.offset <= size - 30 else {
      throw FileFailure.damaged(path, "its place in the archive is damaged")
    }
    let header = try input.bytes(entry.offset..<entry.offset + 30)
    guard header.count == 30, Self.number(header, 0, 4) == 0x0403_4B50 else {
      throw FileFailure.damaged(path, "its place in the archive is damaged")
    }
    let start = entry.offset + 30 + Self.number(header, 26, 2) + Self.number(header, 28, 2)
    guard start <= size, entry.packedSize <= size - start else {
      throw FileFailure.damaged(path, "the archive was cut short")
    }
    return (start..<start + entry.packedSize, path)
  }

  /// Puts numbers of eight bytes, of the extra field that has them, where those of four had no room.
  private static func widen(_ sizes: inout [Int], _ extra: ArraySlice<UInt8>) {
    let bytes = Array(extra)
    var place = 0
    while place + 4 <= bytes.count {
      let next = place + 4 + number(bytes, place + 2, 2)
      guard next <= bytes.count else { return }
      if number(bytes, place, 2) == 1 {
        var from = place + 4
        for index in sizes.indices where sizes[index] == 0xFFFF_FFFF && from + 8 <= next {
          sizes[index] = number(bytes, from, 8)
          from += 8
        }
      }
      place = next
    }
  }

  /// A number of `length` bytes, the lowest first.
  private static func number(_ bytes: [UInt8], _ place: Int, _ length: Int) -> Int {
    var value: UInt64 = 0
    for index in (0..<length).reversed() { value = value << 8 | UInt64(bytes[place + index]) }
    return Int(truncatingIfNeeded: value)
  }
}
