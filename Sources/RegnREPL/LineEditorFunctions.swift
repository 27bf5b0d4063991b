import CLibEdit
import Glibc

/// Characters that no keyboard sends, from the C1 range, bound in every key map. Pushing one makes libedit
/// run the function bound to it; its functions cannot be called otherwise.
enum PrivateKey {
  static let accept = "\u{91}"
  static let previousCandidate = "\u{92}"
  static let leaveMenu = "\u{93}"
  static let commandMode = "\u{94}"
  static let prefill = "\u{96}"
  static let deleteNext = "\u{98}"
  static let previousWord = "\u{99}"
  static let nextWord = "\u{9A}"
}

/// What an added function tells libedit to do next.
enum Reply {
  static let normal = UInt8(CC_NORM)
  static let refresh = UInt8(CC_REFRESH)
  static let cursor = UInt8(CC_CURSOR)
  static let error = UInt8(CC_ERROR)
}

extension LineEditor {
  /// Adds this program's functions; `.editrc` can bind them by these names.
  func addFunctions() {
    add("regn-accept", "Run the input, or go on to a new line while it is incomplete") {
      LineEditor.of($0)?.accept() ?? $1.failed
    }
    add("regn-newline", "Insert a line break") { LineEditor.of($0)?.insertNewline() ?? $1.failed }
    add("regn-complete", "Complete what is before the cursor") { LineEditor.of($0)?.complete() ?? $1.failed }
    add("regn-complete-back", "The candidate before in the menu") {
      LineEditor.of($0)?.choose(back: true) ?? $1.failed
    }
    add("regn-leave-menu", "Close the menu of candidates") { LineEditor.of($0)?.leaveMenu() ?? $1.failed }
    add("regn-hint", "Show how the function at the cursor is called") {
      LineEditor.of($0)?.startHint() ?? $1.failed
    }
    add("regn-interrupt", "Drop the input") { LineEditor.of($0)?.interrupt() ?? $1.failed }
    add("regn-suspend", "Stop the program until it is continued") {
      LineEditor.of($0)?.suspend() ?? $1.failed
    }
    add("regn-paste", "Insert what the terminal pastes") { LineEditor.of($0)?.paste() ?? $1.failed }
    add("regn-up", "Line above, or previous input") {
      LineEditor.of($0)?.moveVertically(down: false) ?? $1.failed
    }
    add("regn-down", "Line below, or next input") {
      LineEditor.of($0)?.moveVertically(down: true) ?? $1.failed
    }
    add("regn-line-start", "Start of the line") { LineEditor.of($0)?.moveToLineEdge(end: false) ?? $1.failed }
    add("regn-line-end", "End of the line") { LineEditor.of($0)?.moveToLineEdge(end: true) ?? $1.failed }
    add("regn-escape", "Command mode, or a key that sends an escape sequence") {
      LineEditor.of($0)?.escape() ?? $1.failed
    }
    add("regn-prefill", "Insert the text given beforehand") {
      LineEditor.of($0)?.insertPrefill() ?? $1.failed
    }
  }

