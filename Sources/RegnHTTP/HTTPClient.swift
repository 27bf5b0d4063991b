import CLibCurl

/// Asks servers over HTTP and HTTPS by libcurl, which is loaded when it is first used. Proxies are those of
/// the environment, certificates those of the system.
public struct HTTPClient: Sendable {
  /// What servers are told of who asks.
  public let userAgent: String
  /// The longest that connecting may take, in milliseconds.
  public let connectMilliseconds: Int
  /// A server from which nothing has come for so many seconds counts as silent.
  public let silentSeconds: Int

  public init(userAgent: String, connectMilliseconds: Int = 20_000, silentSeconds: Int = 120) {
    self.userAgent = userAgent
    self.connectMilliseconds = connectMilliseconds
    self.silentSeconds = silentSeconds
  }

  /// Posts JSON and waits for the end of the answer. Redirections are not followed.
  ///
  /// - Parameters:
  ///   - receive: called with what has come and the status of HTTP; what it throws ends the transfer and is
  ///     thrown on.
  ///   - isStopped: asked some twenty times a second; when it says yes, `HTTPFailure.stopped` is thrown.
  /// - Returns: the status.
  ///
  /// Throws `HTTPFailure`, and what `receive` throws.
  public func post(
    _ url: String, json: String, receive: (UnsafeRawBufferPointer, _ status: Int) throws -> Void,
    isStopped: () -> Bool
  ) throws -> Int {
    if let reason = regn_http_load() {
      throw HTTPFailure(kind: .noLibrary, message: String(cString: reason))
    }
    return try withoutActuallyEscaping(receive) { receive in
      try withoutActuallyEscaping(isStopped) { isStopped in
        let transfer = Transfer(receive: receive, isStopped: isStopped)
        let answer = post(url, json, transfer)
        if let failure = transfer.failure { throw failure }
        if answer.code != 0 { throw HTTPFailure(answer) }
        return Int(answer.status)
      }
    }
  }

  private func post(_ url: String, _ json: String, _ transfer: Transfer) -> regn_http_answer {
    var answer = regn_http_answer()
    let context = Unmanaged.passUnretained(transfer).toOpaque()
    url.withCString { url in
      userAgent.withCString { userAgent in
        json.withCString { body in
          var request = regn_http_request(
            url: url, body: body, body_length: json.utf8.count, user_agent: userAgent,
            connect_milliseconds: connectMilliseconds, silent_seconds: silentSeconds,
            receive: { bytes, count, status, context in
              guard let context else { return 0 }
              let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
              do {
                try transfer.receive(UnsafeRawBufferPointer(start: bytes, count: count), status)
                return count
              } catch {
                transfer.failure = error
                return 0
              }
            },
            tick: { context in
              guard let context else { return 1 }
              return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().isStopped() ? 1 : 0
            }, context: context)
          withExtendedLifetime(transfer) { regn_http_post(&request, &answer) }
        }
      }
    }
    return answer
  }

  /// What the callbacks of a transfer are given.
  private final class Transfer {
    let receive: (UnsafeRawBufferPointer, Int) throws -> Void
    let isStopped: () -> Bool
    /// What `receive` threw.
    var failure: (any Error)?

    init(receive: @escaping (UnsafeRawBufferPointer, Int) throws -> Void, isStopped: @escaping () -> Bool) {
      self.receive = receive
      self.isStopped = isStopped
    }
  }
}
