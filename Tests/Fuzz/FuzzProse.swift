import RegnCourse
import RegnPresentation

/// The text is read as a lesson, and as the prose of a report.
func fuzzProse(_ bytes: [UInt8]) {
  let text = String(decoding: bytes, as: UTF8.self)
  _ = LessonParser.parse(text, file: "lesson.md")
  _ = ProseBlock.title(of: text)
  for format in [OutputFormat.html, .table] {
    var page = 0
    do {
      var writer = format.makeWriter { page += $0.count }
      try writer.begin()
      try writer.write(.prose(text))
      try writer.end()
    } catch { fatalError("\(error)") }
  }
}
