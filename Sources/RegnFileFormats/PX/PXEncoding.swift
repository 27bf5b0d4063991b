import RegnData

/// How the bytes of a PX file mean text.
enum PXEncoding: String, Sendable {
  case utf8 = "UTF-8"
  case windows1252 = "Windows-1252"
  case ibm850 = "IBM850"

  /// The encoding of a file with these keywords. CODEPAGE is believed before CHARSET; a file with neither is
  /// one of DOS, as the format says. Nil when the code page is not known here.
  init?(codepage: String, charset: String) {
    switch codepage.lowercased() {
    case "utf-8", "utf8", "65001": self = .utf8
    case "iso-8859-1", "iso8859-1", "iso-8859-15", "latin1", "windows-1252", "cp1252", "1252", "ansi":
      self = .windows1252
    case "ibm850", "cp850", "850", "ibm-850": self = .ibm850
    case "": self = charset.isEmpty ? .ibm850 : .windows1252
    default: return nil
    }
  }

  /// The text of bytes.
  func text(_ bytes: UTF8Bytes) -> String {
    switch self {
    case .utf8: return String(decoding: bytes, as: UTF8.self)
    case .windows1252:
      var target: [UInt8] = []
      TextConversion.appendWindows1252(bytes, to: &target)
      return String(decoding: target, as: UTF8.self)
    case .ibm850:
      var text = String.UnicodeScalarView()
      for byte in bytes {
        text.append(byte < 0x80 ? Unicode.Scalar(byte) : Self.page850[Int(byte - 0x80)])
      }
      return String(text)
    }
  }

  /// The characters of code page 850 from 0x80 on.
  private static let page850 = Array(
    ("ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤"
      + "ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}").unicodeScalars)
}
