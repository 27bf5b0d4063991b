import CRegnManual

/// A page of `docs/manual` that the program carries with it: on an operator, a statement, values, output,
/// regular expressions, the command line or the prompt.
public struct ManualPage: Sendable {
  /// The names in its title: `# take, limit` is on both.
  public let names: [String]
  /// The page, in Markdown.
  public let markdown: String

  /// All pages, sorted by their files' paths.
  public static let all: [ManualPage] = {
    let bytes = UnsafeBufferPointer(start: regn_manual_pages(), count: regn_manual_length())
    return bytes.split(separator: 0).map { ManualPage(String(decoding: $0, as: UTF8.self)) }
  }()

  /// The page on a name, whatever its case; also found by the first or last word of a title.
  public static func named(_ name: String) -> ManualPage? {
    let name = name.lowercased()
    func first(_ fits: (String) -> Bool) -> ManualPage? {
      all.first { page in page.names.contains { fits($0.lowercased()) } }
    }
    return first { $0 == name } ?? first { $0.hasPrefix(name + " ") || $0.hasSuffix(" " + name) }
  }

  private init(_ markdown: String) {
    self.markdown = markdown
    let title = markdown.prefix { $0 != "\n" }.drop { $0 == "#" || $0 == " " }
    names = title.split(separator: ",").map { String($0.drop { $0 == " " }) }
  }
}
