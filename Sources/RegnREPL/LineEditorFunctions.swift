import CLibEdit
import Glibc

/// Characters that no keyboard sends, from the C1 range, bound in every key map. Pushing one makes libedit
/// run the function bound to it; its functions cannot be called otherwise.
enum PrivateKey {
  static let accept = "\u{91}"
  static let previousHistory = "\u{92}"
  static let nextHistory = "\u{93}"
  static let commandMode = "\u{94}"
  static let list = "\u{95}"
  static let prefill = "\u{96}"
  static let endOfBuffer = "\u{97}"
  static let deleteNext = "\u{98}"
  static let previousWord = "\u{99}"
  static let nextWord = "\u{9A}"
}

/// What an added function tells libedit to do next.
private enum Reply {
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
    add("regn-list", "Show the candidates") { LineEditor.of($0)?.showList() ?? $1.failed }
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
      (PrivateKey.accept, "ed-newline"), (PrivateKey.previousHistory, "ed-prev-history"),
      (PrivateKey.nextHistory, "ed-next-history"), (PrivateKey.commandMode, "vi-command-mode"),
      (PrivateKey.list, "regn-list"), (PrivateKey.prefill, "regn-prefill"),
      (PrivateKey.endOfBuffer, "ed-move-to-end"), (PrivateKey.deleteNext, "ed-delete-next-char"),
      (PrivateKey.previousWord, "ed-prev-word"), (PrivateKey.nextWord, "em-next-word"),
      ("^M", "regn-accept"), ("^J", "regn-accept"), ("^C", "regn-interrupt"), ("^Z", "regn-suspend"),
    ] {
      bind(key, command)
      if isVi { bindInCommandMode(key, command) }
    }
    for (key, command) in [
      ("^I", "regn-complete"), ("^R", "em-inc-search-prev"), ("^S", "em-inc-search-next"),
      ("^P", "ed-search-prev-history"), ("^N", "ed-search-next-history"),
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
  private var content: (before: String, after: String) {
    guard let line = el_wline(handle), let start = line.pointee.buffer, let cursor = line.pointee.cursor,
      let end = line.pointee.lastchar
    else { return ("", "") }
    return (narrowText(start, cursor), narrowText(cursor, end))
  }

  /// Moves the cursor by a number of scalars, to the left when negative.
  private func moveCursor(by distance: Int) {
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

  private func insert(_ text: String) -> Bool {
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

  private func moveVertically(down: Bool) -> UInt8 {
    let (before, after) = content
    let lines = before.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    let column = lines.last?.count ?? 0
    if down {
      let following = after.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      guard following.count > 1 else {
        push(PrivateKey.nextHistory)
        return Reply.normal
      }
      moveCursor(by: following[0].count + 1 + min(column, following[1].count))
    } else {
      guard lines.count > 1 else {
        push(PrivateKey.previousHistory)
        return Reply.normal
      }
      moveCursor(by: min(column, lines[lines.count - 2].count) - column - 1 - lines[lines.count - 2].count)
    }
    return Reply.cursor
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
    case "A", "B":
      let hasLine = sequence == "A" ? content.before : content.after
      if !hasLine.unicodeScalars.contains("\n") {
        // Recalling puts the cursor at the start in vi mode, which is of little use while inserting.
        push((sequence == "A" ? PrivateKey.previousHistory : PrivateKey.nextHistory) + PrivateKey.endOfBuffer)
        return Reply.normal
      }
      return moveVertically(down: sequence == "B")
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

  private func complete() -> UInt8 {
    let (before, after) = content
    let text = before + after
    let candidates = completer(Buffer(text: text, cursor: before.utf8.count)).filter {
      $0.replacing.lowerBound >= 0 && $0.replacing.upperBound <= text.utf8.count
        && isScalarBoundary($0.replacing.lowerBound, in: text)
        && isScalarBoundary($0.replacing.upperBound, in: text)
    }
    guard let first = candidates.first else { return Reply.error }
    if candidates.count == 1 {
      return replace(first.replacing, of: text, with: first.text) ? Reply.refresh : Reply.error
    }
    var cursor = before.unicodeScalars.count
    let common = commonPrefix(candidates.map(\.text))
    let replaced = String(
      decoding: text.utf8.dropFirst(first.replacing.lowerBound).prefix(first.replacing.count), as: UTF8.self)
    if candidates.allSatisfy({ $0.replacing == first.replacing }),
      common.unicodeScalars.count >= replaced.unicodeScalars.count, common != replaced
    {
      guard replace(first.replacing, of: text, with: common) else { return Reply.error }
      cursor = content.before.unicodeScalars.count
    }
    // The list goes below the last line: there first, and on from there once libedit has drawn that.
    let size = terminal.size
    let lines = CandidateList(candidates).lines(columns: size.columns, rows: max(4, size.rows - 3))
    pendingList = (lines, cursor)
    moveCursor(by: text.unicodeScalars.count + common.unicodeScalars.count)
    push(PrivateKey.list)
    return Reply.refresh
  }

  private func showList() -> UInt8 {
    guard let list = pendingList else { return Reply.error }
    pendingList = nil
    terminal.write("\n" + list.lines.map { $0 + "\n" }.joined())
    moveCursor(by: list.cursor - content.before.unicodeScalars.count)
    regn_el_redraw(handle)
    return Reply.normal
  }

  /// Replaces a range (UTF-8 offsets) of the buffer, which holds `text`. The cursor ends after the new text.
  private func replace(_ range: Range<Int>, of text: String, with replacement: String) -> Bool {
    let utf8 = text.utf8
    let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
    let end = utf8.index(start, offsetBy: range.count)
    let target = text.unicodeScalars[..<end].count
    moveCursor(by: target - content.before.unicodeScalars.count)
    el_deletestr(handle, Int32(clamping: text.unicodeScalars[start..<end].count))
    return replacement.isEmpty || insert(replacement)
  }

  // MARK: Reading

  /// Libedit's reading function: one character from the terminal. 1, or 0 at the end, or -1 when interrupted.
  func readCharacter(_ character: UnsafeMutablePointer<wchar_t>?) -> Int32 {
    guard let character else { return -1 }
    switch readScalar(within: nil) {
    case .scalar(let scalar):
      character.pointee = wchar_t(truncatingIfNeeded: scalar.value)
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
    let columns = max(1, terminal.size.columns)
    let parts = prompt.unicodeScalars.split(separator: "\u{1}", omittingEmptySubsequences: false)
    var shown = String.UnicodeScalarView()
    for (index, part) in parts.enumerated() where index.isMultiple(of: 2) {
      shown.append(contentsOf: part)
    }
    let row = rowOfEnd(String(shown) + content.before, columns: columns)
    terminal.write("\r" + (row > 0 ? "\u{1B}[\(row)A" : "") + "\u{1B}[J")
    regn_el_redraw(handle)
  }
}

extension Int32 {
  /// What a function answers when its editor is gone.
  fileprivate var failed: UInt8 { UInt8(CC_ERROR) }
}

/// The row, from 0, that the cursor is in after `text` was written from the left edge.
func rowOfEnd(_ text: String, columns: Int) -> Int {
  var row = 0
  var column = 0
  for scalar in text.unicodeScalars {
    if scalar == "\n" {
      row += 1
      column = 0
      continue
    }
    let width =
      scalar == "\t" ? 8 - column % 8 : max(0, Int(wcwidth(wchar_t(truncatingIfNeeded: scalar.value))))
    if column + width > columns {
      row += 1
      column = 0
    }
    column += width
    if column >= columns {
      row += 1
      column = 0
    }
  }
  return row
}

/// Whether a UTF-8 offset lies between two scalars.
func isScalarBoundary(_ offset: Int, in text: String) -> Bool {
  let utf8 = text.utf8
  let index = utf8.index(utf8.startIndex, offsetBy: offset)
  return index == utf8.endIndex || utf8[index] & 0xC0 != 0x80
}

/// What all texts begin with.
func commonPrefix(_ texts: [String]) -> String {
  guard let first = texts.first else { return "" }
  var common = Array(first.unicodeScalars)
  for text in texts.dropFirst() {
    let same = zip(common, text.unicodeScalars).prefix { $0 == $1 }.count
    common.removeLast(common.count - same)
  }
  var scalars = String.UnicodeScalarView()
  scalars.append(contentsOf: common)
  return String(scalars)
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
