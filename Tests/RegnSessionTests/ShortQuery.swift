/// Queries that are too long to be written out, or that hold bytes which a script cannot: in them `{{20000
/// (}}` stands for twenty thousand brackets, `{{byte FF}}` for one byte. In what is repeated `$n` is the
/// number of the repetition, from 1, and `$p` the number before it.
enum ShortQuery {
  static func bytes(_ query: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = query[...]
    while let open = rest.range(of: "{{"), let close = rest[open.upperBound...].range(of: "}}") {
      bytes += Array(rest[..<open.lowerBound].utf8)
      bytes += piece(rest[open.upperBound..<close.lowerBound])
      rest = rest[close.upperBound...]
    }
    return bytes + Array(rest.utf8)
  }

  private static func piece(_ text: Substring) -> [UInt8] {
    let parts = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return [] }
    if parts[0] == "byte" { return [UInt8(parts[1], radix: 16) ?? 0] }
    guard let count = Int(parts[0]) else { return [] }
    guard parts[1].contains("$") else { return (0..<count).flatMap { _ in Array(parts[1].utf8) } }
    var bytes: [UInt8] = []
    for number in 1...max(count, 1) {
      let piece = parts[1].replacing("$n", with: "\(number)").replacing("$p", with: "\(number - 1)")
      bytes += Array(piece.utf8)
    }
    return bytes
  }
}