  /// Binds our keys, then what the user's `.editrc` says, so that the user has the last word.
  func bindKeys() {
    // The first pass tells whether vi's or emacs's keys are wanted; choosing them clears all bindings, so
    // ours come after it, and the user's bindings once more after ours.
    regn_el_set_editor(handle, wideText("emacs"))
    el_source(handle, nil)
    let isVi = regn_el_is_vi(handle) != 0
    regn_el_set_editor(handle, wideText(isVi ? "vi" : "emacs"))

    for (key, command) in [
      (PrivateKey.accept, "ed-newline"), (PrivateKey.previousCandidate, "regn-complete-back"),
      (PrivateKey.leaveMenu, "regn-leave-menu"), (PrivateKey.commandMode, "vi-command-mode"),
      (PrivateKey.prefill, "regn-prefill"), (PrivateKey.deleteNext, "ed-delete-next-char"),
      (PrivateKey.previousWord, "ed-prev-word"), (PrivateKey.nextWord, "em-next-word"),
      ("^M", "regn-accept"), ("^J", "regn-accept"), ("^C", "regn-interrupt"), ("^Z", "regn-suspend"),
    ] {
      bind(key, command)
      if isVi { bindInCommandMode(key, command) }
    }
    for (key, command) in [
      ("^I", "regn-complete"), ("^R", "em-inc-search-prev"), ("^S", "em-inc-search-next"),
      ("^P", "regn-up"), ("^N", "regn-down"), ("^O", "regn-hint"),
    ] {
      bind(key, command)
    }
    if isVi {
      // In vi's insert mode Escape alone is a key; what follows at once belongs to it (see `escape`).
      bind("^[", "regn-escape")
      bindInCommandMode("\u{1B}[200~", "regn-paste")
    } else {
      bind("^A", "regn-line-start")
      bind("^E", "regn-line-end")
      bind("\u{1B}\r", "regn-newline")
      bind("\u{1B}\n", "regn-newline")
      bind("\u{1B}[200~", "regn-paste")
      bind("\u{1B}[Z", "regn-complete-back")
      bind("\u{1B}s", "regn-hint")
      for (sequences, command) in [
        (["[A", "OA"], "regn-up"), (["[B", "OB"], "regn-down"),
        (["[H", "OH", "[1~", "[7~"], "regn-line-start"), (["[F", "OF", "[4~", "[8~"], "regn-line-end"),
        (["[3~"], "ed-delete-next-char"), (["[1;5C", "[1;3C"], "em-next-word"),
        (["[1;5D", "[1;3D"], "ed-prev-word"),
      ] {
        for sequence in sequences {
          bind("\u{1B}" + sequence, command)
        }
      }
    }
    repeatUserBindings()
  }

  private func add(_ name: String, _ help: String, _ function: regn_el_function) {
    let kept = (StableWideText(name), StableWideText(help))
    keptTexts += [kept.0, kept.1]
    regn_el_add_function(handle, kept.0.pointer, kept.1.pointer, function)
  }

  private func bind(_ key: String, _ command: String) {
    regn_el_bind(handle, wideText(key), wideText(command))
  }

  private func bindInCommandMode(_ key: String, _ command: String) {
    regn_el_bind_alternative(handle, wideText(key), wideText(command))
  }

