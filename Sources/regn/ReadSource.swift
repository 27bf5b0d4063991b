import Glibc
import RegnData
import RegnPhrases
import RegnSyntax

/// The largest script that is read, in bytes.
private let scriptLimit = 64 << 20

/// The text of a script; `-` is standard input. Throws `ExitStatus` after saying what is in the way.
func readSource(_ path: String, _ reporter: Reporter = Reporter()) throws -> SourceText {
  let name = path == "-" ? "<query>" : path
  func refuse(_ message: Phrase, hint: Phrase = "") -> ExitStatus {
    reporter.complain(ExecutionError(code: "RG0611", message: message, hint: hint))
    return .failed
  }
  func unreadable() -> ExitStatus {
    let what = path == "-" ? "standard input" : path
    return refuse("\(what) cannot be read: \(String(cString: strerror(errno)))")
  }
  var descriptor = STDIN_FILENO
  if path != "-" {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT { throw refuse("there is no file \(path)", hint: "check the path's spelling") }
      throw unreadable()
    }
    if status.st_mode & S_IFMT == S_IFDIR {
      throw refuse("\(path) is a folder, not a script", hint: "name one of the .kql files in it")
    }
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable() }
  }
  defer { if path != "-" { close(descriptor) } }
  var bytes: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = block.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { continue }
    guard count >= 0 else { throw unreadable() }
    if count == 0 { break }
    bytes += block[..<count]
    if bytes.count > scriptLimit {
      throw refuse(
        "\(path == "-" ? "standard input" : path) is larger than a script can be (64 MB)",
        hint: "open data with --table NAME=PATH")
    }
  }
  return SourceText(bytes: bytes, fileName: name)
}

extension SharedOptions {
  /// The script on standard input. Throws `ExitStatus` when a table is to be read from there.
  func readStandardInput() throws -> SourceText {
    if let table = tableOnStandardInput {
      reporter.complain(
        ExecutionError(
          code: "RG0633", message: "standard input is the table \(table), so no query can be read from it",
          hint: "give the query as text: regn query 'QUERY' --table \(table)=-"))
      throw ExitStatus.usage
    }
    return try readSource("-", reporter)
  }
}
