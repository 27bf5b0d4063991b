import Glibc
import RegnSession

/// A line on a terminal that says how far an import has come, after half a second.
final class ImportProgress {
  private let isShown: Bool
  private let start = ContinuousClock.now
  private var next: ContinuousClock.Instant
  private var stands = false
  var rows = 0
  var bytes = 0
  var part = (number: 0, count: 0)

  init() {
    isShown = Terminal.standardError.isTerminal && environment("TERM") ?? "dumb" != "dumb"
    next = start.advanced(by: .milliseconds(500))
  }

  /// Draws the line anew when it is time.
  func update() {
    guard isShown, ContinuousClock.now >= next else { return }
    next = ContinuousClock.now.advanced(by: .milliseconds(200))
    var text = "\(SessionText.grouped(rows)) rows · \(SessionText.grouped(bytes / 1000)) kB"
    if part.count > 1 { text += " · part \(part.number) of \(part.count)" }
    Terminal.standardError.write("\r\u{1B}[K" + text)
    stands = true
  }

  /// Takes the line off the screen.
  func hide() {
    if stands { Terminal.standardError.write("\r\u{1B}[K") }
    stands = false
  }
}
