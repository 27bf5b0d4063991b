import RegnCourse
import RegnFileFormats
import RegnManual
import RegnSession

/// What a shell completes by asking the program while the user types.
enum Candidates {
  /// The names of tables: those built in, and those that the words of the command line bind.
  static func tables(_ words: [String]) -> [String] {
    var names = Set(Session().catalog.tableNames)
    for (index, word) in words.enumerated() {
      let next = index + 1 < words.count ? words[index + 1] : ""
      // bash takes words apart at `=`.
      if word == "--table" { names.insert(String(next.prefix { $0 != "=" })) }
      if word == "--data" { names.formUnion(files(in: next).map { FileTables.tableName(of: $0) }) }
    }
    names.remove("")
    return names.sorted()
  }

  /// `NAME=PATH` for `--table`: the files that `prefix` may go on to. Without a name yet, the name is that of
  /// the file.
  static func bindings(_ prefix: String) -> [String] {
    guard let equal = prefix.firstIndex(of: "=") else {
      return files(in: ".").map { "\(FileTables.tableName(of: $0))=\($0)" }
    }
    let path = prefix[prefix.index(after: equal)...]
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    let system = PosixFileSystem()
    let names = (try? system.list(folder.isEmpty ? "." : String(folder))) ?? []
    return names.filter { !$0.hasPrefix(".") }.map { name in
      let isFolder = system.status(folder + name)?.kind == .directory
      return prefix[...equal] + folder + name + (isFolder ? "/" : "")
    }
  }

  /// The names of the lessons.
  static var lessons: [String] { Course.builtIn().course.lessons.map(\.name) }

  /// What `regn help` explains.
  static var help: [String] { Help.names.filter { $0.first?.isLetter ?? false } }

  /// The files of a folder that may be tables.
  private static func files(in folder: String) -> [String] {
    ((try? PosixFileSystem().list(folder)) ?? []).filter { name in
      FileReader.all.contains { $0.extensions.contains { name.lowercased().hasSuffix("." + $0) } }
    }
  }
}
