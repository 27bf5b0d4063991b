import RegnRegex

/// The first line is a pattern, the rest a text that it is looked for in.
func fuzzRegex(_ bytes: [UInt8]) {
  let end = bytes.firstIndex(of: 0x0A) ?? bytes.endIndex
  let pattern = String(decoding: bytes[..<end], as: UTF8.self)
  let text = Array(bytes[end...].dropFirst())
  for ignoresCase in [false, true] {
    guard let regex = try? Regex(pattern, caseInsensitive: ignoresCase) else { continue }
    let matcher = Matcher(regex)
    text.withUnsafeBufferPointer { text in
      let found = matcher.find(in: text)
      require(matcher.isMatch(text) == (found != nil), "there is a match and there is none")
      require(matcher.findGroups(in: text) == found, "with groups the match is another")
      for number in 0...regex.captureCount {
        if let group = matcher.group(number) {
          require(group.lowerBound >= 0 && group.upperBound <= text.count, "a group outside of the text")
        }
      }
    }
    let string = String(decoding: text, as: UTF8.self)
    var last = 0
    for match in regex.matches(in: string) {
      require(match.range.lowerBound >= last, "matches overlap")
      last = match.range.upperBound
    }
    if let replacement = try? Replacement(String(pattern.prefix(8)), for: regex) {
      _ = regex.replacingMatches(in: string, with: replacement)
    }
  }
}
