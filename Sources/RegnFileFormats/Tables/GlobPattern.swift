/// Patterns of file names, as a shell's: `*` any run, `?` one character, `[a-z]` one of some, none across
/// `/`.
enum GlobPattern {
  static func isPattern(_ path: String) -> Bool { path.contains { $0 == "*" || $0 == "?" || $0 == "[" } }

  /// The files that a pattern names, sorted; folders are left out.
  static func expand(_ pattern: String, in fileSystem: any FileSystem) -> [String] {
    let isAbsolute = pattern.hasPrefix("/")
    var found: [String] = [isAbsolute ? "/" : ""]
    for part in pattern.split(separator: "/") {
      var next: [String] = []
      for folder in found {
        let prefix = folder.isEmpty || folder.hasSuffix("/") ? folder : folder + "/"
        if !isPattern(String(part)) {
          let path = prefix + part
          if fileSystem.status(path) != nil { next.append(path) }
          continue
        }
        let names = (try? fileSystem.list(folder.isEmpty ? "." : folder)) ?? []
        for name in names where matches(name, String(part)) && (!name.hasPrefix(".") || part.hasPrefix(".")) {
          next.append(prefix + name)
        }
      }
      found = next
    }
    return found.filter { fileSystem.status($0)?.kind == .regular || fileSystem.status($0)?.kind == .pipe }
      .sorted()
  }

  /// Whether a name fits a pattern, in time proportional to both lengths' product.
  static func matches(_ name: String, _ pattern: String) -> Bool {
    let name = Array(name)
    let pattern = Array(pattern)
    var place = 0
    var at = 0
    var star: (pattern: Int, name: Int)?
    while place < name.count {
      if at < pattern.count, pattern[at] == "*" {
        star = (at, place)
        at += 1
      } else if at < pattern.count, let length = fits(name[place], pattern, at) {
        at += length
        place += 1
      } else if let last = star {
        // The last star takes one more.
        star = (last.pattern, last.name + 1)
        at = last.pattern + 1
        place = last.name + 1
      } else {
        return false
      }
    }
    while at < pattern.count, pattern[at] == "*" { at += 1 }
    return at == pattern.count
  }

  /// The length of the element at `at` when it takes the character.
  private static func fits(_ character: Character, _ pattern: [Character], _ at: Int) -> Int? {
    switch pattern[at] {
    case "?": return 1
    case "[":
      guard let close = pattern[(at + 1)...].dropFirst().firstIndex(of: "]") else { break }
      var members = Array(pattern[(at + 1)..<close])
      let isNegated = members.first == "!" || members.first == "^"
      if isNegated { members.removeFirst() }
      var isMember = false
      var index = 0
      while index < members.count {
        if index + 2 < members.count, members[index + 1] == "-" {
          if members[index] <= character, character <= members[index + 2] { isMember = true }
          index += 3
        } else {
          if members[index] == character { isMember = true }
          index += 1
        }
      }
      return isMember != isNegated ? close - at + 1 : nil
    default: break
    }
    return pattern[at] == character ? 1 : nil
  }
}
