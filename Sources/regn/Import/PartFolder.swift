import Glibc
import RegnData
import RegnFileFormats

/// The folder that keeps the parts of an import that have come, until all have: when the import is cut short,
/// the same import goes on from there. One program at a time uses it.
final class PartFolder {
  private let path: String
  private let lock: Int32

  /// Opens the folder for an import; parts of any other import are thrown away. Throws `ExecutionError`.
  ///
  /// - Parameter key: what tells imports apart: all that is asked for, and the state of the figures.
  init(path: String, key: String) throws {
    self.path = path
    makeFolder(path)
    lock = open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0 else { throw WriteFailure(number: errno).error(writing: path) }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      close(lock)
      throw ExecutionError(
        code: "RG0630", message: "\(path) is in use: the same table is being imported by another program",
        hint: "wait for it, or store this one under another name: --name")
    }
    do {
      if PartFolder.text(of: path + "/key") != key {
        clear()
        try OutputFile.write(key, to: path + "/key")
      }
    } catch let failure as WriteFailure {
      throw failure.error(writing: path)
    }
  }

  deinit { close(lock) }

  /// Where a part is kept.
  func part(_ number: Int) -> String { "\(path)/\(number).csv" }

  /// Whether a part has come whole.
  func has(_ number: Int) -> Bool { access(part(number), F_OK) == 0 }

  /// Takes the folder away with all that is in it.
  func remove() {
    clear()
    unlink(path + "/lock")
    rmdir(path)
  }

  private func clear() {
    for name in (try? PosixFileSystem().list(path)) ?? [] where name != "lock" { unlink("\(path)/\(name)") }
  }

  private static func text(of path: String) -> String? {
    guard let file = try? PosixFileSystem().open(path, memory: MemoryBudget(limit: 0)),
      let size = try? file.status().size
    else { return nil }
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { target, count in
      count = (try? file.read(into: UnsafeMutableRawBufferPointer(target), at: 0)) ?? 0
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Makes a folder and those that it lies in; what is in the way shows when something is written there.
func makeFolder(_ path: String) {
  var index = path.startIndex
  while let slash = path[index...].dropFirst().firstIndex(of: "/") {
    mkdir(String(path[..<slash]), 0o755)
    index = slash
  }
  mkdir(path, 0o755)
}
