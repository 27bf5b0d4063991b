import Glibc
import RegnData
import RegnSession
import RegnSyntax

extension Shell {
  /// `.watch [SECONDS] [QUERY]`: runs a query now, again after so many seconds and when a file it may read
  /// has changed, and says what is different; until Control-C.
  func watch(_ argument: String) {
    var seconds = 2.0
    var query = argument
    let first = argument.prefix { !$0.isWhitespace }
    if first.first?.isNumber ?? false {
      guard let number = Double(first), number >= 0.1, number <= 86_400 else {
        return refuse("how often? write the seconds between two runs, such as: .watch 5")
      }
      seconds = number
      query = trimmed(String(argument.dropFirst(first.count)))
    }
    if query.isEmpty { query = lastQuery }
    guard !query.isEmpty else { return refuse("there is no query yet; write: .watch 5 costs | count") }
    let text = SourceText(query, fileName: "<input>")
    var stamps = fileStamps()
    // What is watched begins with the files as they are.
    reopen(changedSince: [:], stamps)
    guard let start = answer(text, isFirst: true) else { return refuse("") }
    // In a saved session the query stands by itself: who repeats it does not want to wait.
    transcript.inputs.append(query)
    var last = start
    let every = seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
    tell("\(Shell.clock)  every \(every) s and when a file changes; Control-C stops")
    while wait(seconds, unless: stamps) {
      let now = fileStamps()
      reopen(changedSince: stamps, now)
      stamps = now
      guard let results = answer(text, isFirst: false) else { break }
      tell(last, results)
      last = results
    }
    tell("stopped watching")
  }

  /// Runs the query; nil when it failed or was stopped. The first answer is shown as any other.
  private func answer(_ text: SourceText, isFirst: Bool) -> [ResultTable]? {
    let wasUnattended = isUnattended
    isUnattended = true
    defer { isUnattended = wasUnattended }
    var results: [ResultTable] = []
    let outcome = watched { report in
      try session.run(text) { event in
        if case .result(let result, _) = event {
          results.append(result)
          if !isFirst { return }
        }
        try report(event)
      }
    }
    return outcome == .done && !wasInterrupted ? results : nil
  }

  /// Says in short what is different now, and keeps the results as the last when something is.
  private func tell(_ old: [ResultTable], _ new: [ResultTable]) {
    for (before, after) in zip(old, new) {
      let said: String
      do {
        let difference = try ResultDifference(from: display.cells(of: before), to: display.cells(of: after))
        if difference.isEmpty { continue }
        said = difference.text(lines: 10, width: display.width)
      } catch {
        // Rows that have no names can only be counted.
        let (was, now) = (before.rowCount, after.rowCount)
        if was == now { continue }
        said = "\(SessionText.grouped(was)) rows → \(SessionText.grouped(now)) rows\n"
      }
      display.write("\(Shell.clock)  \(said)")
      keep(after)
    }
  }

  /// Waits; false when Control-C came, true when the time is over or a file is another.
  private func wait(_ seconds: Double, unless stamps: [String: FileStamp]) -> Bool {
    let end = ContinuousClock.now.advanced(by: .milliseconds(Int(seconds * 1000)))
    while ContinuousClock.now < end {
      var wait = pollfd(fd: SignalPipe.readEnd ?? -1, events: Int16(POLLIN), revents: 0)
      if poll(&wait, 1, 100) > 0, SignalPipe.takeSignals().contains(SIGINT) { return false }
      // A file that is not there is about to be: programs replace files in two steps.
      if fileStamps().contains(where: { $0.value != stamps[$0.key] }) { return true }
    }
    return true
  }

  /// Opens the tables anew whose files have changed. One that cannot be opened, as while it is written, stays
  /// as it was until its next change.
  private func reopen(changedSince old: [String: FileStamp], _ new: [String: FileStamp]) {
    for table in session.fileTables where table.files.contains(where: { old[$0] != new[$0] }) {
      try? session.reopenTable(table.name, path: table.path)
    }
  }

  private func fileStamps() -> [String: FileStamp] {
    var stamps: [String: FileStamp] = [:]
    for file in session.fileTables.flatMap(\.files) {
      var about = stat()
      // A pipe gives what it has only once.
      guard stat(file, &about) == 0, about.st_mode & S_IFMT == S_IFREG else { continue }
      stamps[file] = FileStamp(
        file: about.st_ino, size: about.st_size, seconds: about.st_mtim.tv_sec,
        nanoseconds: about.st_mtim.tv_nsec)
    }
    return stamps
  }

  /// What tells a file from the one that it was.
  struct FileStamp: Equatable {
    let file: ino_t
    let size: off_t
    let seconds: Int
    let nanoseconds: Int
  }

  /// The time of day.
  private static var clock: String {
    var now = time(nil)
    var local = tm()
    localtime_r(&now, &local)
    return [local.tm_hour, local.tm_min, local.tm_sec].map { $0 < 10 ? "0\($0)" : "\($0)" }
      .joined(separator: ":")
  }
}
