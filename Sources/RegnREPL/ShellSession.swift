import Glibc
import RegnPhrases
import RegnSession

extension Shell {
  /// `.session save FILE` and `.session replay FILE`.
  func sessionFile(_ argument: String) {
    let verb = String(argument.prefix { !$0.isWhitespace })
    var path = trimmed(String(argument.dropFirst(verb.count)))
    // Options may stand before the path or behind it; a path may have spaces.
    var options: Set<String> = []
    while path.hasPrefix("--") {
      let option = path.prefix { !$0.isWhitespace }
      options.insert(String(option))
      path = trimmed(String(path.dropFirst(option.count)))
    }
    while let last = path.split(whereSeparator: \.isWhitespace).last, last.hasPrefix("--") {
      options.insert(String(last))
      path = trimmed(String(path.dropLast(last.count)))
    }
    let known: Set<String> = verb == "save" ? ["--force"] : ["--step", "--keep-going"]
    if let unknown = options.subtracting(known).min() {
      return refuse(
        "there is no option \(unknown) here; it has \(known.sorted().joined(separator: " and "))")
    }
    guard !path.isEmpty, verb == "save" || verb == "replay" else {
      return refuse("which file? write: .session save lesson.regn, or .session replay lesson.regn")
    }
    if verb == "save" {
      saveSession(path, replaces: options.contains("--force"))
    } else {
      replaySession(path, steps: options.contains("--step"), keepsGoing: options.contains("--keep-going"))
    }
  }

  /// Writes what was done so far. An input that failed is left out, so that the file can be run through.
  private func saveSession(_ path: String, replaces: Bool) {
    let inputs = transcript.inputs
    guard !inputs.isEmpty else { return refuse("there is no input yet to save") }
    let file = expandingHome(path)
    guard replaces || access(file, F_OK) != 0 else {
      return refuse("\(path) is there already; to replace it write: .session save --force \(path)")
    }
    attempt {
      try display.save(InputFile.encode(inputs), to: file)
      let text: Phrase =
        inputs.count == 1 ? "1 input written to \(path)" : "\(inputs.count) inputs written to \(path)"
      tell(transcript.failed > 0 ? "\(text); \(transcript.failed) that failed left out" : text)
    }
  }

  /// Runs the inputs of a file one by one, each shown as if it were typed. The first that fails ends it, and
  /// so does Control-C.
  ///
  /// - Parameter steps: whether each waits at the prompt for Enter.
  private func replaySession(_ path: String, steps: Bool, keepsGoing: Bool) {
    guard !isReplaying else { return refuse("a session that is replayed cannot replay another") }
    guard let bytes = readPrefix(ofFile: expandingHome(path), limit: 16 << 20) else {
      return refuse("\(path) cannot be read: \(message(errno == 0 ? EINVAL : errno))")
    }
    let inputs = InputFile.decode(String(decoding: bytes, as: UTF8.self)).filter { !isBlank($0) }
    isReplaying = true
    isUnattended = !steps
    defer {
      isReplaying = false
      isUnattended = false
    }
    var failed = 0
    for (place, input) in inputs.enumerated() where !isDone {
      var text = input
      if steps, let editor {
        guard case .text(let given) = editor.readInput(prefill: input) else {
          return refuse("stopped before input \(place + 1) of \(inputs.count)")
        }
        text = given
      } else {
        display.write(Shell.prompt + shown(input) + "\n")
      }
      isInputAbove = true
      let isDone = handle(text)
      if isDone, !wasInterrupted { continue }
      if !isDone { failed += 1 }
      if wasInterrupted || !keepsGoing {
        return refuse(
          wasInterrupted
            ? "stopped at input \(place + 1) of \(inputs.count)"
            : """
            stopped at input \(place + 1) of \(inputs.count); with --keep-going it goes on behind what fails
            """)
      }
    }
    let text: Phrase = inputs.count == 1 ? "1 input of \(path) run" : "\(inputs.count) inputs of \(path) run"
    tell(failed > 0 ? "\(text); \(failed) failed" : text)
  }
}
