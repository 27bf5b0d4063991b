import RegnData
import RegnPhrases

extension SchemaChange {
  func write(to target: inout PackedBytes) {
    target.append(path)
    target.append(offset)
    target.append(reason.description)
    switch change {
    case .widen(let column, let kind):
      target.append(UInt8(0))
      target.append(column)
      target.append(kind.code)
    case .addExtra: target.append(UInt8(1))
    case .encoding(let encoding):
      target.append(UInt8(2))
      target.append(encoding.rawValue)
    case .unforeseen: target.append(UInt8(3))
    case .damagedCache: target.append(UInt8(4))
    case .strayQuote: target.append(UInt8(5))
    }
  }

  /// A change as it was written; nil when it is none that is kept.
  init?(_ source: inout PackedReader) throws(PackedReader.Short) {
    let (path, offset, reason) = (try source.text(), try source.int(), try source.text())
    let change: Change
    switch try source.number(UInt8.self) {
    case 0:
      let column = try source.int()
      guard let kind = ColumnKind(code: try source.text()) else { return nil }
      change = .widen(column: column, to: kind)
    case 1: change = .addExtra
    case 2:
      guard let encoding = TextEncoding(rawValue: try source.text()) else { return nil }
      change = .encoding(encoding)
    case 3: change = .unforeseen
    case 5: change = .strayQuote
    default: return nil
    }
    self.init(path: path, change: change, offset: offset, reason: Phrase(verbatim: reason))
  }
}

extension ColumnKind {
  /// A word for the kind, from which it can be read again.
  var code: String {
    switch self {
    case .scaled(let scale): "scaled \(scale)"
    case .datetime(let format): "datetime \(format.rawValue)"
    default: "\(self)"
    }
  }

  init?(code: String) {
    let words = code.split(separator: " ")
    switch (words.first, words.dropFirst().first.flatMap { Int($0) }) {
    case ("scaled", let scale?) where (0...18).contains(scale): self = .scaled(scale)
    case ("datetime", let format?):
      guard let known = UInt8(exactly: format).flatMap(DateFormat.init) else { return nil }
      self = .datetime(known)
    case ("bool", nil): self = .bool
    case ("int", nil): self = .int
    case ("long", nil): self = .long
    case ("decimal", nil): self = .decimal
    case ("real", nil): self = .real
    case ("guid", nil): self = .guid
    case ("dynamic", nil): self = .dynamic
    case ("string", nil): self = .string
    default: return nil
    }
  }
}
