import RegnLanguageServer
import Synchronization

/// Each line is a message to a language server, framed as the protocol wants it; lines that begin with `!`
/// are sent as they are, so that headers go wrong, too.
func fuzzServer(_ bytes: [UInt8]) {
  var stream: [UInt8] = []
  for line in [initialize] + bytes.split(separator: 0x0A).map(Array.init) {
    if line.first == UInt8(ascii: "!") {
      stream += line.dropFirst() + [0x0D, 0x0A]
    } else {
      stream += Array("Content-Length: \(line.count)\r\n\r\n".utf8) + line
    }
  }
  // In two parts, so that messages are cut somewhere.
  let parts = Mutex([Array(stream[..<(stream.count / 2)]), Array(stream[(stream.count / 2)...])])
  let written = Mutex(0)
  var configuration = ServerConfiguration(
    read: { parts.withLock { $0.isEmpty ? [] : $0.removeFirst() } },
    write: { bytes in
      require(bytes.starts(with: "Content-Length: ".utf8), "an answer without header")
      written.withLock { $0 += 1 }
    },
    keep: { name, _ in "/\(name)" })
  configuration.session = smallSession
  _ = LanguageServer(configuration).run()
  require(written.withLock { $0 } > 0, "no answer to initialize")
}

private let initialize = Array(
  #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"processId":null,"capabilities":{}}}"#.utf8)
