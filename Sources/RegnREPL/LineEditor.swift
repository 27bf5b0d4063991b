import CLibEdit
import Glibc
import RegnPhrases

/// The prompt of the REPL: libedit, with functions of ours added for multi-line input, paste and completion.
///
/// An input may have several lines; they are edited as one buffer that holds the line breaks, so that the
/// arrow keys move between them and the history recalls all of them at once.
///
/// On a terminal that cannot move the cursor (`TERM=dumb`) or when `.editrc` says `edit off`, lines are read
/// one after another with the terminal's own editing, and joined.
///
/// From its beginning to its end the editor holds the terminal and the signals: between two inputs, what is
/// typed ahead is neither shown nor acted upon but waits for the next input, all but Control-C, Control-Z and
/// Control-\\, which send their signals. `InterruptMonitor` tells of Control-C; without it nothing happens.
/// (Where lines are read one by one, the terminal edits between inputs too.)
///
/// To be used from the main thread only: signals and the terminal's state belong to the whole process.
public final class LineEditor {
  /// What stands in the editor when completion is asked for.
  public struct Buffer: Sendable, Equatable {
    /// All lines of the input so far, separated by `\n`.
    public let text: String
    /// Where the cursor stands: an offset in UTF-8 bytes, always between two Unicode scalars.
    public let cursor: Int

    /// A buffer with the cursor at a UTF-8 offset.
    public init(text: String, cursor: Int) {
      self.text = text
      self.cursor = cursor
    }
  }

  /// One thing that could stand at the cursor.
  public struct Completion: Sendable, Equatable {
    /// What is inserted.
    public let text: String
    /// What it replaces: UTF-8 offsets in `Buffer.text`. Out of range or inside a scalar, the completion is
    /// passed over.
    public let replacing: Range<Int>
    /// What the list shows; control characters are shown as visible signs.
    public let display: String
    /// What it is, in a word (`column`), or empty.
    public let kind: String
    /// A few words about it (a type, a summary, `57 rows`), or empty.
    public let detail: String

    /// A completion that shows its own text when no other is given.
    public init(
      text: String, replacing: Range<Int>, display: String? = nil, kind: String = "", detail: String = ""
    ) {
      self.text = text
      self.replacing = replacing
      self.display = display ?? text
      self.kind = kind
      self.detail = detail
    }
  }

  /// Whether Enter runs an input or goes on to a new line.
  public enum Completeness: Sendable {
    case complete
    case incomplete
  }

  /// What the user gave.
  public enum Input: Sendable, Equatable {
    /// An input, possibly of several lines and possibly blank, without line breaks at its end.
    case text(String)
    /// Control-C: what was typed is dropped.
    case interrupted
    /// Control-D on an empty line, or a terminal that went away.
    case endOfFile
  }

  /// Shown before an input. A part between two U+0001 is sent to the terminal but takes no room (colours).
  public var prompt: String {
    didSet { widePrompt.set(prompt) }
  }
  /// Shown before the later lines of an input where lines are read one by one (see the type's comment).
  public var continuationPrompt: String

  /// What the user should be told once, such as a history file that cannot be written.
  public private(set) var warnings: [String] = []

  let color: Bool
  let language: Language
  let completer: (Buffer) -> [Completion]
  let hint: (Buffer) -> [StyledText]?
  let painter: ((String) -> [StyledText])?
  let isComplete: (String) -> Completeness
  let handle: OpaquePointer
  let terminal: EditorTerminal
  let history: LineHistory
  let historyHandle: OpaquePointer
  let widePrompt: StableWideText
  /// Texts that libedit keeps pointers to.
  var keptTexts: [StableWideText] = []
  /// Set by Control-C; read when libedit returns.
  var wasInterrupted = false
  /// The candidates among which Tab chooses.
  var menu: CompletionMenu?
  /// Whether the call that the cursor is in is explained below the input.
  var isHinting = false
  /// Where something stands below the input now: how many rows of the input are below the cursor's, and the
  /// cursor's column.
  var below: (down: Int, column: Int)?
  /// The last key that was read.
  var lastKey: Unicode.Scalar?
  /// Whether a paste is being read.
  var isPasting = false
  /// The earlier input that stands in the editor.
  var recall: Recall?
  /// Text that the next input begins with.
  var prefill = ""
  /// The window's size as libedit knows it.
  private var knownSize: (rows: Int, columns: Int)

