import CLibCurl

/// Why no whole answer came.
public struct HTTPFailure: Error, Sendable {
  /// What went wrong, as far as it makes a difference to what can be done.
  public enum Kind: Sendable, Hashable {
    /// libcurl is not installed.
    case noLibrary
    /// The address is none of HTTP.
    case address
    /// The name of the server or of the proxy is not known.
    case name
    /// The server takes no connection.
    case connection
    /// The connection is not to be trusted, or cannot be encrypted.
    case security
    /// Nothing came for too long.
    case silence
    /// The connection ended before the answer did.
    case cut
    /// The user stopped it.
    case stopped
    case other
  }

  public let kind: Kind
  /// What the library says of it.
  public let message: String

  public init(kind: Kind, message: String) {
    self.kind = kind
    self.message = message
  }

  /// The failure that libcurl's code stands for (`CURLcode` in its documentation).
  init(_ answer: regn_http_answer) {
    kind =
      switch answer.code {
      case -1: .stopped
      case 1, 3: .address
      case 5, 6: .name
      case 7, 97: .connection
      case 35, 51, 53, 54, 58, 59, 60, 66, 77, 80, 82, 83, 90, 91, 98: .security
      case 28: .silence
      case 18, 52, 55, 56, 61, 92: .cut
      default: .other
      }
    message = withUnsafeBytes(of: answer.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
