import Glibc

/// A folder that is gone, with all that is in it, after the test.
public final class TemporaryFolder: Sendable {
  public let path: String

  /// Makes the folder.
  public init() {
    var template = Array("/tmp/regn-test-XXXXXX".utf8CString)
    path = mkdtemp(&template).map { String(cString: $0) } ?? "/nonexistent"
  }

  deinit { remove(path) }

  /// The path of something in the folder.
  public func callAsFunction(_ name: String) -> String { path + "/" + name }

  /// Writes a file and gives its path; folders on the way are made.
  @discardableResult
  public func write(_ name: String, _ text: String, mode: mode_t = 0o600) -> String {
    write(name, Array(text.utf8), mode: mode)
  }

  /// Writes a file of any bytes and gives its path.
  @discardableResult
  public func write(_ name: String, _ bytes: [UInt8], mode: mode_t = 0o600) -> String {
    let file = self(name)
    var index = path.endIndex
    while let slash = file[file.index(after: index)...].firstIndex(of: "/") {
      mkdir(String(file[..<slash]), 0o700)
      index = slash
    }
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress.map { $0 + written }, $0.count - written)
      }
      guard count > 0 else { break }
      written += count
    }
    close(descriptor)
    return file
  }

  /// What a file holds; nil when there is none.
  public func read(_ name: String) -> String? {
    let descriptor = open(self(name), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(descriptor, &block, block.count)
      guard count > 0 else { break }
      bytes += block.prefix(count)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The names of what lies in the folder, sorted.
  public var names: [String] { TemporaryFolder.names(in: path) }

  /// The names of what lies in a folder in the folder, sorted; none when it is not there.
  public func names(in name: String) -> [String] { TemporaryFolder.names(in: self(name)) }

  private static func names(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private func remove(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    if status.st_mode & S_IFMT == S_IFDIR {
      for name in TemporaryFolder.names(in: path) { remove(path + "/" + name) }
      rmdir(path)
    } else {
      unlink(path)
    }
  }
}
