import RegnData
import RegnPhrases

/// What is wrong with a text that should be JSON, in words.
enum JSONFailure {
  static func text(_ reason: DynamicParseError.Reason) -> Phrase {
    switch reason {
    case .unfinished: "the file ends within a value of JSON"
    case .tooDeep: "values are nested more than \(DynamicWriter.maximumDepth) deep"
    case .badString: "a text has a line end or an escape that JSON does not know"
    default: "this is not JSON"
    }
  }
}
