import Glibc

/// The history of inputs and the file that keeps it: one line an entry, with `\n` for a line break and `\\`
/// for a backslash inside it.
///
/// Every entry is appended at once, in one write under a lock, so that sessions side by side and a crash lose
/// nothing. The file is shortened when it is read and has grown well past the limit, by a new file that takes
/// its place.
public final class LineHistory {
  /// How many entries are kept.
  public static let limit = 10_000

  /// The entries, oldest first.
  public private(set) var entries: [String] = []

  private var path: String?
  private var warning: String?
  /// More than this is not read: a damaged or foreign file may be of any size.
  private static let byteLimit = 64 << 20

  /// Reads the history. A file that cannot be read or written gives a warning and is not used.
  /// - Parameter path: the file; nil for a history that ends with the process.
  public init(path: String?) {
    self.path = path
    guard let path else { return }
    if let problem = prepare(path) {
      warning = "history is not kept: \(path): \(problem)"
      self.path = nil
    }
  }

  /// `$XDG_STATE_HOME/regn/history`, or `~/.local/state/regn/history` when the variable is unset or not an
  /// absolute path, as the XDG base directory specification says. Nil without a home.
  public static func defaultPath() -> String? { statePath("history") }

  /// Adds an entry and appends it to the file, unless it is the same as the last or blank. Whether it was
  /// added.
  @discardableResult
  public func add(_ entry: String) -> Bool {
    let entry = trimmingLineBreaks(entry)
    guard entry != entries.last, !isBlank(entry) else { return false }
    entries.append(entry)
    if entries.count > Self.limit { entries.removeFirst(entries.count - Self.limit) }
    if let path, let problem = append(entry, to: path) {
      warning = "history is not kept: \(path): \(problem)"
      self.path = nil
    }
    return true
  }

  /// What went wrong since the last call, to be said once.
  public func takeWarning() -> String? {
    defer { warning = nil }
    return warning
  }

  // MARK: The form in the file

  static func encode(_ entry: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in entry.unicodeScalars {
      switch scalar {
      case "\\": scalars.append(contentsOf: "\\\\".unicodeScalars)
      case "\n": scalars.append(contentsOf: "\\n".unicodeScalars)
      case "\r": scalars.append(contentsOf: "\\r".unicodeScalars)
      case "\0": break
      default: scalars.append(scalar)
      }
    }
    return String(scalars)
  }

  static func decode(_ line: some StringProtocol) -> String {
    var scalars = String.UnicodeScalarView()
    var escaped = false
    for scalar in line.unicodeScalars {
      if escaped {
        escaped = false
        switch scalar {
        case "n": scalars.append("\n")
        case "r": scalars.append("\r")
        case "\\": scalars.append("\\")
        default: scalars.append(contentsOf: ["\\", scalar])
        }
      } else if scalar == "\\" {
        escaped = true
      } else if scalar != "\0" {
        scalars.append(scalar)
      }
    }
    if escaped { scalars.append("\\") }
    return String(scalars)
  }

  // MARK: The file

  /// Makes the folders, reads the file, shortens it. What went wrong, or nil.
  private func prepare(_ path: String) -> String? {
    makeFolders(of: path)
    guard let file = LockedFile(path) else { return message(errno) }
    guard file.isRegular else { return "not a file" }
    let lines = file.contents(atMost: Self.byteLimit).split(separator: 0x0A)
    for line in lines.suffix(Self.limit + Self.limit / 10) {
      let entry = Self.decode(String(decoding: line, as: UTF8.self))
      if entry != entries.last, !isBlank(entry) { entries.append(entry) }
    }
    if entries.count > Self.limit { entries.removeFirst(entries.count - Self.limit) }
    if lines.count > Self.limit + Self.limit / 10 {
      // A failure leaves the longer file as it was, which is no loss.
      replaceContents(of: path, with: entries.map { Self.encode($0) + "\n" }.joined())
    }
    return nil
  }

  private func append(_ entry: String, to path: String) -> String? {
    guard let file = LockedFile(path) else { return message(errno) }
    guard file.isRegular else { return "not a file" }
    // A crash may have left a line without its end.
    let start = file.endsInsideLine ? "\n" : ""
    return file.append(start + Self.encode(entry) + "\n") ? nil : message(errno)
  }

