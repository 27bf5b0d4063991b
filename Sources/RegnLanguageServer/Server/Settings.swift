import RegnPhrases

/// What the user sets in the editor, under `regn`.
struct Settings: Equatable {
  /// Files bound as tables, by name.
  var tables: [String: String] = [:]
  /// A folder, each file of which is a table.
  var data: String?
  /// Values of query parameters.
  var parameters: [String: String] = [:]
  /// Threads that a query may use.
  var threads: Int?
  /// The rows of a result that are shown.
  var maxRows: Int?

  init() {}

  /// Reads what the client gives, and says what of it cannot be. What it does not give is as in `others`.
  init(_ json: JSON?, else others: Settings = Settings(), problems: inout [Phrase]) {
    self = others
    for entry in json?.entries ?? [] where entry.value != .null {
      switch entry.key {
      case "tables": tables = Settings.texts(entry.value, "tables", &problems)
      case "parameters": parameters = Settings.texts(entry.value, "parameters", &problems)
      case "data":
        if let path = entry.value.string {
          data = path.isEmpty ? nil : path
        } else {
          problems.append("the setting regn.data is the path of a folder")
        }
      case "threads", "maxRows":
        let least = entry.key == "threads" ? 1 : 0
        guard let number = entry.value.integer, number >= least else {
          problems.append("the setting regn.\(entry.key) is a whole number, \(least) or more")
          continue
        }
        if entry.key == "threads" { threads = number } else { maxRows = number }
      // What else an editor keeps under the name is its own.
      default: break
      }
    }
  }

  private static func texts(_ json: JSON, _ name: String, _ problems: inout [Phrase]) -> [String: String] {
    var texts: [String: String] = [:]
    guard let entries = json.entries else {
      problems.append("the setting regn.\(name) is an object of names and values")
      return [:]
    }
    for entry in entries {
      switch entry.value {
      case .string(let text): texts[entry.key] = text
      case .long, .real, .bool: texts[entry.key] = entry.value.json
      default: problems.append("the value of \(entry.key) in the setting regn.\(name) is no text")
      }
    }
    return texts
  }
}
