import RegnPresentation
import RegnSyntax

/// The text of a script, handed out part by part beside its results: prose, and the queries themselves.
struct ScriptReport {
  private let text: SourceText
  private let prose: [ProseCell]
  private var nextProse = 0
  private var at = 0

  init(_ text: SourceText) {
    self.text = text
    prose = Parser.parse(text).proseCells
    // `#!` is for the system that starts the script.
    if text.bytes.starts(with: [0x23, 0x21]) { at = text.lineSpan(1).end }
  }

  /// The title that the script gives itself: its first heading.
  var title: String? { prose.lazy.compactMap { ProseBlock.title(of: $0.text) }.first }

  /// What stands from the last part to `end`, where a statement ends or the text does.
  mutating func parts(to end: Int) -> [ReportPart] {
    var parts: [ReportPart] = []
    while nextProse < prose.count, prose[nextProse].span.start < end {
      let cell = prose[nextProse]
      append(to: cell.span.start, &parts)
      parts.append(.prose(cell.text))
      at = max(at, cell.span.end)
      nextProse += 1
    }
    append(to: end, &parts)
    return parts
  }

  /// What stands from the last part to the end of the text.
  mutating func rest() -> [ReportPart] { parts(to: text.count) }

  private mutating func append(to end: Int, _ parts: inout [ReportPart]) {
    guard end > at else { return }
    var bytes = text.bytes[at..<end]
    at = end
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
    // The sign that ended the statement before.
    while let first = bytes.first, isBlank(first) || first == UInt8(ascii: ";") { bytes.removeFirst() }
    while let last = bytes.last, isBlank(last) { bytes.removeLast() }
    if !bytes.isEmpty { parts.append(.query(String(decoding: bytes, as: UTF8.self))) }
  }
}
