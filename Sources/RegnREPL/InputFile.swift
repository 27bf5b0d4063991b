/// The inputs of a session as a text for people: one below another, with an empty line between two.
///
/// A line of spaces alone belongs to an input of several lines; it has one space more than in the input, so
/// that an empty line always parts two inputs and any input comes back as it was.
enum InputFile {
  /// The text of a file with the inputs.
  static func encode(_ inputs: [String]) -> String {
    inputs.map { input in
      input.split(separator: "\n", omittingEmptySubsequences: false)
        .map { isSpaces($0) ? $0 + " \n" : $0 + "\n" }.joined()
    }.joined(separator: "\n")
  }

  /// The inputs of a file's text.
  static func decode(_ text: String) -> [String] {
    var inputs: [String] = []
    var lines: [Substring] = []
    func end() {
      if !lines.isEmpty { inputs.append(lines.joined(separator: "\n")) }
      lines = []
    }
    // A carriage return and a line feed are one character.
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" }) {
      if line.isEmpty { end() } else { lines.append(isSpaces(line) ? line.dropLast() : line) }
    }
    end()
    return inputs
  }

  private static func isSpaces(_ line: Substring) -> Bool { line.allSatisfy { $0 == " " } }
}
