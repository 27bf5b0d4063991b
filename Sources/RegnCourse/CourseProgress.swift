/// Which lessons are solved.
///
/// As text: a line that names the format, then a line `solved KEY` for each, in order of key.
public struct CourseProgress: Sendable, Hashable {
  /// The keys of the lessons.
  public private(set) var solved: Set<String> = []

  private static let heading = "regn course 1"

  public init() {}

  /// Reads the text of a file; nil when it is none of ours or damaged. An empty file is a beginning.
  public init?(_ text: String) {
    let lines = text.split(separator: "\n")
    guard let first = lines.first else { return }
    guard first == Self.heading, text.hasSuffix("\n") else { return nil }
    for line in lines.dropFirst() {
      guard line.hasPrefix("solved "), line.count > 7 else { return nil }
      solved.insert(String(line.dropFirst(7)))
    }
  }

  /// The text of the file that keeps it.
  public var text: String {
    ([Self.heading] + solved.sorted().map { "solved \($0)" }).joined(separator: "\n") + "\n"
  }

  /// Notes that a lesson is solved. A key with a line break could not be read back, and is left out.
  public mutating func solve(_ key: String) {
    if !key.contains(where: \.isNewline) { solved.insert(key) }
  }
}
