import CRegnPhrases

/// The translations that the program carries with it: `translations/da`, a file a room.
///
/// In a file stands a pattern, and on the next line, behind `= `, the same in Danish; its holes are the same,
/// in the order that Danish wants. `\n` is a line end, `#` begins a remark.
public enum Catalogue {
  /// The patterns with what they are in Danish; read when they are first asked for, and never in English.
  public static let danish: [String: String] = {
    let bytes = UnsafeBufferPointer(start: regn_phrases_danish(), count: regn_phrases_danish_length())
    var found: [String: String] = [:]
    for entry in entries(in: String(decoding: bytes, as: UTF8.self)) {
      found[entry.pattern] = entry.translation
    }
    return found
  }()

  /// The translation of a pattern, if there is one.
  static func translation(of pattern: String, _ language: Language) -> String? {
    language == .da ? danish[pattern] : nil
  }

  /// Whether a pattern says anything: one of holes and signs alone is the same in each language.
  public static func needsTranslation(_ pattern: String) -> Bool {
    PatternPart.parts(of: pattern).contains { part in
      if case .text(let text) = part { return text.contains { $0.isLetter } }
      return false
    }
  }

  /// The pairs that stand in a text of the catalogue, in order.
  public static func entries(in text: String) -> [(pattern: String, translation: String)] {
    var found: [(pattern: String, translation: String)] = []
    var pattern: Substring = ""
    for line in text.split(separator: "\n") {
      if line.hasPrefix("= ") {
        found.append((unescaped(pattern), unescaped(line.dropFirst(2))))
      } else if !line.hasPrefix("# ") {
        pattern = line
      }
    }
    return found
  }

  /// The numbers of the holes of a pattern.
  public static func holes(of pattern: String) -> Set<Int> {
    Set(
      PatternPart.parts(of: pattern).compactMap { part in
        if case .hole(let number) = part { return number }
        return nil
      })
  }

  private static func unescaped(_ line: Substring) -> String {
    guard line.utf8.contains(UInt8(ascii: "\\")) else { return String(line) }
    var text = ""
    var isEscape = false
    for scalar in line.unicodeScalars {
      switch (isEscape, scalar) {
      case (true, "n"): text += "\n"
      case (false, "\\"):
        isEscape = true
        continue
      default: text.unicodeScalars.append(scalar)
      }
      isEscape = false
    }
    return text
  }
}
