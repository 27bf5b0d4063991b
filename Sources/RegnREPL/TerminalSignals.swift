import Glibc

/// The signals of a conversation at a terminal, from its beginning to its end.
///
/// Control-C never ends the process: it is told through `SignalPipe` to whoever reads that, the prompt or
/// what watches a query. Signals that end or stop the process give the terminal back first, in the handler,
/// with calls that POSIX allows there.
enum TerminalSignals {
  static let pasteOn = "\u{1B}[?2004h"
  static let pasteOff = "\u{1B}[?2004l"

  /// Takes the signals over until `remove`. The terminal's settings now are those it is given back with.
  static func install(input: Int32, output: Int32) {
    _ = SignalPipe.readEnd
    let memory = storage ?? UnsafeMutablePointer<SavedState>.allocate(capacity: 1)
    if storage == nil {
      memory.initialize(to: SavedState())
      // However the program ends, short of a crash.
      atexit { TerminalSignals.remove() }
    }
    guard !memory.pointee.isInstalled else { return }
    memory.pointee.input = input
    memory.pointee.output = output
    memory.pointee.hasTerminal = tcgetattr(input, &memory.pointee.original) == 0
    memory.pointee.marksPastes = false
    memory.pointee.isBetweenInputs = false
    memory.pointee.isInstalled = true
    storage = memory
    replace(SIGHUP, keeping: &memory.pointee.hangUp, with: endHandler)
    replace(SIGTERM, keeping: &memory.pointee.terminate, with: endHandler)
    replace(SIGQUIT, keeping: &memory.pointee.quit, with: endHandler)
    replace(SIGTSTP, keeping: &memory.pointee.stop, with: stopHandler)
    replace(SIGINT, keeping: &memory.pointee.interrupt, with: SignalPipe.handler)
    replace(SIGWINCH, keeping: &memory.pointee.window, with: SignalPipe.handler)
    replace(SIGCONT, keeping: &memory.pointee.resume, with: continueHandler)
  }

  /// Gives the terminal back and puts the former handlers back.
  static func remove() {
    guard let memory = storage, memory.pointee.isInstalled else { return }
    memory.pointee.isInstalled = false
    memory.pointee.isBetweenInputs = false
    sigaction(SIGHUP, &memory.pointee.hangUp, nil)
    sigaction(SIGTERM, &memory.pointee.terminate, nil)
    sigaction(SIGQUIT, &memory.pointee.quit, nil)
    sigaction(SIGTSTP, &memory.pointee.stop, nil)
    sigaction(SIGINT, &memory.pointee.interrupt, nil)
    sigaction(SIGWINCH, &memory.pointee.window, nil)
    sigaction(SIGCONT, &memory.pointee.resume, nil)
    if memory.pointee.hasTerminal { tcsetattr(memory.pointee.input, TCSADRAIN, &memory.pointee.original) }
  }

  /// An input begins to be read; `marksPastes` tells whether the terminal was asked to mark pastes.
  static func inputBegins(marksPastes: Bool) {
    storage?.pointee.isBetweenInputs = false
    storage?.pointee.marksPastes = marksPastes
  }

  /// An input was read: the terminal is as it is to be until the next.
  static func inputEnded() {
    guard let memory = storage, memory.pointee.isInstalled else { return }
    memory.pointee.marksPastes = false
    memory.pointee.isBetweenInputs =
      memory.pointee.hasTerminal && tcgetattr(memory.pointee.input, &memory.pointee.between) == 0
  }

  /// Runs `body`, which starts another program on the terminal, with the terminal as it was in the beginning.
  static func lendTerminal<Result>(_ body: () throws -> Result) rethrows -> Result {
    guard let memory = storage, memory.pointee.isInstalled, memory.pointee.isBetweenInputs else {
      return try body()
    }
    tcsetattr(memory.pointee.input, TCSADRAIN, &memory.pointee.original)
    defer { tcsetattr(memory.pointee.input, TCSADRAIN, &memory.pointee.between) }
    return try body()
  }

  /// Begins to use the whole screen: keys come one by one, Control-C too, and what was on the screen is kept.
  static func ownScreenBegins() {
    guard let memory = storage, memory.pointee.isInstalled, memory.pointee.hasTerminal else { return }
    var settings = memory.pointee.between
    settings.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
    settings.c_iflag &= ~tcflag_t(ICRNL)
    tcsetattr(memory.pointee.input, TCSADRAIN, &settings)
    memory.pointee.ownsScreen = true
    writeScreen("\u{1B}[?1049h\u{1B}[?25l")
  }