  /// Sets libedit up on standard input and output. Nil when libedit cannot be set up (memory, no terminal).
  ///
  /// - Parameters:
  ///   - programName: the name by which `.editrc` addresses this program (`regn:bind …`).
  ///   - historyFile: where the history is kept; nil for a history that ends with the process. See
  ///     `LineHistory.defaultPath()`.
  ///   - color: whether to show more than bare text.
  ///   - language: what the menu of candidates is in.
  ///   - completer: asked on Tab. Called while the terminal is in raw mode; it must not print.
  ///   - hint: the line that explains the call at the cursor; nil when there is none to explain.
  ///   - painter: the pieces of an input, which together are all of it, for showing it in colours.
  ///   - isComplete: asked on Enter, with all text so far.
  public init?(
    programName: String = "regn",
    historyFile: String?,
    prompt: String,
    continuationPrompt: String,
    color: Bool = false,
    language: Language = .en,
    completer: @escaping (Buffer) -> [Completion],
    hint: @escaping (Buffer) -> [StyledText]? = { _ in nil },
    painter: ((String) -> [StyledText])? = nil,
    isComplete: @escaping (String) -> Completeness
  ) {
    Self.useUTF8()
    // Streams of our own on the standard descriptors; they live as long as the process, because closing them
    // would close the descriptors.
    guard let input = fdopen(STDIN_FILENO, "r"), let output = fdopen(STDOUT_FILENO, "w"),
      let errors = fdopen(STDERR_FILENO, "w"),
      let handle = el_init(programName, input, output, errors)
    else { return nil }
    guard let historyHandle = history_winit() else {
      el_end(handle)
      return nil
    }
    self.handle = handle
    self.historyHandle = historyHandle
    self.prompt = prompt
    self.continuationPrompt = continuationPrompt
    self.color = color
    self.language = language
    self.completer = completer
    self.hint = hint
    self.painter = painter
    self.isComplete = isComplete
    self.widePrompt = StableWideText(prompt)
    self.terminal = EditorTerminal(input: STDIN_FILENO, output: STDOUT_FILENO, stream: output)
    self.history = LineHistory(path: historyFile)
    knownSize = terminal.size
    setUp()
  }

  deinit {
    el_end(handle)
    history_wend(historyHandle)
    terminal.close()
  }

  /// Whether libedit edits; otherwise lines are read as the terminal gives them.
  public var isEditing: Bool { regn_el_edit_mode(handle) != 0 }

  /// Shows the prompt and reads one input. The input is added to the history unless blank.
  ///
  /// Standard output's buffer is flushed first.
  /// - Parameter prefill: text that stands in the editor at the start, for instance what `.edit` gave.
  public func readInput(prefill: String = "") -> Input {
    fflush(nil)
    wasInterrupted = false
    menu = nil
    isHinting = false
    lastKey = nil
    recall = nil
    let editing = isEditing
    // The window may have got another size since the last input.
    let size = terminal.size
    if size != knownSize { el_resize(handle) }
    knownSize = size
    terminal.begin(bracketedPaste: editing)
    defer { terminal.end() }
    let input = editing ? readEdited(prefill: prefill) : readLines(prefill: prefill)
    if case .text(let text) = input, !isBlank(text) {
      remember(text)
    }
    return input
  }

  /// Whether Control-C was typed behind the last input already, too early to come as a signal. It and the
  /// keys before it are dropped. To be asked before something runs long.
  public func takeTypedInterrupt() -> Bool { isEditing && terminal.takeTypedInterrupt() }

  /// Drops the keys that were typed before what ran last began. Those typed later are dropped by the terminal
  /// itself when Control-C stops what runs.
  public func dropTypedAhead() { terminal.dropTypedAhead() }

  /// Adds a text to the history, as if it had been typed.
  public func remember(_ text: String) {
    if history.add(text) {
      _ = regn_history_enter(historyHandle, wideText(text))
    }
    if let warning = history.takeWarning() {
      warnings.append(warning)
    }
  }

  /// The warnings since the last call, each once.
  public func takeWarnings() -> [String] {
    defer { warnings = [] }
    return warnings
  }

  private func setUp() {
    regn_el_set_client(handle, Unmanaged.passUnretained(self).toOpaque())
    regn_el_set_prompt(handle, { LineEditor.of($0)?.widePrompt.pointer }, 1)
    regn_el_set_reader(handle, { LineEditor.of($0)?.readCharacter($1) ?? -1 })
    regn_history_set_size(historyHandle, Int32(LineHistory.limit))
    regn_history_set_unique(historyHandle, 1)
    for entry in history.entries {
      _ = regn_history_enter(historyHandle, wideText(entry))
    }
    regn_el_set_history(handle, historyHandle)
    if let warning = history.takeWarning() {
      warnings.append(warning)
    }
    addFunctions()
    bindKeys()
    // Control-C and Control-Z come as characters while an input is edited, so that what they do is ours and
    // keeps its place among the keys typed after it.
    regn_el_set_tty(handle, wideText("-isig"))
    // Without these, lines of the input could not be drawn again.
    if regn_el_has_capability(handle, "up") == 0 || regn_el_has_capability(handle, "ce") == 0 {
      regn_el_set_edit_mode(handle, 0)
    }
    // Between inputs keys wait as they are: the terminal's own editing would take Control-R, Tab and the
    // arrows for something else, show them amid results, and keep but one line of 4,095 characters.
    if isEditing {
      regn_el_set_tty_between(handle, wideText("-icanon"))
      regn_el_set_tty_between(handle, wideText("-echo"))
    }
  }

