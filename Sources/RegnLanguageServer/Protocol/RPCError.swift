/// An error as a response tells it.
struct RPCError: Error {
  /// The codes of JSON-RPC 2.0 and of the Language Server Protocol.
  enum Code: Int {
    case parseError = -32700
    case invalidRequest = -32600
    case methodNotFound = -32601
    case invalidParams = -32602
    case internalError = -32603
    case serverNotInitialized = -32002
    /// The request was right, and could not be fulfilled.
    case requestFailed = -32803
    case requestCancelled = -32800
  }

  let code: Code
  let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  static let cancelled = RPCError(.requestCancelled, "the request was cancelled")

  /// A parameter that is not there or of another type.
  static func parameter(_ name: String) -> RPCError {
    RPCError(.invalidParams, "the parameter \(name) is missing or of the wrong type")
  }

  var json: JSON { .object(["code": .number(code.rawValue), "message": .string(message)]) }
}
