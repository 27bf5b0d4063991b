import RegnSyntax

extension Binder {
  /// Functions whose unnamed result keeps the name of its first argument.
  private static let keepingNames: Set<String> = [
    "bin", "floor", "bin_at", "bin_auto", "tobool", "toboolean", "todatetime", "todecimal", "todouble",
    "toreal", "toguid", "toint", "tolong", "tostring", "totimespan", "totime", "todynamic", "toobject",
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
    case .call(let call):
      guard Binder.keepingNames.contains(call.name), let first = call.arguments.first else { return nil }
      return automaticName(first)
    default: return nil
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

  func isTaken(_ name: String) -> Bool { taken.contains(name) }
}
