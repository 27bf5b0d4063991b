import Foundation

/// The golden scripts on disk.
enum ScriptFiles {
  /// `Tests/Scripts`.
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Scripts").path()

  /// The paths of all scripts below the folder, sorted.
  static func paths() -> [String] {
    (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? [])
      .filter { $0.hasSuffix(".test") }.sorted()
  }

  static func script(_ path: String) throws -> GoldenScript {
    let data = try Data(contentsOf: URL(filePath: "\(folder)/\(path)"))
    return GoldenScript(path: path, text: String(decoding: data, as: UTF8.self))
  }

  static func write(_ script: GoldenScript) throws {
    try Data(script.text.utf8).write(to: URL(filePath: "\(folder)/\(script.path)"), options: .atomic)
  }

  /// Whether answers that differ are written into the scripts; never where CI is set.
  static var blesses: Bool {
    let environment = ProcessInfo.processInfo.environment
    return environment["REGN_BLESS"] == "1" && environment["CI"] == nil
  }

  /// The part of a path that a script must have to be run; empty for all.
  static var filter: String { ProcessInfo.processInfo.environment["REGN_SCRIPTS"] ?? "" }
}