  private func readEdited(prefill: String) -> Input {
    if !prefill.isEmpty {
      self.prefill = prefill
      el_wpush(handle, wideText(PrivateKey.prefill))
    }
    // Before the prompt shows: keys typed from then on must not be taken by the terminal's own editing.
    regn_el_prepare_terminal(handle, 1)
    var count: Int32 = 0
    guard let start = el_wgets(handle, &count), count > 0 || wasInterrupted else {
      terminal.write("\n")
      return .endOfFile
    }
    if wasInterrupted { return .interrupted }
    var text = narrowText(start, start + Int(count))
    if text.hasSuffix("\n") { text.removeLast() }
    repaint(text)
    return .text(trimmingLineBreaks(text))
  }

  /// Reads lines as the terminal gives them. A line that ends in a tab is completed: what it could mean is
  /// listed, and the prompt stands again with what is certain.
  private func readLines(prefill: String) -> Input {
    var text = prefill
    defer { widePrompt.set(prompt) }
    for (place, line) in prefill.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      .enumerated()
    {
      terminal.write((place == 0 ? prompt : continuationPrompt) + line + "\n")
    }
    while true {
      widePrompt.set(promptForLines(after: text))
      var count: Int32 = 0
      guard let start = el_wgets(handle, &count), count > 0 else {
        terminal.write("\n")
        if wasInterrupted { return .interrupted }
        return text.isEmpty ? .endOfFile : .text(trimmingLineBreaks(text))
      }
      text += narrowText(start, start + Int(count))
      let whole = trimmingLineBreaks(text)
      if whole.hasSuffix("\t") {
        text = listCandidates(String(whole.dropLast()))
      } else if isBlank(whole) || isComplete(whole) == .complete {
        return .text(whole)
      }
    }
  }

  /// The prompt, with what stands of the line already.
  private func promptForLines(after text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return (lines.count > 1 ? continuationPrompt : prompt) + (lines.last ?? "")
  }

  private func listCandidates(_ text: String) -> String {
    let (buffer, candidates) = completed(Buffer(text: text, cursor: text.utf8.count))
    let size = terminal.size
    let lines =
      candidates.isEmpty
      ? [] : CandidateList(candidates, language).lines(columns: size.columns, rows: max(4, size.rows - 3))
    terminal.write(lines.map { $0 + "\n" }.joined())
    return buffer?.text ?? text
  }

  /// The editor that a function called by libedit belongs to.
  static func of(_ handle: OpaquePointer?) -> LineEditor? {
    guard let handle, let client = regn_el_client(handle) else { return nil }
    return Unmanaged<LineEditor>.fromOpaque(client).takeUnretainedValue()
  }

  /// Makes characters UTF-8 whatever the environment says. Only the character class is taken from the
  /// environment: a decimal comma from `LC_NUMERIC` would change how C libraries read numbers.
  private static func useUTF8() {
    if setlocale(LC_CTYPE, "") != nil, let codeset = nl_langinfo(Int32(CODESET)),
      String(cString: codeset) == "UTF-8"
    {
      return
    }
    setlocale(LC_CTYPE, "C.UTF-8")
  }
}

/// A wide text at a fixed address that libedit may keep.
final class StableWideText {
  private(set) var pointer: UnsafeMutablePointer<wchar_t>

  init(_ text: String) {
    pointer = Self.copy(text)
  }

  deinit { pointer.deallocate() }

  func set(_ text: String) {
    let old = pointer
    pointer = Self.copy(text)
    old.deallocate()
  }

  private static func copy(_ text: String) -> UnsafeMutablePointer<wchar_t> {
    let wide = wideText(text)
    let copy = UnsafeMutablePointer<wchar_t>.allocate(capacity: wide.count)
    copy.initialize(from: wide, count: wide.count)
    return copy
  }
}

/// Whether nothing is there but white space.
func isBlank(_ text: String) -> Bool {
  text.unicodeScalars.allSatisfy { $0.properties.isWhitespace }
}

/// `text` without the line breaks at its end.
func trimmingLineBreaks(_ text: String) -> String {
  var scalars = text.unicodeScalars[...]
  while let last = scalars.last, last == "\n" || last == "\r" {
    scalars.removeLast()
  }
  return String(scalars)
}
