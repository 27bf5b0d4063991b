import Glibc
import RegnData
import RegnPhrases
import Synchronization

/// A file whose columns the cache keeps, as it was when it was opened: where they lie, and which are known.
final class CachedSource: Sendable {
  let cache: ColumnCache
  /// The file, as it lies on the disk.
  let origin: any OpenFile
  let stamp: FileStamp
  /// The folder of its columns.
  let folder: String
  private let state = Mutex(State())

  private struct State {
    /// The files of columns that were opened, by what they are called.
    var files: [String: ColumnFile] = [:]
    /// Those found damaged, which may be there still where nothing can be deleted.
    var damaged = Set<String>()
    var notes: [Phrase] = []
  }

  /// The ends of the names of files: of columns, and of how a file turned out otherwise than detected.
  static let ending = ".column"
  static let changesEnding = ".changes"

  init(cache: ColumnCache, origin: any OpenFile, stamp: FileStamp, folder: String) {
    self.cache = cache
    self.origin = origin
    self.stamp = stamp
    self.folder = folder
  }

  /// Says something of the cache's use, where that was asked for.
  func note(_ text: Phrase) { if cache.tells { state.withLock { $0.notes.append(text) } } }

  /// What there was to say since the last call.
  func takeNotes() -> [Phrase] {
    state.withLock { state in
      defer { state.notes = [] }
      return state.notes
    }
  }

  // MARK: - Columns

  private func path(of form: String) -> String { "\(folder)/\(ColumnCache.hash(of: form))\(Self.ending)" }

  /// The kept column of a form; nil when there is none, or none of the file as it is.
  func column(of form: String) -> ColumnFile? {
    let path = path(of: form)
    if let known = state.withLock({ $0.files[path] }) { return known }
    guard !state.withLock({ $0.damaged.contains(path) }) else { return nil }
    do throws(ColumnFile.Damage) {
      guard let file = try ColumnFile(path: path), file.head.stamp == stamp, file.head.form == form else {
        return nil
      }
      // What is used stays longest.
      utimensat(AT_FDCWD, path, nil, 0)
      state.withLock { $0.files[path] = file }
      return file
    } catch {
      discard(form)
      return nil
    }
  }

  /// Forgets a kept column that is damaged.
  func discard(_ form: String) {
    let path = path(of: form)
    unlink(path)
    state.withLock { state in
      state.files[path] = nil
      state.damaged.insert(path)
    }
    note("a column kept in \(path) was damaged; it is read from the file")
  }

  /// Begins to keep a column; nil when nothing can be kept.
  func writer(of form: String) -> ColumnFileWriter? {
    ColumnCache.makeFolder(folder)
    return ColumnFileWriter(path: path(of: form))
  }

  /// Whether the file still is what it was when it was opened.
  func isUnchanged() -> Bool {
    guard let now = try? FileStamp(of: origin) else { return false }
    return now == stamp
  }

  /// Takes note that a column was written anew.
  func wasWritten(_ form: String) {
    let path = path(of: form)
    state.withLock { state in
      state.files[path] = nil
      state.damaged.remove(path)
    }
  }

  // MARK: - Changes

  private func changesPath(of form: String) -> String {
    "\(folder)/\(ColumnCache.hash(of: form))\(Self.changesEnding)"
  }

  /// How the file turned out otherwise than detected, when it was read before, and the columns that it had at
  /// last. Each is the same change as then, in the same order.
  func changes(of form: String) -> (changes: [SchemaChange], columns: [DetectedColumn]) {
    readChanges(form) ?? ([], [])
  }

  private func readChanges(
    _ form: String
  ) -> (changes: [SchemaChange], columns: [DetectedColumn])? {
    let system = PosixFileSystem()
    let path = changesPath(of: form)
    guard system.status(path)?.kind == .regular,
      let file = try? system.open(path, memory: MemoryBudget(limit: 1 << 20)),
      let size = try? file.status().size, size >= 8, size < 1 << 24
    else { return nil }
    var bytes = [UInt8](repeating: 0, count: size)
    guard let read = try? bytes.withUnsafeMutableBytes({ try file.read(into: $0, at: 0) }), read == size
    else { return nil }
    do {
      let body = bytes.dropLast(8)
      var last = PackedReader(Array(bytes.suffix(8)))
      var source = PackedReader(Array(body))
      guard try last.number(UInt64.self) == body.withUnsafeBytes({ BlockChecksum.of($0) }),
        try source.number(UInt64.self) == ColumnFile.version, try FileStamp(&source) == stamp,
        try source.text() == form
      else { return nil }
      var changes: [SchemaChange] = []
      for _ in 0..<(try source.count(of: 1)) {
        guard let change = try SchemaChange(&source) else { return nil }
        changes.append(change)
      }
      var columns: [DetectedColumn] = []
      for _ in 0..<(try source.count(of: 1)) {
        let name = try source.text()
        guard let kind = ColumnKind(code: try source.text()) else { return nil }
        columns.append(DetectedColumn(name: name, kind: kind))
      }
      return (changes, columns)
    } catch {
      return nil
    }
  }

  /// Keeps how the file turned out otherwise than detected, and the columns that it has.
  func keep(_ changes: [SchemaChange], _ columns: [DetectedColumn], of form: String) {
    var body = PackedBytes()
    body.append(ColumnFile.version)
    stamp.write(to: &body)
    body.append(form)
    body.append(changes.count)
    for change in changes { change.write(to: &body) }
    body.append(columns.count)
    for column in columns {
      body.append(column.name)
      body.append(column.kind.code)
    }
    body.append(body.bytes.withUnsafeBytes { BlockChecksum.of($0) })
    let path = changesPath(of: form)
    guard let file = TemporaryFile.open(beside: path) else { return }
    let isWhole =
      body.bytes.withUnsafeBytes { TemporaryFile.write($0, to: file.descriptor, at: 0) }
      && fsync(file.descriptor) == 0
    close(file.descriptor)
    if !isWhole || rename(file.path, path) != 0 { unlink(file.path) }
  }
}
