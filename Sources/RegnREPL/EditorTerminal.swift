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
  private let signals = SignalPipe.readEnd ?? -1
  private var bracketedPaste = false

  /// Takes the signals over, and notes how the terminal is to be given back.
  init(input: Int32, output: Int32, stream: UnsafeMutablePointer<FILE>) {
    self.input = input
    self.output = output
    self.stream = stream
    TerminalSignals.install(input: input, output: output)
  }

  /// Gives signals and terminal back.
  func close() { TerminalSignals.remove() }

  /// The size of the window; 80 by 24 when the terminal does not say.
  var size: (rows: Int, columns: Int) {
    var window = winsize()
    guard ioctl(output, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else {
      return (24, 80)
    }
    return (Int(window.ws_row), Int(window.ws_col))
  }

  /// An input begins: asks the terminal to mark pastes.
  func begin(bracketedPaste: Bool) {
    self.bracketedPaste = bracketedPaste
    // Signals that came too late for what ran do not concern the input.
    _ = SignalPipe.takeSignals()
    TerminalSignals.inputBegins(marksPastes: bracketedPaste)
    if bracketedPaste { write(TerminalSignals.pasteOn) }
  }

  /// An input was read, and the terminal is as it is to be until the next.
  func end() {
    if bracketedPaste { write(TerminalSignals.pasteOff) }
    TerminalSignals.inputEnded()
  }

  /// Stops the program's process group as Control-Z does, and returns when it is continued.
  func suspend() {
    // The terminal is given back by the signal's handler, as when the signal comes from outside.
    kill(0, SIGTSTP)
    // That it was continued is known here.
    _ = SignalPipe.takeSignals()
    if bracketedPaste { write(TerminalSignals.pasteOn) }
  }

  /// Whether Control-C stands among the keys that were typed ahead. It and the keys before it are dropped.
  ///
  /// Keys are characters as long as an input is read, Control-C too. One that comes right behind the Enter
  /// that starts a query may have been read with it, or wait to be read.
  func takeTypedInterrupt() -> Bool {
    var wait = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
    while bytes.count - nextByte < Self.typeAheadLimit, poll(&wait, 1, 0) > 0, readBlock() > 0 {}
    guard let last = bytes[nextByte...].lastIndex(of: 0x03) else { return false }
    nextByte = last + 1
    return true
  }

  /// Whether keys have come that nobody has asked for yet.
  var hasWaitingKeys: Bool {
    var wait = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
    return nextByte < bytes.count || poll(&wait, 1, 0) > 0
  }

  /// Gives back characters that were read, to be read again.
  func putBack(_ text: String) { bytes.insert(contentsOf: text.utf8, at: nextByte) }

  /// Forgets the keys that were typed ahead and have been read.
  func dropTypedAhead() { nextByte = bytes.count }

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
      pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
    ]
    let ready = poll(&waits, 2, milliseconds ?? -1)
    if ready == 0 { return .timeout }
    if ready < 0 { return errno == EINTR || errno == EAGAIN ? nil : .endOfFile }
    if waits[1].revents != 0 {
      let seen = Set(SignalPipe.takeSignals())
      if seen.contains(SIGCONT) {
        if bracketedPaste { write(TerminalSignals.pasteOn) }
        continued()
      }
      if seen.contains(SIGWINCH) { resized() }
      if seen.contains(SIGINT) { return .interrupted }
    }
    guard waits[0].revents != 0 else { return nil }
    let count = readBlock()
    if count > 0 || count < 0 && (errno == EINTR || errno == EAGAIN) { return nil }
    return .endOfFile
  }

  /// Reads what has come, and gives what `read` gave.
  private func readBlock() -> Int {
    if nextByte == bytes.count {
      bytes.removeAll(keepingCapacity: true)
      nextByte = 0
    }
    var block = [UInt8](repeating: 0, count: 4096)
    let count = read(input, &block, block.count)
    if count > 0 { bytes += block.prefix(count) }
    return count
  }

  /// More than this is not read ahead: the rest waits where it is.
  private static let typeAheadLimit = 1 << 20
}
