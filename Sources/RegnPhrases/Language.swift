/// A language in which people are spoken to.
public enum Language: String, Sendable, CaseIterable {
  case en
  case da

  /// The language that a locale such as `da`, `da-DK` or `da_DK.UTF-8` asks for: Danish or, for all others,
  /// English.
  public init(locale: String) {
    let language = locale.prefix { $0 != "_" && $0 != "-" && $0 != "." && $0 != "@" }
    self = language.lowercased() == "da" ? .da : .en
  }

  /// A number with its thousands apart, by the language's mark.
  public func grouped(_ number: Int) -> String {
    let digits = Array(String(number.magnitude))
    var text = number < 0 ? "-" : ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { text.append(self == .da ? "." : ",") }
      text.append(digit)
    }
    return text
  }
}
