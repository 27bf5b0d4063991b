import Glibc
import RegnData

/// The files of the machine.
public struct PosixFileSystem: FileSystem {
  public init() {}

  public func status(_ path: String) -> FileStatus? {
    var entry = stat()
    guard stat(path, &entry) == 0 else { return nil }
    return FileStatus(entry)
  }

  public func open(_ path: String, memory: MemoryBudget) throws(ExecutionError) -> any OpenFile {
    if path == Self.standardInput {
      let file = PosixFile(descriptor: STDIN_FILENO, path: "standard input", isOwned: false)
      switch try file.status().kind {
      // A file redirected to standard input may have been read up to somewhere: only from its start is it the
      // file.
      case .regular where lseek(STDIN_FILENO, 0, SEEK_CUR) == 0: return file
      case .directory: throw FileFailure.isDirectory("standard input")
      default: return try file.spooled(in: memory)
      }
    }
    // The kind is looked at before opening: to open a device may already do something.
    guard let before = status(path) else {
      switch errno {
      case ENOENT, ENOTDIR: throw FileFailure.noSuchFile(path)
      case EACCES: throw FileFailure.notPermitted(path)
      default: throw FileFailure.unreadable(path, reason: errorText(errno))
      }
    }
    switch before.kind {
    case .directory: throw FileFailure.isDirectory(path)
    case .other: throw FileFailure.notAFile(path)
    case .regular, .pipe: break
    }
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else {
      switch errno {
      case ENOENT: throw FileFailure.noSuchFile(path)
      case EACCES, EPERM: throw FileFailure.notPermitted(path)
      default: throw FileFailure.unreadable(path, reason: errorText(errno))
      }
    }
    let file = PosixFile(descriptor: descriptor, path: path, isOwned: true)
    let status = try file.status()
    guard status.kind == before.kind else { throw FileFailure.changed(path) }
    // The kernel's own files (as in /proc) say that they are empty, and are not.
    if status.kind == .pipe || status.size == 0 { return try file.spooled(in: memory) }
    return file
  }

  public func realPath(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  public func list(_ directory: String) throws(ExecutionError) -> [String] {
    guard let stream = opendir(directory) else {
      switch errno {
      case ENOENT: throw FileFailure.noSuchFile(directory)
      case EACCES: throw FileFailure.notPermitted(directory)
      default: throw FileFailure.unreadable(directory, reason: errorText(errno))
      }
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
        field.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}

/// A file descriptor, closed with its last reference.
final class PosixFile: OpenFile {
  private let descriptor: Int32
  private let path: String
  private let isOwned: Bool

  init(descriptor: Int32, path: String, isOwned: Bool) {
    self.descriptor = descriptor
    self.path = path
    self.isOwned = isOwned
  }

  deinit { if isOwned { close(descriptor) } }

  func status() throws(ExecutionError) -> FileStatus {
    var entry = stat()
    guard fstat(descriptor, &entry) == 0 else {
      throw FileFailure.unreadable(path, reason: errorText(errno))
    }
    return FileStatus(entry)
  }

  func read(into target: UnsafeMutableRawBufferPointer, at offset: Int) throws(ExecutionError) -> Int {
    var done = 0
    while done < target.count, let start = target.baseAddress {
      let count = pread(descriptor, start + done, target.count - done, off_t(offset + done))
      if count == 0 { break }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileFailure.unreadable(path, reason: errorText(errno))
      }
      done += count
    }
    return done
  }

  /// Everything that is still to come, in memory. Errors: RG0603, RG0617.
  func spooled(in memory: MemoryBudget) throws(ExecutionError) -> MemoryFile {
    let blockSize = 1 << 20
    let held = HeldBytes(
      memory, path: path, what: "is a pipe and is read as a whole", hint: "write it to a file first")
    var blocks: [[UInt8]] = []
    var failure: Int32 = 0
    while failure == 0 {
      let block = [UInt8](unsafeUninitializedCapacity: blockSize) { target, filled in
        while filled < blockSize, let start = target.baseAddress {
          let count = Glibc.read(descriptor, start + filled, blockSize - filled)
          if count == 0 { break }
          if count < 0 {
            if errno == EINTR { continue }
            failure = errno
            break
          }
          filled += count
        }
      }
      try held.grow(by: block.count)
      if !block.isEmpty { blocks.append(block) }
      if block.count < blockSize { break }
    }
    if failure != 0 { throw FileFailure.unreadable(path, reason: errorText(failure)) }
    return MemoryFile(blocks: blocks, blockSize: blockSize, held: held)
  }
}

extension FileStatus {
  fileprivate init(_ entry: stat) {
    let kind: FileKind =
      switch entry.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      case S_IFIFO: .pipe
      default: .other
      }
    self.init(
      kind: kind, size: Int(entry.st_size),
      modified: Self.nanoseconds(entry.st_mtim), changed: Self.nanoseconds(entry.st_ctim))
  }
}

extension FileStatus {
  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}

private func errorText(_ code: Int32) -> String {
  guard let text = strerror(code) else { return "error \(code)" }
  return String(cString: text)
}
