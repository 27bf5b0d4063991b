import RegnData
import RegnPhrases

extension ScalarType {
  /// The type as a message speaks of one value: `an int`, `a long`.
  var withArticle: Phrase { self == .int ? "an int" : "a \(rawValue)" }

  /// Several types as a message speaks of them: `a number or a timespan`.
  static func words(_ types: [ScalarType]) -> Phrase {
    let given = Set(types)
    var words: [Phrase] = []
    if given.contains(.real), given.contains(.long) || given.contains(.int) {
      words.append("a number")
    } else if given.contains(.long) {
      words.append("a whole number")
    } else {
      words += [ScalarType.int, .real].filter(given.contains).map(\.withArticle)
    }
    if given.contains(.decimal), words.first != "a number" { words.append(ScalarType.decimal.withArticle) }
    words += allCases.filter { !$0.isNumeric && given.contains($0) }.map(\.withArticle)
    return words.isEmpty ? "another type" : Phrase.or(words)
  }

  /// How a literal of the type is written or what it may hold, for values that are not one.
  var literalHint: Phrase {
    switch self {
    case .int: "an int goes from -2147483648 to 2147483647; a long holds more"
    case .long: "a long goes from -9223372036854775808 to 9223372036854775807"
    case .datetime: "write a date as datetime(2024-12-31), with a time as datetime(2024-12-31 23:59)"
    case .timespan: "write 2d, 1.5h, 30m, or timespan(1.02:03:04)"
    case .decimal: "a decimal has up to 34 digits: decimal(12.50)"
    case .guid: "a guid is 32 hexadecimal digits: guid(74be27de-1e4e-49d9-b579-fe0b331d3642)"
    case .bool, .real, .string, .dynamic: ""
    }
  }
}
