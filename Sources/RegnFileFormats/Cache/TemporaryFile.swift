import Glibc

/// A file that is written beside the place that it is to take, for the user alone.
enum TemporaryFile {
  /// Makes one beside `path`; nil when that cannot be.
  static func open(beside path: String) -> (descriptor: Int32, path: String)? {
    for _ in 0..<8 {
      let name = path + "." + String(UInt64.random(in: 0 ... .max), radix: 36)
      let descriptor = Glibc.open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if descriptor >= 0 { return (descriptor, name) }
      guard errno == EEXIST else { return nil }
    }
    return nil
  }

  /// Writes all of the bytes at a place. Whether that could be done.
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, at offset: Int) -> Bool {
    var done = 0
    while done < bytes.count, let start = bytes.baseAddress {
      let count = pwrite(descriptor, start + done, bytes.count - done, off_t(offset + done))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      done += count
    }
    return true
  }
}
