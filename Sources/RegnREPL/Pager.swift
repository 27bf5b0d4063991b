import Glibc
import RegnPhrases
import RegnPresentation

/// When a result is shown in the pager first.
public enum PagerMode: String, Sendable, CaseIterable {
  /// When it has more rows than the window.
  case auto
  case off
  /// Always.
  case on
}

/// Shows a result on a screen of its own until the user leaves it: plain terminal handling, no program.
struct Pager {
  private let terminal: EditorTerminal
  private var view: PagerView

  /// A pager over the terminal of the editor.
  init(_ cells: ResultCells, on terminal: EditorTerminal, color: Bool, _ language: Language) {
    self.terminal = terminal
    view = PagerView(cells, size: terminal.size, color: color, language)
  }

  /// Reads keys until the user leaves. The screen is then as it was.
  ///
  /// - Parameter isStopped: whether the user interrupted from outside.
  mutating func run(isStopped: () -> Bool) {
    TerminalSignals.ownScreenBegins()
    defer { TerminalSignals.ownScreenEnds() }
    while true {
      draw()
      switch key(isStopped) {
      case .leave: return
      case .move(let move): view.move(move)
      case .search: search(isStopped)
      case .again(let backwards): find("", backwards: backwards)
      case .other: view.message = ""
      }
    }
  }

  private enum Key {
    case leave
    case move(PagerView.Move)
    case search
    case again(backwards: Bool)
    /// Another key, or a window of another size.
    case other
  }

  private mutating func draw() {
    view.size = terminal.size
    terminal.write("\u{1B}[H" + view.lines().map { $0 + "\u{1B}[K" }.joined(separator: "\r\n") + "\u{1B}[J")
  }

  private func key(_ isStopped: () -> Bool) -> Key {
    guard let scalar = read(isStopped) else { return .leave }
    switch scalar {
    case "q", "Q", "\u{3}", "\u{4}": return .leave
    case "k": return .move(.up)
    case "j", "\r", "\n": return .move(.down)
    case " ", "f": return .move(.pageDown)
    case "b": return .move(.pageUp)
    case "g": return .move(.top)
    case "G": return .move(.bottom)
    case "h": return .move(.left)
    case "l": return .move(.right)
    case "/": return .search
    case "n": return .again(backwards: false)
    case "N": return .again(backwards: true)
    case "\u{1B}": return escape()
    default: return .other
    }
  }

  /// Escape alone leaves; with what follows at once it is a key.
  private func escape() -> Key {
    guard let first = readSoon() else { return .leave }
    guard first == "[" || first == "O" else { return .other }
    switch sequence() {
    case "A": return .move(.up)
    case "B": return .move(.down)
    case "C": return .move(.right)
    case "D": return .move(.left)
    case "5~": return .move(.pageUp)
    case "6~": return .move(.pageDown)
    case "H", "1~", "7~": return .move(.top)
    case "F", "4~", "8~": return .move(.bottom)
    default: return .other
    }
  }

  /// What follows Escape and `[`.
  private func sequence() -> String {
    var sequence = ""
    while sequence.unicodeScalars.count < 8, let next = readSoon() {
      sequence.unicodeScalars.append(next)
      if (0x40...0x7E).contains(next.value) { break }
    }
    return sequence
  }

  /// Reads what to look for in the last line.
  private mutating func search(_ isStopped: () -> Bool) {
    var text = ""
    while true {
      view.message = Phrase(verbatim: "/" + text)
      draw()
      guard let scalar = read(isStopped) else { return }
      switch scalar {
      case "\r", "\n": return find(text)
      case "\u{3}":
        view.message = ""
        return
      case "\u{1B}":
        // Keys that send more than Escape give up too.
        if let next = readSoon() {
          if next == "[" || next == "O" { _ = sequence() } else { terminal.putBack(String(next)) }
        }
        view.message = ""
        return
      case "\u{7F}", "\u{8}": if !text.isEmpty { text.removeLast() }
      default: if scalar.value >= 0x20 { text.unicodeScalars.append(scalar) }
      }
    }
  }

  /// Searches; a key stops it, and is not lost.
  private mutating func find(_ text: String, backwards: Bool = false) {
    view.message = "searching …"
    draw()
    let terminal = terminal
    view.search(text, backwards: backwards, isStopped: { terminal.hasWaitingKeys })
  }

  /// A key; a null scalar when the window has another size; nil when it is over.
  private func read(_ isStopped: () -> Bool) -> Unicode.Scalar? {
    let before = terminal.size
    while true {
      // The size is looked at now and then: the signal may go to who watches the query.
      switch terminal.readScalar(within: 200, resized: {}, continued: {}) {
      case .scalar(let scalar): return scalar
      case .interrupted, .endOfFile: return nil
      case .timeout:
        if isStopped() { return nil }
        if terminal.size != before { return "\0" }
      }
    }
  }

  private func readSoon() -> Unicode.Scalar? {
    if case .scalar(let scalar) = terminal.readScalar(within: 50, resized: {}, continued: {}) {
      return scalar
    }
    return nil
  }
}
