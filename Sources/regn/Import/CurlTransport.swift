import Glibc
import RegnData
import RegnHTTP
import RegnPhrases
import RegnStatBank
import Synchronization

/// Carries requests over HTTP, until the user or the time limit stops it.
struct CurlTransport: StatBankTransport {
  private let client: HTTPClient
  private let host: String
  private let stop: ImportStop
  /// Called some twenty times a second.
  private let tick: () -> Void

  init(address: String, stop: ImportStop, tick: @escaping () -> Void) {
    client = HTTPClient(userAgent: "regn/\(regnVersion)")
    let rest = address.split(separator: "/", omittingEmptySubsequences: true)
    host = rest.count > 1 ? String(rest[1]) : address
    self.stop = stop
    self.tick = tick
  }

  func post(
    _ url: String, json: String, receive: (UnsafeRawBufferPointer, _ status: Int) throws -> Void
  ) throws -> Int {
    do {
      return try client.post(url, json: json, receive: receive) {
        tick()
        return stop.isReached
      }
    } catch let failure as HTTPFailure {
      if failure.kind == .stopped { throw stop.error }
      throw self.failure(failure)
    }
  }

  func wait(_ duration: Duration) throws {
    let end = ContinuousClock.now.advanced(by: duration)
    while ContinuousClock.now < end {
      if stop.isReached { throw stop.error }
      usleep(useconds_t(min(50_000, max(1000, ContinuousClock.now.duration(to: end) / .microseconds(1)))))
      tick()
    }
  }

  private func failure(_ failure: HTTPFailure) -> TransportFailure {
    func error(_ code: String, _ message: Phrase, _ hint: Phrase = "") -> ExecutionError {
      ExecutionError(code: code, message: message, hint: hint)
    }
    let said = failure.message
    switch failure.kind {
    case .noLibrary:
      return TransportFailure(
        error(
          "RG0656", "fetching needs the library libcurl: \(said)",
          "install it; on Debian its package is libcurl4"), isPassing: false)
    case .address:
      return TransportFailure(
        error("RG0652", "\(host) is no address of a server: \(said)", "check --api and REGN_STATBANK_URL"),
        isPassing: false)
    case .name:
      return TransportFailure(
        error(
          "RG0652", "\(host) cannot be found in the network: \(said)",
          "check the connection; behind a proxy, set https_proxy"), isPassing: true)
    case .connection:
      return TransportFailure(
        error(
          "RG0652", "\(host) takes no connection: \(said)",
          "the server may be down; behind a proxy, set https_proxy"), isPassing: true)
    case .security:
      return TransportFailure(
        error(
          "RG0652", "the connection to \(host) cannot be trusted: \(said)",
          "a proxy that reads along needs its certificate among those of the system (ca-certificates)"),
        isPassing: false)
    case .silence:
      return TransportFailure(error("RG0654", "\(host) does not answer: \(said)"), isPassing: true)
    case .cut:
      return TransportFailure(
        error("RG0654", "the connection to \(host) broke off: \(said)"), isPassing: true)
    case .stopped, .other:
      return TransportFailure(error("RG0654", "asking \(host) failed: \(said)"), isPassing: false)
    }
  }
}

/// What ends an import before its end: Control-C, or the time limit.
final class ImportStop: Sendable {
  private let isInterrupted = Atomic<Bool>(false)
  private let deadline: ContinuousClock.Instant?

  init(timeout: Duration?) { deadline = timeout.map { ContinuousClock.now.advanced(by: $0) } }

  /// Stops the import. Whether it had been stopped before.
  func interrupt() -> Bool { isInterrupted.exchange(true, ordering: .relaxed) }

  /// Whether it is to end now.
  var isReached: Bool {
    isInterrupted.load(ordering: .relaxed) || deadline.map { ContinuousClock.now >= $0 } ?? false
  }

  /// Why it ends.
  var error: ExecutionError {
    if isInterrupted.load(ordering: .relaxed) { return .cancelled }
    return ExecutionError(
      code: "RG0602", message: "the import took longer than the time limit",
      hint: "raise --timeout, or ask for less")
  }
}
