/// What a number format says of a number: only what decides how it is read.
enum NumberFormat: Sendable, Hashable {
  case general
  /// A date, with or without a time.
  case date
  /// A time of day.
  case time
  /// Hours, minutes or seconds that go on counting beyond a day, a minute.
  case duration
  case percent
  /// Nothing but zeros, so many: a code that is shown with its leading zeros.
  case code(Int)

  /// The format of this number, of those that every workbook knows without saying. (ECMA-376, 18.8.30.)
  init(builtIn id: Int) {
    switch id {
    case 9, 10: self = .percent
    case 14...17, 22, 27...31, 36, 50...54, 57, 58: self = .date
    // In Chinese, Japanese and Korean workbooks 32 to 35 and 55, 56 are times and dates.
    case 18...21, 32...35, 45, 47, 55, 56: self = .time
    case 46: self = .duration
    default: self = .general
    }
  }

  /// A format by its code, such as `dd-mm-yyyy;@` or `[$-406]d. mmmm yyyy`.
  init(code: String) {
    var letters = ""
    var isDuration = false
    var hasOther = false
    var rest = Array(code.unicodeScalars)[...]
    // The first of up to four sections stands for positive numbers.
    scan: while let next = rest.popFirst() {
      switch next {
      case ";": break scan
      case "\"":
        while let inner = rest.popFirst(), inner != "\"" {}
        hasOther = true
      case "\\", "_", "*":
        _ = rest.popFirst()
        hasOther = true
      case "[":
        var inside = ""
        while let inner = rest.popFirst(), inner != "]" { inside.unicodeScalars.append(inner) }
        // `[h]` counts hours beyond a day; `[Red]`, `[>100]`, `[$kr-406]` say nothing of a time.
        if !inside.isEmpty, inside.lowercased().allSatisfy({ "hms".contains($0) }) { isDuration = true }
      case "A", "a":
        // AM/PM, A/P.
        let tail = String(String.UnicodeScalarView(rest.prefix(4))).uppercased()
        if tail.hasPrefix("M/PM") {
          rest = rest.dropFirst(4)
          letters.append("h")
        } else if tail.hasPrefix("/P") {
          rest = rest.dropFirst(2)
          letters.append("h")
        } else {
          hasOther = true
        }
      case "G", "g":
        // General is a word; its letters mean nothing.
        if String(String.UnicodeScalarView(rest.prefix(6))).lowercased() == "eneral" {
          rest = rest.dropFirst(6)
          hasOther = true
        } else {
          letters.append("g")
        }
      default: letters.unicodeScalars.append(next)
      }
    }
    let lower = letters.lowercased()
    if lower.contains("y") || lower.contains("d") {
      self = .date
    } else if isDuration {
      self = .duration
    } else if lower.contains("h") || lower.contains("s") {
      self = .time
    } else if lower.contains("m") {
      self = .date
    } else if lower.contains("%") {
      self = .percent
    } else if !hasOther, (2...20).contains(lower.count), lower.allSatisfy({ $0 == "0" }) {
      self = .code(lower.count)
    } else {
      self = .general
    }
  }
}
