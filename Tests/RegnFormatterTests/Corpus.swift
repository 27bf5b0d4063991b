import Foundation
import RegnFormatter
import RegnSyntax
import Testing

/// Texts of every kind of statement, operator and expression, each in canonical layout:
/// `Tests/Scripts/layout`. A text that differs only in white space must be laid out in the same way.
enum Corpus {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// A file with its path in the project.
  struct File: Sendable, CustomTestStringConvertible {
    var path: String
    var text: String
    var testDescription: String { path }
  }

  static let files: [File] = files(in: "Tests/Scripts/layout")

  static func files(in folder: String) -> [File] {
    let names =
      (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)) ?? []
    return names.filter { $0.hasSuffix(".kql") }.sorted().map { read("\(folder)/\($0)") }
  }

  static func read(_ path: String) -> File {
    let data = try? Data(contentsOf: root.appending(path: path))
    return File(path: path, text: String(decoding: data ?? Data(), as: UTF8.self))
  }
}

func format(_ text: String) -> String { Formatter.format(Parser.parse(text)) }

/// The texts of the tokens, in order.
func tokens(_ text: String) -> [String] {
  let tree = Parser.parse(text)
  return tree.tokens.map { tree.text[$0.span] }
}

/// The comments, in order, without white space at their ends.
func comments(_ text: String) -> [String] {
  let tree = Parser.parse(text)
  return tree.classifiedSpans().filter { $0.tokenClass == .comment }.map {
    String(tree.text[$0.span].reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }
}

/// Numbers that are the same in every run.
struct Dice: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
