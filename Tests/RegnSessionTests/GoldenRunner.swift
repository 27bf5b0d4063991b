import Foundation
import RegnData
import RegnFileFormats
import RegnSession
import RegnSyntax

/// Runs blocks of golden scripts, as they are, without the optimizer and with one thread.
struct GoldenRunner {
  /// The folder of the scripts.
  var folder = ScriptFiles.folder

  /// How a block is run again to see that its answer stays the same.
  enum Variant: String, CaseIterable {
    case plain = "as it is"
    case unoptimized = "without the optimizer"
    case oneThread = "with one thread"
  }

  struct Failure {
    var path: String
    var line: Int
    var message: String
  }

  /// Runs all blocks of a script: the failures, and the script with the answers that came.
  func run(_ script: GoldenScript) -> (failures: [Failure], blessed: GoldenScript) {
    var failures: [Failure] = []
    var blessed = script
    var sessions: [Variant: Session] = [:]
    for (index, block) in script.blocks.enumerated() {
      func fail(_ message: String) {
        failures.append(
          Failure(path: script.path, line: block.line, message: "\(script.path):\(block.line): \(message)"))
      }
      var answers: [Variant: String] = [:]
      for variant in Variant.allCases {
        let session =
          script.isSession ? sessions[variant] ?? makeSession(script.path) : makeSession(script.path)
        sessions[variant] = session
        answers[variant] = answer(block, session, variant, path: script.path)
      }
      let answer = answers[.plain] ?? ""
      if answer != block.answer {
        // An unordered answer that is the same set of rows stays as it was written.
        if !block.directives.isUnordered || sorted(answer) != sorted(block.answer ?? "") {
          fail(
            "another answer\n"
              + difference(expected: block.answer ?? "(no answer yet)", got: answer, block.query))
          blessed.blocks[index].answer = answer
        }
      }
      for variant in Variant.allCases.dropFirst() {
        let other = answers[variant] ?? ""
        let isSame = block.directives.isUnordered ? sorted(other) == sorted(answer) : other == answer
        if !isSame {
          fail("another answer \(variant.rawValue)\n" + difference(expected: answer, got: other, block.query))
        }
      }
    }
    return (failures, blessed)
  }

  /// The folder of a script, with a slash behind it.
  private func place(_ path: String) -> String {
    let parts = "\(folder)/\(path)".split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return parts.filter { !$0.isEmpty }.map { "/" + $0 }.joined() + "/"
  }

  /// A session that reads files from the script's folder.
  private func makeSession(_ path: String) -> Session {
    Session(opener: FileTableOpener(fileSystem: ScriptFolder(path: place(path))))
  }

  /// What a block prints.
  private func answer(
    _ block: GoldenScript.Block, _ session: Session, _ variant: Variant, path: String
  ) -> String {
    let directives = block.directives
    session.options = SessionOptions(
      threads: variant == .oneThread ? 1 : directives.threads, memoryLimit: directives.memoryLimit,
      timeout: directives.timeout.map { .milliseconds($0) },
      temporaryFolder: directives.temporaryFolder,
      parameters: directives.parameters)
    session.options.now = DateTime("2025-01-15T12:00:00Z")
    session.options.randomSeed = 42
    session.options.cancelAtCheckpoint = directives.cancelAtCheckpoint
    session.options.optimizes = variant != .unoptimized
    var sections: [String] = []
    do {
      if let data = directives.data { _ = try session.openFolder(data) }
      for (name, file) in directives.tables.sorted(by: { $0.key < $1.key }) {
        try session.openTable(name, path: file)
      }
      let text =
        directives.isShort ? SourceText(bytes: ShortQuery.bytes(block.query)) : SourceText(block.query)
      if directives.isCheck {
        let found = session.check(text).map { GoldenAnswer.text($0, text, directives.language) }
        return found.isEmpty ? "nothing" : found.joined(separator: "\n--\n")
      }
      _ = try session.run(text) { event in
        switch event {
        case .diagnostics(let diagnostics, let text):
          for diagnostic in diagnostics {
            sections.append(GoldenAnswer.text(diagnostic, text, directives.language))
          }
        case .result(let result, _):
          sections.append(GoldenAnswer.text(result) + GoldenAnswer.text(result.render))
        case .answers, .loaded: break
        case .remark(let text):
          sections.append("remark: \(text.text(directives.language))" + GoldenAnswer.missing([text]))
        case .failure(let failure, _, _): sections.append(GoldenAnswer.text(failure, directives.language))
        }
      }
    } catch {
      sections.append(
        (error as? ExecutionError).map { GoldenAnswer.text($0, directives.language) } ?? "\(error)")
    }
    // No path of this machine in an answer.
    return sections.joined(separator: "\n--\n").replacingOccurrences(of: place(path), with: "")
  }

  /// The answer with the rows of each section sorted.
  private func sorted(_ answer: String) -> [[String]] {
    GoldenScript.lines(answer).split(separator: "--").map { section in
      Array(section.prefix(1)) + section.dropFirst().sorted()
    }
  }

  /// The query, and both answers line by line: `-` what was expected, `+` what came.
  private func difference(expected: String, got: String, _ query: String) -> String {
    let old = GoldenScript.lines(expected)
    let new = GoldenScript.lines(got)
    var out = GoldenScript.lines(query).map { "    > \($0.prefix(300))" }
    guard old.count * new.count < 4_000_000 else {
      return out.joined(separator: "\n") + "\n    (too long to show)"
    }
    // The longest common subsequence, from the end.
    var lengths = [[Int]](repeating: [Int](repeating: 0, count: new.count + 1), count: old.count + 1)
    for i in old.indices.reversed() {
      for j in new.indices.reversed() {
        lengths[i][j] =
          old[i] == new[j] ? lengths[i + 1][j + 1] + 1 : max(lengths[i + 1][j], lengths[i][j + 1])
      }
    }
    var i = 0
    var j = 0
    while i < old.count || j < new.count {
      if i < old.count, j < new.count, old[i] == new[j] {
        out.append("      \(old[i])")
        i += 1
        j += 1
      } else if i < old.count, j == new.count || lengths[i + 1][j] >= lengths[i][j + 1] {
        out.append("    - \(old[i])")
        i += 1
      } else {
        out.append("    + \(new[j])")
        j += 1
      }
    }
    return out.map { String($0.prefix(400)) }.joined(separator: "\n")
  }
}
