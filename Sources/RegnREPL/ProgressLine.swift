import Glibc
import RegnData
import RegnPhrases
import RegnSession
import Synchronization

/// A line on standard error that says how far a long statement has come; only on a terminal that can erase
/// it, and only after half a second.
public final class ProgressLine: Sendable {
  private let control: SessionControl
  private let language: Language
  private let screen = Mutex(Screen())

  private struct Screen {
    /// Whether the line stands on the screen now.
    var isShown = false
    /// Whether something else is being written.
    var isHidden = false
  }

  private init(_ control: SessionControl, _ language: Language) {
    self.control = control
    self.language = language
  }

  /// Runs `body` with the line. What `body` writes meanwhile, it must write in `hidden`.
  public static func show<Result>(
    _ control: SessionControl, _ language: Language = .en, _ body: (ProgressLine) throws -> Result
  ) rethrows -> Result {
    let line = ProgressLine(control, language)
    guard isatty(STDERR_FILENO) == 1, getenv("TERM").map({ String(cString: $0) }) ?? "dumb" != "dumb",
      let watcher = Watcher(line)
    else { return try body(line) }
    defer { watcher.stop() }
    return try body(line)
  }

  /// Runs `body`, which writes to the terminal, with the line off the screen.
  public func hidden<Result>(_ body: () throws -> Result) rethrows -> Result {
    hide(true)
    defer { hide(false) }
    return try body()
  }

  private func hide(_ isHidden: Bool) {
    screen.withLock { screen in
      if screen.isShown { write("\r\u{1B}[K") }
      screen.isShown = false
      screen.isHidden = isHidden
    }
  }

  private func draw(_ text: String) {
    screen.withLock { screen in
      guard !screen.isHidden else { return }
      write("\r\u{1B}[K" + text)
      screen.isShown = true
    }
  }

  private func write(_ text: String) {
    var copy = text
    copy.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  /// Draws the line now and then until `end`, a pipe's reading end, has something to read.
  private func watch(until end: Int32) {
    var statement: Progress?
    var start = ContinuousClock.now
    while true {
      var wait = pollfd(fd: end, events: Int16(POLLIN), revents: 0)
      let ready = poll(&wait, 1, 100)
      if ready > 0 { return hide(true) }
      if ready < 0 { continue }
      guard let progress = control.progress else {
        statement = nil
        continue
      }
      if progress !== statement {
        statement = progress
        start = .now
      }
      let elapsed = start.duration(to: .now).components
      let seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
      if seconds >= 0.4 {
        draw(ProgressLine.text(progress.now, seconds, columns: ProgressLine.columns, language))
      }
    }
  }

  private static var columns: Int {
    var size = winsize()
    return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  /// `12,000,000 rows · 120 of 356 MB · 33 % · 2 s left`, as much of it as fits a line.
  static func text(
    _ now: (rows: Int, expectedRows: Int, bytes: Int, expectedBytes: Int), _ elapsed: Double, columns: Int,
    _ language: Language = .en
  ) -> String {
    func said(_ phrase: Phrase) -> String { phrase.text(language) }
    var parts = [said("\(grouped: now.rows) rows")]
    var share = 0.0
    if now.expectedBytes > 0 {
      parts.append(said("\(now.bytes / 1_000_000) of \(now.expectedBytes / 1_000_000) MB"))
      share = Double(now.bytes) / Double(now.expectedBytes)
    } else if now.expectedRows > 0 {
      share = Double(now.rows) / Double(now.expectedRows)
    }
    share = min(share, 1)
    if share > 0 {
      parts.append("\(Int(share * 100)) %")
      parts.append(said("\(duration(elapsed / share - elapsed)) left"))
    }
    var text = parts.removeFirst()
    for part in parts where text.count + part.count + 3 < columns { text += " · " + part }
    return text
  }

  /// `12 s`, `3 min`, `5 h`, `2 days`.
  private static func duration(_ seconds: Double) -> Phrase {
    if seconds < 100 { return "\(Int(seconds)) s" }
    if seconds < 6000 { return "\(Int(seconds / 60)) min" }
    if seconds < 172_800 { return "\(Int(seconds / 3600)) h" }
    return seconds < 1e12 ? "\(grouped: Int(seconds / 86_400)) days" : "years"
  }

  /// The thread that draws the line.
  private struct Watcher {
    private let ends: (read: Int32, write: Int32)
    private let thread: pthread_t

    private final class Task: Sendable {
      let line: ProgressLine
      let end: Int32

      init(_ line: ProgressLine, _ end: Int32) {
        self.line = line
        self.end = end
      }
    }

    init?(_ line: ProgressLine) {
      guard let ends = makePipe() else { return nil }
      let task = Unmanaged.passRetained(Task(line, ends.read))
      var thread = pthread_t()
      let made = pthread_create(
        &thread, nil,
        { argument in
          guard let argument else { return nil }
          let task = Unmanaged<Task>.fromOpaque(argument).takeRetainedValue()
          task.line.watch(until: task.end)
          return nil
        }, task.toOpaque())
      guard made == 0 else {
        task.release()
        close(ends.read)
        close(ends.write)
        return nil
      }
      self.ends = ends
      self.thread = thread
    }

    /// Ends the drawing; the line is off the screen when this returns.
    func stop() {
      close(ends.write)
      pthread_join(thread, nil)
      close(ends.read)
    }
  }
}
