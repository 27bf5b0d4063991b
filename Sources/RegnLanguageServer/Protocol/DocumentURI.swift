/// URIs of files, as clients write them.
enum DocumentURI {
  /// The path that a `file:` URI names; nil for other URIs.
  static func path(_ uri: String) -> String? {
    guard uri.lowercased().hasPrefix("file:") else { return nil }
    var rest = Array(uri.utf8.dropFirst(5))
    if rest.starts(with: Array("//".utf8)) {
      // The host is empty or this machine.
      rest.removeFirst(2)
      guard let slash = rest.firstIndex(of: UInt8(ascii: "/")) else { return nil }
      rest.removeFirst(slash)
    }
    var bytes: [UInt8] = []
    var at = 0
    while at < rest.count {
      if rest[at] == UInt8(ascii: "%"), at + 2 < rest.count, let high = hexadecimal(rest[at + 1]),
        let low = hexadecimal(rest[at + 2])
      {
        bytes.append(high << 4 | low)
        at += 3
      } else {
        bytes.append(rest[at])
        at += 1
      }
    }
    return bytes.first == UInt8(ascii: "/") ? String(decoding: bytes, as: UTF8.self) : nil
  }

  /// The URI of an absolute path.
  static func uri(_ path: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes = Array("file://".utf8)
    for byte in path.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        bytes.append(byte)
      default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
