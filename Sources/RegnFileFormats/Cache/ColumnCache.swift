import Glibc
import RegnData

/// Where the columns of large files are kept between questions: a folder with a folder for each file that was
/// read, and in it a file for each column.
///
/// All is the user's own: folders of mode 0700, files of 0600. Several programs may use it at once, and any
/// file of it may be deleted at any time.
public struct ColumnCache: Sendable {
  /// The folder. It need not be there.
  public let folder: String
  /// The most bytes that the files of the folder take together; beyond, those go that were used longest ago.
  public let limit: Int
  /// Files of fewer bytes are read faster than a cache is looked up.
  public let leastSize: Int
  /// What is different in each version of the program.
  let version: String
  /// Whether to say what was read from the cache and what was written.
  let tells: Bool

  /// The limit where none is given: 10 GB.
  public static let defaultLimit = 10_000_000_000
  /// The least size where none is given: 1 MiB.
  public static let defaultLeastSize = 1 << 20

  public init(
    folder: String, version: String, limit: Int = defaultLimit, leastSize: Int = defaultLeastSize,
    tells: Bool = false
  ) {
    self.folder = folder
    self.version = version
    self.limit = limit
    self.leastSize = leastSize
    self.tells = tells
  }

  /// Whether nobody else may put files into the folder, as far as it is there.
  public var isSafe: Bool {
    var status = stat()
    guard stat(folder, &status) == 0 else { return true }
    return status.st_uid == geteuid() && status.st_mode & 0o022 == 0
  }

  /// A table that keeps the columns it reads from a file; the table itself where that is too small, or no
  /// file that could be read again.
  public func caching(_ table: any FileTable, _ input: FileInput) -> any FileTable {
    // What has no time is no file: it came through a pipe, or out of the kernel.
    guard let status = try? input.origin.status(), status.kind == .regular, status.modified != 0,
      status.size >= leastSize, let path = PosixFileSystem().realPath(input.path),
      let stamp = try? FileStamp(of: input.origin), stamp.fits(status)
    else { return table }
    let source = CachedSource(cache: self, origin: input.origin, stamp: stamp, folder: folder(of: path))
    return CachedTable(table, source)
  }

  /// The folder of a file's columns: the file's name, for people, and a hash of its path.
  private func folder(of path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    let readable = String(
      String.UnicodeScalarView(
        name.unicodeScalars.map { scalar in
          scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "."
            ? scalar : "_"
        })
    ).prefix(40)
    return "\(folder)/\(readable)-\(Self.hash(of: path))"
  }

  /// A hash of a text in hexadecimal digits.
  static func hash(of text: String) -> String {
    var copy = text
    let digits = String(copy.withUTF8 { BlockChecksum.of(UnsafeRawBufferPointer($0)) }, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Makes a folder of the cache, and those that it lies in, for the user alone. What is in the way shows
  /// when something is written there.
  static func makeFolder(_ path: String) {
    var index = path.startIndex
    while let slash = path[index...].dropFirst().firstIndex(of: "/") {
      mkdir(String(path[..<slash]), 0o700)
      index = slash
    }
    mkdir(path, 0o700)
  }

  // MARK: - Room

  /// Takes files away, those first that were used longest ago, until the limit is kept, and what programs
  /// that ended early have left.
  func trim() {
    var files: [(path: String, size: Int, used: Int64)] = []
    let system = PosixFileSystem()
    let now = Int64(time(nil)) * 1_000_000_000
    for name in (try? system.list(folder)) ?? [] {
      let inner = "\(folder)/\(name)"
      for file in (try? system.list(inner)) ?? [] {
        let path = "\(inner)/\(file)"
        guard let status = system.status(path), status.kind == .regular else { continue }
        let isWhole = file.hasSuffix(CachedSource.ending) || file.hasSuffix(CachedSource.changesEnding)
        // Being written, or left behind when that has not gone on for an hour.
        if !isWhole, now - status.modified > 3_600_000_000_000 { unlink(path) }
        if isWhole { files.append((path, status.size, status.modified)) }
      }
    }
    var total = files.reduce(0) { $0 + $1.size }
    let most = min(limit, Self.share(of: folder, held: total))
    for file in files.sorted(by: { $0.used < $1.used }) where total > most {
      unlink(file.path)
      total -= file.size
    }
    // Only empty folders go.
    for name in (try? system.list(folder)) ?? [] { rmdir("\(folder)/\(name)") }
  }

  /// Half of what the disk has left, what the cache holds counted as left.
  private static func share(of folder: String, held: Int) -> Int {
    var disk = statvfs()
    guard statvfs(folder, &disk) == 0 else { return .max }
    return (Int(disk.f_bavail) * Int(disk.f_frsize) + held) / 2
  }
}
