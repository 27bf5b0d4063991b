import RegnData
import RegnPhrases

/// What carries requests to the StatBank and answers back.
public protocol StatBankTransport {
  /// Posts JSON to an address and gives the status of HTTP. What `receive` throws ends the transfer and is
  /// thrown on. Throws `TransportFailure` when no whole answer came, `ExecutionError.cancelled` when the user
  /// stopped it.
  func post(
    _ url: String, json: String, receive: (UnsafeRawBufferPointer, _ status: Int) throws -> Void
  ) throws -> Int

  /// Waits so long. Throws `ExecutionError.cancelled` when the user stops it.
  func wait(_ duration: Duration) throws
}

/// No whole answer came.
public struct TransportFailure: Error, Sendable {
  public let error: ExecutionError
  /// Whether it may go well if it is tried again.
  public let isPassing: Bool

  public init(_ error: ExecutionError, isPassing: Bool) {
    self.error = error
    self.isPassing = isPassing
  }
}

/// Asks the StatBank, and asks again when that may help.
public struct StatBankClient {
  /// The public address of the API.
  public static let publicAddress = "https://api.statbank.dk/v1"
  /// No answer about a table is longer, in bytes.
  private static let answerLimit = 64 << 20

  private let address: String
  private let language: String
  private let transport: any StatBankTransport
  private let attempts: Int
  private let firstWait: Duration
  private let tell: (Phrase) -> Void

  /// - Parameters:
  ///   - address: where the API is, without a slash at its end.
  ///   - attempts: how often a request is made at most.
  ///   - firstWait: the time before the second attempt; it doubles with each.
  ///   - tell: called with what the user should know, such as that it is tried again.
  public init(
    address: String, language: String, transport: any StatBankTransport, attempts: Int, firstWait: Duration,
    tell: @escaping (Phrase) -> Void
  ) {
    self.address = address
    self.language = language
    self.transport = transport
    self.attempts = attempts
    self.firstWait = firstWait
    self.tell = tell
  }

  /// What the StatBank tells of a table. Throws `ExecutionError`.
  public func tableInfo(_ table: String) throws -> TableInfo {
    let request = DynamicValue.bag([
      .init("table", .string(table)), .init("format", .string("JSON")), .init("lang", .string(language)),
    ])
    var answer: [UInt8] = []
    try post(
      "tableinfo", request.json, begin: { answer = [] },
      receive: { bytes in
        answer += bytes
        if answer.count > StatBankClient.answerLimit {
          throw StatBankFailure.unreadable("the answer about the table is longer than 64 MB")
        }
      })
    return try TableInfo(json: String(decoding: answer, as: UTF8.self))
  }

  /// Asks for figures. `begin` is called before each attempt, which starts over. Throws `ExecutionError`, and
  /// what `begin` and `receive` throw.
  public func data(
    _ request: DataRequest, begin: () throws -> Void, receive: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    try post("data", request.json, begin: begin, receive: receive)
  }

  private func post(
    _ function: String, _ json: String, begin: () throws -> Void,
    receive: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    var wait = firstWait
    for attempt in 1... {
      try begin()
      let failure: TransportFailure
      do {
        var refusal: [UInt8] = []
        let status = try transport.post("\(address)/\(function)", json: json) { bytes, status in
          if status == 200 { return try receive(bytes) }
          refusal += bytes.prefix(max(0, 65_536 - refusal.count))
        }
        if status == 200 { return }
        failure = StatBankClient.refusal(status, refusal)
      } catch let cut as TransportFailure {
        failure = cut
      }
      guard failure.isPassing, attempt < attempts else { throw failure.error }
      let number = "\(attempt) of \(attempts - 1)"
      tell("\(failure.error.message); trying again in \(StatBankClient.text(wait)) (\(number))")
      try transport.wait(wait)
      wait *= 2
    }
  }

  private static func text(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    return seconds > 0 ? "\(seconds) s" : "\(attoseconds / 1_000_000_000_000_000) ms"
  }

  /// What an answer means that is not the one asked for: the StatBank says why in JSON.
  private static func refusal(_ status: Int, _ body: [UInt8]) -> TransportFailure {
    let answer = DynamicValue(json: String(decoding: body, as: UTF8.self))
    let message = oneLine(answer?["message"]?.text ?? "")
    let isPassing = status == 429 || (500...599).contains(status) && status != 501
    var hint: Phrase = ""
    switch status {
    case 300...399: hint = "the address leads elsewhere; give the new one with --api"
    case 404 where message.isEmpty: hint = "check the address that --api or REGN_STATBANK_URL names"
    case 407: hint = "the proxy wants a name and a password: https_proxy=http://NAME:PASSWORD@HOST:PORT"
    case 429: hint = "the server has been asked too often; wait a little"
    case 500...599: hint = "the server has a problem of its own; try again later"
    default:
      if answer?["errorTypeCode"]?.text == "EXTRACT-NOTFOUND" { hint = "statbank.dk lists its tables" }
    }
    let said: Phrase = message.isEmpty ? "with status \(status)" : "(\(status)): \(message)"
    return TransportFailure(
      ExecutionError(code: "RG0653", message: "the StatBank refuses \(said)", hint: hint),
      isPassing: isPassing)
  }
}
