/// Writes prose as HTML. Headings follow one another without a level left out, and one alone is of level 1.
struct ProseHTML {
  private var level: Int
  private var hasTitle: Bool

  /// - Parameter hasTitle: whether the page has its heading of level 1 already.
  init(hasTitle: Bool) {
    self.hasTitle = hasTitle
    level = hasTitle ? 1 : 0
  }

  /// The HTML of a text.
  mutating func html(_ text: String) -> String {
    var html = ""
    for block in ProseBlock.read(text) {
      switch block {
      case .heading(let wanted, let title):
        level = min(hasTitle ? max(2, wanted) : 1, level + 1)
        hasTitle = true
        html += "<h\(level)>\(inline(title))</h\(level)>\n"
      case .paragraph(let text): html += "<p>\(inline(text))</p>\n"
      case .list(let ordered, let items):
        let tag = ordered ? "ol" : "ul"
        html += "<\(tag)>\n" + items.map { "<li>\(inline($0))</li>\n" }.joined() + "</\(tag)>\n"
      case .code(let text): html += "<pre><code>\(escaped(text))</code></pre>\n"
      case .table(let header, let rows):
        html += "<div class=\"scroll\" tabindex=\"0\">\n<table>\n<thead>\n<tr>"
        html += header.map { "<th scope=\"col\">\(inline($0))</th>" }.joined()
        html += "</tr>\n</thead>\n<tbody>\n"
        for row in rows { html += "<tr>" + row.map { "<td>\(inline($0))</td>" }.joined() + "</tr>\n" }
        html += "</tbody>\n</table>\n</div>\n"
      }
    }
    return html
  }

  private func inline(_ text: String) -> String {
    ProseSpan.read(text).map { span in
      switch span {
      case .text(let text): escaped(text)
      case .bold(let text): "<strong>\(escaped(text))</strong>"
      case .italic(let text): "<em>\(escaped(text))</em>"
      case .code(let text): "<code>\(escaped(text))</code>"
      case .link(let text, let address):
        "<a href=\"\(escaped(address))\" rel=\"noreferrer\">\(escaped(text))</a>"
      }
    }.joined()
  }
}
