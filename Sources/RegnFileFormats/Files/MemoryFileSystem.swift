import RegnData

/// Bytes in memory, read as a file: what came through a pipe, what was converted to UTF-8, a test's data.
public struct MemoryFile: OpenFile {
  private let blocks: [[UInt8]]
  /// All blocks but the last are of this length.
  private let blockSize: Int
  private let size: Int
  /// The memory that the blocks take; nil when it is somebody else's.
  private let held: HeldBytes?

  /// A file of these bytes.
  public init(_ bytes: [UInt8]) {
    blocks = [bytes]
    blockSize = max(bytes.count, 1)
    size = bytes.count
    held = nil
  }

  /// A file of blocks that are all of `blockSize` bytes but for the last, which may be shorter.
  init(blocks: [[UInt8]], blockSize: Int, held: HeldBytes) {
    self.blocks = blocks
    self.blockSize = blockSize
    size = blocks.reduce(0) { $0 + $1.count }
    self.held = held
  }

  public func status() -> FileStatus { FileStatus(kind: .regular, size: size) }

  public func read(into target: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
    var done = 0
    while done < target.count, offset + done < size {
      let block = blocks[(offset + done) / blockSize]
      let start = (offset + done) % blockSize
      let count = min(block.count - start, target.count - done)
      guard count > 0 else { break }
      block.withUnsafeBytes { source in
        target[done..<(done + count)].copyBytes(from: source[start..<(start + count)])
      }
      done += count
    }
    return done
  }
}

/// Files that live in memory, for tests.
public struct MemoryFileSystem: FileSystem {
  private let files: [String: [UInt8]]

  /// A file system with these files, by path; `-` is standard input. A directory is there when a file is
  /// below it.
  public init(_ files: [String: [UInt8]]) { self.files = files }

  /// A file system of text files in UTF-8.
  public init(text files: [String: String]) { self.files = files.mapValues { Array($0.utf8) } }

  public func open(_ path: String, memory: MemoryBudget) throws(ExecutionError) -> any OpenFile {
    if let bytes = files[path] { return MemoryFile(bytes) }
    if status(path)?.kind == .directory { throw FileFailure.isDirectory(path) }
    throw FileFailure.noSuchFile(path)
  }

  public func status(_ path: String) -> FileStatus? {
    if let bytes = files[path] { return FileStatus(kind: .regular, size: bytes.count) }
    let prefix = path.hasSuffix("/") ? path : path + "/"
    return files.keys.contains { $0.hasPrefix(prefix) } ? FileStatus(kind: .directory, size: 0) : nil
  }

  public func realPath(_ path: String) -> String? {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      guard part == ".." else {
        parts.append(part)
        continue
      }
      if parts.popLast() == nil { return nil }
    }
    let real = "/" + parts.joined(separator: "/")
    let isThere = parts.isEmpty || status(path) != nil || status(String(real.dropFirst())) != nil
    return isThere ? real : nil
  }

  public func list(_ directory: String) throws(ExecutionError) -> [String] {
    let prefix = directory == "." ? "" : directory.hasSuffix("/") ? directory : directory + "/"
    var names = Set<String>()
    for path in files.keys where path.hasPrefix(prefix) && path != "-" {
      let name = path.dropFirst(prefix.count).prefix { $0 != "/" }
      if !name.isEmpty { names.insert(String(name)) }
    }
    if names.isEmpty { throw FileFailure.noSuchFile(directory) }
    return names.sorted()
  }
}
