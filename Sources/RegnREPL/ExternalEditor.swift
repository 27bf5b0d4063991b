import CLibEdit
import Glibc

/// Opens a text in the user's editor (`$VISUAL`, else `$EDITOR`, else `editor`) and gives back what was
/// saved.
///
/// The text lives in a file of its own, readable by the user only, which is gone afterwards. Line breaks at
/// its end are left out. Nil when the editor could not be started, ended with an error, or left no file.
public func editInEditor(_ text: String) -> String? {
  let folder = getenv("TMPDIR").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
  // The ending tells editors the language.
  var template = Array((folder + "/regn-XXXXXX.kql").utf8CString)
  let descriptor = mkstemps(&template, 4)
  guard descriptor >= 0 else { return nil }
  closeOnExec(descriptor)
  let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  defer { unlink(path) }
  let written = writeAll(
    Array((text + (text.isEmpty || text.hasSuffix("\n") ? "" : "\n")).utf8), to: descriptor)
  close(descriptor)
  guard written, TerminalSignals.lendTerminal({ runEditor(on: path) }),
    let bytes = readPrefix(ofFile: path, limit: 64 << 20)
  else {
    return nil
  }
  return trimmingLineBreaks(String(decoding: bytes, as: UTF8.self))
}

/// Runs the editor through the shell, because the variables may hold options too. True when it ended well.
private func runEditor(on path: String) -> Bool {
  fflush(nil)
  var attributes = posix_spawnattr_t()
  guard posix_spawnattr_init(&attributes) == 0 else { return false }
  defer { posix_spawnattr_destroy(&attributes) }
  var defaults = sigset_t()
  sigemptyset(&defaults)
  sigaddset(&defaults, SIGINT)
  sigaddset(&defaults, SIGQUIT)
  sigaddset(&defaults, SIGPIPE)
  posix_spawnattr_setsigdefault(&attributes, &defaults)
  posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))

  // Control-C in the editor is the editor's.
  var ignore = sigaction()
  var interrupt = sigaction()
  var quit = sigaction()
  ignore.__sigaction_handler.sa_handler = SIG_IGN
  sigaction(SIGINT, &ignore, &interrupt)
  sigaction(SIGQUIT, &ignore, &quit)
  defer {
    sigaction(SIGINT, &interrupt, nil)
    sigaction(SIGQUIT, &quit, nil)
  }

  let command = "eval \"${VISUAL:-${EDITOR:-editor}} \\\"\\$1\\\"\""
  let words: [UnsafeMutablePointer<CChar>?] = ["sh", "-c", command, "sh", path].map { (word: String) in
    strdup(word)
  }
  defer { for word in words { free(word) } }
  var process = pid_t()
  guard posix_spawn(&process, "/bin/sh", nil, &attributes, words + [nil], environ) == 0 else { return false }
  var status: Int32 = 0
  while waitpid(process, &status, 0) < 0 {
    guard errno == EINTR else { return false }
  }
  return regn_wait_exited(status) != 0 && regn_wait_exit_code(status) == 0
}
