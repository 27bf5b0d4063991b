import Glibc

/// The terminal under the line editor: reading characters, bracketed paste, and signals while an input is
/// read.
final class EditorTerminal {
  /// What reading a character gave.
  enum Read {
    case scalar(Unicode.Scalar)
    /// SIGINT from outside, or Control-C where the terminal edits.
    case interrupted
    case endOfFile
    case timeout
  }

  private let input: Int32
  private let output: Int32
  private let stream: UnsafeMutablePointer<FILE>
  /// Bytes that were read and not yet asked for. They outlive an input: who types ahead loses nothing.
  private var bytes: [UInt8] = []
  private var nextByte = 0
  private var pipe: (read: Int32, write: Int32) = (-1, -1)
  private var bracketedPaste = false

  init(input: Int32, output: Int32, stream: UnsafeMutablePointer<FILE>) {
    self.input = input
    self.output = output
    self.stream = stream
    if let ends = makePipe() {
      _ = fcntl(ends.read, F_SETFL, O_NONBLOCK)
      _ = fcntl(ends.write, F_SETFL, O_NONBLOCK)
      pipe = ends
    }
  }

  deinit {
    if pipe.read >= 0 {
      close(pipe.read)
      close(pipe.write)
    }
  }

  /// The size of the window; 80 by 24 when the terminal does not say.
  var size: (rows: Int, columns: Int) {
    var window = winsize()
    guard ioctl(output, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else {
      return (24, 80)
    }
    return (Int(window.ws_row), Int(window.ws_col))
  }

  /// Takes the signals over and asks the terminal to mark pastes.
  func begin(bracketedPaste: Bool) {
    self.bracketedPaste = bracketedPaste
    // Signals that came too late for the last input do not concern this one.
    var stale = [UInt8](repeating: 0, count: 64)
    while read(pipe.read, &stale, stale.count) > 0 {}
    EditorSignals.install(input: input, output: output, wake: pipe.write, bracketedPaste: bracketedPaste)
    if bracketedPaste { write(EditorSignals.pasteOn) }
  }

  /// Gives signals and terminal back.
  func end() {
    if bracketedPaste { write(EditorSignals.pasteOff) }
    EditorSignals.remove()
  }

  /// Stops the program's process group as Control-Z does, and returns when it is continued. The terminal must
  /// be in its normal mode.
  func suspend() {
    if bracketedPaste { write(EditorSignals.pasteOff) }
    EditorSignals.remove()
    kill(0, SIGTSTP)
    EditorSignals.install(input: input, output: output, wake: pipe.write, bracketedPaste: bracketedPaste)
    if bracketedPaste { write(EditorSignals.pasteOn) }
  }

  /// Writes all of a text, after what libedit has written.
  func write(_ text: String) {
    fflush(stream)
    var text = text
    text.withUTF8 { buffer in
      var rest = UnsafeRawBufferPointer(buffer)
      while let start = rest.baseAddress, !rest.isEmpty {
        let count = Glibc.write(output, start, rest.count)
        if count > 0 {
          rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        } else if errno == EAGAIN {
          var wait = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
          poll(&wait, 1, 1000)
        } else if errno != EINTR {
          return
        }
      }
    }
  }

  /// One character. Bytes that are not UTF-8 give U+FFFD each.
  ///
  /// - Parameters:
  ///   - milliseconds: how long to wait for its first byte; nil for ever.
  ///   - resized: called when the window has a new size.
  ///   - continued: called when the program was stopped from outside and continued.
  func readScalar(within milliseconds: Int32?, resized: () -> Void, continued: () -> Void) -> Read {
    while nextByte == bytes.count {
      switch fill(within: milliseconds, resized: resized, continued: continued) {
      case nil: continue
      case .some(let read): return read
      }
    }
    let lead = bytes[nextByte]
    let length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1
    // The rest of a character follows its first byte at once.
    while bytes.count - nextByte < length {
      if let read = fill(within: 100, resized: resized, continued: continued) {
        if case .interrupted = read { return read }
        break
      }
    }
    var decoder = UTF8()
    var iterator = bytes[nextByte..<min(nextByte + length, bytes.count)].makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else {
      nextByte += 1
      return .scalar("\u{FFFD}")
    }
    nextByte += length
    return .scalar(scalar)
  }

  /// Waits for bytes and signals. Nil when bytes came or a signal was dealt with.
  private func fill(within milliseconds: Int32?, resized: () -> Void, continued: () -> Void) -> Read? {
    var waits = [
      pollfd(fd: input, events: Int16(POLLIN), revents: 0),
      pollfd(fd: pipe.read, events: Int16(POLLIN), revents: 0),
    ]
    let ready = poll(&waits, 2, milliseconds ?? -1)
    if ready == 0 { return .timeout }
    if ready < 0 { return errno == EINTR || errno == EAGAIN ? nil : .endOfFile }
    if waits[1].revents != 0 {
      var events = [UInt8](repeating: 0, count: 64)
      let count = max(0, read(pipe.read, &events, events.count))
      let seen = Set(events.prefix(count).map { Int32($0) })
      if seen.contains(SIGCONT) {
        if bracketedPaste { write(EditorSignals.pasteOn) }
        continued()
      }
      if seen.contains(SIGWINCH) { resized() }
      if seen.contains(SIGINT) { return .interrupted }
    }
    guard waits[0].revents != 0 else { return nil }
    if nextByte == bytes.count {
      bytes.removeAll(keepingCapacity: true)
      nextByte = 0
    }
    let old = bytes.count
    var block = [UInt8](repeating: 0, count: 4096)
    let count = read(input, &block, block.count)
    if count > 0 {
      bytes += block.prefix(count)
      return nil
    }
    if count < 0, errno == EINTR || errno == EAGAIN { return nil }
    return old == bytes.count ? .endOfFile : nil
  }
}
