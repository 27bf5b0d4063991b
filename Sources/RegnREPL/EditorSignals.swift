import Glibc

/// Signals while an input is read. Those that end the process give the terminal back first, in the handler,
/// with calls that POSIX allows there; the others are passed to the reading loop through a pipe.
enum EditorSignals {
  static let pasteOn = "\u{1B}[?2004h"
  static let pasteOff = "\u{1B}[?2004l"

  /// Takes the signals over until `remove`.
  static func install(input: Int32, output: Int32, wake: Int32, bracketedPaste: Bool) {
    let memory = storage ?? UnsafeMutablePointer<SavedState>.allocate(capacity: 1)
    if storage == nil { memory.initialize(to: SavedState()) }
    memory.pointee.input = input
    memory.pointee.output = output
    memory.pointee.wake = wake
    memory.pointee.hasTerminal = tcgetattr(input, &memory.pointee.terminal) == 0
    memory.pointee.bracketedPaste = bracketedPaste
    storage = memory
    replace(SIGHUP, keeping: &memory.pointee.hangUp, with: endHandler)
    replace(SIGTERM, keeping: &memory.pointee.terminate, with: endHandler)
    replace(SIGQUIT, keeping: &memory.pointee.quit, with: endHandler)
    replace(SIGINT, keeping: &memory.pointee.interrupt, with: wakeHandler)
    replace(SIGWINCH, keeping: &memory.pointee.window, with: wakeHandler)
    replace(SIGCONT, keeping: &memory.pointee.resume, with: wakeHandler)
  }

  /// Puts the former handlers back.
  static func remove() {
    guard let memory = storage else { return }
    sigaction(SIGHUP, &memory.pointee.hangUp, nil)
    sigaction(SIGTERM, &memory.pointee.terminate, nil)
    sigaction(SIGQUIT, &memory.pointee.quit, nil)
    sigaction(SIGINT, &memory.pointee.interrupt, nil)
    sigaction(SIGWINCH, &memory.pointee.window, nil)
    sigaction(SIGCONT, &memory.pointee.resume, nil)
  }

  private static func replace(
    _ signal: Int32, keeping old: UnsafeMutablePointer<sigaction>,
    with handler: @escaping @convention(c) (Int32) -> Void
  ) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    action.sa_flags = 0
    sigemptyset(&action.sa_mask)
    sigaction(signal, &action, old)
    // What was ignored stays so (`nohup`); Control-C is ours at the prompt in any case.
    if signal != SIGINT, isIgnored(old.pointee) { sigaction(signal, old, nil) }
  }

  private static func isIgnored(_ action: sigaction) -> Bool {
    // SIG_IGN is the address 1; Swift cannot compare function pointers otherwise.
    unsafeBitCast(action.__sigaction_handler, to: Int.self) == 1
  }
}

/// What the handlers need, at a fixed address.
private struct SavedState {
  var input: Int32 = -1
  var output: Int32 = -1
  var wake: Int32 = -1
  var hasTerminal = false
  var bracketedPaste = false
  var terminal = termios()
  var hangUp = sigaction()
  var terminate = sigaction()
  var quit = sigaction()
  var interrupt = sigaction()
  var window = sigaction()
  var resume = sigaction()
}

/// Written before the handlers are installed and never freed, so the handlers may read it at any time.
nonisolated(unsafe) private var storage: UnsafeMutablePointer<SavedState>?

/// Tells the reading loop which signal came. A full pipe loses nothing: the loop is awake then.
private let wakeHandler: @convention(c) (Int32) -> Void = { signal in
  let saved = errno
  if let memory = storage {
    var byte = UInt8(truncatingIfNeeded: signal)
    _ = write(memory.pointee.wake, &byte, 1)
  }
  errno = saved
}

/// Gives the terminal back and lets the signal do what it did before.
private let endHandler: @convention(c) (Int32) -> Void = { signal in
  let saved = errno
  if let memory = storage {
    if memory.pointee.bracketedPaste {
      // ESC [ ? 2 0 0 4 l, carriage return, line feed
      var bytes: (UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8) = (
        0x1B, 0x5B, 0x3F, 0x32, 0x30, 0x30, 0x34, 0x6C, 0x0D, 0x0A
      )
      _ = write(memory.pointee.output, &bytes, 10)
    }
    if memory.pointee.hasTerminal { tcsetattr(memory.pointee.input, TCSANOW, &memory.pointee.terminal) }
    switch signal {
    case SIGHUP: sigaction(signal, &memory.pointee.hangUp, nil)
    case SIGTERM: sigaction(signal, &memory.pointee.terminate, nil)
    default: sigaction(signal, &memory.pointee.quit, nil)
    }
  }
  // Delivered when this handler returns: until then the signal is blocked.
  raise(signal)
  errno = saved
}
