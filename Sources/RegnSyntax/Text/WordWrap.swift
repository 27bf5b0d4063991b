/// The lines of a text when none is wider than `width` terminal cells, broken between words; a word wider
/// than that has a line of its own.
///
/// Line breaks of the text stay. A line's own indentation is repeated in the lines that continue it, with
/// `hanging` cells more. Without a width, or with one too small to break anything sensibly, lines stay whole.
public func wordWrapped(_ text: String, width: Int?, hanging: Int = 0) -> String {
  guard let width, width >= 40 else { return text }
  return text.split(separator: "\n", omittingEmptySubsequences: false)
    .map { wrappedLine(String($0), width: width, hanging: hanging) }
    .joined(separator: "\n")
}

private func wrappedLine(_ line: String, width: Int, hanging: Int) -> String {
  guard displayWidth(of: line) > width else { return line }
  let indent = line.prefix { $0 == " " }
  var lines = [String(indent)]
  var used = indent.count
  var isFirst = true
  for word in line.dropFirst(indent.count).split(separator: " ") {
    let cells = displayWidth(of: word)
    if !isFirst, used + 1 + cells > width {
      lines.append(indent + String(repeating: " ", count: hanging) + word)
      used = indent.count + hanging + cells
    } else {
      lines[lines.count - 1] += (isFirst ? "" : " ") + word
      used += cells + (isFirst ? 0 : 1)
    }
    isFirst = false
  }
  return lines.joined(separator: "\n")
}
