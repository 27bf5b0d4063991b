// A small prompt for the tests of the line editor, which drive it through a pseudo-terminal. What it reads is
// printed in angle brackets, with ␤ for a line break.
//
// Arguments: the history file, or `-` for none. An input is complete when it ends neither in `|` nor in `,`
// and its parentheses match. `wait` runs until it is interrupted, `edit TEXT` opens the text in the editor,
// `quit` ends.
import Glibc
import RegnREPL
import Synchronization

func isComplete(_ text: String) -> LineEditor.Completeness {
  let open = text.filter { $0 == "(" }.count - text.filter { $0 == ")" }.count
  let last = text.last { !$0.isWhitespace }
  return open > 0 || last == "|" || last == "," ? .incomplete : .complete
}

func complete(_ buffer: LineEditor.Buffer) -> [LineEditor.Completion] {
  let before = Array(buffer.text.utf8.prefix(buffer.cursor))
  let start =
    before.lastIndex { !($0 >= 0x80 || ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A) }.map { $0 + 1 } ?? 0
  let word = String(decoding: before[start...], as: UTF8.self)
  let many = (1...500).map {
    "navn\(Array("abcdefghij")[$0 / 100])\(Array("abcdefghij")[$0 / 10 % 10])\($0 % 10)"
  }
  let names = ["summarize", "Aabenraa", "Aalborg", "Aarhus", "Ærø", "Ærøskøbing"] + many
  return names.filter { !word.isEmpty && $0.hasPrefix(word) }.map {
    LineEditor.Completion(text: $0, replacing: start..<buffer.cursor, display: "\"\($0)\"", detail: "57 rows")
  }
}

let path = CommandLine.arguments.count > 1 && CommandLine.arguments[1] != "-" ? CommandLine.arguments[1] : nil
guard
  let editor = LineEditor(
    historyFile: path, prompt: "regn> ", continuationPrompt: "  ... ", completer: complete,
    isComplete: isComplete)
else { exit(3) }

var prefill = ""
loop: while true {
  for warning in editor.takeWarnings() { print("warning: \(warning)") }
  let input = editor.readInput(prefill: prefill)
  prefill = ""
  switch input {
  case .text("quit"): break loop
  case .text("wait"):
    let stopped = Atomic(false)
    InterruptMonitor.run(
      onInterrupt: { stopped.store(true, ordering: .releasing) },
      body: {
        print("waiting")
        fflush(nil)
        while !stopped.load(ordering: .acquiring) { usleep(1000) }
      })
    print("stopped")
  case .text(let text) where text.hasPrefix("edit "):
    prefill = editInEditor(String(text.dropFirst(5))) ?? "failed"
  case .text(let text): print("<\(text.map { $0 == "\n" ? "␤" : String($0) }.joined())>")
  case .interrupted: print("interrupted")
  case .endOfFile: break loop
  }
}
print("bye")