  /// Runs the `bind` lines of the user's file again, except those that choose vi or emacs.
  private func repeatUserBindings() {
    let path: String
    if let named = getenv("EDITRC") {
      path = String(cString: named)
    } else if let home = getenv("HOME") {
      path = String(cString: home) + "/.editrc"
    } else {
      return
    }
    guard let bytes = readPrefix(ofFile: path, limit: 1 << 20) else { return }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      guard let tokenizer = tok_winit(nil) else { return }
      defer { tok_wend(tokenizer) }
      var count: Int32 = 0
      var words: UnsafeMutablePointer<UnsafePointer<wchar_t>?>?
      guard tok_wstr(tokenizer, wideText(String(line)), &count, &words) == 0, count > 1, let words else {
        continue
      }
      let texts = (0..<Int(count)).map { index -> String in
        guard let word = words[index] else { return "" }
        return narrowText(word, word + wcslen(word))
      }
      guard texts[0] == "bind" || texts[0].hasSuffix(":bind"), texts[1] != "-v", texts[1] != "-e" else {
        continue
      }
      el_wparse(handle, count, words)
    }
  }

  // MARK: The buffer

  /// What stands in the editor; offsets are in Unicode scalars, as libedit counts.
  var content: (before: String, after: String) {
    guard let line = el_wline(handle), let start = line.pointee.buffer, let cursor = line.pointee.cursor,
      let end = line.pointee.lastchar
    else { return ("", "") }
    return (narrowText(start, cursor), narrowText(cursor, end))
  }

  /// Moves the cursor by a number of scalars, to the left when negative.
  func moveCursor(by distance: Int) {
    el_cursor(handle, Int32(clamping: distance))
  }

  private func push(_ keys: String) {
    el_wpush(handle, wideText(keys))
  }

  // MARK: The functions

  private func accept() -> UInt8 {
    let (before, after) = content
    let text = before + after
    if isBlank(text) || isComplete(text) == .complete {
      push(PrivateKey.accept)
      return Reply.normal
    }
    return insertNewline()
  }

  /// A line break, and the indentation of the line that it ends.
  private func insertNewline() -> UInt8 {
    let line = content.before.unicodeScalars.reversed().prefix { $0 != "\n" }.reversed()
    var inserted = String.UnicodeScalarView("\n".unicodeScalars)
    inserted.append(contentsOf: line.prefix { $0 == " " || $0 == "\t" })
    return insert(String(inserted)) ? Reply.refresh : Reply.error
  }

  func insert(_ text: String) -> Bool {
    el_winsertstr(handle, wideText(text)) == 0
  }

  private func insertPrefill() -> UInt8 {
    defer { prefill = "" }
    return insert(prefill) ? Reply.refresh : Reply.error
  }

  private func interrupt() -> UInt8 {
    wasInterrupted = true
    moveCursor(by: content.after.unicodeScalars.count)
    push(PrivateKey.accept)
    return Reply.refresh
  }

  private func suspend() -> UInt8 {
    regn_el_prepare_terminal(handle, 0)
    terminal.suspend()
    regn_el_prepare_terminal(handle, 1)
    regn_el_redraw(handle)
    return Reply.normal
  }

  private func paste() -> UInt8 {
    isPasting = true
    defer { isPasting = false }
    var pasted: [wchar_t] = []
    let end = wideText("\u{1B}[201~").dropLast()
    var character: wchar_t = 0
    while el_wgetc(handle, &character) == 1 {
      pasted.append(character)
      if character == 0x7E, pasted.suffix(end.count) == end {
        pasted.removeLast(end.count)
        break
      }
    }
    let text = pasted.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { narrowText($0, $0 + buffer.count) } ?? ""
    }
    return insert(cleanPaste(text)) ? Reply.refresh : Reply.error
  }

  private func moveToLineEdge(end: Bool) -> UInt8 {
    let (before, after) = content
    if end {
      moveCursor(by: after.unicodeScalars.prefix { $0 != "\n" }.count)
    } else {
      moveCursor(by: -before.unicodeScalars.reversed().prefix { $0 != "\n" }.count)
    }
    return Reply.cursor
  }

  /// Escape in vi's insert mode. Libedit would wait for ever for the rest of a sequence, so the rest is taken
  /// here if it comes at once; Escape alone goes to command mode.
  private func escape() -> UInt8 {
    guard let first = readSoon() else {
      push(PrivateKey.commandMode)
      return Reply.normal
    }
    switch first {
    case "\r", "\n": return insertNewline()
    case "[", "O":
      var sequence = ""
      while sequence.unicodeScalars.count < 16, let next = readSoon() {
        sequence.unicodeScalars.append(next)
        if (0x40...0x7E).contains(next.value) { break }
      }
      return run(sequence)
    default:
      push(PrivateKey.commandMode + String(first))
      return Reply.normal
    }
  }

  /// Does what the key means that sends Escape, `[` or `O`, and this.
  private func run(_ sequence: String) -> UInt8 {
    switch sequence {
    case "A", "B": return moveVertically(down: sequence == "B")
    case "C": moveCursor(by: 1)
    case "D": moveCursor(by: -1)
    case "H", "1~", "7~": return moveToLineEdge(end: false)
    case "F", "4~", "8~": return moveToLineEdge(end: true)
    case "3~": push(PrivateKey.deleteNext)
    case "1;5C", "1;3C": push(PrivateKey.nextWord)
    case "1;5D", "1;3D": push(PrivateKey.previousWord)
    case "200~": return paste()
    default: return Reply.error
    }
    return Reply.cursor
  }

  private func startHint() -> UInt8 {
    isHinting = true
    return Reply.normal
  }

  // MARK: Reading

  /// Libedit's reading function: one character from the terminal. 1, or 0 at the end, or -1 when interrupted.
  func readCharacter(_ character: UnsafeMutablePointer<wchar_t>?) -> Int32 {
    guard let character else { return -1 }
    while true {
      drawBeside()
      let read = readScalar(within: nil)
      eraseBelow()
      switch read {
      case .scalar(let scalar):
        guard let key = isPasting ? scalar : menuKey(scalar) else { continue }
        if !isPasting {
          lastKey = key
          // These search the history in the place of the input.
          if key == "\u{12}" || key == "\u{13}" { isHinting = false }
        }
        character.pointee = wchar_t(truncatingIfNeeded: key.value)
        return 1
      case .interrupted:
        wasInterrupted = true
        guard isEditing else {
          errno = EINTR
          return -1
        }
        character.pointee = 0x91  // PrivateKey.accept
        return 1
      case .endOfFile, .timeout:
        return 0
      }
    }
  }

  /// What a key means while the menu is open. Tab and Shift-Tab move in it, Escape leaves it, Enter takes
  /// what is chosen; every other key closes it and does what it always does. Nil when nothing is left to do.
  private func menuKey(_ key: Unicode.Scalar) -> Unicode.Scalar? {
    guard let menu, key != "\t" else { return key }
    switch key {
    case "\u{1B}":
      guard let next = readSoon() else { return PrivateKey.leaveMenu.unicodeScalars.first }
      if next == "[", let last = readSoon() {
        if last == "Z" { return PrivateKey.previousCandidate.unicodeScalars.first }
        terminal.putBack("[\(last)")
      } else {
        terminal.putBack(String(next))
      }
      self.menu = nil
      return key
    case "\r", "\n":
      self.menu = nil
      return menu.chosen == nil ? key : nil
    default:
      self.menu = nil
      return key
    }
  }

  /// A character that comes within a twentieth of a second, as the rest of an escape sequence does.
  private func readSoon() -> Unicode.Scalar? {
    if case .scalar(let scalar) = readScalar(within: 50) { return scalar }
    return nil
  }

  private func readScalar(within milliseconds: Int32?) -> EditorTerminal.Read {
    terminal.readScalar(
      within: milliseconds,
      resized: { [self] in resize() },
      continued: { [self] in
        regn_el_prepare_terminal(handle, 0)
        regn_el_prepare_terminal(handle, 1)
        regn_el_redraw(handle)
      })
  }

  /// The window has a new size: draws the input again. Terminals wrap what is on the screen anew by
  /// themselves, so the row of the cursor is computed for the new width.
  private func resize() {
    el_resize(handle)
    guard isEditing else { return }
    below = nil
    var place = ScreenRows(columns: terminal.size.columns)
    place.add(shownPrompt + content.before)
    let row = place.row
    terminal.write("\r" + (row > 0 ? "\u{1B}[\(row)A" : "") + "\u{1B}[J")
    regn_el_redraw(handle)
    drawBeside()
  }
}

extension Int32 {
  /// What a function answers when its editor is gone.
  fileprivate var failed: UInt8 { UInt8(CC_ERROR) }
}

/// Pasted text as it is inserted: line breaks of any kind become `\n`, other control characters but tabs go.
func cleanPaste(_ text: String) -> String {
  var scalars = String.UnicodeScalarView()
  var previous: Unicode.Scalar = " "
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\r": scalars.append("\n")
    case "\n": if previous != "\r" { scalars.append("\n") }
    case "\t": scalars.append("\t")
    default:
      if scalar.value >= 0x20, !(0x7F...0x9F).contains(scalar.value) { scalars.append(scalar) }
    }
    previous = scalar
  }
  return String(scalars)
}
