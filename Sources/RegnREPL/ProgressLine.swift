import Glibc
import RegnSession
import Synchronization

/// A line on standard error that says how far a long statement has come; only on a terminal, and only after
/// half a second.
public enum ProgressLine {
  /// Runs `body` with the line.
  public static func show<Result>(_ control: SessionControl, _ body: () throws -> Result) rethrows -> Result {
    guard isatty(STDERR_FILENO) == 1 else { return try body() }
    let watcher = Watcher(control)
    defer { watcher.stop() }
    return try body()
  }

  /// The thread that writes the line.
  private final class Watcher: Sendable {
    private let isDone = Atomic<Bool>(false)
    private let hasEnded = Atomic<Bool>(true)
    private let control: SessionControl

    init(_ control: SessionControl) {
      self.control = control
      var thread = pthread_t()
      hasEnded.store(false, ordering: .relaxed)
      let argument = Unmanaged.passRetained(self)
      let status = pthread_create(
        &thread, nil,
        { argument in
          if let argument { Unmanaged<Watcher>.fromOpaque(argument).takeRetainedValue().watch() }
          return nil
        }, argument.toOpaque())
      if status == 0 {
        pthread_detach(thread)
      } else {
        argument.release()
        hasEnded.store(true, ordering: .relaxed)
      }
    }

    /// Ends the line and waits until it is off the screen.
    func stop() {
      isDone.store(true, ordering: .releasing)
      while !hasEnded.load(ordering: .acquiring) { usleep(200) }
    }

    private func watch() {
      var waited = 0
      var shown = false
      var start = ContinuousClock.now
      while !isDone.load(ordering: .acquiring) {
        usleep(2000)
        waited += 2
        if control.progress == nil {
          waited = 0
          start = .now
        }
        guard waited >= 500, waited % 100 == 0, let progress = control.progress?.now else { continue }
        let seconds = start.duration(to: .now).components
        let elapsed = Double(seconds.seconds) + Double(seconds.attoseconds) / 1e18
        write("\r\u{1B}[K" + Watcher.text(progress, elapsed))
        shown = true
      }
      if shown { write("\r\u{1B}[K") }
      hasEnded.store(true, ordering: .releasing)
    }

    private func write(_ text: String) {
      var copy = text
      copy.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    /// `12,000,000 rows · 120 of 356 MB · 33 % · 2 s left`
    static func text(_ now: (rows: Int, expectedRows: Int, bytes: Int, expectedBytes: Int), _ elapsed: Double)
      -> String
    {
      var parts = ["\(SessionText.grouped(now.rows)) rows"]
      var share = 0.0
      if now.expectedBytes > 0 {
        parts.append("\(now.bytes / 1_000_000) of \(now.expectedBytes / 1_000_000) MB")
        share = Double(now.bytes) / Double(now.expectedBytes)
      } else if now.expectedRows > 0 {
        share = Double(now.rows) / Double(now.expectedRows)
      }
      share = min(share, 1)
      if share > 0 {
        parts.append("\(Int(share * 100)) %")
        parts.append("\(Int(elapsed / share - elapsed)) s left")
      }
      return parts.joined(separator: " · ")
    }
  }
}
