import RegnData
import RegnPhrases

/// What a path leads to.
public enum FileKind: Sendable, Hashable {
  case regular, directory, pipe
  /// A device, a socket: nothing that a table is read from.
  case other
}

/// What is known of a file without reading it.
public struct FileStatus: Sendable, Hashable {
  public let kind: FileKind
  /// The length in bytes.
  public let size: Int
  /// When the contents last changed, in nanoseconds since 1970; 0 when not known.
  public let modified: Int64
  /// When anything of the file last changed, its mode and times included, in the same way.
  public let changed: Int64

  public init(kind: FileKind, size: Int, modified: Int64 = 0, changed: Int64 = 0) {
    self.kind = kind
    self.size = size
    self.modified = modified
    self.changed = changed
  }
}

/// An open file whose bytes can be read from any place, by several workers at once.
public protocol OpenFile: Sendable {
  /// The state now; a size that differs from an earlier one means that somebody writes to the file.
  func status() throws(ExecutionError) -> FileStatus
  /// Reads up to `target.count` bytes from `offset`; fewer only at the end of the file. Errors: RG0617.
  func read(into target: UnsafeMutableRawBufferPointer, at offset: Int) throws(ExecutionError) -> Int
}

extension OpenFile {
  /// The bytes of `range`, fewer where the file ends before. Errors: RG0617.
  func bytes(_ range: Range<Int>) throws(ExecutionError) -> [UInt8] {
    var failure: ExecutionError?
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { target, filled in
      do throws(ExecutionError) {
        let part = UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(target)[..<range.count])
        filled = try read(into: part, at: range.lowerBound)
      } catch {
        failure = error
        filled = 0
      }
    }
    if let failure { throw failure }
    return bytes
  }
}

/// The files that tables come from. Tests bring their own.
public protocol FileSystem: Sendable {
  /// Opens a file for reading. A pipe is read to its end first, into memory that is reserved in `memory`.
  /// Errors: RG0610 no such file, RG0611 a directory, RG0612 not permitted, RG0613 neither file nor pipe,
  /// RG0603 a pipe that brings more than there is room for, RG0617 any other failure.
  func open(_ path: String, memory: MemoryBudget) throws(ExecutionError) -> any OpenFile
  /// What the path leads to; nil when nothing is there or it may not be seen.
  func status(_ path: String) -> FileStatus?
  /// The path without links, `.` and `..`; nil when nothing is there or it may not be seen.
  func realPath(_ path: String) -> String?
  /// The names in a directory, sorted, without `.` and `..`. Errors as `open`.
  func list(_ directory: String) throws(ExecutionError) -> [String]
}

extension FileSystem {
  /// The path that stands for standard input.
  public static var standardInput: String { "-" }
  /// The same, of a file system at hand.
  public var standardInput: String { Self.standardInput }
}

/// The failures that have to do with files, RG0610 to RG0619.
enum FileFailure {
  static func noSuchFile(_ path: String) -> ExecutionError {
    ExecutionError(code: "RG0610", message: "there is no file \(path)", hint: "check the path's spelling")
  }

  static func isDirectory(_ path: String) -> ExecutionError {
    ExecutionError(
      code: "RG0611", message: "\(path) is a directory, not a file",
      hint: "--data \(path) makes a table of each file in it")
  }

  static func notPermitted(_ path: String) -> ExecutionError {
    ExecutionError(code: "RG0612", message: "\(path) may not be read", hint: "check the file's permissions")
  }

  static func notAFile(_ path: String) -> ExecutionError {
    ExecutionError(
      code: "RG0613", message: "\(path) is a device or a socket; tables are read from files and pipes")
  }

  static func notText(_ path: String) -> ExecutionError {
    ExecutionError(
      code: "RG0614", message: "\(path) does not look like text", hint: "tables are read from delimited text")
  }

  static func empty(_ path: String) -> ExecutionError {
    ExecutionError(code: "RG0615", message: "\(path) is empty", hint: "a table needs at least a header row")
  }

  static func skippedAll(_ path: String, lines: Int) -> ExecutionError {
    ExecutionError(
      code: "RG0615", message: "\(path) has nothing behind the first \(lines) lines, which --skip leaves out",
      hint: "give --skip the number of lines above the table's names")
  }

  static func changed(_ path: String) -> ExecutionError {
    ExecutionError(
      code: "RG0616", message: "\(path) was changed while it was open",
      hint: "run the query again once it is whole")
  }

  static func unreadable(_ path: String, reason: String) -> ExecutionError {
    ExecutionError(code: "RG0617", message: "\(path) could not be read: \(reason)")
  }

  static func malformed(_ place: String, _ what: Phrase) -> ExecutionError {
    ExecutionError(
      code: "RG0618", message: "\(place): \(what)",
      hint: "--on-error skip leaves such rows out; without --on-error they are kept and counted")
  }

  static func recordTooLong(_ place: String, limit: Int) -> ExecutionError {
    ExecutionError(
      code: "RG0619", message: "\(place): a record of more than \(limit / 1_000_000) MB",
      hint: "a quote that is never closed makes the rest of a file one record; check the quote character")
  }

  static func damaged(_ path: String, _ what: Phrase) -> ExecutionError {
    ExecutionError(
      code: "RG0622", message: "\(path) cannot be unpacked: \(what)", hint: "fetch or copy the file once more"
    )
  }

  static func expandsTooMuch(_ path: String) -> ExecutionError {
    ExecutionError(
      code: "RG0623", message: "\(path) unpacks to more than \(Unpacking.ratioLimit) times its size",
      hint: "such files are mostly made to fill memory; if this one is right, unpack it first")
  }

  /// What must be held in memory as a whole, and has no room there.
  static func tooLarge(_ path: String, _ what: Phrase, limit: Int, hint: Phrase) -> ExecutionError {
    let room = MemoryBudget.text(ofBytes: limit)
    return ExecutionError(
      code: "RG0603", message: "\(path) \(what), which takes more than the memory limit of \(room)",
      hint: "raise --memory-limit, or \(hint)")
  }

  static func archive(_ path: String, _ what: Phrase, hint: Phrase) -> ExecutionError {
    ExecutionError(code: "RG0624", message: "\(path) \(what)", hint: hint)
  }

  /// A workbook that no table can be taken from.
  static func workbook(_ path: String, _ what: Phrase, hint: Phrase) -> ExecutionError {
    ExecutionError(code: "RG0627", message: "\(path) \(what)", hint: hint)
  }

  /// A file that breaks the rules of its own format.
  static func broken(_ place: String, _ what: Phrase, hint: Phrase = "") -> ExecutionError {
    ExecutionError(code: "RG0625", message: "\(place): \(what)", hint: hint)
  }
}
