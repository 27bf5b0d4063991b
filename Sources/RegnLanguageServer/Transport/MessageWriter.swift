import Synchronization

/// Writes messages, each whole.
final class MessageWriter: Sendable {
  private let write: @Sendable ([UInt8]) throws -> Void
  private let log: ServerLog
  private let closed = Mutex(false)

  init(_ write: @escaping @Sendable ([UInt8]) throws -> Void, log: ServerLog) {
    self.write = write
    self.log = log
  }

  /// Whether the client can no longer be written to.
  var isClosed: Bool { closed.withLock { $0 } }

  func send(_ message: JSON) {
    let body = Array(message.json.utf8)
    log.note("←", body)
    closed.withLock { isClosed in
      guard !isClosed else { return }
      do {
        try write(Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body)
      } catch {
        isClosed = true
      }
    }
  }

  func answer(_ id: RequestID, _ result: JSON) {
    send(.object(["jsonrpc": "2.0", "id": id.json, "result": result]))
  }

  /// Refuses a request; one that could not be read has no id.
  func refuse(_ id: RequestID?, _ error: RPCError) {
    send(.object(["jsonrpc": "2.0", "id": id?.json ?? .null, "error": error.json]))
  }

  func notify(_ method: String, _ params: JSON) {
    send(.object(["jsonrpc": "2.0", "method": .string(method), "params": params]))
  }

  func request(_ id: RequestID, _ method: String, _ params: JSON?) {
    send(.object(["jsonrpc": "2.0", "id": id.json, "method": .string(method), "params": params]))
  }
}
