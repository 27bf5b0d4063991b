import Glibc

/// The paths that begin as `text` does, sorted; folders end in `/`. Hidden ones only when asked for.
func filePaths(beginningWith text: String) -> [String] {
  let slash = text.lastIndex(of: "/")
  let folder = slash.map { String(text[...$0]) } ?? ""
  let start = slash.map { String(text[text.index(after: $0)...]) } ?? text
  guard let stream = opendir(folder.isEmpty ? "." : expandingHome(folder)) else { return [] }
  defer { closedir(stream) }
  var paths: [String] = []
  while let entry = readdir(stream) {
    let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    guard name.hasPrefix(start), name != ".", name != "..", start.hasPrefix(".") || !name.hasPrefix(".")
    else { continue }
    var about = stat()
    let isFolder = stat(expandingHome(folder) + name, &about) == 0 && about.st_mode & S_IFMT == S_IFDIR
    paths.append(folder + name + (isFolder ? "/" : ""))
  }
  return paths.sorted()
}

/// A path with the home folder for `~` at its start, as a shell would read it.
func expandingHome(_ path: String) -> String {
  guard path == "~" || path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
  return String(cString: home) + path.dropFirst()
}
