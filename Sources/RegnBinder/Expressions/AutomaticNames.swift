import RegnData
import RegnFunctions
import RegnSyntax

extension Binder {
  /// Functions whose unnamed result keeps the name of its first argument, as Kusto's signatures have it.
  private static let keepingNames: Set<String> = [
    "abs", "acos", "asin", "atan", "atan2", "bin", "bin_at", "bin_auto", "binary_and", "binary_not",
    "binary_or", "binary_shift_left", "binary_shift_right", "binary_xor", "bitset_count_ones", "ceiling",
    "cos", "exp", "exp10", "exp2", "floor", "format_datetime", "format_timespan", "gamma", "log", "log10",
    "log2", "loggamma", "parse_csv", "parse_json", "parse_xml", "parsejson", "pow", "round",
    "series_fill_backward", "series_fill_const", "series_fill_forward", "series_fill_linear", "series_fir",
    "series_iir", "series_outliers", "sin", "split", "sqrt", "startofday", "tan", "tobool", "toboolean",
    "todatetime", "todecimal", "todouble", "todynamic", "toguid", "tohex", "toint", "tolong", "toobject",
    "toreal", "tostring", "totime", "totimespan",
  ]

  /// What stands before the first argument's name in the name of a function's unnamed result.
  private static let namePrefixes = [
    "gettype": "type", "repeat": "repeat", "string_size": "string_size", "strlen": "strlen",
    "treepath": "tree",
  ]

  /// The name that KQL gives the column of an unnamed expression; nil when it only numbers it.
  func automaticName(_ expression: Expression) -> String? {
    switch expression {
    case .name(let name): return name.name
    case .named(let view): return view.name?.name
    case .parenthesized(let view): return automaticName(view.expression)
    case .member(let view):
      guard case .name(let member) = view.member else { return nil }
      if case .name(let source) = view.source, source.name.hasPrefix("$") { return member.name }
      return automaticName(view.source).map { "\($0)_\(member.name)" }
    case .index(let view):
      guard let source = automaticName(view.source), case .literal(let literal) = view.index else {
        return nil
      }
      return "\(source)_\(literal.stringValue ?? literal.content)"
    case .call(let call): return environment.binding(call.name) == nil ? automaticName(of: call) : nil
    default: return nil
    }
  }

  private func automaticName(of call: CallExpression) -> String? {
    let first = call.arguments.first.flatMap { automaticName($0) }
    if Binder.keepingNames.contains(call.name) { return first }
    if let prefix = Binder.namePrefixes[call.name] { return "\(prefix)_\(first ?? "")" }
    if call.name == "make_datetime" || call.name == "make_timespan", call.arguments.count == 1 {
      return first
    }
    guard let function = FunctionLibrary.function(named: call.name), function.kind == .aggregate,
      let signature = function.signatures.first
    else { return nil }
    // Aggregates of several columns name each, but not an expression over one.
    if case .columns = signature.result { return nil }
    switch function.naming {
    case .prefixed: return "\(function.name)_\(first ?? "")"
    case .prefix(let prefix): return "\(prefix)_\(first ?? "")"
    case .argument: return first
    case .prefixedWithConstants, .prefixedWithTwo: return nil
    }
  }
}

/// Names for the columns of one step: each once, unnamed ones `Column1`, `Column2` …
struct NameChooser {
  private var taken: Set<String> = []
  private var unnamed = 0
  private let prefix: String
  private let start: Int

  /// Unnamed columns are called `prefix` and a number counted from `start`.
  init(prefix: String = "Column", start: Int = 1) {
    self.prefix = prefix
    self.start = start
  }

  /// A name that no column chosen before has: the wanted one, or with a number behind it.
  mutating func choose(_ wanted: String?) -> String {
    var name: String
    if let wanted {
      name = wanted
    } else {
      repeat {
        name = "\(prefix)\(start + unnamed)"
        unnamed += 1
      } while taken.contains(name)
    }
    var number = 1
    let base = name
    while taken.contains(name) {
      name = "\(base)\(number)"
      number += 1
    }
    taken.insert(name)
    return name
  }

  /// Marks a name as taken.
  mutating func take(_ name: String) { taken.insert(name) }

}

/// Names for columns that come together from several tables: the first column of a name keeps it, and each
/// later one gets the first number behind it that makes a name no column has. The names at the places in
/// `made` are inventions, and give way to the others.
func distinctNames(_ wanted: [String], made: Set<Int> = []) -> [String] {
  var owners: [String: Int] = [:]
  let places = wanted.indices.filter { !made.contains($0) } + wanted.indices.filter { made.contains($0) }
  for place in places where owners[wanted[place]] == nil { owners[wanted[place]] = place }
  var taken = Set(owners.keys)
  return wanted.enumerated().map { place, name in
    if owners[name] == place { return name }
    var number = 1
    while !taken.insert("\(name)\(number)").inserted { number += 1 }
    return "\(name)\(number)"
  }
}