  /// Gives the screen back.
  static func ownScreenEnds() {
    guard let memory = storage, memory.pointee.ownsScreen else { return }
    memory.pointee.ownsScreen = false
    writeScreen("\u{1B}[?25h\u{1B}[?1049l")
    tcsetattr(memory.pointee.input, TCSADRAIN, &memory.pointee.between)
  }

  private static func writeScreen(_ text: String) {
    guard let memory = storage else { return }
    fflush(nil)
    _ = writeAll(Array(text.utf8), to: memory.pointee.output)
  }

  private static func replace(
    _ signal: Int32, keeping old: UnsafeMutablePointer<sigaction>,
    with handler: @escaping @convention(c) (Int32) -> Void
  ) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    // Reading an input must notice signals; it polls the pipe. Everything else just goes on.
    action.sa_flags = SA_RESTART
    sigemptyset(&action.sa_mask)
    sigaction(signal, &action, old)
    // What was ignored stays so (`nohup`); Control-C is ours in any case.
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
  var isInstalled = false
  var hasTerminal = false
  /// Whether the terminal marks pastes now.
  var marksPastes = false
  /// Whether something has the whole screen.
  var ownsScreen = false
  /// Whether no input is being read, so that the terminal must be as `between` says.
  var isBetweenInputs = false
  var original = termios()
  var between = termios()
  var hangUp = sigaction()
  var terminate = sigaction()
  var quit = sigaction()
  var stop = sigaction()
  var interrupt = sigaction()
  var window = sigaction()
  var resume = sigaction()

  /// Gives the terminal back, in a handler.
  mutating func giveTerminalBack() {
    if marksPastes {
      // ESC [ ? 2 0 0 4 l, carriage return, line feed
      var bytes: (UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8) = (
        0x1B, 0x5B, 0x3F, 0x32, 0x30, 0x30, 0x34, 0x6C, 0x0D, 0x0A
      )
      _ = write(output, &bytes, 10)
    }
    if ownsScreen {
      // ESC [ ? 1 0 4 9 l, ESC [ ? 2 5 h
      var bytes:
        (
          UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8
        ) = (
          0x1B, 0x5B, 0x3F, 0x31, 0x30, 0x34, 0x39, 0x6C, 0x1B, 0x5B, 0x3F, 0x32, 0x35, 0x68
        )
      _ = write(output, &bytes, 14)
    }
    if hasTerminal { tcsetattr(input, TCSANOW, &original) }
  }
}

/// Written before the handlers are installed and never freed, so the handlers may read it at any time.
nonisolated(unsafe) private var storage: UnsafeMutablePointer<SavedState>?

/// Gives the terminal back and lets the signal end the process.
private let endHandler: @convention(c) (Int32) -> Void = { signal in
  let saved = errno
  storage?.pointee.giveTerminalBack()
  // Not the former handler: that of a debugging runtime takes SIGQUIT for a crash, and goes on.
  var action = sigaction()
  action.__sigaction_handler.sa_handler = SIG_DFL
  sigaction(signal, &action, nil)
  // Delivered when this handler returns: until then the signal is blocked.
  raise(signal)
  errno = saved
}

/// Gives the terminal back, stops as the signal does by default, and takes it over again when continued.
private let stopHandler: @convention(c) (Int32) -> Void = { signal in
  let saved = errno
  storage?.pointee.giveTerminalBack()
  var ours = sigaction()
  var theirs = sigaction()
  theirs.__sigaction_handler.sa_handler = SIG_DFL
  sigaction(signal, &theirs, &ours)
  var mask = sigset_t()
  var former = sigset_t()
  sigemptyset(&mask)
  sigaddset(&mask, signal)
  raise(signal)
  // With the signal let in, the process stops; and it goes on from here.
  pthread_sigmask(SIG_UNBLOCK, &mask, &former)
  pthread_sigmask(SIG_SETMASK, &former, nil)
  sigaction(signal, &ours, nil)
  errno = saved
}

/// The process was continued: between inputs the terminal must be set again; the prompt does so itself.
private let continueHandler: @convention(c) (Int32) -> Void = { signal in
  let saved = errno
  if let memory = storage, memory.pointee.isBetweenInputs,
    // In the background, setting the terminal would stop the process again.
    tcgetpgrp(memory.pointee.input) == getpgrp()
  {
    tcsetattr(memory.pointee.input, TCSANOW, &memory.pointee.between)
  }
  errno = saved
  SignalPipe.handler(signal)
}
