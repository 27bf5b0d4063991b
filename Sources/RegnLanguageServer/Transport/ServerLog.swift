import RegnData

/// Notes every message, with the time, for those who look for what went wrong.
struct ServerLog: Sendable {
  /// Takes a line; nil when nothing is noted.
  let write: (@Sendable (String) -> Void)?

  func note(_ direction: String, _ message: [UInt8]) {
    write?(direction + " " + String(decoding: message, as: UTF8.self))
  }
}
