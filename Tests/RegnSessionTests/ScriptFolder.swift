import RegnData
import RegnFileFormats

/// The files of a folder by relative paths; absolute paths are as they are.
struct ScriptFolder: FileSystem {
  /// With a slash at its end.
  let path: String

  private func full(_ path: String) -> String { path.hasPrefix("/") ? path : self.path + path }

  func open(_ path: String, memory: MemoryBudget) throws(ExecutionError) -> any OpenFile {
    try PosixFileSystem().open(full(path), memory: memory)
  }

  func status(_ path: String) -> FileStatus? { PosixFileSystem().status(full(path)) }

  func realPath(_ path: String) -> String? { PosixFileSystem().realPath(full(path)) }

  func list(_ directory: String) throws(ExecutionError) -> [String] {
    try PosixFileSystem().list(full(directory))
  }
}