  private func replaceContents(of path: String, with text: String) {
    var template = Array((path + ".XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { return }
    closeOnExec(descriptor)
    defer { close(descriptor) }
    if writeAll(Array(text.utf8), to: descriptor), fsync(descriptor) == 0, rename(template, path) == 0 {
      return
    }
    unlink(template)
  }
}

/// A file open for reading and appending, locked against others that lock it too.
private final class LockedFile {
  private let descriptor: Int32
  let isRegular: Bool
  private let size: Int

  /// Opens the file and makes it if there is none, readable by the owner only. Nil with `errno` set.
  init?(_ path: String) {
    while true {
      // Not blocking, so that a pipe of this name does not stop the program.
      let opened = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0o600)
      guard opened >= 0 else { return nil }
      while flock(opened, LOCK_EX) != 0, errno == EINTR {}
      var here = stat()
      var there = stat()
      if fstat(opened, &here) == 0, stat(path, &there) == 0, here.st_ino != there.st_ino {
        // Another session has put a shortened file in its place meanwhile.
        close(opened)
        continue
      }
      descriptor = opened
      isRegular = here.st_mode & S_IFMT == S_IFREG
      size = Int(here.st_size)
      return
    }
  }

  deinit { close(descriptor) }

  var endsInsideLine: Bool {
    var last: UInt8 = 0
    return size > 0 && pread(descriptor, &last, 1, off_t(size - 1)) == 1 && last != 0x0A
  }

  /// The end of the file.
  func contents(atMost limit: Int) -> ArraySlice<UInt8> {
    let start = max(0, size - limit)
    var bytes = [UInt8](repeating: 0, count: size - start)
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        pread(
          descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled, off_t(start + filled))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      filled += count
    }
    return bytes.prefix(filled)
  }

  func append(_ text: String) -> Bool { writeAll(Array(text.utf8), to: descriptor) }
}

/// Where Regn keeps a file of its state: in `$XDG_STATE_HOME/regn`, or `~/.local/state/regn`; nil without a
/// home.
func statePath(_ name: String) -> String? {
  if let state = getenv("XDG_STATE_HOME") {
    let folder = String(cString: state)
    if folder.hasPrefix("/") { return folder + "/regn/" + name }
  }
  guard let home = getenv("HOME"), home.pointee == 0x2F else { return nil }
  return String(cString: home) + "/.local/state/regn/" + name
}

/// Makes the folders that a file is to lie in.
func makeFolders(of path: String) {
  guard !path.isEmpty else { return }
  var index = path.utf8.index(after: path.utf8.startIndex)
  while let slash = path.utf8[index...].firstIndex(of: 0x2F) {
    mkdir(String(path[..<slash]), 0o700)
    index = path.utf8.index(after: slash)
  }
}

/// Keeps a descriptor from programs that are started. (The calls that open with the flag set are GNU's own
/// and not in Swift's module.)
func closeOnExec(_ descriptor: Int32) {
  _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
}

/// A pipe that programs started later do not inherit; nil when there is none to be had.
func makePipe() -> (read: Int32, write: Int32)? {
  var ends: [Int32] = [-1, -1]
  guard pipe(&ends) == 0 else { return nil }
  ends.forEach(closeOnExec)
  return (ends[0], ends[1])
}

/// Writes all bytes; false with `errno` set when that failed.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
  var written = 0
  while written < bytes.count {
    let count = bytes.withUnsafeBytes { buffer in
      write(descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
    }
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { return false }
    written += count
  }
  return true
}

/// The first bytes of a regular file; nil when it cannot be read.
func readPrefix(ofFile path: String, limit: Int) -> [UInt8]? {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  var about = stat()
  guard fstat(descriptor, &about) == 0, about.st_mode & S_IFMT == S_IFREG else { return nil }
  var bytes: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 65_536)
  while bytes.count < limit {
    let count = read(descriptor, &block, min(block.count, limit - bytes.count))
    if count < 0, errno == EINTR { continue }
    guard count >= 0 else { return nil }
    if count == 0 { break }
    bytes += block.prefix(count)
  }
  return bytes
}

/// The system's words for an error number.
func message(_ error: Int32) -> String {
  strerror(error).map { String(cString: $0) } ?? "error \(error)"
}
